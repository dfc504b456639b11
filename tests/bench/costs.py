"""The two engines side by side: rate and processor time of a registration step and of a letter, what is asked of the
store for each, and what a second process costs.

Rates depend on what else the machine does, and two processes on two cores show none; processor time of bot and server
together is what can be compared. A run that counts is a run of its own, since counting costs too.
"""

import asyncio
import itertools
import json
import os
import signal
import socket
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import aiohttp
import psutil  # type: ignore[import-untyped]
from aiohttp import web

from bot.playground.http_door import http_door, serving
from bot.playground.world import World
from handlers.intake import WEBHOOK_PATH
from tests.bench import letters
from tests.bench.crowd import Crowd
from tests.bench.running import bot_on, running
from tests.bench.stores import Engine, Store, sample

Figure = tuple[str, float, float, float, str]
ROUNDS = int(os.environ.get("THIDUA_ROUNDS", "3"))
PEOPLE, STEPS, LETTERS = 200, int(os.environ.get("THIDUA_STEPS", "10")), 1000
COUNTED = ("statements", "trips", "commits")


@dataclass
class Meters:
    """Processor time of bots and of the server, and counts of what was asked, between two readings."""

    engine: Engine
    counts_at: Path | None = None
    pids: list[int] = field(default_factory=list)

    def read(self) -> tuple[float, float, dict[str, int]]:
        bots = sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in self.pids)
        return bots, self.engine.seconds(), self._counts()

    def _counts(self) -> dict[str, int]:
        if self.counts_at is None:
            return {}
        self.counts_at.unlink(missing_ok=True)
        os.kill(self.pids[0], signal.SIGUSR1)
        while not self.counts_at.exists():
            time.sleep(0.01)
        found = json.loads(self.counts_at.read_text())
        return {name: found.get(name, 0) for name in COUNTED}


@dataclass(frozen=True, slots=True)
class Cost:
    """One piece of work: how many a second, and milliseconds of processor of bot and of server for each."""

    rate: float
    bot: float
    server: float
    counts: dict[str, float]

    @property
    def both(self) -> float:
        return self.bot + self.server


async def _measured(meters: Meters, work: Callable[[], Awaitable[int]]) -> Cost:
    before, began = meters.read(), time.perf_counter()
    done = await work()
    seconds, after = time.perf_counter() - began, meters.read()
    bots, server = ((after[place] - before[place]) / done * 1000 for place in (0, 1))  # type: ignore[operator]
    counts = {name: (count - before[2][name]) / done for name, count in after[2].items()}
    return Cost(done / seconds, bots, server, counts)


# --- steps ------------------------------------------------------------------------------------------------------------


async def step(engine: Engine, store: Store, *, counting: bool = False) -> Cost:
    """A registration step, of people who all tap at once."""
    counts_at = store.folder / "counts.json" if counting else None
    meters = Meters(engine, counts_at)
    command = ("-m", "tests.bench.counted", str(counts_at)) if counting else ()
    start = bot_on(store.url, store.folder, *command)
    async with running(start, World(history=4), told=meters.pids.append) as (world, _seconds):
        crowd = Crowd(world, PEOPLE, STEPS)
        await crowd.arrive(registering=True)
        return await _measured(meters, crowd.register)


async def step_of(processes: int, engine: Engine, store: Store) -> Cost:
    """The same where updates come by a webhook and are dealt out to so many processes."""
    world, meters = World(history=4), Meters(engine)
    async with AsyncExitStack() as stack:
        dealer = await stack.enter_async_context(_Dealer())
        hook = {"THIDUA_WEBHOOK_URL": dealer.url, "THIDUA_WEBHOOK_SECRET": "webhook-secret-of-the-bench"}
        api = await stack.enter_async_context(serving(http_door(world)))
        for _ in range(processes):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                dealer.ports.append(free.getsockname()[1])
            start = bot_on(store.url, store.folder, **hook, THIDUA_HTTP_PORT=str(dealer.ports[-1]))
            process = await start(api, world)
            stack.push_async_callback(process.wait)
            stack.callback(process.terminate)
            meters.pids.append(process.pid)
        await dealer.all_serve()
        crowd = Crowd(world, PEOPLE, STEPS)
        await crowd.arrive(registering=True)
        return await _measured(meters, crowd.register)


