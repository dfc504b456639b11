"""The rows that an import did not take, as a workbook to correct and to import again: the row, the column, the reason.

Whatever somebody typed there stays text: a cell that begins with = + - @ is marked as such (quotePrefix), so that no
spreadsheet runs it, not even after it was edited.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.workbooks.reading import Cell, Formula
from bot.workbooks.report import Reject

Say = Callable[[str, Mapping[str, Any]], str]
"""A phrase key and its values -> the sentence, as plain text."""

_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")
_ADDED = ("import.rejects.row", "import.rejects.column", "import.rejects.reason")
_WIDTH, _REASON_WIDTH = 18, 70


def workbook(rejected: Sequence[Reject], say: Say) -> bytes:
    """An .xlsx with a sheet for each sheet that had such rows, under its own headings, three columns added behind."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    bold, wrong, wrapped = Font(bold=True), PatternFill("solid", fgColor="FFF2CC"), Alignment(wrap_text=True)
    book = Workbook()
    book.remove(book.active)
    by_sheet: dict[str, list[Reject]] = {}
    for reject in rejected:
        by_sheet.setdefault(reject.sheet, []).append(reject)
    for name, rows in by_sheet.items():
        sheet = book.create_sheet(name)
        headings = rows[0].headings
        for place, heading in enumerate((*headings, *(say(key, {}) for key in _ADDED)), start=1):
            _write(sheet.cell(1, place), heading).font = bold
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
        sheet.column_dimensions[get_column_letter(len(headings) + len(_ADDED))].width = _REASON_WIDTH
        sheet.freeze_panes = "A2"
        for line, reject in enumerate(rows, start=2):
            faulty = {problem.column for problem in reject.problems}
            for place, cell in enumerate(reject.cells[: len(headings)], start=1):
                _write(sheet.cell(line, place), cell)
            for place, heading in enumerate(headings, start=1):
                if heading in faulty:
                    sheet.cell(line, place).fill = wrong
            added: tuple[Cell, ...] = (
                reject.number,
                "; ".join(dict.fromkeys(problem.column for problem in reject.problems)),
                "\n".join(say(problem.why.key, problem.why.values) for problem in reject.problems),
            )
            for place, value in enumerate(added, start=len(headings) + 1):
                _write(sheet.cell(line, place), value).alignment = wrapped
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(cell: Any, value: Cell) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    text = value.text if isinstance(value, Formula) else value
    if isinstance(text, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"  # not "f", whatever it begins with
        cell.quotePrefix = text.startswith(_WOULD_RUN)
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    return cell
