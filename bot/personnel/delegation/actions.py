"""Standing in for the head of a unit: a coordinator prepares, a deputy confirms from a day to a day.

The head decides for the own unit; where it has no deputy, the Office names somebody else of the unit. What begins is
never dated back.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.ledger import planning
from bot.people.identity import Actor, Scope, Staff, roster, staff
from bot.people.reach import subtree, units_of
from bot.people.records import Role
from bot.personnel import records, rules, unit_records
from bot.personnel.records import DatedGrant
from bot.personnel.unit_records import UnitNow
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

GIVEN, ENDED = "stand_in_given", "stand_in_ended"
"""Kinds of letters."""
STAND_INS = (Role.COORDINATOR, Role.ACTING_HEAD)


@dataclass(frozen=True, slots=True)
class UnitStandIns:
    """A unit whose stand-ins `actor` decides on, with its people and those who stand in for its head."""

    unit: UnitNow
    by_office: bool
    """Decided by the Office, and not by the unit's own head."""
    people: tuple[Staff, ...]
    stand_ins: tuple[tuple[DatedGrant, Staff], ...]

    def deputies(self) -> tuple[Staff, ...]:
        """The people to whom confirming may be handed: by the head to a deputy, by the Office to anybody of the
        unit."""
        heads = {grant.person_id for grant, _person in self.stand_ins if grant.role is Role.UNIT_HEAD}
        own = (person for person in self.people if person.unit_id == self.unit.id and person.id not in heads)
        return tuple(person for person in own if self.by_office or rules.is_deputy(person.position))

    def of(self, role: Role) -> tuple[tuple[DatedGrant, Staff], ...]:
        return tuple(found for found in self.stand_ins if found[0].role is role)


def own_units(actor: Actor) -> frozenset[int]:
    return units_of(actor, {Role.UNIT_HEAD})


def unit(tx: Tx, actor: Actor, unit_id: int) -> UnitStandIns:
    """The unit. Raises Refusal for whoever is neither its head nor of the Office."""
    own = unit_id in own_units(actor)
    today = tx.clock.today()
    found = unit_records.unit(tx, unit_id) if own or actor.has(Role.OFFICE) else None
    if found is None or (found.until is not None and found.until <= today):
        raise Refusal("role.not_yours")
    people = roster(tx, Scope(unit_ids=subtree(tx, {unit_id}, today)), today)
    grants = records.grants_of_unit(tx, unit_id, (Role.UNIT_HEAD, *STAND_INS), today)
    named = ((grant, staff(tx, grant.person_id, today)) for grant in grants)
    return UnitStandIns(
        found, not own, tuple(people), tuple((grant, person) for grant, person in named if person is not None)
    )


def name_coordinator(tx: Tx, actor: Actor, unit_id: int, person_id: int) -> None:
    at = unit(tx, actor, unit_id)
    person = next((one for one in at.people if one.id == person_id), None)
    if person is None:
        raise Refusal("role.not_yours")
    if any(grant.person_id == person_id for grant, _person in at.of(Role.COORDINATOR)):
        raise Refusal("stand_in.already", name=person.name)
    _give(tx, actor, at, person_id, Role.COORDINATOR, tx.clock.today(), None)


def delegate(tx: Tx, actor: Actor, unit_id: int, person_id: int, since: date, last: date) -> None:
    """Hand the confirming to a deputy from `since` to `last`, both included. Raises Refusal."""
    at = unit(tx, actor, unit_id)
    if not at.deputies():
        raise Refusal("stand_in.no_deputy")
    if all(person.id != person_id for person in at.deputies()):
        raise Refusal("stand_in.deputies_only")
    today = tx.clock.today()
    rules.within(since, today, today)
    rules.within(last, since, today)
    until = last + timedelta(days=1)
    for grant, person in at.of(Role.ACTING_HEAD):
        if grant.person_id == person_id and grant.since < until and (grant.until is None or grant.until > since):
            raise Refusal("stand_in.overlaps", name=person.name, since=grant.since)
    _give(tx, actor, at, person_id, Role.ACTING_HEAD, since, until)


def end(tx: Tx, actor: Actor, grant_id: int) -> int:
    """Take it back from this day on; the unit. Raises Refusal; a second time changes nothing."""
    grant = records.grant(tx, grant_id)
    if grant is None or grant.role not in STAND_INS or grant.unit_id is None:
        raise Refusal("role.not_yours")
    at = unit(tx, actor, grant.unit_id)
    # One that has not begun yet never does.
    if records.end_grant(tx, grant.id, max(tx.clock.today(), grant.since), actor.person.id):
        _tell(tx, at, grant.id, grant.person_id, ENDED)
        note(tx, "stand_in.ended", f"grant:{grant.id}", actor_id=actor.person.id)
    return grant.unit_id


def _give(tx: Tx, actor: Actor, at: UnitStandIns, person_id: int, role: Role, since: date, until: date | None) -> None:
    made = records.add_grant(tx, person_id, role, at.unit.id, since, until, actor.person.id)
    _tell(tx, at, made, person_id, GIVEN)
    note(tx, "stand_in.given", f"grant:{made}", actor_id=actor.person.id, role=role.value, unit=at.unit.id)


def _tell(tx: Tx, at: UnitStandIns, grant_id: int, person_id: int, kind: str) -> None:
    """A letter to whoever stands in, and one to the head, who has it in writing."""
    heads = {grant.person_id for grant, _person in at.of(Role.UNIT_HEAD)}
    for one in sorted({person_id} | heads):
        planning.plan(tx, kind, f"grant:{grant_id}", one, kind, {"grant": grant_id})
