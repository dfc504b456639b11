"""Years of titles, as lists of awards say them: in a cell, in a title above the table, in the name of a sheet. Pure."""

import re
from collections.abc import Iterable

from bot.folding import fold

FIRST = 1990
"""The first emulation titles that anybody still at work can hold."""

_YEAR = r"(?:nam\s+)?((?:19|20)\d\d)"
_BETWEEN = r"(?:\s*[,;+&]\s*|\s+va\s+|\s+)"
_LIST = re.compile(rf"(?:cac\s+nam\s*:?\s*)?{_YEAR}(?:{_BETWEEN}{_YEAR})*[.,;]?")
_RANGE = re.compile(r"(?:19|20)\d\d\s*(?:[-\u2010-\u2015/]|den)\s*(?:nam\s+)?(?:(?:19|20)\d\d|\d\d)\b")
_SAID = re.compile(r"\bnam\s+((?:19|20)\d\d)\b")
_ANY = re.compile(r"\b(?:19|20)\d\d\b")
_DAYS = re.compile(
    r"ngay\s*[\d.\u2026]*\s*thang\s*[\d.\u2026]*\s*nam\s*\d{4}|thang\s*\d{1,2}\s*nam\s*\d{4}|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|\d{1,2}/\d{4}|\d+/\d{4}/\S+"
)


def listed(text: str) -> tuple[int, ...]:
    """Years that a text names, one or several, and nothing besides; none for a span, for nobody can say what it means:
    each of its years, or one year of work that ends in the second."""
    folded = fold(text)
    if not _LIST.fullmatch(folded):
        return ()
    return tuple(dict.fromkeys(int(year) for year in _ANY.findall(folded)))


def is_span(text: str) -> bool:
    """True for 2022-2023 and the like."""
    return bool(_RANGE.search(fold(text)))


def in_title(text: str) -> frozenset[int]:
    """Years that a title speaks of; a date is none, and neither is the year in the number of a decision."""
    folded = _DAYS.sub(" ", fold(text))
    return frozenset(int(year) for year in _SAID.findall(folded))


def said_in(text: str) -> frozenset[int]:
    """Years that a cell speaks of among other words, a span of years apart."""
    folded = _DAYS.sub(" ", fold(text))
    return frozenset() if _RANGE.search(folded) else frozenset(int(year) for year in _ANY.findall(folded))


def of_titles(titles: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Year -> the row of the title that says it last."""
    return {year: number for number, text in titles for year in in_title(text)}


def likely(year: int, this_year: int) -> bool:
    return FIRST <= year <= this_year
