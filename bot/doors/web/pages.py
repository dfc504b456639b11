"""Pages of the web door: templates and the words in them, and the files that a browser loads with them."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_MOMENTS = 1024
"""Minutes that are remembered in words."""
# Not asked of the machine: what a registry says about .js differs.
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

WORDS: Mapping[str, Phrase] = {
    "brand": say("web.brand"),
    "skip": say("web.skip"),
    "menu": say("web.menu"),
    "older": say("web.older"),
    "newest": say("web.newest"),
    "conversation": say("web.conversation"),
    "letter": say("web.letter"),
    "record": say("web.record"),
    "screen": say("web.screen"),
    "print": say("web.print"),
    "printing": say("web.printing"),
    "back": say("web.back"),
    "field": say("web.field"),
    "send": say("web.send"),
    "attach": say("web.attach"),
    "camera": say("web.camera"),
    "file": say("web.file"),
    "caption": say("web.caption"),
    "send_file": say("web.send_file"),
    "chosen": say("web.chosen"),
    "too_large": say("web.sorry.large"),
    "lock": say("web.lock"),
    "leave": say("web.leave"),
    "offline": say("web.offline"),
    "unsent": say("web.unsent"),
    "again": say("web.again"),
    "working": say("web.working"),
    "look": say("web.look"),
    "news": say("web.news"),
    "moved": say("web.moved"),
    "erased": say("web.erased"),
    "nothing": say("web.nothing"),
    "typed": say("web.typed"),
    "download": say("web.download"),
    "change_pin": say("entry.title.change"),
    "passkey": say("passkey.menu"),
    "open": say("web.open"),
}
"""The words of every page, by the name that templates have for them."""


class Pages:
    """`root`: the path under which people see the door, with its slash; `passkeys`: browsers have them there."""

    def __init__(self, phrases: Phrases, root: str, *, passkeys: bool) -> None:
        self.phrases, self.root, self._passkeys = phrases, root, passkeys

    def draw(self, template: str, language: str, **values: Any) -> str:
        """The page as HTML. Every value is escaped, but for the text of a message, which `markup.safe` has written."""
        made: str = self._templates.get_template(template).render(
            values,
            w=self._words(language),
            root=self.root,
            static=self.static,
            passkeys=self._passkeys,
            language=language.partition("@")[0],
        )
        return made

    def message(self, language: str, who: Any, one: Any) -> str:
        """One message as HTML: a part of the page, by itself."""
        made: str = self._message(one, who, self._words(language), self.root)
        return made

    def say(self, language: str, phrase: Phrase) -> str:
        return self.phrases.plain(language, phrase)

    def plain(self, language: str, key: str) -> str:
        return self.say(language, Phrase(key))

    def moment(self, language: str, at: datetime) -> str:
        return self._moment(language, at.replace(second=0, microsecond=0))

    @cached_property
    def _moment(self) -> Callable[[str, datetime], str]:
        return lru_cache(_MOMENTS)(lambda language, minute: self.say(language, say("web.at", at=minute)))

    def static(self, name: str) -> str:
        """The address of a file, another one for other bytes: browsers keep it."""
        return f"{self.root}static/{name}?v={static_files()[name][1]}"

    @cached_property
    def _templates(self) -> "Environment":
        import jinja2  # a library that no start needs

        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # or it would look at the files each time
        )

    @cached_property
    def _message(self) -> Any:
        return self._templates.get_template("message.html").module.message  # type: ignore[attr-defined]

    def _words(self, language: str) -> SimpleNamespace:
        made = self._said.get(language)
        if made is None:
            said = {name: self.say(language, phrase) for name, phrase in WORDS.items()}
            made = self._said[language] = SimpleNamespace(**said)
        return made

    @cached_property
    def _said(self) -> dict[str, SimpleNamespace]:
        return {}


@cache
def static_files() -> Mapping[str, tuple[bytes, str, str]]:
    """Name -> bytes, the beginning of their hash, media type."""
    found = {}
    for file in (_HERE / "static").iterdir():
        if file.suffix in KINDS:
            content = file.read_bytes()
            found[file.name] = (content, hashlib.sha256(content).hexdigest()[:12], KINDS[file.suffix])
    return found


def static_file(name: str, version: str) -> web.Response | None:
    """The file of this name, which a browser may keep where it has asked for these very bytes."""
    found = static_files().get(name)
    if found is None:
        return None
    content, now, kind = found
    kept = "public, max-age=31536000, immutable" if version == now else "no-cache"
    return web.Response(body=content, headers={"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": kept})


def see_other(to: str) -> web.Response:
    return web.Response(status=303, headers={"Location": to})


def html(page: str, status: int = 200) -> web.Response:
    return web.Response(text=page, content_type="text/html", charset="utf-8", status=status)
