"""Whoever leads confirms, or asks for a change: rights by date, one at a time or many, never the own registration.

A button carries the version it was drawn at, so that nobody confirms what he or she has not seen. Of two who act at
once the second is told what the first did.
"""

from collections.abc import Iterable
from datetime import date

from bot.leading.records import ChangeReason, Filed, add_change_request, filed, set_confirmed
from bot.ledger import planning
from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import by_name, name_of
from bot.people.reach import left_behind, stands_over
from bot.people.records import UnionOffice
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.records import RegistrationState
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.catalogue import Family

CONFIRMED, CHANGE = "confirmed", "change_asked"
"""Kinds of letters."""


def may_confirm(tx: Tx, actor: Actor, person: Staff, family: Family, on: date) -> bool:
    """Whether `actor` judges registrations of `person` in `family` on that day."""
    me = actor.staff
    if me is None or me.id == person.id:
        return False
    if family is Family.UNION:
        leads = me.union_office is UnionOffice.GROUP_LEAD and me.union_group_id == person.union_group_id
        named = union_confirmer(tx, person, on).staff
        return (leads and person.union_office is not UnionOffice.CHAIR) or (named is not None and named.id == me.id)
    named = state_confirmer(tx, person, on).staff
    return (named is not None and named.id == me.id) or stands_over(tx, actor, person, on)


def judged(tx: Tx, actor: Actor, registration_id: int) -> tuple[Filed, Staff]:
    """The registration and whose it is, for an actor who may judge it; raises Refusal for anybody else."""
    found = filed(tx, registration_id)
    person = None if found is None else staff(tx, found.person_id, tx.clock.today())
    if found is None or person is None:
        raise Refusal("role.not_yours")
    if not may_confirm(tx, actor, person, found.family, tx.clock.today()):
        raise _elsewhere(tx, actor, found, person)
    return found, person


def confirm(tx: Tx, actor: Actor, registration_id: int, version: int) -> None:
    """Confirm what stands, if it is still the version that was seen. Raises Refusal with what happened meanwhile."""
    tx.lock(Turn.REGISTRATION, registration_id)
    found, person = judged(tx, actor, registration_id)
    if found.state is RegistrationState.CONFIRMED and found.version == version:
        raise _already(tx, found, person)
    if found.state is RegistrationState.WITHDRAWN:
        raise Refusal("confirm.withdrawn", name=person.full_name)
    if found.version != version:
        raise Refusal("confirm.changed_since", name=person.full_name)
    _confirm(tx, actor, found, person)


def confirm_many(tx: Tx, actor: Actor, chosen: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Confirm every (registration, version) that still waits as it was seen; how many were confirmed, and how many had
    changed or were decided meanwhile and were left alone."""
    done = left = 0
    for registration_id, version in chosen:
        tx.lock(Turn.REGISTRATION, registration_id)
        found, person = judged(tx, actor, registration_id)
        if found.state is RegistrationState.SUBMITTED and found.version == version:
            _confirm(tx, actor, found, person)
            done += 1
        else:
            left += 1
    return done, left


def ask_change(
    tx: Tx, actor: Actor, registration_id: int, version: int, reason: ChangeReason, words: str | None
) -> None:
    """Ask the person to change it; the registration stands until a changed one is sent. The person hears at once."""
    tx.lock(Turn.REGISTRATION, registration_id)
    found, person = judged(tx, actor, registration_id)
    if found.state is RegistrationState.WITHDRAWN:
        raise Refusal("confirm.withdrawn", name=person.full_name)
    if found.version != version:
        raise Refusal("confirm.changed_since", name=person.full_name)
    me = actor.person.id
    made = add_change_request(tx, found, reason, words, me)
    filing.outdate_boards(tx, person)
    planning.plan(
        tx,
        CHANGE,
        f"registration:{found.id}",
        found.person_id,
        f"change:{made}",
        {"registration": found.id, "version": version},
    )
    note(tx, "registration.change_asked", f"registration:{found.id}", actor_id=me, version=version)


def _confirm(tx: Tx, actor: Actor, found: Filed, person: Staff) -> None:
    me = actor.person.id
    set_confirmed(tx, found, me)
    filing.outdate_boards(tx, person)
    planning.plan(
        tx,
        CONFIRMED,
        f"registration:{found.id}",
        found.person_id,
        f"confirmed:{found.version}",
        {"registration": found.id, "version": found.version},
    )
    note(tx, "registration.confirmed", f"registration:{found.id}", actor_id=me, version=found.version)


def _elsewhere(tx: Tx, actor: Actor, found: Filed, person: Staff) -> Refusal:
    """Not for this actor to judge; whoever led the person until a move of this year is told who judges now."""
    today = tx.clock.today()
    left = left_behind(tx, actor, person.id, date(today.year, 1, 1)) if found.family is Family.STATE else {}
    moved = max((day for day in left.values() if day <= today), default=None)
    holder = state_confirmer(tx, person, today).staff
    if moved is None or holder is None:
        return Refusal("role.not_yours")
    who = by_name(holder)
    return Refusal("moved.holds", name=person.full_name, unit=person.unit_name, since=moved, who=who)


def _already(tx: Tx, found: Filed, person: Staff) -> Refusal:
    who = name_of(tx, found.confirmed_by)
    return Refusal("confirm.already", name=person.full_name, who=who, at=found.confirmed_at)
