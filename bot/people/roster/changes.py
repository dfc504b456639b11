"""Changes that taken rows make in the store: people, and their dated posts, union memberships and roles. Pure.

Dates. A post and a union membership seen for the first time hold since the person joined: the workbook says no better,
and the awards of past years need a unit to belong to. A change seen later holds from the day of the import on. A role
gives rights, and those never reach back: it holds from the day of the import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.dialogue.screens import Phrase
from bot.people import rules
from bot.people.records import Role, StaffKind
from bot.people.roster.entries import PersonEntry
from bot.people.roster.snapshot import GrantRow, PersonRow, Snapshot
from bot.people.roster.tree import SILENT, Ref, UnitPlan
from bot.workbooks.tables import key

_OF_THE_UNIT = frozenset({Role.UNIT_HEAD, Role.COORDINATOR})
_OF_THE_DEPARTMENT = frozenset({Role.DIRECTOR, Role.OFFICE})
_HEADING = frozenset({Role.OFFICE_HEAD, Role.ACTING_OFFICE_HEAD})
_LEADERS = frozenset({Role.DIRECTOR, Role.DEPUTY})


@dataclass(slots=True)
class Succession:
    """Changes of one dated table. In `opened` and `amended`, person_id is a staff code, unit_id and group_id are
    Refs: keys that are new are known once stored."""

    today: date
    closed: list[int] = field(default_factory=list)
    amended: dict[int, dict[str, Any]] = field(default_factory=dict)
    opened: list[dict[str, Any]] = field(default_factory=list)

    def open(self, code: str, since: date, values: Mapping[str, Any]) -> None:
        self.opened.append({"person_id": code, **values, "since": since})

    def close(self, row: int) -> None:
        self.closed.append(row)

    def succeed(self, code: str, row: int, since: date, values: Mapping[str, Any]) -> None:
        if since >= self.today:  # put right on the day it began: there is no time in which the old one held
            self.amended[row] = dict(values)
        else:
            self.close(row)
            self.open(code, self.today, values)


@dataclass(slots=True)
class Changes:
    """All that an import would write. `taken`: staff code -> the row that is taken for it."""

    today: date
    stored: Snapshot
    units: UnitPlan
    taken: Mapping[str, PersonEntry] = field(repr=False)
    people: Mapping[str, PersonRow] = field(repr=False)
    posts: Succession
    memberships: Succession
    grants: Succession
    new_groups: dict[str, str] = field(default_factory=dict)
    new_people: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    person_changes: dict[int, dict[str, Any]] = field(default_factory=dict, repr=False)
    changed: set[str] = field(default_factory=set)
    """Codes of those who were known and are no longer as they were."""
    warnings: list[Phrase] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Nothing to write at all."""
        dated = (self.posts, self.memberships, self.grants)
        return not (
            self.units.new
            or self.units.changes
            or self.units.aliases
            or self.new_groups
            or self.new_people
            or self.person_changes
            or any(table.closed or table.amended or table.opened for table in dated)
        )


def compare(taken: Mapping[str, PersonEntry], stored: Snapshot, units: UnitPlan, today: date) -> Changes:
    people = {person.code: person for person in stored.people}
    changes = Changes(today, stored, units, taken, people, Succession(today), Succession(today), Succession(today))
    _people(changes)
    _date_units(changes)
    _posts(changes)
    _memberships(changes)
    _grants(changes)
    _deputies(changes)
    changes.changed -= changes.new_people.keys()
    return changes


