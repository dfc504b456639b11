"""The office with its bot as a process of its own, `python -m bot run`, that can be killed; Telegram is in the test.

    hau = await stage.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    await stage.bot.kill()
    await stage.bot.start()
    assert "chưa đăng ký" in hau.reads()

People talk as in tests/office.py. After each thing they do they wait for its answer, which is there when the update is
done in the store and nothing of their chat lags. How long that takes is the machine's affair: they wait `PATIENCE`
seconds, which is nearly all that a test may take.
"""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.clock import Clock
from bot.dialogue.surface import SurfaceRow
from bot.people.identity import Scope, roster
from bot.playground.api.faults import NoReply
from bot.playground.api.files import Upload
from bot.playground.http_door import http_door, serving
from bot.playground.world import NO_FILES, Answer, World
from bot.settings import OFFICE_ZONE
from bot.store import inbox, leases
from bot.store.database import Database, Tx
from bot.store.engines.opening import is_sqlite, open_database
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.kill.lives import Life, Zygote
from tests.kill.nest import ROOT
from tests.office import FIRST_USER, Phone, link, staff_called

PATIENCE = 540.0
"""Seconds after which somebody who waits says for what. The test itself ends a minute later: `faulthandler_timeout` in
pyproject.toml."""
LOOK, LONGEST_LOOK = 0.02, 0.25
"""Seconds between two looks, the longer the longer nothing has happened: who looks all the time keeps the bot from its
work."""
_PORT = re.compile(r":(\d+)/health")

_I, _S = columns(InboxRow), columns(SurfaceRow)


class Blow(StrEnum):
    """What has become of a call in whose midst the bot is killed. Either way no answer reaches it."""

    UNDONE = "undone"
    DONE = "done"


class FatefulWorld(World):
    """Asks `omen`, at each call of the bot, whether the bot dies of it."""

    def __init__(self) -> None:
        super().__init__()
        self.omen: Callable[[str], Blow | None] = lambda _method: None
        self.strike: Callable[[], None] = lambda: None

    def call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] = NO_FILES) -> Answer:
        blow = self.omen(method)
        if blow is None:
            return super().call(method, params, files)
        if blow is Blow.DONE:
            super().call(method, params, files)
        self.strike()
        raise NoReply


class Bot:
    """One process that serves. `start` returns once it says so, however long the machine takes.

    Its lives are forked, as lives.py says; on a stage that is `plain`, the first is `python -m bot run`.
    """

    def __init__(self, stage: "Stage", name: str, settings: Mapping[str, str], code: str | None = None) -> None:
        self._stage, self._settings, self._code = stage, settings, code
        self.log = stage.folder / f"{name}.log"
        """What it wrote to stderr, over all its lives."""
        self.starts = 0
        self.port = 0
        self.process: Process | Life
        self._zygote: Zygote | None = None

    async def start(self) -> None:
        self.process = await (self.spawn() if self._begins_plainly else self._again())
        self.starts += 1
        assert self.process.stdout is not None
        while line := (await self.process.stdout.readline()).decode():
            if found := _PORT.search(line):
                self.port = int(found[1])
                return
        raise AssertionError(f"the bot ended before it began to serve:\n{self.log.read_text()[-2000:]}")

    async def spawn(self, command: str = "run") -> Process:
        """The process, as soon as it exists."""
        words = ["-m", "bot", command] if self._code is None else ["-c", self._code]
        with self.log.open("a") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, *words, env=self._environment, cwd=self._stage.folder, stdout=PIPE, stderr=log
            )

    async def says(self, command: str) -> tuple[int, str]:
        """How another command ends that is given where the bot would run, and what it says; none of it is a log."""
        before = self.log.read_text() if self.log.exists() else ""
        zygote = await self._new_zygote()
        process = await zygote.bears(command)
        code = await process.wait()
        said = await process.stdout.read()
        await zygote.close()
        errors = self.log.read_text().removeprefix(before)
        self.log.write_text(before)
        return code, said.decode() + errors

    @property
    def _begins_plainly(self) -> bool:
        return self._code is not None or (self._stage.plain and self.starts == 0)

    async def _again(self) -> Life:
        if self._zygote is None:
            self._zygote = await self._new_zygote()
        return await self._zygote.bears("run")

    async def _new_zygote(self) -> Zygote:
        return await Zygote.start(self._environment, self._stage.folder, self.log)

    @property
    def _environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("THIDUA_")}
        return inherited | {"PYTHONPATH": str(ROOT), **self._settings}

    @property
    def running(self) -> bool:
        return self.process.returncode is None

    def strike(self, life: Process | Life | None = None) -> None:
        """SIGKILL, this instant, to the life that it has, or had when somebody resolved to end it."""
        with suppress(ProcessLookupError):
            (life or self.process).send_signal(signal.SIGKILL)

    async def kill(self) -> None:
        self.strike()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM, as systemd does; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()

    async def close(self) -> None:
        if hasattr(self, "process"):
            await self.kill()
        if self._zygote is not None:
            await self._zygote.close()

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}/health") as answer:
            return answer.status, await answer.json()


