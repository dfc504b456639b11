"""Words that people type, made safe to keep (NFC, single line breaks, no control or invisible characters), and
shortened for a screen."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.refusal import Refusal

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{2,}")


def own_words(text: str, *, shortest: int, longest: int) -> str:
    """`text` as it may be stored. Raises Refusal when fewer than `shortest` or more than `longest` characters remain;
    nothing is cut silently."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c == "\n" or unicodedata.category(c)[0] != "C")
    tidy = _LINES.sub("\n", _SPACES.sub(" ", kept)).strip()
    if len(tidy) < shortest:
        raise Refusal("words.too_short", least=shortest)
    if len(tidy) > longest:
        raise Refusal("words.too_long", most=longest, length=len(tidy))
    return tidy


def shortened(words: str, to: int = 80) -> str:
    """One line of `words`, at most `to` characters, cut at a word with an ellipsis: for screens; the whole is kept."""
    line = " ".join(words.split())
    if len(line) <= to:
        return line
    return line[: to - 1].rsplit(" ", 1)[0].rstrip() + "…"


SHORTEST_TRACE, LONGEST_TRACE = 8, 24
"""Characters by which words are known again: fewer are anybody's; a screen may have shortened the rest."""


def beginning_of(words: str) -> str | None:
    """The beginning of `words` as any screen shows it, by which they are found where they were quoted; None: too short
    to be anybody's own."""
    line = " ".join(words.split())
    return None if len(line) < SHORTEST_TRACE else line[:LONGEST_TRACE].rstrip()


def strings_in(value: Any) -> list[str]:
    """Every text in a JSON value."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for inner in value.values() for text in strings_in(inner)]
        case list():
            return [text for inner in value for text in strings_in(inner)]
    return []


def without(value: Any, beginnings: Sequence[str]) -> Any:
    """The JSON value with every text blanked that holds one of `beginnings`."""
    match value:
        case str():
            line = " ".join(value.split())
            return "" if any(beginning in line for beginning in beginnings) else value
        case dict():
            return {key: without(inner, beginnings) for key, inner in value.items()}
        case list():
            return [without(inner, beginnings) for inner in value]
    return value
