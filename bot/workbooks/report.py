"""The report of an import, for whoever ran it: figures, rejected rows, warnings. Pure; says keys, never sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.dialogue.screens import Phrase
from bot.workbooks.reading import Cell
from bot.workbooks.tables import Table, TableLine


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
    dry_run: bool = False

    def phrases(self) -> list[Phrase]:
        """The report in the order in which it is read aloud, but for the rows of the rejects workbook."""
        figures = {"added": self.rows.added, "changed": self.rows.changed, "unchanged": self.rows.unchanged}
        said = [Phrase("import.report.dry_run")] if self.dry_run else []
        said.append(Phrase("import.report.rows", {**figures, "rejected": len(self.rejected)}))
        if self.units.added or self.units.changed:
            said.append(Phrase("import.report.units", {"added": self.units.added, "changed": self.units.changed}))
        if self.absent:
            names = tuple(f"{absent.full_name} ({absent.code})" for absent in self.absent)
            said.append(Phrase("import.report.absent", {"count": len(names), "names": names}))
        return [*said, *self.warnings]
