"""Time that passes only when somebody waits for it: tests of pauses and paces take no time, and measure exactly."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock

BEGINS = datetime(2024, 1, 1, tzinfo=UTC)


class QuickClock(Clock):
    """A clock that `sleep` moves: civil, monotonic, epoch time. Meant for one sleeper; of several each finds at
    least as much time gone as it waited for.

    However busy the machine is, no other time passes; but no two looks at the calendar find the same moment.
    """

    skipped = 0.0

    def __init__(self, zone: ZoneInfo) -> None:
        looks = itertools.count()
        super().__init__(zone, real=lambda: BEGINS + timedelta(microseconds=next(looks)))

    def monotonic(self) -> float:
        return 1_000_000.0 + self.skipped

    def stamp(self) -> float:
        return 1_700_000_000.0 + self.skipped

    async def sleep(self, seconds: float) -> None:
        until = self.monotonic() + max(seconds, 1e-6)  # less might be lost in rounding, and nobody would ever wake
        for _ in range(3):  # whoever is ready now acts now
            await asyncio.sleep(0)
        if (left := until - self.monotonic()) > 0:
            self.skipped += left
            self.offset += timedelta(seconds=left)
