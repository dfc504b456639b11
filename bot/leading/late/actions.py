"""Requests to register late: the unit's lead supports or refuses, the Office grants an end or refuses.

The Office does not wait for ever: after one working day it may decide without the lead. Of two who decide at once the
second is told what the first did. A grant ends with the campaign's time to supplement at the latest; what nobody has
decided by then may be decided for a few working days more, with an end within them. After that it ends undecided, and
the person is told so.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow, campaign_by_key, current_campaign
from bot.dialogue.screens import Phrase
from bot.leading.rights import may_confirm
from bot.ledger import planning
from bot.people.chain import Holder, state_confirmer
from bot.people.identity import Actor, Staff, grants, staff
from bot.people.naming import name_of
from bot.people.records import Role
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.records import LateRequest, LateRequestState
from bot.registration.rules import late_ends, lead_has_until
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles.catalogue import Family

AGREED, GRANTED, REFUSED = "late_agreed", "late_granted", "late_refused"
SUPPORTED, ENDS = "late_supported", "late_ends"
UNDECIDED, LAPSED = "late_undecided", "late_lapsed"
"""Kinds of letters, beside those that are planned when somebody asks."""
MORNING = time(8, 30)
"""The time of day of letters on an end that is near: of what was granted, of the time to decide."""
WORKING_DAYS = 3
"""The extension that the Office may grant in place of all the time to supplement."""

_T = columns(LateRequest)


@dataclass(frozen=True, slots=True)
class LateRequestRow:
    """A request as it is in the store."""

    id: int
    campaign_id: int
    person_id: int
    reason: str
    state: LateRequestState
    asked_at: datetime
    agreed_by: int | None
    agreed_at: datetime | None
    granted_until: datetime | None
    answer: str | None
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class LateCase:
    """A request, its person, and the rights of the actor over it now."""

    request: LateRequestRow
    person: Staff
    as_lead: bool
    """The actor may agree or not, for the unit."""
    as_office: bool
    """The actor may grant or refuse, for the Office."""
    lead_silent: bool
    """It waits for a word of the unit's lead; the Office need not wait any longer if `as_office`."""


_REQUESTS = sa.select(*(_T.c[name] for name in LateRequestRow.__dataclass_fields__))


def open_requests(tx: Tx, actor: Actor, *, led: bool = False) -> list[LateCase]:
    """The requests that wait for this very actor, the oldest first. `led`: as the lead of a unit."""
    campaign = current_campaign(tx)
    if campaign is None:
        return []
    query = _REQUESTS.where(_T.c.campaign_id == campaign.id, _T.c.state == LateRequestState.OPEN)
    rows: Any = tx.execute(query.order_by(_T.c.asked_at, _T.c.id)).all()
    cases = (_case_of(tx, actor, LateRequestRow(*row)) for row in rows)
    return [case for case in cases if case is not None and (case.as_lead or (case.as_office and not led))]


def late_case(tx: Tx, actor: Actor, request_id: int) -> LateCase:
    """One request. Raises Refusal for whoever neither leads the person nor is of the Office."""
    found = request(tx, request_id)
    seen = None if found is None else _case_of(tx, actor, found)
    if seen is None:
        raise Refusal("role.not_yours")
    return seen


def request(tx: Tx, request_id: int) -> LateRequestRow | None:
    """By its key, whoever asks: rights are for the caller to check."""
    row: Any = tx.execute(_REQUESTS.where(_T.c.id == request_id)).one_or_none()
    return None if row is None else LateRequestRow(*row)


def _case_of(tx: Tx, actor: Actor, asked: LateRequestRow) -> LateCase | None:
    today = tx.clock.today()
    person = staff(tx, asked.person_id, today)
    if person is None or person.id == actor.person.id:
        return None
    led = state_confirmer(tx, person, today).holder is Holder.PERSON
    leads, office = led and may_confirm(tx, actor, person, Family.STATE, today), actor.has(Role.OFFICE)
    if not leads and not office:
        return None
    waits = asked.state is LateRequestState.OPEN
    silent = waits and asked.agreed_at is None and led
    calendar = office_calendar(tx)
    ripe = not silent or tx.now >= lead_has_until(asked.asked_at, calendar)
    return LateCase(
        asked,
        person,
        as_lead=leads and waits and asked.agreed_at is None,
        as_office=office and waits and ripe,
        lead_silent=silent,
    )


