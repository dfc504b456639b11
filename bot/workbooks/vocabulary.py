"""The words of workbooks, from workbook.toml: what headings, marks, roles and totals are called. Pure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from bot.folding import fold, words

_ASIDE = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W_]+")


@cache
def vocabulary() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """workbook.toml: section -> meaning -> the ways offices write it."""
    with Path(__file__).with_name("workbook.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def meanings(section: str) -> Mapping[str, str]:
    """Folded words -> meaning, of one section of workbook.toml."""
    return {key(way): meaning for meaning, ways in vocabulary()[section].items() for way in ways}


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """The common key of all ways to write one name: the folded words, without punctuation if there is more."""
    return " ".join(words(text)) or fold(text)


def label(column: str) -> str:
    """The usual heading of a column."""
    return vocabulary()["columns"][column][0]


@lru_cache(maxsize=16384)
def meaning(text: str) -> str | None:
    """The column of which `text` is a heading, with or without what stands there in brackets."""
    if not text or len(text) > 120:
        return None
    known = meanings("columns")
    return known.get(key(text)) or known.get(key(_ASIDE.sub(" ", text)))


def begins_with(text: str, section: str) -> bool:
    """True if `text` is one of the ways of a section, or begins with one of several words.

    Marks count where the text has any: Tống Công Lan, without hers, would begin with the words of a total.
    """
    same = key if text.isascii() else _with_marks
    said = same(text)
    for ways in vocabulary()[section].values():
        for way in map(same, ways):
            if said == way or (" " in way and said.startswith(f"{way} ")):
                return True
    return False


@lru_cache(maxsize=16384)
def _with_marks(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
