"""The record of what people were told of what waits, the mornings of that, and the Office's patience."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.ledger.letter import Letter, Reason, State
from bot.people.records import Account
from bot.store.database import Tx
from bot.store.schema import columns, insert_into
from bot.waiting.rules import BY_TIME_LEFT, RISES_AFTER


class WaitingTold(SQLModel, table=True):
    """A person was told of one piece of work, or that some has waited too long in one place below."""

    __tablename__ = "waiting_told"
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    kind: str = Field(primary_key=True)
    above: bool = Field(primary_key=True)
    """True if it waits for somebody below; `key` is of the unit or group then."""
    key: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    told_at: datetime


class WaitingMorning(SQLModel, table=True):
    """A working morning on which it was decided who is told: a tick that comes again does nothing."""

    __tablename__ = "waiting_morning"
    day: date = Field(primary_key=True)
    decided_at: datetime
    people: int = 0
    """The number of people to whom a digest went."""


class WaitingPolicy(SQLModel, table=True):
    """The working days until what waits rises to whoever stands above, or 0, where that goes by the time that is left;
    the last row counts."""

    __tablename__ = "waiting_policy"
    id: int | None = Field(default=None, primary_key=True)
    rises_after: int
    by: int = Field(foreign_key="person.id")
    at: datetime


Mark = tuple[int, str, bool, int]
"""Person, kind, `above` and key of a row of WaitingTold."""

_T, _D, _PO = columns(WaitingTold), columns(WaitingMorning), columns(WaitingPolicy)
_L, _A = columns(Letter), columns(Account)
K = TypeVar("K")
DIGESTS = ("digest", "open_work")
"""Kinds of letters that tell somebody of all that waits: on any morning, and to the Office on the ladder's days."""
_NEVER = (State.CANCELLED, State.MISSED, State.FAILED)
"""The states of letters that nobody has got."""
_AT_A_TIME = 500
"""Sources, or people, in one statement: within what either engine takes."""
_UNREAD = sa.exists().where(
    # What was told while this letter waited to leave was to stand in it.
    _L.c.person_id == _T.c.person_id,
    _L.c.kind.in_(DIGESTS),
    sa.or_(
        _L.c.state == State.MISSED,
        sa.and_(_L.c.state == State.CANCELLED, _L.c.reason == Reason.WITHDRAWN),
        sa.and_(_L.c.state == State.PLANNED, _L.c.useful_until <= sa.bindparam("now")),
    ),
    _L.c.planned_at <= _T.c.told_at,
    sa.or_(_L.c.useful_until.is_(None), _T.c.told_at < _L.c.useful_until),
    sa.or_(_L.c.ended_at.is_(None), _T.c.told_at < _L.c.ended_at),
)


def told(tx: Tx, people: Collection[int]) -> dict[Mark, datetime]:
    """Everything that these people were ever told, with the time of the last letter; not what stood in a digest that
    was withdrawn, or whose use was over before it could go."""
    found = dict[Mark, datetime]()
    for some in _parts(people):
        query = sa.select(_T.c.person_id, _T.c.kind, _T.c.above, _T.c.key, _T.c.told_at)
        rows: Any = tx.execute(query.where(_T.c.person_id.in_(some), ~_UNREAD), {"now": tx.now})
        found |= {(row.person_id, row.kind, row.above, row.key): row.told_at for row in rows}
    return found


def tell(tx: Tx, marks: Iterable[Mark]) -> None:
    """Record that all of it was told now."""
    insert = insert_into(_T, tx.engine_name)
    again = insert.on_conflict_do_update(
        index_elements=[_T.c.person_id, _T.c.kind, _T.c.above, _T.c.key],
        set_={"told_at": insert.excluded.told_at},
    )
    names = ("person_id", "kind", "above", "key")
    rows = [dict(zip(names, mark, strict=True)) | {"told_at": tx.now} for mark in sorted(set(marks))]
    if rows:
        tx.execute(again, rows)


def letters(tx: Tx, sources: Collection[str]) -> dict[tuple[str, int], datetime]:
    """The times at which letters of these sources were planned: source and person -> the last one, of those that were
    not called off, too late or refused."""
    found = dict[tuple[str, int], datetime]()
    for some in _parts(sources):
        query = sa.select(_L.c.source, _L.c.person_id, sa.func.max(_L.c.planned_at).label("at"))
        of = sa.and_(_L.c.source.in_(some), _L.c.state.not_in(_NEVER))
        rows: Any = tx.execute(query.where(of).group_by(_L.c.source, _L.c.person_id))
        found |= {(row.source, row.person_id): row.at for row in rows}
    return found


def linked(tx: Tx, people: Collection[int]) -> dict[int, datetime]:
    """The times since which these people have had a chat, those who have one."""
    found = dict[int, datetime]()
    for some in _parts(people):
        of = sa.and_(_A.c.person_id.in_(some), _A.c.linked_at.is_not(None))
        rows: Any = tx.execute(sa.select(_A.c.person_id, _A.c.linked_at).where(of))
        found |= {row.person_id: row.linked_at for row in rows}
    return found


def _parts(keys: Collection[K]) -> Iterator[list[K]]:
    """The keys, as many as go into one statement at a time."""
    wanted = list(keys)
    return (wanted[place : place + _AT_A_TIME] for place in range(0, len(wanted), _AT_A_TIME))


def begin(tx: Tx, day: date) -> bool:
    """Record that this morning is decided; False if it was before."""
    return tx.insert_new(WaitingMorning, [{"day": day, "decided_at": tx.now, "people": 0}]) == 1


def begun(tx: Tx, day: date) -> bool:
    return tx.execute(sa.select(_D.c.day).where(_D.c.day == day)).first() is not None


def count(tx: Tx, day: date, people: int) -> None:
    tx.execute(sa.update(_D).where(_D.c.day == day).values(people=people))


_POLICY = sa.select(_PO.c.rises_after).order_by(_PO.c.id.desc()).limit(1)


def policy(tx: Tx) -> int:
    """The working days until what waits rises, as the Office has set them last, or BY_TIME_LEFT."""
    found: int | None = tx.execute(_POLICY).scalar_one_or_none()
    return BY_TIME_LEFT if found is None else found


def rises_after(tx: Tx) -> int:
    """The fewest working days after which something rises."""
    return policy(tx) or RISES_AFTER


def set_rises_after(tx: Tx, days: int, by: int) -> None:
    tx.execute(sa.insert(_PO), {"rises_after": days, "by": by, "at": tx.now})
