"""A message out, whoever it is for: words, a file with the words below it, an album. And its edits, and its end."""

import asyncio
from typing import Any

from telegram import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest

from bot.dialogue.screens import Album, Attachment, Paper
from bot.doors.rendering import JSON, PAPERS_LANGUAGE, Rendered
from bot.doors.telegram.wire import Wire
from bot.phrases.catalogue import Phrases
from bot.store.database import Database
from bot.store.files import copy_of, file_content, keep_copy

_NOT_THIS_FILE = ("file identifier", "file_id", "file_reference", "use file of type", "remote file")
"""Words of refusals by which nothing was sent, because the file_id is not (any more) one of this bot's."""
Media = InputMediaPhoto | InputMediaDocument


class Post:
    def __init__(self, wire: Wire, database: Database, phrases: Phrases) -> None:
        self._wire, self._database, self._phrases = wire, database, phrases

    async def send(self, chat_id: int, rendered: Rendered) -> tuple[int, ...]:
        """Send it below whatever is there; the message's id, or those of an album. Raises TelegramError, and what
        making a paper raises."""
        file = rendered.file
        if file is None:
            said = words(rendered.text, rendered.keyboard or rendered.inline)
            return (int((await self._wire.ask("sendMessage", {"chat_id": chat_id} | said))["message_id"]),)
        if isinstance(file, Album):
            return await self._send_album(chat_id, rendered.text, file.files)
        below = {"chat_id": chat_id} | caption(rendered)
        method, field = ("sendPhoto", "photo") if _is_photo(file) else ("sendDocument", "document")
        if isinstance(file, Attachment) and (known := await self._known(file)):
            try:
                return (int((await self._wire.ask(method, below | {field: known}))["message_id"]),)
            except BadRequest as error:
                if not _not_this_file(error):
                    raise
        content = await self._content(file, rendered.papers)
        send: Any = self._wire.send_photo if _is_photo(file) else self._wire.send_document
        markup = InlineKeyboardMarkup.de_json(rendered.inline, self._wire) if rendered.inline else None
        message: Message = await send(
            chat_id, content, caption=rendered.text or None, parse_mode="HTML", filename=file.name, reply_markup=markup
        )
        await self._remember(file, message)
        return (message.message_id,)

    async def edit(self, chat_id: int, message_id: int, rendered: Rendered, *, other_file: bool) -> None:
        """Put new words and buttons where a message is, and its file anew where it is another one. Of an album: the
        words, which are under its first message. Raises as `send` does."""
        at: JSON = {"chat_id": chat_id, "message_id": message_id}
        file = rendered.file
        if file is None:
            await self._wire.ask("editMessageText", at | words(rendered.text, rendered.inline))
        elif other_file and not isinstance(file, Album):
            await self._edit_file(at, rendered, file)
        else:
            await self._wire.ask("editMessageCaption", at | caption(rendered))

    async def delete(self, chat_id: int, message_ids: tuple[int, ...]) -> None:
        """Take messages out of the chat. Of several, those that are gone already are passed over."""
        if len(message_ids) == 1:
            await self._wire.ask("deleteMessage", {"chat_id": chat_id, "message_id": message_ids[0]})
        else:
            await self._wire.ask("deleteMessages", {"chat_id": chat_id, "message_ids": list(message_ids)})

    async def _send_album(self, chat_id: int, text: str, files: tuple[Attachment, ...]) -> tuple[int, ...]:
        known = [await self._known(file) for file in files]
        try:
            messages = await self._send_group(chat_id, text, files, known)
        except BadRequest as error:
            if not any(known) or not _not_this_file(error):
                raise
            known = [None] * len(files)
            messages = await self._send_group(chat_id, text, files, known)
        for file, before, message in zip(files, known, messages, strict=True):
            if before is None:
                await self._remember(file, message)
        return tuple(message.message_id for message in messages)

    async def _send_group(
        self, chat_id: int, text: str, files: tuple[Attachment, ...], known: list[str | None]
    ) -> tuple[Message, ...]:
        media = [
            await self._media(file, file_id, text if place == 0 else "")
            for place, (file, file_id) in enumerate(zip(files, known, strict=True))
        ]
        return await self._wire.send_media_group(chat_id, media)

    async def _edit_file(self, at: JSON, rendered: Rendered, file: Attachment | Paper) -> None:
        markup = InlineKeyboardMarkup.de_json(rendered.inline, self._wire) if rendered.inline else None
        known = await self._known(file) if isinstance(file, Attachment) else None
        try:
            media = await self._media(file, known, rendered.text, rendered.papers)
            message = await self._wire.edit_message_media(media, **at, reply_markup=markup)
        except BadRequest as error:
            if known is None or not _not_this_file(error):
                raise
            known = None
            media = await self._media(file, None, rendered.text, rendered.papers)
            message = await self._wire.edit_message_media(media, **at, reply_markup=markup)
        if known is None and isinstance(message, Message):
            await self._remember(file, message)

    async def _media(
        self, file: Attachment | Paper, file_id: str | None, text: str, papers: str = PAPERS_LANGUAGE
    ) -> Media:
        make = InputMediaPhoto if _is_photo(file) else InputMediaDocument
        said: JSON = {"caption": text, "parse_mode": "HTML"} if text else {}
        if file_id is not None:
            return make(file_id, **said)
        return make(await self._content(file, papers), filename=file.name, **said)

    async def _content(self, file: Attachment | Paper, papers: str) -> bytes:
        if isinstance(file, Paper):
            return await asyncio.to_thread(file.make, lambda phrase: self._phrases.plain(papers, phrase))
        return await self._database.read(lambda tx: file_content(tx, file.sha256))

    async def _known(self, file: Attachment) -> str | None:
        return await self._database.read(lambda tx: copy_of(tx, file.sha256, self._wire.id))

    async def _remember(self, file: Attachment | Paper, message: Message) -> None:
        sent = message.photo[-1] if message.photo else message.document
        if isinstance(file, Attachment) and sent is not None:
            file_id = sent.file_id
            await self._database.run(lambda tx: keep_copy(tx, file.sha256, self._wire.id, file_id))


def _is_photo(file: Attachment | Paper) -> bool:
    return file.photo


def _not_this_file(error: BadRequest) -> bool:
    return any(part in error.message.lower() for part in _NOT_THIS_FILE)


def words(text: str, markup: JSON | None) -> JSON:
    return {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": markup,
    }


def caption(rendered: Rendered) -> JSON:
    return {"caption": rendered.text, "parse_mode": "HTML", "reply_markup": rendered.inline}
