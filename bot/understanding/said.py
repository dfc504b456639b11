"""Typed text as words that can be compared: without marks, abbreviations written out, slips of the keys mended. Pure.

Nothing here changes what is stored: a question goes to the Office in the words in which it was typed.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.folding import fold, unkeyed

_TOKEN = re.compile(r"[^\W_]+|%")
_LONG = re.compile(r"([a-z])\1{2,}")
_Y = re.compile(r"\b([hklmt])y\b")
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oay|oe|oi|oo|u|ua|ue|ui|uo|uoi|uou|uu|uy|uya|uye|y|ye|yeu)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)
"""A syllable without its marks. What is none, such as «thogn» or «dangky», was mistyped, or is a name."""
OFFICE = "van phong"
"""The one compound that is read as a word: the Office is not somebody's «phòng»."""
LONGEST_JOINED = 24
"""Letters of words typed as one that are parted: «hoivanphong» has eleven. To part takes the square of it."""
SHORTEST_SLIP = 4
"""Letters of a word that is put right where one of them is wrong."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: its words as they are compared, and the place in `text` (NFC) where each one's letters end."""

    text: str
    words: Words
    ends: tuple[int, ...]

    def typed(self) -> tuple[tuple[str, int], ...]:
        """Each word as it was typed, with the place where its letters end."""
        return tuple((found.group(), found.end()) for found in _TOKEN.finditer(self.text))

    def after(self, count: int) -> str:
        """The text behind the first `count` words, as it was typed."""
        return self.text[self.ends[count - 1] :].lstrip(" \t\n\r:,;.-–—!?") if count else self.text


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words that are known, and abbreviations with the words they stand for."""

    known: Collection[str]
    short: Mapping[str, Words]

    def read(self, text: str, most: int) -> Said:
        """The first `most` words, and one more where there is one: who writes a letter is not read to its end."""
        text = unicodedata.normalize("NFC", text)
        words: list[str] = []
        ends: list[int] = []
        for token in _TOKEN.finditer(text):
            if len(words) > most:
                break
            for word in self._written_out(token.group()):
                if joined((*words[-1:], word)) == (OFFICE,):
                    words[-1], ends[-1] = OFFICE, token.end()
                else:
                    words.append(word)
                    ends.append(token.end())
        return Said(text, tuple(words), tuple(ends))

    def _written_out(self, token: str) -> Words:
        word = _LONG.sub(r"\1", plain(token))
        if word in self.short:
            return self.short[word]
        if word in self.known or not word.isalpha():
            return (word,)
        meant = plain(unkeyed(word))
        if meant in self.known or meant in self.short:
            return self.short.get(meant, (meant,))
        if _SYLLABLE.fullmatch(word):
            return (word,)
        return self._parted(word) or (self._put_right(word),)

    def _parted(self, word: str) -> Words:
        """The known words that were typed as one: «dangky», «hoivanphong»; none where that cannot be."""
        if len(word) > LONGEST_JOINED:
            return ()
        hopeless: set[str] = set()  # ends that cannot be parted: found out once, by whichever way they are come to

        def parted(word: str) -> Words:
            for end in range(len(word) - 2, 1, -1):
                first, rest = plain(word[:end]), plain(word[end:])
                if first in self.known:
                    if rest in self.known:
                        return first, rest
                    if rest not in hopeless and (further := parted(rest)):
                        return first, *further
            hopeless.add(word)
            return ()

        return parted(word)

    def _put_right(self, word: str) -> str:
        """The one known word that is a slip away: two letters exchanged, or else one too many, too few or another."""
        if not SHORTEST_SLIP <= len(word) <= LONGEST_JOINED:
            return word
        near = [one for one in self.known if abs(len(one) - len(word)) < 2 and len(one) >= SHORTEST_SLIP - 1]
        for slip in (_exchanged, _a_letter_off):
            found = [one for one in near if slip(word, one)]
            if found:
                return found[0] if len(found) == 1 else word
        return word


def joined(words: Iterable[str]) -> Words:
    """Words of a phrasing, as `Spelling.read` gives those of a sentence."""
    found: list[str] = []
    for word in words:
        if [*found[-1:], word] == OFFICE.split():
            found[-1] = OFFICE
        else:
            found.append(word)
    return tuple(found)


def plain(text: str) -> str:
    """`text` folded; «ky» is «kì» as «sỹ» is «sĩ»."""
    return _Y.sub(r"\1i", fold(text))


def _exchanged(one: str, other: str) -> bool:
    a, b = _rest(one, other), _rest(other, one)
    return len(a) > 1 and a[:2] == b[:2][::-1] and a[2:] == b[2:]


def _a_letter_off(one: str, other: str) -> bool:
    a, b = _rest(one, other), _rest(other, one)
    return a[1:] == b[1:] or a[1:] == b or a == b[1:]


def _rest(one: str, other: str) -> str:
    """`one` without what both begin with."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return one[start:]
