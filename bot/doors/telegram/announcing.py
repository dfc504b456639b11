"""The texts that Telegram shows beside a chat: the menu of commands, and what the bot is for."""

import logging
from collections.abc import Sequence

from telegram import BotCommand
from telegram.error import TelegramError

from bot.dialogue.screens import Phrase
from bot.doors.telegram.wire import Wire
from bot.phrases.catalogue import LANGUAGES, Phrases

log = logging.getLogger(__name__)


async def announce(wire: Wire, phrases: Phrases, commands: Sequence[str]) -> None:
    """Set them in every language. The bot works without, so a refusal is only noted."""
    for language in LANGUAGES:
        try:
            await _announce_in(wire, phrases, commands, language)
        except TelegramError as error:
            log.warning("Telegram did not take a text beside the chat: %s", type(error).__name__)


async def _announce_in(wire: Wire, phrases: Phrases, commands: Sequence[str], language: str) -> None:
    code = None if language == "vi" else language

    def plain(key: str) -> str:
        return phrases.plain(language, Phrase(key))

    menu = [BotCommand(name, plain(f"command.{name}")) for name in commands]
    await wire.set_my_commands(menu, language_code=code)
    await wire.set_my_description(plain("bot.description"), language_code=code)
    await wire.set_my_short_description(plain("bot.short_description"), language_code=code)
