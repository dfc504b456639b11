"""A stand-in in this process, and a bot on it as a process of its own."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.http_door import http_door, serving
from bot.playground.world import World

Start = Callable[[str, World], Awaitable[asyncio.subprocess.Process]]


def _environment(**settings: str) -> dict[str, str]:
    """As where it is installed: modules are compiled once, not at every start, whatever developers prefer."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | settings


def bot(store: Path, *command: str) -> Start:
    """The real one on `store`; `command` runs in place of `python -m bot run`."""
    return bot_on(f"sqlite:///{store}", store.parent, *command)


def bot_on(store_url: str, folder: Path, *command: str, **more: str) -> Start:
    """The same on the store at `store_url`. `more`: its other settings."""

    async def start(url: str, world: World) -> asyncio.subprocess.Process:
        settings = {
            "THIDUA_BOT_TOKEN": world.token,
            "THIDUA_API_URL": url,
            "THIDUA_DATABASE_URL": store_url,
            "THIDUA_HTTP_PORT": "0",
            "XDG_STATE_HOME": str(folder),
            **more,
        }
        words = command or ("-m", "bot", "run")
        return await asyncio.create_subprocess_exec(
            sys.executable, *words, env=_environment(**settings), stdout=asyncio.subprocess.DEVNULL
        )

    return start


def script(path: Path) -> Start:
    """A program that is told the address and the token."""

    async def start(url: str, world: World) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(sys.executable, str(path), url, world.token, env=_environment())

    return start


def _spare_the_collector() -> None:
    """Nothing of this process is collected while a bot is measured: a walk over all that the bench has loaded stops the
    people for some 160 ms, and whoever taps in that time would seem to wait for the bot."""
    gc.collect()
    gc.freeze()
    gc.disable()


@asynccontextmanager
async def running(
    start: Start, world: World | None = None, *, told: Callable[[int], object] = lambda _pid: None
) -> AsyncIterator[tuple[World, float]]:
    """A world with a bot that polls; seconds from the start of its process to its first poll. `told`: of its number."""
    world = world or World(history=4)
    _spare_the_collector()
    async with serving(http_door(world)) as url:
        began = time.perf_counter()
        process = await start(url, world)
        told(process.pid)
        try:
            while not world.poll_turn:  # noqa: ASYNC110 - the stand-in has no event for it, and the bench is in no hurry
                await asyncio.sleep(0.002)
            yield world, time.perf_counter() - began
        finally:
            process.terminate()
            await process.wait()
