"""Words that people type, made safe to keep (NFC, single line breaks, no control characters, no State secrets), and
shortened for a screen."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from bot.folding import fold, words
from bot.refusal import Refusal
from bot.secrecy.markings import is_marked

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{2,}")
_JOINER = "\u200d"
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_UNSEEN_RANGES = ((0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB))
_UNSEEN = frozenset(map(chr, (0x00AD, 0x061C, 0x180E, 0x200B, 0xFEFF))) | {
    chr(code) for first, last in _UNSEEN_RANGES for code in range(first, last + 1)
}
"""Characters that only steer how others are shown. Joiners and tags are none of them: emoji are made of those."""


def without_controls(text: str) -> str:
    """`text` in NFC without what nobody sees and no writing needs: control characters, directions, lone surrogates.
    Line breaks, joiners, tags and characters newer than this Python stay."""
    kept = unicodedata.normalize("NFC", text)
    return "".join(
        char
        for char in kept
        if char == "\n" or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _UNSEEN)
    )


def own_words(text: str, *, shortest: int, longest: int) -> str:
    """`text` as it may be stored. Raises Refusal when fewer than `shortest` or more than `longest` characters remain,
    or when it is marked as a State secret; nothing is cut silently."""
    tidy = _LINES.sub("\n", _SPACES.sub(" ", without_controls(text))).strip()
    if sum(not _joins(char) for char in tidy) < shortest:
        raise Refusal("words.too_short", least=shortest)
    if len(tidy) > longest:
        raise Refusal("words.too_long", most=longest, length=len(tidy))
    if is_marked(tidy):
        raise Refusal("words.marked")
    return tidy


def shortened(words: str, to: int = 80) -> str:
    """One line of `words`, at most `to` characters, cut at a word with an ellipsis, never inside an emoji: for screens;
    the whole is kept."""
    line = " ".join(words.split())
    if len(line) <= to:
        return line
    end = to - 1
    while end and (_joins(line[end]) or line[end - 1] == _JOINER):
        end -= 1
    letters = len(line[:end]) - len(line[:end].rstrip(_FLAG_LETTERS))
    end -= letters % 2  # a flag is two of them
    return line[:end].rsplit(" ", 1)[0].rstrip(" -–,") + "…"


def told_apart(names: Sequence[str], to: int) -> list[str]:
    """Names that stand together on a screen, each of at most `to` characters. Of those that would read alike the middle
    is left out: what begins alike differs at its end."""
    short = [shortened(name, to) for name in names]
    times = Counter(short)
    return [
        _without_middle(name, to) if times[one] > 1 and len(name) > to else one
        for name, one in zip(names, short, strict=True)
    ]


def told_apart_with_places(people: Sequence[tuple[str, str]], to: int) -> list[str]:
    """Names of people, each with a place where it is not "", that stand together on a screen, each of at most `to`
    characters. Of a name the middle is left out before its end: people are called by it."""
    if not any(place for _name, place in people):
        return told_apart([name for name, _place in people], to)
    most = to * 2 // 3
    names = [name if len(name) <= most else _without_middle(name, most) for name, _place in people]
    short = [_beside(name, shortened, place, to) for name, (_name, place) in zip(names, people, strict=True)]
    times = Counter(short)
    return [
        _beside(name, _without_middle, place, to) if times[one] > 1 else one
        for name, one, (_name, place) in zip(names, short, people, strict=True)
    ]


def _beside(name: str, cut: Callable[[str, int], str], place: str, to: int) -> str:
    room = to - len(name) - 2
    if not place or len(place) <= room:
        return f"{name}, {place}" if place else name
    return f"{name}, {cut(place, room)}"


def _without_middle(name: str, to: int) -> str:
    end = ""
    for word in reversed(name.split()):
        if len(end) + len(word) + 1 > to // 2:
            break
        end = f" {word}{end}"
    return shortened(name, to - len(end)) + end


def _joins(char: str) -> bool:
    """True if the character only changes the one before it, or joins it to the next."""
    return unicodedata.category(char) in ("Cf", "Mn", "Me") or "\U0001f3fb" <= char <= "\U0001f3ff"


_BEFORE_DAY = re.compile(
    r"^(?:(?:tu|den|toi|vao|het|hom|ngay|from|until|till|to|on)\s+)+"
    r"(?=\d|(?:hom nay|hom qua|ngay mai|mai|today|tomorrow)$)"
)
_MONTH_IN_WORDS = re.compile(r"\s*\bthang\s*(?=\d)")
_YEAR_IN_WORDS = re.compile(r"\s*\bnam\s*(?=\d{4}\b)")


def bare_day(text: str) -> str:
    """The day in `text`, folded, without the words around it: «từ ngày 9 tháng 1 năm 2023» is 9/1/2023."""
    day = _YEAR_IN_WORDS.sub("/", _MONTH_IN_WORDS.sub("/", fold(text).rstrip(" .;,")))
    return _BEFORE_DAY.sub("", day) if day not in ("ngay mai", "hom nay", "hom qua") else day


SHORTEST_TRACE, LONGEST_TRACE = 8, 24
"""Characters by which words are known again: fewer are anybody's; a screen may have cut what comes after so many."""


def traces_of(words: str) -> list[str]:
    """Beginnings by which a store finds where `words` may be quoted: of them as one line, as screens shorten them, and
    of the longest of several lines. None of words that are too short to be anybody's own."""
    lines = [line for line in (" ".join(line.split()) for line in words.split("\n")) if line]
    whole = " ".join(lines)
    longest = max(lines, key=len, default="")
    found = dict.fromkeys(one[:LONGEST_TRACE].rstrip() for one in (whole, longest) if len(one) >= SHORTEST_TRACE)
    return list(found) if len(whole) >= SHORTEST_TRACE else []


def quotes(text: str, words: str) -> bool:
    """True if `text` shows all of `words`, or as many of them as fit, and an ellipsis. Another text that only begins
    alike is not theirs."""
    shown, line = " ".join(text.split()), " ".join(words.split())
    if len(line) < SHORTEST_TRACE:
        return False
    if line in shown:
        return True
    at = shown.find(line[:SHORTEST_TRACE])
    while at >= 0:
        end = shown.find("…", at)
        if end >= 0 and line.startswith(shown[at:end]):
            return True
        at = shown.find(line[:SHORTEST_TRACE], at + 1)
    return False


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


def without(value: Any, said: Sequence[str]) -> Any:
    """The JSON value with every text blanked that quotes one of `said`."""
    match value:
        case str():
            return "" if any(quotes(value, words) for words in said) else value
        case dict():
            return {key: without(inner, said) for key, inner in value.items()}
        case list():
            return [without(inner, said) for inner in value]
    return value


_ASSENTS = (
    *("ok", "oke", "okay", "okie", "vang", "da", "u", "uh", "um", "dong y", "nhat tri", "duoc", "yes"),
    *("dung roi", "dung vay", "chap nhan"),
)
_ASSENT = re.compile(f"(?:{'|'.join(_ASSENTS)})(?: (?:{'|'.join(_ASSENTS)}))*")
_AROUND_ASSENT = frozenset(("em", "anh", "chi", "toi", "minh", "a", "nha", "nhe", "thua", "luon", "thoi", "roi"))


def assents(text: str) -> bool:
    """True where somebody has typed a word of assent and nothing else: «ok», «dạ vâng ạ», «em đồng ý»."""
    if text.rstrip().endswith("?"):
        return False
    said = words(text)
    return any(
        _ASSENT.fullmatch(" ".join(one)) for one in (said, [word for word in said if word not in _AROUND_ASSENT])
    )
