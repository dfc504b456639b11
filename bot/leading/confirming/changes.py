"""Asking for a change of a registration: for how long, taken back, and what becomes of it as time passes.

Before the campaign's deadline a change goes with that, and has two working days of grace after it; later whoever asks
gives it an end. When that has come and nothing was changed, what stands waits to be confirmed again.
"""

import logging
from datetime import date, datetime, time
from typing import Any

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow, campaign_by_key, campaigns_by_key
from bot.leading.confirming.actions import judged
from bot.leading.records import (
    FiledRegistration,
    OpenChange,
    add_change_request,
    all_open_changes,
    change_asked,
)
from bot.ledger import planning
from bot.ledger.change import ChangeKind, letters_of, plan_change
from bot.ledger.planning import Wanted
from bot.logs import where
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.registration import filing, rules
from bot.registration.reading import StandingRegistration
from bot.registration.records import ChangeAsked, ChangeOutcome, ChangeReason, RegistrationState
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

log = logging.getLogger(__name__)

CHANGE, CHANGE_WAITS, CHANGE_ENDS = "change_asked", "change_waits", "change_ends"
"""Kinds of letters to the person: at once, two working days later, and on the last day."""
EXTENDED = (None, ChangeOutcome.LAPSED)
"""The outcomes of requests that may be given more time."""
MORNING = time(8, 30)
_AT_ONCE = 50
"""Requests that lapse in one transaction; the others do at the next tick, and other work goes on between."""
_OVER = 2
"""Version of the edit of a letter that says what became of the request: the first is the letter as it left."""


def days(tx: Tx, campaign_id: int) -> tuple[date, ...]:
    """The days until which a change may be given now, the usual one first; none while it goes with the deadline."""
    return rules.change_days(campaign_by_key(tx, campaign_id), tx.now, office_calendar(tx))


def may_ask(tx: Tx, found: FiledRegistration) -> CampaignNow:
    """The campaign, while a change of this registration can still be made. Raises Refusal afterwards."""
    campaign = campaign_by_key(tx, found.campaign_id)
    if tx.now >= campaign.closes_at:
        raise Refusal("change.closed", until=campaign.closes_at)
    return campaign


def ask(
    tx: Tx,
    actor: Actor,
    registration_id: int,
    version: int,
    reason: ChangeReason,
    words: str | None,
    day: date | None = None,
) -> None:
    """Ask the person to change it; the registration stands until a changed one is sent. The person hears at once.
    `day`: given for it, after the deadline; None: the usual one."""
    tx.lock(Turn.REGISTRATION, registration_id)
    found, person = _seen(tx, actor, registration_id, version)
    campaign, me = may_ask(tx, found), actor.person.id
    _withdraw_letters(tx, found, change_asked(tx, found.id))
    made = add_change_request(tx, found, reason, words, me, _end(tx, campaign, day))
    if made is None:
        raise Refusal("confirm.changed_since", name=person.name)
    filing.outdate_boards(tx, person)
    values = {"registration": found.id, "version": version, "request": made}
    planning.plan(tx, CHANGE, _source(found), found.person_id, f"change:{made}", values)
    _plan_reminder(tx, campaign, OpenChange(_newest(tx, found), campaign.id, found.person_id))
    note(tx, "registration.change_asked", f"registration:{found.id}", actor_id=me, version=version)


def extend(tx: Tx, actor: Actor, registration_id: int, version: int, day: date) -> None:
    """Ask for the same again, until `day`: of what is still to be changed, or was not in its time."""
    asked = to_extend(tx, actor, registration_id, version)
    ask(tx, actor, registration_id, version, asked.reason, asked.words, day)


