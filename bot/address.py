"""Addresses: a door, and the number by which it knows a person."""

from dataclasses import dataclass
from enum import StrEnum

BITS = 53
"""Telegram's ids and numbers of updates have 52 bits at most, with their sign; a number of the store has 64."""


class Door(StrEnum):
    """A way on which a person is reached."""

    TELEGRAM = "telegram"
    WEB = "web"
    ZALO = "zalo"
    EMAIL = "email"
    SMS = "sms"


CODES = {Door.TELEGRAM: 0, Door.WEB: 1, Door.ZALO: 2, Door.EMAIL: 3, Door.SMS: 4}
_DOORS = {code: door for door, code in CODES.items()}


@dataclass(frozen=True, slots=True)
class Address:
    """A door and a number: the chat at Telegram, the key of the person at every other door."""

    door: Door
    value: int

    @property
    def number(self) -> int:
        """The address as one integer of 64 bits, as stores keep it. That of a chat at Telegram is the chat's id."""
        return CODES[self.door] << BITS | self.value if self.door is not Door.TELEGRAM else self.value


def address_of(number: int) -> Address:
    """The address that `number` is of. Raises KeyError for what no door has made."""
    if number < 1 << BITS:
        return Address(Door.TELEGRAM, number)
    return Address(_DOORS[number >> BITS], number & (1 << BITS) - 1)


def chat(chat_id: int) -> Address:
    """The address of a chat at Telegram."""
    return Address(Door.TELEGRAM, chat_id)


def room(person_id: int) -> Address:
    """The address of a person at the web door."""
    return Address(Door.WEB, person_id)
