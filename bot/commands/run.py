"""`run`: the bot as a process. Opens and migrates the store, polls or serves the webhook, ends on SIGTERM or SIGINT."""

import argparse
import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot import settings as configured
from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.terminal import print_line
from bot.dialogue.screens import say
from bot.nursery import Nursery
from bot.people.identity import office_is_reachable
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import upkeep as store
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.store.witness import Witness
from bot.wiring import Service, service
from handlers.intake import ALLOWED, WEBHOOK_PATH, WIDTH
from handlers.web import Front, web_app

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0


async def run(settings: Settings, print_line: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. Raises Refusal when it cannot begin: no token, a store in use or
    disarmed."""
    if not settings.bot_token:
        raise Refusal("settings.token_missing")
    logs.configure(settings.log_format)
    clock = Clock(settings.timezone)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(store.exclusive(settings.database_url))
        applied = await asyncio.to_thread(store.migrate, settings.database_url)
        if applied:
            log.info("store migrated", extra={"revisions": ",".join(applied)})
        database = open_database(settings.database_url, clock)
        stack.push_async_callback(database.close)
        witness = await arming.take_up(database)
        stack.callback(witness.close)
        polling, phrases = settings.webhook_url is None, Phrases(settings.timezone)
        front = Front(phrases=phrases)
        port = await _listen(stack, settings, front, polling=polling)
        starting = _Starting(settings, clock, database, phrases, front, print_line)
        running = await starting.connected(stack, stop, witness)
        if running is None:
            return
        nursery = Nursery()
        stack.push_async_callback(nursery.drain, 0.0)
        front.serves(running.intake, database, running.gate)
        stack.callback(front.closes)
        running.intake.start(polling=polling)
        stack.push_async_callback(running.intake.stop)
        stack.push_async_callback(running.courier.stop)
        stack.push_async_callback(running.clockwork.stop)
        nursery.start(_keep_time(running), "ticks and letters")
        nursery.start(_introduce(running, settings), "introduction")
        print_line(phrases.plain("vi", say("run.ready", host=settings.http_host, port=port)))
        if not await database.run(office_is_reachable):
            print_line(phrases.plain("vi", say("run.first_invite")))
        _spare_the_collector()
        await stop.wait()
        log.info("stopping")


def _spare_the_collector() -> None:
    """Leave out of garbage collection what was loaded at the start, and collect less often. What is loaded stays to
    the end; to walk it every few hundred updates was a tenth of the work and most of the longest waits."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class _Starting:
    """A start that waits for Telegram, and says so: in the terminal once, in /health as long as it lasts."""

    settings: Settings
    clock: Clock
    database: Database
    phrases: Phrases
    front: Front
    print_line: Callable[[str], None]

    async def connected(self, stack: AsyncExitStack, stop: asyncio.Event, witness: Witness) -> Service | None:
        """The assembled bot once Telegram has answered getMe; None when told to stop before."""
        alone = self.settings.database_url.startswith("sqlite")
        while not stop.is_set():
            try:
                assembled = service(self.settings, self.clock, self.database, alone=alone, saw=witness.saw)
                return await stack.enter_async_context(assembled)
            except InvalidToken:
                raise Refusal("settings.token_refused") from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached yet: %s", type(error).__name__)
                self._misses_telegram()
                try:
                    await asyncio.wait_for(stop.wait(), RETRY_SECONDS)
                except TimeoutError:
                    continue
        return None

    def _misses_telegram(self) -> None:
        if self.front.away is None:
            now = self.clock.local()
            sentence = self.phrases.plain("vi", say("run.waits_for_telegram", since=now, seconds=int(RETRY_SECONDS)))
            self.front.misses("telegram", now, sentence)
            self.print_line(sentence)


async def _listen(stack: AsyncExitStack, settings: Settings, front: Front, *, polling: bool) -> int:
    secret = None if polling else settings.webhook_secret
    app = web_app(front, polling=polling, secret=secret)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
    except OSError:
        raise Refusal("run.port_taken", host=settings.http_host, port=settings.http_port) from None
    port = int(runner.addresses[0][1])
    log.info("/health on port %d", port)
    return port


async def _keep_time(running: Service) -> None:
    """Start the ticks, then the courier: what was held up by a stop may not be for this hour of the day."""
    await running.clockwork.start()
    running.courier.start()


async def _introduce(running: Service, settings: Settings) -> None:
    """Tell Telegram how updates should come, and what stands beside the chat. Tried until it is taken."""
    while True:
        try:
            if settings.webhook_url is None:
                await running.bot.delete_webhook()
            else:
                await running.bot.set_webhook(
                    settings.webhook_url.rstrip("/") + WEBHOOK_PATH,
                    secret_token=settings.webhook_secret,
                    allowed_updates=ALLOWED,
                    max_connections=min(WIDTH, 100),
                )
            break
        except TelegramError as error:
            log.warning("how updates come could not be set: %s", type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
    await running.announce()


def command(_parsed: argparse.Namespace, _phrases: Phrases) -> None:
    asyncio.run(run(configured.load(), print_line))
