"""«Hỏi Văn phòng»: the question, asked in the words of its topic. Where the words were there before, such as behind
«hỏi văn phòng:», they are shown once before they are sent. A draft's data: topic, words."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Said, Stay, Step, Typed
from bot.dialogue.targets import ToView
from bot.enquiries import actions, keeping, rules, screens
from bot.enquiries.records import Topic
from bot.enquiries.targets import ShowAsked
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def _topic(_tx: Tx, _actor: Actor, data: Mapping[str, Any]) -> Topic:
    return Topic(data["topic"])


def _words(said: Said, _draft: Draft, _topic: Topic) -> Move:
    match said:
        case Typed(text):
            return Finish({"words": rules.question(text)})
    raise Refusal("type.below")


def _check(said: Said, _draft: Draft, _topic: Topic) -> Move:
    match said:
        case Chosen(screens.SEND):
            return Finish()
        case Typed(text):
            return Stay({"words": rules.question(text)})
    raise Refusal("choose.below")


def _ask(tx: Tx, actor: Actor, draft: Draft, topic: Topic) -> ToView:
    return ShowAsked(actions.ask(tx, actor, topic, draft.data["words"]))


ASK: Flow[Topic] = Flow(
    keeping.FLOW,
    facts=_topic,
    steps=(Step("words", ask=screens.ask, parse=_words), Step("check", ask=screens.check, parse=_check)),
    finish=_ask,
)

FLOWS = (ASK,)
