"""Time that passes when somebody waits for it: tests of pauses and halts take no time of their own."""

import asyncio
from datetime import timedelta

from bot.clock import Clock


class QuickClock(Clock):
    """A clock whose `sleep` moves it: civil, monotonic and epoch time alike. Meant for one sleeper; of several
    each finds at least as much time gone as it waited for."""

    skipped = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.skipped

    def stamp(self) -> float:
        return super().stamp() + self.skipped

    async def sleep(self, seconds: float) -> None:
        until = self.monotonic() + seconds
        for _ in range(3):
            await asyncio.sleep(0)
        if (left := until - self.monotonic()) > 0:
            self.skipped += left
            self.offset += timedelta(seconds=left)
