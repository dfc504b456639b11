"""The plan's text, parted for a phone. Pure.

An office's plan comes as the text of a paged document: a paragraph may be broken where a page ended, headings are lines
of their own, and bold print is written with asterisks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COMFORTABLE = 1200
"""Characters of a page: some two screens of a phone, and far below the 4096 that a message may have."""
LONGEST_HEADING = 80

_SECTION = re.compile(r"[IVX]+\.\s+\S")
_NUMBERED = re.compile(r"\d+\.\s")


@dataclass(frozen=True, slots=True)
class Page:
    """`section`: the heading of the part it belongs to; None before the first."""

    section: str | None
    text: str


def pages(content: bytes) -> tuple[Page, ...]:
    """The plan (UTF-8) page by page: each of one section, none longer than COMFORTABLE."""
    made: list[Page] = []
    section: str | None = None
    paragraphs: list[str] = []
    for paragraph in (*_paragraphs(content), None):
        if paragraph is not None and not _SECTION.match(paragraph):
            paragraphs.append(paragraph)
            continue
        made.extend(Page(section, text) for text in _packed(paragraphs))
        section, paragraphs = paragraph, []
    return tuple(made)


def sections(of: Sequence[Page]) -> dict[str, int]:
    """Each section's heading, with the place of its first page, from 0."""
    first: dict[str, int] = {}
    for place, page in enumerate(of):
        if page.section is not None:
            first.setdefault(page.section, place)
    return first


def _paragraphs(content: bytes) -> list[str]:
    text = unicodedata.normalize("NFC", content.decode("utf-8-sig", errors="replace")).replace("**", "")
    whole: list[str] = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        if whole and _goes_on(whole[-1], line):
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _goes_on(before: str, line: str) -> bool:
    """True if `line` is the rest of a sentence that the end of a page has cut: nothing closed it, and this begins
    small, or with a figure that numbers nothing."""
    if not before[-1].isalnum() or _SECTION.match(before) or _is_heading(before) or _NUMBERED.match(line):
        return False
    return line[0].islower() or line[0].isdigit()


def _is_heading(paragraph: str) -> bool:
    return bool(_NUMBERED.match(paragraph)) and len(paragraph) <= LONGEST_HEADING


def _packed(paragraphs: list[str]) -> Iterator[str]:
    """Texts of whole paragraphs, each as long as is comfortable; a heading stays with what it heads."""
    page: list[str] = []
    for piece in (piece for paragraph in paragraphs for piece in _pieces(paragraph)):
        if page and len("\n\n".join([*page, piece])) > COMFORTABLE:
            carried = [page.pop()] if len(page) > 1 and _is_heading(page[-1]) else []
            yield "\n\n".join(page)
            page = carried
        page.append(piece)
    if page:
        yield "\n\n".join(page)


def _pieces(paragraph: str) -> Iterator[str]:
    """The paragraph, parted where it is too long for a page with a heading: after a sentence or a clause, else between
    words."""
    room = COMFORTABLE - LONGEST_HEADING - 2
    rest = paragraph
    while len(rest) > room:
        ends = (rest.rfind(mark, room // 2, room) + 1 for mark in ("; ", ". ", ", ", " "))
        cut = next((end for end in ends if end), room)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    yield rest
