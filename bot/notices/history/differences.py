"""The differences between two versions of a notice: what stood there, and what stands there now. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.dialogue import notation
from bot.notices import rules
from bot.notices.records import File, Notice
from bot.notices.rules import Place
from bot.refusal import Refusal
from bot.words import shortened

LONGEST = 240
"""Characters of one passage; the whole notice is a tap away."""
MOST = 3
"""Passages that are shown."""
AROUND = 4
"""Words that are shown on either side of what changed in a long sentence."""
ALIKE = 0.5
"""The share of words that two versions have in common, below which nobody could read one beside the other."""
CAPTION = 800
"""Characters that certainly fit below a file, whatever names are filled in: a caption holds 1024."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A changed place in the words: what stood there, and what stands there now; one of them is empty where something
    was added or left out. Both in the notation of stores, without formatting, and their places not filled in."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences between two versions."""

    passages: tuple[Passage, ...]
    rewritten: str
    """The beginning of the new words, where there is too little in common with the old ones to be read side by side;
    there are no passages then. Empty otherwise."""
    more: int
    """The changed places that are not among the passages."""
    shortened: bool
    """True if any passage shows only a part of what changed."""
    document: bool
    """True if the official document differs, or its date."""
    files: bool

    def __bool__(self) -> bool:
        return bool(self.passages or self.rewritten or self.document or self.files)

    @property
    def complete(self) -> bool:
        """True if all that changed is shown, so that everything else is as it was."""
        return not (self.rewritten or self.more or self.shortened)


def between(before: Notice, after: Notice) -> Differences:
    """The differences. Words that differ only in their formatting count as the same: nothing could be shown."""
    old, new = _lines(before.words), _lines(after.words)
    found = list(_changed(old, new))
    document = (before.number, before.dated) != (after.number, after.dated)
    files = before.files != after.files
    if found and _alike(_tokens(" ".join(old)), _tokens(" ".join(new))) < ALIKE:
        return Differences((), _cut(" ".join(new)), 0, False, document, files)
    shown = tuple(Passage(_cut(was), _cut(now)) for was, now in found[:MOST])
    cut = any(len(text) > LONGEST for pair in found[:MOST] for text in pair)
    return Differences(shown, "", len(found[MOST:]), cut, document, files)


def _lines(markup: str) -> list[str]:
    return [line for line in map(rules.plain, markup.splitlines()) if line]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines that changed, beside each other, narrowed to what changed in them."""
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, come = old[from_old:to_old], new[from_new:to_new]
        both = min(len(gone), len(come))
        yield from map(_narrowed, gone[:both], come[:both])
        yield from ((line, "") for line in gone[both:])
        yield from (("", line) for line in come[both:])


_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_TOKEN = re.compile(r"(?:\{[^{}]*\}|\S)+")
"""A word; places are never cut."""


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _alike(old: Sequence[str], new: Sequence[str]) -> float:
    return SequenceMatcher(a=old, b=new, autojunk=False).ratio()


def _narrowed(old: str, new: str) -> tuple[str, str]:
    """The sentences in which two lines differ; of long ones, the words around what changed."""
    was, now, _before, _after = _differing(_SENTENCE.split(old), _SENTENCE.split(new), 0)
    old, new = " ".join(was), " ".join(now)
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    was, now, before, after = _differing(_tokens(old), _tokens(new), AROUND)
    return (_within(was, before, after), _within(now, before, after)) if was and now else (" ".join(was), " ".join(now))


def _differing(old: Sequence[str], new: Sequence[str], around: int) -> tuple[Sequence[str], Sequence[str], bool, bool]:
    """The items that differ, with `around` others on either side, and whether any are left out before and after."""
    most = min(len(old), len(new))
    same = next((at for at in range(most) if old[at] != new[at]), most)
    rest = most - same
    ends = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    first, last = max(same - around, 0), max(ends - around, 0)
    return old[first : len(old) - last], new[first : len(new) - last], first > 0, last > 0


def _within(words: Sequence[str], before: bool, after: bool) -> str:
    return " ".join((*(("…",) if before else ()), *words, *(("…",) if after else ())))


def _cut(text: str) -> str:
    """The text shortened, but not within a place, which nobody could fill in then; in the notation of stores."""
    cut = shortened(text, LONGEST)
    if cut != text and cut.rfind("{") > cut.rfind("}"):
        cut = cut[: cut.rfind("{")].rstrip() + "…"
    return notation.escaped(cut)


def fits(before: Notice, after: Notice) -> None:
    """Raises Refusal where the messages in the chats could not be edited from `before` to `after`: a message keeps its
    form, and an album its files."""
    chart = rules.holds(before.words, Place.CHART)
    if rules.holds(after.words, Place.CHART) is not chart:
        raise Refusal("notice.correction.chart")
    if before.files != after.files and _forms(before.files) != _forms(after.files):
        raise Refusal("notice.correction.files")
    longest = max(CAPTION, len(rules.plain(before.words)))
    if (before.files or chart) and len(rules.plain(after.words)) > longest:
        raise Refusal("notice.correction.too_long", most=longest)


def _forms(files: Sequence[File]) -> object:
    """The form of the files: equal for files that can replace each other. One file can be replaced by another of its
    kind, several by no others."""
    return files[0].mime in rules.PICTURES if len(files) == 1 else tuple(file.sha256 for file in files)
