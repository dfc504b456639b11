"""Changes of units by the Office: another name, or part of another unit from a day on."""

from datetime import date

from bot.folding import fold
from bot.ledger import planning
from bot.people.identity import Actor
from bot.people.records import Role
from bot.personnel import records, rules, unit_records
from bot.personnel.staff.actions import open_unit
from bot.personnel.unit_records import UnitNow
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

MERGED = "unit_merged"
"""The kind of letter that everybody concerned gets."""


def known_unit(tx: Tx, actor: Actor, unit_id: int) -> UnitNow:
    """A unit that is there today, for the Office. Raises Refusal."""
    rules.office_only(actor)
    found, today = unit_records.unit(tx, unit_id), tx.clock.today()
    if found is None or (found.until is not None and found.until <= today):
        raise Refusal("move.unit_closed")
    return found


def rename(tx: Tx, actor: Actor, unit_id: int, name: str) -> None:
    """The unit is called `name` from now on, and still answers to what it was called. Raises Refusal."""
    unit = known_unit(tx, actor, unit_id)
    bearer = unit_records.unit_called(tx, fold(name))
    if bearer not in (None, unit.id):
        raise Refusal("unit.name_taken", name=name)
    unit_records.rename(tx, unit, name, fold(name), fold(unit.name))
    note(tx, "unit.renamed", f"unit:{unit.id}", actor_id=actor.person.id)


def may_end(tx: Tx, unit: UnitNow, on: date) -> None:
    """Raises Refusal where the unit cannot become part of another one as it is."""
    if unit.until is not None:
        raise Refusal("unit.merged_already", last=rules.last_day(unit.until))
    below = [other.name for other in unit_records.units(tx, on) if other.parent_id == unit.id]
    if below:
        raise Refusal("unit.has_units", names=tuple(below))


def merge(tx: Tx, actor: Actor, unit_id: int, into_id: int, on: date) -> None:
    """From `on` on the unit is part of the other one: its posts go on there, whoever led it leads it no more."""
    unit, today = known_unit(tx, actor, unit_id), tx.clock.today()
    rules.within(on, today, today)
    may_end(tx, unit, on)
    into = open_unit(tx, into_id, on)
    if into.id == unit.id:
        raise Refusal("move.same_unit", unit=unit.name)
    told = set()
    for person_id, post in unit_records.posts_in(tx, unit.id, on):
        told.add(person_id)
        if post.since >= on:
            unit_records.repost(tx, post.id, into.id)
        else:
            records.end_post(tx, post.id, on)
            records.add_post(tx, person_id, into.id, post.title, on, post.until)
    roles = (*records.OF_A_UNIT, Role.DEPUTY)
    told |= {grant.person_id for one in (unit.id, into.id) for grant in records.grants_of_unit(tx, one, roles, on)}
    records.end_grants(tx, on, unit_ids=(unit.id,))
    unit_records.close(tx, unit.id, into.id, on)
    planning.plan_all(tx, MERGED, f"unit:{unit.id}", MERGED, {one: {"unit": unit.id} for one in sorted(told)})
    note(tx, "unit.merged", f"unit:{unit.id}", actor_id=actor.person.id, into=into.id, on=on.isoformat())
