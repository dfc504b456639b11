"""A dialogue at the other doors of its person: begun there, it goes on here; moved or ended here, it is shown there."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from bot.address import STILL, Address
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.flows import Draft, Said, Typed
from bot.dialogue.surface import Surface, SurfaceRow
from bot.people.identity import Actor
from bot.people.rules import places
from bot.refusal import Refusal
from bot.store.database import NOT_FORESEEN, Tx
from bot.store.schema import columns

OVERTAKEN = "overtaken"
"""Key in what a surface shows: a question that its dialogue has left behind."""
FORESEEN = "up elsewhere"
_S = columns(SurfaceRow)


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
    if actor.staff is None:
        return []
    every = places(actor.user_id, actor.staff.id, actor.at_web, actor.zalo_chat_key)
    return [one for one in every if one != actor.address]


def foresee(tx: Tx, up: Mapping[Address, Surface], places: Iterable[Address]) -> None:
    """Keep what is up at these places, which was read with others, for whoever follows a dialogue there."""
    for place in places:
        tx.foresee((FORESEEN, place), (_S.name,), up.get(place))


def _up(tx: Tx, place: Address) -> Surface | None:
    found: Surface | None = tx.foreseen((FORESEEN, place))
    return surfaces.get(tx, place) if found is NOT_FORESEEN else found


def follow(
    tx: Tx, actor: Actor, draft: Draft, spec: Mapping[str, Any] | None = None, *, living: bool = False
) -> tuple[Surface, ...]:
    """Want the new question shown in place wherever an old one of this dialogue stands, or one that was begun anew:
    words that are typed below it would be the answer to another. `spec`: what it has led to, shown instead. Where
    nothing is shown in place, its numbers are those of an earlier screen, and it is known to be overtaken."""
    elsewhere = others(actor)
    found = [_up(tx, place) for place in elsewhere if place.door not in STILL]
    for place in elsewhere:
        if place.door in STILL:
            _overtake(tx, place, draft.id)
    onward = surfaces.draft_spec(draft.id) if spec is None else spec
    return tuple(
        surfaces.raise_(tx, one.address, actor.user_id, onward, living=living, current=one)
        for one in found
        if one is not None and one.message_id is not None and _is_behind(tx, actor, one, draft)
    )


def answered(said: Said, up: Surface | None) -> Said:
    """An answer, as one to the question that stands here. Raises Refusal for words where the dialogue has moved on at
    another door, and the question could not be changed in its place."""
    if isinstance(said, Typed) and up is not None and OVERTAKEN in up.spec:
        raise Refusal("elsewhere.moved")
    return said


def _overtake(tx: Tx, place: Address, draft_id: int) -> None:
    """The question of this dialogue that stands there, if one does, is known to be an earlier one."""
    now = _up(tx, place)
    if now is not None and now.draft_id == draft_id:
        moved = surfaces.draft_spec(draft_id) | {OVERTAKEN: True}
        tx.execute(sa.update(_S).where(_S.c.id == now.id).values(spec=moved))


def _is_behind(tx: Tx, actor: Actor, shown: Surface, draft: Draft) -> bool:
    """True if a question stands there that this dialogue has overtaken."""
    if shown.draft_id is None or shown.draft_id == draft.id:
        return shown.draft_id is not None
    return drafts.get(tx, actor.user_id, shown.draft_id) is None
