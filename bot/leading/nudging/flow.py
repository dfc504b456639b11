"""The lead's own words for a reminder: typed, seen as they will be read, sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.leading.nudging import actions, screens
from bot.leading.nudging.actions import NudgeRound
from bot.leading.nudging.screens import NudgeTopic
from bot.leading.reading import Board
from bot.leading.targets import ShowNudge, ShowNudged
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.words import own_words


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The facts of the dialogue: the board, and the round to which the words would go as of now."""

    board: Board
    topic: NudgeTopic
    round: NudgeRound
    until: datetime


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> OwnWords:
    board = actions.board_to_remind(tx, actor, Family(data["family"]), data.get("unit"))
    going = actions.next_round(tx, actor, board, _person(data))
    if not going.to:
        raise Refusal("nudge.nobody")
    until = actions.window_end(tx, board.campaign, going.to[0].person.id)
    return OwnWords(board, NudgeTopic(board.family, board.campaign, actor.person), going, until)


def _person(data: Mapping[str, Any]) -> int | None:
    """The one person, or None for all. Drafts of former versions say 0 for all."""
    return data["person"] or None


def _words(said: Said, _draft: Draft, _facts: OwnWords) -> Move:
    match said:
        case Typed(text):
            return Next({"words": own_words(text, shortest=actions.SHORTEST, longest=actions.LONGEST)})
    raise Refusal("type.below")


def _ask_to_send(draft: Draft, facts: OwnWords) -> Screen:
    return screens.own_preview(facts.topic, facts.round, facts.until, draft.data["words"])


def _send(said: Said, _draft: Draft, _facts: OwnWords) -> Move:
    match said:
        case Chosen("send"):
            return Finish()
        case Typed(text):  # put in other words
            return Next({"words": own_words(text, shortest=actions.SHORTEST, longest=actions.LONGEST)})
    raise Refusal("choose.below")


def _finish(tx: Tx, actor: Actor, draft: Draft, facts: OwnWords) -> ToView:
    person_id = _person(draft.data)
    actions.send(tx, actor, facts.board, person_id, draft.data["words"])
    return ShowNudged(facts.board.family, person_id, draft.data.get("unit"))


FLOWS: tuple[Flow[OwnWords], ...] = (
    Flow(
        "nudge",
        facts=_load,
        steps=(
            Step("words", ask=lambda _draft, facts: screens.own_words(facts.round), parse=_words),
            Step("send", ask=_ask_to_send, parse=_send),
        ),
        finish=_finish,
        home=lambda draft: ShowNudge(Family(draft.data["family"]), _person(draft.data), draft.data.get("unit")),
    ),
)
