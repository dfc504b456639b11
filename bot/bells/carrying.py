"""A bell on its way: checked again, put in flight before the call, settled after it, and what a dead process left."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.bells import held, planning, policy
from bot.bells.policy import DoorState
from bot.bells.records import Bell, BellCause, BellLetter, BellReason, BellState
from bot.bells.rules import hour_from
from bot.ledger.letter import Letter, State
from bot.notices.letter_names import notice_of
from bot.notices.records import SENT, NoticeRow
from bot.people.contacts import records as contacts
from bot.people.identity import load_linked, staff
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

LONGEST_REST = 900.0
"""Seconds between two tries at a door that does not answer. They double from five."""

_B, _BL, _L, _N = columns(Bell), columns(BellLetter), columns(Letter), columns(NoticeRow)
MakeLink = Callable[[Tx, int], str]
"""A one-time link into the web door for a person."""
Count = Callable[[Door, str, str, str], int]
"""The units that a door charges for a ring: door, language, name, link."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A bell in flight. `key`: the same for one bell and attempt, for doors that know what they were asked before."""

    bell_id: int
    attempt: int
    door: Door
    person_id: int
    language: str
    name: str
    address: str = field(repr=False)
    link: str = field(repr=False)

    @property
    def key(self) -> str:
        return f"bell-{self.bell_id}-{self.attempt}"


def bell_of(key: str) -> int:
    """The bell of a Ring's key; 0 for what is none."""
    found = re.fullmatch(r"bell-([0-9]{1,15})-[0-9]{1,9}", key)
    return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Charged:
    """The person for whom a bell is, and its price in đồng as it stands in the ledger."""

    person_id: int
    price: int


def charged(tx: Tx, bell_ids: Collection[int]) -> dict[int, Charged]:
    """Each of these bells that there is."""
    query = sa.select(_B.c.id, _B.c.person_id, _B.c.price).where(_B.c.id.in_(list(bell_ids)))
    return {row.id: Charged(row.person_id, row.price) for row in tx.execute(query)}


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one call. `state` PLANNED: it certainly has not rung, and the door is to be left alone a while."""

    state: BellState
    reason: BellReason | None = None
    provider_id: str = ""
    trouble: str | None = None


def begin(tx: Tx, owner: str, doors: Collection[Door], width: int, make_link: MakeLink, count: Count) -> list[Ring]:
    """Put up to `width` bells in flight that are due at these doors. What is not needed any more, or cannot ring, is
    settled here; what is due at night waits for the morning."""
    states = {one.door: one for one in policy.ringing(tx) if one.door in doors}
    query = (
        sa.select(_B)
        .where(
            _B.c.state == BellState.PLANNED,
            _B.c.door.in_(states.keys() - _left_alone(tx, states.values())),
            _B.c.due_at <= tx.now,
            ~_rests(tx),
        )
        .order_by(_B.c.due_at, _B.c.id)
        .limit(width)
        .with_for_update()
    )
    used = {door: one.used for door, one in states.items()}
    rings: list[Ring] = []
    for row in tx.execute(query).all():
        door = states[row.door]
        if door.trouble is not None and any(ring.door is row.door for ring in rings):
            continue  # one goes ahead of the others
        if (end := _hindrance(tx, row)) is not None:
            _end(tx, row.id, *end)
            continue
        local = tx.clock.local()
        at = hour_from(row.door, planning.next_day(tx) if _rung_today(tx, row) else local)
        if at > local:  # to its next hour; of tomorrow, where somebody has heard another bell today
            tx.execute(sa.update(_B).where(_B.c.id == row.id).values(due_at=at, day=at.date()))
            continue
        if door.quota is not None and used[row.door] >= door.quota:
            _end(tx, row.id, BellState.FAILED, BellReason.QUOTA)
            continue
        ring = _ready(tx, owner, row, door.price, make_link, count)
        if ring is not None:
            used[row.door] += 1
            rings.append(ring)
    return rings


def _rests(tx: Tx) -> sa.ColumnElement[bool]:
    """The condition that a bell is not to be tried yet. An end too far away was set by a clock that was wrong."""
    stamp = tx.clock.stamp()
    return sa.and_(_B.c.rest_until > stamp, _B.c.rest_until <= stamp + 2 * LONGEST_REST)


def _left_alone(tx: Tx, doors: Collection[DoorState]) -> set[Door]:
    """The doors that are out, and were tried just now: nobody else's bell has to find out the same."""
    out = [one.door for one in doors if one.trouble is not None]
    if not out:
        return set()
    query = sa.select(_B.c.door).where(_B.c.state == BellState.PLANNED, _B.c.door.in_(out), _rests(tx))
    return set(tx.execute(query.distinct()).scalars())


