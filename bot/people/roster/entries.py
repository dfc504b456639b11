"""Rows of the roster's tables, understood one by one: a clean entry, or what is wrong. Pure, knows no store.

What depends on what is stored (an unknown unit, a phone of somebody else) is roster.py's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people import rules
from bot.people.records import Gender, Role, StaffKind, UnionOffice
from bot.people.roster import columns
from bot.workbooks import values
from bot.workbooks.cells import Cells, filled, is_number
from bot.workbooks.remarks import TolerantCells
from bot.workbooks.report import Reject, problem, reject
from bot.workbooks.tables import Layout, Table, TableLine, is_end, is_total, key

PEOPLE = Layout(
    required=(("code",), ("name",), ("unit",)),
    foreign=frozenset({"award", "year"}),
    mistaken="roster.file.awards",
    parted_by="unit",
)
UNITS = Layout(
    required=(("unit",), ("collective", "deputy", "short_name", "seal", "parent")),
    foreign=frozenset({"code", "name", "award"}),
)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person, as a row says. `said` names the columns that the table has and that could be read: about others it
    says nothing, while an empty cell under a heading says that there is none."""

    table: Table = field(repr=False)
    line: TableLine
    said: frozenset[str]
    order: int
    code: str
    full_name: str
    folded: str
    unit: str
    parent: str
    title: str
    gender: Gender | None
    kind: StaffKind | None
    phone: str | None = field(repr=False)
    email: str | None = field(repr=False)
    joined_on: date | None
    roles: frozenset[Role]
    union_group: str
    union_office: UnionOffice
    birth_year: int | None = field(default=None, repr=False)
    """Tells two people of one name apart in the report; it is not kept."""
    above: str = ""
    """The heading over the unit's own, where units are headings between the rows."""


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit, as a row of the sheet of units says."""

    table: Table = field(repr=False)
    line: TableLine
    said: frozenset[str]
    order: int
    name: str
    parent: str
    short_name: str
    former_names: tuple[str, ...]
    is_collective: bool
    has_seal: bool
    deputy: str


@dataclass(slots=True)
class RosterReading:
    """The rows of a workbook, understood, in their order."""

    people: list[PersonEntry] = field(default_factory=list)
    units: list[UnitEntry] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    passed_over: list[tuple[str, int]] = field(default_factory=list)
    warnings: list[Phrase] = field(default_factory=list)
    remarks: list[Reject] = field(default_factory=list)
    """Rows that are taken, with what could not be read in them."""
    understood: list[Phrase] = field(default_factory=list)
    codes: dict[str, TableLine] = field(default_factory=dict)
    """Code -> the row that wrote it first, taken or not."""
    bare_codes: dict[str, TableLine] = field(default_factory=dict, repr=False)
    """Code without leading zeros, and the letters of the name -> the row that wrote them first."""
    phones: dict[str, TableLine] = field(default_factory=dict, repr=False)


def read_people(table: Table, today: date, into: RosterReading) -> None:
    foot, before = _foot(table.lines), len(into.people) + len(into.rejected)
    for order, line in enumerate(table.lines, start=before + 1):
        if not _is_person(line, footed=line.number >= foot):
            into.passed_over.append((line.sheet, line.number))
            continue
        cells = TolerantCells(table, line, columns.DECIDING)
        entry = _entry(cells, order, today, into.warnings)
        _refuse_second(cells, "code", "roster.reject.code_twice", entry.code, into.codes)
        if not cells.problems:  # with and without its zeros it is one code, if it is one name
            same = f"{rules.bare_code(entry.code)} {rules.letters(entry.full_name)}"
            _refuse_second(cells, "code", "roster.reject.code_twice", same, into.bare_codes)
        _refuse_second(cells, "phone", "roster.reject.phone_twice", entry.phone, into.phones)
        if cells.problems:
            into.rejected.append(reject(table, line, [*cells.problems, *cells.remarks]))
            continue
        into.people.append(entry)
        if cells.remarks:
            into.remarks.append(reject(table, line, cells.remarks))


def _entry(cells: TolerantCells, order: int, today: date, warnings: list[Phrase]) -> PersonEntry:
    line, table = cells.line, cells.table
    number = line.values.get("number")
    full_name = columns.full_name(cells)
    gender = columns.gender(cells)
    entry = PersonEntry(
        table=table,
        line=line,
        said=frozenset(),
        # The number that the row bears stays when the row comes back alone, corrected, in the workbook of rejects.
        order=number if isinstance(number, int) and number > 0 else order,
        code=columns.code(cells),
        full_name=full_name,
        folded=fold(full_name),
        unit=cells.needed("unit"),
        parent=cells.text("parent"),
        title=cells.text("title"),
        gender=gender,
        kind=cells.chosen("kind", "kinds", StaffKind, "roster.reject.kind"),
        phone=columns.phone(cells),
        email=columns.email(cells),
        joined_on=cells.rough_day("joined_on", today),
        roles=columns.roles(cells),
        union_group=columns.union_group(cells),
        union_office=columns.union_office(cells, warnings),
        birth_year=columns.birth_year(cells, today),
        above=line.above,
    )
    said = set(table.columns) - cells.unread
    if gender is not None and {"male", "female"} & table.columns.keys():
        said.add("gender")
    return replace(entry, said=frozenset(said))


def tell_units_apart(reading: RosterReading) -> None:
    """Units of one name under several headings get the heading's name in brackets: they are not one unit."""
    above: dict[str, set[str]] = {}
    for entry in reading.people:
        if entry.above:
            above.setdefault(key(entry.unit), set()).add(entry.above)
    reading.people = [
        replace(entry, unit=f"{entry.unit} ({entry.above})")
        if entry.above and len(above[key(entry.unit)]) > 1 and "unit" not in entry.table.columns
        else entry
        for entry in reading.people
    ]


