"""The paragraphs of a notice: its words cut at their line breaks, each piece in its own formatting, and put together
again. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import notation
from bot.dialogue.screens import Formatted, Mark
from bot.words import shortened

_GO_ON = frozenset({Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKETHROUGH, Mark.SPOILER})
"""Formatting that reads the same on two lines apart. Anything else, a quotation or a link, is never cut."""


def lines(words: Formatted) -> list[Formatted]:
    """The lines of the words, blank ones among them: joined by line breaks they read as before."""
    made: list[list[Any]] = [[]]
    for part in words.parts:
        if isinstance(part, str):
            pieces: Sequence[Any] = part.split("\n")
        elif part.mark is None or part.mark in _GO_ON:
            pieces = lines(part)
        else:
            pieces = (part,)
        made[-1].append(pieces[0])
        made += [[piece] for piece in pieces[1:]]
    return [replace(words, parts=tuple(filter(_says_anything, parts))) for parts in made]


def _says_anything(part: Formatted | str) -> bool:
    return bool(part.parts if isinstance(part, Formatted) else part)


def paragraphs(words: str) -> list[str]:
    """The lines that are not blank, in the notation of stores as the words are."""
    return [line for line in _written(words) if not _blank(line)]


def _blank(line: str) -> bool:
    return not notation.plain(line).strip()


def _written(words: str) -> list[str]:
    return [notation.write(line) for line in lines(notation.read(words))]


def with_paragraph(words: str, number: int, new: str | None) -> str:
    """The words with `new` in place of the paragraph of this number, which counts from 0; None: without it. The other
    paragraphs stay as they are, and so do blank lines, but for the second of two that a paragraph stood between."""
    found = _written(words)
    place = [at for at, line in enumerate(found) if not _blank(line)][number]
    if new is not None:
        found[place] = new
    else:
        del found[place]
        if 0 < place < len(found) and _blank(found[place - 1]) and _blank(found[place]):
            del found[place]
    return "\n".join(found).strip("\n")


def opening(words: str, to: int) -> Formatted:
    """The words as they are formatted, as far as whole lines fit into `to` characters; an ellipsis where any are left
    out."""
    kept: list[Any] = []
    length = 0
    for line in lines(notation.read(words)):
        text = notation.plain(notation.write(line))
        length += len(text) + 1
        if length > to + 1:
            kept.append("…" if kept else shortened(text, to))
            break
        kept += [line, "\n"]
    return Formatted(tuple(kept[:-1] if kept[-1:] == ["\n"] else kept))
