"""Headers of tables, found by their words in one to three rows, under whatever titles an office puts above. Pure.

Each column has a path: what stands over it, from the top down. «Năm sinh» over «Nam» and «Nữ» says the birth and the
sex of people, and never the column of a year; an exact heading goes before any that comes of a sub-heading.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.workbooks.reading import Cell, Formula, Merge, Row, Sheet
from bot.workbooks.values import shown
from bot.workbooks.vocabulary import key, meaning, meanings

DEPTH = 3
"""Rows of a header at the most."""
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")
_BRACKETED = re.compile(r"\(.*\)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = 3
"""With so many cells a row of numbers is the one that numbers the columns."""

_BREVE = unicodedata.lookup("COMBINING BREVE")

_EXACT, _JOINED, _BELOW, _ABOVE = 4, 3, 2, 1
"""Degrees to which a path is sure of its column, the surest first."""
_OF_DAYS = frozenset({"joined_on", "decided_on"})


@dataclass(frozen=True, slots=True)
class Header:
    """A header. `paths` holds the texts over each column from the top down, `columns` the known columns with their
    places: several where one heading stands over them."""

    paths: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[int, ...]]
    rows: tuple[int, ...]
    """Numbers of its rows, as the spreadsheet shows them."""
    first_line: int
    """The number of the first row that can be data."""

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(" ".join(path) for path in self.paths)


class Grid:
    """The rows of a sheet as texts, what is merged sideways repeated in each cell."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = sheet.rows
        self._merges: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            if merge.right > merge.left:
                for number in range(merge.top, min(merge.bottom, merge.top + DEPTH - 1) + 1):
                    self._merges.setdefault(number, []).append(merge)

    def merges(self, row: Row) -> list[Merge]:
        """Cells that are merged sideways in a row."""
        return self._merges.get(row.number, [])

    def texts(self, row: Row) -> list[str]:
        texts = [shown(cell) for cell in row.cells]
        for merge in self.merges(row):
            texts.extend([""] * (merge.right + 1 - len(texts)))
            texts[merge.left : merge.right + 1] = [texts[merge.left]] * (merge.right + 1 - merge.left)
        return texts


def header_at(grid: Grid, index: int) -> Header | None:
    """The header whose first row is the one at `index`; None where that row does not look like one."""
    top = grid.rows[index]
    texts = grid.texts(top)
    if len({text for text in texts if text}) < 2 or not any(map(meaning, texts)) or not all(map(_heads, top.cells)):
        return None
    rows, layers = [top], [texts]
    for row in grid.rows[index + 1 : index + DEPTH]:
        if row.number != rows[-1].number + 1 or not _is_below(grid, layers, rows, row):
            break
        rows.append(row)
        layers.append(grid.texts(row))
    return _header(grid, rows, layers)


def only_numbers(row: Row) -> bool:
    """True for the row under many headers that numbers the columns: 1, 2, 3, … or (1), (2), …"""
    texts = [shown(cell) for cell in row.cells if cell is not None]
    return len(texts) >= _NUMBERED and all(_NUMBERING.fullmatch(text) for text in texts)


def says_header(row: Row) -> bool:
    """True if a row says what headers say and nothing besides a little: it is no data wherever it stands."""
    texts = [shown(cell) for cell in row.cells if isinstance(cell, str)]
    known = sum(meaning(text) is not None for text in texts)
    return known >= 2 and known * 2 > sum(cell is not None for cell in row.cells)


def _is_below(grid: Grid, layers: Sequence[list[str]], rows: Sequence[Row], row: Row) -> bool:
    """True if `row` belongs to the header above it: sub-headings under what spans, and nothing under an exact one."""
    texts = grid.texts(row)
    if only_numbers(row) or texts == layers[0]:
        return False
    above = [_lowest(layers, place) for place in range(len(texts))]
    merged = [merge for one in rows for merge in grid.merges(one)]
    positive = False
    for place, text in enumerate(texts):
        over = above[place]
        if not text or text == over or _BRACKETED.fullmatch(text):
            continue
        if over and (meaning(f"{over} {text}") or meaning(f"{text} {over}")):
            positive = True
            continue
        cell = row.cells[place] if place < len(row.cells) else None
        is_year = _is_year(text)
        if isinstance(cell, Formula) or not (cell is None or isinstance(cell, str) or is_year):
            return False
        spans = not over or any(merge.left <= place <= merge.right for merge in merged) or _opens(above, texts, place)
        if not spans and meaning(over):
            return False
        if meaning(text) or _sex(text) or key(text) in meanings("sub_headings") or (is_year and spans):
            positive = True
        elif any(char.isdigit() for char in text):
            return False
    return positive


def _heads(cell: Cell) -> bool:
    """True for what a heading can be: words, or a year."""
    return cell is None or isinstance(cell, str) or _is_year(shown(cell))


def _is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(key(text).removeprefix("nam ")))


