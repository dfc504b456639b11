"""Inputs that several dialogues share: one of a list, and a day. Pure.

A draft keeps under `page` and `query` the page of a list and the words that were typed to shorten it; days as ISO 8601.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.dialogue.flows import BACK, LATER, Chosen, Draft, Finish, Move, Next, Said, Stay, Typed
from bot.dialogue.screens import Button, Named, Phrase, Screen, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn_within
from bot.folding import matches
from bot.people.identity import Staff
from bot.personnel import rules
from bot.refusal import Refusal
from bot.words import told_apart_with_places

LISTED = 8
LABEL = 44
"""Characters of a button that names somebody or a unit."""

AWAY = (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER)))

Item = tuple[int, str]
"""A key, and what it is called on a button."""


# --- one of a list ----------------------------------------------------------------------------------------------------


def people(found: Sequence[Staff], own_unit: str = "") -> list[Item]:
    """Named with their units, since namesakes are common; those of `own_unit` with their positions."""
    return [
        (person.id, f"{person.name_in_unit}, {person.position if person.unit_name == own_unit else person.unit_name}")
        for person in found
    ]


def shown(draft: Draft, found: Callable[[str], Sequence[Item]], everything: Sequence[Item]) -> Sequence[Item]:
    """The items of the list as of now: those that were typed for, or all."""
    query = draft.data.get("query")
    return found(query) if query else everything


def _with_place(item: str) -> tuple[str, str]:
    """A name and, of people, the place of work behind the first comma."""
    name, _, place = item.partition(", ")
    return name, place


def list_screen(
    lines: Sequence[Phrase | None], items: Sequence[Item], draft: Draft, *, has_whole: bool = True
) -> Screen:
    """A list with a button an item. `has_whole`: there is a list to go back to after something was typed."""
    page = page_of(items, int(draft.data.get("page", 0)), LISTED)
    labels = told_apart_with_places([_with_place(name) for _key, name in page.items], LABEL)
    return screen(
        *lines,
        say("list.page", page=page.number + 1, pages=page.of) if page.of > 1 else None,
        rows=(
            *(
                (Button(Named(label, label), Option(f"k{key}")),)
                for label, (key, _name) in zip(labels, page.items, strict=True)
            ),
            turn_within(page.number, page.of),
            (Button(say("button.whole_list"), Option("all")) if has_whole and draft.data.get("query") else None,),
            AWAY,
        ),
    )


def picked(
    said: Said, draft: Draft, key: str, found: Callable[[str], Sequence[Item]], everything: Sequence[Item]
) -> Move:
    """The move of an answer to a list: Next with `key` set once one is chosen, or the only one that was typed; a
    Stay that turns or shortens the list. Raises Refusal where nothing is meant."""
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen("all"):
            return Stay({"query": None, "page": 0})
        case Chosen(option) if option[:1] == "k" and option[1:].isdecimal():
            chosen = int(option[1:])
            if any(chosen == one for one, _name in shown(draft, found, everything)):
                return Next({key: chosen, "query": None, "page": 0})
        case Typed(text):
            hits = found(text)
            if not hits:
                raise Refusal("list.nothing")
            if len(hits) == 1:
                return Next({key: hits[0][0], "query": None, "page": 0})
            return Stay({"query": text[:200], "page": 0})
    raise Refusal("list.choose")


def names_somebody(said: Said, others: Sequence[Staff]) -> bool:
    """True if somebody who cannot be chosen here was typed: that needs another answer than a name nobody has."""
    return isinstance(said, Typed) and bool(rules.find(others, said.text))


def people_found(candidates: Sequence[Staff], own_unit: str = "") -> Callable[[str], list[Item]]:
    return lambda typed: people(rules.find(candidates, typed), own_unit)


def units_found(names: Mapping[int, Sequence[str]]) -> Callable[[str], list[Item]]:
    """By any name that a unit answers to; shown by its own, the first."""

    def find(typed: str) -> list[Item]:
        ranks = {
            key: [rank for name in known if (rank := matches(typed, name)) is not None] for key, known in names.items()
        }
        return [
            (key, names[key][0])
            for key in sorted((k for k, found in ranks.items() if found), key=lambda k: min(ranks[k]))
        ]

    return find


# --- a day ------------------------------------------------------------------------------------------------------------


def day_screen(lines: Sequence[Phrase | None], options: Sequence[tuple[str, Phrase]]) -> Screen:
    return screen(
        *lines,
        say("day.how"),
        rows=(*((Button(label, Option(code)),) for code, label in options), AWAY),
    )


def day_of(said: Said, today: date, options: Mapping[str, date]) -> date:
    match said:
        case Chosen(code) if code in options:
            return options[code]
        case Typed(text):
            return rules.typed_day(text, today)
    raise Refusal("type.or_choose")


def kept(data: Mapping[str, Any], key: str) -> date:
    return date.fromisoformat(data[key])


# --- the end ----------------------------------------------------------------------------------------------------------


def sure(said: Said, _draft: Draft, _facts: Any) -> Move:
    """The last question, answered by its one button."""
    if said == Chosen("send"):
        return Finish()
    raise Refusal("choose.below")
