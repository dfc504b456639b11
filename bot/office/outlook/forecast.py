"""A forecast of how many will have answered by the deadline, and how good such forecasts have been so far. Pure.

Whoever has not answered yet does so on each working day with one probability, which is learnt from the last
`LOOKS_BACK` working days: one for people on the app, another for the rest. The interval counts both what chance does
and how little so few days say. Earlier forecasts are not kept: what would have been said on each day so far is worked
out anew from the days of the answers.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, exp, floor, log, log1p, sqrt
from statistics import NormalDist

FEWEST = 3
"""The working day of a campaign from which something can be said: before, nobody's pace is known."""
LOOKS_BACK = 5
"""Working days."""
AHEAD = 5
"""Working days ahead, of the forecasts that are tried on the days so far."""
SHARE = 0.8
"""The share of forecasts whose interval is to hold."""
_YES, _NO = 0.5, 9.5
"""Taken for granted before any answer has come: half an answer in ten person-days."""
_STEPS = 200
_EDGE = NormalDist().inv_cdf((1 + SHARE) / 2)


@dataclass(frozen=True, slots=True)
class Answered:
    """One person of whom an answer is expected. `day`: the working day on which it came, None for not yet; `linked`:
    the day since which the person is on the app."""

    day: date | None
    linked: date | None


@dataclass(frozen=True, slots=True)
class Interval:
    """Between so many people, both included, will have answered."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Record:
    """Of `tried` forecasts so many held."""

    held: int
    tried: int


class Course:
    """The answers so far by working day: `days` in their order, the last of them today."""

    def __init__(self, people: Sequence[Answered], days: Sequence[date]) -> None:
        self._today = len(days) - 1
        never = len(days)

        def place(day: date | None, latest: int) -> int:
            return never if day is None else min(bisect_left(days, day), latest)

        # An answer on the days off before today counts today; whoever joined on them is on the app from tomorrow on.
        self._groups: Counter[tuple[int, int]] = Counter()
        """(place of the day of the answer, place of the day since which the person is on the app) -> people."""
        for (day, linked), count in Counter((one.day, one.linked) for one in people).items():
            self._groups[place(day, self._today), place(linked, never)] += count

    @property
    def says_something(self) -> bool:
        """True from the third working day on."""
        return self._today >= FEWEST - 1

    def ahead(self, days: float) -> Interval:
        """The number that will have answered after so many more working days, the rest of today among them."""
        return self._ahead(self._today, days)

    def record(self) -> Record:
        """The record so far of what would have been said `AHEAD` working days earlier."""
        tried = range(FEWEST - 1, self._today - AHEAD + 1)
        held = 0
        for day in tried:
            said = self._ahead(day, AHEAD)
            held += said.low <= self._answered(day + AHEAD) <= said.high
        return Record(held, len(tried))

    def _answered(self, day: int) -> int:
        return sum(count for (answer, _), count in self._groups.items() if answer <= day)

    def _ahead(self, day: int, days: float) -> Interval:
        mean = variance = 0.0
        for reached in (True, False):
            missing, answers, exposed = self._pace(day, reached=reached)
            more, spread = _more(missing, answers, exposed, days)
            mean, variance = mean + more, variance + spread
        sure, edge = self._answered(day), _EDGE * sqrt(variance)
        most = sum(self._groups.values())
        return Interval(max(sure, floor(sure + mean - edge)), min(most, ceil(sure + mean + edge)))

    def _pace(self, day: int, *, reached: bool) -> tuple[int, int, int]:
        """(people who have not answered by the end of the day, answers of the last days, person-days at which one
        could have come)."""
        first = max(0, day - LOOKS_BACK + 1)
        missing = answers = exposed = 0
        for (answer, linked), count in self._groups.items():
            if (linked <= day) is not reached:
                continue
            missing += count * (answer > day)
            answers += count * (first <= answer <= day)
            exposed += count * max(0, min(answer, day) - first + 1)
        return missing, answers, exposed


def _more(missing: int, answers: int, exposed: int, days: float) -> tuple[float, float]:
    """Mean and variance of the answers that so many people will give within so many days, when `answers` came in
    `exposed` person-days."""
    if missing == 0 or days <= 0:
        return 0.0, 0.0
    yes, no = _YES + answers, _NO + exposed - answers
    paces = [(step + 0.5) / _STEPS for step in range(_STEPS)]
    logs = [(yes - 1) * log(pace) + (no - 1) * log1p(-pace) for pace in paces]
    highest = max(logs)
    weights = [exp(one - highest) for one in logs]
    whole = sum(weights)
    chances = [1 - (1 - pace) ** days for pace in paces]
    mean = sum(weight * chance for weight, chance in zip(weights, chances, strict=True)) / whole
    inner = sum(weight * chance * (1 - chance) for weight, chance in zip(weights, chances, strict=True)) / whole
    outer = sum(weight * (chance - mean) ** 2 for weight, chance in zip(weights, chances, strict=True)) / whole
    return missing * mean, missing * inner + missing**2 * outer