def _lowest(layers: Sequence[list[str]], place: int) -> str:
    return next((texts[place] for texts in reversed(layers) if place < len(texts) and texts[place]), "")


def _opens(above: Sequence[str], texts: Sequence[str], place: int) -> bool:
    """True if the heading over `place` stands over the next columns too, without being merged over them."""
    return place + 1 < len(texts) and not above[place + 1] and bool(texts[place + 1])


def _header(grid: Grid, rows: Sequence[Row], layers: Sequence[list[str]]) -> Header:
    width = max(map(len, layers))
    paths = tuple(_path(layers, place) for place in range(width))
    spans = [merge for row in rows for merge in grid.merges(row)]
    written_with_marks = any(not text.isascii() for path in paths for text in path)
    both_sexes = {"male", "female"} <= {_sex(path[-1]) for path in paths if path}
    found: dict[str, tuple[int, tuple[int, ...]]] = {}
    for place, path in enumerate(paths):
        claim = _claim(path, both_sexes=both_sexes, written_with_marks=written_with_marks) if path else None
        if claim is None:
            continue
        name, strength = claim
        if name not in found or strength > found[name][0]:
            found[name] = (strength, (place,))
        elif strength == found[name][0] and _together(paths, spans, found[name][1], place):
            found[name] = (strength, (*found[name][1], place))
    columns = {name: places for name, (_, places) in found.items()}
    return Header(paths, columns, tuple(row.number for row in rows), rows[-1].number + 1)


def _path(layers: Sequence[list[str]], place: int) -> tuple[str, ...]:
    path: list[str] = []
    for depth, texts in enumerate(layers):
        text = texts[place] if place < len(texts) else ""
        if not text and depth + 1 < len(layers):
            text = _group(texts, layers[depth + 1], place)
        if text and text not in path:
            path.append(text)
    return tuple(path)


def _group(texts: Sequence[str], below: Sequence[str], place: int) -> str:
    """The heading of a group that was typed over its first column only, not merged over the others."""
    while 0 <= place < len(below) and below[place]:
        if place < len(texts) and texts[place]:
            return texts[place]
        place -= 1
    return ""


def _claim(path: Sequence[str], *, both_sexes: bool, written_with_marks: bool) -> tuple[str, int] | None:
    """The column that a path means, and how sure it is."""
    last, above = path[-1], path[:-1]
    sex = _sex(last)
    if any(meaning(text) == "birth" for text in above):
        return sex or "birth", _JOINED
    if sex and (both_sexes or (written_with_marks and not _has_breve(last)) or any(map(_is_gender, above))):
        return sex, _JOINED
    if born := _birth_of_sex(last):
        return born, _JOINED
    if not above:
        known = meaning(last)
        return (known, _EXACT) if known else None
    if key(last) in meanings("parts_of_days") and (
        day := next((m for m in map(meaning, above) if m in _OF_DAYS), None)
    ):
        return day, _JOINED
    over = above[-1]
    for joined in (" ".join(path), f"{over} {last}", f"{last} {over}"):
        if known := meaning(joined):
            return known, _JOINED
    if known := meaning(last):
        return known, _BELOW
    known = next(filter(None, map(meaning, reversed(above))), None)
    return (known, _ABOVE) if known else None


def _sex(text: str) -> str | None:
    """male or female for a heading over the columns of the two sexes. «Năm» is written alike without its marks."""
    folded = key(text)
    if folded == "nu":
        return "female"
    return "male" if folded == "nam" and not _has_breve(text) else None


def _birth_of_sex(text: str) -> str | None:
    """male or female for «Năm sinh nam», «Năm sinh (nữ)»."""
    said, _, sex = key(text).rpartition(" ")
    return {"nam": "male", "nu": "female"}.get(sex) if meaning(said) == "birth" else None


def _has_breve(text: str) -> bool:
    return _BREVE in unicodedata.normalize("NFD", text)


def _is_gender(text: str) -> bool:
    return meaning(text) == "gender"


def _together(paths: Sequence[tuple[str, ...]], spans: Sequence[Merge], places: Sequence[int], place: int) -> bool:
    """True if one heading stands over both places: parts of a name, or of a day."""
    first, other = paths[places[0]], paths[place]
    if first == other:
        return any(merge.left <= places[0] and place <= merge.right for merge in spans)
    return len(first) > 1 and first[:-1] == other[:-1] and place == places[-1] + 1 and _of_a_day(first[:-1])


def _of_a_day(above: Sequence[str]) -> bool:
    return any(meaning(text) in {"birth", *_OF_DAYS} for text in above)


def found_in(grid: Grid, within: int) -> Iterator[tuple[int, Header]]:
    """Headers of a sheet with the index of their first rows: those that begin in the first `within` rows, and rows
    further down that say what headers say, as after a page break."""
    for index, row in enumerate(grid.rows):
        if (index < within or says_header(row)) and (header := header_at(grid, index)):
            yield index, header
