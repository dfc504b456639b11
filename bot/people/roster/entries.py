"""Rows of the roster's tables, understood one by one: a clean entry, or what is wrong. Pure, knows no store.

What depends on what is stored (an unknown unit, a phone of somebody else) is roster.py's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people import rules
from bot.people.records import Gender, Role, StaffKind, UnionOffice
from bot.workbooks import values
from bot.workbooks.cells import Cells, filled, is_number, is_total, short
from bot.workbooks.report import Reject, reject
from bot.workbooks.tables import Layout, Table, TableLine, key, meanings

PEOPLE = Layout(
    required=(("code",), ("name",), ("unit",)),
    foreign=frozenset({"award", "year"}),
    mistaken="roster.file.awards",
)
UNITS = Layout(
    required=(("unit",), ("collective", "deputy", "short_name", "seal", "parent")),
    foreign=frozenset({"code", "name", "award"}),
)

_OFFICES = {
    UnionOffice.CHAIR: "union.office.chair",
    UnionOffice.GROUP_LEAD: "union.office.group_lead",
    UnionOffice.COMMITTEE: "union.office.committee",
    UnionOffice.GROUP_DEPUTY: "union.office.group_deputy",
}
"""The one that confirms more comes first: of several, one can be kept."""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person, as a row says. `said` names the columns that the table has: about others it says nothing, while an
    empty cell under a heading says that there is none."""

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
    joined_on: date | None
    roles: frozenset[Role]
    union_group: str
    union_office: UnionOffice


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
    codes: dict[str, TableLine] = field(default_factory=dict)
    """Code -> the row that wrote it first, taken or not."""
    phones: dict[str, TableLine] = field(default_factory=dict, repr=False)


def read_people(table: Table, today: date, into: RosterReading) -> None:
    foot = _foot(table.lines)
    for order, line in enumerate(table.lines, start=1):
        if not _is_person(line, footed=line.number >= foot):
            into.passed_over.append((line.sheet, line.number))
            continue
        cells = Cells(table, line)
        entry = _entry(cells, order, today, into.warnings)
        _refuse_second(cells, "code", "roster.reject.code_twice", entry.code, into.codes)
        _refuse_second(cells, "phone", "roster.reject.phone_twice", entry.phone, into.phones)
        if cells.problems:
            into.rejected.append(reject(table, line, cells.problems))
        else:
            into.people.append(entry)


def _entry(cells: Cells, order: int, today: date, warnings: list[Phrase]) -> PersonEntry:
    line, table = cells.line, cells.table
    number = line.values.get("number")
    full_name = " ".join(filter(None, (cells.text("family_name"), cells.needed("name"))))
    if values.in_legacy_font(full_name):
        cells.refuse("name", "roster.reject.legacy_font")
    phone = None
    if written := cells.text("phone"):
        phone = rules.phone(written)
        if phone is None:
            cells.refuse("phone", "roster.reject.phone")
    return PersonEntry(
        table=table,
        line=line,
        said=frozenset(table.columns),
        # The number that the row bears stays when the row comes back alone, corrected, in the workbook of rejects.
        order=number if isinstance(number, int) and number > 0 else order,
        code=rules.code(cells.needed("code")),
        full_name=full_name,
        folded=fold(full_name),
        unit=cells.needed("unit"),
        parent=cells.text("parent"),
        title=cells.text("title"),
        gender=cells.chosen("gender", "genders", Gender, "roster.reject.gender"),
        kind=cells.chosen("kind", "kinds", StaffKind, "roster.reject.kind"),
        phone=phone,
        joined_on=cells.day("joined_on", today),
        roles=_roles(cells),
        union_group=_union_group(cells),
        union_office=_union_office(cells, warnings),
    )


def _refuse_second(cells: Cells, column: str, why: str, value: str | None, seen: dict[str, TableLine]) -> None:
    # Whether the first row was taken does not matter: only the Office can say which of the two is right.
    if value and (first := seen.setdefault(value, cells.line)) is not cells.line:
        cells.refuse(column, why, row=first.number, sheet=first.sheet)


def _roles(cells: Cells) -> frozenset[Role]:
    known, roles = meanings("roles"), set()
    for piece in cells.pieces("role"):
        if meanings("marks").get(key(piece)) == "no":
            continue
        if key(piece) in known:
            roles.add(Role(known[key(piece)]))
        else:
            cells.refuse("role", "roster.reject.role", value=short(piece))
    return frozenset(roles)


def _union_office(cells: Cells, warnings: list[Phrase]) -> UnionOffice:
    known, named = meanings("union_offices"), []
    for piece in cells.pieces("union_office"):
        if meanings("marks").get(key(piece)) == "no":
            continue
        if key(piece) in known:
            named.append(UnionOffice(known[key(piece)]))
        else:
            cells.refuse("union_office", "roster.reject.union_office", value=short(piece))
    offices = [office for office in _OFFICES if office in named]
    if len(offices) > 1:
        warnings.append(
            Phrase("roster.warn.union_offices", {"code": cells.text("code"), "kept": Phrase(_OFFICES[offices[0]])})
        )
    return offices[0] if offices else UnionOffice.MEMBER


def _union_group(cells: Cells) -> str:
    """The group of a member; nothing for others. The two columns must agree, for membership gives rights."""
    group, columns = cells.text("union_group"), cells.table.columns
    if group and meanings("marks").get(key(group)) == "no":
        group = ""
    if "union_member" not in columns:
        return group
    member = cells.marked("union_member")
    if member and not group and "union_group" in columns:
        cells.refuse("union_group", "roster.reject.union_group")
    if group and not member and not cells.text("union_member"):
        cells.refuse("union_member", "roster.reject.union_member")
    return group if member else ""


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
    """The row from which on there is no more list: the first total behind the last person. Totals of single units
    stand between people."""
    people = [line.number for line in lines if _surely_person(line)]
    totals = (line.number for line in lines if is_total(line) and line.number > max(people, default=0))
    return min(totals, default=math.inf)


def _surely_person(line: TableLine) -> bool:
    code, name = values.shown(line.values.get("code")), values.shown(line.values.get("name"))
    return bool(name) and any(char.isdigit() for char in code)


def _is_person(line: TableLine, *, footed: bool) -> bool:
    """True if a row is meant as a person: headings between the units, totals and signatures are not. In doubt it is,
    for a row that is rejected is seen, and one that is passed over is not."""
    if _surely_person(line):
        return True
    code, count = values.shown(line.values.get("code")), filled(line)
    if is_total(line) or footed:
        return False
    if code:
        return count > 0 or " " not in code
    return count >= 3 or (is_number(line) and count >= 2)
