"""One sheet of an .xlsx: a stream of rows and cells, of which the empty ones cost next to nothing."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from bot.workbooks.files.gathering import GatheredSheet, Gathering, neutral
from bot.workbooks.files.markup import Attributes, Text, parse, unescaped, without_empty_cells
from bot.workbooks.reading import MAX_COLUMNS, Formula

_TRUE = {"1", "true", "on"}
_DIGITS = "0123456789"
_LONGEST_NUMBER = 40


class SharedText(int):
    """The place of a text in the list that all sheets share; the text is put in when all places are known."""

    __slots__ = ()


def read_sheet(
    chunks: Iterator[bytes],
    sheet: GatheredSheet,
    gathering: Gathering,
    shown: Callable[[int, float], object],
    wanted: dict[int, SharedText],
) -> None:
    """`shown` makes of a style's number and a value what people see; the places of shared texts go into `wanted`."""
    _Sheet(sheet, gathering, shown, wanted).read(chunks)


class _Sheet:
    def __init__(
        self,
        sheet: GatheredSheet,
        gathering: Gathering,
        shown: Callable[[int, float], object],
        wanted: dict[int, SharedText],
    ) -> None:
        self._sheet, self._gathering, self._shown, self._wanted = sheet, gathering, shown, wanted
        self._text = Text()
        self._number, self._hidden = 0, False
        self._cells: list[Any] = []
        self._column, self._kind, self._style = -1, "n", 0
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []
        self._aside = 0
        self._columns: dict[str, int] = {}

    def read(self, chunks: Iterator[bytes]) -> None:
        parse(without_empty_cells(chunks), self._start, self._end, self._text)

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or tag == "f" or (tag == "t" and not self._aside):
            self._text.listen()
        elif tag == "row":
            written = attributes.get("r")
            self._number = int(written) if written else self._number + 1
            self._hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"
            self._cells, self._column = [], -1
        elif tag == "rPh":  # how it is pronounced
            self._aside += 1
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self._sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))

    def _start_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        self._column = self._column_of(place.rstrip(_DIGITS)) if place else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self._value = self._formula = None

    def _end(self, tag: str) -> None:
        if tag == "v":
            self._value = self._text.take()
        elif tag == "t" and not self._aside:
            self._pieces.append(self._text.take())
        elif tag == "c":
            self._end_cell()
        elif tag == "f":
            self._formula = self._text.take()
        elif tag == "row":
            self._gathering.row(self._sheet, self._number, self._cells, self._hidden)
            self._cells = []
        elif tag == "rPh":
            self._aside -= 1

    def _end_cell(self) -> None:
        if self._pieces:
            self._value = "".join(self._pieces)
            self._pieces.clear()
        if not 0 <= self._column < MAX_COLUMNS:
            return
        cell = self._cell()
        if cell is not None:
            missing = self._column - len(self._cells)
            if missing > 0:
                self._cells.extend([None] * missing)
            if missing >= 0:
                self._cells.append(cell)
            else:
                self._cells[self._column] = cell

    def _cell(self) -> object:
        value, kind = self._value, self._kind
        if self._formula is not None:
            return Formula(f"={self._formula}")
        if value is None:
            return None
        match kind:
            case "s":
                index = int(value)
                return self._wanted.setdefault(index, SharedText(index))
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
        if len(value) > _LONGEST_NUMBER:
            return neutral(value)
        try:
            number = int(value) if value.isdigit() else float(value)
        except ValueError:
            return neutral(value)
        return self._shown(self._style, number)

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
