"""The hub: wakes the browsers of an address when something of its conversation has changed, here or elsewhere.

Changes of this process are told at once. Those of other replicas are found by one query for everybody who is connected,
which runs only while somebody is, and only on a store that has other replicas.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.address import Address
from bot.doors.web import messages
from bot.store.database import Database

LOOK_SECONDS = 0.5
"""The pace of `look`."""
MOST_EACH = 8
"""Browsers and tabs of one address at most; the longest connected goes."""


class Listener:
    """One connected browser. `over`: it is to be let go."""

    def __init__(self) -> None:
        self.over = False
        self._woken = asyncio.Event()

    def wake(self, *, over: bool = False) -> None:
        self.over = self.over or over
        self._woken.set()

    async def wait(self, seconds: float) -> bool:
        """True if something was told within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True


class Hub:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: defaultdict[Address, list[Listener]] = defaultdict(list)
        self._known: dict[Address, int] = {}
        """The numbers that the last look has found."""
        self._closed = False

    def __len__(self) -> int:
        return sum(map(len, self._listeners.values()))

    @property
    def alone(self) -> bool:
        """Nobody else writes to this store: SQLite's is one process's own."""
        return self._database.url.startswith("sqlite")

    @contextmanager
    def listening(self, address: Address) -> Iterator[Listener]:
        listener = Listener()
        connected = self._listeners[address]
        connected.append(listener)
        if len(connected) > MOST_EACH:
            connected[0].wake(over=True)
        if self._closed:
            listener.wake(over=True)
        try:
            yield listener
        finally:
            connected.remove(listener)
            if not connected:
                self._listeners.pop(address, None)
                self._known.pop(address, None)

    def changed(self, address: Address) -> None:
        """Something of this address's conversation has changed."""
        for listener in self._listeners.get(address, ()):
            listener.wake()

    def look_again(self, address: Address) -> None:
        """Wake this address's browsers, which look whether their session has ended; ends nothing itself."""
        self.changed(address)

    def close(self) -> None:
        """Let everybody go: the process stops. Browsers come back by themselves."""
        self._closed = True
        for connected in self._listeners.values():
            for listener in connected:
                listener.wake(over=True)

    async def look(self) -> int:
        """Wake whoever has something new by another replica; how many addresses were asked for."""
        addresses = [] if self.alone else list(self._listeners)
        if not addresses:
            return 0
        found = await self._database.read(lambda tx: messages.last_seqs(tx, addresses))
        for address, seq in found.items():
            if address in self._listeners and self._known.get(address) != seq:
                self._known[address] = seq
                self.changed(address)
        return len(addresses)
