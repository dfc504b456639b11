"""Text of screens as safe HTML of a page: a small set of tags, closed; whatever else stands there is shown as words.

Screens are written by our own pen, which escapes what people wrote. This is the second wall: what came through a hole
in the first one does nothing here.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

_PLAIN = {"b", "strong", "i", "em", "u", "s", "code", "pre"}
_ALSO = {"ins": "u", "del": "s", "strike": "s"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LINES = re.compile(r"\n?(<(?:blockquote|pre)>)|(?<=</blockquote>)\n|(?<=</pre>)\n")
"""Line breaks around what a page sets into lines of its own."""
_TAGS = re.compile("(</?(?:" + "|".join(sorted(_PLAIN | {"blockquote"})) + ")>)")
_ADDRESS = 2048
"""Characters of a link at most."""


class _Cleaner(HTMLParser):
    """Writes what is allowed, and closes all of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.said: list[str] = []
        """The words alone."""
        self._open: list[tuple[str, str]] = []
        """Tags as they came, and as they were written; "": not written."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if opening := _opening(tag, dict(attrs)):
            self.written.append(f"<{opening}>")
        self._open.append((tag, opening.split()[0] if opening else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.written.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in (came for came, _ in self._open):
            return
        while self._open:
            came, written = self._open.pop()
            if written:
                self.written.append(f"</{written}>")
            if came == tag:
                return

    def handle_data(self, data: str) -> None:
        self.written.append(escape(data))
        self.said.append(data)

    def finish(self) -> str:
        self.close()
        while self._open:
            self.handle_endtag(self._open[-1][0])
        return "".join(self.written)


def _opening(tag: str, attributes: dict[str, str | None]) -> str:
    """The tag as it is written, without its brackets; "": only what stands in it is."""
    if tag in _PLAIN:
        return tag
    if tag in _ALSO:
        return _ALSO[tag]
    if tag == "blockquote":
        return "blockquote"
    if tag == "tg-spoiler" or (tag == "span" and attributes.get("class") == "tg-spoiler"):
        return 'span class="spoiler" tabindex="0"'
    if tag == "a" and (address := _safe(attributes.get("href") or "")):
        return f'a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow"'
    return ""


def _safe(address: str) -> str:
    """The address, if it leads to a page, a mailbox or a phone."""
    if len(address) > _ADDRESS or any(ord(char) < 33 for char in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in _SCHEMES and (parts.netloc or parts.path) else ""


def cleaned(text: str) -> tuple[str, str]:
    """`text` as it may stand in a page, and its words alone."""
    written, said = _as_ours(text) or _with_care(text)
    return _LINES.sub(r"\1", written), said


def _with_care(text: str) -> tuple[str, str]:
    cleaner = _Cleaner()
    cleaner.feed(text)
    return cleaner.finish(), "".join(cleaner.said)


def _as_ours(text: str) -> tuple[str, str] | None:
    """The same of text with nothing in it but words and plain tags that are closed in their order, as most of ours is:
    a tenth of the time. None: it has to be read with care."""
    parts = _TAGS.split(text)
    said = [unescape(part) if "&" in part else part for part in parts[::2]]
    open_tags = list[str]()
    for tag in parts[1::2]:
        if tag[1] != "/":
            open_tags.append(tag[1:])
        elif not open_tags or open_tags.pop() != tag[2:]:
            return None
    if open_tags or any("<" in part for part in parts[::2]):
        return None
    parts[::2] = map(escape, said)
    return "".join(parts), "".join(said)


def safe(text: str) -> str:
    """`text` as it may stand in a page."""
    return cleaned(text)[0]
