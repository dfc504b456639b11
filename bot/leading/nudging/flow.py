"""The lead's own words for a reminder: typed, seen as they will be read, sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.leading.confirming.views import Desk
from bot.leading.nudging import actions as nudging
from bot.leading.nudging import screens as nudging_screens
from bot.leading.nudging.actions import Round
from bot.leading.nudging.screens import About
from bot.leading.targets import ShowNudge, ShowNudged
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.words import own_words


@dataclass(frozen=True, slots=True)
class Going:
    """Whom the words would go to, as of now."""

    at: Desk
    about: About
    round: Round
    until: datetime


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Going:
    at = nudging.reminding(tx, actor, Family(data["family"]))
    going = nudging.next_round(tx, actor, at, data["person"] or None)
    if not going.to:
        raise Refusal("nudge.nobody")
    until = nudging.window_end(tx, at.campaign, going.to[0].person.id)
    return Going(at, About(at.family, at.campaign, actor.person), going, until)


def _words(said: Said, _draft: Draft, _going: Going) -> Move:
    match said:
        case Typed(text):
            return Next({"words": own_words(text, shortest=nudging.SHORTEST, longest=nudging.LONGEST)})
    raise Refusal("type.below")


def _ask_to_send(draft: Draft, going: Going) -> Screen:
    return nudging_screens.own_preview(going.about, going.round, going.until, draft.data["words"])


def _send(said: Said, _draft: Draft, _going: Going) -> Move:
    match said:
        case Chosen("send"):
            return Finish()
        case Typed(text):  # put in other words
            return Next({"words": own_words(text, shortest=nudging.SHORTEST, longest=nudging.LONGEST)})
    raise Refusal("choose.below")


def _finish(tx: Tx, actor: Actor, draft: Draft, going: Going) -> ToView:
    person_id = draft.data["person"] or None
    nudging.send(tx, actor, going.at, person_id, draft.data["words"])
    return ShowNudged(going.at.family, person_id)


FLOWS: tuple[Flow[Going], ...] = (
    Flow(
        "nudge",
        facts=_load,
        steps=(
            Step("words", ask=lambda _draft, going: nudging_screens.own_words(going.round), parse=_words),
            Step("send", ask=_ask_to_send, parse=_send),
        ),
        finish=_finish,
        home=lambda draft: ShowNudge(Family(draft.data["family"]), draft.data["person"] or None),
    ),
)
