"""Outages of doors: since when a door takes nothing, whether that was noticed and said, and the Office's word on
letters that must not wait for it.

A short one is nobody's business: letters wait, and go. One is noticed after a span of civil time in which it was
watched all along; while nobody looked, nobody knows.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Door
from bot.ledger.letter import Haste, Kind
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where

SPOKEN = "door_out"
"""The kind of letters that say to the Office that a door is out: they go by the next one without anybody's word."""


class DoorOutage(SQLModel, table=True):
    """One time in which a door was out; of each door one at most is open."""

    __tablename__ = "door_outage"
    __table_args__ = (unique_where("ux_door_outage_open", "door", where="ended_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    door: Door = Field(sa_type=enum_text(Door))
    since: datetime
    noticed_at: datetime | None = None
    """The moment at which it was said to the Office. None: it is short yet."""
    kinds: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """The kinds of letters that go by the next door meanwhile."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    """The moment of the Office's word: that letters go by the next door, or that it knows."""
    ended_at: datetime | None = None


_O = columns(DoorOutage)


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage that was noticed. `kinds`: of letters that go by the next door while it lasts."""

    id: int
    door: Door
    since: datetime
    noticed_at: datetime
    kinds: frozenset[str]
    decided_by: int | None
    decided_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


_brought: list[Callable[[], Mapping[str, Kind]]] = []


def bring(kinds: Callable[[], Mapping[str, Kind]]) -> None:
    """Have `kinds` say which kinds of letters there are, from now on: slices that come later bring them."""
    _brought[:] = [kinds]


def hasty() -> dict[str, Haste]:
    """The kinds of letters that must not wait, each with the reason."""
    (brought,) = _brought
    return {name: kind.haste for name, kind in brought().items() if kind.haste is not None}


def seen_out(tx: Tx, door: Door, span: timedelta, *, watched: bool) -> Outage | None:
    """The door takes nothing now; the outage, if that is to be said for the first time. `watched`: somebody has looked
    all the time until now; else a short one begins now."""
    tx.insert_new(DoorOutage, [{"door": door, "since": tx.now, "kinds": []}])
    short = sa.and_(_O.c.door == door, _O.c.ended_at.is_(None), _O.c.noticed_at.is_(None))
    if not watched:
        tx.execute(sa.update(_O).where(short).values(since=tx.now))
    long = sa.and_(short, _O.c.since <= tx.now - span)
    values = {"noticed_at": tx.now, "kinds": [SPOKEN]}
    noticed = tx.execute(sa.update(_O).where(long).values(**values).returning(_O.c.id)).scalar_one_or_none()
    return None if noticed is None else found(tx, noticed)


def seen_serving(tx: Tx, door: Door) -> int | None:
    """The door serves: a short outage is forgotten, one that was noticed ends; the key of that."""
    open_now = sa.and_(_O.c.door == door, _O.c.ended_at.is_(None))
    tx.execute(sa.delete(_O).where(open_now, _O.c.noticed_at.is_(None)))
    ended = tx.execute(sa.update(_O).where(open_now).values(ended_at=tx.now).returning(_O.c.id))
    return ended.scalar_one_or_none()


def beginning(tx: Tx, door: Door) -> datetime | None:
    """The moment since which the door is out, noticed or not; None: it serves."""
    query = sa.select(_O.c.since).where(_O.c.door == door, _O.c.ended_at.is_(None))
    since: datetime | None = tx.execute(query).scalar_one_or_none()
    return since


def _outage(row: Any) -> Outage:
    return Outage(
        row.id,
        row.door,
        row.since,
        row.noticed_at,
        frozenset(row.kinds),
        row.decided_by,
        row.decided_at,
        row.ended_at,
    )


def found(tx: Tx, outage_id: int) -> Outage | None:
    """The outage with this key, if it was noticed."""
    row = tx.execute(sa.select(_O).where(_O.c.id == outage_id, _O.c.noticed_at.is_not(None))).first()
    return None if row is None else _outage(row)


_NOTICED = sa.select(_O).where(_O.c.noticed_at.is_not(None))
_OPEN = _NOTICED.where(_O.c.ended_at.is_(None)).order_by(_O.c.since, _O.c.id)
_LAST = _NOTICED.order_by(_O.c.since.desc(), _O.c.id.desc()).limit(sa.bindparam("width"))


def open_now(tx: Tx) -> list[Outage]:
    """The outages that were noticed and last, the longest first."""
    return [_outage(row) for row in tx.execute(_OPEN)]


def last(tx: Tx, width: int) -> list[Outage]:
    """The last outages that were noticed, open or over, the latest first."""
    return [_outage(row) for row in tx.execute(_LAST, {"width": width})]


def out_now(tx: Tx, door: Door) -> Outage | None:
    """The outage of this door that was noticed and lasts."""
    return next((one for one in open_now(tx) if one.door is door), None)


def decide(tx: Tx, outage_id: int, by: int, kinds: Collection[str]) -> bool:
    """The Office's word: letters of these kinds too go by the next door from now on. False where it has been said."""
    one = found(tx, outage_id)
    undecided = sa.and_(_O.c.id == outage_id, _O.c.ended_at.is_(None), _O.c.decided_at.is_(None))
    values = {"decided_by": by, "decided_at": tx.now, "kinds": sorted({*kinds, *(one.kinds if one else ())})}
    return bool(tx.execute(sa.update(_O).where(undecided).values(**values)).rowcount)