def _hindrance(tx: Tx, row: Any) -> tuple[BellState, BellReason] | None:
    """The reason why the bell is not to ring any more; None: it is."""
    if staff(tx, row.person_id, tx.clock.today()) is None:
        return BellState.CANCELLED, BellReason.LEFT
    if not _still_waits(tx, row):
        return BellState.CANCELLED, BellReason.NOT_NEEDED
    found = contacts.contacts(tx, [row.person_id])[row.person_id]
    if found.choice is not None and row.door not in found.choice:
        return BellState.FAILED, BellReason.CLOSED
    if found.at(row.door) is None:
        return BellState.FAILED, BellReason.NO_ADDRESS
    return None


def _still_waits(tx: Tx, row: Any) -> bool:
    """True while any of its letters has not been brought otherwise, or acknowledged."""
    query = (
        sa.select(_BL.c.cause, _L.c.state, _L.c.source, _L.c.useful_until)
        .join(_L, _L.c.id == _BL.c.letter_id)
        .where(_BL.c.bell_id == row.id)
    )
    letters = tx.execute(query).all()
    late = [one for one in letters if one.cause is BellCause.NOT_KNOWN and one.state is State.SENT]
    asked = {notice_of(one.source) for one in late}
    known = planning.known_in(tx, asked)
    sent = set(tx.execute(sa.select(_N.c.id).where(_N.c.id.in_(list(asked)), _N.c.state.in_(SENT))).scalars())
    if any(notice_of(one.source) in sent and (notice_of(one.source), row.person_id) not in known for one in late):
        return True
    return any(
        (
            (one.cause is BellCause.NO_DOOR and one.state is State.BLOCKED)
            or (one.cause is BellCause.DOOR_OUT and held.still_waits(tx, one.state))
        )
        and (one.useful_until is None or one.useful_until > tx.now)
        for one in letters
    )


def _rung_today(tx: Tx, row: Any) -> bool:
    today = sa.and_(_B.c.person_id == row.person_id, _B.c.day == tx.clock.today(), _B.c.id != row.id)
    live = _B.c.state.not_in((BellState.FAILED, BellState.CANCELLED))
    return tx.execute(sa.select(_B.c.id).where(today, live).limit(1)).first() is not None


def _ready(tx: Tx, owner: str, row: Any, price: int, make_link: MakeLink, count: Count) -> Ring | None:
    person = staff(tx, row.person_id, tx.clock.today())
    address = contacts.contacts(tx, [row.person_id])[row.person_id].at(row.door)
    assert person is not None and address is not None
    account = load_linked(tx, [row.person_id]).get(row.person_id)
    language = account[0].language if account is not None else "vi"
    link = make_link(tx, row.person_id)
    ring = Ring(row.id, row.attempts + 1, row.door, row.person_id, language, person.full_name, address, link)
    values = {
        "state": BellState.INFLIGHT,
        "day": tx.clock.today(),
        "owner": owner,
        "attempts": ring.attempt,
        "began_at": tx.now,
        "price": price * count(ring.door, language, ring.name, link),
    }
    tx.execute(sa.update(_B).where(_B.c.id == row.id).values(**values))
    return ring


