"""Vietnamese typed in fonts from before Unicode, TCVN3 and VNI: told from the words, and converted. Pure.

Such texts are letters of a western code page that only a certain font shows as Vietnamese, so the sign is a word that
is no syllable as it stands and is one when it is converted. The tables are data, in legacy.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f\u2010-\u203a]+")
_WESTERN = re.compile(r"[\xa1-\xff]")
_FAINT = 3
"""A word with fewer letters shows little: it may be µm or ½."""
_LEAST = 3
"""Words that a whole file must show at least."""


class Encoding(StrEnum):
    """The ways in which a file's texts may be typed, if not in Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


class Verdict(NamedTuple):
    """The testimony of one word on how it was typed."""

    proper: bool
    """Unicode beyond doubt."""
    under: frozenset[Encoding]
    """Those that make it a syllable, where it is none as it stands."""
    strange: bool = False
    """No syllable in any way."""


class Evidence:
    """The testimony of all texts of a file together."""

    def __init__(self) -> None:
        self._proper = self._strange = self._plain = 0
        self._under = dict.fromkeys(Encoding, 0)
        self._only = dict.fromkeys(Encoding, 0)

    def add(self, text: str) -> None:
        if not _WESTERN.search(text):
            self._proper += not _tables().beyond_western.isdisjoint(text)
            return
        for word in _WORD.findall(text):
            if word.isascii():
                continue
            verdict = judge(word)
            self._proper += verdict.proper
            self._strange += verdict.strange
            self._plain += bool(verdict.under) and len(word) >= _FAINT
            for encoding in verdict.under:
                self._under[encoding] += 1
                self._only[encoding] += len(verdict.under) == 1

    @property
    def found(self) -> bool:
        """True if any word is one of an old encoding."""
        return any(self._under.values())

    def whole(self) -> Encoding | None:
        """The encoding of all of it; None for Unicode, and where texts contradict one another."""
        likely = max(Encoding, key=lambda encoding: self._under[encoding])
        found = self._under[likely]
        against = sum(count for encoding, count in self._only.items() if encoding is not likely)
        if self._proper or self._plain < _LEAST or against * 50 > found or self._strange * 2 > found:
            return None
        return likely


def legacy(texts: Iterable[str]) -> Encoding | None:
    """The old encoding in which all these texts are typed, if they are."""
    evidence = Evidence()
    for text in texts:
        evidence.add(text)
    return evidence.whole()


def suspected(text: str) -> Encoding | None:
    """The old encoding that one text seems to be typed in, whatever stands around it."""
    found: dict[Encoding, int] = {}
    for word in _WORD.findall(text):
        for encoding in judge(word).under if not word.isascii() else ():
            found[encoding] = found.get(encoding, 0) + min(len(word), _FAINT) - 1
    likely = max(found, key=lambda encoding: found[encoding], default=None)
    return likely if likely and found[likely] > 1 else None


def convert(text: str, encoding: Encoding) -> str:
    """`text` in Unicode, NFC. What the encoding has no letter for stays as it is."""
    if text.isascii():
        return text
    if encoding is Encoding.VNI:
        return _from_vni(text)
    return _WORD.sub(lambda found: _from_tcvn3(found[0]), text)


def _from_tcvn3(word: str) -> str:
    converted = word.translate(_tables().tcvn3)
    plain = [letter for letter in word if letter.isascii()]
    # The capitals of this encoding are small letters in another font; their neighbours show what was meant.
    return converted.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else converted


def _from_vni(text: str) -> str:
    tables = _tables()

    def letter(found: re.Match[str]) -> str:
        if found[3]:
            return tables.vni_letters[found[3]]
        base = tables.vni_letters.get(found[1], found[1])
        composed = unicodedata.normalize("NFC", base + tables.vni_marks[found[2].lower()])
        return composed if len(composed) == 1 else found[0]

    return tables.vni.sub(letter, text)


@lru_cache(maxsize=50_000)
def judge(word: str) -> Verdict:
    tables = _tables()
    if not tables.beyond_western.isdisjoint(word):
        return Verdict(True, frozenset())
    if _is_syllable(word.translate(tables.mistaken), strictly=False):
        return Verdict(False, frozenset())
    under = frozenset(encoding for encoding in Encoding if _becomes_syllable(word, encoding))
    return Verdict(False, under, strange=not under)


def _becomes_syllable(word: str, encoding: Encoding) -> bool:
    converted = convert(word, encoding)
    return converted != word and _is_syllable(converted, strictly=True)


def _is_syllable(word: str, *, strictly: bool) -> bool:
    """Vietnamese by its letters; strictly, with no more than one tone, and one that its end can have."""
    tables = _tables()
    spread = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in spread if sign in tables.tones]
    base = unicodedata.normalize("NFC", "".join(sign for sign in spread if sign not in tables.tones))
    if not tables.syllable.fullmatch(base):
        return False
    if strictly and base.endswith(("c", "ch", "p", "t")):
        return len(tones) == 1 and tones[0] in tables.stopped
    return len(tones) < 2


class _Tables(NamedTuple):
    beyond_western: frozenset[str]
    tones: frozenset[str]
    stopped: frozenset[str]
    mistaken: Mapping[int, str]
    tcvn3: Mapping[int, str]
    vni_letters: Mapping[str, str]
    vni_marks: Mapping[str, str]
    vni: re.Pattern[str]
    syllable: re.Pattern[str]


@cache
def _tables() -> _Tables:
    with Path(__file__).with_name("legacy.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    letters, marks = data["vni"]["letters"], data["vni"]["marks"]
    letters |= {sign.upper(): letter.upper() for sign, letter in letters.items()}
    signs = "".join(marks) + "".join(marks).upper()
    vowels = "".join(sign for sign, letter in letters.items() if unicodedata.normalize("NFD", letter)[0] in "OoUu")
    onsets, rhymes = data["syllables"]["onsets"], data["syllables"]["rhymes"].split()
    unicode = data["unicode"]
    return _Tables(
        frozenset(unicode["beyond_western"]),
        frozenset(unicode["tones"]),
        frozenset(unicode["stopped"]),
        {ord(sign): letter for sign, letter in unicode["mistaken"].items()},
        {ord(sign): letter for sign, letter in data["tcvn3"].items()},
        letters,
        marks,
        re.compile(f"([AaEeOoUuYy{vowels}])([{signs}])|([{''.join(letters)}])"),
        re.compile(f"(?:{'|'.join(onsets)})?(?:{'|'.join(rhymes)})"),
    )
