"""The dialogue in which the Office says the quota or the price of a door."""

from collections.abc import Mapping
from typing import Any

from bot.address import Door
from bot.bells.policy import DoorState
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.office.channels import actions, screens
from bot.office.channels.targets import ChannelNumber, ShowChannel
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

_MARKS = str.maketrans("", "", "., ")
"""Marks within a number as people write it."""


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> DoorState:
    return actions.state(tx, actor, Door(data["door"]))


def _what(draft: Draft) -> ChannelNumber:
    return ChannelNumber(draft.data["what"])


def _ask(draft: Draft, facts: DoorState) -> Screen:
    return screens.ask_number(facts, _what(draft))


def _answer(said: Said, draft: Draft, _facts: DoorState) -> Move:
    match said:
        case Chosen("none") if _what(draft) is ChannelNumber.QUOTA:
            return Finish({"number": None})
        case Typed(text):
            digits = text.translate(_MARKS)
            if digits.isdecimal() and len(digits) < 10 and int(digits) <= actions.MOST[_what(draft)]:
                return Finish({"number": int(digits)})
            raise Refusal("channels.number", most=actions.MOST[_what(draft)])
    raise Refusal("type.or_choose")


def _finish(tx: Tx, actor: Actor, draft: Draft, facts: DoorState) -> ToView:
    actions.set_number(tx, actor, facts.door, _what(draft), draft.data["number"])
    return ShowChannel(facts.door)


CHANNEL_NUMBER: Flow[DoorState] = Flow(
    "channel_number", facts=_facts, steps=(Step("number", ask=_ask, parse=_answer),), finish=_finish
)
FLOWS = (CHANNEL_NUMBER,)
