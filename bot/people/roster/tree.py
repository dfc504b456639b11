"""The units of a workbook against those stored: which are new, which changed, and every name they answer to. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people.roster.entries import PersonEntry, RosterReading, UnitEntry
from bot.people.roster.snapshot import Snapshot, UnitRow
from bot.workbooks.report import Figures, Reject, problem, reject
from bot.workbooks.tables import key

Ref = int | str
"""A stored row by its primary key, or a new one by the key of its name."""

SILENT = frozenset({"position", "folded"})
"""Written when they differ, but no change that anybody made: a row added above moves all that follow."""


@dataclass(slots=True)
class UnitPlan:
    index: dict[str, Ref] = field(default_factory=dict)
    """Key of every name and alias -> unit."""
    names: dict[Ref, str] = field(default_factory=dict)
    parents: dict[Ref, Ref | None] = field(default_factory=dict)
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Primary key -> columns; `parent_id` may be a Ref that is yet to be stored."""
    aliases: list[tuple[Ref, str]] = field(default_factory=list)
    deputies: dict[Ref, UnitEntry] = field(default_factory=dict)
    """Units whose row says who of the department's leaders is in charge, or that nobody is."""
    figures: Figures = field(default_factory=Figures)
    rejected: list[Reject] = field(default_factory=list)
    warnings: list[Phrase] = field(default_factory=list)

    def find(self, name: str) -> Ref | None:
        return self.index.get(key(name))


def plan_units(reading: RosterReading, stored: Snapshot) -> UnitPlan:
    plan = UnitPlan()
    declared = _declared(reading.units, stored, plan.rejected)
    plan.index = index(stored, declared)
    plan.names = {unit.id: unit.name for unit in stored.units}
    plan.parents = {unit.id: unit.parent_id for unit in stored.units}
    rows = {unit.id: unit for unit in stored.units}
    changed = 0
    for ref, entry in declared.items():
        if "parent" in entry.said or isinstance(ref, str):
            plan.parents[ref] = plan.find(entry.parent) if entry.parent else None
        row = rows.get(ref) if isinstance(ref, int) else None
        change = _values(entry, row) if row is None else _change(entry, row, plan.parents[ref])
        plan.names[ref] = change.get("name", row.name if row else entry.name)
        if row is None:
            plan.new[str(ref)] = {**change, "parent_id": plan.parents[ref]}
        elif change:
            plan.changes[row.id] = change
            changed += not change.keys() <= SILENT
        plan.aliases += [(ref, alias) for alias in _new_aliases(entry, row, stored)]
        if "deputy" in entry.said:
            plan.deputies[ref] = entry
    if not reading.units and not stored.units:
        _found_with_people(plan, reading.people)
        plan.warnings.append(Phrase("roster.warn.no_units"))
    elif declared and (gone := [unit.name for unit in stored.units if unit.id not in declared]):
        plan.warnings.append(Phrase("roster.warn.units_absent", {"names": tuple(gone)}))
    plan.figures = Figures(len(plan.new), changed, len(declared) - changed - sum(ref in plan.new for ref in declared))
    return plan


def _declared(entries: Iterable[UnitEntry], stored: Snapshot, rejected: list[Reject]) -> dict[Ref, UnitEntry]:
    """Unit -> its row, for the rows that can be taken. One that cannot may leave others without their parent."""
    known = index(stored)
    declared: dict[Ref, UnitEntry] = {}
    for entry in entries:
        ways = (entry.name, *entry.former_names)  # a unit under a new name is found by its old one
        ref = next((known[key(way)] for way in ways if key(way) in known), key(entry.name))
        if first := declared.get(ref):
            rejected.append(_reject(entry, "unit", Phrase("roster.reject.unit_twice", {"row": first.line.number})))
        else:
            declared[ref] = entry
    while True:
        refs = index(stored, declared)
        faults = {ref: fault for ref, entry in declared.items() if (fault := _fault(ref, entry, refs, declared))}
        if not faults:
            return declared
        for ref, (column, why) in faults.items():
            rejected.append(_reject(declared.pop(ref), column, why))


