"""Time for a world in a test, and the person who lives in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HAU = 7


@dataclass
class Watch:
    """Both readings of time, moved by hand."""

    civil: datetime = datetime(2023, 1, 3, 1, 0, tzinfo=UTC)
    ticks: float = 0.0

    def now(self) -> datetime:
        return self.civil

    def monotonic(self) -> float:
        return self.ticks

    def passes(self, seconds: float) -> None:
        self.ticks += seconds
        self.civil += timedelta(seconds=seconds)
