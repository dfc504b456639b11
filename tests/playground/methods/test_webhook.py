"""A webhook gets each update until it takes it, one at a time per queue."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.playground.http_door import serving
from bot.playground.messages.state import Webhook
from bot.playground.methods.webhook import SECRET_HEADER, Delivery
from bot.playground.world import World
from tests.playground.watch import HAU

LAN = 8


class Office:
    """The far end of a webhook: `decide` gives the status of each answer."""

    def __init__(self, decide: Callable[[str], int] = lambda text: 200) -> None:
        self.decide = decide
        self.heard: list[str] = []
        self.secrets: set[str | None] = set()
        self.held: dict[str, asyncio.Event] = {}
        self._news = asyncio.Event()

    async def hears(self, request: web.Request) -> web.Response:
        update = await request.json()
        text = update["message"]["text"] if "message" in update else update["callback_query"]["data"]
        self.heard.append(text)
        self.secrets.add(request.headers.get(SECRET_HEADER))
        self._news.set()
        if text in self.held:
            await self.held[text].wait()
        return web.Response(status=self.decide(text))

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(120):
            while len(self.heard) < count:
                self._news.clear()
                await self._news.wait()
        return self.heard


@asynccontextmanager
async def hooked(world: World, office: Office, **more: Any) -> AsyncIterator[Delivery]:
    app = web.Application()
    app.router.add_post("/hook", office.hears)
    async with serving(app) as url, Delivery(world, pause=0.01) as delivery:
        status, _ = world.call("setWebhook", {"url": f"{url}/hook", **more})
        assert status == 200
        yield delivery


@pytest.fixture(autouse=True)
def lan(world: World) -> None:
    world.human(LAN, "Lan")


async def test_updates_arrive_with_the_secret_and_leave_the_queue(world: World) -> None:
    office = Office()
    world.says(HAU, "trước khi có webhook")
    async with hooked(world, office, secret_token="mat-khau"):
        world.says(HAU, "sau đó")
        assert await office.until(2) == ["trước khi có webhook", "sau đó"]
        await world.drained()
    assert office.secrets == {"mat-khau"}


async def test_a_refused_update_comes_again_and_holds_back_only_its_own_chat(world: World) -> None:
    refusals = iter([500, 500])
    office = Office(lambda text: next(refusals, 200) if text == "một" else 200)
    async with hooked(world, office):
        world.says(HAU, "một")
        world.says(HAU, "hai")
        world.says(LAN, "của Lan")
        heard = await office.until(5)
        await world.drained()
    assert [text for text in heard if text != "của Lan"] == ["một", "một", "một", "hai"]
    assert heard.index("của Lan") < heard.index("hai")
    _, info = world.call("getWebhookInfo", {})
    assert info["result"]["last_error_message"] == "Wrong response from the webhook: 500"


async def test_a_tap_may_overtake_a_message_of_the_same_person(world: World) -> None:
    office = Office()
    office.held["chậm"] = asyncio.Event()
    async with hooked(world, office):
        said = world.says(HAU, "chậm")
        world.says(HAU, "sau chậm")
        world.taps(HAU, said, "nút", forge=True)
        assert await office.until(2) == ["chậm", "nút"]
        office.held["chậm"].set()
        assert await office.until(3) == ["chậm", "nút", "sau chậm"]


async def test_nobody_listening_is_a_refusal_too(world: World) -> None:
    world.webhook = Webhook(url="http://127.0.0.1:1/hook")
    async with Delivery(world, pause=0.01):
        world.says(HAU, "một")
        for _ in range(200):
            if world.webhook.last_error:
                break
            await asyncio.sleep(0.01)
    assert world.webhook.last_error == "Connection failed: ClientConnectorError"
    assert world.pending() == 1


async def test_without_the_webhook_the_rest_waits_for_a_poll(world: World) -> None:
    office = Office(lambda text: 500)
    async with hooked(world, office):
        world.says(HAU, "một")
        await office.until(1)
        world.call("deleteWebhook", {})
    _, answer = world.call("getUpdates", {})
    assert [update["message"]["text"] for update in answer["result"]] == ["một"]


async def test_redelivery_posts_each_update_twice(world: World) -> None:
    world.redeliver()
    office = Office()
    async with hooked(world, office):
        world.says(HAU, "một")
        assert await office.until(2) == ["một", "một"]
        world.says(HAU, "hai")
        assert (await office.until(4))[2:] == ["hai", "hai"]
        await world.drained()
