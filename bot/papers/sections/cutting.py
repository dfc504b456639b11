"""Sections of a table of very many rows, each of so many rows at most. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.papers.sections.setting import Place

Part = dict[str, Any]
"""Of a table, as its template takes it."""


def section(parts: Sequence[Part], at: Place, most: int) -> tuple[list[Part], bool]:
    """At most so many rows from there on, and whether more follow."""
    made: list[Part] = []
    for number, part in enumerate(parts[at.part :]):
        if not most:
            return made, True
        skip = 0 if number else at.row
        own, cut = _own(part, skip, most)
        most -= sum(len(group["rows"]) for group in own)
        made.append({**part, "groups": own, "begun": skip > 0, "open": cut, "total": None if cut else part["total"]})
        if cut:
            return made, True
    return made, False


def _own(part: Part, skip: int, most: int) -> tuple[list[dict[str, Any]], bool]:
    """Its units from a row on, and whether more follow."""
    own: list[dict[str, Any]] = []
    for group in part["groups"]:
        rows = group["rows"]
        if skip >= len(rows):
            skip -= len(rows)
            continue
        if not most:
            return own, True
        own.append({**group, "rows": rows[skip : skip + most], "begun": skip > 0})
        if skip + most < len(rows):
            return own, True
        most -= len(rows) - skip
        skip = 0
    return own, False
