"""Tables inside sheets: a header, the rows under it, and the headings that part them by unit. Pure.

Which words mean which column is data, in workbook.toml. Used for the roster and for past awards.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.folding import fold
from bot.refusal import Refusal
from bot.workbooks.headers import Grid, Header, found_in, only_numbers, says_header
from bot.workbooks.reading import Cell, Formula, Row, Sheet
from bot.workbooks.values import shown
from bot.workbooks.vocabulary import begins_with as begins_with
from bot.workbooks.vocabulary import key as key
from bot.workbooks.vocabulary import label as label
from bot.workbooks.vocabulary import meaning as meaning
from bot.workbooks.vocabulary import meanings as meanings
from bot.workbooks.vocabulary import vocabulary as vocabulary

_HEADER_WITHIN = 60
"""Rows that are searched for the header: above it stand the names of the offices, a title, a note."""
_LIKE_A_HEADER = 3
"""With so many known words a row is meant as a header, and what it lacks can be named."""
_ABOVE = 12
"""Rows above a header in which its title is looked for."""
_MARK = re.compile(r"\(?(?P<letter>[A-Z])\)?|\(?(?P<roman>[IVXL]+)\)?|(?P<part>\d+(?:\.\d+)+)|\(?(?P<digit>\d{1,2})\)?")
_MARKED = re.compile(r"\(?((?:[IVXL]+|[A-Z])|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:–-]+\s*(?=\D)")
_HEADS = re.compile(r"\s*[:(–-]*\s*\d+\s*(?:\w+\s*){1,3}\)?\s*$")
_DATE_LINE = re.compile(r"\bngay\b.{0,8}\bthang\b.{0,8}\bnam\b")
_RANKS = ("letter", "roman", "digit", "part", "none")
_LONGEST_HEADING = 150


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of table by its columns: of each group in `required` one is there, of `foreign` none."""

    required: tuple[tuple[str, ...], ...]
    foreign: frozenset[str] = frozenset()
    mistaken: str = ""
    """The refusal of a workbook that has columns of `foreign`: it was meant for another command."""
    parted_by: str = ""
    """The column that rows of headings may stand for."""
    instead: Callable[[Header], frozenset[str]] = lambda header: frozenset()
    """Required columns that a header says in another way."""

    def missing(self, found: Mapping[str, Any], also: Iterable[str] = ()) -> list[str]:
        there = {*found, *also}
        return [group[0] for group in self.required if not any(name in there for name in group)]


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row under a header. `values` holds the known columns that the table has, `cells` the row as it stands."""

    sheet: str
    number: int
    values: Mapping[str, Cell] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    hidden: bool = False
    is_heading: bool = False
    """No data: the header said again, or a heading that says to which unit the rows below it belong."""
    heading: str = ""
    """The unit that such a heading names."""
    above: str = ""
    """The heading over the one that the row stands under: the unit above its unit, perhaps."""


@dataclass(frozen=True, slots=True)
class Table:
    sheet: str
    header: Header
    lines: tuple[TableLine, ...]
    titles: tuple[tuple[int, str], ...] = ()
    """Rows above the header, by number, each as one text."""

    @property
    def columns(self) -> Mapping[str, tuple[int, ...]]:
        """Known column -> where it stands: several places where one heading stands over them."""
        return self.header.columns

    @property
    def headings(self) -> tuple[str, ...]:
        """The text over each column of the sheet, from the first column."""
        return self.header.headings

    def heading(self, column: str) -> str:
        """The workbook's heading of `column`; the usual one where it has none."""
        places = self.columns.get(column)
        return self.headings[places[0]] if places else label(column)


def find(sheets: Sequence[Sheet], layout: Layout) -> list[Table]:
    """Every table of that kind: several in a sheet where the header is said again, as after a page break."""
    return [table for sheet in sheets for table in _tables(sheet, layout)]


