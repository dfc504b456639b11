"""«Căn cứ …»: the documents that a paper refers to, each on its line, with the punctuation of official papers. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from bot.dialogue.screens import Phrase, say
from bot.folding import fold

_UNFILLED = re.compile(r"^\s*(?:[.…_\s]*)(?:/|$)|…|\.\.\.")
_AGAIN = "can cu "
"""The word of every line, folded, where somebody has written it with the document."""


def based_on(documents: Sequence[str | Phrase]) -> tuple[Phrase, ...]:
    """A line for each; the last ends with a full stop, the others with a semicolon."""
    named = [_named(one) if isinstance(one, str) else one for one in documents]
    last = len(named) - 1
    return tuple(
        say("paper.basis.last" if place == last else "paper.basis.line", document=one)
        for place, one in enumerate(named)
    )


def _named(document: str) -> str:
    words = " ".join(document.split()).rstrip(" .;,")
    return words[len(_AGAIN) :] if fold(words).startswith(_AGAIN) else words


def plan(number: str | None, day: date | None, department: Phrase, year: int) -> Phrase:
    """The plan of a year's campaign, named by as much as is known of it: a number that is yet to be filled in is not
    printed."""
    if day is None:
        return say("paper.basis.plan_undated", department=department, year=year)
    if not is_filled(number):
        return say("paper.basis.plan_unnumbered", day=written_out(day), department=department, year=year)
    return say("paper.basis.plan", number=number, day=written_out(day), department=department, year=year)


def is_filled(number: str | None) -> bool:
    """False of «…/KH-KHCN», which waits for its number."""
    return bool(number) and _UNFILLED.search(number or "") is None


def written_out(day: date) -> Phrase:
    """05 tháng 01 năm 2027: days below ten, January and February have a zero (Nghị định 30/2020/NĐ-CP)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return say("paper.basis.day", day=f"{day.day:02}", month=month, year=day.year)
