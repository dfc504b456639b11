"""What a sent notice is to say instead: the questions of composing, each alone."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Flow
from bot.dialogue.targets import ToView
from bot.notices.correcting import actions as correcting
from bot.notices.correcting.screens import PARTS
from bot.notices.targets import ShowCorrection
from bot.notices.writing import flow
from bot.notices.writing.flow import Facts
from bot.people.identity import Actor
from bot.store.database import Tx


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Facts:
    correcting.begun(tx, actor, data["notice"])
    return flow.facts(tx, actor, data)


def _propose(tx: Tx, actor: Actor, draft: Draft, _facts: Facts) -> ToView:
    changed, files = flow.part_of(draft.data)
    correcting.propose(tx, actor, draft.data["notice"], changed, files)
    return ShowCorrection(draft.data["notice"])


CORRECT: Flow[Facts] = Flow(
    "correct_notice",
    facts=_facts,
    steps=tuple(flow.alone(step) for step in flow.STEPS if step.name in PARTS),
    finish=_propose,
    home=lambda draft: ShowCorrection(draft.data["notice"]),
)

FLOWS = (CORRECT,)