async def health_becomes(bot: Bot, status: int) -> dict[str, Any]:
    """Ask until the answer has this status; its body."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found, body = await bot.health()
            if found == status:
                return body
            await asyncio.sleep(0.1)


class Caller(Phone):
    """Somebody who waits for the own answer only, so that several may talk at once."""

    def __init__(self, stage: "Stage", user_id: int, name: str, person_id: int, phone: str | None) -> None:
        self.stage = stage
        super().__init__(self, user_id, name, person_id, phone)  # type: ignore[arg-type]
        self.world = stage.world

    async def settle(self) -> None:
        await self.stage.answered(self.user_id)

    def kept(self, words: str) -> list[str]:
        """The messages of the bot that say `words`."""
        return [message.text for message in self.from_bot() if words in message.text]


class Stage:
    """`world` with its door, the store, and the processes on it. `bot` is the first of them."""

    def __init__(self, url: str, folder: Path, api_url: str, world: FatefulWorld) -> None:
        self.url, self.folder, self.api_url, self.world = url, folder, api_url, world
        self.clock = Clock(OFFICE_ZONE)
        self.database = self.reopened()
        self.people: list[Caller] = []
        self.bots: list[Bot] = []
        self.secrets: set[str] = {world.token.partition(":")[2]}
        """What no log may hold."""
        self.failures_expected = False
        self.plain = False
        """The first life of each bot has an interpreter of its own, as the operator's has."""
        self.bot = self.new_bot()
        self._first = world.updates.next_id
        world.strike = self.bot.strike

    def reopened(self) -> Database:
        """The store, opened anew."""
        return open_database(self.url, self.clock)

    def new_bot(self, *, code: str | None = None, **settings: str) -> Bot:
        """A process on this store, not started yet. `code` runs in place of `-m bot run`."""
        wanted = {
            "THIDUA_BOT_TOKEN": self.world.token,
            "THIDUA_API_URL": self.api_url,
            "THIDUA_DATABASE_URL": self.url,
            "THIDUA_HTTP_PORT": "0",
            "THIDUA_LOG_FORMAT": "json",
            **settings,
        }
        self.bots.append(Bot(self, f"bot-{len(self.bots)}", wanted, code))
        return self.bots[-1]

    async def prepare(self) -> None:
        """The sample campaign is open now: these processes live in real time."""
        await self.database.run(_open_campaign)
        for person in await self.database.run(lambda tx: roster(tx, Scope(everybody=True), tx.clock.today())):
            if person.phone:
                self.secrets |= {person.phone, person.phone.removeprefix("+"), "0" + person.phone.removeprefix("+84")}

    async def person(self, name: str, *, linked: bool = True) -> Caller:
        user_id = FIRST_USER + len(self.people)
        staff = await self.database.run(lambda tx: staff_called(tx, name))
        assert staff is not None, f"nobody is called {name}"
        words = name.split()
        phone = (staff.phone or "").removeprefix("+") or None
        self.world.human(user_id, words[-1], " ".join(words[:-1]), phone=phone)
        self.people.append(Caller(self, user_id, name, staff.id, phone))
        if linked:
            await self.database.run(lambda tx: link(tx, user_id, staff.id))
        return self.people[-1]

    # --- waiting ------------------------------------------------------------------------------------------------------

    async def answered(self, user_id: int) -> None:
        """Return when whatever this person has done so far is done, and shown."""
        last = self.world.updates.next_id - 1
        await self.until(lambda tx: self._answered(tx, user_id, last), f"{user_id} was not answered")

    async def settled(self) -> None:
        """Return when everything that anybody has done so far is done, and shown."""
        last = self.world.updates.next_id - 1
        confirmed = self.world.pending
        await self.until(lambda tx: not confirmed() and self._answered(tx, None, last), "the bot did not settle")

    async def until(self, true: Callable[[Tx], bool], complaint: str) -> None:
        """Look whenever a phone shows something new, and now and then; fail after `PATIENCE`."""
        news, pause = asyncio.Event(), LOOK
        stop_watching = self.world.watch(lambda _chat_id: news.set())
        try:
            async with asyncio.timeout(PATIENCE):
                while not await self.database.read(true):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(news.wait(), pause)
                    pause = LOOK if news.is_set() else min(1.5 * pause, LONGEST_LOOK)
                    news.clear()
        except TimeoutError:
            raise AssertionError(f"{complaint}\n{self.bots[0].log.read_text()[-2000:]}") from None
        finally:
            stop_watching()

    def _answered(self, tx: Tx, user_id: int | None, last: int) -> bool:
        """Every update up to `last` (of one person) has reached the store and is done, and no screen lags."""
        newest = tx.execute(sa.select(sa.func.max(_I.c.update_id))).scalar_one()
        undone = sa.select(sa.func.count()).where(_I.c.done_at.is_(None))
        lags = sa.select(sa.func.count()).where(_S.c.shown < _S.c.wanted)
        if user_id is not None:
            undone, lags = undone.where(_I.c.person_key == user_id), lags.where(_S.c.user_id == user_id)
        reached = (newest or self._first - 1) >= last
        return bool(reached and not tx.execute(undone).scalar_one() and not tx.execute(lags).scalar_one())

    async def rows(self, statement: Any) -> list[Any]:
        return await self.database.read(lambda tx: list(tx.execute(statement).all()))

    async def undone(self) -> list[int]:
        return [row.update_id for row in await self.rows(sa.select(_I.c.update_id).where(_I.c.done_at.is_(None)))]

    async def lagging(self) -> list[int]:
        return [row.address for row in await self.rows(sa.select(_S.c.address).where(_S.c.shown != _S.c.wanted))]

    async def outlasts(self) -> None:
        """Let all that the dead hold on PostgreSQL run out now, as it does by itself within twelve seconds, for which
        tests/kill/test_replicas.py waits. Nobody may live. On SQLite whoever starts is alone, and needs not wait."""
        assert not any(bot.running for bot in self.bots if bot.starts)
        if is_sqlite(self.url):
            return
        await self.database.run(inbox.free)
        await self.database.run(leases.clear)

    async def is_born_again(self, bot: Bot) -> None:
        """Killed, and started again when nothing is held any more."""
        await bot.kill()
        await self.outlasts()
        await bot.start()

    @asynccontextmanager
    async def looked_after(self) -> AsyncIterator[None]:
        """As under systemd: whenever the bot has died, it is started again."""

        async def look() -> None:
            while True:
                await self.bot.process.wait()
                await self.outlasts()
                try:
                    await self.bot.start()
                except AssertionError:
                    if (
                        await self.bot.process.wait() != -signal.SIGKILL
                    ):  # it was not struck: that is a fault of its own
                        raise

        async with asyncio.TaskGroup() as group:  # who waits for an answer hears of it when there can be none
            keeper = group.create_task(look())
            yield
            keeper.cancel()

    # --- the end ------------------------------------------------------------------------------------------------------

    async def close(self) -> None:
        for bot in self.bots:
            await bot.close()
        await self.database.close()

    def assert_quiet_logs(self) -> None:
        """No secret in any log, no failure, and every line an object of its own."""
        for bot in self.bots:
            text = bot.log.read_text() if bot.log.exists() else ""
            assert not [secret for secret in self.secrets if secret in text], "a secret is in the log"
            entries = [json.loads(line) for line in text.splitlines()]
            failures = [entry for entry in entries if entry["level"] in ("ERROR", "CRITICAL")]
            assert self.failures_expected or not failures, failures


@asynccontextmanager
async def staged(url: str, folder: Path) -> AsyncIterator[Stage]:
    """A stage on the prepared store `url`; its bot is not started yet."""
    world = FatefulWorld()
    async with serving(http_door(world)) as api_url:
        stage = Stage(url, folder, api_url, world)
        try:
            await stage.prepare()
            yield stage
        finally:
            await stage.close()


def _open_campaign(tx: Tx) -> None:
    table = columns(Campaign)
    now = tx.now
    tx.execute(sa.update(table).values(opens_at=now - timedelta(days=1), deadline_at=now + timedelta(days=30)))
