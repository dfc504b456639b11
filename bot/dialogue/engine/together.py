"""Updates of several people in one transaction: what each needs is read, and what each has moved is written, together.

Only that: each is done as if alone, in the order in which they came. Of one account one goes, so that nobody's own step
is done on what was read before another of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.address import Door
from bot.dialogue.engine import elsewhere
from bot.dialogue.engine.events import Event, Ignored, Tapped, heard
from bot.dialogue.engine.updates import Engine, Reply
from bot.dialogue.surface import Surface, as_it_is
from bot.dialogue.targets import ToAnswer
from bot.dialogue.together import foresee, get_several, raise_held, save_held
from bot.people.identity import load_actors
from bot.people.linking.places import accounts_at
from bot.store import inbox
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.together.company import LEFT_OUT, LeftOut


def do_together(engine: Engine, tx: Tx, events: Sequence[Event]) -> list[Reply | LeftOut | None]:
    """`do` for several people. What each needs is read, and what each has moved is written, by one statement for
    them all. Left out are those whose turn it is not."""
    turned = in_turn_together(tx, events)
    new = inbox.finish_all(tx, [event.update_id for event in turned if event is not None])
    live = {
        event.update_id: heard(tx, event)
        for event in turned
        if event is not None and event.update_id in new and event.user_id and not isinstance(event.what, Ignored)
    }
    actors = load_actors(tx, {event.user_id: event.address for event in live.values()})
    beside = {place for actor in actors.values() for place in elsewhere.others(actor)}
    up = get_several(tx, [*(event.address for event in live.values()), *beside])
    elsewhere.foresee(tx, up, beside)
    about = {_draft(event, up.get(event.address)): event.user_id for event in live.values()}
    drafts = foresee(tx, {draft: user_id for draft, user_id in about.items() if draft is not None})
    for flow, people in drafts.items():
        known = engine.registry.flows.get(flow)
        if known is not None and known.foresee is not None and len(people) > 1:
            known.foresee(tx, [actors[user_id] for user_id in people])
    tx.held = {}
    ended: list[Reply | LeftOut | None] = []
    for event in turned:
        if event is None:
            ended.append(LEFT_OUT)
        elif event.update_id in live:
            ended.append(engine.take(tx, live[event.update_id], actors[event.user_id], up.get(event.address)))
        else:
            ended.append(None)
    if not save_held(tx):
        raise RuntimeError("a draft moved under its person's lock")
    up_now = raise_held(tx)
    return [_as_it_is(reply, up_now) if isinstance(reply, Reply) else reply for reply in ended]


def _as_it_is(reply: Reply, up_now: Mapping[int, Any]) -> Reply:
    surface, *also = (as_it_is(one, up_now.get(one.id)) for one in (reply.surface, *reply.also))
    return replace(reply, surface=surface, also=tuple(also))


def in_turn_together(tx: Tx, events: Sequence[Event]) -> list[Event | None]:
    """`in_turn` for several; None for those whose turn would have to be waited for, and for a second of one account."""
    keys = [event.user_id if event.address.door is Door.TELEGRAM else event.address.number for event in events]
    free, held = tx.try_locks(Turn.PERSON, set(keys)), set[int]()
    turned = list[Event | None]()
    for key, event in zip(keys, events, strict=True):
        turned.append(event if key in free and key not in held else None)
        held.add(key)
    apart = [event for event in turned if event is not None and event.address.door is not Door.TELEGRAM]
    if not apart:
        return turned
    first = accounts_at(tx, [event.address for event in apart])
    accounts = {user_id for at, user_id in first.items() if user_id not in (0, at.number)}
    free = tx.try_locks(Turn.PERSON, accounts - held)
    now = accounts_at(tx, [event.address for event in apart]) if accounts else first
    for place, one in enumerate(turned):
        if one is not None and one.address.door is not Door.TELEGRAM:
            user_id = now.get(one.address, 0)
            mine = user_id in (0, one.address.number) or user_id in free
            turned[place] = replace(one, user_id=user_id) if mine else None
            free.discard(user_id)
    return turned


def _draft(event: Event, current: Surface | None) -> int | None:
    """The dialogue that the event is likely about."""
    if isinstance(event.what, Tapped) and isinstance(event.what.wanted, ToAnswer):
        return event.what.wanted.draft
    return None if current is None else current.draft_id
