"""The report of an import, for whoever ran it: figures, rejected rows, warnings. Pure; says keys, never sentences."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue.screens import Phrase
from bot.workbooks.reading import Cell, Workbook
from bot.workbooks.tables import Table, TableLine, label

_MOST_CELLS = 10
"""Cells that are named; the number says how many there are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row: under which heading, and why."""

    column: str
    why: Phrase


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken, with all that is wrong with it."""

    sheet: str
    number: int
    """The number of the row, as the spreadsheet shows it."""
    problems: tuple[Problem, ...]
    headings: tuple[str, ...] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)  # phone numbers stay out of logs


def reject(table: Table, line: TableLine, problems: Sequence[Problem]) -> Reject:
    """`line` refused, its problems from left to right."""
    places = {heading: place for place, heading in reversed(list(enumerate(table.headings)))}
    in_order = sorted(problems, key=lambda problem: places.get(problem.column, len(places)))
    return Reject(line.sheet, line.number, tuple(in_order), table.headings, line.cells)


def problem(table: Table, column: str, why: Phrase) -> Problem:
    return Problem(table.heading(column), why)


def merged(rejected: Iterable[Reject]) -> tuple[Reject, ...]:
    """In the order of sheets and rows, one for each row with all that is wrong with it."""
    rows: dict[tuple[str, int], Reject] = {}
    for one in rejected:
        known = rows.get((one.sheet, one.number))
        said = known.problems if known else ()
        more = tuple(problem for problem in one.problems if problem not in said)
        rows[one.sheet, one.number] = replace(one, problems=(*said, *more))
    return tuple(rows[place] for place in sorted(rows))


def understood(tables: Sequence[Table], passed_over: Iterable[tuple[str, int]]) -> tuple[Phrase, ...]:
    """The way in which tables were read: the place of the header, the meaning of each column, the headings of units."""
    said: list[Phrase] = []
    for table in tables:
        names = {place: name for name, places in table.columns.items() for place in places}
        read = tuple(
            Phrase("import.read.column", {"heading": table.headings[place], "meaning": label(names[place])})
            for place in sorted(names)
        )
        rows = table.header.rows
        lines = str(rows[0]) if len(rows) == 1 else f"{rows[0]}-{rows[-1]}"
        said.append(Phrase("import.read.header", {"sheet": table.sheet, "rows": lines, "columns": read}))
        unused = [text for place, text in enumerate(table.headings) if text and place not in names]
        if unused:
            said.append(Phrase("import.read.unused", {"headings": tuple(dict.fromkeys(unused))}))
        headings = tuple(
            Phrase("import.read.heading", {"row": line.number, "name": line.heading})
            for line in table.lines
            if line.heading
        )
        if headings:
            said.append(Phrase("import.read.headings", {"headings": headings}))
    headings_of_units = {(line.sheet, line.number) for table in tables for line in table.lines if line.heading}
    if rest := [row for row in passed_over if row not in headings_of_units]:
        said.append(_rows("import.read.passed_over", rest))
    return tuple(said)


def of_file(book: Workbook) -> list[Phrase]:
    """Sentences on the file as a whole: an old encoding that was converted or stands in single cells, hidden sheets."""
    said = []
    if book.encoding is not None:
        said.append(Phrase("import.warn.converted", {"encoding": book.encoding.value.upper()}))
    if book.suspects:
        cells = tuple(f"{one.sheet}!{one.cell}" for one in book.suspects[:_MOST_CELLS])
        said.append(Phrase("import.warn.old_font", {"count": len(book.suspects), "cells": cells}))
    if book.hidden_sheets:
        said.append(Phrase("import.warn.hidden_sheets", {"sheets": book.hidden_sheets}))
    return said


def hidden(tables: Iterable[Table], passed_over: Collection[tuple[str, int]]) -> list[Phrase]:
    """The rows that a filter or the office hides, and that are read all the same."""
    rows = [(line.sheet, line.number) for table in tables for line in table.lines if line.hidden]
    return [_rows("import.warn.hidden", taken)] if (taken := [row for row in rows if row not in passed_over]) else []


def _rows(key: str, rows: Iterable[tuple[str, int]]) -> Phrase:
    by_sheet: dict[str, list[int]] = {}
    for sheet, number in rows:
        by_sheet.setdefault(sheet, []).append(number)
    each = tuple(
        Phrase("import.read.rows", {"sheet": sheet, "rows": ", ".join(map(str, sorted(numbers)))})
        for sheet, numbers in by_sheet.items()
    )
    return Phrase(key, {"rows": each})


@dataclass(frozen=True, slots=True)
class Figures:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def accepted(self) -> int:
        return self.added + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whom the store knows and the workbook no longer names. Reported, never ended by the import."""

    code: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Report:
    """`rows` counts people of the roster, or awards. `passed_over` are rows that are no data: headings, totals, the
    foot; by sheet and row number."""

    rows: Figures
    rejected: tuple[Reject, ...]
    units: Figures = Figures()
    absent: tuple[Absent, ...] = ()
    warnings: tuple[Phrase, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()
    remarks: tuple[Reject, ...] = ()
    """Rows that were taken, with what could not be read in them."""
    understood: tuple[Phrase, ...] = ()
    """The way in which the tables were read: said in a dry run, before anything is written."""
    dry_run: bool = False

    @property
    def returned(self) -> tuple[Reject, ...]:
        """Rows to correct: those not taken, and those of which something could not be read."""
        return merged([*self.rejected, *self.remarks])

    def phrases(self) -> list[Phrase]:
        """The report in the order in which it is read aloud, but for the rows of the rejects workbook."""
        figures = {"added": self.rows.added, "changed": self.rows.changed, "unchanged": self.rows.unchanged}
        said = [Phrase("import.report.dry_run"), *self.understood] if self.dry_run else []
        said.append(Phrase("import.report.rows", {**figures, "rejected": len(self.rejected)}))
        if self.units.added or self.units.changed:
            said.append(Phrase("import.report.units", {"added": self.units.added, "changed": self.units.changed}))
        if self.absent:
            names = tuple(f"{absent.full_name} ({absent.code})" for absent in self.absent)
            said.append(Phrase("import.report.absent", {"count": len(names), "names": names}))
        return [*said, *self.warnings]
