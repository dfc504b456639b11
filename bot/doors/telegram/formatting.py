"""Telegram's entities become words in their author's formatting.

An entity's offset and length count UTF-16 units. Entities stand inside one another; where two only overlap, which
Telegram itself does not send, the second one is divided.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import MessageEntity

from bot.dialogue.screens import Formatted, Mark

MOST = 100
"""Entities that are read of one message: Telegram has no more."""
_MARKS = {
    MessageEntity.BOLD: Mark.BOLD,
    MessageEntity.ITALIC: Mark.ITALIC,
    MessageEntity.UNDERLINE: Mark.UNDERLINE,
    MessageEntity.STRIKETHROUGH: Mark.STRIKETHROUGH,
    MessageEntity.SPOILER: Mark.SPOILER,
    MessageEntity.CODE: Mark.CODE,
    MessageEntity.PRE: Mark.PRE,
    MessageEntity.BLOCKQUOTE: Mark.QUOTE,
    MessageEntity.EXPANDABLE_BLOCKQUOTE: Mark.FOLDED_QUOTE,
    MessageEntity.TEXT_LINK: Mark.LINK,
    MessageEntity.TEXT_MENTION: Mark.LINK,
}
"""Anything else (an address, a command, a custom emoji) is what its text says."""
_ADDRESS = re.compile(r"""(?:https?|ftp|tg|ton|tonsite|mailto|tel):[^\s"<>\x00-\x1f\x7f]+""", re.IGNORECASE)
"""An address that a link may lead to. The characters that no address holds would end the markup around it."""


@dataclass(frozen=True, slots=True)
class _Span:
    """`begin`, `end`: UTF-16 units of the text."""

    begin: int
    end: int
    mark: Mark
    of: str


def formatted(text: str, entities: Sequence[MessageEntity]) -> Formatted | None:
    """`text` as its sender formatted it; None: without formatting."""
    units = text.encode("utf-16-le", "surrogatepass")
    found = [_whole(units, span) for span in map(_span, entities[:MOST]) if span is not None]
    spans = sorted(found, key=lambda span: (span.begin, -span.end))
    if not spans:
        return None
    return Formatted(tuple(_parts(units, 0, len(units) // 2, spans)))


def _span(entity: MessageEntity) -> _Span | None:
    mark = _MARKS.get(entity.type)
    if mark is None or entity.offset < 0 or entity.length <= 0:
        return None
    of = ""
    if mark is Mark.LINK:
        of = f"tg://user?id={entity.user.id}" if entity.user else entity.url or ""
        if not _ADDRESS.fullmatch(of):
            return None
    elif mark is Mark.PRE:
        of = re.sub(r"[^\w+#.-]", "", entity.language or "")
    return _Span(entity.offset, entity.offset + entity.length, mark, of)


def _whole(units: bytes, span: _Span) -> _Span:
    """`span` without half a character at its end, and with the whole one at its beginning."""
    begin, end = (place - (0xDC <= _high(units, place) <= 0xDF) for place in (span.begin, span.end))
    return replace(span, begin=begin, end=end)


def _high(units: bytes, place: int) -> int:
    """The high byte of a UTF-16 unit, which tells the second half of a pair; 0 beyond the text."""
    return units[2 * place + 1] if 2 * place + 1 < len(units) else 0


def _parts(units: bytes, begin: int, end: int, spans: Sequence[_Span]) -> list[Any]:
    """The parts of the text from `begin` to `end`. `spans`: those that lie in it, in order."""
    parts: list[Any] = []
    rest, at = list(spans), begin
    while rest:
        span, *rest = rest
        begins, ends = span.begin, min(span.end, end)
        if begins >= ends:
            continue
        inside = [replace(one, end=min(one.end, ends)) for one in rest if one.begin < ends]
        beyond = [replace(one, begin=max(one.begin, ends)) for one in rest if one.end > ends]
        rest = sorted(beyond, key=lambda one: (one.begin, -one.end))
        parts += _text(units, at, begins)
        parts.append(Formatted(tuple(_parts(units, begins, ends, inside)), span.mark, span.of))
        at = ends
    return parts + _text(units, at, end)


def _text(units: bytes, begin: int, end: int) -> list[Any]:
    # Half a surrogate pair, where an entity has cut one, is nothing that could be kept.
    text = units[2 * begin : 2 * end].decode("utf-16-le", "ignore")
    return [text] if text else []