def ends(tx: Tx, campaign: CampaignNow) -> tuple[date, ...]:
    """The days until which the Office may grant now, the last one first; none when all time is over."""
    calendar = office_calendar(tx)
    last = _last(tx, campaign, calendar)
    if last is None or tx.now >= last:
        return ()
    day = tx.clock.today()
    for _ in range(WORKING_DAYS):
        day = calendar.next_working_day(day)
    final = tx.clock.local(last).date()
    return (final, day) if day < final else (final,)


def _last(tx: Tx, campaign: CampaignNow, calendar: Calendar) -> datetime | None:
    """The last moment until which may be granted now; None where the campaign has no time to supplement."""
    if campaign.supplement_until is None or tx.now < campaign.supplement_until:
        return campaign.supplement_until
    return late_ends(campaign, calendar)


def end_on(tx: Tx, campaign: CampaignNow, day: date) -> datetime:
    """The last moment of an extension to `day`: the hour at which the campaign's own deadline fell. Raises Refusal for
    a day that is over, or beyond the time that may be granted."""
    last = _last(tx, campaign, office_calendar(tx))
    hour = tx.clock.local(campaign.deadline_at).timetz()
    until = datetime.combine(day, hour)
    if last is not None and tx.clock.local(last).date() == day:
        until = last
    if last is None or not tx.now < until <= last:
        raise Refusal("late.beyond", until=last or campaign.deadline_at)
    return until


def agree(tx: Tx, actor: Actor, request_id: int) -> None:
    """The unit's lead is for it; the Office hears at once."""
    tx.lock(Turn.LATE, request_id)
    found = late_case(tx, actor, request_id)
    _still_open(tx, found)
    if found.request.agreed_at is not None:
        raise Refusal("late.agreed_already", name=found.person.name, **_by(tx, found.request.agreed_by))
    if not found.as_lead:
        raise Refusal("role.not_yours")
    me = actor.person.id
    tx.execute(sa.update(_T).where(_T.c.id == request_id).values(agreed_by=me, agreed_at=tx.now))
    values = {"request": request_id}
    planning.plan_all(tx, AGREED, f"late:{request_id}", "agreed", dict.fromkeys(_office(tx, me), values))
    filing.outdate_boards(tx, found.person)
    note(tx, "late.agreed", f"late_request:{request_id}", actor_id=me)


def _office(tx: Tx, but: int) -> list[int]:
    """The members of the Office by key, without one person."""
    by_person = grants(tx, tx.clock.today())
    return [key for key, roles in by_person.items() if key != but and any(one.role is Role.OFFICE for one in roles)]


def grant(tx: Tx, actor: Actor, request_id: int, day: date) -> None:
    """The Office lets the person register until the end of `day`; the person hears at once."""
    tx.lock(Turn.LATE, request_id)
    found = late_case(tx, actor, request_id)
    _still_open(tx, found)
    if not found.as_office:
        raise _not_the_office(actor, found)
    campaign = current_campaign(tx)
    if campaign is None or campaign.id != found.request.campaign_id:
        raise Refusal("campaign.none")
    until = end_on(tx, campaign, day)
    _decide(tx, actor, found, GRANTED, state=LateRequestState.GRANTED, granted_until=until)
    calendar = office_calendar(tx)
    last = calendar.on_or_before(day)
    if last > tx.clock.today():
        values, morning = {"request": request_id}, calendar.civil_on(last, MORNING)
        source, person = f"late:{request_id}", found.request.person_id
        planning.plan(tx, ENDS, source, person, "ends", values, due_at=morning, useful_until=until)


def refuse(tx: Tx, actor: Actor, request_id: int, words: str) -> None:
    """The unit's lead, or the Office, is against it and says why; the person hears at once."""
    tx.lock(Turn.LATE, request_id)
    found = may_refuse(tx, actor, request_id)
    _decide(tx, actor, found, REFUSED, state=LateRequestState.REFUSED, answer=words)


def may_refuse(tx: Tx, actor: Actor, request_id: int) -> LateCase:
    """The request, for whoever may be against it now; raises Refusal for anybody else, or when it is decided."""
    found = late_case(tx, actor, request_id)
    _still_open(tx, found)
    if not found.as_office and not found.as_lead:
        raise _not_the_office(actor, found)
    return found


