"""The notation in which stores hold formatted words: text with tags, as a subset of HTML.

It is not what a channel is sent. Drafts, notices and their versions hold it, and what somebody has approved is known by
its digest: so what is written must not change, and what was ever written must be read.
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.screens import Formatted, Mark

_OPENING = {
    Mark.BOLD: "b",
    Mark.ITALIC: "i",
    Mark.UNDERLINE: "u",
    Mark.STRIKETHROUGH: "s",
    Mark.SPOILER: 'span class="tg-spoiler"',
    Mark.CODE: "code",
    Mark.PRE: "pre",
    Mark.QUOTE: "blockquote",
    Mark.FOLDED_QUOTE: "blockquote expandable",
    Mark.LINK: "a",
}
_MARKS = {opening: mark for mark, opening in _OPENING.items()}
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z-]*)(?:\s+(?P<what>[a-z-]+)(?:="(?P<of>[^"]*)")?)*\s*>|<[^>]*>')
"""No tag that was ever written has more than one attribute. What is no such tag is passed over."""
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#x27);")
"""The references that were ever written. Addresses were once written as they are: `&copy=1` is no sign in them."""


def write(words: Formatted) -> str:
    """`words` in the notation. They must hold nothing but text and Formatted."""
    inner = "".join(escaped(part) if isinstance(part, str) else write(part) for part in words.parts)
    if words.mark is None:
        return inner
    opening = _OPENING[words.mark]
    if words.mark is Mark.LINK:
        opening = f'{opening} href="{html.escape(words.of)}"'
    elif words.mark is Mark.PRE and words.of:
        inner = _tagged(f'code class="{html.escape(words.of)}"', inner)
    return _tagged(opening, inner)


def _tagged(opening: str, inner: str) -> str:
    return f"<{opening}>{inner}</{opening.split()[0]}>"


def escaped(text: str) -> str:
    """Text without formatting, in the notation."""
    return html.escape(text, quote=False)


def plain(notation: str) -> str:
    """The text without its formatting."""
    return _unescaped(_TAG.sub("", notation))


@dataclass(slots=True)
class _Open:
    """A tag that has not ended yet. `mark` None: one that formats nothing."""

    name: str
    mark: Mark | None = None
    of: str = ""
    parts: list[Any] = field(default_factory=list)

    def add(self, part: Formatted | str) -> None:
        if isinstance(part, Formatted):
            self.parts.append(part)
        elif part and self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += part
        elif part:
            self.parts.append(part)


def read(notation: str) -> Formatted:
    """The words that were written so. Tags that do not belong together end where the one around them does."""
    open_ = [_Open("")]
    end = 0
    for found in _TAG.finditer(notation):
        open_[-1].add(_unescaped(notation[end : found.start()]))
        end = found.end()
        name = found["name"]
        if name is None:
            continue
        if not found["end"]:
            open_.append(_opened(open_[-1], name, found["what"], _unescaped(found["of"] or "")))
        elif any(tag.name == name for tag in open_[1:]):
            while _close(open_) != name:
                pass
    open_[-1].add(_unescaped(notation[end:]))
    while len(open_) > 1:
        _close(open_)
    return Formatted(tuple(open_[0].parts))


def _opened(around: _Open, name: str, what: str | None, of: str) -> _Open:
    if name == "a":
        return _Open(name, Mark.LINK if of else None, of)
    if name == "code" and what == "class" and around.mark is Mark.PRE:
        around.of = of
        return _Open(name)
    attribute = f'{what}="{of}"' if of else what
    return _Open(name, _MARKS.get(f"{name} {attribute}" if attribute else name))


def _close(open_: list[_Open]) -> str:
    tag = open_.pop()
    if tag.mark is not None:
        open_[-1].add(Formatted(tuple(tag.parts), tag.mark, tag.of))
    else:
        for part in tag.parts:
            open_[-1].add(part)
    return tag.name


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
