"""Holders of titles, found as lists name them. Pure.

A person is found by code, and the name must agree, for one wrong digit would give the title to a colleague; without a
code by a name that only one person bears, in the unit that the row says. A collective is found by its name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.awards.entries import AwardEntry
from bot.dialogue.screens import Phrase
from bot.people import rules
from bot.people.roster.snapshot import PersonRow, Snapshot
from bot.people.roster.tree import index
from bot.titles.catalogue import Subject
from bot.workbooks.report import Problem, problem
from bot.workbooks.tables import key

Holder = tuple[str, int]
"""Column of the award that names the holder, and the key in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A holder with what is to be remarked, or the reason why there is none."""

    holder: Holder = ("", 0)
    fault: Problem | None = None
    remark: Problem | None = None


def finder(stored: Snapshot) -> Callable[[AwardEntry], Found]:
    """The function that finds the holder of an entry among those stored."""
    people = {person.code: person for person in stored.people}
    bare: dict[str, list[PersonRow]] = {}
    named: dict[str, list[PersonRow]] = {}
    for person in stored.people:
        bare.setdefault(rules.bare_code(person.code), []).append(person)
        named.setdefault(rules.letters(person.full_name), []).append(person)
    units = index(stored)
    groups = {key(group.name): group.id for group in stored.groups}
    parents = {unit.id: unit.parent_id for unit in stored.units}
    posts = {post.person_id: post.unit_id for post in stored.posts}

    def find(entry: AwardEntry) -> Found:
        return by_code(entry) if entry.code else by_name(entry)

    def by_code(entry: AwardEntry) -> Found:
        person = people.get(entry.code)
        if person is None:
            alike = [one for one in bare.get(rules.bare_code(entry.code), []) if _named(entry, one)]
            if len(alike) != 1:
                return _fault(entry, "code", "awards.reject.code", code=entry.code)
            person = alike[0]
        if not _named(entry, person):
            return _fault(entry, "name", "awards.reject.name", name=person.full_name)
        if Subject.PERSON not in entry.title.subjects:
            return _fault(entry, None, "awards.reject.not_for_person", title=entry.title.name)
        return Found(("person_id", person.id))

    def by_name(entry: AwardEntry) -> Found:
        subjects, name = entry.title.subjects, key(entry.name)
        if Subject.UNION_GROUP in subjects and name in groups:
            return Found(("union_group_id", groups[name]))
        if Subject.UNIT in subjects and isinstance(unit := units.get(name), int):
            return Found(("unit_id", unit))
        if name in units or name in groups:
            return _fault(entry, None, "awards.reject.not_for_collective", title=entry.title.name)
        if Subject.PERSON in subjects:
            return person_by_name(entry)
        return _fault(entry, "name", "awards.reject.collective", name=entry.name)

    def person_by_name(entry: AwardEntry) -> Found:
        everybody = named.get(rules.letters(entry.name), [])
        if not everybody:
            return _fault(entry, "name", "awards.reject.nobody", name=entry.name)
        unit = units.get(key(entry.unit)) if entry.unit else None
        there = [one for one in everybody if unit in above(posts.get(one.id))] if unit is not None else everybody
        if len(there) == 1:
            values = {"name": there[0].full_name, "code": there[0].code}
            remark = problem(entry.table, "name", Phrase("awards.remark.by_name", values))
            return Found(("person_id", there[0].id), remark=remark)
        those = tuple(Phrase("roster.person", {"name": one.full_name, "code": one.code}) for one in there or everybody)
        why = "awards.reject.several" if there else "awards.reject.elsewhere"
        return _fault(entry, "name", why, people=those, unit=entry.unit)

    def above(unit: int | None) -> set[int]:
        """A unit with all above it."""
        found: set[int] = set()
        while unit is not None and unit not in found:
            found.add(unit)
            unit = parents.get(unit)
        return found

    return find


def _named(entry: AwardEntry, person: PersonRow) -> bool:
    return rules.same_name(entry.name, person.full_name)


def _fault(entry: AwardEntry, column: str | None, why: str, **values: object) -> Found:
    """The reason under a column's heading; under that of the title for None."""
    phrase = Phrase(why, values)
    return Found(fault=problem(entry.table, column, phrase) if column else Problem(entry.column, phrase))
