"""The table as a workbook to compute with: people with their unit in a column, collectives, and the sums of units.

Sums are plain numbers, which every program reads; below them a row counts what a filter shows. Whatever somebody is
called stays text: a cell that begins with = + - @ is marked as such (quotePrefix), so that no spreadsheet runs it, not
even after it was edited. Rows are written one by one and not kept.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from bot.papers.archive import settled
from bot.papers.plain_workbook import LINE, lines_of
from bot.papers.tables.table import Column, Part, Table

_FONT, _SIZE = "Times New Roman", 12
_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")
_MILLIMETRES = 2.0
"""Of one unit of a column's width, about."""
_HALF = 98.0
"""Millimetres that the country's name needs."""
_HEADINGS = 9
"""The row of the headings of columns: the head of the paper stands above it."""
_FIRST = _HEADINGS + 1
_LONGEST_NAME, _LONGEST_FOOTER = 31, 240
_MOST_LINES = 20
"""Of a row: some four fifths of what a spreadsheet allows."""
_WIDE_LETTER = 2.5
"""Millimetres, so that lines are not filled to the last letter."""


def table_workbook(table: Table) -> bytes:
    """An .xlsx: a sheet a part, and one of sums by unit. The same table gives the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = table.title, table.head.issuer
    for part in table.parts:
        _Sheet(book, table, part.sheet, _columns(part)).fill(part)
    for part in table.parts:
        if part.unit:
            _Sheet(book, table, table.by_unit, _unit_columns(part)).sum_up(part)
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue(), table.at)


def _columns(part: Part) -> tuple[Column, ...]:
    if not part.unit:
        return part.columns
    before = part.first_mark
    return (*part.columns[:before], Column(part.unit, 50), *part.columns[before:])


def _unit_columns(part: Part) -> tuple[Column, ...]:
    marks = tuple(one for one in part.columns if one.mark)
    unit = max(110.0, _HALF - sum(one.width for one in marks))
    return (Column(part.columns[0].name, 11, centred=True), Column(part.unit, unit), *marks)


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    italic: bool = False
    centred: bool = False
    border: bool = False
    wrapped: bool = False
    size: int = _SIZE


_Pair = tuple[Any, Any]


class _Sheet:
    """One sheet, written from the first row to the last."""

    def __init__(self, book: Any, table: Table, name: str, columns: Sequence[Column]) -> None:
        from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

        self._sheet = book.create_sheet(name[:_LONGEST_NAME])
        self._table, self._columns, self._row = table, columns, 0
        self._letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
        for letter, column in zip(self._letters, columns, strict=True):
            self._sheet.column_dimensions[letter].width = column.width / _MILLIMETRES
        self._plain = [self._pair(_Style(centred=one.mark or one.centred, border=True)) for one in columns]
        self._bold = [self._pair(_Style(bold=True, centred=True, border=True)) for _ in columns]
        self._set_up()

    def fill(self, part: Part) -> None:
        """People or collectives of the part, and their sums."""
        before = part.first_mark
        self._begin(part.heading)
        for group, row in part.rows:
            cells: list[str | int] = [int(cell) if at in {0, *part.numbers} else cell for at, cell in enumerate(row)]
            if part.unit:
                cells.insert(before, group.name)
            self._write(self._plain, cells)
        shift = before + bool(part.unit)
        sums: dict[int, int] = {column: part.sum_of(column) for column in part.numbers}
        sums |= dict(enumerate(part.sums, start=shift))
        counted = {place: 109 if place in part.numbers else 103 for place in sums}
        self._end(part.total, sums, counted)

    def sum_up(self, part: Part) -> None:
        """The sums of each unit of the part."""
        self._begin(part.heading)
        for number, group in enumerate(part.groups, start=1):
            self._write(self._plain, [number, group.name, *group.sums])
        sums = dict(enumerate(part.sums, start=2))
        self._end(part.total, sums, dict.fromkeys(sums, 109))

    def _begin(self, heading: str) -> None:
        head, last = self._table.head, len(self._columns)
        half, plain, bold = self._half(), _Style(centred=True), _Style(bold=True, centred=True)
        dated = _Style(italic=True, centred=True)
        if half:
            for left, right, styles in (
                (head.parent, head.country, (plain, bold)),
                (head.issuer, head.motto, (bold, bold)),
                (head.mark, head.place, (dated, dated)),
            ):
                self._merged([(1, half, left, styles[0]), (half + 1, last, right, styles[1])])
        else:  # too narrow for both
            for said in (head.country, head.motto, head.issuer):
                self._merged([(1, last, said, bold)])
        title = _Style(bold=True, centred=True, size=14)
        self._append([])
        for said in (self._table.kind, self._table.about):
            self._merged([(1, last, said, title)])
        self._merged([(1, last, self._table.note, dated)])
        self._merged([(1, last, heading, _Style(bold=True))])
        self._write(self._bold, [one.name for one in self._columns])

    def _end(self, total: str, sums: dict[int, int], counted: dict[int, int]) -> None:
        """The sums as numbers; and, of what a filter shows, as formulas."""
        last, width = self._row, range(len(self._columns))
        self._sheet.auto_filter.ref = f"A{_HEADINGS}:{self._letters[-1]}{max(last, _FIRST)}"
        if last < _FIRST:
            self._append([])
            last = self._row
        self._write(self._bold, [sums.get(at, total if at == 1 else "") for at in width])
        formulas: list[str | int] = ["" for _ in width]
        formulas[1] = self._table.visible
        for at, function in counted.items():
            letter = self._letters[at]
            formulas[at] = f"=SUBTOTAL({function},{letter}{_FIRST}:{letter}{last})"
        self._write(self._bold, formulas, formulas=counted)
        across = sum(one.width for one in self._columns)
        for said, lines in _rows_of(self._table.closing, across):
            self._merged([(1, len(self._columns), said, _Style(wrapped=True))], height=lines * LINE)

    def _half(self) -> int:
        """The number of columns on the left that leave room for the country's name; 0: there is none for both."""
        right, place = 0.0, len(self._columns)
        while place and right < _HALF:
            place -= 1
            right += self._columns[place].width
        return place if sum(one.width for one in self._columns[:place]) >= _HALF / 2 else 0

    def _write(self, pairs: Sequence[_Pair], values: Sequence[str | int], formulas: Iterable[int] = ()) -> None:
        """One row, in cells that are used again for every row."""
        run = frozenset(formulas)
        cells = []
        for at, ((plain, quoted), value) in enumerate(zip(pairs, values, strict=True)):
            would_run = isinstance(value, str) and at not in run and value.startswith(_WOULD_RUN)
            cells.append(_set(quoted if would_run else plain, value, runs=at in run))
        lines = max(
            lines_of(value, one.width) if isinstance(value, str) and at not in run else 1
            for at, (value, one) in enumerate(zip(values, self._columns, strict=True))
        )
        if lines > 1:  # not every program finds the height of a row by itself
            self._sheet.row_dimensions[self._row + 1].height = lines * LINE
        self._append(cells)

    def _merged(self, spans: Sequence[tuple[int, int, str, _Style]], height: float | None = None) -> None:
        """One row of cells that reach from a column to another."""
        row: list[Any] = [None] * len(self._columns)
        for first, last, value, style in spans:
            row[first - 1] = _set(self._pair(style)[value.startswith(_WOULD_RUN)], value)
            if last > first:
                self._sheet.merged_cells.add(
                    f"{self._letters[first - 1]}{self._row + 1}:{self._letters[last - 1]}{self._row + 1}"
                )
        if height is not None:
            self._sheet.row_dimensions[self._row + 1].height = height
        self._append(row)

    def _append(self, cells: Sequence[Any]) -> None:
        self._sheet.append(cells)
        self._row += 1

    def _pair(self, style: _Style) -> _Pair:
        """A cell, and one for text that a spreadsheet would run: what a cell looks like is never changed afterwards."""
        return self._cell(style, quoted=False), self._cell(style, quoted=True)

    def _cell(self, style: _Style, *, quoted: bool) -> Any:
        from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
        from openpyxl.styles import Alignment, Border, Font, Side  # type: ignore[import-untyped]

        cell, line = WriteOnlyCell(self._sheet), Side(style="thin")
        cell.font = Font(name=_FONT, size=style.size, bold=style.bold, italic=style.italic)
        cell.alignment = Alignment(
            horizontal="center" if style.centred else "left",
            vertical="center",
            wrap_text=style.border or style.wrapped,
        )
        if style.border:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        cell.quotePrefix = quoted
        return cell

    def _set_up(self) -> None:
        """A4 across, as wide as the page, its number on top from the second page on."""
        sheet = self._sheet
        sheet.freeze_panes, sheet.print_title_rows = f"C{_FIRST}", f"{_HEADINGS}:{_HEADINGS}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
        margins = sheet.page_margins
        margins.left, margins.right, margins.top, margins.bottom = 30 / 25.4, 18 / 25.4, 20 / 25.4, 20 / 25.4
        words = sheet.HeaderFooter
        words.differentFirst = True
        words.oddHeader.center.text = f'&"{_FONT},Regular"&13&P'
        for footer in (words.oddFooter, words.firstFooter):
            footer.left.text = f'&"{_FONT},Italic"&10' + self._table.note.replace("&", "&&")[:_LONGEST_FOOTER]


def _rows_of(sentences: Sequence[str], width: float) -> Iterator[tuple[str, int]]:
    """The sentences in one row, which no page parts, with its number of lines; in several, where they are too long: a
    row is no higher than a page."""
    pieces = [one for said in sentences for one in wrap(said, int(width * _MOST_LINES / _WIDE_LETTER))]
    lines = [lines_of(one, width) for one in pieces]
    if pieces and sum(lines) <= _MOST_LINES:
        yield "\n".join(pieces), sum(lines)
    else:
        yield from zip(pieces, lines, strict=True)


def _set(cell: Any, value: str | int, *, runs: bool = False) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    if isinstance(value, str) and not runs:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) or None
        cell.data_type = "s" if value else "n"  # not "f", whatever it begins with
    else:
        cell.value = value
    return cell
