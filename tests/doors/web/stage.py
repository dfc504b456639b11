"""The web door on a stage: the real bot, its door on a real port of this machine, and people with browsers.

async with WebOffice(office) as web:
    hau = await web.browser("Nguyễn Công Hậu")
    await hau.says("/menu")
    await hau.taps("Đăng ký danh hiệu")

A browser here is a plain one, without a script: it posts forms as they stand in the page.
"""

import re
import socket
from collections.abc import Iterable
from contextlib import AsyncExitStack
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import aiohttp
import sqlalchemy as sa
from aiohttp import web

from bot.address import Door, room
from bot.dialogue.targets import ToAct, ToView
from bot.doors.buttons import pack
from bot.doors.web.app import Parts, add_door
from bot.doors.web.caller import Caller, Handler, Sent, commands_of
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.people.identity import load_actor
from bot.people.records import Account
from bot.playground.http_door import serving
from bot.slices import COMMANDS
from bot.store.database import Tx
from bot.store.schema import columns
from tests.office import Office

PATH = "/thidua"
COOKIE = "td"


class Doorkeeper:
    """Lets in whoever has a cookie that it has given; the real entrance has tests of its own."""

    def __init__(self) -> None:
        self.inside: dict[str, Caller] = {}

    async def caller(self, request: web.Request, *, active: bool = True, bare: bool = False) -> Caller | None:
        return self.inside.get(request.cookies.get(COOKIE, ""))

    def still(self, _tx: Tx, request: web.Request, caller: Caller) -> Caller | None:
        now = self.inside.get(request.cookies.get(COOKIE, ""))
        return now if now is not None and now.address == caller.address else None

    async def welcome(self, request: web.Request) -> web.StreamResponse:
        page = f'<link rel="icon" href="{PATH}/static/icon.svg"><p>Xin mời vào bằng liên kết của mình.</p>'
        return web.Response(text=page, content_type="text/html")

    def routes(self) -> Iterable[tuple[str, str, Handler]]:
        yield "POST", "/lock", self._ends
        yield "POST", "/out", self._ends

    async def _ends(self, request: web.Request) -> web.StreamResponse:
        self.inside.pop(request.cookies.get(COOKIE, ""), None)
        return web.Response(status=303, headers={"Location": f"{PATH}/"})


class WebOffice:
    """The office with its web door open."""

    def __init__(self, office: Office, *, keep_alive: float = 20.0) -> None:
        self.office, self._keep_alive = office, keep_alive
        self.keeper = Doorkeeper()
        self._stack = AsyncExitStack()
        with socket.socket() as free:
            # Known before it is served: forms say from where they come.
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self._port}"
        self.url = f"{self.origin}{PATH}/"

    async def __aenter__(self) -> "WebOffice":
        service = self.office.service
        database, phrases = service.database, service.phrases
        self.hub = Hub(database)
        self.post = Post(database, phrases, self.hub)
        service.display._channels._channels[Door.WEB] = self.post  # type: ignore[index]
        url = self.origin + PATH
        app = web.Application()
        parts = Parts(database, phrases, self.hub, self.keeper, self._take, url, keep_alive=self._keep_alive)
        add_door(app, parts)
        await self._stack.enter_async_context(serving(app, port=self._port))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _take(self, caller: Caller, key: str, sent: Sent, content: bytes | None = None) -> bool:
        intake = self.office.service.intake
        return await intake.done(await intake.receive_web(caller.address, caller.user_id, key, sent, content))

    async def lets_in(self, name: str) -> tuple[str, Caller]:
        """A session of this person: its cookie, and what the pages know."""
        phone = await self.office.person(name)

        def body(tx: Tx) -> Any:
            accounts = columns(Account)
            mine = accounts.c.user_id == phone.user_id
            tx.execute(sa.update(accounts).where(mine).values(web_since=tx.now))
            return load_actor(tx, phone.user_id, room(phone.person_id))

        actor = await self.office.database.run(body)
        count = len(self.keeper.inside)
        cookie = f"session-of-{phone.person_id}-{count}"
        who = actor.person
        known = commands_of(actor, COMMANDS)
        self.keeper.inside[cookie] = Caller(
            room(phone.person_id),
            phone.user_id,
            f"s{count}",
            f"token-of-{cookie}",
            actor.speech,
            who.full_name,
            who.unit_name,
            known,
        )
        return cookie, self.keeper.inside[cookie]

    async def browser(self, name: str) -> "Browser":
        cookie, caller = await self.lets_in(name)
        client = await self._client({COOKIE: cookie})
        return Browser(self, client, caller)

    async def stranger(self) -> "Browser":
        return Browser(self, await self._client({}), None)

    async def _client(self, cookies: dict[str, str]) -> aiohttp.ClientSession:
        made = aiohttp.ClientSession(cookies=cookies, cookie_jar=aiohttp.CookieJar(unsafe=True))
        return await self._stack.enter_async_context(made)


