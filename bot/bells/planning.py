"""Planning of bells: for letters that no door took, for those that must not wait at a door that is out, and for notices
that nobody has acknowledged in time.

A letter goes from door to door after a known failure only. Where a bell has rung, or may have, no other rings for it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.bells import held, policy
from bot.bells.policy import DoorState
from bot.bells.records import Bell, BellCause, BellLetter, BellReason, BellState
from bot.bells.rules import hour_from
from bot.campaigns.calendar import office_calendar
from bot.ledger.letter import Letter, Reason, State
from bot.notices.letter_names import notice_of, source
from bot.notices.records import SENT, NoticeKnown, NoticeRow
from bot.people.contacts import records as contacts
from bot.people.contacts.rules import Contacts
from bot.people.dates import here_on
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

DOORLESS = (Reason.NOT_LINKED, Reason.BLOCKED, Reason.DEACTIVATED, Reason.NO_CHAT, Reason.REFUSED)
"""Reasons of a blocked letter that say that the person has no door."""
ENDED = (BellState.FAILED,)
AT_ONCE = 2_000
"""Letters in one transaction: the rest waits for the next look."""

_L, _P, _B, _BL = columns(Letter), columns(Person), columns(Bell), columns(BellLetter)
_N, _K = columns(NoticeRow), columns(NoticeKnown)


@dataclass(slots=True)
class _Waiting:
    """The letters that wait for one person: key -> why; and the doors at which each has failed."""

    letters: dict[int, BellCause] = field(default_factory=dict)
    failed: dict[int, set[Door]] = field(default_factory=dict)


def plan(tx: Tx) -> int:
    """Plan what is to ring, and settle what cannot because a month is used up; how many rows were written."""
    tx.lock(Turn.BELLS, 0)
    doors = policy.ringing(tx)
    _leave_closed(tx, [one.door for one in doors])
    if not doors:
        return 0
    waiting = _without_door(tx, min(one.on_since or tx.now for one in doors))
    for row in held.to_ring(tx, _none_yet(), AT_ONCE):
        waiting.setdefault(row.person_id, _Waiting()).letters[row.id] = BellCause.DOOR_OUT
    _not_known(tx, doors, waiting)
    if not waiting:
        return 0
    _failed(tx, waiting)
    people = contacts.contacts(tx, waiting.keys())
    planned, live = _bells_of(tx, waiting.keys())
    left = {one.door: None if one.left is None else one.left - one.waiting for one in doors}
    order, written = [state.door for state in doors], _Written(tx)
    for person_id in sorted(waiting):
        one = _One(tx, person_id, waiting[person_id], people[person_id], left, written)
        one.plan(order, planned.get(person_id), live.get(person_id, set()))
    return written.write()


def _leave_closed(tx: Tx, ringing: Collection[Door]) -> None:
    """Give up what is planned at doors that the Office has closed; its letters go on to the next."""
    planned = sa.and_(_B.c.state == BellState.PLANNED, _B.c.door.not_in(list(ringing)))
    values = {"state": BellState.FAILED, "reason": BellReason.DOOR_LEFT, "ended_at": tx.now}
    tx.execute(sa.update(_B).where(planned).values(**values))


def _none_yet() -> sa.ColumnElement[bool]:
    """The condition that no bell rings for the letter, has rung, or may have."""
    bell = sa.select(_BL.c.letter_id).join(_B, _B.c.id == _BL.c.bell_id)
    return ~bell.where(_BL.c.letter_id == _L.c.id, _B.c.state.not_in(ENDED)).exists()


@cache
def _blocked() -> Any:
    return (
        sa.select(_L.c.id, _L.c.person_id)
        .join(_P, _P.c.id == _L.c.person_id)
        .where(
            _L.c.state == State.BLOCKED,
            _L.c.reason.in_(DOORLESS),
            _L.c.ended_at >= sa.bindparam("since"),
            sa.or_(_L.c.useful_until.is_(None), _L.c.useful_until > sa.bindparam("now")),
            here_on(sa.bindparam("today", type_=_P.c.left_on.type)),
            _none_yet(),
        )
        .order_by(_L.c.ended_at, _L.c.id)
        .limit(AT_ONCE)
    )


def _without_door(tx: Tx, since: datetime) -> dict[int, _Waiting]:
    found: dict[int, _Waiting] = {}
    wanted = {"since": since, "now": tx.now, "today": tx.clock.today()}
    for row in tx.execute(_blocked(), wanted):
        found.setdefault(row.person_id, _Waiting()).letters[row.id] = BellCause.NO_DOOR
    return found


def _not_known(tx: Tx, doors: Sequence[DoorState], into: dict[int, _Waiting]) -> None:
    """Add the letters of notices that arrived, and whose «Đã nắm thông tin» is missing after so many working days."""
    days = policy.known_days(tx)
    if days is None:
        return
    since, before = min(one.on_since or tx.now for one in doors), working_days_ago(tx, days)
    asking = tx.execute(sa.select(_N.c.id).where(_N.c.asks_known, _N.c.state.in_(SENT)))
    sources = [source(notice_id) for notice_id in asking.scalars()]
    query = (
        sa.select(_L.c.id, _L.c.person_id, _L.c.source)
        .join(_P, _P.c.id == _L.c.person_id)
        .where(
            _L.c.source.in_(sources),
            _L.c.state == State.SENT,
            _L.c.ended_at >= since,
            _L.c.ended_at < before,
            here_on(tx.clock.today()),
            _none_yet(),
        )
        .order_by(_L.c.ended_at, _L.c.id)
        .limit(AT_ONCE)
    )
    rows = tx.execute(query).all() if sources else []
    known = known_in(tx, {notice_of(row.source) for row in rows})
    for row in rows:
        if (notice_of(row.source), row.person_id) not in known:
            into.setdefault(row.person_id, _Waiting()).letters[row.id] = BellCause.NOT_KNOWN


def known_in(tx: Tx, notice_ids: Collection[int]) -> set[tuple[int, int]]:
    """Those who have acknowledged the present version of these notices: (notice, person)."""
    if not notice_ids:
        return set()
    query = sa.select(_K.c.notice_id, _K.c.person_id).join(_N, _N.c.id == _K.c.notice_id)
    present = query.where(_K.c.notice_id.in_(list(notice_ids)), _K.c.version == _N.c.version)
    return {(row.notice_id, row.person_id) for row in tx.execute(present)}


def working_days_ago(tx: Tx, days: int) -> datetime:
    """The beginning of the day that is so many working days before today, in the office's zone."""
    calendar, day = office_calendar(tx), tx.clock.today()
    for _ in range(days):
        day = calendar.previous_working_day(day)
    local = tx.clock.local()
    return local.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)


