"""A meter of durations, in buckets as Prometheus counts them. It costs an addition: the library that shows it is
imported when somebody asks."""

from bisect import bisect_left
from itertools import accumulate

BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds. What is longer falls into one more bucket."""


class Meter:
    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS) + 1)
        self.total = 0.0
        """Seconds of all together."""

    def observe(self, seconds: float) -> None:
        self._counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += max(seconds, 0.0)

    def buckets(self) -> list[tuple[str, float]]:
        """Upper bound -> the number of durations up to it."""
        bounds = (*(str(bound) for bound in BOUNDS), "+Inf")
        return list(zip(bounds, map(float, accumulate(self._counts)), strict=True))
