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
    ZALOBOT = "zalobot"


CODES = {Door.TELEGRAM: 0, Door.WEB: 1, Door.ZALO: 2, Door.EMAIL: 3, Door.SMS: 4, Door.ZALOBOT: 5}
_DOORS = {code: door for door, code in CODES.items()}

CHATS = frozenset({Door.TELEGRAM, Door.ZALOBOT})
"""Doors at which somebody writes before it is known who that is: the account of such a chat has its address as key."""
CARDS = frozenset({Door.TELEGRAM})
"""Doors at which somebody can share the own number as a card that proves it."""
STILL = frozenset({Door.ZALOBOT})
"""Doors at which what was sent stays as it is: a screen is sent anew, and a board does not move."""


@dataclass(frozen=True, slots=True)
class Address:
    """A door and a number: the chat at Telegram, the key of the chat at Zalo's bot, that of the person elsewhere."""

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


def zalo_chat(key: int) -> Address:
    """The address of a chat with the bot at Zalo, by its key in the store."""
    return Address(Door.ZALOBOT, key)