def _people(changes: Changes) -> None:
    for code, entry in changes.taken.items():
        values: dict[str, Any] = {
            "full_name": entry.full_name,
            "folded": entry.folded,
            "gender": entry.gender,
            "kind": entry.kind,
            "phone": entry.phone,
            "email": entry.email,
            "joined_on": entry.joined_on,
            "position": entry.order,
        }
        person = changes.people.get(code)
        if person is None:
            changes.new_people[code] = {"code": code, **values, "kind": entry.kind or StaffKind.CIVIL_SERVANT}
            continue
        for column in ("gender", "kind", "phone", "email", "joined_on"):
            if column not in entry.said:
                del values[column]
        if "kind" in values and entry.kind is None:
            del values["kind"]
        if rules.spelt_alike(entry.full_name, person.full_name):  # another apostrophe is no other name
            del values["full_name"], values["folded"]
        if person.left_on and person.left_on <= changes.today:  # back again, or the row would not have been taken
            values["left_on"] = None
        change = {name: value for name, value in values.items() if value != getattr(person, name)}
        if change:
            changes.person_changes[person.id] = change
        if not change.keys() <= SILENT:
            changes.changed.add(code)


def _date_units(changes: Changes) -> None:
    """A new unit is as old as the first post in it or below it."""
    units = changes.units
    first: dict[Ref, date] = {}
    for entry in changes.taken.values():
        at = units.find(entry.unit)
        while at is not None:
            first[at] = min(first.get(at, changes.today), entry.joined_on or changes.today)
            at = units.parents[at]
    for ref, values in units.new.items():
        values["since"] = first.get(ref, changes.today)


def _first_day(changes: Changes, code: str, entry: PersonEntry) -> date | None:
    """Since when a dated row that the store lacks holds; None where there is to be none, for one who is leaving."""
    person = changes.people.get(code)
    if person is None or (person.left_on and person.left_on <= changes.today):  # new, or back again
        return entry.joined_on or changes.today
    return None if person.left_on else changes.today


def _posts(changes: Changes) -> None:
    units_since: dict[Ref, date] = {unit.id: unit.since for unit in changes.stored.units}
    units_since |= {ref: values["since"] for ref, values in changes.units.new.items()}
    stored = {post.person_id: post for post in changes.stored.posts}
    for code, entry in changes.taken.items():
        unit = changes.units.index[key(entry.unit)]
        post = stored.get(changes.people[code].id) if code in changes.people else None
        if post is None:
            if since := _first_day(changes, code, entry):
                changes.posts.open(code, max(since, units_since[unit]), {"unit_id": unit, "title": entry.title})
                changes.changed.add(code)
            continue
        wanted = {"unit_id": unit, "title": entry.title if "title" in entry.said else post.title}
        if wanted != {"unit_id": post.unit_id, "title": post.title}:
            changes.posts.succeed(code, post.id, post.since, wanted)
            changes.changed.add(code)


def _memberships(changes: Changes) -> None:
    groups: dict[str, Ref] = {key(group.name): group.id for group in changes.stored.groups}
    stored = {membership.person_id: membership for membership in changes.stored.memberships}
    for code, entry in changes.taken.items():
        if "union_group" not in entry.said:
            continue
        membership = stored.get(changes.people[code].id) if code in changes.people else None
        if not entry.union_group:
            if membership:
                changes.memberships.close(membership.id)
                changes.changed.add(code)
            continue
        name = key(entry.union_group)
        if name not in groups:
            groups[name] = name
            changes.new_groups[name] = entry.union_group
        wanted = {"group_id": groups[name], "office": entry.union_office}
        if membership is None:
            if since := _first_day(changes, code, entry):
                changes.memberships.open(code, since, wanted)
                changes.changed.add(code)
            continue
        if "union_office" not in entry.said:
            wanted["office"] = membership.office
        if wanted != {"group_id": membership.group_id, "office": membership.office}:
            changes.memberships.succeed(code, membership.id, membership.since, wanted)
            changes.changed.add(code)


