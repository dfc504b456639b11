"""Kinds of work that waits, and the one form that all of it has. Slices bring theirs as `WAITS` in their `waits.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Phrase
from bot.dialogue.targets import ToView
from bot.people.chart import Chain
from bot.titles.catalogue import Family
from bot.waiting.survey import Survey

SOURCE = "waiting"
"""The beginning of the sources of all letters that tell of what waits."""


@dataclass(frozen=True, slots=True)
class Place:
    """The unit, union group or office in which something waits, as those above it read it."""

    key: int
    name: str | Phrase


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One piece of work: what it is of, and who is to do it."""

    key: int
    """The key of what waits, such as a registration."""
    chain: Chain
    """The people who may do it, any of them; then whoever stands above them."""
    since: datetime
    until: datetime | None = None
    """The moment after which nobody needs to do it any more."""
    place: Place | None = None
    to: ToView | None = None
    """The view in which just this one is done; None: that of its kind."""


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """A kind of work. `load` brings what waits of it, in a few statements for any number of people."""

    name: str
    """In the store, of what people were told: stays as it is."""
    load: Callable[[Survey], Iterable[WaitingItem]]
    line: str
    """The phrase of it in a list: with `count`, and `since`, the day from which the oldest waits."""
    to: ToView
    """The view in which it is done."""
    label: str
    """The phrase of the button that leads there, with `count`."""
    overdue: str | None = None
    """The phrase for those above, when it has waited too long: `place`, `count`, `since`, and nothing of what it says.
    None: it does not rise."""
    at_once: str | None = None
    """The phrase of a letter that goes as soon as an office is written to, with `since`. None: the digest tells of
    it."""
    letters: Callable[[int], str] | None = None
    """The source of the letters that tell of it in a slice of its own, by key; whoever has had one was told."""
    family: Family | None = None
    """The family of the titles of which the ladder's letters say this themselves."""
    on_desk: str | None = None
    """The phrase of one item on the desk of the Office, with `since`; None: it is not done at the desk."""
    news: bool = False
    """Nothing is to be done about it: the digest of one morning tells of it, and no list of what waits."""

    def source(self, key: int) -> str | None:
        """The source of the letter that tells of it at once; None: only the digest does."""
        if self.letters is not None:
            return self.letters(key)
        return f"{SOURCE}:{self.name}:{key}" if self.at_once is not None else None


_brought: list[Callable[[], tuple[WaitingKind, ...]]] = []


def bring(kinds: Callable[[], tuple[WaitingKind, ...]]) -> None:
    """Have `kinds` say which there are, from now on: they are of slices that come after this one."""
    _brought[:] = [kinds]


def kinds() -> tuple[WaitingKind, ...]:
    """All kinds of work that there are, in the order of the slices."""
    (brought,) = _brought
    return brought()


def kind_named(name: str) -> WaitingKind | None:
    return next((one for one in kinds() if one.name == name), None)