class _Dealer:
    """Hands each call of the webhook to the next process."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.url = ""

    async def __aenter__(self) -> "_Dealer":
        app = web.Application()
        app.router.add_post(WEBHOOK_PATH, self._hand_on)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()
        self._turns: Iterable[int] = itertools.count()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def _hand_on(self, request: web.Request) -> web.Response:
        port = self.ports[next(iter(self._turns)) % len(self.ports)]
        body, headers = await request.read(), request.headers
        address = f"http://127.0.0.1:{port}{WEBHOOK_PATH}"
        async with self._session.post(address, data=body, headers=headers) as answer:
            return web.Response(status=answer.status)

    async def all_serve(self) -> None:
        for port in self.ports:
            while True:
                try:
                    async with self._session.get(f"http://127.0.0.1:{port}/health") as answer:
                        if answer.status == 200:
                            break
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)


# --- letters ----------------------------------------------------------------------------------------------------------


async def letter(engine: Engine, store: Store) -> Cost:
    """A letter with its ledger, with nothing to hold it."""
    world, meters = World(history=4), Meters(engine)
    people = letters.audience(world, LETTERS)
    start = bot_on(store.url, store.folder, "-m", "tests.bench.sender", "inf", str(letters.WIDTH))
    async with running(start, world, told=meters.pids.append):
        await _started(meters)

        async def all_of_them() -> int:
            await letters.plan(store.url, people)
            await letters.sent(world, LETTERS)
            return LETTERS

        cost = await _measured(meters, all_of_them)
        return replace(cost, rate=letters.rate_of(world))


async def _started(meters: Meters) -> None:
    """Wait until these bots have nothing more to do for their start, which is no part of a letter's cost."""
    before = -1.0
    while (spent := meters.read()[0]) - before > 0.05:
        before = spent
        await asyncio.sleep(0.5)


# --- the table --------------------------------------------------------------------------------------------------------


async def compared(engines: Sequence[Engine], rounds: int = ROUNDS) -> list[Figure]:
    """Rows of the bench. Runs of the engines alternate."""
    stores = [await asyncio.to_thread(sample, engine, LETTERS, "costs") for engine in engines]
    found: dict[tuple[str, str], list[Cost]] = {}
    works: dict[str, Callable[[Engine, Store], Awaitable[Cost]]] = {
        "step": step,
        "counted": partial(step, counting=True),
        "letter": letter,
        "one": partial(step_of, 1),
        "two": partial(step_of, 2),
    }
    for number in range(rounds):
        for what, work in works.items():
            for engine, store in zip(engines, stores, strict=True):
                if what in ("one", "two") and engine.name == "sqlite":
                    continue
                copy = await asyncio.to_thread(engine.copy, store, f"costs-{what}-{number}")
                cost = await work(engine, copy)
                found.setdefault((what, engine.name), []).append(cost)
                told = ", ".join(f"{count:.2f} {name}" for name, count in cost.counts.items())
                told = f"{cost.rate:.0f}/s, {cost.bot:.2f} + {cost.server:.2f} ms {told}"
                print(f"{what} on {engine.name}: {told}", flush=True)

    def middle(what: str, engine: str, of: Callable[[Cost], float]) -> float:
        return statistics.median(of(cost) for cost in found[what, engine])

    rows = list[Figure]()
    for what in ("step", "letter"):
        for said, of, target in (
            (f"{what}s/s on PostgreSQL, against SQLite", lambda cost: cost.rate, ">= 0.8"),
            (
                f"ms of processor a {what} on PostgreSQL, server included, against SQLite",
                lambda cost: cost.both,
                "<= 1.5",
            ),
        ):
            ours, base = (middle(what, engine, of) for engine in ("postgresql", "sqlite"))
            rows.append((said, ours, base, ours / base, target))
    for name in COUNTED:
        ours, base = (middle("counted", engine, lambda cost: cost.counts[name]) for engine in ("postgresql", "sqlite"))  # noqa: B023
        rows.append((f"{name} a step on PostgreSQL, against SQLite", ours, base, ours / base if base else 0.0, ""))
    two, one = (middle(what, "postgresql", lambda cost: cost.both) for what in ("two", "one"))
    rows.append(("ms of processor a step with two processes, against one", two, one, two / one, "<= 1.1"))
    return rows
