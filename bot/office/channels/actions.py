"""The Office's word on doors that ring."""

import sqlalchemy as sa

from bot.address import Door
from bot.bells import carrying, policy
from bot.bells.coverage import Coverage, coverage
from bot.bells.policy import DoorState
from bot.bells.records import Bell, BellReason, BellState
from bot.office.channels.targets import ChannelNumber
from bot.people.dates import here_on
from bot.people.identity import Actor
from bot.people.records import Person, Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

MOST = {ChannelNumber.QUOTA: 1_000_000, ChannelNumber.PRICE: 100_000}
KNOWN_DAYS = (0, 1, 3, 5, 10)
_B, _P = columns(Bell), columns(Person)


def office_only(actor: Actor) -> None:
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def covered(tx: Tx, doors: list[DoorState]) -> Coverage:
    """The people of today by the door at which a letter would come."""
    people = list(tx.execute(sa.select(_P.c.id).where(here_on(tx.clock.today()))).scalars())
    return coverage(tx, people, doors)


def state(tx: Tx, actor: Actor, door: Door) -> DoorState:
    """One door. Raises Refusal for whoever is not of the Office, and for a door that carries letters."""
    office_only(actor)
    found = next((one for one in policy.doors(tx) if one.door is door), None)
    if found is None:
        raise Refusal("stale.button")
    return found


def switch(tx: Tx, actor: Actor, door: Door, *, on: bool) -> None:
    """Open or close a door. What had ended before it was opened rings nobody."""
    one = state(tx, actor, door)
    if on and not one.is_set:
        raise Refusal("channels.not_set")
    if one.is_on == on:
        return
    policy.change(tx, door, is_on=on, on_since=tx.now if on else None, trouble=None, trouble_since=None)
    note(tx, "bell.door_opened" if on else "bell.door_closed", f"bell_door:{door.value}", actor_id=actor.person.id)


def raise_up(tx: Tx, actor: Actor, door: Door) -> None:
    """Let the door ring before the one above it."""
    state(tx, actor, door)
    order = [one.door for one in policy.doors(tx)]
    place = order.index(door)
    if place == 0:
        return
    order[place - 1], order[place] = order[place], order[place - 1]
    for number, one in enumerate(order):
        policy.change(tx, one, place=number)
    note(tx, "bell.door_changed", f"bell_door:{door.value}", actor_id=actor.person.id)


def set_number(tx: Tx, actor: Actor, door: Door, what: ChannelNumber, number: int | None) -> None:
    """The quota (None: as many as there are) or the price of a door."""
    state(tx, actor, door)
    values = {"quota": number} if what is ChannelNumber.QUOTA else {"price": number or 0}
    policy.change(tx, door, **values)
    note(tx, "bell.door_changed", f"bell_door:{door.value}", actor_id=actor.person.id)


def pass_on(tx: Tx, actor: Actor, door: Door, *, unknown: bool) -> int:
    """The Office's word: what waits at this door goes on to the next; or, `unknown`, what may have rung there. How many
    bells."""
    state(tx, actor, door)
    wanted = BellState.UNKNOWN if unknown else BellState.PLANNED
    ids = list(tx.execute(sa.select(_B.c.id).where(_B.c.door == door, _B.c.state == wanted)).scalars())
    if unknown:
        return carrying.go_on(tx, ids, actor.person.id)
    values = {"state": BellState.FAILED, "reason": BellReason.DOOR_LEFT, "ended_at": tx.now}
    tx.execute(sa.update(_B).where(_B.c.id.in_(ids), _B.c.state == BellState.PLANNED).values(**values))
    if ids:
        note(tx, "bell.door_left", f"bell_door:{door.value}", actor_id=actor.person.id, bells=len(ids))
    return len(ids)


def set_known_days(tx: Tx, actor: Actor, days: int) -> None:
    """After how many working days a missing «Đã nắm thông tin» rings; 0: never."""
    office_only(actor)
    if days not in KNOWN_DAYS:
        raise Refusal("stale.button")
    policy.set_known_days(tx, days or None)
    note(tx, "bell.known_days", "bell_policy:1", actor_id=actor.person.id, days=days)
