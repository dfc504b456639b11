"""Screens as values: phrases, buttons, files. Neutral of the channel, without a sentence of any language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.dialogue.targets import Payload


@dataclass(frozen=True, slots=True)
class Phrase:
    """A key of the catalogue and its values. A value may be text (escaped once, when rendered), a number, a date, a
    datetime, another Phrase, a Named, a Formatted, or a tuple of those (shown as a list)."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def say(key: str, /, **values: Any) -> Phrase:
    return Phrase(key, values)


READER = "reader"
"""The value of a phrase that is said to one person: the word of address that stands for «Anh/Chị» in its message."""


def to_reader(phrase: Phrase, who: Phrase | None) -> Phrase:
    """The phrase, with those in it, as said to a person who is addressed by `who`; None: to whoever it may be."""

    def within(value: Any) -> Any:
        match value:
            case Phrase():
                return to_reader(value, who)
            case tuple():
                return tuple(within(item) for item in value)
        return value

    values = {name: within(value) for name, value in phrase.values.items() if name != READER}
    return Phrase(phrase.key, values if who is None else {**values, READER: who})


def counted(counts: Mapping[str, int]) -> tuple[Phrase, ...]:
    """The phrases of these keys with the count of each: nothing is said of what is not there."""
    return tuple(say(key, count=count) for key, count in counts.items() if count)


@dataclass(frozen=True, slots=True)
class Named:
    """A name that data holds in both languages, such as a title of the catalogue."""

    vi: str
    en: str


class Mark(StrEnum):
    """A kind of formatting."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"  # hidden until it is tapped
    CODE = "code"
    PRE = "pre"  # code in lines of its own
    QUOTE = "quote"
    FOLDED_QUOTE = "folded_quote"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Formatted:
    """Words in their author's formatting: text, further Formatted inside it, and values as of a Phrase, in order."""

    parts: tuple[Any, ...]
    mark: Mark | None = None
    """The formatting of all parts; None: they have none in common."""
    of: str = ""
    """The address of a link, or the language of code."""


class Style(StrEnum):
    PRIMARY = "primary"  # the way on
    SUCCESS = "success"  # sends, confirms
    DANGER = "danger"  # takes away


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled way on. `label` is a phrase, or data that has a name."""

    label: Phrase | Named
    to: Payload
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class ContactKeyboard:
    """Buttons below the writing field: the first shares the own phone, the others send their text."""

    share: Phrase
    others: tuple[Phrase, ...] = ()
    placeholder: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a screen: the store's key of its bytes, and the name a person sees."""

    sha256: str
    name: str
    mime: str
    photo: bool = False
    """True if it is seen in the chat as a picture, instead of a file to open."""


@dataclass(frozen=True, slots=True)
class Album:
    """Two to ten files shown as one, in their order: all photos or none. The words of the screen are below it."""

    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file made when it is sent, after the transaction: `make` is given a way to say phrases in the language of
    official papers, and may take its time."""

    name: str
    mime: str
    make: Callable[[Callable[["Phrase | Named"], str]], bytes]
    photo: bool = False
    """As of an Attachment."""
    own_language: bool = False
    """Made in the reader's own language instead: it is no official paper."""
    secret: str = field(default="", repr=False)
    """A secret that stands in it, and in the words beside it: a door that keeps what it shows keeps this of neither."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen, all that a person sees at once: at most ten short lines and one decision.

    `keep`: it stays in the chat as a record (a receipt, a file); what comes next is a new message below it.
    """

    body: tuple[Phrase, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    keyboard: ContactKeyboard | None = None
    file: Attachment | Album | Paper | None = None
    keep: bool = False


def screen(*body: Phrase | None, rows: tuple[tuple[Button | None, ...], ...] = (), **rest: Any) -> Screen:
    """A Screen from lines and rows of which some may be None, because they do not apply."""
    kept = tuple(tuple(b for b in row if b is not None) for row in rows)
    return Screen(tuple(p for p in body if p is not None), tuple(row for row in kept if row), **rest)
