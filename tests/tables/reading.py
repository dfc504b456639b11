"""The tables, read back from their files as a program of the Office would."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from docx import Document
from pypdf import PdfReader

TOTAL = "TỔNG CỘNG"
FOOT_MARGIN = 20 / 25.4 * 72
"""Points."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one part: the rows, the crosses of each column, and the numbers that its total says."""

    rows: int
    crosses: tuple[int, ...]
    total: tuple[int, ...]


def pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page; a line has the cells of a row."""
    return [
        [" ".join(line.split()) for line in page.extract_text().split("\n") if line.strip()]
        for page in PdfReader(io.BytesIO(pdf)).pages
    ]


def in_foot_margins(pdf: bytes) -> list[str]:
    """What stands below the text of each page."""
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        said: list[str] = []

        def seen(text: str, cm: list[float], *_: object, said: list[str] = said) -> None:
            if cm[5] < FOOT_MARGIN:
                said.append(text)

        page.extract_text(visitor_text=seen)
        found.append(" ".join("".join(said).split()))
    return found


def of_pdf(pdf: bytes) -> list[tuple[int, tuple[int, ...]]]:
    """Of each part: its rows, and the numbers of its total."""
    found, rows = [], 0
    for line in (line for page in pages(pdf) for line in page[page[0].isdecimal() :]):
        if re.match(rf"{rows + 1}( |$)", line):
            rows += 1
        elif line.startswith(TOTAL):
            found.append((rows, _numbers(line.removeprefix(TOTAL).split())))
            rows = 0
    return found


def of_docx(docx: bytes) -> list[Sums]:
    """Of each part."""
    return [
        _sums([[cell.text for cell in row.cells] for row in table.rows], 1)
        for table in Document(io.BytesIO(docx)).tables
        if table.rows[0].cells[0].text == "STT"
    ]


def of_xlsx(xlsx: bytes) -> list[Sums]:
    """Of each part."""
    return [_sums(rows(sheet), 9) for sheet in workbook(xlsx).worksheets if not sheet.title.startswith("Theo")]


def by_unit(xlsx: bytes) -> list[list[Any]]:
    """The sums of units, of the sheet that has them, and their total."""
    (sheet,) = (sheet for sheet in workbook(xlsx).worksheets if sheet.title.startswith("Theo"))
    lines = [line for line in rows(sheet)[9:] if line[1]]
    return lines[: 1 + next(place for place, line in enumerate(lines) if line[1] == TOTAL)]


def workbook(xlsx: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx))


def rows(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _sums(lines: list[list[Any]], first: int) -> Sums:
    headings = lines[first - 1]
    body: list[list[Any]] = []
    total: tuple[int, ...] = ()
    for line in lines[first:]:
        if TOTAL in line:
            total = _numbers([str(cell) for at, cell in enumerate(line) if cell not in (TOTAL, None, "")])
            break
        if str(line[0]).isdecimal():
            body.append(line)
    crosses = [sum(line[at] == "x" for line in body) for at in range(len(headings))]
    marked = [at for at in range(len(headings)) if any(line[at] == "x" for line in body)]
    return Sums(len(body), tuple(crosses[at] for at in marked), total)


def _numbers(cells: list[str]) -> tuple[int, ...]:
    return tuple(int(cell.replace(".", "")) for cell in cells)


def says_no_moment(document: bytes) -> bool:
    """The zip has no times, and says of when the figures are."""
    with zipfile.ZipFile(io.BytesIO(document)) as read:
        core = read.read("docProps/core.xml").decode()
        return all(entry.date_time[0] == 1980 for entry in read.infolist()) and core.count("2023-02-28T10:00:00Z") == 2
