"""A table of names by unit, with everything it says: the consolidated table and lists like it. Sentences are said
already. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

ACROSS = 249.0
"""Millimetres between the margins of A4 across."""
MARK = "x"
PADDING = 1.2
"""Millimetres on either side of what stands in a cell."""
_NUMERAL_WIDTHS = {"I": 1.6, "V": 3.0, "X": 3.0, "L": 2.8, "C": 3.0, "D": 3.0, "M": 3.9}
"""Millimetres of a numeral's letters, in bold 11.5 pt."""


@dataclass(frozen=True, slots=True)
class Head:
    """Issuer on the left, country and motto on the right; `mark` and `place` below them."""

    parent: str
    issuer: str
    country: str
    motto: str
    mark: str
    place: str


@dataclass(frozen=True, slots=True)
class Column:
    """`width`: millimetres. `mark`: a title's, with x. Marked columns stand beside each other."""

    name: str
    width: float
    mark: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one unit, cells in the order of columns. `sums`: one to each marked column. `name`: "" where rows
    stand under no unit."""

    number: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """People by unit, or collectives. `sheet`: its name in a workbook. `unit`: the heading of the column that a
    workbook has instead of units as headings; "": none. `numbers`: the columns of numbers, right before the marked
    ones."""

    heading: str
    sheet: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: str
    unit: str = ""
    numbers: tuple[int, ...] = ()

    @property
    def first_mark(self) -> int:
        """The place of the first marked column: the columns before it name the row."""
        return next((place for place, one in enumerate(self.columns) if one.mark), len(self.columns))

    @property
    def marks(self) -> int:
        return sum(one.mark for one in self.columns)

    @property
    def rows(self) -> Iterator[tuple[Group, tuple[str, ...]]]:
        return ((group, row) for group in self.groups for row in group.rows)

    @property
    def unit_headings(self) -> list[tuple[str, str]]:
        """The number and the name of each unit. The number is "", and stands before the name, in a part of so many
        units that not every number has room in the first column."""
        room = self.columns[0].width - 2 * PADDING
        if all(sum(_NUMERAL_WIDTHS[letter] for letter in group.number) <= room for group in self.groups):
            return [(group.number, group.name) for group in self.groups]
        return [("", f"{group.number}. {group.name}") for group in self.groups]

    @property
    def sums(self) -> tuple[int, ...]:
        """One to each marked column."""
        by_group = [group.sums for group in self.groups]
        return tuple(sum(one) for one in zip(*by_group, strict=True)) if by_group else (0,) * self.marks

    def sum_of(self, column: int) -> int:
        """The sum of a column of numbers."""
        return sum(int(row[column]) for _group, row in self.rows)


@dataclass(frozen=True, slots=True)
class Signature:
    """`office`: its lines, in capitals. `hint`: below it; `name`: the printed name, or ""."""

    office: str
    hint: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`at`: of when the figures are, in local time. `continued`: after a unit's name where it goes on. `visible`: the
    name of the row of a workbook that counts what a filter shows; `by_unit`: the name of its sheet of sums."""

    title: str
    head: Head
    kind: str
    about: str
    bases: tuple[str, ...]
    intro: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    signatures: tuple[Signature, ...]
    note: str
    at: datetime
    continued: str
    visible: str
    by_unit: str


def spread(fixed: float, *weights: float) -> tuple[float, ...]:
    """The widths of columns that share what others leave of a page across."""
    left = max(ACROSS - fixed, 30.0)
    return tuple(round(left * weight / sum(weights), 1) for weight in weights)


_NUMERALS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(number: int) -> str:
    """As units are numbered: I, II, …"""
    written = ""
    for worth, numeral in _NUMERALS:
        times, number = divmod(number, worth)
        written += numeral * times
    return written
