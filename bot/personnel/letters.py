"""What people are told of what was changed about them, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.chain import state_confirmer
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import by_name, name_of
from bot.personnel import records, unit_records
from bot.personnel.delegation import actions as delegating
from bot.personnel.delegation import screens as delegation_screens
from bot.personnel.links import actions as linking
from bot.personnel.links import screens as link_screens
from bot.personnel.records import GrantRow
from bot.personnel.rules import PostRow
from bot.personnel.staff import moving
from bot.personnel.staff import screens as staff_screens
from bot.personnel.unit_records import UnitNow
from bot.personnel.units import actions as merging
from bot.personnel.units import screens as unit_screens
from bot.store.database import Tx

Values = Mapping[str, Any]


# --- standing in ------------------------------------------------------------------------------------------------------


def _stand_in(tx: Tx, values: Values) -> tuple[GrantRow, Staff, UnitNow] | None:
    held = records.grant(tx, values["grant"])
    person = None if held is None else staff(tx, held.person_id, tx.clock.today())
    unit = None if held is None or held.unit_id is None else unit_records.unit(tx, held.unit_id)
    return None if held is None or person is None or unit is None else (held, person, unit)


def _given(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    found = _stand_in(tx, values)
    if found is None or _over(found[0], tx):
        return None
    held, person, unit = found
    return delegation_screens.given(held, person, unit, name_of(tx, held.granted_by), own=actor.person.id == person.id)


def _ended(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    found = _stand_in(tx, values)
    if found is None or not _over(found[0], tx):
        return None
    held, person, unit = found
    return delegation_screens.ended(held, person, unit, own=actor.person.id == person.id)


def _over(held: GrantRow, tx: Tx) -> bool:
    return held.until is not None and held.until <= max(tx.clock.today(), held.since)


# --- moves ------------------------------------------------------------------------------------------------------------


def _move(tx: Tx, values: Values) -> tuple[Staff, PostRow, str, str] | None:
    """The person, the post that began or is to begin, and the names of the old and the new unit; None when nothing
    comes of it any more."""
    posts = {post.id: post for post in records.posts(tx, values["person"])}
    post = posts.get(values["post"])
    person = staff(tx, values["person"], tx.clock.today())
    old = unit_records.unit(tx, values["old"])
    new = None if post is None else unit_records.unit(tx, post.unit_id)
    if post is None or person is None or old is None or new is None:
        return None
    return person, post, old.name, new.name


def _moved(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = _move(tx, values)
    if found is None:
        return None
    _person, post, old, new = found
    there = staff(tx, values["person"], max(post.since, tx.clock.today()))
    confirmer = None if there is None else state_confirmer(tx, there, max(post.since, tx.clock.today())).staff
    who = by_name(confirmer)
    return staff_screens.moved_letter(post, old, new, who)


def _moved_in(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = _move(tx, values)
    return None if found is None else staff_screens.moved_in_letter(*found)


def _moved_out(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = _move(tx, values)
    return None if found is None else staff_screens.moved_out_letter(*found)


def _stays(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    person, unit = staff(tx, values["person"], tx.clock.today()), unit_records.unit(tx, values["unit"])
    if person is None or unit is None or person.unit_id != unit.id:
        return None
    return staff_screens.stays_letter(person, unit.name, own=actor.person.id == person.id)


def _merged(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    unit = unit_records.unit(tx, values["unit"])
    into = None if unit is None or unit.merged_into is None else unit_records.unit(tx, unit.merged_into)
    if unit is None or into is None or unit.until is None:
        return None
    return unit_screens.merged_letter(unit.name, into.name, unit.until)


# --- accounts ---------------------------------------------------------------------------------------------------------


def _linked(_tx: Tx, actor: Actor, values: Values) -> Screen | None:
    return link_screens.approved_letter(actor.person) if actor.user_id == values["user"] else None


LETTERS = (
    Kind(delegating.GIVEN, _given, bulk=False),
    Kind(delegating.ENDED, _ended, bulk=False),
    Kind(moving.MOVED, _moved, bulk=False),
    Kind(moving.MOVED_IN, _moved_in, bulk=False),
    Kind(moving.MOVED_OUT, _moved_out, bulk=False),
    Kind(moving.STAYS, _stays, bulk=False),
    Kind(merging.MERGED, _merged),
    Kind(linking.LINKED, _linked, bulk=False),
)
