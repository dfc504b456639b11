"""What a correction changes, in lines that can be read beside each other. Pure."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.notices import rules
from bot.notices.records import File, Written
from bot.notices.rules import Place
from bot.refusal import Refusal
from bot.words import shortened

LONGEST = 240
"""Characters of one line; the whole notice is a tap away."""
MOST_LINES = 4
CAPTION = 800
"""Characters that certainly go below a file, whoever's names are filled in: a caption holds 1024."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Lines of words as markup without formatting, their places not filled in."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    document: bool
    """Another official document, or another date of it."""
    files: bool

    def __bool__(self) -> bool:
        return bool(self.old or self.new or self.document or self.files)


def between(before: Written, after: Written) -> Differences:
    """Of words in another formatting nothing could be shown: they count as the same."""
    old, new = _lines(before.words), _lines(after.words)
    gone: list[str] = []
    come: list[str] = []
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what != "equal":
            gone += old[from_old:to_old]
            come += new[from_new:to_new]
    document = (before.number, before.dated) != (after.number, after.dated)
    return Differences(_shown(gone), _shown(come), document, before.files != after.files)


def _lines(markup: str) -> list[str]:
    return [line for line in map(rules.plain, markup.splitlines()) if line]


def _shown(lines: Sequence[str]) -> tuple[str, ...]:
    more = ("…",) if len(lines) > MOST_LINES else ()
    return (*(html.escape(_shortened(line), quote=False) for line in lines[:MOST_LINES]), *more)


def _shortened(line: str) -> str:
    """Not in the middle of a place, which nobody could fill in then."""
    cut = shortened(line, LONGEST)
    if cut == line or cut.rfind("{") <= cut.rfind("}"):
        return cut
    return cut[: cut.rfind("{")].rstrip() + "…"


def fits(before: Written, after: Written) -> None:
    """Raises Refusal where the messages that are in the chats cannot be edited so: a message stays what it is, and an
    album keeps its files."""
    chart = rules.holds(before.words, Place.CHART)
    if rules.holds(after.words, Place.CHART) is not chart:
        raise Refusal("notice.correction.chart")
    if before.files != after.files and _forms(before.files) != _forms(after.files):
        raise Refusal("notice.correction.files")
    longest = max(CAPTION, len(rules.plain(before.words)))
    if (before.files or chart) and len(rules.plain(after.words)) > longest:
        raise Refusal("notice.correction.too_long", most=longest)


def _forms(files: Sequence[File]) -> object:
    """What can be put in place of it: of one file, another of its kind; of several, nothing else."""
    return files[0].mime in rules.PICTURES if len(files) == 1 else tuple(file.sha256 for file in files)
