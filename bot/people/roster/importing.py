"""The roster from the Office's workbook: parse, then plan, then apply.

`parse` and `plan` are pure and take all the time there is; `apply` writes what was planned in the caller's transaction.
The workbook is compared with what is stored, so importing it again changes nothing, and nobody disappears because a
row was left out: who is missing is reported.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people import rules
from bot.people.records import Grant, Person, Post, Role, UnionGroup, UnionMembership, Unit, UnitAlias
from bot.people.roster import codes, entries, snapshot, undoing
from bot.people.roster.changes import Changes, compare
from bot.people.roster.entries import PersonEntry, RosterReading
from bot.people.roster.records import ImportKind
from bot.people.roster.snapshot import PersonRow, Snapshot
from bot.people.roster.tree import Ref, UnitPlan, plan_units
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.workbooks import reading as workbook
from bot.workbooks import tables
from bot.workbooks.reading import Sheet
from bot.workbooks.report import (
    Absent,
    Figures,
    Reject,
    Report,
    hidden,
    merged,
    of_file,
    problem,
    reject,
    understood,
)
from bot.workbooks.tables import key


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """An import before it is written: its changes, and its report."""

    changes: Changes
    report: Report


def parse(
    source: Path | bytes, filename: str, today: date, *, progress: workbook.Progress | None = None
) -> RosterReading:
    """The rows of a workbook, understood one by one. Raises Refusal for a file that holds no roster."""
    book = workbook.read(source, filename, progress=progress)
    reading = understand(book.sheets, today)
    reading.warnings[:0] = of_file(book)
    return reading


def understand(sheets: Sequence[Sheet], today: date) -> RosterReading:
    """The rows of a workbook that was read. Raises Refusal for one that holds no roster."""
    found = tables.find(sheets, entries.PEOPLE)
    if not found:
        raise tables.lacking(sheets, entries.PEOPLE)
    reading = RosterReading()
    units = tables.find(sheets, entries.UNITS)
    for table in units:
        entries.read_units(table, reading)
    for table in found:
        entries.read_people(table, today, reading)
    entries.tell_units_apart(reading)
    reading.understood += understood([*found, *units], reading.passed_over)
    reading.warnings += hidden(found, set(reading.passed_over))
    return reading


def import_roster(tx: Tx, reading: RosterReading, today: date, *, dry_run: bool = False) -> Report:
    """Compare with what is stored, and write the difference; with `dry_run` only say what it would be."""
    if not dry_run:
        tx.lock(Turn.ROSTER, 0)
    planned = plan(reading, snapshot.load(tx), today)
    if not dry_run:
        write(tx, planned)
    return replace(planned.report, dry_run=dry_run)


def write(tx: Tx, planned: RosterPlan) -> int | None:
    """Write `planned`, which must agree with what this transaction finds, and keep what it takes to take it back; the
    key of that record, None where nothing changed."""
    if planned.changes.empty:
        return None
    before = undoing.state(tx, undoing.ROSTER)
    apply(tx, planned)
    return undoing.record(tx, ImportKind.ROSTER, undoing.ROSTER, before)


def plan(reading: RosterReading, stored: Snapshot, today: date) -> RosterPlan:
    reading, rejected = codes.matched(reading, stored)
    units = plan_units(reading, stored)
    taken, not_taken = _take(reading, stored, units, today)
    changes = compare(taken, stored, units, today)
    added, changed = len(changes.new_people), len(changes.changed)
    refused = merged([*units.rejected, *reading.rejected, *rejected, *not_taken])
    refused_rows = {(row.sheet, row.number) for row in refused}
    report = Report(
        rows=Figures(added, changed, len(taken) - added - changed),
        rejected=refused,
        units=units.figures,
        absent=tuple(
            Absent(person.code, person.full_name)
            for person in stored.people
            if person.code not in reading.codes and person.left_on is None
        ),
        warnings=(*reading.warnings, *units.warnings, *changes.warnings, *_warnings(changes)),
        passed_over=tuple(reading.passed_over),
        remarks=merged(row for row in reading.remarks if (row.sheet, row.number) not in refused_rows),
        understood=tuple(reading.understood),
    )
    return RosterPlan(changes, report)


def _take(
    reading: RosterReading, stored: Snapshot, units: UnitPlan, today: date
) -> tuple[dict[str, PersonEntry], list[Reject]]:
    """Code -> row, for rows that agree with the units and with the people stored."""
    people = {person.code: person for person in stored.people}
    taken: dict[str, PersonEntry] = {}
    rejected = []
    for entry in reading.people:
        if fault := _unit_fault(entry, units) or _person_fault(entry, people.get(entry.code), today):
            rejected.append(_reject(entry, *fault))
        else:
            taken[entry.code] = entry
    while faults := _phone_faults(taken, stored.people):  # a row that is not taken does not give its number up
        for code, fault in faults.items():
            rejected.append(_reject(taken.pop(code), *fault))
    return taken, rejected


def _reject(entry: PersonEntry, column: str, why: Phrase) -> Reject:
    return reject(entry.table, entry.line, [problem(entry.table, column, why)])


def _unit_fault(entry: PersonEntry, units: UnitPlan) -> tuple[str, Phrase] | None:
    unit = units.find(entry.unit)
    if unit is None:
        return "unit", Phrase("roster.reject.unit_unknown", {"name": entry.unit})
    if not entry.parent:
        return None
    parent = units.find(entry.parent)
    if parent is None:
        return "parent", Phrase("roster.reject.unit_unknown", {"name": entry.parent})
    if parent not in (units.parents[unit], unit):
        return "parent", Phrase("roster.reject.unit_parent", {"unit": units.names[unit], "parent": entry.parent})
    return None


def _person_fault(entry: PersonEntry, person: PersonRow | None, today: date) -> tuple[str, Phrase] | None:
    if person is None:
        return None
    if person.left_on and person.left_on <= today and not (entry.joined_on and entry.joined_on >= person.left_on):
        return "code", Phrase("roster.reject.left", {"name": person.full_name, "day": person.left_on})
    # A column that slipped by one row in the spreadsheet would hand everybody's account and awards to a neighbour; who
    # only got his name put right still has his own phone or his own first day.
    if not rules.same_name(entry.full_name, person.full_name) and not (
        (entry.phone and entry.phone == person.phone) or (entry.joined_on and entry.joined_on == person.joined_on)
    ):
        return "code", Phrase("roster.reject.other_person", {"name": person.full_name})
    return None


def _phone_faults(taken: Mapping[str, PersonEntry], people: Iterable[PersonRow]) -> dict[str, tuple[str, Phrase]]:
    kept = {
        person.phone: person
        for person in people
        if person.phone and not (person.code in taken and "phone" in taken[person.code].said)
    }
    return {
        code: ("phone", Phrase("roster.reject.phone_taken", {"name": holder.full_name, "code": holder.code}))
        for code, entry in taken.items()
        if entry.phone and (holder := kept.get(entry.phone)) and holder.code != code
    }


def _warnings(changes: Changes) -> list[Phrase]:
    warnings = []
    silent = [entry.full_name for entry in changes.taken.values() if "phone" in entry.said and not entry.phone]
    if silent:
        warnings.append(Phrase("roster.warn.no_phone", {"count": len(silent), "names": tuple(silent)}))
    if assumed := sum(entry.kind is None for code, entry in changes.taken.items() if code in changes.new_people):
        warnings.append(Phrase("roster.warn.kind_assumed", {"count": assumed}))
    warnings += _namesakes(changes)
    if changes.new_groups and changes.stored.groups:
        warnings.append(Phrase("roster.warn.new_groups", {"names": tuple(changes.new_groups.values())}))
    if headless := _without_head(changes):
        warnings.append(Phrase("roster.warn.no_head", {"names": headless}))
    return warnings


def _namesakes(changes: Changes) -> list[Phrase]:
    """People of one name in one unit, each with what tells them apart."""
    alike: dict[tuple[Any, str], list[PersonEntry]] = {}
    for entry in changes.taken.values():
        alike.setdefault((changes.units.find(entry.unit), rules.letters(entry.full_name)), []).append(entry)
    return [
        Phrase("roster.warn.namesakes", {"unit": changes.units.names[unit], "people": tuple(map(_told_apart, people))})
        for (unit, _), people in alike.items()
        if len(people) > 1
    ]


def _told_apart(entry: PersonEntry) -> Phrase:
    values = {"name": entry.full_name, "code": entry.code}
    if entry.birth_year is None:
        return Phrase("roster.person", values)
    return Phrase("roster.person.born", {**values, "year": entry.birth_year})


def _without_head(changes: Changes) -> tuple[str, ...]:
    """Units that somebody works in and nobody confirms in."""
    if not any("role" in entry.said for entry in changes.taken.values()):
        return ()
    units = changes.units
    closed = set(changes.grants.closed)
    led: set[Any] = {
        grant.unit_id
        for grant in changes.stored.grants
        if grant.role in {Role.UNIT_HEAD, Role.ACTING_HEAD} and grant.id not in closed
    }
    led |= {grant["unit_id"] for grant in changes.grants.opened if grant["role"] is Role.UNIT_HEAD}
    # The Director confirms the deputies and is confirmed by nobody: that unit needs no head.
    led |= {units.find(entry.unit) for entry in changes.taken.values() if Role.DIRECTOR in entry.roles}
    peopled = dict.fromkeys(units.index[key(entry.unit)] for entry in changes.taken.values())
    return tuple(units.names[unit] for unit in peopled if unit not in led)


def apply(tx: Tx, planned: RosterPlan) -> None:
    """Write `planned`, which must have been made in this transaction. Writes nothing where nothing changed."""
    changes = planned.changes
    if changes.empty:
        return
    refs = _apply_units(tx, changes.units)
    groups_before = len(changes.stored.groups)
    new_groups = [
        {"name": name, "folded": fold(name), "position": groups_before + place}
        for place, name in enumerate(changes.new_groups.values(), start=1)
    ]
    snapshot.insert(tx, UnionGroup, new_groups)
    ids = snapshot.keys(tx, UnionGroup, "name")
    groups: dict[Ref, int] = {ref: ids[name] for ref, name in changes.new_groups.items()}
    # Two people may have changed numbers between them: every number is given up before one is taken.
    given_up = {key: {"phone": None} for key, change in changes.person_changes.items() if "phone" in change}
    snapshot.update(tx, Person, given_up)
    snapshot.update(tx, Person, changes.person_changes)
    snapshot.insert(tx, Person, list(changes.new_people.values()))
    people = snapshot.keys(tx, Person, "code")
    resolve: dict[str, Mapping[Any, int]] = {"person_id": people, "unit_id": refs, "group_id": groups}
    for model, table in ((Post, changes.posts), (UnionMembership, changes.memberships), (Grant, changes.grants)):
        snapshot.close(tx, model, table.closed, changes.today)
        snapshot.update(tx, model, {row: _resolved(values, resolve) for row, values in table.amended.items()})
        snapshot.insert(tx, model, [_resolved(values, resolve) for values in table.opened])
    report = planned.report
    note(
        tx,
        "roster.imported",
        "roster:all",
        added=report.rows.added,
        changed=report.rows.changed,
        rejected=len(report.rejected),
        units_added=report.units.added,
        units_changed=report.units.changed,
    )


def _apply_units(tx: Tx, units: UnitPlan) -> dict[Ref, int]:
    """New unit -> primary key. Parents come before those below them."""
    refs: dict[Ref, int] = {}
    waiting = dict(units.new)
    while waiting:
        ready = {ref: values for ref, values in waiting.items() if values["parent_id"] not in waiting}
        for ref in ready:
            del waiting[ref]
        snapshot.insert(tx, Unit, [_resolved(values, {"parent_id": refs}) for values in ready.values()])
        ids = snapshot.keys(tx, Unit, "folded")
        refs |= {ref: ids[values["folded"]] for ref, values in ready.items()}
    changes = {row: _resolved(change, {"parent_id": refs}) for row, change in units.changes.items()}
    snapshot.update(tx, Unit, changes)
    aliases = [{"unit_id": refs.get(ref, ref), "name": name, "folded": fold(name)} for ref, name in units.aliases]
    snapshot.insert(tx, UnitAlias, aliases)
    return refs


def _resolved(values: Mapping[str, Any], known: Mapping[str, Mapping[Any, int]]) -> dict[str, Any]:
    """`values` with every Ref that was new replaced by the primary key it has now."""
    return {name: known[name].get(value, value) if name in known else value for name, value in values.items()}
