"""The Office answers a question, in its own words."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.enquiries.answering import actions as answering
from bot.enquiries.answering import screens as office_screens
from bot.enquiries.answering.actions import Put
from bot.enquiries.targets import ShowOfficeQuestion
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def _question(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Put:
    return answering.put(tx, actor, data["question"])


def _words(said: Said, _draft: Draft, _put: Put) -> Move:
    match said:
        case Typed(text):
            return Finish({"words": answering.words(text)})
    raise Refusal("type.below")


def _answer(tx: Tx, actor: Actor, draft: Draft, put: Put) -> ToView:
    answering.answer(tx, actor, put.id, draft.data["words"])
    return ShowOfficeQuestion(put.id)


ANSWER: Flow[Put] = Flow(
    "answer_question",
    facts=_question,
    steps=(Step("words", ask=lambda _draft, put: office_screens.answer(put), parse=_words),),
    finish=_answer,
    home=lambda draft: ShowOfficeQuestion(draft.data["question"]),
)

FLOWS: tuple[Flow[Any], ...] = (ANSWER,)
