"""The rules for what people type and send for a notice: its words, files and official document. Pure."""

import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

from bot.dialogue import notation
from bot.dialogue.flows import SharedFile, Typed
from bot.dialogue.screens import Formatted
from bot.folding import fold
from bot.notices import paragraphs
from bot.notices.records import File
from bot.notices.rules import FileType, all_places, unknown_place
from bot.refusal import Refusal
from bot.store.files import LARGEST
from bot.words import own_words, without_controls

LONGEST = 3500
"""Characters of a notice as it reads: a message holds 4096, and names make it longer."""
MOST_FILES = 5
LONGEST_NAME = 80
LONGEST_NUMBER = 60


def words(said: Typed) -> str:
    """The words as they are kept, in the notation of stores. Raises Refusal, as `own_words`, and for a place that
    nobody can fill in."""
    _check(said.text)
    return notation.write(_cleaned(said.formatted or Formatted((said.text,)))).strip()


def _check(text: str) -> None:
    plain = own_words(text, shortest=1, longest=LONGEST)
    if (unknown := unknown_place(plain)) is not None:
        raise Refusal("notice.unknown_place", place=unknown, places=all_places())


def with_paragraph(so_far: str, number: int, said: Typed | None) -> str:
    """The words with one paragraph said anew, or left out. Raises Refusal as `words`, of the whole."""
    changed = paragraphs.with_paragraph(so_far, number, None if said is None else words(said))
    _check(notation.plain(changed))
    return changed


def _cleaned(words: Formatted) -> Formatted:
    parts = (_cleaned(part) if isinstance(part, Formatted) else without_controls(part) for part in words.parts)
    return replace(words, parts=tuple(parts), of=without_controls(words.of))


# --- files ------------------------------------------------------------------------------------------------------------

_MAGIC = {b"\xff\xd8\xff": FileType.JPEG, b"\x89PNG\r\n\x1a\n": FileType.PNG, b"%PDF-": FileType.PDF}
_MAIN_PART = {"word/document.xml": FileType.DOCX, "xl/workbook.xml": FileType.XLSX}
_MACROS = "vbaproject.bin"
"""The end of the name of the part that has macros; programs take it in any case and place."""


def file_type(content: bytes) -> FileType | None:
    """The type that the bytes show; the name proves nothing. None: any other type, and a document with macros."""
    for magic, found in _MAGIC.items():
        if content.startswith(magic):
            return found
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        parts = frozenset(zipfile.ZipFile(BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if any(part.lower().endswith(_MACROS) for part in parts):
        return None
    return next((kind for part, kind in _MAIN_PART.items() if part in parts), None)


def file(sent: SharedFile) -> File:
    """The file as a notice carries it. Raises Refusal: too big, not fetched, or of another type."""
    if sent.content is None or len(sent.content) > LARGEST:
        raise Refusal("notice.file.too_big" if sent.size > LARGEST else "notice.file.not_fetched")
    found = file_type(sent.content)
    if found is None:
        raise Refusal("notice.file.wrong", name=sent.name)
    return File(sent.sha256, without_controls(sent.name).replace("\n", " ")[-LONGEST_NAME:], found.value)


# --- the official document --------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DATED = "ngay"


def document(text: str, today: date) -> tuple[str, date | None]:
    """The number and date of an official document as typed: `15/KH-KHCN ngày 30/12/2022`, `15/KH-KHCN 30/12/2022`, or
    the number alone. Raises Refusal."""
    tidy = own_words(text, shortest=1, longest=LONGEST_NUMBER + 30)
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
        raise Refusal("notice.document.ahead", day=dated)
    return number, dated


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal("notice.document.unclear") from None
