"""Bodies that wait for a thread of the store, and how whoever awaits one hears what became of it."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from bot.store.database import Body


class Job:
    __slots__ = ("body", "error", "future", "loop", "value")

    def __init__(self, body: Body[Any], loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]") -> None:
        self.body, self.loop, self.future = body, loop, future
        self.value: Any = None
        self.error: BaseException | None = None

    def resolve(self) -> None:
        if self.future.done():  # the caller was cancelled; its work is committed all the same
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


def new_job(body: Body[Any]) -> Job:
    """A job of the running event loop."""
    loop = asyncio.get_running_loop()
    return Job(body, loop, loop.create_future())


def tell(jobs: Iterable[Job]) -> None:
    """Tell the callers of these, each in its own event loop, which is woken once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, own in by_loop.items():
        with suppress(RuntimeError):  # that loop has ended; nobody is waiting
            loop.call_soon_threadsafe(_resolve, own)


def _resolve(jobs: Iterable[Job]) -> None:
    for job in jobs:
        job.resolve()
