"""The driver: hands an event to the engine in one transaction, then shows the reply. The network half of an update."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.address import Address
from bot.dialogue.engine.events import Event, SentFile, Tapped
from bot.dialogue.engine.resuming import resume
from bot.dialogue.engine.together import do_together
from bot.dialogue.engine.updates import SORRY, Engine, Reply
from bot.dialogue.flows import SharedFile
from bot.dialogue.screens import Phrase
from bot.dialogue.targets import Wanted
from bot.doors.display import Display
from bot.store.database import Database
from bot.store.files import LARGEST
from bot.store.together.company import Company

Fetch = Callable[[Address, str], Awaitable[bytes | None]]
"""The bytes of what the door of this address knows by this id; None when they cannot be had."""


class Driver:
    def __init__(self, database: Database, engine: Engine, display: Display, fetch: Fetch) -> None:
        self._database, self._engine, self._display, self._fetch = database, engine, display, fetch
        self._company = Company(database, partial(do_together, engine), engine.do)

    async def handle(self, event: Event) -> None:
        """Do one update whole: its transaction, then what the person sees of it."""
        if isinstance(event.what, SentFile):
            event = await self._with_file(event, event.what)
        reply = await self._do(event)
        answers: list[Awaitable[None]] = []
        if reply is not None:
            answers.append(self._display.show(reply.surface, reply.screen, reply.language))
        if isinstance(event.what, Tapped) and event.what.callback_id:
            answers.append(self._display.acknowledge(event.address, event.what.callback_id))
        # Side by side, and the screen at once: were it to wait for the acknowledgement, whoever shows an earlier screen
        # of this chat might have shown this one by then, and it would come twice.
        if len(answers) > 1:
            await asyncio.gather(*answers)
        else:
            for answer in answers:
                await answer
        if reply is not None and reply.also:
            await self._display.draw_again(reply.also)

    async def _do(self, event: Event) -> Reply | None:
        """Do it in company with others. A deed, and what comes as a file, may take long, and keep nobody waiting."""
        deed = isinstance(event.what, Tapped) and isinstance(event.what.wanted, Wanted) and event.what.wanted.is_act
        if deed or isinstance(event.what, SharedFile):
            return await self._database.run(lambda tx: self._engine.do(tx, event))
        return await self._company.do(event)

    async def apologise(self, address: Address, callback_id: str | None, word: Phrase = SORRY) -> None:
        """The update could not be done, after all tries or for what `word` says: nobody is left in silence."""
        reply = await self._database.run(lambda tx: self._engine.apologise(tx, address, word))
        if reply is not None:
            await self._display.show(reply.surface, reply.screen, reply.language)
        if callback_id is not None:
            await self._display.acknowledge(address, callback_id)

    async def resume(self, gap: float) -> None:
        """Taps of the last `gap` seconds are lost: show whoever was in a dialogue then where it stands."""
        await self._database.run(lambda tx: resume(tx, gap))
        await self._display.converge(0.0)

    async def _with_file(self, event: Event, sent: SentFile) -> Event:
        """The event with the bytes of its file, where a dialogue waits for one. Fetched before the transaction, which
        cannot wait; should the dialogue have moved by then, the file is answered as one that nobody awaits."""
        if not await self._database.read(lambda tx: self._engine.awaits_file(tx, event)):
            return event
        content = await self._fetch(event.address, sent.file_id) if sent.size <= LARGEST else None
        size = sent.size if content is None else len(content)
        what = SharedFile(sent.name, sent.mime, size, content, sent.photo, sent.caption, sent.formatted_caption)
        return replace(event, what=what)
