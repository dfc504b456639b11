"""The web door as a Channel, what goes out: it is in the store when a call returns, so nothing is ever in doubt here.
What browsers send comes in by app.py and bot/doors/incoming/."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.address import Address
from bot.dialogue.screens import Album, Attachment, Paper
from bot.dialogue.surface import Surface
from bot.doors.channel import Record
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.rendering import Rendered
from bot.doors.web import messages
from bot.doors.web.hub import Hub
from bot.doors.web.putting import Put, Putting, put_one, put_several
from bot.people.authentication import place
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx
from bot.store.files import size_of, store_file
from bot.store.together.company import Company

JSON = dict[str, Any]
Keep = Callable[[Tx], list[JSON]]
"""Keeps the files of a message, and says what its content says of them."""


class Post:
    """A Channel (`bot/doors/channel.py`) that is never silent: nobody asks it to go slowly."""

    def __init__(self, database: Database, phrases: Phrases, hub: Hub) -> None:
        self._database, self._phrases, self._hub = database, phrases, hub
        self._screens = Company(database, put_several, put_one)

    async def send(self, address: Address, rendered: Rendered, key: str = "") -> tuple[int, ...]:
        """A message below all others; its number. Sent again under the same `key`, it is the one that is there."""
        if key and (there := await self._database.read(lambda tx: messages.known(tx, key))) is not None:
            return (there,)  # before a paper is made again
        keep = await self._files(rendered)

        def body(tx: Tx) -> int:
            content = _content(rendered, keep(tx), letter=True)
            return messages.add(tx, address, content, key=key or None)

        number = await self._database.run(body)
        self._hub.changed(address)
        return (number,)

    async def edit(self, address: Address, message_id: int, rendered: Rendered, *, other_file: bool) -> None:
        """New words and buttons where the message is, and its files where they are others. Raises NotDelivered: the
        message is gone, or says so already."""
        keep = await self._files(rendered) if other_file else None

        def body(tx: Tx) -> Outcome | None:
            there = messages.get(tx, address, message_id)
            if there is None:
                return Outcome.GONE
            files = list(there.content["files"]) if keep is None else keep(tx)
            content = _content(rendered, files, letter=there.content["letter"])
            return None if messages.edit(tx, address, message_id, content) else Outcome.UNCHANGED

        if (outcome := await self._database.run(body)) is not None:
            raise NotDelivered(outcome)
        self._hub.changed(address)

    async def delete(self, address: Address, message_ids: Sequence[int]) -> None:
        """Take messages away. Of several, those that are gone already are passed over. Raises NotDelivered: the only
        one is gone."""
        taken = await self._database.run(lambda tx: messages.delete(tx, address, message_ids))
        if not taken and len(message_ids) == 1:
            raise NotDelivered(Outcome.GONE)
        self._hub.changed(address)

    async def put(self, surface: Surface, rendered: Rendered, language: str, record: Record) -> Surface | None:
        """Show a screen on its surface and record it, at once."""
        if rendered.file is None:
            putting = Putting(surface, _content(rendered, [], letter=False), record)
            done = await self._screens.do(putting)
        else:
            keep = await self._files(rendered)

            def body(tx: Tx) -> Put:
                return put_one(tx, Putting(surface, _content(rendered, keep(tx), letter=False), record))

            done = await self._database.run(body)
        if done.changes:
            self._hub.changed(surface.address, done.changes)
        return done.more

    async def _files(self, rendered: Rendered) -> Keep:
        """The keeping of a message's files. A paper is made now, before the transaction, which cannot wait."""
        match rendered.file:
            case Album(files):
                return lambda tx: [_of_store(tx, file) for file in files]
            case Attachment() as file:
                return lambda tx: [_of_store(tx, file)]
            case Paper(secret=secret) as paper if secret:
                return lambda _tx: [{**_named(paper, "", 0), "link": place.mark(secret)}]
            case Paper() as paper:
                made = await asyncio.to_thread(paper.make, lambda phrase: self._phrases.plain(rendered.papers, phrase))
                return lambda tx: [_named(paper, store_file(tx, made, paper.mime), len(made))]
        return lambda _tx: []

    # --- nothing holds it up ------------------------------------------------------------------------------------------

    async def acknowledge(self, tap: str) -> None:
        """The answer to the tap is the page."""

    async def answers(self) -> None:
        """The store answers, or nothing does."""

    def silent_for(self, address: Address) -> float:
        return 0.0

    def silent_addresses(self) -> tuple[Address, ...]:
        return ()

    def halted(self) -> bool:
        return False

    def replied(self) -> None:
        """Nobody counts."""

    async def aside(self) -> bool:
        return True

    async def turn(self) -> bool:
        return True


def _content(rendered: Rendered, files: list[JSON], *, letter: bool) -> JSON:
    given = (rendered.inline or {}).get("inline_keyboard", ())
    rows = [made for row in given if (made := [_button(one) for one in row if "callback_data" in one])]
    text = rendered.text
    if isinstance(rendered.file, Paper) and rendered.file.secret:
        text = text.replace(rendered.file.secret, place.mark(rendered.file.secret))
    return {"text": text, "rows": rows, "files": files, "letter": letter, "keep": rendered.keep}


def _button(button: JSON) -> JSON:
    named = {"text": button["text"], "data": button["callback_data"]}
    return named | ({"style": button["style"]} if "style" in button else {})


def _of_store(tx: Tx, file: Attachment) -> JSON:
    return _named(file, file.sha256, size_of(tx, file.sha256))


def _named(file: Attachment | Paper, sha256: str, size: int) -> JSON:
    return {"sha256": sha256, "name": file.name, "mime": file.mime, "size": size, "photo": file.photo}
