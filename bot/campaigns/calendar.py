"""Working days and civil hours. What the law gives is computed; what the Office's table says goes before it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.campaigns.records import DayKind, special_days
from bot.store.database import Tx

HOURS = ((time(8, 0), time(10, 30)), (time(14, 0), time(16, 0)))
"""Hours in which an office is written to: begin inclusive, end exclusive."""
MONDAY_FROM = time(9, 0)
"""Monday begins with the week's briefing."""
_MONDAY, _SATURDAY = 0, 5
_FURTHEST = 60
"""Days: no row of days off is as long, except by a mistake in the table."""


@dataclass(frozen=True, slots=True)
class PublicDays:
    """Days that the State has fixed for one year."""

    off: frozenset[date]
    """Holidays, days in lieu, days swapped for a Saturday."""
    made_up: frozenset[date]
    """Saturdays and Sundays that are worked instead."""


@cache
def vietnam(year: int) -> PublicDays:
    """Holidays of Vietnam in `year`, as the `holidays` library knows them. The first call takes a quarter of a second:
    the library is read then."""
    from holidays.countries.vietnam import Vietnam

    known = Vietnam(years=year)  # type: ignore[no-untyped-call]
    return PublicDays(frozenset(known), frozenset(day for day in known.weekend_workdays if day.year == year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one office. `table`: days that it has declared off or worked, whatever the State says."""

    zone: ZoneInfo
    table: Mapping[date, DayKind]
    public: Callable[[int], PublicDays] = vietnam

    def is_working_day(self, day: date) -> bool:
        declared = self.table.get(day)
        if declared is not None:
            return declared is DayKind.WORKED
        public = self.public(day.year)
        if day in public.off:
            return False
        return day in public.made_up or day.weekday() < _SATURDAY

    def on_or_before(self, day: date) -> date:
        """`day`, or the last working day before it."""
        return self._first(day, -1)

    def on_or_after(self, day: date) -> date:
        """`day`, or the first working day after it."""
        return self._first(day, 1)

    def previous_working_day(self, day: date) -> date:
        return self.on_or_before(day - timedelta(days=1))

    def next_working_day(self, day: date) -> date:
        return self.on_or_after(day + timedelta(days=1))

    def working_days(self, first: date, last: date) -> tuple[date, ...]:
        """Those from `first` to `last`, both included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple(day for day in days if self.is_working_day(day))

    def is_civil(self, at: datetime) -> bool:
        """True if an office is written to at `at`: a working day, in its hours."""
        return self.civil_from(at) == at

    def civil_from(self, at: datetime) -> datetime:
        """`at`, or the next moment at which an office is written to. In the office's zone."""
        local = at.astimezone(self.zone)
        for begin, end in self._hours(local.date()):
            if local < end:
                return max(local, begin)
        return next(self._hours(self.next_working_day(local.date())))[0]

    def civil_on(self, day: date, at: time) -> datetime:
        """`at` on the working day `day`, moved into its hours: to the next of that day, or the day's last."""
        wanted = datetime.combine(day, at, self.zone)
        hours = tuple(self._hours(day))
        if not hours:
            raise ValueError("not a working day")
        return next((max(wanted, begin) for begin, end in hours if wanted < end), hours[-1][0])

    def _hours(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if not self.is_working_day(day):
            return
        for begin, end in HOURS:
            first = max(begin, MONDAY_FROM) if day.weekday() == _MONDAY else begin
            yield datetime.combine(day, first, self.zone), datetime.combine(day, end, self.zone)

    def _first(self, day: date, step: int) -> date:
        for distance in range(_FURTHEST):
            candidate = day + timedelta(days=step * distance)
            if self.is_working_day(candidate):
                return candidate
        raise ValueError("no working day within two months: the table of days off is wrong")


def office_calendar(tx: Tx) -> Calendar:
    """The working days and civil hours of the office, with the days off that are known today."""
    return Calendar(tx.clock.zone, special_days(tx))
