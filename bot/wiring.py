"""The composition root: the only module that knows real from fake, and that starts handlers/ and scheduler/."""

import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import BotCommand, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import Defaults
from telegram.request import BaseRequest

import bot.tables  # noqa: F401 - every table is known before the first statement
from bot import inbox, leases
from bot.clock import Clock
from bot.conversation import Phrase
from bot.database import Database
from bot.outbox.courier import Courier
from bot.outbox.gate import Gate
from bot.phrases.catalogue import LANGUAGES, Phrases
from bot.settings import Settings
from bot.slices import COMMAND_PHRASES, letter_kinds, registry, ticks, watch
from bot.telegram.display import Display
from bot.telegram.fetching import fetch
from bot.telegram.request import AiohttpRequest
from bot.telegram.wire import Wire
from bot.witness import Saw, not_seen
from handlers.driver import Driver
from handlers.intake import Intake
from handlers.routing import Strict, add_routes
from scheduler.clockwork import SECONDS, WATCH_SECONDS, Beat, Clockwork

log = logging.getLogger(__name__)

# python-telegram-bot's coming way of giving retry_after; without it each 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")


@dataclass(frozen=True, slots=True)
class Service:
    """The bot, assembled. `transport` makes requests: the real one, or the playground's."""

    settings: Settings
    clock: Clock
    database: Database
    phrases: Phrases
    bot: Wire
    application: Strict
    driver: Driver
    display: Display
    intake: Intake
    courier: Courier
    clockwork: Clockwork

    async def announce(self) -> None:
        """Commands and texts that Telegram shows beside the chat. The bot works without, so a refusal is only noted."""
        for language in LANGUAGES:
            try:
                await self._announce_in(language)
            except TelegramError as error:
                log.warning("Telegram did not take a text beside the chat: %s", type(error).__name__)

    async def _announce_in(self, language: str) -> None:
        code = None if language == "vi" else language

        def plain(key: str) -> str:
            return self.phrases.plain(language, Phrase(key))

        commands = [BotCommand(name, plain(key)) for name, key in COMMAND_PHRASES.items()]
        await self.bot.set_my_commands(commands, language_code=code)
        await self.bot.set_my_description(plain("bot.description"), language_code=code)
        await self.bot.set_my_short_description(plain("bot.short_description"), language_code=code)


@asynccontextmanager
async def service(
    settings: Settings,
    clock: Clock,
    database: Database,
    transport: Callable[[], BaseRequest] | None = None,
    *,
    alone: bool = True,
    saw: Saw = not_seen,
) -> AsyncIterator[Service]:
    """Assemble the bot over an open, migrated `database`. `alone`: no other process works on this store, so whatever a
    dead one held is free. `saw`: the witness of how far the store has come."""
    make = transport or (lambda: AiohttpRequest(proxy=settings.proxy_url))
    phrases = Phrases(settings.timezone)
    wire = Wire(
        settings.bot_token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=make(),
        get_updates_request=make(),
        defaults=Defaults(
            parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True), block=True
        ),
    )
    gate = Gate(database, settings.send_rate)
    await gate.look()
    courier = Courier(wire, database, phrases, letter_kinds(), gate, saw)
    driver = Driver(database, registry(phrases), lambda file_id: fetch(wire, file_id))
    display = Display(wire, database, phrases, driver.redraw, gate)
    driver.display = display
    application = Strict.builder().application_class(Strict).bot(wire).updater(None).job_queue(None).build()
    assert isinstance(application, Strict)
    add_routes(application, driver.handle)
    intake = Intake(application, wire, database, driver)
    watching = watch(database, display.refresh)
    clockwork = Clockwork(Beat(ticks(database).run_due, SECONDS), Beat(watching.look, WATCH_SECONDS))
    if alone:
        await database.run(inbox.free)
        await database.run(leases.clear)
    async with application:
        yield Service(
            settings, clock, database, phrases, wire, application, driver, display, intake, courier, clockwork
        )
