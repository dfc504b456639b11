"""Cells of a row that is taken although not all of it can be read: what only describes is remarked upon. Pure."""

from collections.abc import Collection
from datetime import date

from bot.dialogue.screens import Phrase
from bot.workbooks import values
from bot.workbooks.cells import Cells, short
from bot.workbooks.report import Problem, problem
from bot.workbooks.tables import Table, TableLine
from bot.workbooks.values import Precision

_LIVING = range(1940, 2200)
"""Nobody who works today joined before."""


class TolerantCells(Cells):
    """One line. What is wrong in a column of `deciding` is a problem; in any other it is a remark, and the column is
    `unread`: the row says nothing of it."""

    def __init__(self, table: Table, line: TableLine, deciding: Collection[str]) -> None:
        self.deciding = deciding
        self.remarks: list[Problem] = []
        self.unread: set[str] = set()
        super().__init__(table, line)

    def refuse(self, column: str, why: str, **values: object) -> None:
        if column in self.deciding:
            super().refuse(column, why, **values)
            return
        if column not in self._spoiled:
            self.remark(column, why, **values)
        self.unread.add(column)

    def remark(self, column: str, why: str, **values: object) -> None:
        """Something to tell of a column that was read."""
        self.remarks.append(problem(self.table, column, Phrase(why, values)))

    def rough_day(self, column: str, today: date) -> date | None:
        """A day as precisely as it was written; what is less than a day, or more, is remarked upon."""
        cell = self.line.values.get(column)
        if cell is None or column in self._spoiled:
            return None
        found = values.rough_day(cell, today)
        if found is None:
            self.refuse(column, "workbook.reject.date", value=short(values.shown(cell)))
            return None
        if found.day.year not in _LIVING or (found.day - today).days > 366:
            self.refuse(column, "workbook.reject.date_range", day=found.day)
            return None
        if found.precision is Precision.MONTH:
            self.remark(column, "workbook.remark.month", value=short(values.shown(cell)), day=found.day)
        elif found.precision is Precision.YEAR:
            self.remark(column, "workbook.remark.year", value=short(values.shown(cell)), day=found.day)
        elif not found.whole:
            self.remark(column, "workbook.remark.day", value=short(values.shown(cell)), day=found.day)
        return found.day
