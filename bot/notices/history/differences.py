"""The differences between two versions of a notice, as lines to be read beside each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.dialogue import notation
from bot.notices import rules
from bot.notices.records import File, Notice
from bot.notices.rules import Place
from bot.refusal import Refusal
from bot.words import shortened

LONGEST = 240
"""Characters of one line; the whole notice is a tap away."""
MOST_LINES = 4
CAPTION = 800
"""Characters that certainly fit below a file, whatever names are filled in: a caption holds 1024."""


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences between two versions. Lines of words have no formatting, and their places are not filled in."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    document: bool
    """True if the official document differs, or its date."""
    files: bool

    def __bool__(self) -> bool:
        return bool(self.old or self.new or self.document or self.files)


def between(before: Notice, after: Notice) -> Differences:
    """The differences. Words that differ only in their formatting count as the same: nothing could be shown."""
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
    return (*(notation.escaped(_shortened(line)) for line in lines[:MOST_LINES]), *more)


def _shortened(line: str) -> str:
    """The line shortened, but not within a place, which nobody could fill in then."""
    cut = shortened(line, LONGEST)
    if cut == line or cut.rfind("{") <= cut.rfind("}"):
        return cut
    return cut[: cut.rfind("{")].rstrip() + "…"


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
