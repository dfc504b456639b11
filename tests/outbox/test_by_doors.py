"""A letter goes on to the web door after a known failure at Telegram's, with one state a door, and never from what is
unknown."""

import sqlalchemy as sa

from bot.address import Door
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
_A, _D, _M = columns(Account), columns(LetterDoor), columns(WebMessage)


async def at_the_web_too(run: Run, person: int, fault: Fault) -> tuple[list[tuple[Door, State]], int]:
    """One letter to everybody, where this person has a room at the web, and Telegram does this to the letter: the doors
    at which it failed, and the messages in the room."""
    post = Post(run.database, phrases_read_once(OFFICE_ZONE), Hub(run.database))
    run.courier._channels._channels[Door.WEB] = post  # type: ignore[index]
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
