"""The marking of a State secret, as far as words can tell: told from names, honey and passwords by what stands around
it. Pure.

A stamp is written in capitals: alone among small letters it is one. In small letters, or where a whole text is in
capitals, it takes a document before it or a number after it. Without marks the same letters are four other words.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.folding import fold

FILE = Path(__file__).parent / "markings.toml"
FEW = 4
"""Words of a text that is little more than a marking."""

_TOKEN = re.compile(r"[^\W\d_]+(?:\d(?=[^\W\d_])[^\W\d_]*)*\d?|\d+")
_APART = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s._*|/·~-]{1,3}){2,}[^\W\d_](?![^\W_])")
_GAPS = re.compile(r"[\s._*|/·~-]+")
_COUNTED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_OPENING, _CLOSING = tuple("([{«“\"'"), tuple(")]}»”\"'")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of `markings.toml`."""

    instead: str
    stamp: frozenset[str]
    bare: str
    highest: frozenset[str]
    higher: frozenset[str]
    higher_bare: str
    documents: frozenset[str]
    numbered: frozenset[str]
    always: re.Pattern[str]
    anywhere: re.Pattern[str]
    """The letters that every marking has in it, once they stand together."""
    before: frozenset[str]
    after: frozenset[str]
    before_bare: frozenset[str]
    after_bare: frozenset[str]
    families: frozenset[str]
    middle: frozenset[str]
    titles: frozenset[str]
    counted: frozenset[str]
    letters: Mapping[int, str]
    degrees: frozenset[str]
    """The two higher degrees, written without a gap."""
    folded: frozenset[str]
    """Documents as they are typed without marks; of one long syllable too many other words are written so."""
    syllables: frozenset[str]
    """The syllables of documents."""


@dataclass(frozen=True, slots=True)
class _Text:
    """Words and numbers of a text, in order. `low`: in small letters; `ends`: what stands after each until the next."""

    words: Sequence[str]
    low: Sequence[str]
    ends: Sequence[str]
    loud: bool
    """The whole text is in capitals, which then say nothing."""
    opens: frozenset[int]
    """The places of words before which a bracket or a quotation mark opens."""

    def at(self, place: int) -> str:
        return self.low[place] if 0 <= place < len(self.low) else ""


def bare_stamp() -> str:
    """A marking by itself, and no more."""
    return _words().instead


def is_marked(text: str) -> bool:
    """True if `text`, of any normal form, carries the marking of a State secret."""
    words = _words()
    plain = _plain(text, words)
    if not words.anywhere.search(_GAPS.sub("", plain.lower())):
        return False  # as of nearly all texts, at the least cost
    return bool(words.always.search(plain.lower())) or _apart(plain, words) or _marks(_read(plain), words, file=False)


def is_marked_file(name: str) -> bool:
    """The same of the name of a file, which has other gaps, and capitals only by chance."""
    words = _words()
    plain = _COUNTED.sub(" ", _GAPS.sub(" ", _ENDING.sub("", _plain(name, words))))
    pairs = zip(plain, f" {plain}", strict=False)
    plain = "".join(f" {char}" if char.isupper() and before.islower() else char for char, before in pairs)
    return is_marked(plain) or _marks(_read(plain), words, file=True)


def _plain(text: str, words: _Words) -> str:
    """`text` without what is not seen, and with letters for those that only look like them."""
    shown = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", shown.translate(words.letters))


def _read(text: str) -> _Text:
    found = list(_TOKEN.finditer(text))
    ends = [text[one.end() : then.start()] for one, then in pairwise(found)]
    words = [one[0] for one in found]
    letters = [word for word in words if not word.isdigit()]
    loud = len(letters) > 1 and all(word.isupper() for word in letters)
    opens = frozenset(place for place, one in enumerate(found) if text[: one.start()].rstrip().endswith(_OPENING))
    return _Text(
        words, [word.lower() for word in words], [*ends, text[found[-1].end() :] if found else ""], loud, opens
    )


def _apart(text: str, words: _Words) -> bool:
    """True where the letters of a marking stand apart, which they do in no ordinary word."""
    for run in _APART.finditer(text):
        joined = _GAPS.sub("", run[0]).lower()
        ordinary = {one + stamp for one in words.before for stamp in words.stamp}
        ordinary |= {stamp + one for one in words.after for stamp in words.stamp}
        rest = re.sub("|".join(sorted(map(re.escape, ordinary), key=len, reverse=True)), " ", joined)
        if any(stamp in rest for stamp in words.stamp):
            return True
        degrees = {words.higher_bare + words.bare, *(one + words.bare for one in words.highest)}
        if joined == words.bare or joined in degrees:
            return True
    return False


def _marks(text: _Text, words: _Words, *, file: bool) -> bool:
    return any(_is_stamp(text, place, words, file=file) for place in range(len(text.words)))


