"""Pieces of sentences in which figures, days and lists are said. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.papers.basis import is_filled
from bot.papers.official.official import filled, words


def said(piece: str, **values: object) -> str:
    """A piece of a sentence with its values."""
    return filled(words()[piece], values)


def day(of: date) -> str:
    """«ngày 05 tháng 3 năm 2023»: days below ten and the first two months have a zero."""
    month = f"{of.month:02}" if of.month < 3 else str(of.month)
    return said("day", day=f"{of.day:02}", month=month, year=of.year)


def moment(at: datetime) -> str:
    return said("at", time=f"{at:%H:%M}", day=day(at.date()))


def number(count: int) -> str:
    """«1.250», as figures are written."""
    return f"{count:,}".replace(",", ".")


def named_plan(number: str | None, dated: date | None, department: str, year: int) -> str:
    """The plan of a campaign within a sentence, by as much as is known of it, as in tables (`plan` in basis.py)."""
    if dated is None:
        return said("plan_undated", department=department, year=year)
    if not is_filled(number):
        return said("plan_unnumbered", day=day(dated), department=department, year=year)
    return said("plan", number=number, day=day(dated), department=department, year=year)


def numbered(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a list with their numbers, and the stop after each where they are one sentence."""
    lines = list(rows)
    ends = [";"] * (len(lines) - 1) + ["."]
    return [{"n": str(place), **row, "stop": end} for place, (row, end) in enumerate(zip(lines, ends, strict=False), 1)]
