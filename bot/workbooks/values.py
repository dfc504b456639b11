"""Values of cells: texts and dates, as people and spreadsheets write them. Pure."""

import re
import unicodedata
from datetime import date, timedelta

from bot.workbooks.reading import Cell, Formula

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_SPELLED_DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
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