def _is_stamp(text: _Text, place: int, words: _Words, *, file: bool) -> bool:
    low = text.low[place]
    if low in words.degrees:
        return True
    if low == words.bare:
        return _is_bare_stamp(text, place, words, file=file)
    if low not in words.stamp:
        return False
    previous, following = text.at(place - 1), text.at(place + 1)
    if previous in words.highest:
        return True
    if following in words.after or previous in words.before:
        return False
    if previous in words.higher:
        return True
    if _is_name(text, place, words):
        return False
    document = _document_before(text, place, words)
    numbered = _numbered(text, place, words)
    if text.words[place].isupper() and not text.loud:
        return True
    if numbered and (document or place == 0 or text.words[place].isupper()):
        return True
    if document and (text.words[place][0].isupper() or len(text.words) <= FEW):
        return True
    if place in text.opens and text.ends[place].strip()[:1] in _CLOSING:
        return text.words[place].islower() or any(_document_before(text, one, words) for one in range(place))
    return file or (len(text.words) == 1 and text.words[place].isupper())


def _is_bare_stamp(text: _Text, place: int, words: _Words, *, file: bool) -> bool:
    previous, following = fold(text.at(place - 1)), fold(text.at(place + 1))
    if previous in words.highest:
        return True
    shouts = text.words[place].isupper() and not text.loud
    higher = previous == words.higher_bare
    document = _document_before(text, place - 1 if higher else place, words)
    counted = text.at(place + 1).isdigit() and fold(text.at(place + 2)) in words.counted  # «mat 2 ngay» is no document
    numbered = not counted and _numbered(text, place, words)
    last = place == len(text.words) - 1
    if following in words.after_bare and not numbered:
        return False
    if higher:
        return shouts or document or numbered or (last and len(text.words) == 2)
    if len(text.words) == 1:
        return text.words[place].isupper()
    if document and not text.loud:
        return numbered or shouts or (last and (file or len(text.words) <= FEW)) or text.ends[place].startswith(":")
    if document:
        return numbered or last
    if previous in words.before_bare:
        return False
    return (numbered and shouts) or (place == 0 and numbered and text.words[place].isupper())


def _document_before(text: _Text, place: int, words: _Words) -> bool:
    """True if what stands before the word at `place` is a document, in however many words."""
    one, two = text.at(place - 1), f"{text.at(place - 2)} {text.at(place - 1)}"
    gap = text.ends[place - 1].strip() if place else ""
    if gap not in ("", "(", "«", '"', "-", "–", ":", "“"):
        return False
    return any(each in words.documents or fold(each) in words.folded for each in (one, two.strip()))


def _numbered(text: _Text, place: int, words: _Words) -> bool:
    """True if a number follows, as after a marking."""
    gap = text.ends[place].strip()
    following, second = text.at(place + 1), text.at(place + 2)
    if gap.startswith(":"):
        return not text.words[place].islower() or following.isdigit() or following in words.numbered
    if gap not in ("", "-", "–", ",", "(", "."):
        return False
    return following.isdigit() or (following in words.numbered and (second.isdigit() or not second))


def _is_name(text: _Text, place: int, words: _Words) -> bool:
    """True if the word is the given name of a person."""
    if text.at(place - 1) in words.titles:
        return not text.at(place + 1).isdigit()
    begins = max(0, place - 4)
    between = [text.at(one) for one in range(begins, place)]
    if any(one in words.families for one in between):
        first = next(index for index, one in enumerate(between) if one in words.families)
        named = text.words[begins + first : place + 1]
        return all(word[0].isupper() for word in named) or all(word.islower() for word in text.words)
    return text.at(place - 1) in words.middle and text.at(place - 2) not in ("", *words.syllables) and not text.loud


@cache
def _words() -> _Words:
    read: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
    always = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in read.pop("always"))
    letters = {ord(char): instead for char, instead in read.pop("letters").items()}
    lists = {name: frozenset(value) for name, value in read.items() if isinstance(value, list)}
    bare, higher_bare = read["bare"], read["higher_bare"]
    stamps, first = (*lists["stamp"], bare), (*lists["highest"], *lists["higher"], higher_bare)
    documents = lists["documents"]
    return _Words(
        **lists,
        instead=read["instead"],
        bare=bare,
        higher_bare=higher_bare,
        always=re.compile(rf"\b(?:{always})\b"),
        anywhere=re.compile("|".join(map(re.escape, stamps))),
        letters=letters,
        degrees=frozenset(one + stamp for one in first for stamp in stamps),
        folded=frozenset(fold(one) for one in documents if " " in one or len(one) <= 2),
        syllables=frozenset(part for one in documents for part in one.split()),
    )
