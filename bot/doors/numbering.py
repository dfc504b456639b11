"""Numbers in place of buttons, for doors that have none. A number is given once to one address, and never again.

So one that stood on an earlier screen means nothing any more, whatever the present one offers, and a letter that comes
between a question and its answer takes no answer away: its numbers are its own, and hold as long as its buttons would.
They are kept before the screen leaves; of one that did not arrive, nobody has seen them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Address
from bot.store.database import Tx
from bot.store.schema import AddressType, columns

KEPT = timedelta(days=400)
"""The time for which the numbers of a letter hold: a campaign and the year after it."""
_NUMBER = re.compile(r"[\[(]?([1-9][0-9]{0,8})[\])]?[.]?")
_WORDS = re.compile(r"=\s*([0-9]+)")
"""A number that is no choice but an answer in words."""


class NumberedOption(SQLModel, table=True):
    """The button that a number stands for. `of_letter`: it stands below a letter, and stays when a screen comes."""

    __tablename__ = "numbered_option"
    address: Address = Field(sa_type=AddressType, primary_key=True)
    number: int = Field(primary_key=True)
    data: str
    of_letter: bool
    at: datetime = Field(index=True)


class NumberedAddress(SQLModel, table=True):
    """The last number that an address was given."""

    __tablename__ = "numbered_address"
    address: Address = Field(sa_type=AddressType, primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


@dataclass(frozen=True, slots=True)
class Meant:
    """The payload of the button that a number stands for."""

    data: str


@dataclass(frozen=True, slots=True)
class Old:
    """A number that stood on a screen that is not up any more."""


_O, _A = columns(NumberedOption), columns(NumberedAddress)
_MEANT = sa.select(_O.c.data).where(_O.c.address == sa.bindparam("address"), _O.c.number == sa.bindparam("number"))
_LAST = sa.select(_A.c.last).where(_A.c.address == sa.bindparam("address"))
_MORE = (
    sa.update(_A)
    .where(_A.c.address == sa.bindparam("at", type_=AddressType))
    .values(last=_A.c.last + sa.bindparam("count", type_=sa.Integer))
    .returning(_A.c.last)
)


def give(tx: Tx, address: Address, payloads: Sequence[str], *, of_letter: bool) -> int:
    """Give these buttons numbers that nothing at this address has had; the first. A screen's take the place of those of
    the screen before."""
    tx.insert_new(NumberedAddress, [{"address": address, "last": 0}])
    first: int = tx.execute(_MORE, {"at": address, "count": len(payloads)}).scalar_one() - len(payloads) + 1
    if not of_letter:
        tx.execute(sa.delete(_O).where(_O.c.address == address, _O.c.of_letter.is_(sa.false())))
    if payloads:
        row = {"address": address, "of_letter": of_letter, "at": tx.now}
        tx.execute(sa.insert(_O), [row | {"number": first + at, "data": data} for at, data in enumerate(payloads)])
    return first


def meant(tx: Tx, address: Address, text: str) -> Meant | Old | str:
    """The meaning of what was typed: a button, a number of an earlier screen, or words."""
    said = text.strip()
    if (words := _WORDS.fullmatch(said)) is not None:
        return words[1]
    number = _NUMBER.fullmatch(said)
    if number is None:
        return text
    data = tx.execute(_MEANT, {"address": address, "number": int(number[1])}).scalar_one_or_none()
    if data is not None:
        return Meant(data)
    last = tx.execute(_LAST, {"address": address}).scalar_one_or_none() or 0
    return Old() if int(number[1]) <= last else text


def prune(tx: Tx) -> int:
    """Forget the numbers of old letters."""
    return tx.execute(sa.delete(_O).where(_O.c.at < tx.now - KEPT, _O.c.of_letter)).rowcount
