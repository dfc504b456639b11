"""Letters of reminders, drawn when they leave: whoever has answered meanwhile gets none. The words:
`screens.py`, `ladder_screens.py`, `digest_screens.py` and bot/leading/proxy/other_way.py, then `reminder.*`,
`digest.*`, `open_work.*` and `waiting.*` in locales."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToView
from bot.leading.proxy import asks
from bot.leading.proxy.other_way import other_way, who_registers_for
from bot.ledger.letter import Haste, Kind
from bot.people.chain import state_confirmer
from bot.people.identity import Actor, Staff
from bot.people.naming import confirmer
from bot.people.reach import LEADING, headed, subtree, union_scope, unit_names, units_of
from bot.people.records import Role
from bot.registration.facts import facts_for
from bot.registration.reading import answered, exempt, late_request
from bot.registration.records import LateRequestState
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.reminders import digest_screens, ladder_screens, rules, screens, unanswered, unsent
from bot.reminders.actions import STAFF
from bot.reminders.digests import AT_ONCE, DIGEST, OFFICE
from bot.reminders.ladder_screens import OpenWork
from bot.reminders.rules import Audience, ReminderText
from bot.reminders.unanswered import Tally
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject
from bot.waiting import work
from bot.waiting.kinds import kind_named
from bot.waiting.records import rises_after
from bot.waiting.survey import Survey
from bot.waiting.work import Todo, Work

Values = Mapping[str, Any]

_AFTER = frozenset({ReminderText.OVER, ReminderText.DIGEST_OVER, ReminderText.OFFICE_OVER})


def _campaign(tx: Tx, text: ReminderText, values: Values) -> CampaignNow | None:
    """The campaign, while what the letter says of its window is so: a deadline may have been moved since."""
    campaign = current_campaign(tx)
    if campaign is None or campaign.id != values["campaign"]:
        return None
    return campaign if (tx.now > campaign.deadline_at) == (text in _AFTER) else None


# --- staff ------------------------------------------------------------------------------------------------------------


def staff(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    text = ReminderText(values["text"])
    campaign = _campaign(tx, text, values)
    if campaign is None:
        return None
    person = actor.person
    stands = answered(tx, campaign.id, person.id)
    if text is ReminderText.UNION:
        return screens.union(person, campaign) if facts_for(tx, actor, campaign).asks_union(stands) else None
    if stands.answered_in(Family.STATE):
        return None
    if person.id in exempt(tx, campaign.id, tx.clock.today()):
        return None
    if text is ReminderText.OVER:
        late = late_request(tx, campaign.id, person.id)
        if late is not None and late.state in (LateRequestState.OPEN, LateRequestState.GRANTED):
            return None
        if asks.told(tx, campaign.id, person.id):
            return None
        return screens.over(person, campaign, tx.now)
    calendar = office_calendar(tx)
    moments = rules.timetable(campaign, calendar)
    may_wait = bool(rules.may_put_off(moments, tx.now, calendar))
    match text:
        case ReminderText.PAST:
            about = facts_for(tx, actor, campaign)
            recognised, registered = about.recognised_last_year, about.registered_last_year
            names = tuple(title.name for title in recognised), tuple(title.name for title in registered)
            return screens.past(person, campaign, *names, may_wait=may_wait)
        case ReminderText.FEW_DAYS:
            today = tx.clock.today()
            last = campaign.deadline_at.astimezone(calendar.zone).date()
            days = calendar.working_days(today, last)
            way, by_proxy = _other_way(tx, person)
            return screens.few_days(person, campaign, days, way, by_proxy=by_proxy, may_wait=may_wait)
        case ReminderText.EVE:
            return screens.eve(person, campaign, may_wait)
        case ReminderText.LAST:
            return screens.last(person, campaign)
        case ReminderText.AGAIN:
            return screens.again(person, campaign, may_wait)
    return screens.open_(person, campaign, may_wait)


def _other_way(tx: Tx, person: Staff) -> tuple[Phrase, bool]:
    """The way to register without a telephone, and whether there is somebody to register for the person."""
    today, leads = tx.clock.today(), who_registers_for(tx, person)
    named = confirmer(state_confirmer(tx, person, today))
    return other_way(person, leads, named, heads=bool(headed(tx, person.id, today))), bool(leads)


# --- leads, unit and union together -----------------------------------------------------------------------------------


def digest(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """All that waits for one person; on a day of the ladder, for whoever leads, with the figures of that day."""
    waits, ladder = work.to_tell(tx, actor), _ladder(tx, values)
    if ladder is not None:
        campaign, text = ladder
        mine = work.of(tx, actor)
        units, group = _units(tx, actor, campaign, mine), _group(tx, actor, campaign, mine)
        if any(left is not None and left.work for left in (units, group)):
            said: dict[Family | None, frozenset[int] | None] = {
                Family.STATE: None if units is None else subtree(tx, units_of(actor, LEADING), tx.clock.today()),
                Family.UNION: None if group is None or (scope := union_scope(actor)) is None else scope.union_group_ids,
            }
            others = tuple(
                left for one in waits.todo if (left := _elsewhere(one, said.get(one.kind.family))) is not None
            )
            rest = digest_screens.beside(Work(others, waits.overdue, waits.news))
            return ladder_screens.digest(actor.person, campaign, units, group, text, tx.now, rest)
    return _waiting(tx, actor, waits)


def _elsewhere(one: Todo, places: frozenset[int] | None) -> Todo | None:
    """The items outside these units or groups, of which the figures tell; all, where there are no figures."""
    if places is None:
        return one
    items = tuple(item for item in one.items if item.place is not None and item.place.key not in places)
    return replace(one, items=items) if items else None


def _ladder(tx: Tx, values: Values) -> tuple[CampaignNow, ReminderText] | None:
    """The word of the ladder to leads, as it was planned, or of this day. None: there is none, or not any more."""
    if "text" in values:
        campaign, text = _campaign(tx, ReminderText(values["text"]), values), ReminderText(values["text"])
        return None if campaign is None else (campaign, text)
    campaign, today = current_campaign(tx), tx.clock.today()
    if campaign is None:
        return None
    for moment in rules.timetable(campaign, office_calendar(tx)):
        if moment.to is Audience.LEAD and moment.due_at.date() == today:
            return (campaign, moment.text) if (tx.now > campaign.deadline_at) == (moment.text in _AFTER) else None
    return None


def _waiting(tx: Tx, actor: Actor, waits: Work) -> Screen | None:
    if not waits.any:
        return None
    return digest_screens.waiting(actor.person, waits, rises_after(tx), to_office=actor.has(Role.OFFICE))


def at_once(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """One piece of work, while it waits for this person."""
    kind, me = kind_named(values["kind"]), actor.person.id
    items = () if kind is None else kind.load(Survey(tx, actor))
    item = next((one for one in items if one.key == values["key"] and one.chain and me in one.chain[0]), None)
    if kind is None or kind.at_once is None or item is None:
        return None
    return digest_screens.at_once(kind, item.since)


def _units(tx: Tx, actor: Actor, campaign: CampaignNow, mine: Work) -> OpenWork | None:
    led = units_of(actor, LEADING)
    if not led:
        return None
    below = subtree(tx, led, tx.clock.today())
    tallies = unanswered.tally_units(tx, campaign.id, below).values()
    lists = unsent.by_head(tx, campaign, tx.clock.today()).get(actor.person.id, frozenset())
    return OpenWork(
        tuple(unit_names(tx, led)),
        sum(tallies, Tally()),
        to_confirm=_to_confirm(mine, ShowUnitBoard(), below),
        lists=len(lists),
        returned=len(lists & unsent.returned(tx, campaign, Subject.UNIT)),
        unregistered=len(unsent.unregistered(tx, campaign, lists)),
    )


def _to_confirm(mine: Work, board: ToView, places: frozenset[int]) -> int:
    """The registrations of these units or groups that wait for the lead, and are confirmed on this board."""
    items = (item for one in mine.todo if one.kind.to == board for item in one.items)
    return sum(item.place is None or item.place.key in places for item in items)


def _group(tx: Tx, actor: Actor, campaign: CampaignNow, mine: Work) -> OpenWork | None:
    scope = union_scope(actor)
    if scope is None or not unanswered.takes_union_titles(tx, campaign):
        return None
    tallies = unanswered.tally_groups(tx, campaign.id, scope.union_group_ids).values()
    lists = scope.union_group_ids - unsent.groups(tx, campaign)
    return OpenWork(
        (actor.person.union_group_name,),
        sum(tallies, Tally()),
        to_confirm=_to_confirm(mine, ShowUnionBoard(), scope.union_group_ids),
        lists=len(lists),
        returned=len(lists & unsent.returned(tx, campaign, Subject.UNION_GROUP)),
    )


# --- the Office -------------------------------------------------------------------------------------------------------


def office(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, waits = _campaign(tx, ReminderText(values["text"]), values), work.to_tell(tx, actor)
    if campaign is None or not actor.has(Role.OFFICE):
        return _waiting(tx, actor, waits)
    tallies = unanswered.tally_units(tx, campaign.id, None)
    total = sum(tallies.values(), Tally())
    if not total.missing and not total.waiting:
        return _waiting(tx, actor, waits)
    worst = sorted(tallies, key=lambda unit: -tallies[unit].missing)
    behind = [
        (unit_names(tx, [unit])[0], tallies[unit].missing)
        for unit in worst
        if unit is not None and tallies[unit].missing
    ]
    return ladder_screens.office(campaign, total, behind, tx.now, digest_screens.beside(waits))


LETTERS = (
    Kind(STAFF, staff, bulk=True, unknown_may_repeat=True, haste=Haste.DEADLINE),
    Kind(DIGEST, digest, bulk=True, unknown_may_repeat=True, haste=Haste.DEADLINE),
    Kind(OFFICE, office, bulk=True, unknown_may_repeat=True, haste=Haste.DEADLINE),
    Kind(AT_ONCE, at_once, bulk=False, unknown_may_repeat=True, haste=Haste.DECISION),
)
