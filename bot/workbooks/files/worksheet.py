"""One sheet of an .xlsx: a stream of rows and cells, of which the empty ones cost next to nothing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from bot.workbooks.files.gathering import MERGES, GatheredSheet, Gathering, neutral
from bot.workbooks.files.markup import Attributes, Enough, Part, unescaped, without_empty_cells
from bot.workbooks.reading import MAX_COLUMNS, Formula

_TRUE = {"1", "true", "on"}
_DIGITS = "0123456789"
_LONGEST_NUMBER = 40


class SharedText(int):
    """The place of a text in the list that all sheets share; the text is put in when all places are known."""

    __slots__ = ()


class Worksheet(Part):
    """Rows and cells into `sheet`. `shown` makes of a style's number and a value what people see; the places of shared
    texts go into `wanted`."""

    def __init__(
        self,
        sheet: GatheredSheet,
        gathering: Gathering,
        shown: Callable[[int, float], object],
        wanted: dict[int, SharedText],
    ) -> None:
        super().__init__()
        self._sheet, self._gathering, self._shown, self._wanted = sheet, gathering, shown, wanted
        self._number, self._hidden = 0, False
        self._cells: list[Any] = []
        self._column = -1
        self._of_cell: Attributes = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._aside = self._merged = 0
        self._columns: dict[str, int] = {}

    def parse(self, chunks: Iterable[bytes]) -> None:
        super().parse(without_empty_cells(chunks))

    def start(self, name: str, attributes: Attributes) -> None:
        tag = self.names[name]
        if tag == "c":
            self._of_cell = attributes
        elif tag == "v" or tag == "f" or (tag == "t" and not self._aside):
            self.listen()
        elif tag == "row":
            written = attributes.get("r")
            self._number = int(written) if written else self._number + 1
            self._hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"
            self._cells, self._column = [], -1
        elif tag == "mergeCell":
            self._merged += 1
            if self._merged > 4 * MERGES:  # rows stand before them, and nothing behind them matters
                raise Enough
            self._merge(attributes.get("ref", ""))
        elif tag == "rPh":  # how it is pronounced
            self._aside += 1
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self._sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))

    def end(self, name: str) -> None:
        tag = self.names[name]
        if tag == "v":
            self._value = self.heard()
        elif tag == "c":
            self._end_cell()
        elif tag == "t" and not self._aside:
            self._value = (self._value or "") + self.heard()
        elif tag == "f":
            self._formula = self.heard()
        elif tag == "row":
            self._gathering.row(self._sheet, self._number, self._cells, self._hidden)
            self._cells = []
        elif tag == "rPh":
            self._aside -= 1

    def _end_cell(self) -> None:
        place = self._of_cell.get("r")
        column = self._column_of(place.rstrip(_DIGITS)) if place else self._column + 1
        self._column = column
        value, formula = self._value, self._formula
        if (value is None and formula is None) or column >= MAX_COLUMNS:
            self._value = self._formula = None
            return
        self._value = self._formula = None
        cell = Formula(f"={formula}") if formula is not None else self._cell(value or "")
        cells = self._cells
        if cell is None:
            return
        if column == len(cells):
            cells.append(cell)
        elif column < len(cells):
            cells[column] = cell
        else:
            cells.extend([None] * (column - len(cells)))
            cells.append(cell)

    def _cell(self, value: str) -> object:
        match self._of_cell.get("t", "n"):
            case "s":
                index = int(value)
                found = self._wanted.get(index)
                if found is None:
                    found = self._wanted[index] = SharedText(index)
                return found
            case "n":
                return self._numeric(value.strip())
            case "b":
                return value.strip() in _TRUE
            case "e":
                return Formula(value)
            case "d":
                return _iso_day(value.strip())
        return neutral(unescaped(value))

    def _numeric(self, value: str) -> object:
        if not value:
            return None
        if len(value) > _LONGEST_NUMBER:
            return neutral(value)
        try:
            number = int(value) if value.isdigit() else float(value)
        except ValueError:
            return neutral(value)
        return self._shown(int(self._of_cell.get("s") or 0), number)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        left, right = first.rstrip(_DIGITS), last.rstrip(_DIGITS)
        top, bottom = first[len(left) :], last[len(right) :]
        if top and bottom and len(top) < 8 and len(bottom) < 8:
            self._sheet.merge(int(top), self._column_of(left), int(bottom), self._column_of(right))

    def _column_of(self, letters: str) -> int:
        """AB is 27: columns count from 0; those beyond all that are read are one."""
        found = self._columns.get(letters)
        if found is None:
            index = 0
            for letter in letters[:4]:
                index = index * 26 + ord(letter) - ord("A") + 1
            found = index - 1 if 0 < index <= MAX_COLUMNS else MAX_COLUMNS
            if len(self._columns) < 20_000:
                self._columns[letters] = found
        return found


def _iso_day(value: str) -> date | str:
    try:
        return datetime.fromisoformat(value.removesuffix("Z")).date()
    except ValueError:
        return value
