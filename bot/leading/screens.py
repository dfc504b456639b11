"""Pieces that the screens of this slice have in common: ways to the boards, names on one line. Pure."""

from collections.abc import Sequence
from itertools import accumulate

from bot.dialogue.screens import Phrase, say
from bot.dialogue.targets import ToView
from bot.people.identity import Staff
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.titles.catalogue import Family, Subject

BOARDS: dict[Family, ToView] = {Family.STATE: ShowUnitBoard(), Family.UNION: ShowUnionBoard()}
SUBJECTS = {Family.STATE: Subject.UNIT, Family.UNION: Subject.UNION_GROUP}
"""The kind of collective that holds titles of each family."""
FAMILIES = {subject: family for family, subject in SUBJECTS.items()}
PEOPLE_A_PAGE = 8
SHOWN_NAMES, SHOWN_LETTERS = 12, 260
"""Names on one line, and the most letters of them all; the rest are counted."""


def names(people: Sequence[Staff]) -> tuple[Phrase | str, ...]:
    ends = list(accumulate(len(person.name) + 2 for person in people[:SHOWN_NAMES]))
    shown = tuple(person.name for person in people[: max(1, sum(end <= SHOWN_LETTERS for end in ends))])
    more = len(people) - len(shown)
    return (*shown, say("board.more", count=more)) if more else shown
