"""`make bench`: speed as ratios against a baseline in the same run. Prints a table; asserts nothing. `python -m
tests.bench notice` is its longest part alone; `chat`, `engines`, `papers`, `browsers` and `large` are others.

The stand-in and the people live in this process; bots run as processes of their own, one after the other. Machines
differ and are shared, so only the ratios mean anything.
"""

import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.consolidation.kinds import PaperForm
from bot.playground.sample import first_morning, load_sample
from bot.settings import OFFICE_ZONE
from bot.store.engines.opening import open_database
from bot.store.upkeep import migrate
from tests.bench import browsers, costs, large, letters, notice, papers, stores
from tests.bench.crowd import Crowd, keep_open, prepare_crowd
from tests.bench.overview import overview
from tests.bench.planning import planning, three_doors, waiting
from tests.bench.running import Start, bot, bot_on, running, script
from tests.bench.workbooks import importing

ROUNDS = 3
PEOPLE, STEPS = 200, 10
RATE, SECONDS = 200, 8.0
BROADCAST = 30
NOTIFIED = int(os.environ.get("THIDUA_NOTIFIED", "10000"))
"""Recipients of a notice. Fewer for a look."""
ECHO = Path(__file__).parent / "echo_bot.py"


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    ours: float
    baseline: float
    ratio: float
    target: str


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        store = Path(folder) / "sample.db"
        await asyncio.to_thread(_prepare, store)
        rows = await _chat(store, Path(folder))
        rows += await asyncio.to_thread(_workbooks)
        rows += await asyncio.to_thread(_papers)
        rows += await _engines()
        rows += await _browsers()
        rows += await _notices()
    _print(rows)


async def only_chat() -> None:
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        store = Path(folder) / "sample.db"
        await asyncio.to_thread(_prepare, store)
        rows = await _chat(store, Path(folder))
    _print(rows)


async def _chat(store: Path, folder: Path) -> list[Row]:
    """Steps, start and letters by Telegram on SQLite, and what is planned and shown of many people."""
    rows: list[Row] = []
    echo = script(ECHO)
    ours, bare, starts, bare_starts = [], [], [], []
    for number in range(ROUNDS):
        bare.append(await _throughput(echo, Crowd.echo))
        copy = folder / f"run-{number}.db"
        shutil.copyfile(store, copy)
        ours.append(await _throughput(bot(copy), Crowd.register))
        bare_starts.append(await _cold_start(echo))
        starts.append(await _cold_start(bot(copy)))
    steps, echoes = statistics.median(ours), statistics.median(bare)
    rows.append(Row("registration steps/s, durable, against an echo bot", steps, echoes, steps / echoes, ">= 1.0"))
    copy = folder / "latency.db"
    shutil.copyfile(store, copy)
    alone, busy = await _latency(bot(copy))
    rows.append(Row(f"p99 ms at {RATE} steps/s, against one tap at a time", busy, alone, busy / alone, "<= 4"))
    cold, bare_cold = statistics.median(starts), statistics.median(bare_starts)
    rows.append(Row("cold start to first poll, s, against bare PTB", cold, bare_cold, cold / bare_cold, "<= 4"))
    rows += await _letters(store)
    staff, leads = await asyncio.to_thread(planning, folder)
    rows.append(Row("reminders for 10,000 people planned, s", staff, 1.0, staff, "< 1"))
    rows.append(Row("the same with digests for 600 leads, s", leads, 1.0, leads, "< 1"))
    waits = await asyncio.to_thread(waiting, folder)
    rows.append(Row("digests of 20,000 pieces of work planned, s", waits, 1.0, waits, "< 1"))
    doors = await asyncio.to_thread(three_doors, folder)
    rows.append(
        Row("letters to 10,000 people by three doors counted and planned, s of one core", doors, 1.0, doors, "< 1")
    )
    for screen, spent in (await asyncio.to_thread(overview, folder)).items():
        rows.append(Row(f"{screen} of 3,000 people, ms of one core", spent, 50.0, spent / 50, "<= 1"))
    return rows


def _workbooks() -> list[Row]:
    ours, bare, megabytes = importing()
    return [
        Row("import of 10,000 people, s, against openpyxl that only reads the file", ours, bare, ours / bare, "<= 2.5"),
        Row("memory of that import, MB, both processes", megabytes, 300.0, megabytes / 300, "< 1"),
    ]


def _papers() -> list[Row]:
    tables = papers.tables()
    rows = []
    for size in papers.SIZES:
        own = {form: cost for (people, form), cost in tables.items() if people == size}
        spent = sum(cost.seconds for cost in own.values())
        what = f"consolidated table of {size:,} registrations as PDF, docx and xlsx, s of one core"
        rows.append(Row(what, spent, 10.0, spent / 10, "< 1"))
        rows += [
            Row(f"of these as {form}, s", cost.seconds, spent, cost.seconds / spent, "") for form, cost in own.items()
        ]
    small, large = papers.SIZES
    for form in PaperForm:
        peaks = tables[large, form].megabytes, tables[small, form].megabytes
        what = f"MB of that as {form}, of {large:,} against {small:,}"
        rows.append(Row(what, *peaks, peaks[0] / peaks[1], ""))
    for (kind, form), cost in papers.others().items():
        what = f"{kind} as {form} of {large:,}, s of one core; {cost.megabytes:.0f} MB"
        rows.append(Row(what, cost.seconds, 10.0, cost.seconds / 10, ""))
    return rows


async def only_notice() -> None:
    _print(await _notices())


