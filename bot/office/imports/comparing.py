"""A comparison of a workbook with the store as the Office is shown it: names behind numbers, columns as they were
understood. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.awards.history import AwardPlan
from bot.dialogue.packing import pack
from bot.dialogue.screens import Named, Phrase, say
from bot.office.imports.records import Part, Shown
from bot.office.imports.rules import brief
from bot.office.paper.entries import Entry, Refused
from bot.people.roster.changes import Changes, Succession
from bot.people.roster.importing import RosterPlan
from bot.people.roster.records import ImportKind
from bot.people.roster.snapshot import Snapshot
from bot.people.roster.tree import SILENT, Ref
from bot.titles.catalogue import Catalogue
from bot.workbooks.report import Figures, Problem, Reject, Report
from bot.workbooks.tables import key

_WHAT = {
    "full_name": say("imports.what.name"),
    "gender": say("imports.what.gender"),
    "kind": say("imports.what.kind"),
    "phone": say("imports.what.phone"),
    "email": say("imports.what.email"),
    "joined_on": say("imports.what.joined"),
    "left_on": say("imports.what.back"),
}
_POST, _UNION, _ROLE = say("imports.what.post"), say("imports.what.union"), say("imports.what.role")
Parts = Mapping[Part, Sequence[Phrase]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A workbook compared with the store: what would be written, and what the Office is shown of it."""

    plan: Any
    report: Report
    parts: Parts
    shown: Shown


def _comparison(plan: Any, report: Report, parts: Parts, *, empty: bool) -> Comparison:
    """With all that takes its time, so that no transaction has to."""
    counts = {part: len(lines) for part, lines in parts.items()}
    figures = (report.rows.unchanged, empty)
    said = {part.value: [pack(line) for line in lines] for part, lines in parts.items()}
    digest = hashlib.sha256(json.dumps([figures, said], sort_keys=True).encode()).hexdigest()
    return Comparison(plan, report, parts, Shown(counts, *figures, tuple(map(brief, _columns(report))), digest))


def of_roster(plan: RosterPlan) -> Comparison:
    changes, people = plan.changes, plan.changes.people
    touched = _touched(changes)
    was = _units_before(changes)
    moved = {code: units for code in touched if (units := _move(changes, code, was)) is not None}
    names = {
        code: say("roster.person", name=one.full_name, code=code)
        for those in (people, changes.taken)
        for code, one in those.items()
    }
    parts = {
        Part.NEW: [
            say("imports.line.new", who=names[code], unit=changes.units.names[_unit(changes, code)])
            for code in changes.new_people
        ],
        Part.CHANGED: [
            say("imports.line.changed", who=names[code], what=tuple(what))
            for code, what in touched.items()
            if code not in moved
        ],
        Part.MOVED: [say("imports.line.moved", who=names[code], was=old, to=new) for code, (old, new) in moved.items()],
        Part.ABSENT: [say("roster.person", name=one.full_name, code=one.code) for one in plan.report.absent],
        Part.UNITS: [*_units(changes)],
        **_remarked(plan.report),
    }
    return _comparison(plan, plan.report, parts, empty=changes.empty)


def _touched(changes: Changes) -> dict[str, list[Phrase]]:
    """Code of each person who was known and is changed -> what of him or her, in the order of the workbook."""
    codes = {person.id: code for code, person in changes.people.items()}
    stored = changes.stored
    found: dict[str, list[Phrase]] = {}
    for row, values in changes.person_changes.items():
        if what := [_WHAT[name] for name in _WHAT if name in values]:
            found[codes[row]] = what
    for table, rows, phrase in (
        (changes.posts, stored.posts, _POST),
        (changes.memberships, stored.memberships, _UNION),
        (changes.grants, stored.grants, _ROLE),
    ):
        for code in _of(table, rows, codes):
            found.setdefault(code, []).append(phrase)
    known = [code for code in changes.taken if code in found] + [code for code in found if code not in changes.taken]
    return {code: found[code] for code in known if code not in changes.new_people}


def _of(table: Succession, rows: Iterable[Any], codes: Mapping[int, str]) -> list[str]:
    """Codes of the people of whom a dated table changes."""
    whose = {row.id: codes[row.person_id] for row in rows}
    touched = [whose[row] for row in (*table.closed, *table.amended)]
    return list(dict.fromkeys([*touched, *(values["person_id"] for values in table.opened)]))


def _unit(changes: Changes, code: str) -> Ref:
    return changes.units.index[key(changes.taken[code].unit)]


def _units_before(changes: Changes) -> dict[str, int]:
    """Code -> the unit that somebody is in, as it is stored."""
    units = {post.person_id: post.unit_id for post in changes.stored.posts}
    return {code: units[person.id] for code, person in changes.people.items() if person.id in units}


def _move(changes: Changes, code: str, before: Mapping[str, int]) -> tuple[str, str] | None:
    """The units that somebody leaves and comes to; None for who stays."""
    was = before.get(code)
    if code not in changes.taken or was is None or (to := _unit(changes, code)) == was:
        return None
    return changes.units.names.get(was, ""), changes.units.names[to]


