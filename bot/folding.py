"""Vietnamese text, compared the way people do: without marks for searching, in dictionary order for lists. Pure.

Nothing here changes what is stored or shown: a name stays as the Office wrote it.
"""

import re
import unicodedata
from functools import lru_cache

# Two more letters pass for đ, drawn alike as capitals: eth, which old converters wrote (Ð), and the African Ɖ.
_LIKE_D = str.maketrans("ðɖ", "đđ")
_WITHOUT_BAR = str.maketrans("đðɖ", "ddd")
_BARRED = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "«": '"', "»": '"', "…": "..."})
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
# The order of dictionaries and of official lists: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SY = re.compile(r"\bsy\b")
_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[aeiouy]")
_TELEX_TONE = re.compile(r"(?<=[aeiouyw])([a-z]*?)[sfrxj]")
_TELEX_VOWEL = re.compile(r"(?:([aeo])\1|([aou])w)")
_VNI = re.compile(r"(?<=[a-z])[1-9]+")


class _Seen(dict[int, int | None]):
    """Characters as `str.translate` takes them, without those of some categories; looked up once each."""

    def __init__(self, *without: str) -> None:
        self._without = without

    def __missing__(self, code: int) -> int | None:
        seen = self[code] = None if unicodedata.category(chr(code)) in self._without else code
        return seen


_VISIBLE, _UNMARKED = _Seen("Cf"), _Seen("Mn", "Cf")

Letters = tuple[tuple[int, ...], ...]
Tones = tuple[int, ...]
SortKey = tuple[Letters, Tones, Letters, Tones, Letters, Tones]


def fold(text: str) -> str:
    """`text` without case, marks, invisible characters or doubled spaces; đ is d, and the word sỹ is sĩ.

    Equal for NFC and NFD, for hòa and hoà, for a no-break space and a space. Folding twice changes nothing.
    """
    return _SY.sub("si", " ".join(_plain(text).translate(_WITHOUT_BAR).split()))


def plain_letters(text: str) -> str:
    """`text` in letters of ASCII, with its case: what an old phone shows, and an SMS holds most of."""
    parted = unicodedata.normalize("NFD", text.translate(_BARRED))
    return parted.encode("ascii", "ignore").decode()


def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`; whatever is not a letter or a digit only parts them."""
    return tuple(_WORD.findall(fold(text)))


def unkeyed(word: str) -> str:
    """A folded word as it would read had the input method been on: `ddoongj` (Telex) and `d9o6ng5` (VNI) are `dong`.

    A syllable written without marks hardly ever doubles a vowel and never has s, f, r, x or j behind one, so a syllable
    that needed no such help comes back as it was. In a word without a vowel, an abbreviation, only `dd` can be meant.
    """
    word = _VNI.sub("", word).replace("dd", "d")
    if not _VOWEL.search(word):
        return word
    word = _TELEX_TONE.sub(r"\1", word, count=1)
    word = _TELEX_VOWEL.sub(r"\1\2", word)
    return "si" if word == "sy" else word


@lru_cache(maxsize=4096)  # every list sorts the same people
def sort_key(name: str) -> SortKey:
    """Order of Vietnamese lists: by given name (the last word), then family name (the first), then what is between.

    In each part the letters decide first (a, ă, â, b, …), then the tones, so that all who are called Hà stand together,
    before Hạ. Keys are equal only where the names are, apart from case, spaces and the placing of marks.
    """
    parts = [_letters_and_tone(word) for word in _composed(name).split()]
    ordered = (parts[-1:], parts[:-1][:1], parts[1:-1])
    (given, given_tones), (family, family_tones), (middle, middle_tones) = (
        (tuple(_ranks(letters) for letters, _ in part), tuple(tone for _, tone in part)) for part in ordered
    )
    return given, given_tones, family, family_tones, middle, middle_tones


def matches(query: str, name: str) -> int | None:
    """The degree to which a typed `query` finds `name`: 0 (best) to 3; None where it does not.

    Every word typed must begin a word of the name of its own, in any order. Marks that agree count more (0 and 1) than
    marks left out or different (2 and 3); whole words (0 and 2) more than beginnings (1 and 3).
    """
    free = [(fold(word), word) for word in _WORD.findall(_composed(name))]
    # Longest first: what a longer word begins, a shorter one begins too, so no word is taken that another one needed.
    wanted = sorted(((fold(word), word) for word in _WORD.findall(_composed(query))), key=lambda pair: -len(pair[0]))
    marks_differ = only_begun = False
    for typed, as_typed in wanted:
        found = [
            (_marks_differ(as_typed, own, begun := len(typed) < len(folded)), begun, place)
            for place, (folded, own) in enumerate(free)
            if folded.startswith(typed)
        ]
        if not found:
            return None
        differ, begun, place = min(found)
        del free[place]
        marks_differ |= differ
        only_begun |= begun
    return 2 * marks_differ + only_begun if wanted else None


def _marks_differ(typed: str, own: str, begun: bool) -> bool:
    (letters, tone), (own_letters, own_tone) = _letters_and_tone(typed), _letters_and_tone(own)
    # Somebody half through a word has not reached its tone yet.
    same_tone = tone == own_tone or (begun and tone == 0)
    return not (own_letters.startswith(letters) and same_tone)


def _composed(text: str) -> str:
    """NFC, lower case, without what cannot be seen; marks kept."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LIKE_D)
    return " ".join(text.translate(_VISIBLE).split())


def _plain(text: str) -> str:
    # Decomposing may bring out capitals (ℌ) and folding case may bring out marks (İ), so one goes before and after.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return text.translate(_UNMARKED)


@lru_cache(maxsize=8192)  # names are made of the same few thousand syllables
def _letters_and_tone(word: str) -> tuple[str, int]:
    """The word with its tone taken off (ă, ơ, đ kept) and the tone, wherever it stood: hòa and hoà are one."""
    tone = 0
    kept = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tone


@lru_cache(maxsize=8192)
def _ranks(letters: str) -> tuple[int, ...]:
    return tuple(_RANK.get(letter, len(_LETTERS) + ord(letter)) for letter in letters)
