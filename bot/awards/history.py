"""Past decisions from a workbook: parse, plan, apply, as the roster's import does.

A person is found by code, and the name must agree, for one wrong digit would give the title to a colleague. A
collective has no code and is found by its name. What is already known is left as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.awards.records import Award
from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people import rules
from bot.people.roster import snapshot
from bot.people.roster.snapshot import Snapshot
from bot.people.roster.tree import index
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.catalogue import Catalogue, Subject, Title
from bot.titles.matching import Vocabulary
from bot.workbooks import reading as workbook
from bot.workbooks import tables
from bot.workbooks.cells import Cells, filled, is_total, short
from bot.workbooks.report import Figures, Reject, Report, problem, reject
from bot.workbooks.tables import Layout, Table, TableLine, key

AWARDS = Layout(required=(("award",), ("year",), ("name", "unit")))

_EARLIEST = 1990
"""The first emulation titles that anybody still at work can hold."""
_LEAST = 2
"""Known columns that an award fills at the least, besides number and code: headings and signatures fill one."""
_DECISION = ("decision_number", "decided_on", "issuer")


class AwardRow(NamedTuple):
    id: int
    person_id: int | None
    unit_id: int | None
    union_group_id: int | None
    year: int
    title: str
    decision_number: str | None
    decided_on: date | None
    issuer: str | None


Holder = tuple[str, int]
"""Column of the award that names the holder, and the key in it."""


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """One title of one year, as a row says it."""

    table: Table = field(repr=False)
    line: TableLine
    code: str
    name: str
    title: Title
    year: int
    decision: Mapping[str, Any]


@dataclass(slots=True)
class AwardReading:
    entries: list[AwardEntry] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    passed_over: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AwardPlan:
    new: Sequence[Mapping[str, Any]]
    changes: Mapping[int, Mapping[str, Any]]
    report: Report


def parse(
    source: Path | bytes,
    filename: str,
    today: date,
    catalogue: Catalogue,
    *,
    progress: workbook.Progress | None = None,
) -> AwardReading:
    """The rows of a workbook, understood one by one. Raises Refusal for a file that holds no list of awards."""
    sheets = workbook.read(source, filename, progress=progress).sheets
    found = tables.find(sheets, AWARDS)
    if not found:
        raise tables.lacking(sheets, AWARDS)
    reading, named = AwardReading(), _namer(catalogue)
    for table in found:
        for line in table.lines:
            if is_total(line) or filled(line) < _LEAST:
                reading.passed_over.append((line.sheet, line.number))
            else:
                _read(table, line, today, named, reading)
    return reading


def _namer(catalogue: Catalogue) -> Callable[[str, int], Title | None]:
    """The title that a text names exactly, under the rules of a year first: names have moved between laws."""
    vocabularies = [(regime, Vocabulary(regime)) for regime in catalogue if regime.active]

    @cache
    def named(text: str, year: int) -> Title | None:
        for regime, vocabulary in sorted(vocabularies, key=lambda pair: not pair[0].covers(year)):
            if (found := vocabulary.exactly(text)) is not None:
                return regime.title(found)
        return None

    return named


def _read(
    table: Table, line: TableLine, today: date, named: Callable[[str, int], Title | None], into: AwardReading
) -> None:
    cells = Cells(table, line)
    year = _year(cells, today)
    written = cells.needed("award")
    title = named(written, year) if written else None
    if written and title is None:
        cells.refuse("award", "awards.reject.title", value=short(written))
    decided_on = cells.day("decided_on", today)
    if year and decided_on and not (year <= decided_on.year and decided_on <= today):
        cells.refuse("decided_on", "awards.reject.decided_on", day=decided_on, year=year)
    code, name = rules.code(cells.text("code")), cells.text("name")
    if not name and not code:
        name = cells.text("unit")
    if not name:
        cells.refuse("name", "workbook.reject.missing")
    if cells.problems or title is None:
        into.rejected.append(reject(table, line, cells.problems))
        return
    decision = {
        "decision_number": cells.text("decision_number") or None,
        "decided_on": decided_on,
        "issuer": cells.text("issuer") or None,
    }
    said = {column: value for column, value in decision.items() if column in table.columns}
    into.entries.append(AwardEntry(table, line, code, name, title, year, said))


def _year(cells: Cells, today: date) -> int:
    """The year of a title, 0 where it is none."""
    text = cells.needed("year")
    digits = key(text).removeprefix("nam ")
    year = int(digits) if digits.isdecimal() and len(digits) == 4 else 0
    if _EARLIEST <= year <= today.year:
        return year
    if text:
        cells.refuse("year", "awards.reject.year", value=short(text))
    return 0


def import_awards(tx: Tx, reading: AwardReading, *, dry_run: bool = False) -> Report:
    """Compare with what is stored, and write the difference; with `dry_run` only say what it would be."""
    if not dry_run:
        tx.lock(Turn.DECISIONS, 0)
    planned = plan(reading, snapshot.load(tx), snapshot.rows(tx, Award, AwardRow))
    if not dry_run:
        apply(tx, planned)
    return replace(planned.report, dry_run=dry_run)


def plan(reading: AwardReading, stored: Snapshot, awards: Sequence[AwardRow]) -> AwardPlan:
    find_holder = _finder(stored)
    known = {(_holder(award), award.year, award.title): award for award in awards}
    seen: dict[tuple[Holder, int, str], AwardEntry] = {}
    new: list[dict[str, Any]] = []
    changes: dict[int, dict[str, Any]] = {}
    rejected, unchanged = list(reading.rejected), 0
    for entry in reading.entries:
        holder = find_holder(entry)
        if isinstance(holder, Reject):
            rejected.append(holder)
            continue
        award = (holder, entry.year, entry.title.id)
        if first := seen.get(award):
            if first.decision == entry.decision:  # the same row twice says nothing new
                unchanged += 1
            else:
                rejected.append(_reject(entry, "award", "awards.reject.twice", row=first.line.number))
            continue
        seen[award] = entry
        row = known.get(award)
        if row is None:
            subject = {"person_id": None, "unit_id": None, "union_group_id": None, holder[0]: holder[1]}
            decision = {column: entry.decision.get(column) for column in _DECISION}
            new.append({**subject, "year": entry.year, "title": entry.title.id, **decision})
        elif change := {name: value for name, value in entry.decision.items() if value != getattr(row, name)}:
            changes[row.id] = change
        else:
            unchanged += 1
    report = Report(
        rows=Figures(len(new), len(changes), unchanged),
        rejected=tuple(sorted(rejected, key=lambda row: (row.sheet, row.number))),
        passed_over=tuple(reading.passed_over),
    )
    return AwardPlan(new, changes, report)


def _holder(award: AwardRow) -> Holder:
    for column in ("person_id", "unit_id", "union_group_id"):
        if (holder := getattr(award, column)) is not None:
            return column, holder
    raise ValueError(f"award {award.id} has no holder")  # the table's CHECK does not let this be


def _reject(entry: AwardEntry, column: str, why: str, **values: object) -> Reject:
    return reject(entry.table, entry.line, [problem(entry.table, column, Phrase(why, values))])


def _finder(stored: Snapshot) -> Callable[[AwardEntry], Holder | Reject]:
    people = {person.code: person for person in stored.people}
    units = index(stored)
    groups = {key(group.name): group.id for group in stored.groups}

    def find(entry: AwardEntry) -> Holder | Reject:
        subjects = entry.title.subjects
        if entry.code:
            person = people.get(entry.code)
            if person is None:
                return _reject(entry, "code", "awards.reject.code", code=entry.code)
            if fold(entry.name) != person.folded:
                return _reject(entry, "name", "awards.reject.name", name=person.full_name)
            if Subject.PERSON not in subjects:
                return _reject(entry, "award", "awards.reject.not_for_person", title=entry.title.name)
            return "person_id", person.id
        name = key(entry.name)
        if Subject.UNION_GROUP in subjects and name in groups:
            return "union_group_id", groups[name]
        if Subject.UNIT in subjects and isinstance(unit := units.get(name), int):
            return "unit_id", unit
        if name in units or name in groups:
            return _reject(entry, "award", "awards.reject.not_for_collective", title=entry.title.name)
        if Subject.PERSON in subjects:
            return _reject(entry, "code", "awards.reject.no_code")
        return _reject(entry, "name", "awards.reject.collective", name=entry.name)

    return find


def apply(tx: Tx, planned: AwardPlan) -> None:
    """Write `planned`, which must have been made in this transaction. Writes nothing where nothing changed."""
    if not planned.new and not planned.changes:
        return
    snapshot.insert(tx, Award, planned.new)
    snapshot.update(tx, Award, planned.changes)
    rows, rejected = planned.report.rows, len(planned.report.rejected)
    note(tx, "awards.imported", "awards:all", added=rows.added, changed=rows.changed, rejected=rejected)
