"""A notice to a whole department, as the Office sends it: the real bot, its real letters, Telegram's limits on, while
a few people tap."""

import asyncio
import gc
import statistics
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.address import chat
from bot.doors.buttons import pack
from bot.ledger.letter import Letter, State
from bot.notices import letter_names, records, rules
from bot.notices.checking import actions as checking_actions
from bot.notices.letter_names import source
from bot.notices.sending import actions
from bot.notices.targets import ShowOfficeNotice
from bot.notices.writing import actions as writing_actions
from bot.people.identity import load_actor
from bot.people.records import Account, Person
from bot.playground.api.limits import Limits
from bot.playground.world import World
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bench.crowd import FIRST_USER, Crowd
from tests.bench.running import bot_on, running
from tests.bench.stores import Store
from tests.ledger import figures

RATE = 25
TAPPERS = 4
"""One after the other, a third of a second apart: enough of them that a p95 is no accident."""
TAP_SECONDS = 1.5
"""Between two taps of one person: as fast as one reads, and as Telegram lets a bot write to one chat."""
IDLE_SECONDS = 90.0
LOOK_SECONDS = 10.0
"""How often it is counted how far the letters are: the stand-in, which answers in this process, waits meanwhile."""
WORDS = "Kính gửi {họ tên}, {đơn vị}. Sở phát động phong trào thi đua."
DUY = 6_500_000_000
_L, _A, _P = columns(Letter), columns(Account), columns(Person)


@dataclass(frozen=True, slots=True)
class Run:
    rate: float
    """Letters a second, from the first call to the last."""
    refused: int
    """Answers 429."""
    busy: float
    idle: float
    """p95 in ms from a tap to the changed screen, while letters leave and before."""
    edits: int
    """How often the Office's screen was drawn again meanwhile."""
    totals: dict[State, int]


async def notice(store: Store, people: int) -> Run:
    """`store`: with so many people and the tappers, numbered from 0 up."""
    world = World(history=4, limits=Limits(overall=(30.0, 30), per_chat=(1.0, 3)))
    world.calls = deque()  # all of them, however many
    crowd = Crowd(world, TAPPERS, 1)
    users = [FIRST_USER + TAPPERS + number for number in range(people)]
    for user_id in users:
        world.human(user_id, f"Người {user_id}")
        world.says(user_id, "/start")
    world.human(DUY, "Duy")
    world.call("getUpdates", {"offset": world.updates.next_id})
    await store.run_aside(_link_the_office)
    # What phones of ten thousand people hold here is no part of what is measured, and takes long to walk.
    gc.collect()
    gc.freeze()
    async with running(bot_on(store.url, store.folder), world):
        world.says(DUY, "/menu")
        await crowd.arrive(registering=True)
        idle_until = time.perf_counter() + IDLE_SECONDS
        idle = await _taps(crowd, lambda: time.perf_counter() < idle_until)
        world.calls.clear()
        notice_id = await _start(store, people)
        world.says(DUY, "/quanly")
        await asyncio.sleep(1.0)
        world.taps(DUY, world.chat(DUY).messages[-1].message_id, pack(ShowOfficeNotice(notice_id)), forge=True)
        run = asyncio.create_task(_all_arrived(world, users))
        busy = await _taps(crowd, lambda: not run.done())
        at = await run
    totals = await _totals(store, notice_id)
    edits = [c for c in world.calls if c.method == "editMessageText" and c.params["chat_id"] == DUY]
    refused = [call for call in world.calls if call.status == 429]
    return Run((len(at) - 1) / (at[-1] - at[0]), len(refused), _p95(busy), _p95(idle), len(edits), totals)


async def _taps(crowd: Crowd, goes_on: Callable[[], bool]) -> list[float]:
    """Seconds of every tap, of all of them."""
    taken: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number * TAP_SECONDS / TAPPERS)
        while goes_on():
            began = time.perf_counter()
            taken.append(await crowd.tap(number))
            await asyncio.sleep(max(0.0, TAP_SECONDS - (time.perf_counter() - began)))

    await asyncio.gather(*(one(number) for number in range(TAPPERS)))
    return taken


def _link_the_office(tx: Tx) -> None:
    person_id = tx.execute(sa.select(_P.c.id).where(_P.c.full_name == "Nguyễn Đức Duy")).scalar_one()
    known = {"user_id": DUY, "person_id": person_id, "language": "vi"}
    tx.insert_new(Account, [known | {"consented_at": tx.now, "linked_at": tx.now, "created_at": tx.now}])


async def _start(store: Store, people: int) -> int:
    """Written, tried and started by the functions that the Office's buttons call."""

    def body(tx: Tx) -> int:
        duy = load_actor(tx, DUY, chat(DUY))
        first = FIRST_USER + TAPPERS
        crowd = sa.and_(_A.c.user_id >= first, _A.c.user_id < first + people)
        meant = {"people": list(tx.execute(sa.select(_A.c.person_id).where(crowd)).scalars())}
        values: dict[str, Any] = {"words": WORDS, "asks_register": False, "asks_known": True, "audience": meant}
        made = writing_actions.create(tx, duy, values, ())
        checking_actions.try_out(tx, duy, made)
        tx.execute(sa.update(_L).where(_L.c.kind == letter_names.TRIAL).values(state=State.SENT))
        drafted = records.notice(tx, made)
        assert drafted is not None
        assert actions.start(tx, duy, made, rules.seal(drafted.revision, people)) == people
        return made

    made: int = await store.run_aside(body)
    return made


async def _totals(store: Store, notice_id: int) -> dict[State, int]:
    found: dict[State, int] = await store.run_aside(lambda tx: figures.totals(tx, source(notice_id)))
    return {state: count for state, count in found.items() if count}


async def _all_arrived(world: World, users: list[int]) -> list[float]:
    while len(at := _arrived(world, users)) < len(users):  # noqa: ASYNC110 - the stand-in has no event for it
        await asyncio.sleep(LOOK_SECONDS)
    assert len(at) == len(users)
    return at


def _arrived(world: World, users: list[int]) -> list[float]:
    first, last = users[0], users[-1]
    return [
        call.at
        for call in world.calls
        if call.method == "sendMessage" and call.status == 200 and first <= call.params["chat_id"] <= last
    ]


def _p95(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=20)[18] * 1000
