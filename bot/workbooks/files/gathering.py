"""Findings of a format in a file, gathered within the limits: sheets of rows that hold something."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.workbooks.reading import MAX_COLUMNS, Cell, Formula, Limits, Merge, Progress

LAST_ROW = 1_048_576
MERGES = 100_000
"""Of one sheet: two on every row of the largest."""
_SHEETS = 1_000


class Unreadable(Exception):
    """The reason why a file is not read, as the key of a phrase; of it, `reading.read` makes a Refusal."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(slots=True)
class GatheredRow:
    number: int
    cells: list[Any]
    hidden: bool = False


@dataclass(slots=True)
class GatheredSheet:
    name: str
    rows: list[GatheredRow] = field(default_factory=list)
    merges: dict[tuple[int, int], Merge] = field(default_factory=dict)
    """By the row and the column at which they begin."""
    hidden_columns: set[int] = field(default_factory=set)
    by_number: dict[int, GatheredRow] = field(default_factory=dict)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Of merged cells, those that begin on a row that holds something: called when the rows are there."""
        if left >= MAX_COLUMNS or top not in self.by_number or (top, left) >= (bottom, right):
            return
        if len(self.merges) < MERGES:
            merge = Merge(top, left, min(bottom, LAST_ROW), min(right, MAX_COLUMNS - 1))
            self.merges.setdefault((top, left), merge)


class Gathering:
    """Everything read of one file. Raises Unreadable `workbook.large` beyond its limits."""

    def __init__(self, limits: Limits, progress: Progress) -> None:
        self.limits, self._progress = limits, progress
        self.sheets: list[GatheredSheet] = []
        self.hidden_sheets: list[str] = []
        self._cells = self._unpacked = self._rows = 0
        self._whole = self._done = 0

    def sheet(self, name: str) -> GatheredSheet:
        if len(self.sheets) >= _SHEETS:
            raise Unreadable("workbook.complex")
        self.sheets.append(GatheredSheet(name))
        return self.sheets[-1]

    def row(self, sheet: GatheredSheet, number: int, cells: list[Any], hidden: bool = False) -> None:
        """Adds a row to a sheet, if any of its cells holds something. Rows may come in any order, a number twice."""
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        self._cells += len(cells)
        if number > LAST_ROW or len(sheet.rows) >= self.limits.rows or self._cells > self.limits.cells:
            raise Unreadable("workbook.large")
        row = GatheredRow(number, cells, hidden)
        sheet.rows.append(row)
        sheet.by_number[number] = row
        self._rows += 1
        if self._rows % 1000 == 0:
            self._say()

    def expect(self, whole: int) -> None:
        """So much more is to be read, by whatever measure."""
        self._whole += whole

    def along(self, done: int) -> None:
        """So much more of what was expected has been read."""
        if self._whole:
            self._done += done

    def _say(self) -> None:
        # What a file says of its own size may be wrong: it is whole when it was read to its end.
        self._progress(self._rows, min(99, 100 * self._done // self._whole) if self._whole else 0)

    def only_filled(self, sheet: GatheredSheet) -> None:
        """Rows left out that turned out to hold nothing."""
        sheet.rows = [row for row in sheet.rows if any(cell is not None for cell in row.cells)]
        sheet.by_number = {row.number: row for row in sheet.rows}
        sheet.merges = {begin: merge for begin, merge in sheet.merges.items() if merge.top in sheet.by_number}

    def unpacked(self, count: int) -> None:
        """So many bytes more were unpacked."""
        self._unpacked += count
        if self._unpacked > self.limits.unpacked:
            raise Unreadable("workbook.large")
        self.along(count)
        self._say()


def repeat_downwards(sheet: GatheredSheet) -> None:
    """A unit written once beside ten people is the unit of all ten. Blank rows stay blank.

    In each column a row takes what the nearest merge above it says, so merges that lie over one another, as no
    spreadsheet makes them, cost no more than others.
    """
    numbers = sorted(sheet.by_number)
    by_column: dict[int, list[Merge]] = {}
    for merge in sorted(sheet.merges.values()):
        if merge.bottom > merge.top:
            by_column.setdefault(merge.left, []).append(merge)
    for column, merges in by_column.items():
        place, count = 0, len(numbers)
        for merge, following in zip(merges, (*merges[1:], None), strict=True):
            end = min(merge.bottom, following.top - 1) if following else merge.bottom
            while place < count and numbers[place] <= merge.top:
                place += 1
            source = sheet.by_number[merge.top].cells
            while place < count and numbers[place] <= end:
                if column < len(source):
                    _put(sheet.by_number[numbers[place]].cells, column, source[column])
                place += 1


def _put(cells: list[Any], column: int, value: Any) -> None:
    if value is None:
        return
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


def neutral(value: Any) -> Cell:
    """A value as a library has it: what looks like a formula is one, a moment is its day, blank text is nothing."""
    match value:
        case str():
            if not value.strip():
                return None
            return Formula(value) if value.lstrip().startswith("=") else value
        case bool() | int():
            return value
        case float():
            return number(value)
        case datetime():
            return value.date()
        case time() | timedelta():
            return str(value)
        case date() | None:
            return value
    return Formula(str(value))


def number(value: float) -> Cell:
    """A number, whole where it is; what is none, or has hundreds of digits, as something that was computed."""
    if not -1e300 < value < 1e300:
        return Formula(str(value))
    return int(value) if value.is_integer() and abs(value) < 1e18 else value


def trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    last = len(cells)
    while last and cells[last - 1] is None:
        last -= 1
    return tuple(cells[:last])
