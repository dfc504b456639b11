"""A process that rings and dies by SIGKILL at its nth commit.

`python -m tests.bells.dying URL PORT N before|after AHEAD`: AHEAD are the seconds by which its clock is ahead.
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
from bot.ringing.ringer import Ringer
from bot.settings import OFFICE_ZONE
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.wiring import link_to_ring


async def ring(url: str, port: int, fatal: int, moment: str, ahead: float) -> None:
    clock = Clock(OFFICE_ZONE)
    clock.offset = timedelta(seconds=ahead)
    database = open_database(url, clock)
    place.open_at("https://td.example.vn/thidua")
    mail = Mail(f"smtp://127.0.0.1:{port}", "vanphong@so.example.vn", clock)
    ringer = Ringer(database, Phrases(OFFICE_ZONE), {Door.EMAIL: mail}, link_to_ring)
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


if __name__ == "__main__":
    asyncio.run(ring(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], float(sys.argv[5])))
