"""The dialogue in which the unit that somebody left writes its comment."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.personnel import rules
from bot.personnel.comments import actions, screens
from bot.personnel.comments.actions import Departure
from bot.personnel.targets import ShowComment
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words


def _left(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Departure:
    return actions.left(tx, actor, data["person"])


def _words(said: Said, _draft: Draft, _left: Departure) -> Move:
    match said:
        case Typed(text):
            return Finish({"words": own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_WORDS)})
    raise Refusal("type.below")


def _write(tx: Tx, actor: Actor, draft: Draft, left: Departure) -> ToView:
    actions.comment(tx, actor, left.person.id, draft.data["words"])
    return ShowComment(left.person.id)


COMMENT: Flow[Departure] = Flow(
    "comment",
    facts=_left,
    steps=(Step("words", ask=lambda _draft, left: screens.write(left), parse=_words),),
    finish=_write,
    home=lambda draft: ShowComment(draft.data["person"]),
)

FLOWS = (COMMENT,)
