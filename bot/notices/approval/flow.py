"""Typing above how many people a notice needs a colleague's approval."""

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.folding import fold
from bot.notices.approval import actions as asking_approval
from bot.notices.approval import rules as approving
from bot.notices.approval import screens as approval_screens
from bot.notices.sending import actions
from bot.notices.targets import ShowApprovalPolicy
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

_NUMBER = re.compile(r"(\d[\d. ]{0,9})(?:nguoi)?")
"""As people write it: 300, 1.000, 300 người."""


def _above(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> int | None:
    actions.office_only(actor)
    return approving.above(tx)


def _number(said: Said, _draft: Draft, _above: int | None) -> Move:
    found = _NUMBER.fullmatch(fold(said.text)) if isinstance(said, Typed) else None
    if found is None or (number := int(re.sub(r"\D", "", found[1]))) > asking_approval.MOST:
        raise Refusal("approval.number.unclear", most=asking_approval.MOST)
    return Finish({"above": number})


def _set(tx: Tx, actor: Actor, draft: Draft, _above: int | None) -> ToView:
    asking_approval.set_policy(tx, actor, draft.data["above"])
    return ShowApprovalPolicy()


ABOVE: Flow[int | None] = Flow(
    "approve_above",
    facts=_above,
    steps=(Step("number", ask=lambda _draft, above: approval_screens.number(above), parse=_number),),
    finish=_set,
    home=lambda _draft: ShowApprovalPolicy(),
)

FLOWS = (ABOVE,)
