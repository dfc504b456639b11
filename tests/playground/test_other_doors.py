"""The demo's doors beside Telegram: nothing leaves the machine, nobody but the bot and the page reaches them, and the
real door's headers are as strict as ever wherever they are not the demo's."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.address import Door
from bot.clock import Clock
from bot.commands.playing.doors import PlayedDoors, contacts
from bot.doors.bell import Words
from bot.doors.web.guard import HEADERS, Guard, Sorry
from bot.organisation.records import OrganisationNow
from bot.playground.browsers import address_of, browsers, listener
from bot.playground.http_door import Line, serving
from bot.playground.world import World
from bot.settings import OFFICE_ZONE
from tests.office import Office
from tests.playground.watch import HAU

PAGE = "http://127.0.0.1:8010"


def guarded_door(app: web.Application, url: str) -> None:
    """A door behind the real guard."""

    async def index(_request: web.Request) -> web.StreamResponse:
        return web.Response(text="in")

    async def sorry(_request: web.Request, error: Sorry) -> web.StreamResponse:
        return web.Response(status=error.status)

    app.router.add_get("/", Guard(url, Clock(OFFICE_ZONE)).before(index, sorry))


async def test_the_page_of_the_demo_and_nothing_else_may_frame_the_browsers_of_its_cast() -> None:
    app = browsers([HAU], guarded_door, "http://127.0.0.1:8011", PAGE)
    async with TestClient(TestServer(app)) as client:
        played = await client.get(f"/p/{HAU}/")
        assert played.status == 200 and "X-Frame-Options" not in played.headers
        strict = HEADERS["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in strict
        framed = strict.replace("frame-ancestors 'none'", f"frame-ancestors {PAGE}")
        assert played.headers["Content-Security-Policy"] == framed
        same = {name: value for name, value in HEADERS.items() if "Frame" not in name and "Content-S" not in name}
        assert {name: played.headers[name] for name in same} == same
        elsewhere = await client.get("/web/")
        assert elsewhere.status == 200 and {name: elsewhere.headers[name] for name in HEADERS} == HEADERS
        for path in (f"/p/{HAU}/", "/web/"):
            assert (await client.get(path, headers={"Host": "a.vn"})).status == 403


async def test_a_port_that_is_taken_is_left_to_whoever_has_it() -> None:
    with listener(0) as first:
        taken = int(address_of(first).rpartition(":")[2])
        with listener(taken) as second:
            assert address_of(second) != address_of(first)


async def test_nobody_reaches_the_bot_api_while_the_line_is_cut(world: World) -> None:
    line = Line(world)
    url = await line.open()
    async with ClientSession() as session:
        assert (await session.get(f"{url}/bot{world.token}/getMe")).status == 200
        await line.cut()
        assert world.cut_off
        with pytest.raises(ClientConnectorError):
            await session.get(f"{url}/bot{world.token}/getMe")
        assert await line.open() == url and not world.cut_off
        assert (await session.get(f"{url}/bot{world.token}/getMe")).status == 200
    await line.cut()


@pytest.fixture
async def played(office: Office, world: World) -> AsyncIterator[tuple[PlayedDoors, str]]:
    """The doors of the demo, and where their servers of SMS and Zalo are."""
    office.moves_clock_to(2023, 1, 3, 9)
    own = OrganisationNow(full_name="So Khoa hoc")
    doors = PlayedDoors(office.database, [], own, contacts(), Line(world), "http://127.0.0.1:8011")
    app = web.Application()
    doors.add_servers(app)
    async with serving(app) as at:
        yield doors, at


async def test_the_bots_own_clients_ring_at_this_machine_and_call_no_other(
    played: tuple[PlayedDoors, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    connect = asyncio.SelectorEventLoop.sock_connect

    async def watched(loop: Any, sock: Any, address: Any) -> None:
        called.append(address[0])
        await connect(loop, sock, address)

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", watched)
    doors, at = played
    link = f"{doors.web_url}/in/abc"
    async with doors.bells(at) as bells:
        assert set(bells) == {Door.EMAIL, Door.ZALO, Door.SMS}
        for door, bell in bells.items():
            address = "a@so.example.vn" if door is Door.EMAIL else "+84819400960"
            await bell.ring(Words("bell-1-1", address, "An", link, "Thư", f"Xem {link}", f"xem {link}"))
            await bell.close()
    assert len(called) >= 3 and set(called) == {"127.0.0.1"}


@pytest.mark.parametrize("path", ["/sms", "/zalo/v4/oa/access_token", "/zalo/message/template"])
async def test_no_page_of_a_browser_reaches_the_servers_of_sms_and_zalo(
    played: tuple[PlayedDoors, str], path: str
) -> None:
    _doors, at = played
    async with ClientSession() as session:
        for headers in ({"Origin": PAGE}, {"Referer": "https://a.vn/"}, {"Sec-Fetch-Site": "cross-site"}):
            assert (await session.post(at + path, json={}, headers=headers)).status == 403
        assert (await session.post(at + path, json={}, headers={"Host": "a.vn"})).status == 403
        assert (await session.post(at + path, json={})).status in (200, 401)
