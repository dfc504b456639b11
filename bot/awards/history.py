"""Past decisions from a workbook: planned and applied, as the roster's import does.

Whatever is already known is left as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from bot.awards.entries import AwardEntry, AwardReading
from bot.awards.holders import Holder, finder
from bot.awards.records import Award
from bot.dialogue.screens import Phrase
from bot.people.roster import snapshot, undoing
from bot.people.roster.records import ImportKind
from bot.people.roster.snapshot import Snapshot
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.workbooks.report import Figures, Problem, Report, merged, reject

TABLES = (columns(Award),)
"""The tables that an import of awards writes."""

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


@dataclass(frozen=True, slots=True)
class AwardPlan:
    new: Sequence[Mapping[str, Any]]
    changes: Mapping[int, Mapping[str, Any]]
    report: Report


def import_awards(tx: Tx, reading: AwardReading, *, dry_run: bool = False) -> Report:
    """Compare with what is stored, and write the difference; with `dry_run` only say what it would be."""
    if not dry_run:
        tx.lock(Turn.DECISIONS, 0)
    planned = plan(reading, snapshot.load(tx), snapshot.rows(tx, Award, AwardRow))
    if not dry_run:
        write(tx, planned)
    return replace(planned.report, dry_run=dry_run)


def write(tx: Tx, planned: AwardPlan) -> int | None:
    """Write `planned`, which must agree with what this transaction finds, and keep what it takes to take it back; the
    key of that record, None where nothing changed."""
    if not planned.new and not planned.changes:
        return None
    before = undoing.state(tx, TABLES)
    apply(tx, planned)
    return undoing.record(tx, ImportKind.AWARDS, TABLES, before)


def plan(reading: AwardReading, stored: Snapshot, awards: Sequence[AwardRow]) -> AwardPlan:
    find_holder = finder(stored)
    known = {(holder_of(award), award.year, award.title): award for award in awards}
    seen: dict[tuple[Holder, int, str], AwardEntry] = {}
    new: list[dict[str, Any]] = []
    changes: dict[int, dict[str, Any]] = {}
    rejected, remarks, unchanged = list(reading.rejected), list(reading.remarks), 0
    for entry in reading.entries:
        found = find_holder(entry)
        if found.fault:
            rejected.append(reject(entry.table, entry.line, [found.fault]))
            continue
        if found.remark:
            remarks.append(reject(entry.table, entry.line, [found.remark]))
        holder = found.holder
        award = (holder, entry.year, entry.title.id)
        if first := seen.get(award):
            if first.decision == entry.decision:  # the same row twice says nothing new
                unchanged += 1
            else:
                why = Problem(entry.column, Phrase("awards.reject.twice", {"row": first.line.number}))
                rejected.append(reject(entry.table, entry.line, [why]))
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
        rejected=merged(rejected),
        passed_over=tuple(reading.passed_over),
        warnings=tuple(reading.warnings),
        remarks=merged(remarks),
        understood=tuple(reading.understood),
    )
    return AwardPlan(new, changes, report)


def holder_of(award: AwardRow) -> Holder:
    for column in ("person_id", "unit_id", "union_group_id"):
        if (holder := getattr(award, column)) is not None:
            return column, holder
    raise ValueError(f"award {award.id} has no holder")  # the table's CHECK does not let this be


def apply(tx: Tx, planned: AwardPlan) -> None:
    """Write `planned`, which must have been made in this transaction. Writes nothing where nothing changed."""
    if not planned.new and not planned.changes:
        return
    snapshot.insert(tx, Award, planned.new)
    snapshot.update(tx, Award, planned.changes)
    rows, rejected = planned.report.rows, len(planned.report.rejected)
    note(tx, "awards.imported", "awards:all", added=rows.added, changed=rows.changed, rejected=rejected)
