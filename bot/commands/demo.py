"""`demo`: the playground. A stand-in for Telegram on loopback, the real bot talking to it over HTTP, and the page."""

import argparse
import asyncio
import signal
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.clock import Clock
from bot.commands.terminal import print_line
from bot.dialogue.screens import say
from bot.organisation.records import organisation
from bot.people.identity import RoleGrant, Scope, Staff, grants, roster
from bot.people.records import Account, Role, UnionOffice
from bot.phrases.catalogue import Phrases
from bot.playground.http_door import http_door, serving
from bot.playground.page.page import CastMember, Part, Stage, add_page
from bot.playground.page.tour import read_steps
from bot.playground.sample import DATA, TOUR, first_morning, load_sample
from bot.playground.world import World
from bot.settings import OFFICE_ZONE, Settings
from bot.slices import next_reminder, ticks
from bot.store import upkeep as store
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.wiring import service

FIRST_USER = 5_000_000_001
"""Telegram ids of the cast; above 2^32, as real ones are."""
NEWCOMERS = frozenset({"TN025", "TN041", "TN021", "TN051", "TN061", "TN071", "TN072", "TN081", "TN086", "TN093"})
"""Codes of staff who have not used the bot yet, so that one can watch them being linked."""
SUGGESTED = ("TN028", "TN041", "TN023", "TN024", "TN005", "TN001")
"""One of each role, and a newcomer."""


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
        people = await database.run(_people)
        cast = [member for member, _staff in people]
        await database.run(lambda tx: _link(tx, people))
        app = http_door(world)
        user_of = {staff.code: member.user_id for member, staff in people}
        stage = Stage(
            world,
            cast,
            clock.local,
            _mover(clock, ticks(database).run_due),
            lambda: database.read(next_reminder),
            suggested=[user_of[code] for code in SUGGESTED if code in user_of],
            office=(await database.run(organisation)).full_name,
            tour=read_steps(DATA / TOUR, user_of.get),
        )
        add_page(app, stage)
        for member, staff in people:
            if staff.code not in NEWCOMERS:
                world.came_before(member.user_id)
        address = await stack.enter_async_context(serving(app, port=port))
        settings = Settings(bot_token=world.token, api_url=address, database_url=url)
        running = await stack.enter_async_context(service(settings, clock, database))
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


def _people(tx: Tx) -> list[tuple[CastMember, Staff]]:
    today = tx.clock.today()
    granted = grants(tx, today)
    people = []
    for number, staff in enumerate(roster(tx, Scope(everybody=True), today)):
        phone = (staff.phone or "").removeprefix("+") or None
        parts = _parts(staff, granted.get(staff.id, frozenset()))
        member = CastMember(FIRST_USER + number, staff.full_name, staff.position, staff.unit_name, parts, phone)
        people.append((member, staff))
    return people


def _parts(staff: Staff, granted: frozenset[RoleGrant]) -> frozenset[Part]:
    roles = {one.role for one in granted}
    parts = {Part.STAFF}
    if Role.UNIT_HEAD in roles:
        parts.add(Part.LEAD)
    if staff.union_office is UnionOffice.GROUP_LEAD:
        parts.add(Part.UNION_LEAD)
    if Role.OFFICE in roles:
        parts.add(Part.OFFICE)
    if roles & {Role.DIRECTOR, Role.DEPUTY}:
        parts.add(Part.BOARD)
    return frozenset(parts)


def _link(tx: Tx, people: list[tuple[CastMember, Staff]]) -> None:
    """Bind most of the cast, as if they had used the bot in years before."""
    rows = [
        {
            "user_id": member.user_id,
            "person_id": staff.id,
            "language": "vi",
            "consented_at": tx.now,
            "linked_at": tx.now,
            "created_at": tx.now,
        }
        for member, staff in people
        if staff.code not in NEWCOMERS
    ]
    tx.insert_new(Account, rows)


def _mover(clock: Clock, run_due: Callable[[], Awaitable[None]]) -> Callable[[datetime], Awaitable[None]]:
    async def move(to: datetime) -> None:
        clock.move_to(to)
        await run_due()

    return move


def command(parsed: argparse.Namespace, _phrases: Phrases) -> None:
    asyncio.run(demo(parsed.port, print_line, parsed.year))
