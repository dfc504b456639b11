"""Gaps: times in which nobody was served, and Telegram has thrown taps away."""

import logging

from bot.store import leases
from bot.store.database import Database
from handlers.driver import Driver

log = logging.getLogger(__name__)

TAPS_KEPT = 150.0
"""Seconds that Telegram keeps a tap for us; messages it keeps for a day."""
MARK_SECONDS = 20.0
"""Seconds between two notes that people are being served."""


class Gaps:
    def __init__(self, database: Database, driver: Driver) -> None:
        self._database, self._driver, self._clock = database, driver, database.clock
        self._marked: float | None = None

    async def served(self) -> None:
        """People are served now. After a gap, show everybody where they were."""
        now = self._clock.monotonic()
        if self._marked is not None and now - self._marked < MARK_SECONDS:
            return
        self._marked = now
        gap = await self._database.run(lambda tx: leases.mark(tx, leases.SERVED))
        if gap > TAPS_KEPT:
            log.warning("people were not served", extra={"seconds": round(gap)})
            await self._driver.resume(gap)
