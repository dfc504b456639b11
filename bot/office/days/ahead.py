"""Days that were declared, and what lies ahead that may move with them: letters that wait, and open requests."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import DayKind, SpecialDay, campaigns_by_key, current_campaign
from bot.leading.records import Channel, Nudge, all_open_changes
from bot.ledger.letter import Letter, State
from bot.office.days import rules
from bot.office.days.rules import Affected, Moved, WaitingLetter, What
from bot.people.chain import Holder, state_confirmer
from bot.people.identity import staff
from bot.registration.records import LateRequest, LateRequestState
from bot.reminders.records import rounds
from bot.store.database import Tx
from bot.store.schema import columns

_D, _L, _LR, _N = columns(SpecialDay), columns(Letter), columns(LateRequest), columns(Nudge)
_OF = {"nudge": What.NUDGE, "registration": What.CHANGE, "late": What.LATE, "notice": What.NOTICE}
"""The beginning of a letter's source -> what it is; any other is just a letter."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Days of one kind that were declared together, in order."""

    days: tuple[date, ...]
    kind: DayKind
    name: str
    by: int | None
    at: datetime


def declarations(tx: Tx) -> list[Declaration]:
    """All that was declared, by the first day of each."""
    together: dict[tuple[datetime, DayKind, str, int | None], list[date]] = {}
    for row in tx.execute(sa.select(_D).order_by(_D.c.day)):
        together.setdefault((row.declared_at, row.kind, row.name, row.declared_by), []).append(row.day)
    return [Declaration(tuple(days), kind, name, by, at) for (at, kind, name, by), days in together.items()]


def declared_on(tx: Tx) -> dict[date, Declaration]:
    """The declaration that each declared day is part of."""
    return {day: one for one in declarations(tx) for day in one.days}


# --- what moves -------------------------------------------------------------------------------------------------------


def moves(tx: Tx, days: Collection[date], kind: DayKind | None) -> list[Moved]:
    """All that moves when these days are declared; `kind` None: when what was declared of them is taken back."""
    before = office_calendar(tx)
    after = rules.declared(before, days, kind)
    return rules.moves(_affected(tx, days), before, after, days, tx.now)


def _affected(tx: Tx, days: Collection[date]) -> Affected:
    campaign = current_campaign(tx)
    decided = rounds(tx, campaign.id) if campaign is not None else ()
    changes = all_open_changes(tx)
    late = _open_late(tx)
    campaigns = campaigns_by_key(tx, {one.campaign_id for one in changes} | {key for key, _ in late})
    return Affected(
        campaign,
        {(one.audience, one.rule) for one in decided},
        _notices_once(_waiting(tx, days)),
        [(campaigns[one.campaign_id], one.asked.until) for one in changes],
        [(campaigns[key], since) for key, since in late],
    )


def _open_late(tx: Tx) -> list[tuple[int, datetime | None]]:
    """Of each request that nobody has decided: its campaign, and since when a word of the lead is waited for."""
    query = sa.select(_LR.c.campaign_id, _LR.c.person_id, _LR.c.asked_at, _LR.c.agreed_at)
    found, today = list[tuple[int, datetime | None]](), tx.clock.today()
    for row in tx.execute(query.where(_LR.c.state == LateRequestState.OPEN).order_by(_LR.c.id)).all():
        person = staff(tx, row.person_id, today) if row.agreed_at is None else None
        led = person is not None and state_confirmer(tx, person, today).holder is Holder.PERSON
        found.append((row.campaign_id, row.asked_at if led else None))
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    letter: WaitingLetter
    source: str
    person_id: int


def _waiting(tx: Tx, days: Collection[date]) -> list[_Row]:
    """Letters that are planned for a later moment of one of these days."""
    if not days:
        return []
    begin, end = (datetime.combine(day, time(), tx.clock.zone) for day in (min(days), max(days) + timedelta(days=1)))
    due = sa.and_(_L.c.state == State.PLANNED, _L.c.due_at > tx.now, _L.c.due_at >= begin, _L.c.due_at < end)
    query = sa.select(_L.c.id, _L.c.source, _L.c.person_id, _L.c.due_at, _L.c.useful_until).where(due)
    return [
        _Row(WaitingLetter(row.id, _what(row.source), row.due_at, row.useful_until), row.source, row.person_id)
        for row in tx.execute(query.order_by(_L.c.due_at, _L.c.id))
        if tx.clock.local(row.due_at).date() in days
    ]


def _what(source: str) -> What:
    return _OF.get(source.partition(":")[0], What.LETTER)


def _notices_once(rows: Iterable[_Row]) -> list[WaitingLetter]:
    """Letters one by one, and a notice to many as one."""
    found: dict[tuple[str, datetime] | int, WaitingLetter] = {}
    for row in rows:
        one = row.letter
        found.setdefault((row.source, one.due_at) if one.what is What.NOTICE else one.id, one)
    return list(found.values())


# --- moving -----------------------------------------------------------------------------------------------------------


def put_off_letters(tx: Tx, days: Collection[date], after: Calendar) -> int:
    """Put off the letters that are planned for one of `days` on which nobody works in `after`; how many. A notice keeps
    the time that the Office has set for it."""
    off = frozenset(day for day in days if not after.is_working_day(day))
    rows = [row for row in _waiting(tx, off) if row.letter.what is not What.NOTICE]
    for row in rows:
        letter = row.letter
        # What would come too late either way does not leave on a day off: after it, it is missed and counted so.
        to = rules.put_off(letter, after, tx.now) or after.civil_from(letter.due_at)
        still = sa.and_(_L.c.id == letter.id, _L.c.state == State.PLANNED)
        if tx.execute(sa.update(_L).where(still).values(due_at=to)).rowcount and letter.what is What.NUDGE:
            _count_for(tx, row, tx.clock.local(letter.due_at).date(), tx.clock.local(to).date())
    return len(rows)


def _count_for(tx: Tx, row: _Row, was: date, to: date) -> None:
    """A reminder by a lead counts for the day on which it leaves: a person gets one a day."""
    own = sa.and_(_N.c.person_id == row.person_id, _N.c.channel == Channel.LETTER)
    own = sa.and_(own, _N.c.campaign_id == int(row.source.partition(":")[2]))
    if tx.execute(sa.select(_N.c.id).where(own, _N.c.day == to)).first() is None:
        tx.execute(sa.update(_N).where(own, _N.c.day == was).values(day=to))


# --- what the State has fixed -----------------------------------------------------------------------------------------


def fixed(calendar: Calendar, first: date, last: date) -> Mapping[DayKind, tuple[date, ...]]:
    """The days from `first` to `last` that the State has fixed: holidays and days in lieu, and weekend days that are
    worked instead."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {
        DayKind.OFF: tuple(day for day in days if day in calendar.public(day.year).off),
        DayKind.WORKED: tuple(day for day in days if day in calendar.public(day.year).made_up),
    }
