"""The doors that ring, as the Office has set them: open or not, their order, quota and price; and what a month took."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.bells.records import Bell, BellDoor, BellPolicy, BellState
from bot.bells.rules import PRICES
from bot.people.contacts.rules import RINGING
from bot.store.database import Tx
from bot.store.schema import columns

_D, _B, _POLICY = columns(BellDoor), columns(Bell), columns(BellPolicy)
COUNTED = (BellState.INFLIGHT, BellState.RUNG, BellState.UNKNOWN)
"""States for which a month's quota has been used: what may have rung counts too."""


@dataclass(frozen=True, slots=True)
class DoorState:
    """One door as it stands. `used`, `cost`: rings of this month and what they cost in đồng; `ever`: đồng so far."""

    door: Door
    is_set: bool
    is_on: bool
    on_since: datetime | None
    quota: int | None
    price: int
    trouble: str | None
    trouble_since: datetime | None
    used: int
    cost: int
    ever: int
    waiting: int
    unknown: int

    @property
    def rings(self) -> bool:
        return self.is_set and self.is_on

    @property
    def left(self) -> int | None:
        """Rings that this month still has; None: as many as there are."""
        return None if self.quota is None else max(self.quota - self.used, 0)


def begin(tx: Tx, doors: Collection[Door]) -> None:
    """The installation can ring at these doors, from this start on. What the Office has set stays as it is."""
    rows = [
        {"door": door, "is_set": False, "is_on": False, "place": place, "price": PRICES[door]}
        for place, door in enumerate(RINGING)
    ]
    tx.insert_new(BellDoor, rows)
    tx.execute(sa.update(_D).values(is_set=_D.c.door.in_(list(doors))))


def doors(tx: Tx) -> list[DoorState]:
    """All doors that ring, in the order in which they are tried."""
    first = month_of(tx)
    in_month = sa.and_(_B.c.state.in_(COUNTED), _B.c.began_at >= first)

    def total(what: sa.ColumnElement[int], where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((where, what), else_=0)), 0)

    one = sa.literal(1)
    query = (
        sa.select(
            *(_D.c[name] for name in ("door", "is_set", "is_on", "on_since", "quota", "price")),
            *(_D.c[name] for name in ("trouble", "trouble_since")),
            total(one, in_month),
            total(_B.c.price, in_month),
            total(_B.c.price, _B.c.state.in_(COUNTED)),
            total(one, _B.c.state == BellState.PLANNED),
            total(one, _B.c.state == BellState.UNKNOWN),
        )
        .outerjoin(_B, _B.c.door == _D.c.door)
        .group_by(*_D.c)
        .order_by(_D.c.place, _D.c.door)
    )
    return [_state(tuple(row)) for row in tx.execute(query)]


def _state(row: tuple[Any, ...]) -> DoorState:
    numbers = [int(number) for number in row[8:]]
    return DoorState(*row[:8], *numbers)


def ringing(tx: Tx) -> list[DoorState]:
    """The doors that ring now, in their order."""
    return [one for one in doors(tx) if one.rings]


def month_of(tx: Tx) -> datetime:
    """The first moment of this month, in the office's zone: quotas are counted from there."""
    return tx.clock.local().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def known_days(tx: Tx) -> int | None:
    """Working days after which a missing «Đã nắm thông tin» rings; None: it never does."""
    found: int | None = tx.execute(sa.select(_POLICY.c.known_days)).scalar_one_or_none()
    return found


def set_known_days(tx: Tx, days: int | None) -> None:
    tx.insert_new(BellPolicy, [{"id": 1, "known_days": days}])
    tx.execute(sa.update(_POLICY).values(known_days=days))


def change(tx: Tx, door: Door, **values: object) -> bool:
    """Write these columns of a door; False where it is not there."""
    return bool(tx.execute(sa.update(_D).where(_D.c.door == door).values(**values)).rowcount)


def troubled(tx: Tx, door: Door, trouble: str | None) -> None:
    """The door does not ring because of this; None: it rings."""
    if trouble is None:
        tx.execute(
            sa.update(_D).where(_D.c.door == door, _D.c.trouble.is_not(None)).values(trouble=None, trouble_since=None)
        )
        return
    since = sa.func.coalesce(_D.c.trouble_since, sa.bindparam("at", tx.now, type_=_D.c.trouble_since.type))
    tx.execute(sa.update(_D).where(_D.c.door == door).values(trouble=trouble, trouble_since=since))