def to_extend(tx: Tx, actor: Actor, registration_id: int, version: int) -> ChangeAsked:
    """The request that may be given more time. Raises Refusal where there is none, or no time to give."""
    found, person = _seen(tx, actor, registration_id, version)
    may_ask(tx, found)
    asked = change_asked(tx, found.id)
    waits = found.state in (RegistrationState.CHANGE_ASKED, RegistrationState.SUBMITTED)
    if asked is None or not waits or asked.version != version or asked.outcome not in EXTENDED:
        raise Refusal("change.none", name=person.name)
    if not days(tx, found.campaign_id):
        raise Refusal("change.goes_with_deadline")
    return asked


def take_back(tx: Tx, actor: Actor, registration_id: int, version: int) -> None:
    """Take back what was asked: it waits to be confirmed as it stands. Letters that have arrived say so from now on;
    those that have not left are withdrawn."""
    tx.lock(Turn.REGISTRATION, registration_id)
    found, person = _seen(tx, actor, registration_id, version)
    asked, me = change_asked(tx, found.id), actor.person.id
    if asked is None or not filing.end_change(tx, found.id, ChangeOutcome.TAKEN_BACK):
        raise Refusal("change.none", name=person.name)
    filing.await_decision(tx, found.id)
    filing.outdate_boards(tx, person)
    _withdraw_letters(tx, found, asked)
    _say_over(tx, asked, me, {"taken_back_by": me})
    note(tx, "registration.change_taken_back", f"registration:{found.id}", actor_id=me, version=version)


# --- as time passes ---------------------------------------------------------------------------------------------------


def ends(tx: Tx, campaign: CampaignNow, asked: ChangeAsked) -> rules.ChangeEnds:
    """The ends of the time for a change, as the person is told them now."""
    calendar = office_calendar(tx)
    final = rules.change_until(campaign, asked.until, calendar)
    over = tx.now > campaign.deadline_at
    return rules.ChangeEnds(final if over else rules.change_told(campaign, asked.at, asked.until, calendar), final)


def told_until(tx: Tx, campaign: CampaignNow, asked: ChangeAsked) -> datetime:
    """The end as the person is told it: as long as it is the deadline, that."""
    return ends(tx, campaign, asked).told


def standing_request(tx: Tx, standing: StandingRegistration) -> ChangeAsked | None:
    """The newest change that was asked of what stands: one that is open, or that came to nothing."""
    asked = change_asked(tx, standing.registration_id)
    if asked is None or asked.version != standing.version:
        return None
    return asked if asked.outcome in (*EXTENDED, ChangeOutcome.KEPT) else None


def is_last_day(tx: Tx, campaign: CampaignNow, asked: ChangeAsked) -> bool:
    """True on the last working day that the person has for it."""
    return rules.on_last_day(campaign, asked.at, asked.until, tx.now, office_calendar(tx))


def follow(tx: Tx) -> None:
    """The tick of changes that were asked for: a word on the last morning; and where the time is over, what stands goes
    back to whoever confirms, and the letters that asked for the change say so. One of which this fails is logged, and
    the others go on."""
    still_open = all_open_changes(tx)
    if not still_open:
        return
    workdays, campaigns = office_calendar(tx), campaigns_by_key(tx, {one.campaign_id for one in still_open})
    last, lapsed = list[Wanted](), 0
    for one in still_open:
        campaign, asked = campaigns[one.campaign_id], one.asked
        try:
            if tx.now > rules.change_until(campaign, asked.until, workdays):
                if lapsed < _AT_ONCE:
                    with tx.savepoint():
                        _lapse(tx, one)
                    lapsed += 1
            elif tx.clock.local(asked.at).date() < tx.clock.today() and rules.on_last_day(
                campaign, asked.at, asked.until, tx.now, workdays
            ):
                last.append(_last_letter(tx, campaign, one, workdays))
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
            log.error("a change that was asked for could not be followed: %s", where(error))
    planning.plan_each(tx, CHANGE_ENDS, last)


