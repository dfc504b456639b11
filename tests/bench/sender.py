"""The bot whole, with the kinds of letters of the tests: `sender.py RATE [WIDTH]`, the rate perhaps `inf`."""

import asyncio
import dataclasses
import sys

from bot import settings, wiring
from bot.commands import run as serve
from bot.outbox.courier import WIDTH, Courier
from tests.outbox.run import KINDS

rate, width = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else WIDTH
wiring.letter_kinds = lambda: {kind.name: kind for kind in KINDS}  # type: ignore[attr-defined]
wiring.Courier = lambda *parts: Courier(*parts, width=width)  # type: ignore[assignment, attr-defined]
chosen = dataclasses.replace(settings.load(dotenv=None), send_rate=rate)
asyncio.run(serve.run(chosen, lambda _line: None))
