"""A workbook as a whole, from what was gathered: merged cells repeated, and texts in one encoding, Unicode's NFC."""

import unicodedata
from collections.abc import Iterator

from bot.workbooks import legacy
from bot.workbooks.files.gathering import GatheredSheet, Gathering, Unreadable, repeat_downwards, trimmed
from bot.workbooks.legacy import Encoding
from bot.workbooks.reading import Formula, Row, Sheet, Suspect, Workbook

_SUSPECTS = 1_000


def workbook(gathering: Gathering) -> Workbook:
    """The sheets that hold something. Raises Unreadable where none does, or where there is too much text."""
    sheets = [sheet for sheet in gathering.sheets if sheet.rows]
    if not sheets:
        raise Unreadable("workbook.empty")
    distinct = _distinct(sheets)
    evidence = legacy.Evidence()
    for text in distinct.values():
        evidence.add(text)
    encoding = evidence.whole()
    if encoding:
        distinct = {written: legacy.convert(text, encoding) for written, text in distinct.items()}
    _put(sheets, distinct)
    suspects = () if encoding or not evidence.found else tuple(_suspects(sheets))
    length = 0
    for sheet in sheets:
        repeat_downwards(sheet)
        for row in sheet.rows:
            length += sum(len(cell) for cell in row.cells if isinstance(cell, str))
            length += sum(len(cell.text) for cell in row.cells if isinstance(cell, Formula))
            if length > gathering.limits.text:
                raise Unreadable("workbook.complex")
    return Workbook(tuple(_sheet(sheet) for sheet in sheets), encoding, suspects, tuple(gathering.hidden_sheets))


def _sheet(sheet: GatheredSheet) -> Sheet:
    rows = sorted(sheet.rows, key=lambda row: row.number)
    return Sheet(
        sheet.name,
        tuple(Row(row.number, trimmed(row.cells), row.hidden) for row in rows),
        tuple(sorted(sheet.merges.values())),
        tuple(sorted(sheet.hidden_columns)),
    )


def _distinct(sheets: list[GatheredSheet]) -> dict[str, str]:
    """Every text that is not plain ASCII, as it is written -> in NFC."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for cell in row.cells:
                if type(cell) is str and not cell.isascii() and cell not in found:
                    found[cell] = unicodedata.normalize("NFC", cell)
    return found


def _put(sheets: list[GatheredSheet], texts: dict[str, str]) -> None:
    if all(text == written for written, text in texts.items()):
        return
    for sheet in sheets:
        for row in sheet.rows:
            row.cells = [texts.get(cell, cell) if type(cell) is str else cell for cell in row.cells]


def _suspects(sheets: list[GatheredSheet]) -> Iterator[Suspect]:
    left = _SUSPECTS
    judged: dict[str, Encoding | None] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                if type(cell) is str and not cell.isascii():
                    if cell not in judged:
                        judged[cell] = legacy.suspected(cell)
                    if (found := judged[cell]) and left:
                        left -= 1
                        yield Suspect(sheet.name, row.number, column, found)
