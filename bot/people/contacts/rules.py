"""Contacts of a person: the doors that may ring, and in which order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.address import Door

RINGING = (Door.EMAIL, Door.ZALO, Door.SMS)
"""The doors that ring and carry nothing: the cheapest first."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """All that is known of one person: the roster's number and address, the own address, the own choice of doors (None:
    as the Office has set it)."""

    phone: str | None = field(repr=False)
    listed_email: str | None = field(repr=False)
    own_email: str | None = field(repr=False)
    choice: tuple[Door, ...] | None = None

    @property
    def email(self) -> str | None:
        """The own address goes before the roster's."""
        return self.own_email or self.listed_email

    def at(self, door: Door) -> str | None:
        """The address or number at which this door rings; None where there is none."""
        return self.email if door is Door.EMAIL else self.phone if door in (Door.ZALO, Door.SMS) else None

    def doors(self, order: Sequence[Door]) -> tuple[Door, ...]:
        """The doors that may ring for this person, in their order. `order`: those that are open, as the Office has set
        them. What a person has chosen goes before that, and opens nothing that the Office has closed."""
        wanted = order if self.choice is None else [door for door in self.choice if door in order]
        return tuple(door for door in wanted if self.at(door) is not None)
