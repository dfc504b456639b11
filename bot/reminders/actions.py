"""Planning what is due, and putting off. All of it may be done again, late, or by two at once: nothing is sent twice.

Nothing is planned ahead. What is due is worked out from the campaign and the calendar as they now are, so a deadline or
a day off that is moved re-plans all that has not left; a round, once decided, is known by its rule and not by its time.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.ledger import planning
from bot.people.identity import Actor, grants
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration.reading import answered
from bot.reminders import digests, records, rules, unanswered, unsent
from bot.reminders.digests import DIGEST, OFFICE, ONCE
from bot.reminders.records import RoundRow, RoundState
from bot.reminders.rules import Audience, Moment, ReminderText
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.catalogue import Family
from bot.waiting import work
from bot.waiting.work import Work

STAFF = "reminder"
"""Kind of letters, beside the digests."""
KINDS = {Audience.STAFF: STAFF, Audience.LEAD: DIGEST, Audience.OFFICE: OFFICE}
AGAIN, UNION = "again", "union"


def plan_due(tx: Tx) -> int:
    """Plan the letters of every reminder that is due now; returns how many are new."""
    campaign = current_campaign(tx)
    if campaign is None:
        return 0
    tx.lock(Turn.REMINDERS, campaign.id)
    calendar = office_calendar(tx)
    moments = rules.timetable(campaign, calendar)
    decided = records.rounds(tx, campaign.id)
    if _take_back(tx, campaign, moments, decided):
        decided = records.rounds(tx, campaign.id)
    if not calendar.is_civil(tx.now):
        records.hold_back(tx, calendar.civil_from(tx.now))
        return 0
    due = rules.due_reminders(moments, _sent(decided), _missed(decided), tx.now, calendar)
    for moment in due.missed:
        _decide(tx, campaign, moment, RoundState.MISSED, 0)
    planned = sum(_send(tx, campaign, moment, calendar) for moment in due.send)
    return planned + _remind_again(tx, campaign, moments, calendar)


def next_due(tx: Tx) -> datetime | None:
    """The time of the next reminder; None: none is left of the present campaign."""
    campaign = current_campaign(tx)
    if campaign is None:
        return None
    calendar = office_calendar(tx)
    sent = _sent(records.rounds(tx, campaign.id))
    at = [rules.next_due(rules.timetable(campaign, calendar), sent, tx.now, calendar)]
    if (until := records.next_put_off(tx, campaign.id)) is not None:
        at.append(calendar.civil_from(max(until, tx.now)))
    return min((one for one in at if one is not None), default=None)


def _sent(decided: Iterable[RoundRow]) -> dict[tuple[Audience, str], datetime]:
    return {(one.audience, one.rule): one.decided_at for one in decided if one.state is RoundState.SENT}


def _missed(decided: Iterable[RoundRow]) -> set[tuple[Audience, str]]:
    return {(one.audience, one.rule) for one in decided if one.state is RoundState.MISSED}


def _decide(tx: Tx, campaign: CampaignNow, moment: Moment, state: RoundState, people: int) -> None:
    records.save_round(tx, campaign.id, RoundRow(moment.to, moment.rule, state, moment.due_at, tx.now, people))


def _take_back(tx: Tx, campaign: CampaignNow, moments: Iterable[Moment], decided: Iterable[RoundRow]) -> bool:
    """Withdraw what was planned and has not left, and is now to come later: the deadline was moved, or the clock. True
    if there was any."""
    later = {(moment.to, moment.rule) for moment in moments if moment.due_at > tx.now}
    reopened = False
    for one in decided:
        if one.state is not RoundState.SENT or (one.audience, one.rule) not in later:
            continue
        if planning.withdraw(tx, records.source(campaign.id, one.audience, one.rule)):
            records.reopen(tx, campaign.id, one.audience, one.rule)
            reopened = True
    return reopened


def _send(tx: Tx, campaign: CampaignNow, moment: Moment, calendar: Calendar) -> int:
    works: Mapping[int, Work] = {}
    if moment.to is not Audience.STAFF:
        # After Turn.REMINDERS, never before it: who has had a digest today is known once the mornings' are decided.
        tx.lock(Turn.WAITING, 0)
        works = work.everybody(tx)
    people = _audience(tx, campaign, moment, calendar, works)
    if moment.to is not Audience.STAFF:
        people = digests.without_digest(tx, people)
        work.tell(tx, {person: works[person] for person in people if person in works})
    _decide(tx, campaign, moment, RoundState.SENT, len(people))
    if moment.to is Audience.STAFF:
        # This is the reminder that they wanted for today.
        records.end_put_off(tx, campaign.id, _day(tx, calendar)[1])
    values = {"campaign": campaign.id, "text": moment.text.value}
    planned = planning.plan_all(
        tx,
        KINDS[moment.to],
        records.source(campaign.id, moment.to, moment.rule),
        ONCE,
        dict.fromkeys(people, values),
        useful_until=moment.useful_until,
    )
    return planned + _ask_for_union(tx, campaign, moment)


def _ask_for_union(tx: Tx, campaign: CampaignNow, moment: Moment) -> int:
    """Plan the one letter to members who have said nothing on the union's titles: on the first day of these on which
    it is so, and never again."""
    if moment.text not in (ReminderText.FEW_DAYS, ReminderText.EVE) or not unanswered.takes_union_titles(tx, campaign):
        return 0
    values = {"campaign": campaign.id, "text": ReminderText.UNION.value}
    people = dict.fromkeys(unanswered.missing_for_union(tx, campaign.id), values)
    source = records.source(campaign.id, Audience.STAFF, UNION)
    return planning.plan_all(tx, STAFF, source, ONCE, people, useful_until=moment.useful_until)


def _audience(
    tx: Tx, campaign: CampaignNow, moment: Moment, calendar: Calendar, works: Mapping[int, Work]
) -> list[int]:
    match moment.to, moment.text:
        case Audience.LEAD, _:
            return sorted({*_leads_with_work(tx, campaign), *digests.confirmers(works)})
        case Audience.OFFICE, _:
            return _office_with_work(tx, campaign, works)
        case _, ReminderText.OVER:
            return unanswered.without_late_request(tx, campaign.id)
        case _, ReminderText.LAST:
            return unanswered.missing(tx, campaign.id)
    return unanswered.to_remind(tx, campaign.id, _day(tx, calendar))


def _day(tx: Tx, calendar: Calendar) -> tuple[datetime, datetime]:
    """The first moment of today and of tomorrow."""
    today = datetime.combine(tx.now.astimezone(calendar.zone).date(), time(), calendar.zone)
    return today, today + timedelta(days=1)


def _leads_with_work(tx: Tx, campaign: CampaignNow) -> list[int]:
    """Keys of heads of units and leads of union groups whose people have not all answered, or wait to be confirmed, or
    whose list is still to be sent."""
    wanted = set(_heads_with_work(tx, campaign)) | unsent.by_head(tx, campaign, tx.clock.today()).keys()
    if unanswered.takes_union_titles(tx, campaign):
        leads = unanswered.group_leads(tx, tx.clock.today())
        groups = unanswered.tally_groups(tx, campaign.id, None)
        themselves = unanswered.waiting_themselves(tx, campaign.id, Family.UNION, leads)
        sent = unsent.groups(tx, campaign)
        wanted |= {
            person_id
            for person_id, led in leads.items()
            if led - sent or any(groups[group].left(own=person_id in themselves) for group in led if group in groups)
        }
    return sorted(wanted)


def _heads_with_work(tx: Tx, campaign: CampaignNow) -> Iterator[int]:
    today = tx.clock.today()
    heads, tree = unanswered.heads(tx, today), unanswered.unit_tree(tx, today)
    units = unanswered.rolled_up(unanswered.tally_units(tx, campaign.id, None), tree)
    themselves = unanswered.waiting_themselves(tx, campaign.id, Family.STATE, heads)
    for person_id, led in heads.items():
        theirs = unanswered.above(themselves.get(person_id), tree)
        if any(units[unit].left(own=unit in theirs) for unit in led if unit in units):
            yield person_id


def _office_with_work(tx: Tx, campaign: CampaignNow, works: Mapping[int, Work]) -> list[int]:
    tallies = unanswered.tally_units(tx, campaign.id, None).values()
    open_ = any(tally.missing or tally.waiting for tally in tallies)
    by_person = grants(tx, tx.clock.today())
    office = {person_id for person_id, roles in by_person.items() if any(one.role is Role.OFFICE for one in roles)}
    return sorted(person_id for person_id in office if open_ or person_id in works)


# --- put off ----------------------------------------------------------------------------------------------------------


def put_off(tx: Tx, actor: Actor, days: int) -> bool:
    """Remind `actor` again in so many days; False when that is not among what is offered now. Raises Refusal when
    nothing can be put off any more."""
    campaign, choices = choices_now(tx)
    chosen = next((choice for choice in choices if choice.days == days), None)
    if chosen is None:
        return False
    stands = answered(tx, campaign.id, actor.person.id)
    if not stands.answered_in(Family.STATE):
        records.put_off(tx, campaign.id, actor.person.id, chosen.until)
    return True


def choices_now(tx: Tx) -> tuple[CampaignNow, tuple[rules.PutOffChoice, ...]]:
    """The days to which reminders may be put off. Raises Refusal, with the time of the last one, when they may not."""
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    calendar = office_calendar(tx)
    moments = rules.timetable(campaign, calendar)
    choices = rules.may_put_off(moments, tx.now, calendar)
    if choices:
        return campaign, choices
    last = rules.last_call(moments)
    if last is None or tx.now > campaign.deadline_at:
        raise Refusal("snooze.over")
    raise Refusal("snooze.last", at=last)


def _remind_again(tx: Tx, campaign: CampaignNow, moments: Iterable[Moment], calendar: Calendar) -> int:
    """Plan letters to people who wanted to be reminded now, unless today's reminder has reached them already."""
    wished = records.end_put_off(tx, campaign.id, tx.now + timedelta(microseconds=1))
    if not wished or tx.now > campaign.deadline_at:
        return 0
    today = tx.now.astimezone(calendar.zone).date()
    heard = [
        one
        for one in records.rounds(tx, campaign.id)
        if one.audience is Audience.STAFF
        and one.state is RoundState.SENT
        and one.decided_at.astimezone(calendar.zone).date() == today
    ]
    if heard:
        return 0
    ahead = (moment.due_at for moment in moments if moment.to is Audience.STAFF and moment.due_at > tx.now)
    people = set(unanswered.missing(tx, campaign.id)) & wished
    values = {"campaign": campaign.id, "text": ReminderText.AGAIN.value}
    return planning.plan_all(
        tx,
        STAFF,
        records.source(campaign.id, Audience.STAFF, AGAIN),
        today.isoformat(),
        dict.fromkeys(people, values),
        useful_until=min(ahead, default=campaign.deadline_at),
    )