def _tables(sheet: Sheet, layout: Layout) -> list[Table]:
    grid = Grid(sheet)
    found: list[tuple[int, Header]] = []
    for index, header in found_in(grid, _HEADER_WITHIN):
        missing = set(layout.missing(header.columns, layout.instead(header))) - {layout.parted_by}
        if missing or layout.foreign & header.columns.keys():
            continue
        if found and header.rows[0] <= found[-1][1].rows[-1]:  # it begins inside the one before
            if len(header.columns) > len(found[-1][1].columns):
                found[-1] = (index, header)
        elif not found or says_header(sheet.rows[index]):
            found.append((index, header))
    tables: list[Table] = []
    parting = _Parting(layout.parted_by)
    for position, (index, header) in enumerate(found):
        end = found[position + 1][0] if position + 1 < len(found) else len(sheet.rows)
        rows = [row for row in sheet.rows[index:end] if row.number >= header.first_line]
        lines = tuple(_lines(sheet.name, header, rows, parting))
        titles = tuple((row.number, _said(row)) for row in sheet.rows[max(0, index - _ABOVE) : index])
        tables.append(Table(sheet.name, header, lines, titles if position == 0 else tables[0].titles))
    if (layout.parted_by,) in layout.required and not parting.used:
        return [table for table in tables if layout.parted_by in table.columns]
    return tables


def lacking(sheets: Sequence[Sheet], layout: Layout) -> Refusal:
    """The refusal where `find` found nothing: the nearest header lacks columns, or there is no header at all."""
    headers = [header for sheet in sheets for _, header in found_in(Grid(sheet), _HEADER_WITHIN)]
    nearest = max(headers, key=lambda header: len(header.columns), default=None)
    if nearest is None or len(nearest.columns) < _LIKE_A_HEADER:
        return Refusal("workbook.headless", columns=_labels([group[0] for group in layout.required]))
    if layout.foreign & nearest.columns.keys():
        return Refusal(layout.mistaken)
    return Refusal("workbook.columns", columns=_labels(layout.missing(nearest.columns, layout.instead(nearest))))


def is_total(line: TableLine) -> bool:
    """True for a row of totals, of the list or of a part of it: the first words that it says."""
    first = next((text for cell in line.cells if isinstance(cell, str) and (text := shown(cell))), "")
    return begins_with(first, "foot")


def is_end(line: TableLine) -> bool:
    """True for a row that stands below a list: the place and date, whoever signs, where it goes."""
    texts = [shown(cell) for cell in line.cells if isinstance(cell, str)]
    return any(begins_with(text, "notes") or _DATE_LINE.search(fold(text)) for text in texts)


def _labels(columns: Sequence[str]) -> str:
    return ", ".join(f"«{label(column)}»" for column in columns)


def _said(row: Row) -> str:
    return " ".join(dict.fromkeys(shown(cell) for cell in row.cells if cell is not None))


def _lines(sheet: str, header: Header, rows: Sequence[Row], parting: "_Parting") -> Iterator[TableLine]:
    texts = {text for path in header.paths for text in path}
    if rows and only_numbers(rows[0]):
        rows = rows[1:]
    for row in rows:
        if says_header(row) or _said_again(row, texts):
            yield TableLine(sheet, row.number, {}, row.cells, row.hidden, is_heading=True)
            continue
        values = {name: _value(row.cells, places, name) for name, places in header.columns.items()}
        if parting.takes(row, header):
            yield TableLine(sheet, row.number, values, row.cells, row.hidden, True, heading=parting.heading)
        else:
            yield TableLine(sheet, row.number, parting.fill(values), row.cells, row.hidden, above=parting.above)


def _said_again(row: Row, texts: set[str]) -> bool:
    """True for a row of sub-headings after a page break: every cell is a heading of the table."""
    said = [shown(cell) for cell in row.cells if cell is not None]
    return len(said) >= 2 and all(text in texts for text in said) and any(map(meaning, said))


def _value(cells: Sequence[Cell], places: tuple[int, ...], name: str) -> Cell:
    filled = [cells[place] for place in places if place < len(cells) and cells[place] is not None]
    computed = next((cell for cell in filled if isinstance(cell, Formula)), None)
    if computed or len(filled) < 2:
        return computed or (filled[0] if filled else None)
    # One heading over two columns: family and middle names in the first, the given name in the second; or the parts of
    # a day.
    return ("/" if name.endswith("_on") else " ").join(shown(cell) for cell in filled)


