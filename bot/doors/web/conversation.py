"""The conversation as a page: messages in their order, the screen that is up last, and the field below."""

import re
import secrets
from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Protocol

from bot.dialogue.engine import elsewhere
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Phrase
from bot.doors.web import messages
from bot.doors.web.caller import Caller
from bot.doors.web.markup import cleaned
from bot.doors.web.messages import Message
from bot.doors.web.pages import Pages
from bot.people.authentication import place
from bot.people.linking import places
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx

JSON = dict[str, Any]
WIDTH = 30
"""Messages of a page."""
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
PICTURES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
"""Files that a page shows in itself. No SVG: that is a page of its own."""
PDF = "application/pdf"
_DRAWN_LATELY = 256
_STYLES = {"primary", "success", "danger"}
_TITLE = 60


class Still(Protocol):
    """The caller as of now, or None (`Entrance.still`)."""

    def __call__(self, tx: Tx, *, caller: Caller) -> Caller | None: ...


def new_key() -> str:
    """A key for a form that was drawn just now: posted twice, it is one update."""
    return secrets.token_urlsafe(18)


class Conversation:
    def __init__(self, database: Database, pages: Pages, phrases: Phrases) -> None:
        self._database, self._pages, self._phrases = database, pages, phrases
        self._cleaned = lru_cache(_DRAWN_LATELY)(cleaned)
        """Many read the same question in one hour."""
        self._lately: dict[tuple[str, str, int, int], str] = {}
        """(csrf, language, message, seq) -> the message as HTML."""

    async def page(
        self,
        caller: Caller,
        *,
        before: int | None = None,
        alert: Phrase | None = None,
        typed: str = "",
        waiting: bool = False,
    ) -> str:
        """The page. `alert`: a sentence on top; `typed`: words that stand in the field again; `waiting`: something that
        was sent is not done yet."""

        def body(tx: Any) -> tuple[list[Message], bool, int]:
            shown, more = messages.page(tx, caller.address, WIDTH, before)
            return shown, more, messages.last_seq(tx, caller.address)

        shown, more, seq = await self._database.read(body)
        return self._pages.draw(
            "conversation.html",
            caller.language,
            who=caller,
            messages=[self._drawn(caller, one) for one in shown],
            oldest=shown[0].id if more and shown else None,
            past=before is not None,
            seq=seq,
            commands=self._commands(caller),
            alert="" if alert is None else self._pages.say(caller.language, alert),
            typed=typed,
            waiting=waiting,
            keys=[new_key() for _ in range(4)],
        )

    async def begun_elsewhere(self, caller: Caller) -> Draft | None:
        """The dialogue in whose midst the person is at another door. Nobody else's is asked for."""
        here, user_id = caller.address, caller.user_id
        if user_id == here.number:
            return None  # there is no other door
        return await self._database.read(
            lambda tx: elsewhere.begun(tx, user_id, here, places.besides(tx, here, user_id))
        )

    async def has_screen(self, caller: Caller) -> bool:
        shown, _more = await self._database.read(lambda tx: messages.page(tx, caller.address, 1))
        return any(one.is_screen for one in shown)

    async def news(self, caller: Caller, seq: int, known: Sequence[Message] | None = None) -> list[JSON]:
        """The changes since, as a browser puts it into the page: {"id", "seq", "html"}; html is null for what was
        taken away. `known`: those changes, where they need not be read."""
        if known is None:
            known = await self._database.read(lambda tx: messages.since(tx, caller.address, seq))
        return self.as_news(caller, known)

    async def heard(self, caller: Caller, seq: int, still: Still) -> tuple[Caller | None, list[JSON]]:
        """`news` for somebody who listens, and the caller as of now; None and nothing where that one is not in any
        more."""

        def body(tx: Tx) -> tuple[Caller | None, list[Message]]:
            now = still(tx, caller=caller)
            return now, [] if now is None else messages.since(tx, now.address, seq)

        now, changed = await self._database.read(body)
        return now, [] if now is None else self.as_news(now, changed)

    def as_news(self, caller: Caller, changed: Sequence[Message]) -> list[JSON]:
        return [{"id": one.id, "seq": one.seq, "html": self._fragment(caller, one)} for one in changed]

    async def print_view(self, caller: Caller, message_id: int) -> str | None:
        """One message on a sheet of its own; None: it is not this caller's, or gone."""
        found = await self._database.read(lambda tx: messages.get(tx, caller.address, message_id))
        if found is None:
            return None
        return self._pages.draw("print.html", caller.language, who=caller, one=self._drawn(caller, found))

    def _fragment(self, caller: Caller, message: Message) -> str | None:
        """As HTML. Whoever has tapped gets it twice, with the answer and by the stream: it is drawn once."""
        if message.is_gone:
            return None
        of = (caller.csrf, caller.language, message.id, message.seq)
        if (drawn := self._lately.pop(of, None)) is None:
            drawn = self._pages.message(caller.language, caller, self._drawn(caller, message))
            if place.carries_link(message.content["text"]):
                return drawn  # it is drawn otherwise in a while
        self._lately[of] = drawn
        if len(self._lately) > _DRAWN_LATELY:
            del self._lately[next(iter(self._lately))]
        return drawn

    def _drawn(self, caller: Caller, message: Message) -> SimpleNamespace:
        """The message as templates have it: with attributes, which they find sooner than keys."""
        content = message.content
        kind = "screen" if message.is_screen else "letter" if content["letter"] else "record"
        if place.carries_link(content["text"]):  # which is kept nowhere
            text, words = cleaned(place.drawn(content["text"], caller.address.value, self._database.clock.now()))
        else:
            text, words = self._cleaned(content["text"])
        return SimpleNamespace(
            id=message.id,
            seq=message.seq,
            kind=kind,
            text=text,
            title=" ".join(words.split())[:_TITLE],
            rows=[[_button(one) for one in row] for row in content["rows"]],
            files=[_file(number, one) for number, one in enumerate(content["files"])],
            at=self._pages.moment(caller.language, message.made_at),
            iso=message.made_at.isoformat(),
            key=new_key(),
            erased=not content["text"] and not content["files"],
        )

    def _commands(self, caller: Caller) -> list[tuple[str, str]]:
        return [(name, self._pages.plain(caller.language, f"command.{name}")) for name in caller.commands]


def _button(button: JSON) -> SimpleNamespace:
    style = button.get("style")
    return SimpleNamespace(text=button["text"], data=button["data"], style=style if style in _STYLES else "")


def _file(number: int, file: JSON) -> SimpleNamespace:
    picture = bool(file["photo"]) and file["mime"] in PICTURES
    opens = picture or file["mime"] == PDF
    size = "" if "link" in file else _size(file["size"])
    return SimpleNamespace(place=number, name=file["name"], size=size, picture=picture, opens=opens)


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB".replace(".", ",") if count >= 1024 * 1024 else f"{-(-count // 1024)} KB"
