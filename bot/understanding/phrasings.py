"""Phrasings: the ways in which people ask for each thing, read from `phrasings.toml`. Pure.

A phrasing is one or more runs of words, parted by `+`, all of which stand in the sentence in any order. `<name>` is any
of the words of that group. `=` before it: it is the whole sentence. A single word always is.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from bot.folding import words
from bot.understanding.said import Spelling, Words, joined, plain

FILE = Path(__file__).parent / "phrasings.toml"

Piece = tuple[Words, ...]
"""The runs of words of which one must stand in the sentence, longest first."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    intent: str
    pieces: tuple[Piece, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class NamingWords:
    """Words about names of people."""

    address: frozenset[str]
    """Forms of address, with their marks and without."""
    families: frozenset[str]
    """Family names: whoever has typed one with a capital has begun a name."""
    oneself: frozenset[str]
    """Words for whoever types."""
    belonging: frozenset[str]
    """Words before those that make them a place's: «phòng em»."""
    asking: frozenset[str]
    """Words after those that make them a courtesy: «cho tôi hỏi»."""


@dataclass(frozen=True, slots=True)
class Phrasings:
    """All of them, and the words that say how a sentence is meant."""

    spelling: Spelling
    each: tuple[Phrasing, ...]
    fillers: frozenset[str]
    """Words of politeness and address, which say nothing of what is wanted."""
    courtesies: frozenset[str]
    """Those of them that may stand around the label of a button: «dạ, để sau ạ»."""
    questions: Piece
    """Runs of words that make a question of a sentence."""
    last: frozenset[str]
    """Words that do so at its end: «đăng ký không»."""
    particles: tuple[str, ...]
    """Endings that do so by their marks: «à» asks, «ạ» is polite."""
    negations: frozenset[str]
    to_office: Piece
    """Runs of words that begin a question to the Office."""
    weak: frozenset[str]
    """Intents that give way to any other: «nhắc mọi người đăng ký» is no registration."""
    people: NamingWords

    def intents(self) -> set[str]:
        return {phrasing.intent for phrasing in self.each}


@cache
def shared() -> Phrasings:
    return read(tomllib.loads(FILE.read_text("utf-8")))


def gist(text: str) -> Words:
    """The words of `text` without courtesies before and after them; all of them where it has no others. Abbreviations
    stay: «tb» is no name of a button."""
    said = words(text)
    kept = [place for place, word in enumerate(said) if word not in shared().courtesies]
    return said[kept[0] : kept[-1] + 1] if kept else said


def read(data: Mapping[str, Mapping[str, Any]]) -> Phrasings:
    """KeyError where a phrasing names a group that there is not."""
    short = {plain(key): tuple(plain(words).split()) for key, words in data["short"].items()}
    groups = {
        name: [words for phrase in phrases for words in _words(phrase)] for name, phrases in data["groups"].items()
    }
    each = tuple(
        _phrasing(intent, written, groups) for intent, phrases in data["intents"].items() for written in phrases
    )
    how = data["sentences"]
    of = {name: frozenset(map(plain, how[name])) for name in ("fillers", "courtesies", "last", "negations")}
    fillers, courtesies, last, negations = of.values()
    questions, to_office = (
        _longest_first(word for one in how[name] for word in _words(one)) for name in ("questions", "to_office")
    )
    phrases = (run for phrasing in each for piece in phrasing.pieces for run in piece)
    runs = (*phrases, *questions, *to_office, *short.values())
    known = {word for run in runs for compound in run for word in compound.split()}
    spelling = Spelling(frozenset(known | fillers | courtesies | last | negations), short)
    particles, weak = tuple(how["particles"]), frozenset(how["weak"])
    around = data["people"]
    said = {name: frozenset(map(plain, around[name])) for name in ("families", "oneself", "belonging", "asking")}
    address = frozenset(word for one in around["address"] for word in (one, plain(one)))
    people = NamingWords(address, **said)
    return Phrasings(
        spelling, each, fillers, courtesies, questions, last, particles, negations, to_office, weak, people
    )


def _words(phrase: str) -> list[Words]:
    return [joined(plain(phrase).split())]


def _longest_first(runs: Iterable[Words]) -> Piece:
    return tuple(sorted(set(runs), key=lambda run: (-len(run), run)))


def _phrasing(intent: str, written: str, groups: Mapping[str, list[Words]]) -> Phrasing:
    whole = written.startswith("=")
    pieces = tuple(_piece(piece, groups) for piece in written.removeprefix("=").split("+"))
    single = len(pieces) == 1 and all(len(run) == 1 for run in pieces[0])
    return Phrasing(intent, pieces, whole or single)


def _piece(written: str, groups: Mapping[str, list[Words]]) -> Piece:
    choices = [
        groups[token[1:-1]] if token.startswith("<") else [tuple(plain(token).split())] for token in written.split()
    ]
    return _longest_first(joined(word for part in chosen for word in part) for chosen in product(*choices))
