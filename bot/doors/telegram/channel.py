"""The Telegram door as a channel: messages, screens that are edited in place where that can be, and its silences."""

import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

from telegram.error import BadRequest, TelegramError

from bot.address import Address, chat
from bot.dialogue.screens import say
from bot.dialogue.surface import Surface
from bot.doors.channel import Record
from bot.doors.outcomes import Outcome
from bot.doors.rendering import HTML, Rendered, parted, unmarked
from bot.doors.telegram.gate import Gate
from bot.doors.telegram.outcomes import classify, not_delivered, wait_seconds
from bot.doors.telegram.post import Post, words
from bot.doors.telegram.wire import Wire
from bot.phrases.catalogue import Phrases
from bot.store.database import Database

log = logging.getLogger(__name__)

_BAD_MARKS = "can't parse entities"


class Telegram:
    def __init__(self, wire: Wire, database: Database, phrases: Phrases, gate: Gate) -> None:
        self._wire, self._phrases, self._gate = wire, phrases, gate
        self._post = Post(wire, database, phrases)
        self._gone: dict[int, tuple[Rendered, ...]] = {}
        """Chat -> the messages of its screen that have gone, where a 429 stopped the others."""

    async def send(self, address: Address, rendered: Rendered, key: str = "") -> tuple[int, ...]:
        async with self._calls(address.value):
            return await self._post.send(address.value, rendered)

    async def edit(self, address: Address, message_id: int, rendered: Rendered, *, other_file: bool) -> None:
        async with self._calls(address.value):
            await self._post.edit(address.value, message_id, rendered, other_file=other_file)

    async def delete(self, address: Address, message_ids: Sequence[int]) -> None:
        async with self._calls(address.value):
            await self._post.delete(address.value, tuple(message_ids))

    async def acknowledge(self, tap: str) -> None:
        """Stop the phone's waiting sign. Too late or twice is nobody's concern: the tap was done all the same."""
        try:
            await self._wire.ask("answerCallbackQuery", {"callback_query_id": tap})
        except TelegramError as error:
            log.debug("tap not acknowledged: %s", classify(error))

    async def answers(self) -> None:
        await self._gate.nears()
        async with self._asks(None):
            await self._wire.ask("getMe", {})

    @asynccontextmanager
    async def _calls(self, chat_id: int) -> AsyncIterator[None]:
        """A call that writes to a chat: it is noted that Telegram takes such, or what it answers instead."""
        async with self._asks(chat_id):
            yield
        self._gate.taken()

    @asynccontextmanager
    async def _asks(self, chat_id: int | None) -> AsyncIterator[None]:
        try:
            yield
        except TelegramError as error:
            if classify(error) is Outcome.WAIT:
                await self._gate.refused(chat_id, wait_seconds(error))
            raise not_delivered(error) from error

    # --- pace ---------------------------------------------------------------------------------------------------------

    def silent_for(self, address: Address) -> float:
        return max(self._gate.halted_for, self._gate.silent_for(address.value))

    def silent_addresses(self) -> Collection[Address]:
        return [chat(chat_id) for chat_id in self._gate.silent_chats]

    def halted(self) -> bool:
        return self._gate.halted_for > 0

    def replied(self) -> None:
        self._gate.replied()

    async def aside(self) -> bool:
        return await self._gate.aside()

    async def turn(self) -> bool:
        return await self._gate.turn()

    # --- screens ------------------------------------------------------------------------------------------------------

    async def put(self, surface: Surface, rendered: Rendered, language: str, record: Record) -> Surface | None:
        async with self._asks(surface.address.value):
            try:
                message_id = await self._put(surface, rendered, language)
            except BadRequest as error:
                if _BAD_MARKS not in error.message.lower():
                    raise
                log.error("screen shown without its marks", extra={"surface": surface.id})
                message_id = await self._put(surface, unmarked(rendered), language)
        return await record.after(message_id)

    async def _put(self, surface: Surface, rendered: Rendered, language: str) -> int:
        chat_id = surface.address.value
        plain = rendered.file is None and rendered.keyboard is None
        if plain and not surface.fresh and surface.message_id is not None and not surface.keyboard:
            try:
                where_it_is = {"chat_id": chat_id, "message_id": surface.message_id}
                await self._wire.ask("editMessageText", where_it_is | words(rendered.text, rendered.inline))
                self._gate.taken()
                return surface.message_id
            except TelegramError as error:
                outcome = classify(error)
                if outcome is Outcome.UNCHANGED:
                    return surface.message_id
                if outcome is not Outcome.GONE:
                    raise
        messages = parted(rendered)
        if surface.keyboard and rendered.keyboard is None:
            # One message cannot both take the lower keyboard away and carry buttons of its own.
            thanks = self._phrases.say(language, say("keyboard.closed"), HTML)
            messages = [Rendered(thanks, None, {"remove_keyboard": True}, None, False), *messages]
        message_id = await self._send(chat_id, messages)
        self._gate.taken()
        # Whoever is being linked is written to often enough: a chat takes a few calls at once, and an edit is one.
        linking = surface.keyboard or rendered.keyboard is not None
        retires = not surface.kept and not linking and not self.silent_for(surface.address)
        if retires and surface.message_id is not None:
            await self._retire(chat_id, surface.message_id)
        return message_id

    async def _send(self, chat_id: int, messages: Sequence[Rendered]) -> int:
        """The messages of a screen one below the other, without those that had gone before a 429 stopped it: otherwise
        they would take the turns of those that are still to come, again and again. The id of the last one."""
        gone = self._gone.pop(chat_id, ())
        if tuple(messages[: len(gone)]) != gone or len(gone) == len(messages):
            gone = ()  # another screen by now
        for message in messages[len(gone) :]:
            try:
                message_id = (await self._post.send(chat_id, message))[0]
            except TelegramError as error:
                if classify(error) is Outcome.WAIT:
                    self._gone[chat_id] = gone
                raise
            gone = (*gone, message)
        return message_id

    async def _retire(self, chat_id: int, message_id: int) -> None:
        """Take the buttons off a question that was answered in words: what can still be pressed is what counts. A
        courtesy, since old buttons are understood anyway."""
        try:
            await self._wire.ask("editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id})
        except TelegramError as error:
            log.debug("old buttons stay: %s", outcome := classify(error))
            if outcome is Outcome.WAIT:
                await self._gate.refused(chat_id, wait_seconds(error))
