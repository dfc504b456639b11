"""Processes that ring, one after the other, each killed by SIGKILL at one of its commits, until one is not.

`python -m tests.bells.dying URL PORT AHEAD`: AHEAD are the seconds by which their clock is ahead. Prints the number of
kills. Each is a child of this one, which has opened nothing.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from typing import Any

import bot.tables  # noqa: F401
from bot.address import Door
from bot.clock import Clock
from bot.doors.email.smtp import Mail
from bot.people.authentication import place
from bot.phrases.catalogue import Phrases
from bot.ringing.doors import link_to_ring
from bot.ringing.ringer import Ringer
from bot.settings import OFFICE_ZONE
from bot.store import leases
from bot.store.database import Database
from bot.store.engines.opening import open_database


async def ring(url: str, port: int, fatal: int, moment: str, ahead: float) -> None:
    clock = Clock(OFFICE_ZONE)
    clock.offset = timedelta(seconds=ahead)
    database = open_database(url, clock)
    place.open_at("https://td.example.vn/thidua")
    mail = Mail(f"smtp://127.0.0.1:{port}", "vanphong@so.example.vn", clock)
    ringer = Ringer(database, Phrases(OFFICE_ZONE), {Door.EMAIL: mail}, link_to_ring)
    await database.run(leases.clear)  # the one before is dead, and its lease over
    commits, kind = 0, type(database)
    run = kind.run

    async def counted(self: Database, body: Any) -> Any:
        nonlocal commits
        commits += 1
        if commits == fatal and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await run(self, body)
        if commits == fatal and moment == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    kind.run = counted  # type: ignore[method-assign]
    await ringer.look()
    await ringer.stop()
    await database.close()


def lives(url: str, port: int, ahead: float) -> int:
    kills = 0
    for fatal in range(1, 40):
        for moment in ("before", "after"):
            child = os.fork()
            if child == 0:
                asyncio.run(ring(url, port, fatal, moment, ahead))
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                assert os.WEXITSTATUS(status) == 0
                return kills
            kills += 1
    raise AssertionError("none came to its end")


if __name__ == "__main__":
    print(lives(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
