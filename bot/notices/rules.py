"""What a notice may say and carry, and for whom its places are filled in. Pure."""

import hashlib
import html
import json
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.dialogue.flows import SharedFile, Typed
from bot.dialogue.screens import Formatted
from bot.enquiries.rules import is_marked
from bot.folding import fold
from bot.notices.records import File, Written
from bot.refusal import Refusal
from bot.store.files import LARGEST
from bot.words import own_words, shortened

LONGEST = 3500
"""Characters of a notice as it reads: a message holds 4096, and names make it longer."""
MOST_FILES = 5
LONGEST_NAME = 80
LONGEST_NUMBER = 60

# --- words and places -------------------------------------------------------------------------------------------------

_PLACE = re.compile(r"\{([^{}<>\n]{1,40})\}")


class Place(StrEnum):
    """What is filled in for whoever gets a notice."""

    NAME = "name"
    UNIT = "unit"
    TITLES = "titles"
    DEADLINE = "deadline"
    COVERAGE = "coverage"
    CHART = "chart"


@cache
def places() -> Mapping[Place, str]:
    """How each place is written between its braces."""
    with Path(__file__).with_name("places.toml").open("rb") as file:
        return {Place(name): words for name, words in tomllib.load(file).items()}


@cache
def _by_words() -> Mapping[str, Place]:
    return {fold(words): place for place, words in places().items()}


def all_places() -> tuple[str, ...]:
    """Every place as it is written in a notice."""
    return tuple("{" + words + "}" for words in places().values())


def words(said: Typed) -> str:
    """What was typed, in Telegram's HTML, as a notice may be kept. Raises Refusal: empty, too long, marked as a State
    secret, or with a place that nobody can fill in."""
    plain = own_words(said.text, shortest=1, longest=LONGEST)
    unmarked(plain)
    for found in _PLACE.finditer(plain):
        if fold(found[1]) not in _by_words():
            raise Refusal("notice.unknown_place", place=found[0], places=all_places())
    return _clean(said.html or html.escape(said.text, quote=False)).strip()


def _clean(text: str) -> str:
    kept = unicodedata.normalize("NFC", text)
    return "".join(c for c in kept if c == "\n" or unicodedata.category(c)[0] != "C")


def unmarked(text: str) -> None:
    """Raises Refusal where `text` is marked as a State secret."""
    if is_marked(unicodedata.normalize("NFC", text)):
        raise Refusal("notice.marked")


def filled(markup: str, values: Mapping[Place, Any]) -> tuple[Any, ...]:
    """The words with their places filled in: parts for a phrase, which shows them one after the other. Where the chart
    stands nothing is said; a line that holds nothing else goes."""
    parts: list[Any] = []
    end = 0
    for found, place in _places_in(markup):
        parts.append(Formatted(markup[end : found.start()]))
        end = found.end()
        if place is not Place.CHART:
            parts.append(values[place])
        elif markup[: found.start()].endswith("\n") and markup.startswith("\n", end):
            end += 1
    return (*parts, Formatted(markup[end:]))


def _places_in(markup: str) -> Iterator[tuple[re.Match[str], Place]]:
    for found in _PLACE.finditer(markup):
        place = _by_words().get(fold(html.unescape(found[1])))
        if place is not None:
            yield found, place


def counts(markup: str) -> bool:
    """Whether it says or shows how far each reader's units are."""
    return holds(markup, Place.COVERAGE) or holds(markup, Place.CHART)


def holds(markup: str, place: Place) -> bool:
    """Whether the words have this place."""
    return any(place is there for _found, there in _places_in(markup))


