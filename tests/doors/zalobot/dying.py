"""Processes that answer one message of Zalo's, one after the other, each killed by SIGKILL at one of its commits, until
one is not. Each is brought the same message again, as Zalo may.

`python -m tests.doors.zalobot.dying URL API AHEAD UPDATE`: AHEAD are the seconds by which their clock is ahead. Prints
the number of kills. Each is a child of this one, which has opened nothing.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.playground.inprocess import InProcessRequest
from bot.playground.world import World
from bot.settings import OFFICE_ZONE, Settings, ZaloBotSettings
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.wiring import service
from tests.doors.zalobot.server import SECRET, TOKEN

MOST = 60


async def answer(url: str, api: str, ahead: float, update: Any, fatal: int, moment: str) -> None:
    clock, world = Clock(OFFICE_ZONE), World()
    clock.offset = timedelta(seconds=ahead)
    database = open_database(url, clock)
    zalobot = ZaloBotSettings(TOKEN, SECRET, "https://thidua.example.vn", api)
    settings = Settings(bot_token=world.token, database_url=url, zalobot=zalobot)
    async with service(settings, clock, database, lambda: InProcessRequest(world)) as running:
        commits, kind = 0, type(database)
        run = kind.run

        async def counted(self: Database, body: Any) -> Any:
            nonlocal commits
            commits += 1
            mine = commits == fatal
            if mine and moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = await run(self, body)
            if mine and moment == "after":
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        kind.run = counted  # type: ignore[method-assign]
        running.intake.start(polling=False)
        assert running.guests is not None and await running.guests.receive(update)
        await running.intake.idle()
        await running.display.converge(0.0)
        await running.intake.stop()
    await database.close()


def lives(url: str, api: str, ahead: float, update: Any) -> int:
    kills = 0
    for fatal in range(1, MOST):
        for moment in ("before", "after"):
            child = os.fork()
            if child == 0:
                asyncio.run(answer(url, api, ahead, update, fatal, moment))
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                assert os.WEXITSTATUS(status) == 0
                return kills
            kills += 1
    raise AssertionError("none came to its end")


if __name__ == "__main__":
    print(lives(sys.argv[1], sys.argv[2], float(sys.argv[3]), json.loads(sys.argv[4])))
