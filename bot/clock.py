"""The clock that everything is given: civil time, which demo and tests move, and time that never moves, for paces and
leases.

Three readings, because they answer three questions: `now()` is what the calendar says (deadlines,
receipts, quiet hours), `monotonic()` is how long something took in this process, `stamp()` is the real epoch time that
processes on one database compare their leases by.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SKEW = 30.0
"""Seconds by which the real clocks of two machines may differ. A stored moment that lies further ahead than it can have
been meant to was stored before the clock was set back, and is over."""


class Clock:
    """Civil time of one office. `offset` is how far the demo or a test has moved the calendar from the real one."""

    def __init__(self, zone: ZoneInfo, *, real: Callable[[], datetime] | None = None) -> None:
        self.zone = zone
        self._real = real or (lambda: datetime.now(UTC))
        self.offset = timedelta()

    def now(self) -> datetime:
        """Civil now, aware, UTC."""
        return self._real() + self.offset

    def local(self, at: datetime | None = None) -> datetime:
        """`at` (default: now) as the office's wall clock shows it."""
        return (at or self.now()).astimezone(self.zone)

    def today(self) -> date:
        return self.local().date()

    def move_to(self, at: datetime) -> None:
        """Set the calendar to `at` (aware); it goes on running from there."""
        self.offset = at - self._real()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of `monotonic()`."""
        await asyncio.sleep(seconds)

    def stamp(self) -> float:
        """Real seconds since the epoch, never moved: for leases that several processes compare."""
        return time.time()
