"""The dialogue in which the head of the Office says how long a kind of raw things is kept."""

import re
from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.people.office.heads import head_only
from bot.recognition.closing import actions, screens
from bot.recognition.targets import ShowRetention
from bot.recognition.year_records import Raw
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words
from bot.workbooks.values import clean

LEAST, MOST = 6, 240
"""Months: a dialogue that is left is still there next month, and a campaign lasts most of a year."""
_NUMBER = re.compile(r"\d{1,4}")


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Raw:
    head_only(tx, actor)
    place = int(data["kind"])
    return screens.KINDS[place if place < len(screens.KINDS) else 0]


def _months(said: Said, _draft: Draft, _raw: Raw) -> Move:
    match said:
        case Chosen(option) if option[:1] == "m" and option[1:].isdecimal():
            months = int(option[1:])
        case Typed(text):
            found = _NUMBER.search(text)
            months = int(found[0]) if found else 0
        case _:
            raise Refusal("type.or_choose")
    if not LEAST <= months <= MOST:
        raise Refusal("retention.months_unclear", least=LEAST, most=MOST)
    return Next({"months": months})


def _source(said: Said, _draft: Draft, _raw: Raw) -> Move:
    match said:
        case Typed(text):
            return Finish({"source": own_words(clean(text), shortest=5, longest=120)})
    raise Refusal("type.below")


def _set(tx: Tx, actor: Actor, draft: Draft, raw: Raw) -> ToView:
    actions.set_retention(tx, actor, raw, draft.data["months"], draft.data["source"])
    return ShowRetention()


RETENTION: Flow[Raw] = Flow(
    "retention",
    facts=_facts,
    steps=(
        Step("months", ask=lambda _draft, raw: screens.how_long(raw), parse=_months),
        Step("source", ask=lambda draft, raw: screens.by_which_rule(raw, draft.data["months"]), parse=_source),
    ),
    finish=_set,
    home=lambda _draft: ShowRetention(),
)

FLOWS = (RETENTION,)
