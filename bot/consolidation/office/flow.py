"""The dialogue in which a name is found among what differs from the snapshot before."""

from collections.abc import Mapping
from typing import Any

from bot.consolidation.office import actions, difference_screens
from bot.consolidation.office.comparing import Differing, differing
from bot.consolidation.targets import ShowDifferences
from bot.dialogue.flows import Chosen, Draft, Flow, Move, Said, Stay, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family

LONGEST = 100
"""Characters of what is typed for a name."""


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Differing:
    actions.office_only(actor)
    return differing(tx, data["snapshot"], Family(data["family"]))


def _ask(draft: Draft, facts: Differing) -> Screen:
    typed = draft.data.get("query")
    lines = None if typed is None else facts.called(typed)
    page = int(draft.data.get("page", 0))
    return difference_screens.find(draft, facts.number, facts.before, lines, page, Family(draft.data["family"]))


def _name(said: Said, draft: Draft, _facts: Differing) -> Move:
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Typed(text):
            return Stay({"query": text[:LONGEST], "page": 0})
    raise Refusal("type.below")


def _home(draft: Draft) -> ToView:
    return ShowDifferences(draft.data["snapshot"], Family(draft.data["family"]))


FIND: Flow[Differing] = Flow(
    "find_difference",
    facts=_facts,
    steps=(Step("name", ask=_ask, parse=_name),),
    finish=lambda _tx, _actor, draft, _facts: _home(draft),
    home=_home,
)

FLOWS = (FIND,)
