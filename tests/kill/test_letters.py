"""The process dies in the midst of a run of letters, wherever it is, again and again: none is lost, none comes twice,
and those of which nobody can know are named."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import sqlalchemy as sa

from bot.database import Tx, columns
from bot.leases import Lease
from bot.outbox import overview
from bot.outbox.courier import COURIER, WIDTH
from bot.outbox.letter import Letter, State, plan_all
from bot.people.records import Account
from tests.bench.crowd import FIRST_USER, prepare_crowd
from tests.engines import on_postgresql
from tests.kill.stage import LOOK, PATIENCE, ROOT, Blow, Stage

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("THIDUA_LETTER_KILLS", "200"))
LETTERS = int(os.environ.get("THIDUA_LETTERS", "2000"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
SOURCE = "notice:1"
_L, _LEASE, _A = columns(Letter), columns(Lease), columns(Account)


class Bots:
    """A bot on the stage that is born in no time, and dies by SIGKILL."""

    def __init__(self, stage: Stage, process: Process) -> None:
        self._stage, self._process = stage, process
        self.pid = 0
        self.kills = 0

    async def start(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(b"\n")
        self.pid = int(await self._process.stdout.readline())

    def strike(self) -> None:
        self.kills += 1
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.pid = 0


@asynccontextmanager
async def bots_on(stage: Stage, rate: float) -> AsyncIterator[Bots]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("THIDUA_")}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "THIDUA_BOT_TOKEN": stage.world.token,
        "THIDUA_API_URL": stage.api_url,
        "THIDUA_DATABASE_URL": stage.url,
        "THIDUA_HTTP_PORT": "0",
        "THIDUA_LOG_FORMAT": "json",
        "THIDUA_SEND_RATE": str(rate),
    }
    with stage.bots[0].log.open("a") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill.zygote", env=environment, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=log
        )
    bots = Bots(stage, process)
    try:
        yield bots
    finally:
        if bots.pid:
            os.kill(bots.pid, signal.SIGKILL)
        process.kill()
        await process.wait()


async def audience(stage: Stage, size: int) -> dict[int, int]:
    """So many linked people, each with a letter that is due: key -> Telegram id."""

    def body(tx: Tx) -> dict[int, int]:
        prepare_crowd(tx, size)
        rows = tx.execute(sa.select(_A.c.person_id, _A.c.user_id).where(_A.c.user_id >= FIRST_USER)).all()
        people = {row.person_id: row.user_id for row in rows}
        values = {person_id: {"words": f"Thư {person_id}"} for person_id in people}
        assert plan_all(tx, "bulk", SOURCE, "1", values) == size
        return people

    people = await stage.database.run(body)
    for user_id in people.values():
        stage.world.human(user_id, f"Người {user_id}")
        stage.world.says(user_id, "/start")
    stage.world.call("getUpdates", {"offset": stage.world.updates.next_id})  # that was long ago
    return people


async def counts(stage: Stage) -> dict[State, int]:
    return await stage.database.read(lambda tx: overview.totals(tx, SOURCE))


OPEN = (State.PLANNED, State.LEASED, State.INFLIGHT)


async def until(stage: Stage, true: Callable[[dict[State, int]], bool], *, look: float = LOOK) -> None:
    async with asyncio.timeout(stage.patience):
        while not true(await counts(stage)):  # noqa: ASYNC110 - another process writes them
            await asyncio.sleep(look)


async def assert_none_lost_none_twice(stage: Stage, people: dict[int, int], kills: int) -> tuple[int, int]:
    """How many are unknown, and how many of those have arrived."""
    found = await counts(stage)
    assert sum(found.values()) == len(people)
    assert found[State.SENT] + found[State.UNKNOWN] == len(people)
    unknown = {entry.person_id for entry in await stage.database.read(lambda tx: overview.by_name(tx, State.UNKNOWN))}
    assert len(unknown) == found[State.UNKNOWN] <= WIDTH * kills
    got = {
        person_id: sum(message.from_bot for message in stage.world.chat(user_id).messages)
        for person_id, user_id in people.items()
    }
    twice = [person_id for person_id, number in got.items() if number > 1]
    lost = [person_id for person_id, number in got.items() if not number and person_id not in unknown]
    assert (twice, lost) == ([], [])
    return len(unknown), sum(got[person_id] for person_id in unknown)


async def test_killed_at_every_commit_of_the_courier(stage: Stage) -> None:
    """Leased; in flight and not arrived; in flight and arrived; answered and perhaps not recorded; recorded."""
    people = await audience(stage, 200)
    rounds = 6
    async with bots_on(stage, 100.0) as bots:
        unknown = 0
        for point in ("leased", "not arrived", "arrived", "answered", "recorded") * rounds:
            before = await counts(stage)
            died = asyncio.Event()

            def strike(died: asyncio.Event = died) -> None:
                if not died.is_set():
                    bots.strike()
                    died.set()

            def omen(method: str, point: str = point, strike: Callable[[], None] = strike) -> Blow | None:
                if method != "sendMessage":
                    return None
                if point == "answered":
                    asyncio.get_running_loop().call_later(0.001, strike)
                return {"not arrived": Blow.UNDONE, "arrived": Blow.DONE}.get(point)

            stage.world.omen, stage.world.strike = omen, strike
            await bots.start()
            if point in ("leased", "recorded"):
                state = State.LEASED if point == "leased" else State.SENT
                await until(stage, lambda now: now[state] > before[state], look=0.001)  # noqa: B023
                strike()
            await asyncio.wait_for(died.wait(), PATIENCE)
            stage.world.omen = lambda _method: None
            now = await counts(stage)
            assert now[State.INFLIGHT] <= WIDTH
            assert now[State.UNKNOWN] - unknown <= WIDTH
            unknown = now[State.UNKNOWN]
        await bots.start()
        await until(stage, lambda now: not any(now[state] for state in OPEN))
        named, arrived = await assert_none_lost_none_twice(stage, people, bots.kills)
        print(f"\n{bots.kills} kills at the commits of the courier, {len(people)} letters:")
        print(f"0 lost, 0 doubled, {named} unknown by name ({arrived} of them have arrived)")


async def test_killed_two_hundred_times_in_a_run_of_two_thousand(stage: Stage) -> None:
    chance = random.Random(SEED)
    people = await audience(stage, LETTERS)
    most, unknown = 0, 0
    async with bots_on(stage, 200.0) as bots:
        stage.patience = 10 * PATIENCE
        while bots.kills < KILLS:
            died = asyncio.Event()
            left = chance.randint(1, max(1, 2 * LETTERS // KILLS - 4))
            blow = chance.choice((None, *Blow))

            def strike(died: asyncio.Event = died) -> None:
                if not died.is_set():
                    bots.strike()
                    died.set()

            def omen(
                method: str, strike: Callable[[], None] = strike, blow: Blow | None = blow, died: Any = died
            ) -> Blow | None:
                nonlocal left
                left -= method == "sendMessage"
                if left or died.is_set():
                    return None
                if blow is None:
                    asyncio.get_running_loop().call_later(chance.random() * 0.02, strike)
                return blow

            stage.world.omen, stage.world.strike = omen, strike
            await bots.start()
            if chance.random() < 0.1:  # at any moment of its start, too
                asyncio.get_running_loop().call_later(chance.random(), strike)
            done = asyncio.create_task(until(stage, lambda now: not any(now[state] for state in OPEN), look=0.5))
            dead = asyncio.create_task(died.wait())
            await asyncio.wait((done, dead), return_when=asyncio.FIRST_COMPLETED)
            over = done.done()
            done.cancel(), dead.cancel()
            if over:
                break
            now = await counts(stage)
            most, unknown = max(most, now[State.UNKNOWN] - unknown), now[State.UNKNOWN]
            assert sum(now.values()) == len(people) and most <= WIDTH
        stage.world.omen = lambda _method: None
        if not bots.pid:
            await bots.start()
        await until(stage, lambda now: not any(now[state] for state in OPEN))
        named, arrived = await assert_none_lost_none_twice(stage, people, bots.kills)
        print(f"\nseed {SEED}: {bots.kills} random kills in a run of {len(people)} letters: 0 lost, 0 doubled,")
        print(f"{named} unknown by name, at most {most} a kill ({arrived} of them have arrived); totals add up")
        assert bots.kills == KILLS


@on_postgresql
async def test_of_two_processes_the_one_that_sends_is_killed_and_the_other_goes_on(stage: Stage) -> None:
    people = await audience(stage, 300)
    async with bots_on(stage, 50.0) as one, bots_on(stage, 50.0) as other:
        await one.start()
        await until(stage, lambda now: now[State.SENT] > 20)
        await other.start()
        await until(stage, lambda now: now[State.SENT] > 60)
        owners = await stage.rows(sa.select(_LEASE.c.owner).where(_LEASE.c.name == COURIER))
        held = await stage.rows(sa.select(_L.c.owner).where(_L.c.state != State.PLANNED).distinct())
        assert [row.owner for row in held] == [row.owner for row in owners], "only one has sent so far"
        one.strike()
        await until(stage, lambda now: not any(now[state] for state in OPEN))
        named, arrived = await assert_none_lost_none_twice(stage, people, 1)
        print(f"\n1 of 2 killed: 0 of {len(people)} lost, 0 doubled, {named} unknown ({arrived} of them have arrived)")
