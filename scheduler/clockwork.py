"""APScheduler as a metronome: one job that ticks. It stores and decides nothing, so every replica may have one."""

import asyncio
import logging
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.ticks import Ticks

logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every beat

SECONDS = 20.0
"""Between two ticks: how late a reminder may be while all is well."""


class Clockwork:
    def __init__(self, ticks: Ticks, seconds: float = SECONDS) -> None:
        self._ticks, self._seconds = ticks, seconds
        self._scheduler: AsyncIOScheduler | None = None
        self._ticking = asyncio.Lock()
        self._stopped = False

    async def start(self) -> None:
        """Tick once, then on and on."""
        await self._tick()
        if self._stopped:
            return
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        # By its defaults it drops a job that is a second late. A late tick does no harm, and two are one.
        self._scheduler.add_job(
            self._tick, "interval", seconds=self._seconds, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """No further tick; wait for the one that runs. `shutdown` would cancel it."""
        self._stopped = True
        if self._scheduler is not None:
            self._scheduler.pause()
        async with self._ticking:
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
                self._scheduler = None

    async def _tick(self) -> None:
        async with self._ticking:
            await self._ticks.run_due()
