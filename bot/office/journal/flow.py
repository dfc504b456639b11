"""The dialogue in which somebody or a day is looked for in the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.deeds import Group
from bot.dialogue.flows import Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowJournal
from bot.office.journal import people, rules, screens
from bot.people.identity import Actor
from bot.personnel import inputs
from bot.personnel.rules import typed_day
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class WhomToFind:
    """Everybody who is or was on the roster, and today."""

    everybody: Sequence[people.Known]
    today: date

    def found(self, typed: str) -> list[inputs.Item]:
        return people.found(self.everybody, typed)


def _facts(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> WhomToFind:
    rules.may_read(tx, actor)
    return WhomToFind(people.everybody(tx), tx.clock.today())


def _ask(draft: Draft, facts: WhomToFind) -> Screen:
    return screens.find(draft, inputs.shown(draft, facts.found, ()), facts.today)


def _what(said: Said, draft: Draft, facts: WhomToFind) -> Move:
    if isinstance(said, Typed):
        try:
            day = typed_day(said.text, facts.today)
        except Refusal:
            day = None
        if day is not None:
            return Finish({"day": day.isoformat()})
    move = inputs.picked(said, draft, "person", facts.found, ())
    return Finish(move.data) if isinstance(move, Next) else move


def _page(_tx: Tx, _actor: Actor, draft: Draft, _facts: WhomToFind) -> ToView:
    group, day = draft.data.get("group"), draft.data.get("day")
    return ShowJournal(
        None if group is None else Group(group),
        draft.data.get("person"),
        None if day is None else date.fromisoformat(day),
    )


FIND: Flow[WhomToFind] = Flow(
    "find_in_journal",
    facts=_facts,
    steps=(Step("what", ask=_ask, parse=_what),),
    finish=_page,
    home=lambda _draft: ShowJournal(),
)

FLOWS = (FIND,)