def _lapse(tx: Tx, one: OpenChange) -> None:
    registration_id = one.asked.registration_id
    tx.lock(Turn.REGISTRATION, registration_id)
    if not filing.end_change(tx, registration_id, ChangeOutcome.LAPSED):
        return
    filing.await_decision(tx, registration_id)
    # Whoever asked has set the time that is over now.
    _say_over(tx, one.asked, one.asked.by, {"lapsed": True})
    person = staff(tx, one.person_id, tx.clock.today())
    if person is not None:
        filing.outdate_boards(tx, person)
    note(tx, "registration.change_lapsed", f"registration:{registration_id}", version=one.asked.version)


def _plan_reminder(tx: Tx, campaign: CampaignNow, one: OpenChange) -> None:
    """One word more after two working days, unless that is the last day, which has its own."""
    workdays, asked = office_calendar(tx), one.asked
    day = tx.clock.today()
    for _ in range(rules.GRACE):
        day = workdays.next_working_day(day)
    end = rules.change_told(campaign, asked.at, asked.until, workdays)
    if day < workdays.on_or_before(tx.clock.local(end).date()):
        planning.plan_each(tx, CHANGE_WAITS, (_letter(CHANGE_WAITS, one, workdays.civil_on(day, MORNING), end),))


def _last_letter(tx: Tx, campaign: CampaignNow, one: OpenChange, workdays: Calendar) -> Wanted:
    end = rules.change_told(campaign, one.asked.at, one.asked.until, workdays)
    morning = workdays.civil_on(tx.clock.today(), MORNING)
    return _letter(CHANGE_ENDS, one, workdays.civil_from(max(morning, tx.now)), end)


def _letter(kind: str, one: OpenChange, due_at: datetime, end: datetime) -> Wanted:
    asked = one.asked
    values = {"registration": asked.registration_id, "version": asked.version, "request": asked.id}
    source, occurrence = f"registration:{asked.registration_id}", f"{kind}:{asked.id}"
    return Wanted(source, one.person_id, occurrence, values, due_at, end)


# --- pieces -----------------------------------------------------------------------------------------------------------


def _seen(tx: Tx, actor: Actor, registration_id: int, version: int) -> tuple[FiledRegistration, Staff]:
    """The registration and its person, if what was seen still stands. Raises Refusal with what happened meanwhile."""
    found, person = judged(tx, actor, registration_id)
    if found.state is RegistrationState.WITHDRAWN:
        raise Refusal("confirm.withdrawn", name=person.name)
    if found.version != version:
        raise Refusal("confirm.changed_since", name=person.name)
    return found, person


def _newest(tx: Tx, found: FiledRegistration) -> ChangeAsked:
    asked = change_asked(tx, found.id)
    assert asked is not None
    return asked


def _end(tx: Tx, campaign: CampaignNow, day: date | None) -> datetime | None:
    usual = rules.change_days(campaign, tx.now, office_calendar(tx))
    if not usual:
        return None
    until = rules.end_of_day(campaign, day or usual[0], office_calendar(tx))
    if not tx.now < until or (day is not None and day > tx.clock.local(campaign.closes_at).date()):
        raise Refusal("change.closed", until=campaign.closes_at)
    return until


def _source(found: FiledRegistration) -> str:
    return f"registration:{found.id}"


def _occurrences(asked: ChangeAsked) -> tuple[str, ...]:
    return (f"change:{asked.id}", f"{CHANGE_WAITS}:{asked.id}", f"{CHANGE_ENDS}:{asked.id}")


def _say_over(tx: Tx, asked: ChangeAsked, by: int, values: dict[str, Any]) -> None:
    """Have the letters of the request that have arrived say, in their place, what became of it."""
    source = f"registration:{asked.registration_id}"
    arrived = [key for which in _occurrences(asked) for key in letters_of(tx, source, which)]
    plan_change(tx, arrived, ChangeKind.EDIT, _OVER, by, values)


def _withdraw_letters(tx: Tx, found: FiledRegistration, asked: ChangeAsked | None) -> None:
    for which in _occurrences(asked) if asked is not None else ():
        planning.withdraw(tx, _source(found), which)
