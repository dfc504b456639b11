"""Work that is done because time has passed. It may come late, twice, or in two processes: the ledgers decide."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.logs import where
from bot.store.database import Database, Tx

log = logging.getLogger(__name__)

Due = Callable[[Tx], object]
"""Finds what is due at `tx.now` and plans it, in one transaction; does nothing when it has been done."""


class Ticks:
    """`prepare` reads what the transactions need and takes its time to: once, in a thread, before the first."""

    def __init__(self, database: Database, due: Sequence[Due], prepare: Callable[[], object]) -> None:
        self._database, self.due, self._prepare = database, due, prepare
        self._prepared = False

    async def run_due(self) -> None:
        """Plan whatever is due now. One that fails is logged and tried again at the next tick; the others go on."""
        for due in self.due:
            try:
                if not self._prepared:
                    await asyncio.to_thread(self._prepare)
                    self._prepared = True
                await self._database.run(due)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                log.error("what is due could not be planned: %s", where(error))


class Watch:
    """A watch over what goes on. `going` only reads; while it says no, nothing else is asked of the store."""

    def __init__(self, database: Database, going: Callable[[Tx], bool], draw: Callable[[], Awaitable[object]]) -> None:
        self._database, self._going, self._draw = database, going, draw

    async def look(self) -> None:
        """Draw what is going on as it is now."""
        if await self._database.read(self._going):
            await self._draw()