async def _notices() -> list[Row]:
    """A notice to many on either engine, while a few people tap."""
    seconds = NOTIFIED / notice.RATE
    print(
        f"a notice to {NOTIFIED} people at {notice.RATE}/s, while people tap: twice {seconds / 60:.0f} min", flush=True
    )
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder, stores.engines(Path(folder)) as engines:
        for engine in engines:
            store = await asyncio.to_thread(stores.sample, engine, NOTIFIED + notice.TAPPERS, "notice")
            run = await notice.notice(store, NOTIFIED)
            sums = ", ".join(f"{count} {state.value}" for state, count in run.totals.items())
            rate = f"letters/s of a notice to {NOTIFIED} on {engine.name}: {run.refused} answers 429; {sums}"
            tap = f"p95 ms of replies meanwhile, against idle; the Office's screen drawn {run.edits} times"
            rows.append(Row(rate, run.rate, notice.RATE, run.rate / notice.RATE, ">= 0.99, 0"))
            rows.append(Row(tap, run.busy, run.idle, run.busy / run.idle, "<= 1.5"))
    return rows


def _prepare(path: Path) -> None:
    url = f"sqlite:///{path}"
    migrate(url)
    clock = Clock(OFFICE_ZONE)
    clock.move_to(first_morning(OFFICE_ZONE))
    database = open_database(url, clock)
    load_sample(database, clock)
    database.run_now(lambda tx: prepare_crowd(tx, PEOPLE))
    database.run_now(keep_open)
    database.close_now()


async def _throughput(start: Start, act: Callable[[Crowd], Awaitable[int]]) -> float:
    """Steps a second of PEOPLE who each take STEPS steps, one after the other, all at once."""
    async with running(start) as (world, _seconds):
        crowd = Crowd(world, PEOPLE, STEPS)
        await crowd.arrive(registering=act is Crowd.register)
        began = time.perf_counter()
        steps = await act(crowd)
        return steps / (time.perf_counter() - began)


async def _letters(store: Path) -> list[Row]:
    await asyncio.to_thread(_enlarge, store)
    rows = []
    for rate, burst in ((25, 30), (25, 2), (30, 30), (30, 2)):
        paced, refused = await letters.pace(letters.fresh(store, f"pace-{rate}-{burst}"), rate, burst)
        what = f"letters/s against a limiter of {rate}/s, burst {burst}: {refused} answers 429"
        rows.append(Row(what, paced, rate, paced / rate, ">= 0.99, 0"))
    ours, bare = await letters.bulk(letters.fresh(store, "bulk"))
    rows.append(Row("letters/s without a limit, ledger kept, against PTB in sequence", ours, bare, ours / bare, ">= 2"))
    busy, idle = await letters.replies_during_a_broadcast(letters.fresh(store, "replies"), BROADCAST)
    what = f"p95 ms of replies while {BROADCAST} letters/s leave, against idle"
    rows.append(Row(what, busy, idle, busy / idle, "<= 1.5"))
    return rows


def _enlarge(store: Path) -> None:
    database = open_database(f"sqlite:///{store}", Clock(OFFICE_ZONE))
    database.run_now(lambda tx: prepare_crowd(tx, letters.BULK - PEOPLE, PEOPLE))
    database.close_now()


async def _cold_start(start: Start) -> float:
    async with running(start) as (_world, seconds):
        return seconds


async def _latency(start: Start) -> tuple[float, float]:
    """p99 in ms: one tap at a time, then RATE taps a second of everybody."""
    async with running(start) as (world, _seconds):
        crowd = Crowd(world, PEOPLE, STEPS)
        await crowd.arrive(registering=True)
        alone = await crowd.tap_alone(400)
        busy = await crowd.tap_at(RATE, SECONDS)
        return _p99(alone), _p99(busy)


def _p99(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=100)[98] * 1000


def _print(rows: list[Row]) -> None:
    width = max(len(row.what) for row in rows)
    print(f"{'':{width}}  {'ours':>9}  {'baseline':>9}  {'ratio':>6}  to reach")
    for row in rows:
        print(f"{row.what:{width}}  {row.ours:9.2f}  {row.baseline:9.2f}  {row.ratio:6.2f}  {row.target}")


async def only_papers() -> None:
    _print(await asyncio.to_thread(_papers))


async def _engines() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder, stores.engines(Path(folder)) as engines:
        rows = [Row(*figure) for figure in await costs.compared(engines)]
        return rows + [await _p99_on(engine) for engine in engines]


async def _p99_on(engine: stores.Engine) -> Row:
    store = await asyncio.to_thread(stores.sample, engine, PEOPLE, "latency")
    alone, busy = await _latency(bot_on(store.url, store.folder))
    return Row(f"p99 ms at {RATE} steps/s on {engine.name}, against idle", busy, alone, busy / alone, "<= 2")


async def only_engines() -> None:
    _print(await _engines())


async def _browsers() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder, stores.engines(Path(folder)) as engines:
        return [Row(*figure) for figure in [*await browsers.steps(engines), *await browsers.boards(engines)]]


async def only_browsers() -> None:
    _print(await _browsers())


async def only_large() -> None:
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder, stores.engines(Path(folder)) as engines:
        _print([Row(*figure) for figure in await large.grown(engines)])


PARTS = {
    "": main,
    "chat": only_chat,
    "notice": only_notice,
    "engines": only_engines,
    "papers": only_papers,
    "browsers": only_browsers,
    "large": only_large,
}
asyncio.run(PARTS[" ".join(sys.argv[1:])]())
