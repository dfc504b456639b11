"""Forks bots, one for each line it reads: what dies two hundred times need not import everything two hundred times.

A line says where the bot is to die by its own hand: `before send 3` within the third transaction in which the courier
makes letters ready, `after record 1` when the first that records answers is durable; `after Ringer.begin 2` at those of
whoever rings, `before ZaloBot.put 1` at those of the bot at Zalo. An empty line: it dies when it is struck. Two lines
answer: the number of the process, and another once it is quite dead.

A bot it forks is `bot.commands.run.run`, whole, with the kinds of letters of the tests, and with bells that ring at any
hour. It is itself forked from the nest.
"""

import asyncio
import os
import signal
import sys
from datetime import time
from typing import Any

from bot import settings, wiring
from bot.bells import rules
from bot.commands import run as serve
from bot.doors.zalobot.channel import ZaloBot
from bot.outbox import opening
from bot.outbox.courier import Courier
from bot.ringing.ringer import Ringer
from bot.store.database import Database, Tx
from tests.outbox.run import KINDS


class Doomed:
    """The store of the courier, or of another that carries something, with a transaction in or after which the process
    dies."""

    def __init__(self, database: Database, when: str, where: str, number: str) -> None:
        self._database, self._when, self._where, self._left = database, when, where, int(number)
        self.clock, self.read = database.clock, database.read

    async def run(self, body: Any) -> Any:
        # The courier's transactions go by the name of what they are for: Courier._send.<locals>.<lambda>.
        self._left -= self._is_it(body.__qualname__)
        if self._left == 0 and self._when == "before":
            return await self._database.run(lambda tx: self._die(tx, body))
        value = await self._database.run(body)
        if self._left == 0:
            self._strike()
        return value

    def _is_it(self, name: str) -> bool:
        # A plain function is one of planning bells, which whoever rings has run.
        whose, what = [part.lstrip("_") for part in name.split(".")][:2] if "." in name else ("Ringer", name)
        return self._where in (what, f"{whose}.{what}")

    def _die(self, tx: Tx, body: Any) -> None:
        body(tx)
        self._strike()

    def _strike(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def live(fate: list[str]) -> None:
    """Serve until killed."""
    wiring.letter_kinds = lambda: {kind.name: kind for kind in KINDS}  # type: ignore[attr-defined]
    wiring.RINGER_SECONDS = 0.2  # type: ignore[attr-defined]
    for door in rules.HOURS:
        rules.HOURS[door] = (time.min, time.max)  # type: ignore[index]
    if fate and "." not in fate[1]:
        wiring.Courier = lambda wire, database, *rest: Courier(wire, Doomed(database, *fate), *rest)  # type: ignore
    elif fate:
        wiring.Ringer = lambda database, *rest: Ringer(Doomed(database, *fate), *rest)  # type: ignore
        opening.ZaloBot = lambda api, database, *rest: ZaloBot(api, Doomed(database, *fate), *rest)  # type: ignore
    asyncio.run(serve.run(settings.load(dotenv=None), lambda _line: None))


def bear() -> None:
    """A bot for each line."""
    for line in sys.stdin:
        if pid := os.fork():
            print(pid, flush=True)
            os.waitpid(pid, 0)
            print("dead", flush=True)
        else:
            live(line.split())
            os._exit(0)
