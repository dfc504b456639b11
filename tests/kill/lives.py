"""Lives of a bot after its first: each is forked from a process that has imported everything already, and is `bot run`
from there on, whole. What dies twenty times need not import everything twenty times, which is most of a start.

    zygote = await Zygote.start(environment, folder, log)
    process = await zygote.bears()

Run as a program, this module is that process: it forks at each line that it reads, and tells of the end of each life.
"""

import asyncio
import gc
import os
import signal
import sys
import traceback
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO


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


class Zygote:
    """Has one life at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._life: Life | None = None
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, environment: Mapping[str, str], folder: Path, log: IO[str]) -> "Zygote":
        command = (sys.executable, "-m", __name__)
        return cls(
            await asyncio.create_subprocess_exec(
                *command, env=environment, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=log, start_new_session=True
            )
        )

    async def bears(self) -> Life:
        assert self._process.stdin is not None
        life = self._life = Life()
        self._process.stdin.write(b"\n")
        await life.begun.wait()
        return life

    async def close(self) -> None:
        """With whatever it has borne."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._listening

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            word, _, rest = line.decode().partition(" ")
            assert self._life is not None
            if word == "begins":
                self._life.begins(int(rest))
            elif word == "ends":
                self._life.ends(int(rest))
            else:
                self._life.stdout.feed_data(line)
        if self._life is not None and self._life.returncode is None:
            self._life.ends(await self._process.wait())


def bear() -> None:
    """The program: a life for each line."""
    gc.disable()
    from bot.commands import cli, run  # noqa: F401 - what is imported is there for every life

    gc.freeze()
    gc.enable()
    for _line in sys.stdin:
        if pid := os.fork():
            _, status = os.waitpid(pid, 0)
            print("ends", os.waitstatus_to_exitcode(status), flush=True)
            continue
        code = 1
        try:
            print("begins", os.getpid(), flush=True)
            code = cli.main(["run"])
        except BaseException:  # noqa: BLE001 - the interpreter would say so and end as well
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)


if __name__ == "__main__":
    bear()
