"""The bot whole, which counts what it asks of its store: `counted.py FILE`. At SIGUSR1 it writes the counts so far
into that file, as JSON."""

import asyncio
import json
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

from bot import settings
from bot.commands import run as serve

counts, asked = Counter[str](), Counter[str]()
target = Path(sys.argv[1])


def counting(call: Any, name: str) -> Any:
    def counted(*words: Any, **named: Any) -> Any:
        counts[name] += 1
        return call(*words, **named)

    return counted


@event.listens_for(sa.Engine, "before_cursor_execute")
def count(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
    counts["statements"] += len(parameters) if many else 1
    asked[" ".join(statement.split())[:160]] += 1


def write(*_signal: Any) -> None:
    new = target.with_suffix(".new")
    new.write_text(json.dumps({**counts, "asked": asked.most_common(60)}))
    new.rename(target)


for kind in (psycopg.Connection, psycopg.AsyncConnection):
    kind.wait = counting(kind.wait, "trips")  # type: ignore[method-assign]
    kind._exec_command = counting(kind._exec_command, "commits")  # type: ignore[method-assign]
signal.signal(signal.SIGUSR1, write)
asyncio.run(serve.run(settings.load(dotenv=None), lambda _line: None))