def _reject(entry: UnitEntry, column: str, why: Phrase) -> Reject:
    return reject(entry.table, entry.line, [problem(entry.table, column, why)])


def index(stored: Snapshot, declared: Mapping[Ref, UnitEntry] = MappingProxyType({})) -> dict[str, Ref]:
    """Key of every name and alias -> unit, of those stored and those declared."""
    refs: dict[str, Ref] = {key(unit.name): unit.id for unit in stored.units}
    for known in stored.aliases:
        refs.setdefault(key(known.name), known.unit_id)
    for ref, entry in declared.items():
        refs.setdefault(key(entry.name), ref)
    for ref, entry in declared.items():
        for alias in _aliases(entry):
            refs.setdefault(key(alias), ref)
    return refs


def _aliases(entry: UnitEntry) -> list[str]:
    return [alias for alias in (entry.short_name, *entry.former_names) if alias]


def _fault(
    ref: Ref, entry: UnitEntry, refs: Mapping[str, Ref], declared: Mapping[Ref, UnitEntry]
) -> tuple[str, Phrase] | None:
    for alias in _aliases(entry):
        if refs[key(alias)] != ref:
            column = "short_name" if alias == entry.short_name else "former_names"
            return column, Phrase("roster.reject.alias_taken", {"name": alias})
    if entry.parent and key(entry.parent) not in refs:
        return "parent", Phrase("roster.reject.unit_unknown", {"name": entry.parent})
    above, at = {ref}, refs.get(key(entry.parent))
    while at is not None:
        if at in above:
            return "parent", Phrase("roster.reject.unit_circle", {"name": entry.parent})
        above.add(at)
        at = refs.get(key(declared[at].parent)) if at in declared else None
    return None


def _values(entry: UnitEntry, row: UnitRow | None) -> dict[str, Any]:
    """Columns as the row of the workbook wants them; of a stored unit, those that the workbook speaks of."""
    values: dict[str, Any] = {"position": entry.order}
    # Found by an alias, a unit keeps its name; found by a former name, it takes the new one.
    if row is None or key(entry.name) == key(row.name) or any(key(row.name) == key(old) for old in entry.former_names):
        values |= {"name": entry.name, "folded": fold(entry.name)}
    if row is None or "short_name" in entry.said:
        values["short_name"] = entry.short_name or None
    if row is None or "collective" in entry.said:
        values["is_collective"] = entry.is_collective
    if row is None or "seal" in entry.said:
        values["has_seal"] = entry.has_seal
    return values


def _change(entry: UnitEntry, row: UnitRow, parent: Ref | None) -> dict[str, Any]:
    wanted = {**_values(entry, row), "parent_id": parent}
    return {name: value for name, value in wanted.items() if value != getattr(row, name)}


def _new_aliases(entry: UnitEntry, row: UnitRow | None, stored: Snapshot) -> list[str]:
    known = {key(entry.name), *(key(alias.name) for alias in stored.aliases)}
    wanted = [*_aliases(entry), *([row.name] if row and "name" in _values(entry, row) else [])]
    return list({key(alias): alias for alias in wanted if key(alias) not in known}.values())


def _found_with_people(plan: UnitPlan, people: Iterable[PersonEntry]) -> None:
    """The first roster of an office that sent no sheet of units: they are those that its people name."""
    for entry in people:
        above = entry.parent or (entry.above if "unit" not in entry.table.columns else "")
        if key(above).startswith("khoi "):  # a group of units that the list forms, and none itself
            above = ""
        for name, parent in ((above, ""), (entry.unit, above)):
            if not name:
                continue
            ref = key(name)
            if ref not in plan.new:
                plan.index[ref] = ref
                plan.names[ref] = name
                plan.new[ref] = {"name": name, "folded": fold(name), "short_name": None, "position": len(plan.new) + 1}
                plan.new[ref] |= {"is_collective": False, "has_seal": False, "parent_id": None}
            if parent and key(parent) != ref and plan.new[ref]["parent_id"] is None:
                plan.new[ref]["parent_id"] = key(parent)
    plan.parents = {ref: values["parent_id"] for ref, values in plan.new.items()}
