"""Doors that ring: they say that something waits, and carry nothing else."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Words:
    """The words said at somebody's door, in the forms that the doors need. `key`: the same for one bell and attempt."""

    key: str
    address: str = field(repr=False)
    name: str = field(repr=False)
    link: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    short: str = field(repr=False)


class Bell(Protocol):
    """A door that rings."""

    async def ring(self, words: Words) -> str:
        """The door has taken it: its own name for it, or nothing. Raises NotDelivered."""
        ...

    async def close(self) -> None: ...