class _Parting:
    """The headings between the rows of a sheet, from the top down: which unit the next row stands under."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._stack: list[tuple[str, str]] = []
        self._followed = True
        self.used = False
        """A row stood under a heading."""

    @property
    def heading(self) -> str:
        return self._stack[-1][1]

    @property
    def above(self) -> str:
        return self._stack[-2][1] if len(self._stack) > 1 else ""

    def takes(self, row: Row, header: Header) -> bool:
        """True if `row` is such a heading; it then holds for the rows that follow."""
        found = _heading(row, header) if self._column else None
        if found is None:
            return False
        kind, _ = found
        same_again = bool(self._stack) and self._stack[-1][0] == kind
        nested = kind == "none" and same_again and not self._followed
        rank = _RANKS.index(kind)
        self._stack = [one for one in self._stack if _RANKS.index(one[0]) < rank or nested]
        self._stack.append(found)
        self._followed = False
        return True

    def fill(self, values: dict[str, Cell]) -> Mapping[str, Cell]:
        """`values` with the unit of the heading, where the row itself says none."""
        self._followed |= bool(values.get("name"))
        if not self._column or not self._stack or values.get(self._column) is not None or not values.get("name"):
            return values
        self.used = True
        return {**values, self._column: self._stack[-1][1]}


def _heading(row: Row, header: Header) -> tuple[str, str] | None:
    """Kind of numbering and words of a row that is a heading between units, such as «II. Phòng Kế hoạch»."""
    places = [(place, shown(cell)) for place, cell in enumerate(row.cells) if isinstance(cell, str)]
    if any(isinstance(cell, Formula) or (cell is not None and not isinstance(cell, str | int)) for cell in row.cells):
        return None
    kind = "none"
    number = header.columns.get("number", (0,))[0]
    if len(places) > 1 and (mark := _MARK.fullmatch(places[0][1].rstrip(" ./)"))) and places[0][0] <= number:
        kind, places = _kind(mark.group()), places[1:]
    elif len(row.cells) > number and isinstance(row.cells[number], int):
        kind = "digit"
    texts = {text for _, text in places}
    if len(texts) != 1:
        return None
    place, text = places[0][0], places[0][1].lstrip("*+-\u2013\u2022 ")
    in_text = _MARKED.match(text)
    if kind == "none" and in_text:
        kind = _kind(in_text[1])
    if in_text:
        text = text[in_text.end() :]
    name = _HEADS.sub("", _bare(text))
    if (
        len(name) < 2
        or len(name) > _LONGEST_HEADING
        or meaning(name)
        or any(begins_with(name, part) for part in ("foot", "notes"))
    ):
        return None
    among_names = place in header.columns.get("name", ())
    if kind in {"letter", "roman"} or _names_unit(name, among_names=among_names):
        return kind, name
    # With nothing beside it, and not where a name would stand, it can hardly be anything else.
    alone = kind == "none" and not among_names and " " in name and not any(map(str.isdigit, name))
    return (kind, name) if alone and not text.startswith("(") else None


def _kind(mark: str) -> str:
    mark = mark.strip("()")
    if mark.isdigit():
        return "digit"
    if mark[0].isdigit():
        return "part"
    return "roman" if set(mark) <= set("IVX") else "letter"


def _bare(text: str) -> str:
    """«Đơn vị: Phòng Kế hoạch» without what it says of itself."""
    before, colon, after = text.partition(":")
    return after.strip() if colon and after.strip() and meaning(before) == "unit" else text.strip(" :;.")


def _names_unit(name: str, *, among_names: bool) -> bool:
    """True if a heading begins as names of units do; where people stand, only with its marks: Tô and Bàn are names."""
    ways = [*vocabulary()["units"]["word"], *vocabulary()["units"]["whole"]]
    if any(f"{name.casefold()} ".startswith(f"{way.casefold()} ") for way in ways):
        return True
    return not among_names and any(f"{key(name)} ".startswith(f"{key(way)} ") for way in ways)
