"""APScheduler as a metronome: every periodic piece of work is a beat of it. What a beat does stores and decides, so
every replica may have one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import where
from bot.nursery import Nursery

logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every beat

log = logging.getLogger(__name__)


class Beat:
    """Something to do every `seconds`, and never twice at once. A failure is logged; the next beat may fare better."""

    def __init__(
        self, name: str, do: Callable[[], Awaitable[object]], seconds: float, *, before_all: bool = False
    ) -> None:
        """`before_all`: done once before anything else beats."""
        self.name, self._do, self.seconds, self.before_all = name, do, seconds, before_all
        self.at_work = asyncio.Lock()

    async def run(self) -> None:
        async with self.at_work:
            try:
                await self._do()
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                log.error("%s failed: %s", self.name, where(error))


class Clockwork:
    def __init__(self, *beats: Beat) -> None:
        self._beats = beats
        self._scheduler: AsyncIOScheduler | None = None
        self._first = Nursery()
        """The first beat of what does not go before all: the scheduler's own comes after a pause."""
        self._stopped = False

    async def start(self) -> None:
        """Beat once what goes before all, in their order; then everything, on and on."""
        for beat in self._beats:
            if beat.before_all:
                await beat.run()
        if self._stopped:
            return
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for beat in self._beats:
            # By its defaults it drops a job that is a second late. A late beat does no harm, and two are one.
            self._scheduler.add_job(
                partial(self._beats_once, beat),
                "interval",
                seconds=beat.seconds,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()
        for beat in self._beats:
            if not beat.before_all:
                self._first.start(beat.run(), beat.name)

    async def _beats_once(self, beat: Beat) -> None:
        if not self._stopped:
            await beat.run()

    async def stop(self) -> None:
        """No further beat; wait for those that run. `shutdown` would cancel them."""
        self._stopped = True
        if self._scheduler is not None:
            self._scheduler.pause()
        await self._first.join()
        await asyncio.sleep(0)  # those that fell due in this very moment have seen by now that there is none
        for beat in self._beats:
            async with beat.at_work:
                pass
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
