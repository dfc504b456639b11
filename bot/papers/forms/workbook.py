"""The workbook in which a unit enters what its people have signed: a row a person, a column a title.

Whatever somebody is called stays text: a cell that begins with = + - @ is marked as such (quotePrefix), so that no
spreadsheet runs it, not even after it was edited.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS, _TITLE, _LAST = (14, 28, 30), 14, (40, 16, 14)


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The headings and the people, as text, in order."""

    name: str
    headings: Sequence[str]
    """Code, name, post; a title each; the initiative, «không đăng ký», the day of signing."""
    people: Sequence[tuple[str, str, str]]


def form_workbook(sheet_of: FormSheet) -> bytes:
    """An .xlsx of one sheet, whose first row are the headings."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    sheet.title = sheet_of.name
    for place, heading in enumerate(sheet_of.headings, start=1):
        cell = _text(sheet.cell(1, place), heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    titles = len(sheet_of.headings) - len(_WIDTHS) - len(_LAST)
    for place, width in enumerate((*_WIDTHS, *[_TITLE] * titles, *_LAST), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row, person in enumerate(sheet_of.people, start=2):
        for place, value in enumerate(person, start=1):
            _text(sheet.cell(row, place), value)
    sheet.freeze_panes = "D2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(cell: Any, value: str) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"  # not "f", whatever it begins with
    cell.quotePrefix = value.startswith(_WOULD_RUN)
    return cell
