"""Questions of a registration that follow its titles, in their order: the one list that everything goes through which
asks them, keeps, draws, compares or prints the answers.

One more is an entry here, its screen and its step (screens.py, flow.py), its column (records.py and a migration), its
sentences in both catalogues and its place in the tour; tests/structure/test_questions.py says where its name may stand.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.dialogue.screens import Named, Phrase, say
from bot.folding import words
from bot.titles.catalogue import Title
from bot.titles.rules import asks_initiative
from bot.words import shortened


class Part(StrEnum):
    """A part of a registration that can be changed by itself: the step that asks for it."""

    TITLES = "titles"
    INITIATIVE = "initiative"
    PLEDGE = "pledge"


Answers = Mapping[str, str | None]
"""Answers in the person's own words, by the question's name; None where there is none."""


def _always(_titles: Iterable[Title]) -> bool:
    return True


def _where_asked(titles: Iterable[Title]) -> bool:
    return any(asks_initiative(title) for title in titles)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what is said of its answer."""

    part: Part
    line: Callable[[str | None], Phrase]
    """The answer in a summary, or that there is none."""
    to_part: Phrase
    """The label of the button that changes the answer, beside other parts."""
    to_edit: Phrase
    """The label of the button below a summary that changes it."""
    changed: Phrase
    """Names the answer where it is another one than before."""
    changed_on_list: Callable[[str], Phrase]
    """Says that this person's answer is another one than in a list that was sent."""
    heading: Phrase
    """The heading on the form that is signed."""
    hint: Phrase | None = None
    """Words below the heading of the blank form."""
    follows: Phrase | None = None
    """Words of the form in place of an answer that is to follow."""
    applies: Callable[[Iterable[Title]], bool] = _always
    """True if it is asked of somebody who registers these titles."""
    needless: str = ""
    """The refusal of a change where it does not apply."""
    of_titles: bool = False
    """The answer is kept with each title that asks for it; of the others, in a column of each version."""
    signed: bool = False
    """The list that is signed says it: a change needs a new signature."""

    @property
    def name(self) -> str:
        """The step, the place in a draft, and the column."""
        return self.part.value


def initiative_line(named: str | None) -> Phrase:
    return say("reg.summary.initiative", name=named) if named else say("reg.summary.initiative_later")


def _pledge_line(pledge: str | None) -> Phrase:
    return say("reg.summary.pledge", words=shortened(pledge)) if pledge else say("reg.summary.no_pledge")


QUESTIONS = (
    Question(
        Part.INITIATIVE,
        line=initiative_line,
        to_part=say("button.part_initiative"),
        to_edit=say("button.edit_initiative"),
        changed=say("member.since.initiative"),
        changed_on_list=lambda name: say("sheet.change.initiative", name=name),
        heading=say("paper.form.initiative"),
        hint=say("paper.form.initiative_hint"),
        follows=say("paper.form.initiative_later"),
        applies=_where_asked,
        needless="reg.no_initiative_needed",
        of_titles=True,
    ),
    Question(
        Part.PLEDGE,
        line=_pledge_line,
        to_part=say("button.part_pledge"),
        to_edit=say("button.edit_pledge"),
        changed=say("member.since.pledge"),
        changed_on_list=lambda name: say("sheet.change.pledge", name=name),
        heading=say("paper.form.pledge"),
    ),
)
OF_VERSIONS = tuple(question for question in QUESTIONS if not question.of_titles)
"""Those whose answers are columns of RegistrationVersion."""


def said_in(version: Mapping[str, Any], initiative: str | None) -> Answers:
    """Answers to every question, of a row with the columns of a version; `initiative`: named with its titles."""
    return {question.name: initiative if question.of_titles else version[question.name] for question in QUESTIONS}


@cache
def suggestions(part: Part) -> tuple[Named, ...]:
    """Answers that the question suggests, in their order."""
    data = tomllib.loads((Path(__file__).parent / "suggestions.toml").read_text("utf-8"))
    return tuple(Named(entry["vi"], entry["en"]) for entry in data.get(part.value, ()))


@cache
def _no_answers(of: str) -> frozenset[tuple[str, ...]]:
    data = tomllib.loads((Path(__file__).parent / "suggestions.toml").read_text("utf-8"))
    return frozenset(map(words, data["none"].get(of, ())))


def says_none(part: Part, text: str) -> bool:
    """True where somebody has typed that there is no answer yet, instead of tapping the button for it."""
    return words(text) in _no_answers(part.value)


def asks(text: str) -> bool:
    """True where somebody asks, instead of answering."""
    said = words(text)
    return text.rstrip().endswith("?") or any(said[: len(begun)] == begun for begun in _no_answers("to_office"))
