"""Arrivals: updates that come by another door than Telegram get a number here, once for each thing that was sent.

A browser that has heard no answer sends the same again, under the same key: it finds the number of the first time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Address
from bot.store.database import Tx
from bot.store.inbox import OWN
from bot.store.schema import AddressType, columns, insert_into
from bot.store.together.rows import as_rows, given

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


def arrive(tx: Tx, sent: Sequence[tuple[Address, str, bytes | None]]) -> list[tuple[int, bool]]:
    """The numbers of what was sent from addresses, each under a key and with the bytes of a file, if there is one; and
    true for what is new."""
    made = _arrive_several(tx, [(address, key) for address, key, content in sent if content is None])
    numbers = list[tuple[int, bool]]()
    for address, key, content in sent:
        row = {"address": address, "key": key, "content": content, "at": tx.now}
        number = made.pop((address, key), None)
        if number is None and content is not None:
            number = tx.execute(_arriving(tx.engine_name), row).scalar_one_or_none()
        if number is None:
            found: int = tx.execute(_NUMBER, {"address": address, "key": key}).scalar_one()
            numbers.append((OWN + found, False))
        else:
            numbers.append((OWN + number, True))
    return numbers


@cache
def _arriving(engine_name: str) -> sa.Executable:
    new: sa.Insert = insert_into(_T, engine_name).on_conflict_do_nothing()
    return new.returning(_T.c.id)


def _arrive_several(tx: Tx, sent: Sequence[tuple[Address, str]]) -> dict[tuple[Address, str], int]:
    """Keep these, which have no file; the rows of those that are new."""
    if not sent:
        return {}
    rows = [{"address": address.number, "key": key} for address, key in sent]
    done: Any = tx.execute(_arriving_several(tx.engine_name), {"rows": as_rows(rows), "now": tx.now}).all()
    return {(row.address, row.key): row.id for row in done}


@cache
def _arriving_several(engine_name: str) -> Any:
    rows = given(engine_name, address=sa.BigInteger, key=sa.Text).c
    values = {"address": rows.address, "key": rows.key, "at": sa.bindparam("now", type_=_T.c.at.type)}
    made = sa.select(*values.values()).where(sa.true())  # SQLite cannot tell ON CONFLICT from a join's ON
    new = insert_into(_T, engine_name).from_select(list(values), made, include_defaults=False)
    return new.on_conflict_do_nothing().returning(_T.c.id, _T.c.address, _T.c.key)


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
