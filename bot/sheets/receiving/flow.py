"""The dialogue of the receiver: the reason for which a list is returned.

A draft's data: sheet, version, reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.sheets import rules
from bot.sheets.receiving import actions, screens
from bot.sheets.records import SentSheet
from bot.sheets.sheet import received
from bot.sheets.targets import ShowReceivedSheet
from bot.store.database import Tx
from bot.words import own_words


@dataclass(frozen=True, slots=True)
class SheetToReturn:
    """A list that waits to be returned, and the name of its sender."""

    sent: SentSheet
    name: str


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> SheetToReturn:
    sheet, sent = received(tx, actor, data["sheet"])
    return SheetToReturn(sent, sheet.sender.name)


def _reason(said: Said, _draft: Draft, _facts: SheetToReturn) -> Move:
    match said:
        case Typed(text):
            words = own_words(text, shortest=rules.SHORTEST_REASON, longest=rules.LONGEST_REASON)
            return Finish({"reason": words})
    raise Refusal("type.below")


def _send_back(tx: Tx, actor: Actor, draft: Draft, _facts: SheetToReturn) -> ToView:
    sheet_id, version = draft.data["sheet"], draft.data["version"]
    actions.send_back(tx, actor, sheet_id, version, draft.data["reason"])
    return ShowReceivedSheet(sheet_id)


RETURN: Flow[SheetToReturn] = Flow(
    "return_sheet",
    facts=_facts,
    steps=(Step("reason", lambda _draft, facts: screens.reason(facts.sent, facts.name), _reason),),
    finish=_send_back,
    home=lambda draft: ShowReceivedSheet(draft.data["sheet"]),
)

FLOWS = (RETURN,)
