"""Rules of rising: when what waits becomes the affair of those above. Pure."""

from datetime import date, datetime
from functools import cache

from bot.campaigns.calendar import Calendar

RISES_AFTER = 3
"""Working days until what waits rises a step, where the Office has not said otherwise: time to be away for a day."""
FEWEST, MOST = 1, 30
"""The working days that the Office may choose from."""


class Patience:
    """The steps that something has risen by `today`: none in its first days, one more after each such time."""

    def __init__(self, calendar: Calendar, today: date, days: int) -> None:
        self._calendar, self._today, self._days = calendar, today, days
        self._of_day = cache(self._steps)

    def steps(self, since: datetime) -> int:
        return self._of_day(since.astimezone(self._calendar.zone).date())

    def eve(self, since: datetime) -> bool:
        """True on the last working day before it rises for the first time."""
        day = since.astimezone(self._calendar.zone).date()
        for _ in range(self._days):
            day = self._calendar.next_working_day(day)
        return self._calendar.is_working_day(self._today) and self._calendar.next_working_day(self._today) == day

    def _steps(self, since: date) -> int:
        passed = self._calendar.working_days(since, self._today)
        return (len(passed) - self._calendar.is_working_day(since)) // self._days
