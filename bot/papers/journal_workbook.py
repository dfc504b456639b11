"""The journal as a workbook, written row by row: it never stands in memory as a whole."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")
_MOMENT = "hh:mm:ss dd/mm/yyyy"
_WIDTHS = (9, 20, 28, 44, 40, 50, 30, 24, 40, 22)


def journal_workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx of one sheet. Cells are text, numbers, or times of the office's zone."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, Font(bold=True)) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    if isinstance(value, int) and font is None:
        return value
    cell = WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None, microsecond=0), _MOMENT
    elif value is not None:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell.data_type = "s"
        cell.quotePrefix = str(value).startswith(_WOULD_RUN)
    if font is not None:
        cell.font = font
    return cell
