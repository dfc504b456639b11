"""The head of the Office decides how long what waits may wait before whoever stands above reads of it."""

from bot.people.identity import Actor
from bot.people.office import heads
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.waiting import records
from bot.waiting.rules import BY_TIME_LEFT, FEWEST, MOST


def may_set(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def set_rises_after(tx: Tx, actor: Actor, days: int) -> None:
    """Let what waits rise after so many working days from now on, or by the time that is left. Raises Refusal."""
    heads.head_only(tx, actor)
    if days != BY_TIME_LEFT and not FEWEST <= days <= MOST:
        raise Refusal("stale.button")
    if records.policy(tx) != days:
        records.set_rises_after(tx, days, actor.person.id)
        note(tx, "waiting.policy_set", "waiting_policy:0", actor_id=actor.person.id, days=days)
