"""A dialogue at the other doors of its person: begun there, it goes on here; moved or ended here, it is shown there."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.address import STILL, Address, address_of, room
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.flows import Draft
from bot.dialogue.surface import Surface
from bot.people.identity import Actor
from bot.store.database import Tx


def begun(tx: Tx, user_id: int, here: Address, others: Iterable[Address]) -> Draft | None:
    """The dialogue in whose midst the person is at another door, later than whatever was shown here."""
    for there in others:
        shown = surfaces.later(tx, there, here)
        found = None if shown is None or shown.draft_id is None else drafts.get(tx, user_id, shown.draft_id)
        if found is not None and found[1] is None:
            return found[0]
    return None


def others(actor: Actor) -> list[Address]:
    """The places besides this one at which the actor may converse."""
    if actor.staff is None or not actor.at_web:
        return []
    return besides(actor.address, actor.user_id, actor.staff.id)


def besides(here: Address, user_id: int, person_id: int) -> list[Address]:
    """The places besides this one of somebody who has come by the web. The key of an account is that of its chat, or
    of its place at the web, where there is no other."""
    return [one for one in (address_of(user_id), room(person_id)) if one != here]


def follow(
    tx: Tx, actor: Actor, draft: Draft, spec: Mapping[str, Any] | None = None, *, living: bool = False
) -> tuple[Surface, ...]:
    """Want the new question shown in place wherever an old one of this dialogue stands, or one that was begun anew:
    words that are typed below it would be the answer to another. `spec`: what it has led to, shown instead. Where
    nothing is shown in place, its numbers are those of an earlier screen."""
    found = [surfaces.get(tx, place) for place in others(actor) if place.door not in STILL]
    onward = surfaces.draft_spec(draft.id) if spec is None else spec
    return tuple(
        surfaces.raise_(tx, one.address, actor.user_id, onward, living=living, current=one)
        for one in found
        if one is not None and one.message_id is not None and _is_behind(tx, actor, one, draft)
    )


def _is_behind(tx: Tx, actor: Actor, shown: Surface, draft: Draft) -> bool:
    """True if a question stands there that this dialogue has overtaken."""
    if shown.draft_id is None or shown.draft_id == draft.id:
        return shown.draft_id is not None
    return drafts.get(tx, actor.user_id, shown.draft_id) is None