def _refuse_second(cells: Cells, column: str, why: str, value: str | None, seen: dict[str, TableLine]) -> None:
    # Whether the first row was taken does not matter: only the Office can say which of the two is right.
    if value and (first := seen.setdefault(value, cells.line)) is not cells.line:
        cells.problems.append(problem(cells.table, column, Phrase(why, {"row": first.number, "sheet": first.sheet})))


def read_units(table: Table, into: RosterReading) -> None:
    for order, line in enumerate(table.lines, start=1):
        numbered = "number" not in table.columns or is_number(line)
        if is_total(line) or not numbered or filled(line) == 0:
            into.passed_over.append((line.sheet, line.number))
            continue
        cells = Cells(table, line)
        entry = UnitEntry(
            table=table,
            line=line,
            said=frozenset(table.columns),
            order=order,
            name=cells.needed("unit"),
            parent=cells.text("parent"),
            short_name=cells.text("short_name"),
            former_names=tuple(cells.pieces("former_names")),
            is_collective=cells.marked("collective"),
            has_seal=cells.marked("seal"),
            deputy=cells.text("deputy"),
        )
        if cells.problems:
            into.rejected.append(reject(table, line, cells.problems))
        else:
            into.units.append(entry)


def _foot(lines: Sequence[TableLine]) -> float:
    """The row from which on there is no more list: the first total or signature behind the last person. Totals of
    single units stand between people."""
    people = [line.number for line in lines if _surely_person(line)]
    last = max(people, default=0)
    ends = (line.number for line in lines if line.number > last and (is_total(line) or is_end(line)))
    return min(ends, default=math.inf)


def _surely_person(line: TableLine) -> bool:
    code, name = values.shown(line.values.get("code")), values.shown(line.values.get("name"))
    return bool(name) and any(char.isdigit() for char in code)


def _is_person(line: TableLine, *, footed: bool) -> bool:
    """True if a row is meant as a person: headings between the units, totals and signatures are not. In doubt it is,
    for a row that is rejected is seen, and one that is passed over is not."""
    if line.is_heading:
        return False
    if _surely_person(line):
        return True
    code, count = values.shown(line.values.get("code")), filled(line)
    if is_total(line) or footed:
        return False
    if code:
        return count > 0 or " " not in code
    return count >= 3 or (is_number(line) and count >= 2)
