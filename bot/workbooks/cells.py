"""Cells of one line under a header, read by column; what is wrong with them is gathered. Pure.

For whatever an office lists in rows: the roster, its units, past awards.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.dialogue.screens import Phrase
from bot.workbooks import legacy, values
from bot.workbooks.reading import Formula
from bot.workbooks.report import Problem, problem
from bot.workbooks.tables import Table, TableLine, key, meanings

_EARLIEST = date(1940, 1, 1)
"""Nobody who works today joined before; such a date is a slip of the pen or of the spreadsheet."""
_BETWEEN = re.compile(r"[;,\n|]|\s/\s")

E = TypeVar("E", bound=StrEnum)


class Cells:
    """One line. What is wrong with a cell is added to `problems` when the cell is read."""

    def __init__(self, table: Table, line: TableLine) -> None:
        self.table, self.line = table, line
        self.problems: list[Problem] = []
        self._spoiled: set[str] = set()
        for column, cell in line.values.items():
            if isinstance(cell, Formula) and column != "number":
                self.refuse(column, "workbook.reject.formula")
                self._spoiled.add(column)
            elif isinstance(cell, str) and not cell.isascii() and legacy.suspected(cell):
                self.refuse(column, "workbook.reject.legacy")
                self._spoiled.add(column)

    def refuse(self, column: str, why: str, **values: object) -> None:
        if column not in self._spoiled:  # of such a cell there is no more to say
            self.problems.append(problem(self.table, column, Phrase(why, values)))

    def text(self, column: str) -> str:
        return "" if column in self._spoiled else values.shown(self.line.values.get(column))

    def needed(self, column: str) -> str:
        text = self.text(column)
        if not text:
            self.refuse(column, "workbook.reject.missing")
        return text

    def day(self, column: str, today: date) -> date | None:
        """A day in living memory, and not far ahead."""
        cell = self.line.values.get(column)
        if cell is None:
            return None
        found = values.day(cell, today)
        if found is None:
            self.refuse(column, "workbook.reject.date", value=short(values.shown(cell)))
        elif not _EARLIEST <= found <= today + timedelta(days=366):
            self.refuse(column, "workbook.reject.date_range", day=found)
            return None
        return found

    def chosen(self, column: str, section: str, members: type[E], why: str) -> E | None:
        text = self.text(column)
        if not text:
            return None
        meaning = meanings(section).get(key(text))
        if meaning is None:
            self.refuse(column, why, value=short(text))
            return None
        return members(meaning)

    def marked(self, column: str) -> bool:
        text = self.text(column)
        if not text:
            return False
        meaning = meanings("marks").get(key(text))
        if meaning is None:
            self.refuse(column, "workbook.reject.mark", value=short(text))
        return meaning == "yes"

    def pieces(self, column: str) -> list[str]:
        """The several things that one cell says: between semicolons, commas, bars or line breaks."""
        cell = self.line.values.get(column)
        written = cell if isinstance(cell, str) else self.text(column)
        return list(filter(None, map(values.clean, _BETWEEN.split(written))))


def filled(line: TableLine) -> int:
    """The number of known columns that hold something, apart from the row's number and code."""
    values: Mapping[str, object] = line.values
    return sum(value is not None for column, value in values.items() if column not in {"number", "code"})


def is_number(line: TableLine) -> bool:
    """True if the row bears a running number, as people do and headings do not."""
    number = line.values.get("number")
    return isinstance(number, int | Formula) or (isinstance(number, str) and values.clean(number).isdigit())


def short(text: str) -> str:
    """Typed words at a length that can be quoted."""
    return text if len(text) <= 60 else f"{text[:59]}…"