def _grants(changes: Changes) -> None:
    stored: dict[int, list[GrantRow]] = {}
    for grant in changes.stored.grants:
        stored.setdefault(grant.person_id, []).append(grant)
    for code, entry in changes.taken.items():
        if "role" not in entry.said:
            continue
        unit = changes.units.index[key(entry.unit)]
        wanted: set[tuple[Role, Ref | None]] = {(role, unit) for role in entry.roles & _OF_THE_UNIT}
        wanted |= {(role, None) for role in entry.roles & _OF_THE_DEPARTMENT}
        own = stored.get(changes.people[code].id, []) if code in changes.people else []
        for role, over in sorted(wanted - {(grant.role, grant.unit_id) for grant in own}, key=str):
            since = max(changes.today, entry.joined_on or changes.today)
            changes.grants.open(code, since, {"role": role, "unit_id": over, "from_roster": True})
            changes.changed.add(code)
        for grant in own:
            ours = grant.from_roster and grant.role in _OF_THE_UNIT | _OF_THE_DEPARTMENT
            if ours and (grant.role, grant.unit_id) not in wanted:
                changes.grants.close(grant.id)
    _keep_the_office(changes)
    codes = {changes.people[code].id: code for code in changes.taken if code in changes.people}
    ended = set(changes.grants.closed)
    changes.changed |= {codes[grant.person_id] for grant in changes.stored.grants if grant.id in ended}


def _keep_the_office(changes: Changes) -> None:
    """No workbook ends the Office: who heads it stays in it, and somebody who is in the chat always does. Who is kept
    against the workbook is named."""
    stored = changes.stored
    members = [grant for grant in stored.grants if grant.role is Role.OFFICE]
    ended = set(changes.grants.closed)
    heads = {grant.person_id for grant in stored.grants if grant.role in _HEADING}
    kept = {grant.id for grant in members if grant.id in ended and grant.person_id in heads}
    stay = [grant for grant in members if grant.id not in ended - kept]
    if not any(grant.person_id in stored.linked for grant in stay):
        going = [grant for grant in members if grant.id in ended - kept]
        in_chat = [grant.id for grant in going if grant.person_id in stored.linked]
        named = any(grant["role"] is Role.OFFICE for grant in changes.grants.opened)
        kept |= {*in_chat} if in_chat or stay or named else {grant.id for grant in going}
    names = {person.id: person for person in stored.people}
    for grant in members:
        if grant.id in kept:
            changes.grants.closed.remove(grant.id)
            person = names[grant.person_id]
            why = "roster.warn.office_head_kept" if grant.person_id in heads else "roster.warn.office_kept"
            changes.warnings.append(Phrase(why, {"name": person.full_name, "code": person.code}))


def _deputies(changes: Changes) -> None:
    """Charges of the department's leaders over units: the sheet of units says them, by name or by code."""
    named: dict[str, list[str]] = {}
    leaders = {code for code, entry in changes.taken.items() if entry.roles & _LEADERS}
    codes = {person.id: person.code for person in changes.stored.people}
    leaders |= {codes[grant.person_id] for grant in changes.stored.grants if grant.role in _LEADERS}
    everybody = {p.code: rules.letters(p.full_name) for p in changes.stored.people if p.left_on is None}
    everybody |= {code: rules.letters(entry.full_name) for code, entry in changes.taken.items()}
    for code, letters in everybody.items():
        named.setdefault(letters, []).append(code)
    charges = [grant for grant in changes.stored.grants if grant.role is Role.DEPUTY and grant.from_roster]
    for unit, entry in changes.units.deputies.items():
        as_code = rules.code(entry.deputy)
        found = [as_code] if as_code in everybody else named.get(rules.letters(entry.deputy), [])
        found = [code for code in found if code in leaders] or found
        if entry.deputy and len(found) != 1:
            why = "roster.warn.deputy_unclear" if found else "roster.warn.deputy_unknown"
            changes.warnings.append(Phrase(why, {"unit": changes.units.names[unit], "name": entry.deputy}))
            continue
        present = {codes[grant.person_id]: grant.id for grant in charges if grant.unit_id == unit}
        for code, grant_id in present.items():
            if code not in found:
                changes.grants.close(grant_id)
        for code in found:
            if code not in present:
                over = {"role": Role.DEPUTY, "unit_id": unit, "from_roster": True}
                changes.grants.open(code, changes.today, over)
