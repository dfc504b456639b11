"""Limits of a question that is asked in chat: its length, and no State secrets. Pure."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.refusal import Refusal
from bot.words import own_words

SHORTEST, LONGEST = 5, 1000
"""Characters of a question."""
MARKED = "ask.marked"
"""The refusal of a text that is marked as a State secret."""


def question(text: str) -> str:
    """`text` as it may be stored. Raises Refusal: too short, too long, or marked as a State secret."""
    words = own_words(text, shortest=SHORTEST, longest=LONGEST)
    if is_marked(words):
        raise Refusal(MARKED)
    return words


def is_marked(text: str) -> bool:
    """True if `text` (NFC) carries the marking of a State secret, as far as words can tell."""
    stamps, ordinary = _markings()
    return stamps.search(ordinary.sub(" ", text)) is not None


@cache
def _markings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = tomllib.loads((Path(__file__).parent / "markings.toml").read_text("utf-8"))
    loud, quiet = _any_of(words["in_capitals"]), _any_of(words["in_any_letters"])
    return re.compile(rf"{loud}|(?i:{quiet})"), re.compile(_any_of(words["ordinary"]))


def _any_of(phrases: Iterable[str]) -> str:
    alternatives = "|".join(phrase.replace(" ", r"\s+") for phrase in phrases)
    return rf"\b(?:{alternatives})\b"
