"""Moments at which a notice goes out: as people type them, and the calendar that the office works by."""

import re
from datetime import date, datetime, time, timedelta

from bot.folding import fold
from bot.refusal import Refusal

FURTHEST = timedelta(days=366)
"""The longest time ahead for which a sending may be set."""

_MOMENT = re.compile(r"(\d{1,2})\s*(?:[:h]|gio)\s*(\d{2})?(?:\D+(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?)?\D*")


def moment(text: str, now: datetime) -> datetime:
    """A later moment as typed: `14:30`, `14h30 05/01`, `8h ngày 05/01/2023`. In the zone of `now`; without a day, the
    next moment at that hour. Raises Refusal: not understood, past, or too far ahead."""
    found = _MOMENT.fullmatch(fold(text))
    if found is None:
        raise Refusal("notice.when.unclear")
    hour, minute, day, month, year = (None if part is None else int(part) for part in found.groups())
    assert hour is not None
    try:
        at = time(hour, minute or 0)
        if day is None or month is None:
            wanted = datetime.combine(now.date(), at, now.tzinfo)
            return wanted if wanted > now else wanted + timedelta(days=1)
        wanted = datetime.combine(date(year or now.year, month, day), at, now.tzinfo)
        if year is None and wanted < now - timedelta(days=180):
            wanted = wanted.replace(year=now.year + 1)
    except ValueError:
        raise Refusal("notice.when.unclear") from None
    return later(wanted, now)


def later(wanted: datetime, now: datetime) -> datetime:
    """The moment `wanted` itself. Raises Refusal: past, or too far ahead."""
    if wanted <= now:
        raise Refusal("notice.when.past")
    if wanted > now + FURTHEST:
        raise Refusal("notice.when.far")
    return wanted


_TIME = re.compile(r"(\d{1,2})\s*(?:[:h]|gio)\s*(\d{2})?")
_LAST_DAY = 31
_DAY = re.compile(r"(?:ngay\s*)?(\d{1,2})")


def time_of_day(text: str) -> time:
    """A time of day as typed: `8:30`, `8h30`, `8 giờ`. Raises Refusal."""
    found = _TIME.fullmatch(fold(text))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Refusal("series.time.unclear")
    return time(int(found[1]), int(found[2] or 0))


def day_of_month(text: str) -> int:
    """A day of the month as typed: `5`, `ngày 25`. Raises Refusal."""
    found = _DAY.fullmatch(fold(text))
    if found is None or not 1 <= int(found[1]) <= _LAST_DAY:
        raise Refusal("series.day.unclear")
    return int(found[1])