class Button:
    """A button of a form, with what else the form sends."""

    def __init__(self, form: dict[str, str], action: str, name: str, value: str) -> None:
        self.label, self.form, self.action, self.name, self.value = "", form, action, name, value


class Page(HTMLParser):
    """The contents of a page: its messages with their words, and its forms with their buttons."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.buttons: list[Button] = []
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self._form: dict[str, str] | None = None
        self._action = ""
        self._button: Button | None = None
        self._in_text = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "article":
            self.kinds.append(has["data-kind"])
            self.texts.append("")
        elif tag == "div":
            self._in_text = 1 if has.get("class") == "text" else self._in_text + 1 if self._in_text else 0
        elif tag == "form":
            self._form, self._action = {}, has["action"]
        elif tag == "input" and self._form is not None and has.get("type") == "hidden":
            self._form[has["name"]] = has["value"]
        elif tag == "a":
            self.links.append(has["href"])
        elif tag == "button" and self._form is not None:
            self._button = Button(self._form, self._action, has.get("name", ""), has.get("value", ""))
            self.buttons.append(self._button)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "div" and self._in_text:
            self._in_text -= 1

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._button.label += data.strip()
        elif self._in_text and self.texts:
            self.texts[-1] += data

    def form(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that leads there."""
        found = [one for one in self.buttons if one.action.endswith(f"/{action}")]
        assert found, f"no form leads to {action}"
        return found[-1].form


class Browser:
    """One person's browser without a script. `page` is what stands in it."""

    def __init__(self, web: WebOffice, client: aiohttp.ClientSession, caller: Caller | None) -> None:
        self.web, self.client, self._caller = web, client, caller
        self.status = 0
        self.headers: Any = {}
        self.content = b""
        self.page = Page("")

    @property
    def caller(self) -> Caller:
        assert self._caller is not None
        return self._caller

    async def opens(self, path: str = "") -> "Browser":
        await self._shows(self.client.get(self.web.url + path))
        return self

    async def posts(self, path: str, data: Any, **headers: str) -> "Browser":
        said = {"Origin": self.web.origin, **headers}
        await self._shows(self.client.post(self.web.url + path, data=data, headers=said))
        return self

    async def _shows(self, call: Any) -> None:
        async with call as answer:
            self.status, self.headers = answer.status, answer.headers
            self.content = await answer.read()
            html = self.content.decode("utf-8", "replace") if answer.content_type == "text/html" else ""
            self.page = Page(html)

    async def says(self, text: str) -> None:
        if not self.page.html:
            await self.opens()
        await self.posts("say", {**self.page.form("say"), "text": text})

    async def sends(
        self, name: str, content: bytes, mime: str = "application/pdf", caption: str = "", field: str = "file"
    ) -> None:
        form = aiohttp.FormData({**self.page.form("file"), "text": caption}, quote_fields=False)  # as browsers do
        form.add_field(field, BytesIO(content), filename=name, content_type=mime)
        await self.posts("file", form)

    async def taps(self, label: str) -> None:
        one = self.button(label)
        await self.posts("tap", {**one.form, one.name: one.value})

    def button(self, label: str) -> Button:
        found = [one for one in self.page.buttons if one.label.lstrip("☑☐ ") == label and one.name == "data"]
        assert found, f"no button {label!r} among {self.labels()} under {self.reads()!r}"
        return found[-1]

    async def forges(self, data: str | ToView | ToAct) -> None:
        """Press a button that no page offers: a target of ours, or any text."""
        form = {**self.page.form("tap"), "data": data if isinstance(data, str) else pack(data)}
        await self.posts("tap", form)

    async def chooses(self, label: str) -> None:
        """A command of the menu."""
        found = [one for one in self.page.buttons if one.label == label and one.name == "name"]
        assert found, f"no command {label!r} among {self.menu()}"
        await self.posts("command", {**found[0].form, "name": found[0].value})

    def labels(self) -> list[str]:
        return [one.label for one in self.page.buttons if one.name == "data"]

    def menu(self) -> list[str]:
        return [one.label for one in self.page.buttons if one.name == "name"]

    def reads(self) -> str:
        """The words of the last message."""
        return self.page.texts[-1].strip() if self.page.texts else ""

    def alert(self) -> str:
        found = re.search(r'role="alert">(.*?)</p>', self.page.html)
        return unescape(found[1]) if found else ""
