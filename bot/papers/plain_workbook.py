"""A list as a workbook: a title, a heading a column, a row each; and the room that words take in a cell. Pure."""

from collections.abc import Sequence
from io import BytesIO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | None
_WOULD_RUN = ("=", "+", "-", "@")
_WIDEST = 60
_LETTER, _SPACE = 2.1, 1.1
"""Millimetres of a letter, rather more than the average, and between words: columns come out narrower elsewhere."""
LINE = 16.0
"""Points of a line's height."""


def plain_workbook(title: str, lines: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """`lines`: below the title, before the headings. Text is text, whatever it begins with."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
    from openpyxl.styles import Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    whole: list[tuple[Sequence[Value], bool]] = [((title,), True), *(((line,), False) for line in lines)]
    head = len(whole) + 1
    whole += [(headings, True), *((row, False) for row in rows)]
    for number, (values, bold) in enumerate(whole, start=1):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"  # not "f", whatever it begins with
                cell.quotePrefix = value.startswith(_WOULD_RUN)
            elif value is not None:
                cell.value = value
                cell.number_format = "#,##0" if isinstance(value, int) else "0.0"
            cell.font = Font(name="Times New Roman", size=12, bold=bold)
    for place, heading in enumerate(headings, start=1):
        widest = max([len(heading), *(len(str(row[place - 1] or "")) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(widest + 3, _WIDEST)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def lines_of(value: str, width: float) -> int:
    """About how many lines of a column of so many millimetres it takes: not every program finds that by itself."""
    if len(value) * _LETTER <= width:
        return 1
    lines, left = 1, width
    for word in value.split():
        if (needs := len(word) * _LETTER) > left:
            lines, left = lines + 1, width
        left -= needs + _SPACE
    return lines
