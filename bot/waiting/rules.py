"""Rules of rising: when what waits becomes the affair of those above. Pure."""

from datetime import date, datetime
from functools import cache

from bot.campaigns.calendar import Calendar

RISES_AFTER = 3
"""Working days until what waits rises a step, where the Office has not said otherwise: time to be away for a day."""
BY_TIME_LEFT = 0
"""In place of a number: what waits for a campaign may wait the longer, the more time is left of it."""
SHARE = 5
"""The part, one of so many, of the working days left to the deadline for which something may wait then."""
FEWEST, MOST = 1, 30
"""The working days that the Office may choose from."""
OFFERED = (2, 3, 5, 10)


class Patience:
    """The steps that something has risen by `today`: none in its first days, one more after each such time.

    `days`: as the Office has set it. `deadline`: of the campaign, if there is one.
    """

    def __init__(self, calendar: Calendar, today: date, days: int, deadline: datetime | None = None) -> None:
        self._calendar, self._today, self._set = calendar, today, days
        self._deadline = None if deadline is None else deadline.astimezone(calendar.zone).date()
        self._of_day, self._days = cache(self._steps), cache(self._days_from)

    def steps(self, since: datetime, *, campaign: bool = False) -> int:
        """`campaign`: it is of the campaign, and needed by its deadline."""
        return self._of_day(since.astimezone(self._calendar.zone).date(), campaign)

    def eve(self, since: datetime, *, campaign: bool = False) -> bool:
        """True on the last working day before it rises for the first time."""
        day = since.astimezone(self._calendar.zone).date()
        for _ in range(self._days(day, campaign)):
            day = self._calendar.next_working_day(day)
        return self._calendar.is_working_day(self._today) and self._calendar.next_working_day(self._today) == day

    def _steps(self, since: date, campaign: bool) -> int:
        passed = self._calendar.working_days(since, self._today)
        return (len(passed) - self._calendar.is_working_day(since)) // self._days(since, campaign)

    def _days_from(self, since: date, campaign: bool) -> int:
        if self._set != BY_TIME_LEFT:
            return self._set
        if not campaign or self._deadline is None:
            return RISES_AFTER
        return max(RISES_AFTER, len(self._calendar.working_days(since, self._deadline)) // SHARE)