def _units(changes: Changes) -> Iterator[Phrase]:
    units = changes.units
    for ref in units.new:
        yield say("imports.line.unit_new", name=units.names[ref])
    for row, values in units.changes.items():
        if not values.keys() <= SILENT:
            yield say("imports.line.unit_changed", name=units.names[row])


def of_awards(plan: AwardPlan, stored: Snapshot, awards: Sequence[Any], catalogue: Catalogue) -> Comparison:
    names = _holders(stored)
    titles = {title.id: title.short for regime in catalogue for title in regime.titles()}
    rows = {row.id: row for row in awards}

    def line(said: Mapping[str, Any]) -> Phrase:
        holder = next((column, said[column]) for column in names if said[column] is not None)
        return say(
            "imports.line.award",
            who=names[holder[0]][holder[1]],
            title=titles.get(said["title"], Named(said["title"], said["title"])),
            year=str(said["year"]),
        )

    parts = {
        Part.NEW: [line(one) for one in plan.new],
        Part.CHANGED: [line(rows[row]._asdict()) for row in plan.changes],
        **_remarked(plan.report),
    }
    return _comparison(plan, plan.report, parts, empty=not plan.new and not plan.changes)


def _holders(stored: Snapshot) -> Mapping[str, Mapping[int, Any]]:
    return {
        "person_id": {one.id: say("roster.person", name=one.full_name, code=one.code) for one in stored.people},
        "unit_id": {one.id: one.name for one in stored.units},
        "union_group_id": {one.id: one.name for one in stored.groups},
    }


def of_forms(found: Sequence[Entry], refused: Sequence[Refused]) -> Comparison:
    rejected = tuple(_refused(one) for one in refused)
    report = Report(Figures(added=len(found)), rejected)
    parts: Parts = {
        Part.NEW: [_form(one) for one in found if not one.row.declines],
        Part.DECLINED: [_form(one) for one in found if one.row.declines],
        Part.REJECTED: [brief(_row_of_form(one)) for one in refused],
    }
    return _comparison(tuple(found), report, parts, empty=not found)


def _form(one: Entry) -> Phrase:
    titles = tuple(title.short for title in one.form.regime.in_order(one.row.titles))
    what = say("imports.line.declines") if one.row.declines else say("imports.line.titles", titles=titles)
    return say("imports.line.form", name=one.form.person.name_in_unit, what=what, day=one.row.signed_on)


def _row_of_form(one: Refused) -> Phrase:
    return say("paper.row", number=one.row.number, name=one.row.name or one.row.code or "?", why=one.why)


def _refused(one: Refused) -> Reject:
    row = one.row
    return Reject(row.sheet, row.number, (Problem("", one.why),), row.headings, row.cells)


def _remarked(report: Report) -> Parts:
    return {
        Part.REJECTED: [brief(_row(one)) for one in report.rejected],
        Part.NOTES: [brief(line) for line in (*report.warnings, *map(_row, report.remarks))],
    }


def _row(one: Reject) -> Phrase:
    reasons = tuple(say("import.reject_reason", column=problem.column, why=problem.why) for problem in one.problems)
    return say("imports.line.row", sheet=one.sheet, row=one.number, reasons=reasons)


def _columns(report: Report) -> Iterator[Phrase]:
    """Each header that was found, what of it means nothing, then each column with what it was taken for."""
    tables: list[list[Phrase]] = [[]]
    for line in report.understood:
        if line.key == "import.read.header":
            where = say("imports.header", sheet=line.values["sheet"], rows=line.values["rows"])
            tables.append([where, *line.values["columns"]])
        elif line.key == "import.read.unused":
            tables[-1].insert(1, line)
        else:
            tables[-1].append(line)
    for table in tables:
        yield from table


def figures(kind: ImportKind, shown: Shown, *, written: bool = False) -> tuple[Phrase | None, ...]:
    """A line for each number of a comparison that is worth one, before it is written and afterwards."""
    count = {part: shown.counts.get(part, 0) for part in Part}
    numbers = {"added": count[Part.NEW], "changed": count[Part.CHANGED], "unchanged": shown.unchanged}
    if kind is ImportKind.UNIT_FORMS:
        return (
            say(
                "paper.unit.entered" if written else "paper.unit.will_enter",
                count=count[Part.NEW] + count[Part.DECLINED],
            ),
            say("paper.unit.will_enter_declined", count=count[Part.DECLINED]) if count[Part.DECLINED] else None,
            say("paper.unit.refused", count=count[Part.REJECTED]) if count[Part.REJECTED] else None,
        )
    moved, absent, units = count[Part.MOVED], count[Part.ABSENT], count[Part.UNITS]
    return (
        say("imports.figures" if kind is ImportKind.ROSTER else "imports.figures_awards", **numbers),
        say("imports.moved", count=moved) if moved else None,
        say("imports.units", count=units) if units else None,
        say("imports.absent", count=absent) if absent else None,
        say("imports.rejected", count=count[Part.REJECTED]) if count[Part.REJECTED] else None,
    )
