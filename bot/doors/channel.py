"""Channels: what every door can be asked for, and the one that leads to an address."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.address import Address, Door
from bot.dialogue.surface import Surface
from bot.dialogue.together import Showing
from bot.doors.rendering import Rendered
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class Record:
    """Records that a surface is shown by the message of a number; the surface to show again if more is wanted by now.
    `within`: in the transaction that puts it there; `after`: in one of its own, with whatever else is recorded then;
    `showing`: what is recorded, so that a door may record several at once; None: each is recorded by itself."""

    within: Callable[[Tx, int], Surface | None]
    after: Callable[[int], Awaitable[Surface | None]]
    showing: Callable[[int], Showing] | None = None


class Channel(Protocol):
    """A door as the courier and the display use it. What it does not do raises NotDelivered."""

    async def send(self, address: Address, rendered: Rendered, key: str = "") -> tuple[int, ...]:
        """Put a message below whatever is there; its number, or those of an album. `key`: tells this message from
        every other; a door that knows it already has done so before, and does nothing. Raises what making a paper
        raises, too."""
        ...

    async def edit(self, address: Address, message_id: int, rendered: Rendered, *, other_file: bool) -> None:
        """Put new words and buttons where a message is, and its file anew where it is another one."""
        ...

    async def delete(self, address: Address, message_ids: Sequence[int]) -> None:
        """Take messages away. Of several, those that are gone already are passed over."""
        ...

    async def put(self, surface: Surface, rendered: Rendered, language: str, record: Record) -> Surface | None:
        """Show a screen on its surface, in place where that can be, and record it; what `record` says. A door that is
        in this store does both in one transaction."""
        ...

    async def acknowledge(self, tap: str) -> None:
        """Say that a tap has been heard, where the door waits for that. Never raises."""
        ...

    async def answers(self) -> None:
        """Return if the door takes calls. It sees to a silence that it is asked for."""
        ...

    def silent_for(self, address: Address) -> float:
        """Seconds for which nothing may be put at this address; 0: at once."""
        ...

    def silent_addresses(self) -> Collection[Address]:
        """The addresses at which nothing may be put for their own sake."""
        ...

    def halted(self) -> bool:
        """True while nothing may be put anywhere by this door."""
        ...

    def replied(self) -> None:
        """A reply to somebody who waits goes past the turns."""
        ...

    async def aside(self) -> bool:
        """Wait until an edit that nobody waits for may go; False where it may not for now."""
        ...

    async def turn(self) -> bool:
        """Wait for the next free turn; False when a silence began meanwhile."""
        ...


class Channels:
    """The doors that are open here."""

    def __init__(self, channels: Mapping[Door, Channel]) -> None:
        self._channels = channels

    def to(self, address: Address) -> Channel:
        return self._channels[address.door]

    async def answers(self, door: Door) -> None:
        """Return if the door takes calls."""
        await self._channels[door].answers()

    def silent_for(self, address: Address) -> float:
        """Seconds for which nothing may be put at this address; CLOSED_SECONDS at a door that is not open here."""
        channel = self._channels.get(address.door)
        return CLOSED_SECONDS if channel is None else channel.silent_for(address)

    def silent_now(self) -> tuple[list[Address], frozenset[Door]]:
        """The addresses at which nothing may be put for their own sake, and the doors that take nothing at all."""
        silent = [address for channel in self._channels.values() for address in channel.silent_addresses()]
        halted = {door for door, channel in self._channels.items() if channel.halted()}
        return silent, frozenset(halted | (set(Door) - self._channels.keys()))

    @property
    def doors(self) -> frozenset[Door]:
        return frozenset(self._channels)


CLOSED_SECONDS = 600.0
"""Seconds after which a letter for a door that is not open here is looked at again."""
