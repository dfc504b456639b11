"""The one door for detached work: named tasks that are watched, and ended together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.logs import where

log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0
"""After a failure, before a lasting loop begins again."""


class Nursery:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` beside everything else; a failure is logged, and nobody else falls with it. The task, for whoever
        waits for its end."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def last(self, loop: Callable[[], Awaitable[None]], name: str) -> None:
        """Run `loop`, and begin it again whenever it fails: a database that restarts ends whatever waits for it, and
        must not leave a process that serves nobody. It is over when it returns."""
        self.start(_lasting(loop, name), name)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed: %s", task.get_name(), where(error))

    def __len__(self) -> int:
        return len(self._tasks)

    async def join(self) -> bool:
        """Wait until nothing runs; returns whether anything did."""
        ran = bool(self._tasks)
        while self._tasks:
            await asyncio.wait(self._tasks)
        return ran

    async def drain(self, seconds: float) -> None:
        """Wait for what runs, at most `seconds`; then cancel it and wait for that."""
        if self._tasks and seconds > 0:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


async def _lasting(loop: Callable[[], Awaitable[None]], name: str) -> None:
    while True:
        try:
            return await loop()
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
            log.error("%s begins again after: %s", name, where(error))
            await asyncio.sleep(RESTART_SECONDS)
