"""Workbooks of Excel 97 to 2003 (.xls), by xlrd; formulas are found in the stream, as it shows their results alone."""

import io
import struct
from collections.abc import Iterator
from typing import IO, Any

from bot.workbooks.files import formats
from bot.workbooks.files.gathering import Gathering, Unreadable, neutral, number
from bot.workbooks.reading import MAX_COLUMNS, Formula

# [MS-XLS] 2.3: records of a sheet's stream. 0x0206 and 0x0406 are what Excel 3 and 4 wrote for a formula.
_BOF, _EOF, _FORMULAS = frozenset({0x0809, 0x0409, 0x0209, 0x0009}), 0x000A, frozenset({0x0006, 0x0206, 0x0406})


def read(file: IO[bytes], gathering: Gathering) -> None:
    """Raises Unreadable for a workbook under a password."""
    import xlrd

    content = file.read()
    try:
        book = _book(content, with_formats=True)
    except Exception as error:
        if "encrypted" in str(error):
            raise Unreadable("workbook.locked") from error
        if isinstance(error, xlrd.XLRDError | MemoryError):
            raise
        book = _book(content, with_formats=False)  # styles that other programs write, and that it stumbles over
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility:
            gathering.hidden_sheets.append(sheet.name)
            continue
        _sheet(book, sheet, set(_formulas(book.mem, book._sh_abs_posn[index])), gathering)


def _book(content: bytes, *, with_formats: bool) -> Any:
    """Merged cells are kept with the formats. on_demand keeps the stream, where formulas are seen.

    The library prints its complaints; not here.
    """
    import xlrd

    return xlrd.open_workbook(
        file_contents=content, formatting_info=with_formats, on_demand=True, logfile=io.StringIO()
    )


def _sheet(book: Any, sheet: Any, formulas: set[tuple[int, int]], gathering: Gathering) -> None:
    found = gathering.sheet(sheet.name)
    gathering.expect(sheet.nrows)
    for place in range(sheet.nrows):
        gathering.along(1)
        cells = sheet.row(place)[:MAX_COLUMNS]
        info = sheet.rowinfo_map.get(place)
        gathering.row(
            found,
            place + 1,
            [_cell(cell, (place, column) in formulas, book) for column, cell in enumerate(cells)],
            bool(info and (info.hidden or info.height == 0)),
        )
    for top, bottom, left, right in sheet.merged_cells:
        found.merge(top + 1, left, bottom, right - 1)
    found.hidden_columns.update(
        column for column, info in sheet.colinfo_map.items() if info.hidden and column < MAX_COLUMNS
    )


def _formulas(stream: Any, position: int) -> Iterator[tuple[int, int]]:
    """(row, column), from 0, of the cells of one sheet that hold formulas."""
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


def _cell(cell: Any, computed: bool, book: Any) -> object:
    import xlrd

    if computed or cell.ctype == xlrd.XL_CELL_ERROR:
        return Formula(f"={cell.value}")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return neutral(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode))
        except (ValueError, OverflowError):
            return number(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        show = _format(book, cell.xf_index)
        return neutral(show(cell.value, bool(book.datemode)) if show else cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} else neutral(cell.value)


def _format(book: Any, style: int | None) -> formats.Shown | None:
    if style is None or style >= len(book.xf_list):
        return None
    found = book.format_map.get(book.xf_list[style].format_key)
    return formats.custom(found.format_str) if found else None
