"""A world, and the two doors into it."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.doors.telegram.request import AiohttpRequest
from bot.playground.http_door import http_door, serving
from bot.playground.inprocess import InProcessRequest
from bot.playground.world import World
from tests.playground.watch import HAU, Watch


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot's coming way of giving retry_after; without it each 429 warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def world(watch: Watch) -> World:
    world = World(now=watch.now, monotonic=watch.monotonic)
    world.human(HAU, "Hậu", "Nguyễn", phone="84912345678")
    return world


@pytest.fixture(params=["in process", "over http"])
async def bot(request: pytest.FixtureRequest, world: World) -> AsyncIterator[ExtBot[None]]:
    """python-telegram-bot's own bot, behind each door in turn."""
    if request.param == "in process":
        bot = ExtBot(world.token, request=InProcessRequest(world), get_updates_request=InProcessRequest(world))
        async with bot:
            yield bot
        return
    async with serving(http_door(world)) as url:
        bot = ExtBot(
            world.token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=AiohttpRequest(read_timeout=5.0),
            get_updates_request=AiohttpRequest(connections=1),
        )
        async with bot:
            yield bot
