"""Lives of a bot that are forked from a process that has imported everything already, and are `python -m bot …` from
there on, whole. What is started and killed two hundred times need not import everything two hundred times, which is
most of a start.

    zygote = await Zygote.start(environment, folder, log)
    process = await zygote.bears("run")

A zygote is itself forked: from the nest of this process, as tests/kill/nest.py says.
"""

import asyncio
import json
import os
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.store.engines.sqlite import sqlite_path
from tests.kill.nest import nest

NEXT_VERSION = "NEXT_VERSION"
"""Environment variable: Python that makes of this version the next one, for these lives."""
OWN = b"\0"
"""Stands before what a zygote says of itself, also behind half a line of a life that was killed while it wrote it."""

SHORT_PAUSES, PREPARED = "SHORT_PAUSES", "PREPARED"
"""Environment variables of lives: whose pauses while Telegram is away grow to a second, instead of thirty; which have
the file of this name copied, where the demo would make its store step by step."""


class Life:
    """One of them, as asyncio speaks of a process."""

    def __init__(self) -> None:
        self.pid = 0
        self.returncode: int | None = None
        self.stdout = asyncio.StreamReader()
        self.begun, self._ended = asyncio.Event(), asyncio.Event()

    def send_signal(self, number: int) -> None:
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    async def wait(self) -> int:
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    def begins(self, pid: int) -> None:
        self.pid = pid
        self.begun.set()

    def ends(self, code: int) -> None:
        self.returncode = code
        self.stdout.feed_eof()
        for moment in (self.begun, self._ended):
            moment.set()


class Line:
    """To a process that was forked from the nest: it is told something, and answers, line by line."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> None:
        self._reader, self._writer, self._pid = reader, writer, pid

    @classmethod
    async def to(cls, program: str, environment: Mapping[str, str], folder: Path, log: Path) -> "Line":
        """`program`: a module of tests/kill, whose `bear` is what the process does."""
        reader, writer = await asyncio.open_unix_connection(await asyncio.to_thread(nest))
        order = {"program": program, "environment": dict(environment), "folder": str(folder), "log": str(log)}
        writer.write(f"{json.dumps(order)}\n".encode())
        return cls(reader, writer, int(await reader.readline()))

    def say(self, words: str) -> None:
        self._writer.write(f"{words}\n".encode())

    async def hear(self) -> bytes:
        """b"": there is nobody any more."""
        try:
            return await self._reader.readline()
        except ConnectionResetError:  # it was killed before it had heard everything
            return b""

    async def close(self) -> None:
        """With whatever the process has forked."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


class Zygote:
    """Has one life at a time."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._life: Life | None = None
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, environment: Mapping[str, str], folder: Path, log: Path) -> "Zygote":
        return cls(await Line.to(__name__, environment, folder, log))

    async def bears(self, *arguments: str) -> Life:
        life = self._life = Life()
        self._line.say(json.dumps(arguments))
        await life.begun.wait()
        return life

    async def close(self) -> None:
        """With whatever it has borne."""
        await self._line.close()
        await self._listening

    async def _listen(self) -> None:
        while line := await self._line.hear():
            said, mark, own = line.partition(OWN)
            assert self._life is not None
            self._life.stdout.feed_data(said)
            if mark:
                word, _, rest = own.decode().partition(" ")
                (self._life.begins if word == "begins" else self._life.ends)(int(rest))
        if self._life is not None and self._life.returncode is None:
            self._life.ends(-signal.SIGKILL)


def ended(environment: Mapping[str, str], folder: Path, log: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a command and its stdout, for whoever has no loop; its stderr is in `log`."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(nest())
        order = {"program": __name__, "environment": dict(environment), "folder": str(folder), "log": str(log)}
        line.sendall(f"{json.dumps(order)}\n{json.dumps(arguments)}\n".encode())
        line.shutdown(socket.SHUT_WR)
        with line.makefile(encoding="utf-8") as answers:
            _zygote, _life, *said, last = answers
    unfinished, _, own = last.partition(OWN.decode())
    word, _, code = own.partition(" ")
    assert word == "ends", last
    return int(code), "".join([*said, unfinished])


def bear() -> None:
    """Serves as a zygote: a life for each line, which says the arguments of the command."""
    from bot.commands import cli

    if SHORT_PAUSES in os.environ:
        _shorten_pauses()
    if PREPARED in os.environ:
        _have_prepared(os.environ[PREPARED])
    exec(os.environ.get(NEXT_VERSION, ""), {})
    for line in sys.stdin:
        if pid := os.fork():
            _, status = os.waitpid(pid, 0)
            print(f"{OWN.decode()}ends {os.waitstatus_to_exitcode(status)}", flush=True)
            continue
        code = 1
        try:
            print(f"{OWN.decode()}begins {os.getpid()}", flush=True)
            code = cli.main(json.loads(line))
        except BaseException:  # noqa: BLE001 - the interpreter would say so and end as well
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)


def _shorten_pauses() -> None:
    from bot.commands.serving import introduction
    from handlers import intake

    introduction.RETRY_SECONDS = introduction.LONGEST_PAUSE = intake.LONGEST_PAUSE = 1.0  # type: ignore[attr-defined]


def _have_prepared(file: str) -> None:
    from bot.commands import demo

    demo._prepare = lambda url, _clock, _year: shutil.copyfile(file, sqlite_path(url))  # type: ignore[assignment]
