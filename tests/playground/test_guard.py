"""The stand-in's Bot API is for the bot alone: no page of a browser reaches it, and nothing leaves the machine."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.playground.http_door import http_door, serving
from bot.playground.methods.webhook import Delivery
from bot.playground.world import World
from tests.playground.watch import HAU


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://a.vn"},
        {"Origin": "null"},
        {"Referer": "https://a.vn/"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Host": "a.vn"},
        {"Host": "127.0.0.1.a.vn:8010"},
    ],
    ids=str,
)
async def test_no_page_drives_the_bot_api(world: World, headers: dict[str, str]) -> None:
    said = {"chat_id": str(HAU), "text": "giả mạo"}
    world.says(HAU, "/start")
    async with TestClient(TestServer(http_door(world))) as client:
        path = f"/bot{world.token}/sendMessage"
        for answer in (
            await client.get(path, params=said, headers=headers),
            await client.post(path, data=said, headers=headers),
            await client.get(f"/file/bot{world.token}/documents/1", headers=headers),
        ):
            assert answer.status == 403
        assert [call for call in world.calls if call.method == "sendMessage"] == []
        assert (await client.post(path, data=said)).status == 200


@pytest.mark.parametrize("url", ["https://a.vn/hook", "http://127.0.0.1.a.vn/hook", "http://127.0.0.1@a.vn/hook"])
async def test_a_webhook_outside_is_refused(world: World, url: str) -> None:
    assert world.call("setWebhook", {"url": url})[0] == 400
    assert world.webhook.url == ""


async def test_a_webhook_that_sends_on_is_not_followed(world: World) -> None:
    followed: list[str] = []
    again = asyncio.Event()

    async def sends_on(_request: web.Request) -> web.Response:
        followed.append("hook")
        if len(followed) > 2:
            again.set()
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async def elsewhere(_request: web.Request) -> web.Response:
        followed.append("elsewhere")
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", sends_on)
    app.router.add_post("/elsewhere", elsewhere)
    async with serving(app) as url, Delivery(world, pause=0.01):
        world.call("setWebhook", {"url": f"{url}/hook"})
        world.says(HAU, "Chào")
        await asyncio.wait_for(again.wait(), 60)
    assert set(followed) == {"hook"}
