"""Updates that somebody waits for: a browser, until what it has sent is done and shown."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store import inbox
from bot.store.database import Database

SECONDS = 3.0
"""Seconds that a browser waits for its answer. It is told of it later anyway."""


class Awaited:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._doing = set[int]()
        """The updates that are being done here."""
        self._ended: dict[int, asyncio.Event] = {}

    def begin(self, number: int) -> None:
        """Know before it is begun that an update will be done here: whoever waits need not look for it."""
        self._doing.add(number)

    @contextmanager
    def doing(self, number: int) -> Iterator[None]:
        """While an update is being done. It has ended when nothing is raised."""
        self._doing.add(number)
        try:
            yield
            self.end(number)
        finally:
            self._doing.discard(number)

    def end(self, number: int) -> None:
        """Wake whoever waits for this update."""
        if (waits := self._ended.get(number)) is not None:
            waits.set()

    async def ended(self, number: int, seconds: float = SECONDS, *, new: bool = False) -> bool:
        """Return true when the update has been done and shown, false when that takes longer than so many seconds.
        `new`: it has come just now, and nobody can have done it yet."""
        waits = self._ended.setdefault(number, asyncio.Event())
        try:
            if (
                not new
                and number not in self._doing
                and await self._database.read(lambda tx: inbox.is_done(tx, number))
            ):
                return number not in self._doing or await self._within(waits, seconds)
            return await self._within(waits, seconds)
        finally:
            self._ended.pop(number, None)

    @staticmethod
    async def _within(waits: asyncio.Event, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await waits.wait()
        except TimeoutError:
            return False
        return True
