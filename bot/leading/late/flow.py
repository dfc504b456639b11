"""The dialogue in which a request to register late is refused, in words that the person will read."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.leading.late import actions, screens
from bot.leading.late.actions import LateCase
from bot.leading.targets import ShowLateRequest
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration import rules
from bot.store.database import Tx
from bot.words import own_words


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> LateCase:
    return actions.may_refuse(tx, actor, data["request"])


def _reason(said: Said, _draft: Draft, _case: LateCase) -> Move:
    match said:
        case Typed(text):
            return Finish({"words": own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_REASON)})
    raise Refusal("type.below")


def _refuse(tx: Tx, actor: Actor, draft: Draft, case: LateCase) -> ToView:
    actions.refuse(tx, actor, case.request.id, draft.data["words"])
    return ShowLateRequest(case.request.id)


FLOWS: tuple[Flow[LateCase], ...] = (
    Flow(
        "late_refuse",
        facts=_load,
        steps=(Step("reason", ask=lambda _draft, case: screens.refusal_words(case.person), parse=_reason),),
        finish=_refuse,
        home=lambda draft: ShowLateRequest(draft.data["request"]),
    ),
)
