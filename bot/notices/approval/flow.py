"""The dialogues that take the number of people above which a notice needs approval, and why one is not approved."""

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.folding import fold
from bot.notices.approval import actions, screens, status
from bot.notices.approval.proposals import Proposal
from bot.notices.approval.status import Bound
from bot.notices.targets import ShowApprovalPolicy, ShowApprovals
from bot.people.identity import Actor
from bot.people.office import heads
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words

SHORTEST_REASON, LONGEST_REASON = 3, 300

_NUMBER = re.compile(r"(\d[\d., ]{0,9})(?:nguoi)?")
"""A number as people write it: 300, 1.000, 300 người."""


def _bound(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> Bound:
    heads.head_only(tx, actor)
    return status.bound(tx)


def _number(said: Said, _draft: Draft, _bound: Bound) -> Move:
    found = _NUMBER.fullmatch(fold(said.text)) if isinstance(said, Typed) else None
    if found is None or (number := int(re.sub(r"\D", "", found[1]))) > actions.MOST:
        raise Refusal("approval.number.unclear", most=actions.MOST)
    return Finish({"above": number})


def _set(tx: Tx, actor: Actor, draft: Draft, _bound: Bound) -> ToView:
    actions.set_policy(tx, actor, draft.data["above"])
    return ShowApprovalPolicy()


ABOVE: Flow[Bound] = Flow(
    "approve_above",
    facts=_bound,
    steps=(Step("number", ask=lambda _draft, bound: screens.number(bound), parse=_number),),
    finish=_set,
    home=lambda _draft: ShowApprovalPolicy(),
)


def _wanted(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Proposal:
    return actions.to_send_back(tx, actor, data["notice"], data["mark"])


def _reason(said: Said, _draft: Draft, _wanted: Proposal) -> Move:
    if not isinstance(said, Typed):
        raise Refusal("type.below")
    return Finish({"reason": own_words(said.text, shortest=SHORTEST_REASON, longest=LONGEST_REASON)})


def _send_back(tx: Tx, actor: Actor, draft: Draft, _wanted: Proposal) -> ToView:
    actions.send_back(tx, actor, draft.data["notice"], draft.data["mark"], draft.data["reason"])
    return ShowApprovals()


RETURN: Flow[Proposal] = Flow(
    "return_approval",
    facts=_wanted,
    steps=(Step("reason", ask=lambda _draft, wanted: screens.why_not(wanted), parse=_reason),),
    finish=_send_back,
    home=lambda _draft: ShowApprovals(),
)

FLOWS = (ABOVE, RETURN)
