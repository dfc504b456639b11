"""Delimited text (.csv), as spreadsheets of any language and age save it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

from bot.workbooks import legacy
from bot.workbooks.files.gathering import Gathering, Unreadable, neutral
from bot.workbooks.reading import MAX_COLUMNS

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (";", "\t", ",", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""Characters that no text has, and nearly every other kind of file."""
_SAMPLE, _SAMPLED = 30, 100_000
"""Lines by which the delimiter is told, and characters in which they stand."""


def read(file: IO[bytes], gathering: Gathering) -> None:
    """One sheet without a name. Numbers stay text: their zeros are all there."""
    text = _decoded(file.read())
    if _CONTROL.search(text):
        raise Unreadable("workbook.broken")
    first, _, rest = text.partition("\n")
    delimiter = ""
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # for Excel alone
        delimiter, text = first.strip()[4], rest
    sheet = gathering.sheet("")
    gathering.expect(text.count("\n") + 1)
    for number, cells in enumerate(_rows(text, delimiter or _delimiter(text)), start=1):
        gathering.along(1)
        gathering.row(sheet, number, [neutral(_unguarded(cell)) for cell in cells[:MAX_COLUMNS]])


def _decoded(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding)
    if b"\0" in content:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Windows' Vietnamese code page; but letters of the old fonts are signs of the western one.
    western = content.decode("latin-1")
    evidence = legacy.Evidence()
    evidence.add(western)
    return western if evidence.whole() else content.decode("cp1258", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into equally many cells, the most of them."""

    sample = text[:_SAMPLED].splitlines()[:_SAMPLE]

    def fitness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows("\n".join(sample), delimiter) if any(row))
        width, lines = max(widths.items(), key=lambda one: (one[0] > 1, one[1]), default=(0, 0))
        return (lines if width > 1 else 0), width

    return max(_DELIMITERS, key=fitness)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _unguarded(cell: str) -> str:
    """A code such as ="00123" is text that its writer guarded against losing its zeros."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 and '"' not in cell[2:-1]:
        return cell[2:-1]
    return cell
