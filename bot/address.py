"""Addresses: a door, and the number by which it knows a person."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

_BITS = 53
"""Telegram's ids have 52 bits at most, with their sign; a number of the store has 64."""


class Door(StrEnum):
    """A way on which a person is reached."""

    TELEGRAM = "telegram"
    WEB = "web"
    ZALO = "zalo"
    EMAIL = "email"
    SMS = "sms"


_CODES = {Door.TELEGRAM: 0, Door.WEB: 1, Door.ZALO: 2, Door.EMAIL: 3, Door.SMS: 4}
_DOORS = {code: door for door, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Address:
    """A door and a number: the chat at Telegram, the key of the person at every other door."""

    door: Door
    value: int

    @property
    def number(self) -> int:
        """The address as one integer of 64 bits, as stores keep it. That of a chat at Telegram is the chat's id."""
        return _CODES[self.door] << _BITS | self.value if self.door is not Door.TELEGRAM else self.value


def address_of(number: int) -> Address:
    """The address that `number` is of. Raises KeyError for what no door has made."""
    if number < 1 << _BITS:
        return Address(Door.TELEGRAM, number)
    return Address(_DOORS[number >> _BITS], number & (1 << _BITS) - 1)


def chat(chat_id: int) -> Address:
    """The address of a chat at Telegram."""
    return Address(Door.TELEGRAM, chat_id)


def room(person_id: int) -> Address:
    """The address of a person at the web door."""
    return Address(Door.WEB, person_id)


class AddressType(sa.TypeDecorator[Address]):
    """A column that holds addresses, as integers."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Address | None, dialect: Any) -> int | None:
        return None if value is None else value.number

    def process_result_value(self, value: int | None, dialect: Any) -> Address | None:
        return None if value is None else address_of(value)


def at_door(column: sa.ColumnElement[Any], door: Door) -> sa.ColumnElement[bool]:
    """The condition that an address in `column` is at this door."""
    number = sa.type_coerce(column, sa.BigInteger)
    first = _CODES[door] << _BITS
    above = sa.true() if door is Door.TELEGRAM else number >= first
    return sa.and_(above, number < first + (1 << _BITS))
