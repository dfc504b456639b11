"""The department with a bot that dies at a chosen transaction: just before it is durable, or just after."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from telegram.request import RequestData

from bot.playground.inprocess import InProcessRequest
from bot.playground.world import World
from bot.settings import Settings
from bot.slices import watch
from bot.store.database import Database
from bot.store.engines.opening import is_sqlite, open_database
from bot.wiring import service
from tests.office import Office, phrases_read_once, registry_made_once

APART = int(os.environ.get("THIDUA_DEATHS_APART", "4"))


def apart(url: str) -> int:
    """A bot dies at every so many commits of a deed: on SQLite at each, on PostgreSQL at every fourth, and in `make
    drill` at each there too. These deaths are Python's, before a body begins or after its commit, so that only the
    statements can differ. Real ones, at every commit of the courier on both engines: tests/kill/test_letters.py."""
    return 1 if is_sqlite(url) else APART


class Death(BaseException):
    """The process is gone: nothing of it goes on, and nothing can catch this."""


class Life:
    """A store as one process sees it while it lives."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._left, self._durable = 0, False
        self.dead = False
        self.requests, self._under_way = 0, 0
        self._kept: object = None
        """What was so far when the last transaction was durable."""
        self.at_the_commit = False
        """It died before a transaction, and everything is as if it had died when the one before that was durable."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def ends(self, number: int, *, durable: bool) -> None:
        """At the `number`-th transaction from now."""
        self._left, self._durable = number, durable

    async def run(self, body: Any) -> Any:
        self.goes_on()
        self._left -= 1
        last = self._left == 0
        if last and not self._durable:
            self.at_the_commit = not self._under_way and self._kept == self._so_far()
            self.dead = True
        self.goes_on()
        self._under_way += 1
        try:
            value = await self._database.run(body)
        finally:
            self._under_way -= 1
            self._kept = self._so_far()
        self.dead |= last
        self.goes_on()
        return value

    def _so_far(self) -> object:
        """The requests that were made, and the time: a pause moves the clock."""
        return self.requests, self._database.clock.monotonic()

    async def read(self, body: Any) -> Any:
        self.goes_on()
        return await self._database.read(body)

    def goes_on(self) -> None:
        if self.dead:
            raise Death


class Line(InProcessRequest):
    """The connection of a process, which is cut when it dies."""

    __slots__ = ("_life",)

    def __init__(self, world: World, life: Life) -> None:
        super().__init__(world)
        self._life = life

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        self._life.goes_on()
        self._life.requests += 1
        return await super().do_request(url, method, request_data)


class MortalOffice(Office):
    """`database` is the test's own way into the store."""

    life: Life
    died = at_the_commit = False

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.database = open_database(url, self.clock)

    async def open(self) -> None:
        life = self.life = Life(self.database)
        settings = Settings(bot_token=self.world.token, database_url=self.url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.wiring.Phrases", phrases_read_once)
            patch.setattr("bot.wiring.registry", registry_made_once)
            self.service = await self._stack.enter_async_context(
                service(settings, self.clock, life, lambda: Line(self.world, life))  # type: ignore[arg-type]
            )
        self.service.intake.start(polling=False)

    async def close(self) -> None:
        await self.dies()
        await self.database.close()

    async def dies(self) -> None:
        """Wherever it is."""
        self.life.dead = True
        for tasks in (self.service.intake._loops, self.service.intake._workers, self.service.courier._calls):
            await tasks.drain(0.0)
        await self.service.courier._changing.stop(0.0)
        await self._stack.aclose()

    async def is_born(self) -> None:
        self._stack = AsyncExitStack()
        await self.open()

    def deaths(self, most: int, *, all_of_it: bool = True) -> Iterator[tuple[int, bool]]:
        """All ways to die of one deed, which has less than `most` commits, for `dies_at`: before the first, the second
        and so on is durable, until there is none left; and after each. Where a process died before a commit, and had
        neither called anybody nor waited since the one before, it was as dead as it can be after that one.
        `all_of_it`: more commits than that are a fault; otherwise those that follow are left out."""
        known, stride = set[int](), apart(self.url)
        for durable in (False, True):
            for number in range(1, most, stride):
                if durable and number in known:
                    continue
                yield number, durable
                if not self.died:
                    break
                if not durable and self.at_the_commit:
                    known.add(number - 1)
            else:
                assert not all_of_it, "it goes on dying"

    async def dies_at(self, number: int, durable: bool) -> bool:
        """Do what waits, die of it, be born again, and do the rest; False: there were fewer commits."""
        self.life.ends(number, durable=durable)
        try:
            await self.lives()
            self.died = self.life.dead
        except Death:
            self.died = True
        self.at_the_commit = self.life.at_the_commit
        self.life.ends(0, durable=False)
        if self.died:
            await self.dies()
            await self.is_born()
            await self.lives()
        return self.died

    async def lives(self) -> None:
        """Do whatever waits to be done: send while people are answered, change, and look how far it is."""
        await self.service.courier.take_over()
        ends = await asyncio.gather(self._answers(), self.service.courier.deliver(), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        await self.service.courier.deliver()
        await self.service.courier.change()
        await self.clock.sleep(4.0)
        await watch(self.life, self.service.display.refresh).look()  # type: ignore[arg-type]
        await self.settle()

    async def _answers(self) -> None:
        await self.settle()
        await self.service.intake.idle()
