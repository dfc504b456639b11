"""The draft with which a dialogue begins, or goes on."""

from dataclasses import replace

from bot.dialogue import drafts
from bot.dialogue.engine.registry import Registry
from bot.dialogue.flows import Draft, begin_change
from bot.dialogue.targets import ToFlow
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def begin(registry: Registry, tx: Tx, actor: Actor, target: ToFlow) -> Draft:
    """The draft that `target` opens or goes on with. Raises Refusal for whoever is nobody's staff."""
    flow = registry.flows[target.name]
    if actor.staff is None and not flow.open_to_all:
        raise Refusal("role.not_linked")
    draft = None if target.fresh else drafts.open_draft(tx, actor.user_id, flow.name)
    if draft is None:
        data = dict(target.data)
        empty = Draft(0, flow.name, data, flow.steps[0].name)
        first = target.at or flow.first(empty, flow.facts(tx, actor, data)).name
        if target.editing:
            data = begin_change(data, first, flow.steps[-1].name)
        return drafts.begin(tx, actor.user_id, flow.name, data, first, editing=target.editing)
    if target.at is not None and draft.awaiting != target.at:
        moved = replace(draft, awaiting=target.at, editing=target.editing, revision=draft.revision + 1)
        if target.editing:
            moved = replace(moved, data=begin_change(draft.data, target.at, flow.steps[-1].name))
        drafts.save(tx, moved, draft.revision)
        return moved
    return draft
