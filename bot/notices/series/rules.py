"""The rules of a series: the days that it sets, moved off days on which nobody works. Pure.

A rule is kept as JSON: how often, on which day, and when in the office's own time.

    {"every": "week", "day": 0, "at": "08:30"}      on Mondays; 6 is Sunday
    {"every": "month", "day": 31, "at": "08:30"}    on the 31st, or the month's last day
    {"every": "workday", "day": 0, "at": "08:30"}   on every day that is worked
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import dropwhile, islice, takewhile
from typing import Any

from bot.campaigns.calendar import Calendar

SHOWN = 5
"""Times to come that are shown."""
_LONGEST_MOVE = timedelta(days=60)
"""The longest row of days off over which a time is moved, as the calendar has it."""
_LAST = 31


class Every(StrEnum):
    """The rhythms of a series."""

    WEEK = "week"
    MONTH = "month"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """The rule of a series. `day`: of the week from 0, of the month from 1; 0 for every working day."""

    every: Every
    day: int
    at: time

    def kept(self) -> dict[str, Any]:
        """The rule as JSON."""
        return {"every": self.every.value, "day": self.day, "at": self.at.strftime("%H:%M")}


def rule(kept: Mapping[str, Any]) -> SeriesRule:
    """The rule of this JSON: the inverse of `SeriesRule.kept`."""
    return SeriesRule(Every(kept["every"]), int(kept["day"]), time.fromisoformat(kept["at"]))


@dataclass(frozen=True, slots=True)
class SeriesTime:
    """One time of a series. `on`: the day that the rule has set, which names it even if it is moved."""

    on: date
    at: datetime

    @property
    def moved(self) -> bool:
        """True if it is moved off a day on which nobody works."""
        return self.at.date() != self.on


def following(
    rule: SeriesRule, calendar: Calendar, since: date, after: datetime, count: int = SHOWN
) -> tuple[SeriesTime, ...]:
    """The next `count` times after `after`, in order, no two on one day. `since`: the day on which the rule was made,
    before which there are no times."""
    return tuple(islice(_later(rule, calendar, since, after), count))


def between(
    rule: SeriesRule, calendar: Calendar, since: date, after: datetime, until: datetime
) -> tuple[SeriesTime, ...]:
    """The times after `after`, up to and including `until`."""
    return tuple(takewhile(lambda one: one.at <= until, _later(rule, calendar, since, after)))


def _later(rule: SeriesRule, calendar: Calendar, since: date, after: datetime) -> Iterator[SeriesTime]:
    first = max(since, after.astimezone(calendar.zone).date() - _LONGEST_MOVE)
    return dropwhile(lambda one: one.at <= after, _times(rule, calendar, first))


def _times(rule: SeriesRule, calendar: Calendar, first: date) -> Iterator[SeriesTime]:
    """The times that are set for `first` or later. A time that is moved onto the day of a later one gives way to it."""
    waiting: SeriesTime | None = None
    for day in _days(rule, calendar, first):
        time_ = SeriesTime(day, datetime.combine(calendar.on_or_after(day), rule.at, calendar.zone))
        if waiting is not None and waiting.at < time_.at:
            yield waiting
        waiting = time_


def _days(rule: SeriesRule, calendar: Calendar, first: date) -> Iterator[date]:
    """The days that the rule sets, from `first` on."""
    match rule.every:
        case Every.WEEK:
            day = first + timedelta(days=(rule.day - first.weekday()) % 7)
            while True:
                yield day
                day += timedelta(days=7)
        case Every.MONTH:
            month = first.replace(day=1)
            while True:
                next_month = (month + timedelta(days=_LAST)).replace(day=1)
                day = min(month + timedelta(days=rule.day - 1), next_month - timedelta(days=1))
                if day >= first:
                    yield day
                month = next_month
        case Every.WORKDAY:
            day = first
            while True:
                if calendar.is_working_day(day):
                    yield day
                day += timedelta(days=1)
