"""A workbook as a whole, from what was gathered: merged cells repeated, and texts in one encoding, Unicode's NFC."""

import unicodedata
from collections.abc import Callable, Iterator

from bot.workbooks import legacy
from bot.workbooks.files.gathering import GatheredSheet, Gathering, Unreadable, repeat_downwards, trimmed
from bot.workbooks.reading import Formula, Row, Sheet, Suspect, Workbook

_SUSPECTS = 1_000


def workbook(gathering: Gathering) -> Workbook:
    """The sheets that hold something. Raises Unreadable where none does, or where there is too much text."""
    sheets = [sheet for sheet in gathering.sheets if sheet.rows]
    if not sheets:
        raise Unreadable("workbook.empty")
    _normalize(sheets)
    evidence = legacy.Evidence()
    for _, _, _, text in _texts(sheets):
        evidence.add(text)
    encoding = evidence.whole()
    suspects: list[Suspect] = []
    if encoding:
        _change(sheets, lambda text: legacy.convert(text, encoding))
    elif evidence.found:
        suspects = list(_suspects(sheets))
    length = 0
    for sheet in sheets:
        repeat_downwards(sheet)
        for row in sheet.rows:
            length += sum(len(cell) for cell in row.cells if isinstance(cell, str))
            length += sum(len(cell.text) for cell in row.cells if isinstance(cell, Formula))
            if length > gathering.limits.text:
                raise Unreadable("workbook.complex")
    return Workbook(tuple(_sheet(sheet) for sheet in sheets), encoding, tuple(suspects), tuple(gathering.hidden_sheets))


def _sheet(sheet: GatheredSheet) -> Sheet:
    rows = sorted(sheet.rows, key=lambda row: row.number)
    return Sheet(
        sheet.name,
        tuple(Row(row.number, trimmed(row.cells), row.hidden) for row in rows),
        tuple(sorted(sheet.merges)),
        tuple(sorted(sheet.hidden_columns)),
    )


def _texts(sheets: list[GatheredSheet]) -> Iterator[tuple[GatheredSheet, int, int, str]]:
    """Every text that is not plain ASCII: its sheet, the number of its row, its column from 0."""
    for sheet in sheets:
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                if isinstance(cell, str) and not cell.isascii():
                    yield sheet, row.number, column, cell


def _change(sheets: list[GatheredSheet], change: Callable[[str], str]) -> None:
    """Each text changed once, however often it stands there."""
    done: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                if isinstance(cell, str) and not cell.isascii():
                    if cell not in done:
                        done[cell] = change(cell)
                    row.cells[column] = done[cell]


def _normalize(sheets: list[GatheredSheet]) -> None:
    _change(sheets, lambda text: unicodedata.normalize("NFC", text))


def _suspects(sheets: list[GatheredSheet]) -> Iterator[Suspect]:
    left = _SUSPECTS
    for sheet, row, column, text in _texts(sheets):
        found = legacy.suspected(text)
        if found and left:
            left -= 1
            yield Suspect(sheet.name, f"{letters(column)}{row}", found)


def letters(column: int) -> str:
    """The letters of a column, from 0: 27 is AB."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name, column = chr(ord("A") + letter) + name, column - 1
    return name
