"""Days as people type them: one, a range, or a list of both, with or without weekday, month and year. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.folding import fold
from bot.refusal import Refusal

MOST = 30
"""Days that are declared at once."""
GONE_BY = timedelta(days=30)
"""A day without a year that is over no longer than this is meant as the one that is over, and not next year's."""

_WEEKDAYS: Mapping[str, int] = {
    **{name: place for place, name in enumerate(("hai", "ba", "tu", "nam", "sau", "bay", "nhat"))},
    **{str(number): number - 2 for number in range(2, 8)},
}
_WEEKDAY = re.compile(r"\b(?:thu|t|chu)\.? ?(hai|ba|tu|nam|sau|bay|nhat|[2-7])\b[ ,]*(?=\d|ngay\b)")
_SUNDAY = re.compile(r"\bcn\b[ ,]*(?=\d|ngay\b)")
_DAY = r"(?:w(\d) )?(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}|\d{2}))?)?"
_ONE = re.compile(_DAY)
_RANGE = re.compile(rf"{_DAY}(?: ?- ?| (?:den|toi) (?:het )?){_DAY}")
_HYPHENS = re.compile(r"(\d{1,2})-(\d{1,2})(?:-(\d{4}))?")
_RELATIVE = {"hom nay": 0, "ngay mai": 1, "mai": 1, "today": 0, "tomorrow": 1}
_BEGINNINGS = re.compile(r"^(?:(?:cho )?nghi(?: bu)?|lam bu|lam viec|tu|cac|ngay) ")

_Written = tuple[int | None, int, int | None, int | None]
"""Weekday (Monday is 0), day, month and year, as far as they were written."""


def typed_days(text: str, today: date) -> tuple[date, ...]:
    """The days that `text` means, in order, each once. Raises Refusal where that is not certain, or too many."""
    items = [item for part in re.split(r"[,;&+]|\bva\b", _plain(text)) if (item := part.strip())]
    if not items:
        raise Refusal("days.unclear")
    found = set[date]()
    after: _Written | None = None
    for item in reversed(items):  # in «10, 11 và 12/3» the month stands at the end
        days, after = _item(item, after, today)
        found.update(days)
    if len(found) > MOST:
        raise Refusal("days.too_long", most=MOST)
    return tuple(sorted(found))


def _plain(text: str) -> str:
    """Folded, dashes alike, «ngày 10 tháng 3 năm 2023» as 10/3/2023, and a weekday as w and its number."""
    plain = re.sub(r"[‐-―−]", "-", fold(text.replace("\n", ";")))
    plain = _SUNDAY.sub("w6 ", _WEEKDAY.sub(lambda found: f"w{_WEEKDAYS[found[1]]} ", plain))
    plain = re.sub(r"\s*(?:\bthang\b|(?<=\d)\.(?=\d)|/)\s*", "/", re.sub(r"\s*\bnam (?=\d{4})", "/", plain))
    return re.sub(r"\b(?:ngay|het ngay) (?=\d|w\d)", "", plain)


def _item(item: str, after: _Written | None, today: date) -> tuple[Iterator[date], _Written]:
    while item not in _RELATIVE and (shorter := _BEGINNINGS.sub("", item)) != item:
        item = shorter
    if item in _RELATIVE:
        day = today + timedelta(days=_RELATIVE[item])
        return iter((day,)), (None, day.day, day.month, day.year)
    if (hyphens := _HYPHENS.fullmatch(item)) and (hyphens[3] or int(hyphens[1]) >= int(hyphens[2])):
        # What could as well be a range is not taken for a day and its month.
        item = item.replace("-", "/")
    if one := _ONE.fullmatch(item):
        written = _with_month(_written(one.groups()), after)
        return iter((_day(written, today),)), written
    if several := _RANGE.fullmatch(item):
        last = _with_month(_written(several.groups()[4:]), after)
        first = _written(several.groups()[:4])
        return _range(first, last, today), first if first[2] else last
    raise Refusal("days.unclear")


def _written(groups: tuple[str | None, ...]) -> _Written:
    weekday, day, month, year = (None if one is None else int(one) for one in groups)
    assert day is not None
    return weekday, day, month, year if year is None or year > 99 else 2000 + year


def _with_month(written: _Written, after: _Written | None) -> _Written:
    weekday, day, month, _year = written
    if month is not None:
        return written
    if after is None or after[2] is None:
        raise Refusal("days.unclear")
    return weekday, day, after[2], after[3]


def _range(first: _Written, last: _Written, today: date) -> Iterator[date]:
    weekday, day, month, year = first
    end = _day(last, today)
    if month is None:
        begin = _day((weekday, day, last[2], end.year), today)
    elif year is None:
        begin = _day((weekday, day, month, end.year - ((month, day) > (end.month, end.day) and last[3] is None)), today)
        if begin > end and last[3] is not None:
            begin = _day((weekday, day, month, end.year - 1), today)
    else:
        begin = _day(first, today)
        end = end if last[3] is not None or end >= begin else _day((*last[:3], begin.year), today)
    if end < begin:
        raise Refusal("days.backwards", first=begin, last=end)
    if (end - begin).days >= MOST:
        raise Refusal("days.too_long", most=MOST)
    return (begin + timedelta(days=number) for number in range((end - begin).days + 1))


def _day(written: _Written, today: date) -> date:
    weekday, day, month, year = written
    assert month is not None
    years = (today.year - 1, today.year, today.year + 1) if year is None else (year,)
    possible = (_possible(one, month, day) for one in years)
    found = next((one for one in possible if one is not None and (year is not None or one >= today - GONE_BY)), None)
    if found is None:
        raise Refusal("days.no_such", day=f"{day}/{month}" if year is None else f"{day}/{month}/{year}")
    if weekday is not None and found.weekday() != weekday:
        raise Refusal("days.weekday", day=found)
    return found


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
