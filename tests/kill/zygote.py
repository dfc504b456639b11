"""Forks bots, one for each line it reads: what dies two hundred times need not import everything two hundred times.

A bot it forks is `bot.serve.run`, whole, with the kinds of letters of the tests.
"""

import asyncio
import os
import sys

from bot import serve, settings, wiring
from tests.outbox.run import KINDS

wiring.letter_kinds = lambda: {kind.name: kind for kind in KINDS}

pid = 0
for _line in sys.stdin:
    if pid:
        os.waitpid(pid, 0)  # killed already, but perhaps not quite dead: it would still hold the store
    if pid := os.fork():
        print(pid, flush=True)
    else:
        asyncio.run(serve.run(settings.load(dotenv=None), lambda _line: None))
        os._exit(0)