def settle(tx: Tx, results: Sequence[tuple[Ring, Answer]], most_tries: int) -> None:
    """Record what became of bells. `most_tries`: after so many words of «later» one has failed. What a later attempt
    has overtaken is passed over; an answer that comes after all decides what was unknown."""
    for ring, answer in results:
        row = tx.execute(sa.select(_B).where(_B.c.id == ring.bell_id).with_for_update()).one()
        if row.attempts != ring.attempt or row.state not in (BellState.INFLIGHT, BellState.UNKNOWN):
            continue
        if answer.trouble is not None or answer.state is BellState.RUNG:
            policy.troubled(tx, ring.door, answer.trouble)
        if answer.state is BellState.PLANNED and (
            (answer.trouble is None and row.tries + 1 >= most_tries) or _another_is_planned(tx, row)
        ):
            answer = Answer(BellState.FAILED, BellReason.LATER)
        if answer.state is BellState.PLANNED:
            _again(tx, row)
            continue
        values: dict[str, Any] = {"provider_id": answer.provider_id[:200] or None}
        if answer.state is BellState.FAILED:
            values["price"] = 0
        _end(tx, row.id, answer.state, answer.reason, **values)


def _another_is_planned(tx: Tx, row: Any) -> bool:
    """True if the person has another bell that waits: one came to be while this one was unknown."""
    others = sa.and_(_B.c.person_id == row.person_id, _B.c.state == BellState.PLANNED, _B.c.id != row.id)
    return tx.execute(sa.select(_B.c.id).where(others).limit(1)).first() is not None


def _again(tx: Tx, row: Any) -> None:
    rest = tx.clock.stamp() + min(5.0 * 2.0 ** min(row.tries, 20), LONGEST_REST)
    values = {"state": BellState.PLANNED, "reason": None, "ended_at": None, "owner": None, "price": 0}
    tx.execute(sa.update(_B).where(_B.c.id == row.id).values(**values, tries=row.tries + 1, rest_until=rest))


def _end(tx: Tx, bell_id: int, state: BellState, reason: BellReason | None, **values: Any) -> None:
    tx.execute(sa.update(_B).where(_B.c.id == bell_id).values(state=state, reason=reason, ended_at=tx.now, **values))


def recover(tx: Tx, owner: str) -> int:
    """`owner` now rings: what others had in flight may have rung, and rings no more by itself; how many bells."""
    others = sa.and_(_B.c.state == BellState.INFLIGHT, _B.c.owner != owner)
    values = {"state": BellState.UNKNOWN, "reason": BellReason.STOPPED, "ended_at": tx.now}
    return tx.execute(sa.update(_B).where(others).values(**values)).rowcount


def doubt(tx: Tx) -> int:
    """This store is a copy, and from its original may have rung whatever is due by now: all that is unknown."""
    due = sa.and_(_B.c.state == BellState.PLANNED, _B.c.due_at <= tx.now)
    values = {"state": BellState.UNKNOWN, "reason": BellReason.COPIED, "ended_at": tx.now, "owner": None}
    return tx.execute(sa.update(_B).where(sa.or_(due, _B.c.state == BellState.INFLIGHT)).values(**values)).rowcount


def go_on(tx: Tx, bell_ids: Collection[int], by: int) -> int:
    """A person's word: these bells, of which nobody knows, count as not rung, and the next door is taken."""
    unknown = sa.and_(_B.c.id.in_(list(bell_ids)), _B.c.state == BellState.UNKNOWN)
    values = {"state": BellState.FAILED, "reason": BellReason.DOOR_LEFT}
    ids = tx.execute(sa.update(_B).where(unknown).values(**values).returning(_B.c.id)).scalars().all()
    for bell_id in ids:
        note(tx, "bell.given_up", f"bell:{bell_id}", actor_id=by)
    return len(ids)
