"""Arrivals: updates that come by another door than Telegram get a number here, once for each thing that was sent.

A browser that has heard no answer sends the same again, under the same key: it finds the number of the first time.
"""

from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Address
from bot.store.database import Tx
from bot.store.inbox import OWN
from bot.store.schema import AddressType, columns, insert_into

KEPT = timedelta(days=2)
"""The time for which the same thing is known to be the same, and a file that nobody has asked for is kept."""


class Arrival(SQLModel, table=True):
    """Something that was sent by another door: its number, and the bytes of a file until it is done."""

    __table_args__ = (sa.UniqueConstraint("address", "key"), {"sqlite_autoincrement": True})
    id: int | None = Field(default=None, primary_key=True)
    address: Address = Field(sa_type=AddressType)
    key: str
    """The sender's own name for what is sent."""
    content: bytes | None = None
    """The bytes of the file, where one was sent."""
    at: datetime = Field(index=True)


_T = columns(Arrival)
_NUMBER = sa.select(_T.c.id).where(
    _T.c.address == sa.bindparam("address", type_=AddressType), _T.c.key == sa.bindparam("key")
)


def arrive(tx: Tx, address: Address, key: str, content: bytes | None = None) -> tuple[int, bool]:
    """The number of what was sent from `address` under `key`, and true if it is new."""
    row = {"address": address, "key": key, "content": content, "at": tx.now}
    made: int | None = tx.execute(_arriving(tx.engine_name), row).scalar_one_or_none()
    if made is not None:
        return OWN + made, True
    found: int = tx.execute(_NUMBER, {"address": address, "key": key}).scalar_one()
    return OWN + found, False


@cache
def _arriving(engine_name: str) -> sa.Executable:
    new: sa.Insert = insert_into(_T, engine_name).on_conflict_do_nothing()
    return new.returning(_T.c.id)


def content_of(tx: Tx, number: int) -> bytes | None:
    """The bytes of the file that came under this number; None: there is none any more."""
    found: bytes | None = tx.execute(sa.select(_T.c.content).where(_T.c.id == number - OWN)).scalar_one_or_none()
    return found


def done(tx: Tx, number: int) -> None:
    """Let go of the bytes: whoever asked for the file has kept it."""
    tx.execute(sa.update(_T).where(_T.c.id == number - OWN, _T.c.content.is_not(None)).values(content=None))


def prune(tx: Tx) -> int:
    """Forget what nobody sends again."""
    return tx.execute(sa.delete(_T).where(_T.c.at < tx.now - KEPT)).rowcount
