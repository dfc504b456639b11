"""The web door of a real bot: the rate and the cost of a step in a browser, against the same step at Telegram; and what
a thousand browsers cost that have a board open while others answer.

A browser here does what the page's own script does: it holds a stream of what changes, posts its forms beside it, and
reads the answers. Steps of both doors are measured by turns; figures are of the bot's own process, and of the server
where the store has one.
"""

import asyncio
import json
import os
import re
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import aiohttp
import psutil  # type: ignore[import-untyped]
import sqlalchemy as sa

from bot.doors.entrance.cookies import SESSION
from bot.doors.web.conversation import new_key
from bot.people.authentication import sessions
from bot.people.records import Account, Grant, Person, Role
from bot.playground.http_door import http_door, serving
from bot.playground.world import World
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bench.crowd import FIRST_USER, TITLE, Crowd, keep_open
from tests.bench.department import SINCE, hire
from tests.bench.stores import Engine, Store, sample

Figure = tuple[str, float, float, float, str]
"""A row of the bench: what it is, ours, the baseline, the ratio, what is to be reached."""
ROUNDS = 3
PEOPLE, STEPS = 200, 10
DEPARTMENT, UNITS, WATCHING = 3_000, 40, int(os.environ.get("THIDUA_WATCHING", "1000"))
ANSWERING = 120
WATCHED_SECONDS = 90.0
"""Three times the pace at which boards are drawn."""
PATH = "/thidua"
DECLINING = ("Không đăng ký năm nay", "Cả hai", "Đi học, biệt phái dài hạn")
_FORM = re.compile(r'<form class="rows".*?</form>', re.S)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_BUTTON = re.compile(r'<button type="submit" name="data" value="([^"]*)"[^>]*>([^<]*)</button>')
_SEQ = re.compile(r'data-seq="(\d+)"(?: data-past)?>')
_ACCOUNTS, _PEOPLE = columns(Account), columns(Person)


@dataclass(frozen=True, slots=True)
class Pace:
    """Steps a second, and milliseconds of processor time of each."""

    rate: float
    cost: float


# --- browsers ---------------------------------------------------------------------------------------------------------


@dataclass
class Browser:
    """A person's browser with the page open. `cookie`, `csrf`: of its session."""

    client: aiohttp.ClientSession
    root: str
    cookie: str
    csrf: str
    seq: int = 0
    screen: str = ""
    """The screen that is up, as HTML."""
    drawn: int = 0
    """Changes that came by the stream."""
    _key: str = field(default="", init=False)
    _tab: str = field(default_factory=new_key, init=False)
    _changed: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _listens: "asyncio.Task[None] | None" = field(default=None, init=False)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{SESSION}={self.cookie}", "Origin": self.root.removesuffix(f"{PATH}/")}

    async def opens(self) -> None:
        """Load the page, and listen."""
        async with self.client.get(self.root, headers=self._headers()) as answer:
            page = await answer.text()
            assert answer.status == 200, page
        found = _SEQ.search(page)
        assert found is not None, page
        self.seq = int(found[1])
        self._key = dict(_HIDDEN.findall(page[page.index('id="say"') :]))["key"]
        ready = asyncio.Event()
        self._listens = asyncio.create_task(self._listen(ready))
        await ready.wait()

    async def _listen(self, ready: asyncio.Event) -> None:
        timeout = aiohttp.ClientTimeout(total=None)
        asked = self.client.get(
            f"{self.root}events?after={self.seq}&tab={self._tab}", headers=self._headers(), timeout=timeout
        )
        async with asked as answer:
            assert answer.status == 200
            ready.set()
            async for line in answer.content:
                if line.startswith(b"data: ["):
                    self._apply(json.loads(line[6:]), by_stream=True)

    def _apply(self, news: Sequence[dict[str, Any]], *, by_stream: bool = False) -> None:
        for one in news:
            if one["seq"] <= self.seq:
                continue
            self.seq = one["seq"]
            self.drawn += by_stream
            if one["html"] and 'data-kind="screen"' in one["html"]:
                self.screen = one["html"]
                self._changed.set()

    async def says(self, text: str) -> None:
        await self._posts("say", {"csrf": self.csrf, "key": self._key, "text": text})

    async def taps(self, label: str) -> None:
        """Press the button whose label ends so, and see the screen that comes."""
        form = _FORM.search(self.screen)
        assert form is not None, self.screen
        button = next((data for data, words in _BUTTON.findall(form[0]) if unescape(words).strip().endswith(label)), "")
        assert button, f"no {label!r} in {self.screen}"
        await self._posts("tap", {**dict(_HIDDEN.findall(form[0])), "data": unescape(button)})

    async def _posts(self, path: str, fields: dict[str, str]) -> None:
        before = self.screen
        headers = {**self._headers(), "Accept": "application/json"}
        data = {**fields, "seq": str(self.seq), "tab": self._tab}
        async with self.client.post(self.root + path, data=data, headers=headers) as answer:
            told = await answer.json()
            assert answer.status == 200, told
        if path == "say":
            self._key = told["key"]
        self._apply(told["news"])
        while self.screen == before:  # it took longer than a page waits: it comes by the stream
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), 60)

    async def closes(self) -> None:
        if self._listens is not None:
            self._listens.cancel()
            with suppress(asyncio.CancelledError):
                await self._listens


