"""The web door of an office on loopback, with its entrance, and browsers that come to it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.address import Door
from bot.doors.entrance.desk import Way
from bot.doors.entrance.entry import Entry
from bot.doors.web.app import Parts, add_door, pages_of
from bot.doors.web.caller import Caller, commands_of
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.people.authentication import links, place
from bot.people.authentication.records import LinkKind
from bot.slices import COMMANDS
from tests.entrance.browser import ANDROID, Browser
from tests.office import Office

PATH = "/thidua"
Come = Callable[..., Awaitable[Browser]]


class WebDoor:
    """The web door: where it is, and links into it."""

    def __init__(self, office: Office, url: str) -> None:
        self.office, self.url = office, url
        self.browsers: list[Browser] = []

    async def browser(self, agent: str = ANDROID) -> Browser:
        self.browsers.append(Browser(self.url + "/", agent))
        return self.browsers[-1]

    async def link(self, name: str, kind: LinkKind = LinkKind.OFFICE, by: int | None = None) -> str:
        """A link for the person of this name."""
        person = await self.office.person(name, linked=False)
        made = await self.office.database.run(lambda tx: links.create(tx, person.person_id, kind, by=by))
        return f"in/{made}"

    async def comes_in(self, name: str, pin: str = "482915") -> Browser:
        """A browser in which this person is in."""
        came = await self.browser()
        await came.opens(await self.link(name))
        page = await came.presses("Tôi đồng ý, vào trang")
        asked = {"pin": pin, "again": pin} if "Nhập lại mã PIN" in page else {"pin": pin}
        await came.presses("Vào trang", **asked)
        assert came.status == 200 and name in came.reads(), came.reads()
        return came

    async def rows(self, table: sa.Table) -> list[Any]:
        return await self.office.rows(sa.select(table))


@asynccontextmanager
async def opened(office: Office, host: str) -> AsyncIterator[WebDoor]:
    """The web door at this name of this machine."""
    port = unused_port()
    url = f"http://{host}:{port}{PATH}"
    hub, phrases = Hub(office.database), office.service.phrases
    post = Post(office.database, phrases, hub)
    office.service.display._channels._channels[Door.WEB] = post  # type: ignore[index]
    _guard, pages = pages_of(phrases, url, office.database)
    entry = Entry(
        Way(office.database, pages, hub, lambda _tx, actor: commands_of(actor, COMMANDS), url, office.world.token)
    )

    async def take(caller: Caller, key: str, sent: Mapping[str, Any], content: bytes | None = None) -> bool:
        return await office.service.intake.do_web(caller.address, caller.user_id, key, sent, content)

    app = web.Application()
    add_door(app, Parts(office.database, phrases, hub, entry, take, url))
    place.open_at(url)
    async with TestServer(app, port=port):
        made = WebDoor(office, url)
        yield made
        for one in made.browsers:
            await one.close()
    place.open_at("")


@pytest.fixture
async def door(office: Office) -> AsyncIterator[WebDoor]:
    """At an address in numbers: browsers have no passkeys there."""
    async with opened(office, "127.0.0.1") as made:
        yield made


@pytest.fixture
async def named(office: Office) -> AsyncIterator[WebDoor]:
    """At an address with a name, to which browsers bind passkeys."""
    async with opened(office, "localhost") as made:
        yield made