def plain(markup: str) -> str:
    """Without its formatting, on one line."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


_TAG = re.compile(r"<[^>]*>")
_SALUTATION = "kinh gui"


def in_short(markup: str, to: int) -> str:
    """The words on one line, without formatting and shortened, and without the first lines that only say to whom they
    are; places are left whole, to be filled in."""
    lines = markup.splitlines()
    begin = next((place for place, line in enumerate(lines) if plain(line) and not greets(line)), 0)
    return html.escape(_CUT_PLACE.sub("…", shortened(plain("\n".join(lines[begin:])), to)), quote=False)


_CUT_PLACE = re.compile(r"\{[^{}]*…$")


def headline(markup: str) -> str:
    """What a notice is called on lists: its first line that does not only say to whom it is. Places are left out: the
    same name for everybody."""
    lines = [line for line in (_PLACE.sub("…", plain(line)) for line in markup.splitlines()) if line]
    return next((line for line in lines if not greets(line)), lines[0] if lines else "")


def greets(markup: str) -> bool:
    """Whether it begins with saying to whom it is."""
    return fold(plain(markup)).startswith(_SALUTATION)


# --- files ------------------------------------------------------------------------------------------------------------


class FileType(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


PICTURES = frozenset({FileType.JPEG.value, FileType.PNG.value})

_MAGIC = {b"\xff\xd8\xff": FileType.JPEG, b"\x89PNG\r\n\x1a\n": FileType.PNG, b"%PDF-": FileType.PDF}
_MAIN_PART = {"word/document.xml": FileType.DOCX, "xl/workbook.xml": FileType.XLSX}
_MACROS = ("word/vbaProject.bin", "xl/vbaProject.bin")


def file_type(content: bytes) -> FileType | None:
    """What the bytes say that it is; what name and sender's program say proves nothing. None: anything else, and what
    carries macros."""
    for magic, found in _MAGIC.items():
        if content.startswith(magic):
            return found
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        parts = frozenset(zipfile.ZipFile(BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if parts.intersection(_MACROS):
        return None
    return next((kind for part, kind in _MAIN_PART.items() if part in parts), None)


def file(sent: SharedFile) -> File:
    """The file as a notice carries it. Raises Refusal: too big, not to be had, of another kind, or marked as a State
    secret by its name or caption."""
    unmarked(f"{re.sub('[_.-]+', ' ', sent.name)} {sent.caption}")
    if sent.content is None or len(sent.content) > LARGEST:
        raise Refusal("notice.file.too_big" if sent.size > LARGEST else "notice.file.not_fetched")
    found = file_type(sent.content)
    if found is None:
        raise Refusal("notice.file.wrong", name=sent.name)
    return File(sent.sha256, _clean(sent.name).replace("\n", " ")[-LONGEST_NAME:], found.value)


# --- the official document --------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def document(text: str, today: date) -> tuple[str, date | None]:
    """Number and date as typed: `15/KH-KHCN ngày 30/12/2022`, `15/KH-KHCN 30/12/2022`, or the number alone. Raises
    Refusal."""
    tidy = own_words(text, shortest=1, longest=LONGEST_NUMBER + 30)
    unmarked(tidy)
    found = next(reversed(list(_DAY.finditer(tidy))), None)
    if found is None:
        number, dated = tidy, None
    else:
        number, dated = tidy[: found.start()], _date(int(found[3]), int(found[2]), int(found[1]))
        if fold(number).endswith(_DATED):
            number = number.rstrip()[: -len(_DATED)]
    number = number.strip(" ,;")
    if not number or len(number) > LONGEST_NUMBER or not any(letter.isdigit() for letter in number):
        raise Refusal("notice.document.unclear")
    if dated is not None and dated > today + timedelta(days=31):
        raise Refusal("notice.document.unclear")
    return number, dated


_DATED = "ngay"


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal("notice.document.unclear") from None


# --- what was checked is what goes ------------------------------------------------------------------------------------


def digest(notice: Written) -> str:
    """Of everything that its recipients see: a trial is of this, and a change makes another one."""
    said = [
        notice.words,
        notice.number,
        notice.dated.isoformat() if notice.dated else None,
        notice.asks_register,
        notice.asks_known,
        [[file.sha256, file.name] for file in notice.files],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def approvable(notice: Written) -> str:
    """Of what a colleague approves: everything that its recipients see, and whom it is for. A change of either makes
    another one, and what was approved before holds for nothing any more."""
    said = [digest(notice), notice.audience]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def mark(approvable: str) -> int:
    """As much of it as a button can carry. Enough to tell an older letter's button from today's; that the content was
    asked for is looked up by the whole."""
    return int(approvable, 16) % (1 << 31)


_MOST = 1_000_000


def seal(revision: int, people: int) -> int:
    """What whoever starts has seen, as one integer for a button: the content and how many get it."""
    return revision * _MOST + people


def sealed(version: int) -> tuple[int, int]:
    """The inverse of `seal`."""
    return divmod(version, _MOST)
