"""The tracking table as a workbook to compute with: a sheet by unit, and one of the sums.

Whatever somebody is called stays text: a cell that begins with = + - @ is marked as such (quotePrefix), so that no
spreadsheet runs it, not even after it was edited.
"""

import io
from datetime import datetime
from typing import Any

from bot.dialogue.screens import say
from bot.papers.tracking.table import COLUMNS, Say, Tracking, about, name_of, sum_of, total_of

_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = (6, 30, 24, 18, 20, 34, 40)
_MOMENT = "hh:mm dd/mm/yyyy"


def tracking_workbook(phrase: Say, table: Tracking) -> bytes:
    """An .xlsx of two sheets. Times are those of the office's zone."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    sheet.title = phrase(say("paper.tracking.sheet"))
    head = _people(phrase, sheet, table)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    _sums(phrase, book.create_sheet(phrase(say("paper.tracking.totals"))), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _people(phrase: Say, sheet: Any, table: Tracking) -> int:
    """Fills the first sheet; the row of its headings."""
    row = _write(sheet, 1, [phrase(say("paper.tracking.title", title=table.title))], bold=True)
    for said in about(table):
        row = _write(sheet, row, [phrase(said)])
    head = row + 1
    row = _write(sheet, head, [phrase(column) for column in COLUMNS], bold=True)
    number = 0
    for unit in table.units:
        row = _write(sheet, row, [phrase(name_of(unit))], bold=True)
        for line in unit.lines:
            number += 1
            told = phrase(say("paper.tracking.told", by=line.told_by, at=line.told_at)) if line.told_at else None
            note = phrase(line.note) if line.note else None
            row = _write(sheet, row, [number, line.name, phrase(line.result), line.at, line.known_at, told, note])
        row = _write(sheet, row, [None, phrase(sum_of(unit))])
    return head


def _sums(phrase: Say, sheet: Any, table: Tracking) -> None:
    row = 1
    for result, count in table.totals:
        row = _write(sheet, row, [phrase(result), count])
    row = _write(sheet, row, [phrase(total_of(table)), table.total], bold=True)
    row = _write(sheet, row + 1, [phrase(said) for said in _UNIT_COLUMNS], bold=True)
    for unit in table.units:
        row = _write(sheet, row, [phrase(name_of(unit)), *unit.sums])
    sheet.column_dimensions["A"].width = 60


_UNIT_COLUMNS = (
    say("paper.tracking.by_unit"),
    say("paper.tracking.people"),
    say("paper.tracking.sent_to"),
    say("paper.tracking.column_known"),
    say("paper.tracking.column_told"),
)


def _write(sheet: Any, row: int, values: list[str | int | datetime | None], *, bold: bool = False) -> int:
    """One row; the next one's number."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
    from openpyxl.styles import Font  # type: ignore[import-untyped]

    for place, value in enumerate(values, start=1):
        cell = sheet.cell(row, place)
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"  # not "f", whatever it begins with
            cell.quotePrefix = value.startswith(_WOULD_RUN)
        elif isinstance(value, datetime):
            cell.value, cell.number_format = value.replace(tzinfo=None, second=0, microsecond=0), _MOMENT
        elif value is not None:
            cell.value = value
        if bold:
            cell.font = Font(bold=True)
    return row + 1
