"""The contact persons of each person, as of today: they tell in person what no letter brings.

They are the heads of the person's unit and of those it is part of, the acting heads, the coordinators, and the deputy
director in charge. An acting head or a coordinator is no contact person of the head of the same unit. The contact of
people who have nobody above them is the Office.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.people.dates import here_on, holds_on
from bot.people.identity import Actor
from bot.people.reach import SEEING, unit_scope
from bot.people.records import Grant, Person, Post, Role, Unit
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

_P, _POST, _G, _U = (columns(model) for model in (Person, Post, Grant, Unit))
_TODAY = sa.bindparam("today", type_=sa.Date)
_GRANTS = (
    sa.select(_G.c.unit_id, _G.c.role, _G.c.person_id)
    .join(_P, _P.c.id == _G.c.person_id)
    .where(_G.c.role.in_(SEEING), _G.c.unit_id.is_not(None), holds_on(_G, _TODAY), here_on(_TODAY))
)
_PARENTS = sa.select(_U.c.id, _U.c.parent_id)

OF_A_HEAD = frozenset({Role.UNIT_HEAD, Role.DEPUTY})
"""The roles over a unit that are contact persons of its head too."""


@dataclass(frozen=True, slots=True)
class ContactPersons:
    """The tree of units with the roles over them, by which contact persons are found. Pure."""

    parents: Mapping[int, int | None]
    roles: Mapping[int, Mapping[Role, frozenset[int]]]
    """The people who work here today, by unit and role."""

    def of(self, person_id: int, unit_id: int | None) -> frozenset[int]:
        """All contact persons of this person, who works in that unit."""
        levels = self._levels(person_id, unit_id)
        return frozenset().union(*(people for level in levels for people in level.values()))

    def nearest(self, person_id: int, unit_id: int | None) -> frozenset[int]:
        """The nearest of them, who are asked to tell the person; the deputy in charge where there is nobody else."""
        levels = list(self._levels(person_id, unit_id))
        for wanted in (SEEING - {Role.DEPUTY}, {Role.DEPUTY}):
            for level in levels:
                if near := frozenset().union(*(people for role, people in level.items() if role in wanted)):
                    return near
        return frozenset()

    def units_without(self) -> frozenset[int]:
        """The units whose people have no contact person."""
        return frozenset(unit for unit in self.parents if not self.of(0, unit))

    def _levels(self, person_id: int, unit_id: int | None) -> Iterator[dict[Role, frozenset[int]]]:
        """The contact persons by role, level by level from the unit upwards, without the person."""
        passed = set[int]()
        while unit_id is not None and unit_id not in passed:
            passed.add(unit_id)
            here = self.roles.get(unit_id, {})
            heads = person_id in here.get(Role.UNIT_HEAD, ())
            yield {role: people - {person_id} for role, people in here.items() if not heads or role in OF_A_HEAD}
            unit_id = self.parents.get(unit_id)


def load(tx: Tx) -> ContactPersons:
    """The contact persons as of today."""
    roles: dict[int, dict[Role, frozenset[int]]] = {}
    for row in tx.execute(_GRANTS, {"today": tx.clock.today()}):
        here = roles.setdefault(row.unit_id, {})
        here[row.role] = here.get(row.role, frozenset()) | {row.person_id}
    parents = {row.id: row.parent_id for row in tx.execute(_PARENTS)}
    return ContactPersons(parents, roles)


def is_contact(tx: Tx, actor: Actor) -> bool:
    """True if `actor` may be the contact person of anybody."""
    return actor.has(Role.OFFICE) or unit_scope(tx, actor) is not None


def people_of(tx: Tx, actor: Actor, contacts: ContactPersons | None = None) -> frozenset[int]:
    """The people whose contact person `actor` is. `contacts`: where they are loaded already. Raises Refusal for an
    actor who leads nobody."""
    scope, office = unit_scope(tx, actor), actor.has(Role.OFFICE)
    if scope is None and not office:
        raise Refusal("role.leads_only")
    contacts = contacts or load(tx)
    meant: sa.ColumnElement[bool] = sa.false() if scope is None else _POST.c.unit_id.in_(scope.unit_ids)
    if office:
        holders = {person for roles in contacts.roles.values() for people in roles.values() for person in people}
        nobodys = sa.or_(_POST.c.unit_id.is_(None), _POST.c.unit_id.in_(contacts.units_without()), _P.c.id.in_(holders))
        meant = sa.or_(meant, nobodys)
    found = set[int]()
    for person_id, unit_id in _here(tx, meant):
        own = contacts.of(person_id, unit_id)
        if actor.person.id in own or (office and not own):
            found.add(person_id)
    return frozenset(found)


def _here(tx: Tx, meant: sa.ColumnElement[bool]) -> list[tuple[int, int | None]]:
    """The people who work here today and of whom `meant` holds, each with the unit."""
    today = tx.clock.today()
    current = sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, today))
    query = sa.select(_P.c.id, _POST.c.unit_id).select_from(_P.outerjoin(_POST, current))
    rows = tx.execute(query.where(meant, here_on(today)))
    return [(row.id, row.unit_id) for row in rows]
