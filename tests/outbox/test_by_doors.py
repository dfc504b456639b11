"""A letter goes on to the web door after a known failure at Telegram's, with one state a door, and never from what is
unknown."""

import asyncio

import sqlalchemy as sa

from bot.address import Door, room
from bot.clock import Clock
from bot.doors.web.hub import Hub
from bot.doors.web.messages import WebMessage
from bot.doors.web.post import Post
from bot.ledger.doors import LetterDoor
from bot.ledger.letter import State
from bot.people.records import Account
from bot.playground.api.faults import Fault, answered, blocked, silent
from bot.settings import OFFICE_ZONE
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import phrases_read_once
from tests.outbox.run import FIRST_USER, Run, running

pytestmark = both_engines
PATIENCE = 120.0
"""Seconds; how long it takes is the machine's affair."""
_A, _D, _M = columns(Account), columns(LetterDoor), columns(WebMessage)


def opened(run: Run) -> None:
    """Open the web door for this courier."""
    post = Post(run.database, phrases_read_once(OFFICE_ZONE), Hub(run.database))
    run.courier._channels._channels[Door.WEB] = post  # type: ignore[index]


async def at_the_web_too(run: Run, person: int, fault: Fault) -> tuple[list[tuple[Door, State]], int]:
    """One letter to everybody, where this person has a room at the web, and Telegram does this to the letter: the doors
    at which it failed, and the messages in the room."""
    opened(run)
    here = sa.update(_A).where(_A.c.person_id == person)
    await run.database.run(lambda tx: tx.execute(here.values(web_since=tx.now)))
    run.world.faults.expect("sendMessage", fault, chat_id=FIRST_USER + person)
    await run.plan()
    await run.delivers()
    failed = await run.database.run(lambda tx: [(row.door, row.state) for row in tx.execute(sa.select(_D))])
    messages = await run.database.run(lambda tx: len(tx.execute(sa.select(_M.c.id)).all()))
    return failed, messages


async def test_whoever_has_stopped_the_bot_reads_it_at_the_web(store_url: str) -> None:
    async with running(store_url, 3) as run:
        failed, messages = await at_the_web_too(run, 2, blocked())
        assert failed == [(Door.TELEGRAM, State.BLOCKED)] and messages == 1
        assert await run.totals() == {"sent": 3}


async def test_what_may_have_arrived_goes_to_no_other_door(store_url: str) -> None:
    async with running(store_url, 3) as run:
        failed, messages = await at_the_web_too(run, 2, silent(done=False))
        assert failed == [] and messages == 0
        assert (await run.state(2))[0] is State.UNKNOWN


async def test_what_no_door_would_take_halts_its_source_and_goes_to_no_other_door(store_url: str) -> None:
    async with running(store_url, 3) as run:
        failed, messages = await at_the_web_too(run, 1, answered(400, "Bad Request: message is too long"))
        assert failed == [] and messages == 0
        assert (await run.state(1))[0] is State.FAILED
        assert await run.totals() == {"failed": 1, "planned": 2}


async def test_while_telegram_takes_nothing_whoever_is_at_the_web_is_not_held_up(store_url: str) -> None:
    async with running(store_url, 3, clock=Clock(OFFICE_ZONE)) as run:
        opened(run)
        alone = {"user_id": room(3).number, "web_since": run.database.clock.now()}
        await run.database.run(lambda tx: tx.execute(sa.update(_A).where(_A.c.person_id == 3).values(**alone)))
        await run.gate.halt(600)
        await run.plan()
        run.courier.start()
        async with asyncio.timeout(PATIENCE):
            while (await run.totals()).get("sent") != 1:  # noqa: ASYNC110 - the loops of the courier carry it
                await asyncio.sleep(0.02)
        assert (await run.state(3))[0] is State.SENT and run.sends() == []
        assert await run.totals() == {"planned": 2, "sent": 1}
        await run.courier.stop()
