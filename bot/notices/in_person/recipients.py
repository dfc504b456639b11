"""Who tells a person in person what no letter brings, as of today: whoever stands over the person's unit.

The heads of the unit and of those it is part of, who acts for a head, who coordinates, the deputy director in charge.
Who only acts for a head, or prepares for the unit, does not stand over that head. Whom nobody stands over is the
Office's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.people.identity import Actor
from bot.people.reach import SEEING, unit_scope
from bot.people.records import Grant, Person, Post, Role, Unit
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

_P, _POST, _G, _U = (columns(model) for model in (Person, Post, Grant, Unit))

OF_A_HEAD = frozenset({Role.UNIT_HEAD, Role.DEPUTY})
"""Of the roles over one's own unit, those that stand over its head too."""


@dataclass(frozen=True, slots=True)
class Tellers:
    """The tree of units and who holds what over them. Pure."""

    parents: Mapping[int, int | None]
    held: Mapping[int, Mapping[Role, frozenset[int]]]
    """Unit -> role -> people who are here."""

    def over(self, person_id: int, unit_id: int | None) -> frozenset[int]:
        """Everybody who may tell the person, who works in that unit."""
        levels = self._levels(person_id, unit_id)
        return frozenset().union(*(people for level in levels for people in level.values()))

    def asked(self, person_id: int, unit_id: int | None) -> frozenset[int]:
        """Of those, whoever is nearest: to them it is said. The deputy in charge where there is nobody else."""
        levels = list(self._levels(person_id, unit_id))
        for roles in (SEEING - {Role.DEPUTY}, {Role.DEPUTY}):
            for level in levels:
                if near := frozenset().union(*(people for role, people in level.items() if role in roles)):
                    return near
        return frozenset()

    def without(self) -> frozenset[int]:
        """Units over which nobody stands."""
        return frozenset(unit for unit in self.parents if not self.over(0, unit))

    def _levels(self, person_id: int, unit_id: int | None) -> Iterator[dict[Role, frozenset[int]]]:
        """From the unit upwards: role -> people, the person left out."""
        passed = set[int]()
        while unit_id is not None and unit_id not in passed:
            passed.add(unit_id)
            here = self.held.get(unit_id, {})
            heads = person_id in here.get(Role.UNIT_HEAD, ())
            yield {role: people - {person_id} for role, people in here.items() if not heads or role in OF_A_HEAD}
            unit_id = self.parents.get(unit_id)


def load(tx: Tx) -> Tellers:
    today = tx.clock.today()
    grants = (
        sa.select(_G.c.unit_id, _G.c.role, _G.c.person_id)
        .join(_P, _P.c.id == _G.c.person_id)
        .where(
            _G.c.role.in_(SEEING),
            _G.c.unit_id.is_not(None),
            _G.c.since <= today,
            sa.or_(_G.c.until.is_(None), _G.c.until > today),
            sa.or_(_P.c.left_on.is_(None), _P.c.left_on > today),
        )
    )
    held: dict[int, dict[Role, frozenset[int]]] = {}
    for row in tx.execute(grants):
        roles = held.setdefault(row.unit_id, {})
        roles[row.role] = roles.get(row.role, frozenset()) | {row.person_id}
    parents = {row.id: row.parent_id for row in tx.execute(sa.select(_U.c.id, _U.c.parent_id))}
    return Tellers(parents, held)


def is_asked(tx: Tx, actor: Actor) -> bool:
    """Whether there can be anybody whom `actor` is to tell anything."""
    return actor.has(Role.OFFICE) or unit_scope(tx, actor) is not None


def people_of(tx: Tx, actor: Actor) -> frozenset[int]:
    """Whom `actor` is to tell what no letter brings them. Raises Refusal for whoever leads nobody."""
    scope, office = unit_scope(tx, actor), actor.has(Role.OFFICE)
    if scope is None and not office:
        raise Refusal("role.leads_only")
    tellers = load(tx)
    meant: sa.ColumnElement[bool] = sa.false() if scope is None else _POST.c.unit_id.in_(scope.unit_ids)
    if office:
        holders = {person for roles in tellers.held.values() for people in roles.values() for person in people}
        nobodys = sa.or_(_POST.c.unit_id.is_(None), _POST.c.unit_id.in_(tellers.without()), _P.c.id.in_(holders))
        meant = sa.or_(meant, nobodys)
    found = set[int]()
    for person_id, unit_id in _here(tx, meant):
        over = tellers.over(person_id, unit_id)
        if actor.person.id in over or (office and not over):
            found.add(person_id)
    return frozenset(found)


def _here(tx: Tx, meant: sa.ColumnElement[bool]) -> list[tuple[int, int | None]]:
    """(person, unit) of those who work here today and of whom `meant` holds."""
    today = tx.clock.today()
    current = sa.and_(
        _POST.c.person_id == _P.c.id, _POST.c.since <= today, sa.or_(_POST.c.until.is_(None), _POST.c.until > today)
    )
    query = sa.select(_P.c.id, _POST.c.unit_id).select_from(_P.outerjoin(_POST, current))
    rows = tx.execute(query.where(meant, sa.or_(_P.c.left_on.is_(None), _P.c.left_on > today)))
    return [(row.id, row.unit_id) for row in rows]
