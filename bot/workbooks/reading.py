"""Spreadsheet files as offices make them, read into neutral rows: bytes in, Sheets out. Knows nothing of people.

Nothing in a workbook is ever computed: a cell that holds a formula arrives as a Formula, also from .xls, where the
library shows only the result that the last program left there. The libraries are imported when a file is read, because
a bot that starts must not wait for them.
"""

import io
import re
import struct
import warnings
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bot.refusal import Refusal

MAX_BYTES = 20_000_000
MAX_UNPACKED = 80_000_000
"""A workbook of 50,000 rows unpacks to some 60 MB; a zip bomb to as much as one likes."""
MAX_ROWS = 50_000
MAX_COLUMNS = 64
_LAST_ROW = 1_048_576

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
# [MS-XLS] 2.3: records of a sheet's stream. 0x0206 and 0x0406 are what Excel 3 and 4 wrote for a formula.
_BOF, _EOF, _FORMULAS = frozenset({0x0809, 0x0409, 0x0209, 0x0009}), 0x000A, frozenset({0x0006, 0x0206, 0x0406})


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes, an error value, or text that a spreadsheet would take for a formula."""

    text: str


Cell = str | int | float | bool | date | Formula | None


class Merge(NamedTuple):
    """Merged cells, all four ends inclusive; rows count from 1 as people see them, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As the spreadsheet shows it, from 1."""
    cells: tuple[Cell, ...] = field(repr=False)  # phone numbers stay out of logs
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: its rows that hold something, with what is merged downwards repeated on each row it covers."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...]


def read(source: Path | bytes, filename: str) -> list[Sheet]:
    """The visible sheets of a workbook that hold something, in order.

    `filename` decides by its ending what is accepted, the content how it is read. Raises Refusal `workbook.*` for a
    file that is not such a workbook, is locked, carries macros, or is too large.
    """
    ending = Path(filename).suffix.lower()
    if ending in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise Refusal("workbook.macros", filename=filename)
    if ending not in {".xlsx", ".xls"}:
        raise Refusal("workbook.ending", filename=filename)
    content = source if isinstance(source, bytes) else _bytes(source, filename)
    if len(content) > MAX_BYTES:
        raise Refusal("workbook.large", filename=filename)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Refusal("workbook.locked", filename=filename)
    if not content.startswith((_ZIP, _OLE)):
        raise Refusal("workbook.broken", filename=filename)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read anyway
            sheets = list(_xlsx(content, filename) if content.startswith(_ZIP) else _xls(content, filename))
    except Refusal:
        raise
    except Exception as error:  # a damaged file makes these libraries fail in any way they can
        raise Refusal("workbook.broken", filename=filename) from error
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Refusal("workbook.empty", filename=filename)
    return sheets


def _bytes(path: Path, filename: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refusal("workbook.large", filename=filename)
        return path.read_bytes()
    except OSError as error:
        raise Refusal("workbook.absent", filename=filename) from error


def _xlsx(content: bytes, filename: str) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise Refusal("workbook.large", filename=filename)
        if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
            raise Refusal("workbook.macros", filename=filename)
        # Read-only: a stray format in the last row would otherwise make a million empty rows of objects.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            # A read-only sheet knows its file and not its merges, which stand behind the cells.
            merges = [
                Merge(int(top), _column(left), int(bottom), _column(right))
                for left, top, right, bottom in _MERGE.findall(archive.read(sheet._worksheet_path))
            ]
            sheet.reset_dimensions()  # what programs write there is often wrong, and would cut the table
            rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1)
            yield _sheet(
                sheet.title,
                ((number, [_xlsx_cell(cell.value, cell.data_type) for cell in row]) for number, row in rows),
                merges,
                filename,
            )
        book.close()


def _column(letters: bytes) -> int:
    """AB is 27: columns count from 0."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _xlsx_cell(value: Any, data_type: str) -> Cell:
    if value is None:
        return None
    if data_type in {"f", "e"}:
        return Formula(str(getattr(value, "text", None) or value))
    return _cell(value)


def _xls(content: bytes, filename: str) -> Iterator[Sheet]:
    import xlrd

    try:
        # formatting_info: merged cells are kept with the formats. on_demand: keeps the stream, where formulas are seen.
        # The library prints its complaints; not here.
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        why = "workbook.locked" if "encrypted" in str(error) else "workbook.broken"
        raise Refusal(why, filename=filename) from error
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            continue
        formulas = set(_formulas(book.mem, book._sh_abs_posn[index]))
        rows = (
            (number + 1, [_xls_cell(cell, (number, column) in formulas, book) for column, cell in enumerate(row)])
            for number, row in ((number, sheet.row(number)[:MAX_COLUMNS]) for number in range(sheet.nrows))
        )
        merges = [Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
        yield _sheet(sheet.name, rows, merges, filename)


def _formulas(stream: Any, position: int) -> Iterator[tuple[int, int]]:
    """(row, column), from 0, of the cells of one sheet that hold formulas: xlrd gives their results alone."""
    depth = 0
    while position + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, position)
        if record in _FORMULAS:
            yield struct.unpack_from("<HH", stream, position + 4)
        elif record in _BOF:  # of the sheet, or of a chart inside it
            depth += 1
        elif record == _EOF:
            depth -= 1
            if depth <= 0:
                return
        position += 4 + length


def _xls_cell(cell: Any, computed: bool, book: Any) -> Cell:
    import xlrd

    if computed or cell.ctype == xlrd.XL_CELL_ERROR:
        return Formula(f"={cell.value}")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _cell(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode))
        except (ValueError, OverflowError):
            return float(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} else _cell(cell.value)


def _cell(value: Any) -> Cell:
    match value:
        case str():
            if not value.strip():
                return None
            return Formula(value) if value.lstrip().startswith("=") else value
        case bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case datetime():
            return value.date()
        case time() | timedelta():
            return str(value)
        case date() | None:
            return value
    return Formula(str(value))


def _sheet(name: str, rows: Iterable[tuple[int, list[Cell]]], merges: Sequence[Merge], filename: str) -> Sheet:
    filled: list[tuple[int, list[Cell]]] = []
    for number, cells in rows:
        if number > _LAST_ROW or len(filled) > MAX_ROWS:
            raise Refusal("workbook.large", filename=filename)
        if any(cell is not None for cell in cells):
            filled.append((number, cells))
    _repeat_downwards(dict(filled), merges)
    return Sheet(name, tuple(Row(number, _trimmed(cells)) for number, cells in filled), tuple(merges))


def _repeat_downwards(rows: dict[int, list[Cell]], merges: Sequence[Merge]) -> None:
    """A unit written once beside ten people is the unit of all ten. Blank rows stay blank."""
    numbers = list(rows)
    for merge in merges:
        source = rows.get(merge.top)
        if source is None or merge.left >= len(source):
            continue
        for number in numbers[bisect_right(numbers, merge.top) : bisect_right(numbers, merge.bottom)]:
            if merge.left < len(rows[number]):
                rows[number][merge.left] = source[merge.left]


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    last = len(cells)
    while last and cells[last - 1] is None:
        last -= 1
    return tuple(cells[:last])
