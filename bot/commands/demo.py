"""`demo`: the playground. Stand-ins for Telegram, mail, SMS and Zalo on loopback, the real bot talking to them, its web
door, and the page."""

import argparse
import asyncio
import signal
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.clock import Clock
from bot.commands.playing.cast import SUGGESTED, Actor, cast, give_addresses, link
from bot.commands.playing.doors import PlayedDoors, contacts
from bot.commands.terminal import print_line
from bot.dialogue.screens import say
from bot.organisation.records import organisation
from bot.phrases.catalogue import Phrases
from bot.playground.browsers import address_of, listener
from bot.playground.http_door import Line, page_app, serving
from bot.playground.page.page import add_page
from bot.playground.page.stage import Stage
from bot.playground.page.tour import read_steps
from bot.playground.sample import DATA, TOUR, first_morning, load_sample
from bot.playground.world import World
from bot.settings import OFFICE_ZONE, Settings
from bot.slices import next_reminder, ticks
from bot.store import upkeep as store
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.wiring import service


async def demo(port: int, print_line: Callable[[str], None], year: int = 2023) -> None:
    """Serve the playground until it is interrupted. Its store is new each time, and gone afterwards."""
    logs.configure("text", "warning")
    clock = Clock(OFFICE_ZONE)
    clock.move_to(first_morning(OFFICE_ZONE, year))
    phrases = Phrases(OFFICE_ZONE)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thidua-demo-")))
        url = f"sqlite:///{folder / 'demo.db'}"
        await asyncio.to_thread(_prepare, url, clock, year)
        database = open_database(url, clock)
        stack.push_async_callback(database.close)
        world = World(now=clock.now)
        line = Line(world)
        stack.push_async_callback(line.cut)
        people, known = await database.run(cast), contacts()
        await database.run(lambda tx: link(tx, people))
        await database.run(lambda tx: give_addresses(tx, people, known.mail))
        web = listener(port + 1 if port else 0)
        stack.callback(web.close)
        own = await database.run(organisation)
        played = PlayedDoors(database, people, own, known, line, address_of(web))
        app = page_app()
        played.add_servers(app)
        add_page(app, _stage(clock, database, world, people, played, own.full_name))
        for one in people:
            if not one.is_new:
                world.came_before(one.member.user_id)
        address = await stack.enter_async_context(serving(app, port=port))
        bells = await stack.enter_async_context(played.bells(address))
        telegram = await line.open()
        settings = Settings(bot_token=world.token, api_url=telegram, database_url=url, web_url=played.web_url)
        running = await stack.enter_async_context(service(settings, clock, database, bells=bells))
        await played.begin(running)
        await stack.enter_async_context(serving(played.served(running, address), listening=web))
        await running.announce()
        running.intake.start(polling=True)
        stack.push_async_callback(running.intake.stop, 1.0)
        stack.push_async_callback(running.courier.stop, 1.0)
        stack.push_async_callback(running.clockwork.stop)
        await running.clockwork.start()
        running.courier.start()
        print_line(phrases.plain("vi", say("demo.ready", address=address)))
        await stop.wait()


def _prepare(url: str, clock: Clock, year: int) -> None:
    store.migrate(url)
    database = open_database(url, clock)
    load_sample(database, clock, year)
    database.close_now()


def _stage(
    clock: Clock, database: Database, world: World, people: Sequence[Actor], played: PlayedDoors, office: str
) -> Stage:
    user_of = {one.staff.code: one.member.user_id for one in people}

    async def move(to: datetime) -> None:
        clock.move_to(to)
        await ticks(database).run_due()
        await played.look()

    return Stage(
        world,
        [one.member for one in people],
        clock.local,
        move,
        lambda: database.read(next_reminder),
        suggested=[user_of[code] for code in SUGGESTED if code in user_of],
        office=office,
        tour=read_steps(DATA / TOUR, user_of.get),
        doors=played.doors(),
    )


def command(parsed: argparse.Namespace, _phrases: Phrases) -> None:
    asyncio.run(demo(parsed.port, print_line, parsed.year))
