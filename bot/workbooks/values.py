"""Values of cells: texts and dates, as people and spreadsheets write them. Pure."""

import re
import unicodedata
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from bot.workbooks.reading import Cell, Formula

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_SPELLED_DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PARTS = r"(?:tháng|thg|th|t)?[.\s]*(\d{1,2})\s*(?:[/.-]|\s+năm)\s*(\d{4})"
_MONTH = re.compile(_PARTS, re.IGNORECASE)
_ISO_MONTH = re.compile(r"(\d{4})[/.-](\d{1,2})")
_YEAR = re.compile(r"(?:năm\s+)?((?:19|20)\d\d)", re.IGNORECASE)
_NAMED_MONTH = re.compile(r"(?:(\d{1,2})[\s/.-]+)?([a-z]{3})[a-z]*[\s/.,-]+(\d{4}|\d{2})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SINCE = re.compile(r"(?:kể\s+)?từ\s+|ngày\s+(?=\d{1,2}\s*[/.-])", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)
"""Excel's day numbers of 1927 to 2119: a bare year or a day of the month is not one."""

# TCVN3, the font encoding of offices before Unicode, puts its vowels where Latin-1 has these signs; no name has them.
_TCVN3 = re.compile("[¡-¬®-¿]")


def clean(text: str) -> str:
    """`text` in NFC, without invisible or control characters, every run of spaces one space."""
    if not text.isprintable():  # nearly all is: of all spaces only the common one counts as printable
        text = "".join(" " if unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cc"} else char for char in text)
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def shown(cell: Cell) -> str:
    """A cell as the one who typed it would read it."""
    match cell:
        case None:
            return ""
        case Formula():
            return cell.text
        case date():
            return cell.strftime("%d/%m/%Y")
    return clean(str(cell))


def day(written: Cell, today: date) -> date | None:
    """A date, from a date cell, a spreadsheet's day number or text d/m/y (never m/d/y), or None where there is no such
    day. Two digits of a year mean one of the hundred years that end with the next."""
    match written:
        case bool():
            return None
        case date():
            return written
        case int() if written in _SERIALS:
            return _SERIAL_ZERO + timedelta(days=written)
        case str():
            return _day_of(clean(written), today)
    return None


class Precision(Enum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class RoughDay(NamedTuple):
    """A day as precisely as it was written: of a month or a year the first day. `whole`: the cell says nothing else."""

    day: date
    precision: Precision
    whole: bool = True


def rough_day(written: Cell, today: date) -> RoughDay | None:
    """A day, month or year as offices write it: 8/2015, tháng 8 năm 2015, 2015, 15-Aug-15, 01/8/2015 (HĐ: 2013)."""
    if isinstance(written, float):  # the hours of a day
        written = int(written)
    if (exact := day(written, today)) is not None:
        return RoughDay(exact, Precision.DAY)
    if written is None or isinstance(written, bool | Formula):
        return None
    text = clean(str(written))
    bare = _SINCE.sub("", clean(_ASIDE.sub(" ", text))).strip(" .,;:")
    found = _rough(bare, today)
    if found is None and len(days := [*_DAY.finditer(bare)]) == 1 and (exact := _day_of(days[0].group(), today)):
        return RoughDay(exact, Precision.DAY, whole=False)
    return found and found._replace(whole="(" not in text)


def _rough(text: str, today: date) -> RoughDay | None:
    if text.isdecimal() and int(text) in _SERIALS:
        return RoughDay(_SERIAL_ZERO + timedelta(days=int(text)), Precision.DAY)
    if exact := _day_of(text, today):
        return RoughDay(exact, Precision.DAY)
    if (found := _NAMED_MONTH.fullmatch(text)) and found[2].casefold() in _MONTHS:
        month = _MONTHS.index(found[2].casefold()) + 1
        exact = _day_of(f"{found[1] or 1}/{month}/{found[3]}", today)
        return RoughDay(exact, Precision.DAY if found[1] else Precision.MONTH) if exact else None
    if found := _MONTH.fullmatch(text):
        exact = _day_of(f"1/{found[1]}/{found[2]}", today)
        return RoughDay(exact, Precision.MONTH) if exact else None
    if found := _ISO_MONTH.fullmatch(text):
        exact = _day_of(f"1/{found[2]}/{found[1]}", today)
        return RoughDay(exact, Precision.MONTH) if exact else None
    if found := _YEAR.fullmatch(text):
        return RoughDay(date(int(found[1]), 1, 1), Precision.YEAR)
    return None


def birth_year(written: Cell, today: date) -> int | None:
    """The year of a birth, of a date or of a year however written."""
    found = rough_day(written, today)
    return found.day.year if found and 1900 < found.day.year < today.year else None


def _day_of(text: str, today: date) -> date | None:
    if found := _ISO_DAY.fullmatch(text):
        year, month, number = (int(part) for part in found.groups())
    elif found := _DAY.fullmatch(text) or _SPELLED_DAY.fullmatch(text):
        number, month, year = (int(part) for part in found.groups())
        if len(found[3]) == 2:
            year += today.year // 100 * 100
            year -= 100 if year > today.year + 1 else 0
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def in_legacy_font(text: str) -> bool:
    """Typed in TCVN3 (fonts .Vn…): legible in that font alone, so not to be kept as a name."""
    return bool(_TCVN3.search(text))
