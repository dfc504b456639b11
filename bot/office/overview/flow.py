"""The dialogue in which a name is found among those behind a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Flow, Move, Said, Stay, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.enquiries.targets import NameState, ShowNames
from bot.office.overview import names, screens
from bot.office.overview.names import Names
from bot.office.overview.places import place_name
from bot.office.overview.rules import may_see
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.store.database import Tx
from bot.titles.catalogue import Family

LONGEST = 100
"""Characters of what is typed for a name."""


@dataclass(frozen=True, slots=True)
class NamesToFind:
    """The names among which one is found. `page`: number of the page and what was typed -> that page."""

    among: ShowNames
    place: str | None
    cards: bool
    page: Callable[[int, str], Names]


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> NamesToFind:
    family, state, key = Family(data["family"]), NameState(data["state"]), data["key"]
    may_see(actor, family)
    cards = actor.has(Role.OFFICE)
    size = names.A_PAGE if cards else names.FOUND_A_PAGE
    return NamesToFind(
        ShowNames(family, state, key),
        None if key is None else place_name(tx, family, key),
        cards,
        partial(names.page, tx, campaign_now(tx), family, state, key, size=size),
    )


def _ask(draft: Draft, facts: NamesToFind) -> Screen:
    typed = draft.data.get("query")
    found = facts.page(int(draft.data.get("page", 0)), typed) if typed else None
    return screens.find(draft, facts.among, facts.place, found, cards=facts.cards)


def _name(said: Said, draft: Draft, facts: NamesToFind) -> Move:
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Typed(text):
            typed = text[:LONGEST]
            if not facts.page(0, typed).count:
                raise Refusal("names.nobody_called")
            return Stay({"query": typed, "page": 0})
    raise Refusal("type.below")


def _home(draft: Draft) -> ToView:
    return ShowNames(Family(draft.data["family"]), NameState(draft.data["state"]), draft.data["key"])


FIND: Flow[NamesToFind] = Flow(
    "find_names",
    facts=_facts,
    steps=(Step("name", ask=_ask, parse=_name),),
    finish=lambda _tx, _actor, draft, _facts: _home(draft),
    home=_home,
)

FLOWS = (FIND,)
