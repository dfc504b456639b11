"""Changing one answer of a dialogue: back from it is back to where it began, with everything as it was."""

from collections.abc import Sequence

import pytest

from bot.dialogue.flows import BACK, Chosen, Draft, End, Finish, Flow, Goto, Move, Next, Said, Stay, Step, answer
from bot.dialogue.screens import Screen
from bot.dialogue.ways import ShowHome

FIRST = Draft(1, "shop", {"notice": 7}, "fruit")


def _fruit(said: Said, _draft: Draft, _facts: None) -> Move:
    match said:
        case Chosen("tick"):
            return Stay({"fruit": "pear"})
        case Chosen("pear"):
            return Next({"fruit": "pear"}, reopen=("ripe",))
    return Next({"fruit": "plum"})


def _ripe(said: Said, _draft: Draft, _facts: None) -> Move:
    return Goto("fruit", {"fruit": None}) if said == Chosen("none") else Next({"ripe": True})


def _summary(said: Said, _draft: Draft, _facts: None) -> Move:
    return Finish() if said == Chosen("send") else Goto("fruit")


FLOW: Flow[None] = Flow(
    "shop",
    facts=lambda _tx, _actor, _data: None,
    steps=(
        Step("fruit", ask=lambda _draft, _facts: Screen(()), parse=_fruit),
        Step(
            "ripe",
            ask=lambda _draft, _facts: Screen(()),
            parse=_ripe,
            applies_if=lambda draft, _facts: draft.data.get("fruit") == "pear",
        ),
        Step("summary", ask=lambda _draft, _facts: Screen(()), parse=_summary),
    ),
    finish=lambda _tx, _actor, _draft, _facts: ShowHome(),
)


def said(draft: Draft, options: Sequence[str]) -> Draft:
    for option in options:
        draft = answer(FLOW, draft, Chosen(option), None)
    return draft


@pytest.mark.parametrize(
    "change",
    [
        ["change", BACK],
        ["change", "tick", BACK],
        ["change", "pear", BACK, BACK],
        ["change", "pear", "none", "tick", BACK],
        ["change", "pear", "none", "pear", BACK, BACK],
        ["change", "pear", BACK, "tick", BACK],
    ],
)
def test_a_change_that_one_turns_back_from_leaves_everything_as_it_was(change: list[str]) -> None:
    before = said(FIRST, ["plum"])
    after = said(before, change)
    assert (after.awaiting, after.editing, after.data) == ("summary", False, before.data)


def test_a_question_that_a_change_has_opened_is_not_passed() -> None:
    opened = said(FIRST, ["plum", "change", "pear"])
    assert opened.awaiting == "ripe"
    assert said(opened, [BACK]).awaiting == "fruit"


def test_a_change_that_is_taken_leaves_no_trace_of_what_was_before() -> None:
    changed = said(FIRST, ["plum", "change", "pear", "ripe"])
    assert (changed.awaiting, changed.editing) == ("summary", False)
    assert changed.data == {"notice": 7, "fruit": "pear", "ripe": True, "done": ["fruit", "ripe"]}


def test_sent_back_before_the_summary_was_ever_reached_one_comes_back_to_the_same_question() -> None:
    opened = said(FIRST, ["pear"])
    back = said(opened, ["none", BACK])
    assert (back.awaiting, back.editing, back.data) == ("ripe", False, opened.data)


def test_a_store_from_before_may_hold_a_change_that_does_not_know_where_it_began() -> None:
    draft = Draft(1, "shop", {"fruit": "plum", "done": ["fruit"]}, "fruit", editing=True)
    back = said(draft, [BACK])
    assert (back.awaiting, back.editing) == ("summary", False)
    opened = said(draft, ["pear", BACK])
    assert opened.awaiting == "fruit"
    assert said(FIRST, [BACK]).ended is End.LEFT
