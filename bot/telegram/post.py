"""One message out, whoever it is for: the words of a screen, or its file with the words below."""

import asyncio

from telegram import InlineKeyboardMarkup

from bot.conversation import Paper
from bot.database import Database
from bot.files import file_content
from bot.phrases.catalogue import Phrases
from bot.telegram.render import JSON, Rendered
from bot.telegram.wire import Wire

PAPERS_LANGUAGE = "vi"
"""Official papers have one language, whatever the chat's."""


class Post:
    def __init__(self, wire: Wire, database: Database, phrases: Phrases) -> None:
        self._wire, self._database, self._phrases = wire, database, phrases

    async def send(self, chat_id: int, rendered: Rendered) -> int:
        """Send it below whatever is there; the message's id. Raises TelegramError, and what making a paper raises."""
        if rendered.file is None:
            said = words(rendered.text, rendered.keyboard or rendered.inline)
            return int((await self._wire.ask("sendMessage", {"chat_id": chat_id} | said))["message_id"])
        file = rendered.file
        if isinstance(file, Paper):
            content = await asyncio.to_thread(file.make, lambda phrase: self._phrases.plain(PAPERS_LANGUAGE, phrase))
        else:
            content = await self._database.read(lambda tx: file_content(tx, file.sha256))
        markup = InlineKeyboardMarkup.de_json(rendered.inline, self._wire) if rendered.inline else None
        message = await self._wire.send_document(
            chat_id, content, caption=rendered.text, filename=file.name, reply_markup=markup
        )
        return message.message_id


def words(text: str, markup: JSON | None) -> JSON:
    return {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": markup,
    }
