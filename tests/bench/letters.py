"""Letters to many: at what pace they leave, how fast without a limit, and what a broadcast costs whoever taps."""

import asyncio
import shutil
import statistics
from pathlib import Path

import sqlalchemy as sa

from bot.clock import Clock
from bot.ledger.planning import plan_all
from bot.people.records import Account
from bot.playground.api.limits import Limits
from bot.playground.world import Call, World
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.bench.crowd import FIRST_USER, Crowd
from tests.bench.running import Start, bot, running, script

PACED, BULK = 300, 1000
"""Letters a run."""
WIDTH = 64
TAPPERS, TAPS, SECONDS = 20, 10, 10.0
"""How many people tap, how often a second in all, for how long."""
SEQUENCE = Path(__file__).parent / "sequence_bot.py"


async def pace(store: Path, rate: int, burst: int) -> tuple[float, int]:
    """Letters a second under a server that takes `rate` a second and `burst` at once; how many answers were 429."""
    world = World(history=4, limits=Limits(overall=(float(rate), burst)))
    people = audience(world, PACED)
    await _plan(store, people)
    async with running(_sender(store, str(rate)), world):
        await sent(world, PACED)
    return rate_of(world), len([call for call in _sends(world) if call.status == 429])


async def bulk(store: Path) -> tuple[float, float]:
    """Letters a second with nothing to hold them: ours with its ledger, and python-telegram-bot's in sequence."""
    world = World(history=4)
    await _plan(store, audience(world, BULK))
    async with running(_sender(store, "inf", str(WIDTH)), world):
        await sent(world, BULK)
    ours = rate_of(world)
    world = World(history=4)
    audience(world, BULK)
    async with running(script(SEQUENCE), world):
        world.says(FIRST_USER, f"{FIRST_USER} {BULK}")
        await sent(world, BULK)
    return ours, rate_of(world)


async def replies_during_a_broadcast(store: Path, rate: int) -> tuple[float, float]:
    """p95 in ms from a tap to the changed screen: while letters leave at `rate` a second, and while none do."""
    world = World(history=4)
    crowd = Crowd(world, TAPPERS, 1)
    waiting = audience(world, 2 * int(rate * SECONDS), TAPPERS)
    async with running(_sender(store, str(rate)), world):
        await crowd.arrive(registering=True)
        idle, busy = [], []
        for half in (waiting[::2], waiting[1::2]):
            idle += await crowd.tap_at(TAPS, SECONDS)
            await _plan(store, half)
            busy += await crowd.tap_at(TAPS, SECONDS)
            await sent(world, 0, to=half)
    return _p95(busy), _p95(idle)


def _sender(store: Path, *words: str) -> Start:
    return bot(store, "-m", "tests.bench.sender", *words)


def audience(world: World, size: int, first: int = 0) -> list[int]:
    """So many people who have begun a chat, long ago: Telegram ids."""
    users = [FIRST_USER + number for number in range(first, first + size)]
    for user_id in users:
        world.human(user_id, f"Người {user_id}")
        world.says(user_id, "/start")
    world.call("getUpdates", {"offset": world.updates.next_id})
    return users


async def _plan(store: Path, users: list[int]) -> None:
    await plan(f"sqlite:///{store}", users)


async def plan(url: str, users: list[int]) -> None:
    """A letter to each, due now."""
    account = columns(Account)

    def body(tx: Tx) -> None:
        query = sa.select(account.c.person_id).where(account.c.user_id.in_(users))
        people = {person_id: {"words": f"Thư {person_id}"} for person_id in tx.execute(query).scalars()}
        assert plan_all(tx, "bulk", "notice:1", "1", people) == len(users)

    database = open_database(url, Clock(OFFICE_ZONE))
    await database.run(body)
    await database.close()


async def sent(world: World, number: int, to: list[int] | None = None) -> None:
    """Wait until so many have arrived, or everybody of `to` has one."""

    def done() -> bool:
        if to is not None:
            return all(_has_one(world, user_id) for user_id in to)
        return len([call for call in _sends(world) if call.status == 200]) >= number

    while not done():  # noqa: ASYNC110 - nothing is measured by it
        await asyncio.sleep(0.1)


def _has_one(world: World, user_id: int) -> bool:
    return any(message.from_bot for message in world.chat(user_id).messages)


def _sends(world: World) -> list[Call]:
    return [call for call in world.calls if call.method == "sendMessage"]


def rate_of(world: World) -> float:
    at = [call.at for call in _sends(world) if call.status == 200]
    return (len(at) - 1) / (at[-1] - at[0])


def _p95(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=20)[18] * 1000


def fresh(store: Path, name: str) -> Path:
    """A copy of `store` for one run."""
    copy = store.with_name(f"{name}.db")
    shutil.copyfile(store, copy)
    return copy
