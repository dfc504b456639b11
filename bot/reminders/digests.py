"""Digests of what waits: one letter a person and day across all roles, on working mornings, where something is new.

The ladder's letters to leads and to the Office are the same letter: whoever has had one today gets no other.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import current_campaign
from bot.ledger import planning
from bot.ledger.letter import Letter, State
from bot.reminders import records
from bot.reminders.records import RoundState
from bot.reminders.rules import Audience
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.waiting import records as told
from bot.waiting import work
from bot.waiting.kinds import SOURCE, kinds
from bot.waiting.survey import Survey
from bot.waiting.work import Work

DIGEST, OFFICE = told.DIGESTS
AT_ONCE = "waiting_now"
"""Kinds of letters: what waits, with the figures of the ladder on its days; the Office's, on the ladder's days; one
piece of work of which somebody hears at once."""
MORNING = time(8, 30)
"""The time of day at which what waits is told."""
ONCE = "once"

_L = columns(Letter)
_PENDING = (State.PLANNED, State.LEASED, State.INFLIGHT)


def plan_waiting(tx: Tx) -> int:
    """Plan the letters on what waits that are due now; returns how many are new."""
    calendar = Survey(tx).calendar
    if not calendar.is_civil(tx.now):
        records.hold_back(tx, calendar.civil_from(tx.now))
        return 0
    tx.lock(Turn.WAITING, 0)
    return _at_once(tx) + _morning(tx, calendar)


def next_morning(tx: Tx) -> datetime | None:
    """The next working morning, if somebody is to be told something then."""
    calendar, today = Survey(tx).calendar, tx.clock.today()
    if not work.untold(tx, work.everybody(tx)):
        return None
    if calendar.is_working_day(today) and not told.begun(tx, today):
        due = calendar.civil_from(max(tx.now, calendar.civil_on(today, MORNING)))
        if due.date() == today:
            return due
    return calendar.civil_on(calendar.next_working_day(today), MORNING)


def _at_once(tx: Tx) -> int:
    planned = 0
    survey = Survey(tx)
    for kind in kinds():
        if kind.at_once is None:
            continue
        for item in kind.load(survey):
            letter_source = kind.source(item.key)
            assert letter_source is not None
            people = next(iter(item.chain), frozenset[int]())
            values = {"kind": kind.name, "key": item.key}
            planned += planning.plan_all(tx, AT_ONCE, letter_source, ONCE, dict.fromkeys(sorted(people), values))
    return planned


def _morning(tx: Tx, calendar: Calendar) -> int:
    today = tx.clock.today()
    if tx.now < calendar.civil_on(today, MORNING) or not told.begin(tx, today):
        return 0
    works = work.everybody(tx)
    new = work.untold(tx, works)
    pending = _pending(tx)
    # A letter that has not left yet is drawn with all that waits by then.
    work.tell(tx, {person: works[person] for person in new & pending})
    people = new - pending - _heard(tx, today)
    planned = planning.plan_all(tx, DIGEST, _source(today), ONCE, {person: {} for person in sorted(people)})
    work.tell(tx, {person: works[person] for person in people})
    told.count(tx, today, len(people))
    return planned


# --- the ladder -------------------------------------------------------------------------------------------------------


def without_digest(tx: Tx, people: Collection[int]) -> list[int]:
    """Those of `people` to whom no digest went today, and for whom none waits to leave."""
    return sorted(set(people) - _pending(tx) - _heard(tx, tx.clock.today()))


def confirmers(works: Mapping[int, Work]) -> frozenset[int]:
    """The people for whom registrations wait to be confirmed."""
    return frozenset(person for person, own in works.items() if any(todo.kind.family for todo in own.todo))


# --- letters that there are already -----------------------------------------------------------------------------------


def _source(day: date) -> str:
    return f"{SOURCE}:{day.isoformat()}"


def _pending(tx: Tx) -> frozenset[int]:
    """The people for whom a digest of any day is due and has not left yet, and still may."""
    useful = sa.or_(_L.c.useful_until.is_(None), _L.c.useful_until > tx.now, _L.c.state != State.PLANNED)
    due = sa.and_(_L.c.kind.in_(told.DIGESTS), _L.c.state.in_(_PENDING), _L.c.due_at <= tx.now, useful)
    return frozenset(tx.execute(sa.select(_L.c.person_id).where(due)).scalars())


def _heard(tx: Tx, today: date) -> frozenset[int]:
    """The people to whom a digest went today: not those of whom it was not needed when it was to leave."""
    sources, campaign = [_source(today)], current_campaign(tx)
    for one in records.rounds(tx, campaign.id) if campaign is not None else ():
        ladder = one.audience is not Audience.STAFF and one.state is RoundState.SENT
        if campaign is not None and ladder and tx.clock.local(one.decided_at).date() == today:
            sources.append(records.source(campaign.id, one.audience, one.rule))
    query = sa.select(_L.c.person_id).where(_L.c.source.in_(sources), _L.c.state != State.CANCELLED)
    return frozenset(tx.execute(query).scalars())