def _let_in(tx: Tx, people: Sequence[int]) -> list[tuple[str, str]]:
    """A session for each of these people, who take part by the web from now on: cookie and token."""
    tx.execute(sa.update(_ACCOUNTS).where(_ACCOUNTS.c.person_id.in_(people)).values(web_since=tx.now))
    made = []
    for person_id in people:
        _, secret = sessions.begin(tx, person_id, "Firefox", shared=False)
        visitor = sessions.found(tx, secret)
        assert visitor is not None
        made.append((secret, visitor.csrf))
    return made


@asynccontextmanager
async def _serving(store: Store, world: World) -> AsyncIterator[tuple[str, psutil.Process]]:
    """The bot on `store` with its web door open: where that is, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = f"http://127.0.0.1:{port}{PATH}"
    async with serving(http_door(world)) as api:
        settings = {
            "THIDUA_BOT_TOKEN": world.token,
            "THIDUA_API_URL": api,
            "THIDUA_DATABASE_URL": store.url,
            "THIDUA_HTTP_PORT": str(port),
            "THIDUA_WEB_URL": root,
            "XDG_STATE_HOME": str(store.folder),
        }
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        words = (sys.executable, "-m", "bot", "run")
        process = await asyncio.create_subprocess_exec(
            *words, env=inherited | settings, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            while not world.poll_turn:  # noqa: ASYNC110 - the stand-in has no event for it, and the bench is in no hurry
                await asyncio.sleep(0.002)
            yield root + "/", psutil.Process(process.pid)
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def _client() -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as client:
        yield client


def _spent(engine: Engine, process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system) + engine.seconds()


# --- steps ------------------------------------------------------------------------------------------------------------


async def steps(engines: Sequence[Engine], rounds: int = ROUNDS) -> list[Figure]:
    """The same registration steps by as many people, at Telegram and by browsers."""
    rows = list[Figure]()
    for engine in engines:
        store = await asyncio.to_thread(sample, engine, PEOPLE, "doors")
        chats, pages = list[Pace](), list[Pace]()
        for number in range(rounds):
            copy = await asyncio.to_thread(engine.copy, store, f"chats-{number}")
            chats.append(await _by_telegram(engine, copy))
            copy = await asyncio.to_thread(engine.copy, store, f"pages-{number}")
            pages.append(await _by_web(engine, copy))
        rate, other_rate = (statistics.median(one.rate for one in found) for found in (pages, chats))
        cost, other_cost = (statistics.median(one.cost for one in found) for found in (pages, chats))
        name = engine.name
        rows.append((f"{name}: steps/s by the web, against Telegram", rate, other_rate, rate / other_rate, ">= 2"))
        what = f"{name}: ms of processor a step by the web, against Telegram"
        rows.append((what, cost, other_cost, cost / other_cost, "<= 0.5"))
    return rows


async def _by_telegram(engine: Engine, store: Store) -> Pace:
    world = World(history=4)
    async with _serving(store, world) as (_root, process):
        crowd = Crowd(world, PEOPLE, STEPS)
        await crowd.arrive(registering=True)
        before, began = _spent(engine, process), time.perf_counter()
        taken = await crowd.register()
        seconds, spent = time.perf_counter() - began, _spent(engine, process) - before
    return Pace(taken / seconds, spent / taken * 1000)


async def _by_web(engine: Engine, store: Store) -> Pace:
    keys: Callable[[Tx], Any] = lambda tx: list(  # noqa: E731
        tx.execute(
            sa.select(_ACCOUNTS.c.person_id).where(_ACCOUNTS.c.user_id >= FIRST_USER).order_by(_ACCOUNTS.c.user_id)
        ).scalars()
    )
    inside = await store.run_aside(lambda tx: _let_in(tx, keys(tx)))
    async with _serving(store, World(history=4)) as (root, process), _client() as client:
        browsers = [Browser(client, root, *one) for one in inside]
        await asyncio.gather(*(one.opens() for one in browsers))
        await asyncio.gather(*(one.says("/dangky") for one in browsers))

        async def register(browser: Browser) -> None:
            for _ in range(STEPS):
                await browser.taps(TITLE)

        before, began = _spent(engine, process), time.perf_counter()
        await asyncio.gather(*map(register, browsers))
        seconds, spent = time.perf_counter() - began, _spent(engine, process) - before
        await asyncio.gather(*(one.closes() for one in browsers))
    taken = len(browsers) * STEPS
    return Pace(taken / seconds, spent / taken * 1000)


# --- boards -----------------------------------------------------------------------------------------------------------


async def boards(engines: Sequence[Engine]) -> list[Figure]:
    """Processor time while so many watch the board of their unit and others answer, against nobody watching."""
    rows = list[Figure]()
    for engine in engines:
        store = await asyncio.to_thread(engine.empty, "department")
        await store.run_aside(_build)
        alone, _ = await _watched(engine, await asyncio.to_thread(engine.copy, store, "alone"), 0)
        cores, drawn = await _watched(engine, await asyncio.to_thread(engine.copy, store, "watched"), WATCHING)
        what = f"{engine.name}: cores while {WATCHING} browsers have a board open, drawn {drawn} times, all included"
        rows.append((what, cores, 1.0, cores, "< 1"))
        rows.append(
            (f"{engine.name}: of these, what the answers cost with nobody watching", alone, cores, alone / cores, "")
        )
    return rows


def _build(tx: Tx) -> None:
    hire(tx, DEPARTMENT, UNITS)
    keep_open(tx)
    watching = range(UNITS + 1, WATCHING + 1)
    rows = [{"person_id": one, "unit_id": (one - 1) % UNITS + 1, "since": SINCE} for one in watching]
    tx.insert_new(Grant, [row | {"role": Role.COORDINATOR, "from_roster": True} for row in rows])


async def _watched(engine: Engine, store: Store, watching: int) -> tuple[float, int]:
    """Cores used while so many watch and ANSWERING others answer; how often a board was drawn."""
    answering = range(DEPARTMENT - ANSWERING + 1, DEPARTMENT + 1)
    inside = await store.run_aside(lambda tx: _let_in(tx, [*range(1, watching + 1), *answering]))
    async with AsyncExitStack() as stack:
        root, process = await stack.enter_async_context(_serving(store, World(history=4)))
        client = await stack.enter_async_context(_client())
        browsers = [Browser(client, root, *one) for one in inside]
        leads, others = browsers[:watching], browsers[watching:]
        for place in range(0, len(leads), 20):
            some = leads[place : place + 20]
            await asyncio.gather(*(one.opens() for one in some))
            await asyncio.gather(*(one.says("/donvi") for one in some))
        for one in leads:
            one.drawn = 0
        before, began = _spent(engine, process), time.perf_counter()
        for number, one in enumerate(others):
            due = began + WATCHED_SECONDS * number / len(others)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await one.opens()
            await one.says("/dangky")
            for label in DECLINING:
                await one.taps(label)
            await one.closes()
        await asyncio.sleep(max(0.0, began + WATCHED_SECONDS - time.perf_counter()))
        seconds, spent = time.perf_counter() - began, _spent(engine, process) - before
        await asyncio.gather(*(one.closes() for one in leads))
    return spent / seconds, sum(one.drawn for one in leads)