def next_day(tx: Tx) -> datetime:
    """The beginning of tomorrow, in the office's zone."""
    return (tx.clock.local() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _failed(tx: Tx, waiting: dict[int, _Waiting]) -> None:
    of = {letter: one for one in waiting.values() for letter in one.letters}
    query = sa.select(_BL.c.letter_id, _BL.c.door).where(_BL.c.letter_id.in_(list(of)))
    for row in tx.execute(query):
        of[row.letter_id].failed.setdefault(row.letter_id, set()).add(row.door)


def _bells_of(tx: Tx, people: Collection[int]) -> tuple[dict[int, tuple[int, Door]], dict[int, set[Any]]]:
    """By person: the bell that is planned, and the days that have one which may have rung."""
    query = sa.select(_B.c.id, _B.c.person_id, _B.c.door, _B.c.day, _B.c.state).where(
        _B.c.person_id.in_(list(people)),
        sa.or_(_B.c.state == BellState.PLANNED, _B.c.day >= tx.clock.today()),
        _B.c.state.not_in((BellState.FAILED, BellState.CANCELLED)),
    )
    planned: dict[int, tuple[int, Door]] = {}
    days: dict[int, set[Any]] = {}
    for row in tx.execute(query):
        if row.state is BellState.PLANNED:
            planned[row.person_id] = (row.id, row.door)
        else:
            days.setdefault(row.person_id, set()).add(row.day)
    return planned, days


_BLANK = {"rest_until": 0.0, "tries": 0, "attempts": 0, "price": 0}
_INSERT = sa.insert(_B)
_INSERT_ONE = _INSERT.returning(_B.c.id)


@dataclass(slots=True)
class _Written:
    """The rows of all people, for a few statements. Of thousands, a statement a person costs seconds."""

    tx: Tx
    bells: list[dict[str, Any]] = field(default_factory=list)
    """Planned, one a person."""
    joining: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """Person -> the letters of the bell that is planned here."""
    letters: list[dict[str, Any]] = field(default_factory=list)
    """Those of bells that are there."""

    def write(self) -> int:
        if self.bells:
            self.tx.execute(_INSERT, self.bells)
        planned = sa.select(_B.c.id, _B.c.person_id).where(_B.c.state == BellState.PLANNED)
        for row in self.tx.execute(planned.where(_B.c.person_id.in_(list(self.joining)))) if self.joining else ():
            self.letters += [one | {"bell_id": row.id} for one in self.joining[row.person_id]]
        return self.tx.insert_new(BellLetter, self.letters)


@dataclass(frozen=True, slots=True)
class _One:
    """One person, for whom something waits."""

    tx: Tx
    person_id: int
    waiting: _Waiting
    contacts: Contacts
    left: dict[Door, int | None]
    written: _Written

    def plan(self, order: Sequence[Door], planned: tuple[int, Door] | None, days: set[Any]) -> None:
        if planned is not None:  # whatever waits is said by one bell
            bell_id, door = planned
            self._join(bell_id, door, self._letters_for(door))
            return
        for door in self.contacts.doors(order):
            letters = self._letters_for(door)
            if not letters:
                continue
            left = self.left[door]
            if left is not None and left <= 0:
                self._join(self._used_up(door), door, letters)
                continue
            if left is not None:
                self.left[door] = left - 1
            self._add(door, days)
            self._join(None, door, letters)
            return

    def _letters_for(self, door: Door) -> list[int]:
        return [letter for letter in self.waiting.letters if door not in self.waiting.failed.get(letter, ())]

    def _add(self, door: Door, days: set[Any]) -> None:
        at = hour_from(door, self.tx.clock.local())
        while at.date() in days:
            at = hour_from(door, (at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0))
        self.written.bells.append(self._row(door, at) | {"state": BellState.PLANNED})

    def _used_up(self, door: Door) -> int:
        """The month's number is used up: that is on record, and the next door is tried."""
        ended = {"state": BellState.FAILED, "reason": BellReason.QUOTA, "ended_at": self.tx.now}
        row = self._row(door, self.tx.clock.local()) | ended
        return int(self.tx.execute(_INSERT_ONE, row).scalar_one())

    def _row(self, door: Door, at: datetime) -> dict[str, Any]:
        day = {"day": at.date(), "due_at": at, "planned_at": self.tx.now}
        return {"person_id": self.person_id, "door": door, **day, **_BLANK}

    def _join(self, bell_id: int | None, door: Door, letters: Sequence[int]) -> None:
        """`bell_id`: None is the one that is planned here."""
        causes = self.waiting.letters
        for letter in letters:
            self.waiting.failed.setdefault(letter, set()).add(door)
        rows = [{"letter_id": one, "door": door, "bell_id": bell_id, "cause": causes[one]} for one in letters]
        if bell_id is None:
            self.written.joining.setdefault(self.person_id, []).extend(rows)
        else:
            self.written.letters += rows
