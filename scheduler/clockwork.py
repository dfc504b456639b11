"""APScheduler as a metronome: what it beats stores and decides, so every replica may have one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every beat

SECONDS = 20.0
"""Between two ticks: how late a reminder may be while all is well."""
WATCH_SECONDS = 1.0
"""Between two looks at what goes on: how late a progress is drawn that is to be drawn."""


class Beat:
    """Something to do every `seconds`, and never twice at once."""

    def __init__(self, do: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._do, self.seconds = do, seconds
        self.at_work = asyncio.Lock()

    async def run(self) -> None:
        async with self.at_work:
            await self._do()


class Clockwork:
    def __init__(self, *beats: Beat) -> None:
        self._beats = beats
        self._scheduler: AsyncIOScheduler | None = None
        self._stopped = False

    async def start(self) -> None:
        """Beat once, then on and on."""
        for beat in self._beats:
            await beat.run()
        if self._stopped:
            return
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for beat in self._beats:
            # By its defaults it drops a job that is a second late. A late beat does no harm, and two are one.
            self._scheduler.add_job(
                beat.run, "interval", seconds=beat.seconds, coalesce=True, max_instances=1, misfire_grace_time=None
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """No further beat; wait for those that run. `shutdown` would cancel them."""
        self._stopped = True
        if self._scheduler is not None:
            self._scheduler.pause()
        async with AsyncExitStack() as still:
            for beat in self._beats:
                await still.enter_async_context(beat.at_work)
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
                self._scheduler = None
