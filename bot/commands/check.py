"""`check`: looks at everything that could keep the bot from serving, and says what is wrong, one by one."""

import argparse
import asyncio

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.terminal import print_phrase
from bot.dialogue.screens import Phrase, say
from bot.doors.telegram.request import AiohttpRequest
from bot.phrases.catalogue import PhraseError, Phrases
from bot.refusal import Refusal
from bot.settings import Settings, SettingsError, load
from bot.store import upkeep as store
from bot.store.engines.opening import open_database
from bot.titles import loading
from bot.titles.tables import CatalogueError


async def findings() -> list[Phrase]:
    """Every fault that was found, as a sentence; none when all is well."""
    try:
        settings = load()
    except SettingsError as error:
        return [Phrase(error.key, error.values)]
    found = [*_texts(settings), *_catalogue()]
    return [*found, *await _store(settings), *await _token(settings)]


def _texts(settings: Settings) -> list[Phrase]:
    try:
        return [say("check.phrase", key=key) for key in Phrases(settings.timezone).missing()]
    except (OSError, PhraseError):
        return [say("check.phrases_unreadable")]


def _catalogue() -> list[Phrase]:
    try:
        loading.load()
    except CatalogueError as error:
        return [say("check.catalogue", where=str(error))]
    return []


async def _store(settings: Settings) -> list[Phrase]:
    url = settings.database_url
    try:
        if not store.exists(url):
            return [say("check.no_store")]
        behind = store.is_behind(url)
        database = open_database(url, Clock(settings.timezone))
        try:
            disarmed = await arming.why_disarmed(database)
        finally:
            await database.close()
    except Refusal as refusal:
        return [Phrase(refusal.key, refusal.values)]
    except Exception as error:  # noqa: BLE001 - a driver raises what it likes; any of it means no store
        return [say("check.store", error=type(error).__name__)]
    found = [say("check.store_behind")] if behind else []
    return found if disarmed is None else [*found, disarmed]


async def _token(settings: Settings) -> list[Phrase]:
    if not settings.bot_token:
        return [say("settings.token_missing")]
    bot = Bot(
        settings.bot_token,
        base_url=f"{settings.api_url}/bot",
        request=AiohttpRequest(proxy=settings.proxy_url),
        get_updates_request=AiohttpRequest(proxy=settings.proxy_url),
    )
    try:
        async with bot:
            return []
    except InvalidToken:
        return [say("settings.token_refused")]
    except TelegramError as error:
        return [say("check.unreachable", error=type(error).__name__)]


def command(_parsed: argparse.Namespace, phrases: Phrases) -> int:
    found = asyncio.run(findings())
    for phrase in found or [say("check.fine")]:
        print_phrase(phrases, phrase)
    return 1 if found else 0
