"""The rules for the words of a notice: their places, their short forms, and the marks of what was seen. Pure."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.dialogue import notation
from bot.dialogue.screens import Formatted
from bot.folding import fold
from bot.notices.records import Notice
from bot.words import shortened

# --- words and places -------------------------------------------------------------------------------------------------

_PLACE = re.compile(r"\{([^{}<>\n]{1,40})\}")


class NoticePart(StrEnum):
    """The parts of a notice that are asked and changed one by one, in this order."""

    WORDS = "words"
    FILES = "files"
    DOCUMENT = "document"
    BUTTONS = "buttons"


class Place(StrEnum):
    """The places in the words of a notice that are filled in for each person who reads it."""

    NAME = "name"
    UNIT = "unit"
    TITLES = "titles"
    DEADLINE = "deadline"
    COVERAGE = "coverage"
    CHART = "chart"
    ADDRESS = "address"
    """The word of address before a name. It is never written in braces: «Anh/Chị» before a name becomes it."""


@cache
def places() -> Mapping[Place, str]:
    """The words between the braces of each place."""
    return {Place(name): words for name, words in _written().items() if isinstance(words, str)}


@cache
def _written() -> Mapping[str, Any]:
    with Path(__file__).with_name("places.toml").open("rb") as file:
        return tomllib.load(file)


def _address() -> str:
    return str(_written()["before_name"]["address"])


@cache
def _by_words() -> Mapping[str, Place]:
    return {fold(words): place for place, words in places().items()}


def all_places() -> tuple[str, ...]:
    """Every place as it is written in a notice."""
    return tuple("{" + words + "}" for words in places().values())


def unknown_place(text: str) -> str | None:
    """The first place in `text` that nobody could fill in, with its braces; None if there is none."""
    return next((found[0] for found in _PLACE.finditer(text) if fold(found[1]) not in _by_words()), None)


def filled(words: str, values: Mapping[Place, Any]) -> Formatted:
    """The words as they are kept, with their places filled in. The place of the chart shows nothing; a line that holds
    nothing else is left out."""
    return fill(notation.read(words), values)


def fill(words: Formatted, values: Mapping[Place, Any]) -> Formatted:
    """The same of words that have been read."""
    parts: list[Any] = []
    for part in words.parts:
        if isinstance(part, Formatted):
            parts.append(fill(part, values))
            continue
        end = 0
        for found, place in _places_in(part):
            before = part[end : found.start()]
            if place is Place.NAME and Place.ADDRESS in values and (text := before.rstrip(" ")).endswith(_address()):
                # Of somebody who has no name here, the word of address is all there is.
                named = values[Place.ADDRESS] != values[Place.NAME]
                parts += [text.removesuffix(_address()), *((values[Place.ADDRESS], " ") if named else ())]
            else:
                parts.append(before)
            end = found.end()
            if place is not Place.CHART:
                parts.append(values[place])
            elif part[: found.start()].endswith("\n") and part.startswith("\n", end):
                end += 1
        parts.append(part[end:])
    return replace(words, parts=tuple(part for part in parts if part != ""))


def _places_in(text: str) -> Iterator[tuple[re.Match[str], Place]]:
    for found in _PLACE.finditer(text):
        place = _by_words().get(fold(found[1]))
        if place is not None:
            yield found, place


def _texts(words: Formatted) -> Iterator[str]:
    for part in words.parts:
        if isinstance(part, Formatted):
            yield from _texts(part)
        else:
            yield part


def counts(words: str) -> bool:
    """True if the words or the picture show figures that differ from reader to reader."""
    return holds(words, Place.COVERAGE) or holds(words, Place.CHART)


def holds(words: str, place: Place) -> bool:
    """True if the words have this place."""
    found = (there for text in _texts(notation.read(words)) for _found, there in _places_in(text))
    return place in found


def plain(words: str) -> str:
    """The words without their formatting, on one line."""
    return " ".join(notation.plain(words).split())


_SALUTATION = "kinh gui"


def in_short(words: str, to: int) -> str:
    """The words on one line, without formatting, shortened to `to` characters, and without the salutation. Places stay
    whole, to be filled in."""
    lines = words.splitlines()
    begin = next((place for place, line in enumerate(lines) if plain(line) and not greets(line)), 0)
    return notation.escaped(_CUT_PLACE.sub("…", shortened(plain("\n".join(lines[begin:])), to)))


_CUT_PLACE = re.compile(r"\{[^{}]*…$")


def headline(words: str) -> str:
    """The title of a notice on lists: its first line that is no salutation, with its places left out."""
    return _PLACE.sub("…", _title_line(words))


def headline_for(words: str, values: Mapping[Place, Any]) -> Formatted:
    """The title of a notice with its places filled in."""
    return filled(notation.escaped(_title_line(words)), values)


def _title_line(words: str) -> str:
    lines = [line for line in map(plain, words.splitlines()) if line]
    return next((line for line in lines if not greets(line)), lines[0] if lines else "")


def greets(words: str) -> bool:
    """True if the words begin with a salutation."""
    return fold(plain(words)).startswith(_SALUTATION)


# --- files ------------------------------------------------------------------------------------------------------------


class FileType(StrEnum):
    """The types of files that a notice may carry."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


PICTURES = frozenset({FileType.JPEG.value, FileType.PNG.value})


# --- marks of what was seen -------------------------------------------------------------------------------------------


def digest(notice: Notice) -> str:
    """A digest of everything that the recipients see. A trial is a trial of this; any change makes another one."""
    content = [
        notice.words,
        notice.number,
        notice.dated.isoformat() if notice.dated else None,
        notice.asks_register,
        notice.asks_known,
        [[file.sha256, file.name] for file in notice.files],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def approvable(notice: Notice) -> str:
    """A digest of what a colleague approves: everything that the recipients see, and the audience. After a change of
    either, an earlier approval does not hold."""
    content = [digest(notice), notice.audience]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def approvable_reminder(notice: Notice) -> str:
    """A digest of what a colleague approves of the next reminder to acknowledge the notice: the notice as it stands,
    and this one reminder of it."""
    content = [approvable(notice), notice.version, notice.chases + 1]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def mark(approvable: str) -> int:
    """The part of `approvable` that a button can carry: enough to tell a button of an earlier letter from today's."""
    return int(approvable, 16) % (1 << 31)


_MOST = 1_000_000


def seal(revision: int, people: int) -> int:
    """One integer for a button, of what was seen before starting: the revision and the number of recipients."""
    return revision * _MOST + people


def sealed(seal: int) -> tuple[int, int]:
    """The revision and the number of recipients: the inverse of `seal`."""
    return divmod(seal, _MOST)
