"""Tables inside sheets: a header found by its words, in any order, under whatever titles an office puts above it. Pure.

Which words mean which column is data, in workbook.toml. Used for the roster and for past awards.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.folding import fold, words
from bot.refusal import Refusal
from bot.workbooks.reading import Cell, Formula, Merge, Row, Sheet
from bot.workbooks.values import shown

_HEADER_WITHIN = 60
"""Rows that are searched for the header: above it stand the names of the offices, a title, a note."""
_LIKE_A_HEADER = 3
"""With so many known words a row is meant as a header, and what it lacks can be named."""
_ASIDE = re.compile(r"\([^)]*\)")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of table by its columns: of each group in `required` one is there, of `foreign` none."""

    required: tuple[tuple[str, ...], ...]
    foreign: frozenset[str] = frozenset()
    mistaken: str = ""
    """The refusal of a workbook that has columns of `foreign`: it was meant for another command."""

    def missing(self, found: Mapping[str, Any]) -> list[str]:
        return [group[0] for group in self.required if not any(name in found for name in group)]


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row under a header. `values` holds the known columns that the table has, `cells` the row as it stands."""

    sheet: str
    number: int
    values: Mapping[str, Cell] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    sheet: str
    headings: tuple[str, ...]
    """The text over each column of the sheet, from the first column."""
    columns: Mapping[str, tuple[int, ...]]
    """Known column -> where it stands: several places where one heading is merged over them."""
    lines: tuple[TableLine, ...]

    def heading(self, column: str) -> str:
        """The workbook's heading of `column`; the usual one where it has none."""
        places = self.columns.get(column)
        return self.headings[places[0]] if places else label(column)


@cache
def vocabulary() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """workbook.toml: section -> meaning -> the ways offices write it."""
    with Path(__file__).with_name("workbook.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def meanings(section: str) -> Mapping[str, str]:
    """Folded words -> meaning, of one section of workbook.toml."""
    return {key(way): meaning for meaning, ways in vocabulary()[section].items() for way in ways}


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The common key of all ways to write one name: the folded words, without punctuation if there is more."""
    return " ".join(words(text)) or fold(text)


def label(column: str) -> str:
    """The usual heading of a column."""
    return vocabulary()["columns"][column][0]


def find(sheets: Sequence[Sheet], layout: Layout) -> list[Table]:
    """Every table of that kind, at most one in a sheet."""
    found = ((sheet, next((header for header in _headers(sheet) if _fits(layout, header)), None)) for sheet in sheets)
    return [_table(sheet, header) for sheet, header in found if header]


def lacking(sheets: Sequence[Sheet], layout: Layout) -> Refusal:
    """The refusal where `find` found nothing: the nearest header lacks columns, or there is no header at all."""
    nearest = max(
        (header.columns for sheet in sheets for header in _headers(sheet)), key=lambda columns: len(columns), default={}
    )
    if len(nearest) < _LIKE_A_HEADER:
        return Refusal("workbook.headless", columns=_labels([group[0] for group in layout.required]))
    if layout.foreign & nearest.keys():
        return Refusal(layout.mistaken)
    return Refusal("workbook.columns", columns=_labels(layout.missing(nearest)))


def _labels(columns: Sequence[str]) -> str:
    return ", ".join(f"«{label(column)}»" for column in columns)


@dataclass(frozen=True, slots=True)
class _Header:
    headings: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]
    first_line: int
    """The number of the first row that can be data."""


def _fits(layout: Layout, header: _Header) -> bool:
    return not layout.missing(header.columns) and not layout.foreign & header.columns.keys()


def _headers(sheet: Sheet) -> Iterator[_Header]:
    """Headers that the upper rows of a sheet would be: each alone, or with the row below it."""
    for row, below in zip(sheet.rows[:_HEADER_WITHIN], (*sheet.rows[1:], None), strict=False):
        spans = [merge for merge in sheet.merges if merge.top == row.number]
        end = max((merge.bottom for merge in spans), default=row.number)
        alone = _columns([_texts(row, spans)], spans, end + 1)
        if below is None or below.number != row.number + 1:
            yield alone
            continue
        both = _columns([_texts(row, spans), _texts(below, ())], spans, max(end, below.number) + 1)
        yield both if len(both.columns) > len(alone.columns) else alone


def _texts(row: Row, spans: Sequence[Merge]) -> list[str]:
    texts = [shown(cell) for cell in row.cells]
    for merge in spans:
        texts.extend([""] * (merge.right + 1 - len(texts)))
        texts[merge.left : merge.right + 1] = [texts[merge.left]] * (merge.right + 1 - merge.left)
    return texts


def _columns(rows: Sequence[list[str]], spans: Sequence[Merge], first_line: int) -> _Header:
    width = max(len(texts) for texts in rows)
    headings: list[str] = []
    columns: dict[str, tuple[int, ...]] = {}
    for place in range(width):
        over, *under = (texts[place] if place < len(texts) else "" for texts in rows)
        below = next((text for text in under if text != over), "")
        heading = f"{over} {below}".strip()
        headings.append(heading)
        name = next(filter(None, map(_meaning, (heading, f"{below} {over}", below, over))), None)
        if name is None:
            continue
        if name not in columns:
            columns[name] = (place,)
        elif any(merge.left <= columns[name][0] and place <= merge.right for merge in spans) and not below:
            columns[name] += (place,)
    return _Header(tuple(headings), columns, first_line)


def _meaning(text: str) -> str | None:
    known = meanings("columns")
    return known.get(key(text)) or known.get(key(_ASIDE.sub(" ", text)))


def _table(sheet: Sheet, header: _Header) -> Table:
    rows = [row for row in sheet.rows if row.number >= header.first_line]
    if rows and _only_numbers(rows[0]):
        rows = rows[1:]
    lines = tuple(
        TableLine(
            sheet.name,
            row.number,
            {name: _value(row.cells, places) for name, places in header.columns.items()},
            row.cells,
        )
        for row in rows
    )
    return Table(sheet.name, header.headings, header.columns, lines)


def _only_numbers(row: Row) -> bool:
    """The row under many headers that numbers the columns: 1, 2, 3, … or (1), (2), …"""
    texts = [shown(cell) for cell in row.cells if cell is not None]
    return len(texts) >= _LIKE_A_HEADER and all(_NUMBERING.fullmatch(text) for text in texts)


def _value(cells: Sequence[Cell], places: tuple[int, ...]) -> Cell:
    filled = [cells[place] for place in places if place < len(cells) and cells[place] is not None]
    computed = next((cell for cell in filled if isinstance(cell, Formula)), None)
    if computed or len(filled) < 2:
        return computed or (filled[0] if filled else None)
    # One heading over two columns: family and middle names in the first, the given name in the second.
    return " ".join(shown(cell) for cell in filled)
