"""The dialogue that writes a correction: the questions of composing, each alone."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Flow
from bot.dialogue.targets import ToView
from bot.notices.correcting import actions
from bot.notices.rules import NoticePart
from bot.notices.sent_targets import ShowCorrection
from bot.notices.writing import flow
from bot.notices.writing.flow import ComposeFacts
from bot.people.identity import Actor
from bot.store.database import Tx


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ComposeFacts:
    actions.begun(tx, actor, data["notice"])
    return flow.facts(tx, actor, data)


def _propose(tx: Tx, actor: Actor, draft: Draft, _facts: ComposeFacts) -> ToView:
    changed, files = flow.part_of(draft.data)
    actions.propose(tx, actor, draft.data["notice"], changed, files)
    return ShowCorrection(draft.data["notice"])


CORRECT: Flow[ComposeFacts] = Flow(
    "correct_notice",
    facts=_facts,
    steps=tuple(flow.alone(step) for step in flow.STEPS if step.name != NoticePart.BUTTONS),
    finish=_propose,
    home=lambda draft: ShowCorrection(draft.data["notice"]),
)

FLOWS = (CORRECT,)
