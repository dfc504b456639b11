"""Screens as plain words: what was marked loses its marks, buttons are lines with a number, and what is too long for
one message is several. Pure."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any, Final

from bot.doors.rendering import Rendered

MOST: Final = 2000
"""Characters of one message. Counted in units of UTF-16: Zalo does not say what a character is."""


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = list[str]()
        self._links = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links and (to := self._links.pop()).startswith(("http://", "https://")):
            label = self.words[-1] if self.words else ""
            self.words.append("" if label.strip() == to else f" ({to})")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def plain(text: str) -> str:
    """The words of `text` without marks; a link has its address beside it."""
    read = _Plain()
    read.feed(text)
    read.close()
    return "".join(read.words).strip()


def buttons(rendered: Rendered) -> list[tuple[str, str]]:
    """Label and payload of each button that leads anywhere here. A page of Telegram's does not."""
    rows: Sequence[Sequence[dict[str, Any]]] = (rendered.inline or {}).get("inline_keyboard", ())
    return [(one["text"], one["callback_data"]) for row in rows for one in row if "callback_data" in one]


def numbered(labels: Sequence[str], first: int) -> list[str]:
    """In brackets: words may have lists of their own."""
    return [f"[{first + at}] {label}" for at, label in enumerate(labels)]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parted(text: str) -> list[str]:
    """The messages that these words are: broken between lines where that can be, else between words."""
    parts, now = list[str](), ""
    for line in text.split("\n"):
        for piece in _pieces(line):
            longer = f"{now}\n{piece}" if now else piece
            if units(longer) > MOST:
                parts.append(now)
                longer = piece
            now = longer
    return [part for part in (*parts, now) if part.strip()]


def _pieces(line: str) -> list[str]:
    pieces = list[str]()
    while units(line) > MOST:
        end = MOST
        while units(line[:end]) > MOST:
            end -= 1
        end = line.rfind(" ", 1, end) if line.rfind(" ", 1, end) > 0 else end
        pieces.append(line[:end])
        line = line[end:].lstrip(" ")
    return [*pieces, line]
