"""`run`: the bot as a process. Opens and migrates the store, polls or serves the webhook, ends on SIGTERM or SIGINT."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import NoReturn

from aiohttp import web

from bot import logs
from bot import settings as configured
from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.serving.introduction import Introduction
from bot.commands.serving.pulse import Pulse
from bot.commands.serving.starting import Starting
from bot.commands.serving.systemd import Manager
from bot.commands.serving.zalobot import introduce
from bot.commands.terminal import LANGUAGE, print_line
from bot.dialogue.screens import Phrase, say
from bot.nursery import Nursery
from bot.people.reach import office_is_reachable
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import generations
from bot.store import upkeep as store
from bot.store.database import Database, StoreLost
from bot.store.engines.opening import open_database
from bot.store.generations import Identity
from bot.wiring import Service
from handlers.health import Front
from handlers.listening import MOST_BROWSERS, Listener, listen
from handlers.web import web_app

log = logging.getLogger(__name__)

STORE_SECONDS = 2.0
"""Seconds within which it is noticed that the store is not there any more."""


async def run(settings: Settings, print_line: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. Raises Refusal when it cannot begin: no token, a store in use or disarmed."""
    if not settings.bot_token:
        raise Refusal("settings.token_missing")
    logs.configure(settings.log_format, settings.log_level)
    clock, phrases, manager = Clock(settings.timezone), Phrases(settings.timezone), Manager()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(store.exclusive(settings.database_url))
        polling = settings.webhook_url is None
        front = Front(say=lambda phrase: phrases.plain("vi", phrase))
        port, everybody = await _listen(stack, settings, front, polling=polling)
        starting = Starting(settings, clock, phrases, front, manager, stop, print_line, port)
        if not await starting.migrated():
            return
        database = open_database(settings.database_url, clock, settings.database_pool)
        stack.push_async_callback(database.close)
        witness = await arming.take_up(database)
        stack.callback(witness.close)
        taken = await database.read(generations.identity)
        database.when_lost = lambda lost: _end(phrases, lost)
        starting.tell_port()
        running = await starting.assembled(stack, database, witness)
        if not settings.web_url and not await starting.introduced(running):
            return
        nursery = Nursery()
        stack.push_async_callback(nursery.drain, 0.0)
        nursery.last(lambda: _stay(database, taken), "store")
        front.serves(running.intake, database, running.gate, running.courier, running.copies)
        front.guests = running.guests
        stack.callback(front.closes)
        running.intake.start(polling=polling)
        await _open_web_door(running, everybody, front, polling=polling)
        stack.push_async_callback(running.intake.stop)
        stack.push_async_callback(running.courier.stop)
        stack.push_async_callback(running.clockwork.stop)
        nursery.start(_keep_time(running), "ticks and letters")
        nursery.start(Introduction(running, starting).make(), "introduction")
        if running.guests is not None:
            nursery.start(introduce(running, running.guests.channel, front), "introduction to Zalo")
        ready = say("run.ready", host=settings.status_address[0], port=port)
        print_line(starting.sentence(ready))
        if not await database.run(office_is_reachable):
            print_line(starting.sentence(say("run.first_invite")))
        if polling:
            await _first_poll(running, front, stop)
        manager.ready()
        manager.says(starting.sentence(ready))
        stack.callback(manager.stopping)
        nursery.last(Pulse(front, manager, polling).last, "pulse")
        _spare_the_collector()
        await stop.wait()
        log.info("stopping")


def _end(phrases: Phrases, lost: StoreLost) -> NoReturn:
    """End this very moment, by whichever thread has noticed: nothing more is promised, and nothing leaves. What a kill
    may do at any time does no harm."""
    sys.stderr.write(f"{phrases.plain(LANGUAGE, Phrase(lost.key, lost.values))}\n")
    sys.stderr.flush()
    os._exit(2)


async def _stay(database: Database, taken: Identity | None) -> None:
    """Look every few seconds whether this is still the store that was taken up."""
    while True:
        await asyncio.sleep(STORE_SECONDS)
        try:
            await database.run(lambda _tx: None)  # on SQLite the writer looks at its files
            await arming.require_same(database, taken)
        except StoreLost as lost:
            database.lose(lost)
        except Exception as error:  # noqa: BLE001 - away is not lost
            log.warning("the store does not answer: %s", type(error).__name__)


def _spare_the_collector() -> None:
    """Leave out of garbage collection what was loaded at the start, and collect less often. What is loaded stays to
    the end; to walk it every few hundred updates was a tenth of the work and most of the longest waits."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _listen(
    stack: AsyncExitStack, settings: Settings, front: Front, *, polling: bool
) -> tuple[int, Listener | None]:
    """Serve the webhook and /health, at one address or at two; the port of /health, and what listens for everybody."""
    together, everybody, port = settings.status_port is None, None, 0
    if together or not polling or settings.web_url or settings.zalobot.is_on:
        most = MOST_BROWSERS if settings.web_url else None
        app = _app_for_everybody(settings, front, polling=polling)
        everybody = await listen(stack, app, settings.http_host, settings.http_port, most)
        port = everybody.port
    if not together:
        apart = web_app(front, polling=polling, token=settings.status_token)
        port = (await listen(stack, apart, *settings.status_address)).port
    return port, everybody


def _app_for_everybody(settings: Settings, front: Front, *, polling: bool) -> web.Application:
    secret = None if polling else settings.webhook_secret
    together = settings.status_port is None
    zalobot = settings.zalobot.secret if settings.zalobot.is_on else ""
    return web_app(front, polling=polling, secret=secret, token=settings.status_token, status=together, zalobot=zalobot)


async def _open_web_door(running: Service, everybody: Listener | None, front: Front, *, polling: bool) -> None:
    """Serve the web door too, from now on, if there is to be one."""
    settings = running.settings
    if everybody is not None and settings.web_url:
        from bot.commands.serving.door import open_door  # a library that no other start needs

        app = _app_for_everybody(settings, front, polling=polling)
        open_door(app, running, settings.web_url)
        await everybody.serve(app)


async def _first_poll(running: Service, front: Front, stop: asyncio.Event) -> None:
    """Wait until Telegram has answered a poll, as it does at once; not for ever, where it is away."""
    for _ in range(100):
        if running.intake.last_poll is not None or front.unmet is not None or stop.is_set():
            return
        await asyncio.sleep(0.1)


async def _keep_time(running: Service) -> None:
    """Start the ticks, then the courier: what was held up by a stop may not be for this hour of the day."""
    await running.clockwork.start()
    running.courier.start(proven=running.bot.known)


def command(_parsed: argparse.Namespace, _phrases: Phrases) -> None:
    asyncio.run(run(configured.load(), print_line))
