"""Quotas of doors that take no more than so many messages a month, and what this month has taken.

A message is counted before it leaves. One of which nobody knows whether it has left stays counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Door
from bot.store.database import Tx
from bot.store.schema import columns, enum_text


@dataclass(frozen=True, slots=True)
class Plan:
    """The limits of a door. `reserved`: messages that letters leave for answers to whoever is in a dialogue."""

    people: int
    messages: int
    reserved: int


PLANS: Mapping[Door, Plan] = {Door.ZALOBOT: Plan(50, 3000, 300)}
"""Zalo's free plan for bots, as of November 2026."""


class DoorMonth(SQLModel, table=True):
    """The messages of one door in one month of the office's zone, which is written 2026-11."""

    __tablename__ = "door_month"
    door: Door = Field(sa_type=enum_text(Door), primary_key=True)
    month: str = Field(primary_key=True)
    messages: int


_M = columns(DoorMonth)


def _now(tx: Tx, door: Door) -> sa.ColumnElement[bool]:
    return sa.and_(_M.c.door == door, _M.c.month == _month(tx))


def _month(tx: Tx) -> str:
    return tx.clock.local().strftime("%Y-%m")


def used(tx: Tx, door: Door) -> int:
    """Messages of this month so far."""
    found: int | None = tx.execute(sa.select(_M.c.messages).where(_now(tx, door))).scalar_one_or_none()
    return found or 0


def left_for_letters(tx: Tx, door: Door) -> int | None:
    """Messages that letters may still take this month; None: as many as there are."""
    plan = PLANS.get(door)
    return None if plan is None else max(plan.messages - plan.reserved - used(tx, door), 0)


def take(tx: Tx, door: Door, count: int, *, most: int) -> bool:
    """Count this many messages, before they leave; false, and none, where the month would have more than `most`."""
    tx.insert_new(DoorMonth, [{"door": door, "month": _month(tx), "messages": 0}])
    fits = sa.update(_M).where(_now(tx, door), _M.c.messages + count <= most)
    return bool(tx.execute(fits.values(messages=_M.c.messages + count)).rowcount)


def give_back(tx: Tx, door: Door, count: int) -> None:
    """These were counted, and have certainly not left."""
    tx.execute(sa.update(_M).where(_now(tx, door), _M.c.messages >= count).values(messages=_M.c.messages - count))