def _decide(tx: Tx, actor: Actor, found: LateCase, kind: str, **values: Any) -> None:
    asked, me = found.request, actor.person.id
    tx.execute(sa.update(_T).where(_T.c.id == asked.id).values(decided_by=me, decided_at=tx.now, **values))
    planning.plan(tx, kind, f"late:{asked.id}", asked.person_id, "decided", {"request": asked.id})
    if asked.agreed_by not in (None, me):
        planning.plan(tx, SUPPORTED, f"late:{asked.id}", asked.agreed_by, "decided", {"request": asked.id})
    filing.outdate_boards(tx, found.person)
    note(tx, "late.decided", f"late_request:{asked.id}", actor_id=me, state=values["state"].value)


def follow(tx: Tx) -> None:
    """The tick of late requests: the Office hears once more on the last working day before the time to supplement is
    over, and before the time to decide is; where that is over too, a request ends undecided."""
    rows: Any = tx.execute(_REQUESTS.where(_T.c.state == LateRequestState.OPEN).order_by(_T.c.id)).all()
    if not rows:
        return
    calendar, campaigns = office_calendar(tx), dict[int, CampaignNow]()
    for asked in (LateRequestRow(*row) for row in rows):
        if asked.campaign_id not in campaigns:
            campaigns[asked.campaign_id] = campaign_by_key(tx, asked.campaign_id)
        campaign = campaigns[asked.campaign_id]
        last = late_ends(campaign, calendar)
        if tx.now > last:
            _lapse(tx, asked)
            continue
        end = campaign.closes_at if tx.now <= campaign.closes_at else last
        today = tx.clock.today()
        asked_today = tx.clock.local(asked.asked_at).date() == today
        if not asked_today and today == calendar.on_or_before(tx.clock.local(end).date()):
            _plan_last(tx, asked, calendar, end)


def _plan_last(tx: Tx, asked: LateRequestRow, calendar: Calendar, end: datetime) -> None:
    day = tx.clock.today()
    due_at = calendar.civil_from(max(tx.now, calendar.civil_on(day, MORNING)))
    values = {"request": asked.id, "until": end.isoformat()}
    people = dict.fromkeys(_office(tx, asked.person_id), values)
    which = f"{UNDECIDED}:{day.isoformat()}"
    planning.plan_all(tx, UNDECIDED, f"late:{asked.id}", which, people, due_at=due_at, useful_until=end)


def _lapse(tx: Tx, asked: LateRequestRow) -> None:
    """Refused by nobody and without a word: its time is over."""
    tx.lock(Turn.LATE, asked.id)
    still = sa.and_(_T.c.id == asked.id, _T.c.state == LateRequestState.OPEN)
    values = {"state": LateRequestState.REFUSED, "decided_at": tx.now}
    if not tx.execute(sa.update(_T).where(still).values(**values)).rowcount:
        return
    planning.plan(tx, LAPSED, f"late:{asked.id}", asked.person_id, "lapsed", {"request": asked.id})
    person = staff(tx, asked.person_id, tx.clock.today())
    if person is not None:
        filing.outdate_boards(tx, person)
    note(tx, "late.lapsed", f"late_request:{asked.id}")


def _still_open(tx: Tx, found: LateCase) -> None:
    """Raises Refusal with what somebody else decided, and where the campaign was closed."""
    still_open(tx, found.request.campaign_id)
    asked, name = found.request, found.person.name
    match asked.state:
        case LateRequestState.GRANTED:
            raise Refusal("late.granted_already", name=name, until=asked.granted_until, **_by(tx, asked.decided_by))
        case LateRequestState.REFUSED if asked.decided_by is None:
            raise Refusal("late.lapsed_already", name=name)
        case LateRequestState.REFUSED:
            raise Refusal("late.refused_already", name=name, **_by(tx, asked.decided_by))
        case LateRequestState.WITHDRAWN:
            raise Refusal("late.withdrawn", name=name)


def _not_the_office(actor: Actor, found: LateCase) -> Refusal:
    if actor.has(Role.OFFICE) and found.lead_silent:
        return Refusal("late.lead_first", name=found.person.name)
    return Refusal("role.not_yours")


def _by(tx: Tx, person_id: int | None) -> dict[str, Phrase]:
    return {"who": name_of(tx, person_id)}
