"""Number formats of cells: which numbers are days or times, and which show zeros or letters that the number lacks."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from bot.workbooks.reading import Cell

Shown = Callable[[float, bool], Cell]
"""A number, and whether days count from 1904 -> what its format makes of it."""

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAYS, _TIMES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)}), frozenset({*range(18, 22), 45, 46, 47})
"""Formats that have a number and no code, those of eastern languages among them: ECMA-376, 18.8.30."""
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ASIDE = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([-. ()/+])')
_CODE_SIGNS = re.compile(r"[A-Za-z0-9 ./()+-]*")
_MOST_DIGITS = 20


def built_in(number: int) -> Shown | None:
    return _day if number in _DAYS else _time if number in _TIMES else None


@cache
def custom(code: str) -> Shown | None:
    """The effect of a format's code, or None where the number is to be taken as it is."""
    if len(code) > 255:  # Excel takes no longer ones
        return None
    first = code.split(";", 1)[0]
    bare = _ASIDE.sub("", _QUOTED.sub("", first)).lower()
    if "general" in bare or "standard" in bare or "@" in bare:
        return None
    if re.search(r"[dy]|mmm", bare) or (re.fullmatch(r"[m/. -]+", bare) and "m" in bare):
        return _day
    if re.search(r"[hs]|\[m+\]", bare):
        return _time
    return _digits(_ASIDE.sub("", first))


def _day(value: float, since_1904: bool) -> Cell:
    """A day; a time without one where the number is less than a day; the number itself where there is no such day."""
    if 0 <= value < 1 and not since_1904:
        return _time(value, since_1904)
    if not since_1904 and value < 60:
        value += 1  # the spreadsheets' calendar has a 29 February 1900
    try:
        return (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=int(value))
    except OverflowError:
        return value


def _time(value: float, since_1904: bool) -> Cell:
    if value >= 1_000:  # with a day before it, whatever the format shows of it
        return _day(value, since_1904)
    return str(timedelta(seconds=round(value * 86_400))) if value >= 0 else value


def _digits(code: str) -> Shown | None:
    """Codes of people are often numbers whose zeros stand in the format: 00000, "NV"000, 0000 000 000."""
    places: list[str] = []
    rest = code
    while rest:
        if rest[0] in "0#":
            places.append(rest[0])
            rest = rest[1:]
        elif literal := _LITERAL.match(rest):
            if literal[3] in {".", "/"} and any(place in "0#" for place in places):
                return None  # decimals, fractions
            places.append("=" + "".join(filter(None, literal.groups())))
            rest = rest[literal.end() :]
        else:
            return None
    digits = [place for place in places if place in "0#"]
    signs = "".join(place[1:] for place in places if place not in "0#")
    if not places or places[-1] not in "0#" or len(digits) > _MOST_DIGITS or not _CODE_SIGNS.fullmatch(signs):
        return None
    if not (digits.count("0") > 1 or ("0" in digits and signs) or any(sign.isalnum() for sign in signs)):
        return None
    return lambda value, since_1904: _filled(places, value)


def _filled(places: list[str], value: float) -> Cell:
    if value < 0 or value != int(value) or value >= 10**_MOST_DIGITS:
        return value
    digits, written = list(str(int(value))), ""
    for place in reversed(places):
        if place not in "0#":
            written = place[1:] + written
        elif digits:
            written = digits.pop() + written
        elif place == "0":
            written = "0" + written
    first = next(place for place, sign in enumerate(places) if sign in "0#")
    ahead = "".join(sign[1:] for sign in places[:first])
    shown = ahead + "".join(digits) + written.removeprefix(ahead)
    return int(value) if shown == str(int(value)) else shown
