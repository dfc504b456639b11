"""The desk of the entrance, common to all its forms: whoever asks, the origin of a form, and the one refusal.

What cannot be used is answered alike and no sooner than anything else, whatever the reason. There is no address to be
sent on to: whoever is in is at the door's own page.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import TypeVar

from aiohttp import web

from bot.dialogue.screens import Phrase, say
from bot.doors.entrance.cookies import Cookies
from bot.doors.entrance.pages import EntryPages
from bot.doors.web.caller import Handler
from bot.doors.web.guard import Form, Sorry, read_form
from bot.doors.web.hub import Hub
from bot.doors.web.pages import Pages
from bot.organisation import records as organisation
from bot.people.authentication import hashing, rules, sessions
from bot.people.authentication.sessions import Visitor
from bot.people.entry.pins import Trial
from bot.people.identity import Actor
from bot.people.passkeys.proving import site_at
from bot.phrases.catalogue import COMRADES
from bot.refusal import Refusal
from bot.store.database import Database, Tx

T = TypeVar("T")
Menu = Callable[[Tx, Actor], tuple[str, ...]]
"""The commands that lead this person somewhere."""
AT_ONCE = 2
"""PINs that are looked at at once: each takes a core and 32 MB."""
CAME = web.RequestKey("came", float)
SLOWEST = 0.25
"""Seconds after which a refusal is answered: longer than any of them takes to find."""
GONE = say("entry.not_usable")
WAITS = ("entry.wait", "passkey.wait")


@dataclass(frozen=True, slots=True)
class Way:
    """All that the entrance needs. `url`: as of the door; `bot_token`: empty where Telegram vouches for nobody."""

    database: Database
    pages: Pages
    hub: Hub
    menu: Menu
    url: str
    bot_token: str = ""


class Desk:
    def __init__(self, way: Way) -> None:
        self.way, self.database, self.hub = way, way.database, way.hub
        self.cookies = Cookies(way.pages.root, secure=way.url.startswith("https:"))
        self.site = site_at(way.url)
        self.pages = EntryPages(way.pages, passkeys=self.site is not None)
        self._slow = asyncio.Semaphore(AT_ONCE)

    # --- forms --------------------------------------------------------------------------------------------------------

    async def form(self, request: web.Request) -> tuple[Form, str]:
        """The form, and the secret of the browser that has been shown it. Raises Sorry for one that has not."""
        form, secret = await read_form(request), self.cookies.link(request)
        if not secret or not hashing.same(form.text("csrf"), hashing.form_key(secret)):
            raise Sorry(403, say("web.sorry.old"))
        return form, secret

    async def visitor_form(self, request: web.Request, *, lately: bool = False) -> tuple[Visitor, Form, str]:
        """The same for a browser that is in; `lately`: also with the secret that it had until a moment ago."""
        form = await read_form(request)
        return await self.visitor(request, form, lately=lately)

    async def visitor(self, request: web.Request, form: Form, *, lately: bool = False) -> tuple[Visitor, Form, str]:
        """The same of a form that is read."""
        cookie = self.cookies.session(request)
        who = await sessions.visitor(self.database, cookie, active=False)
        if who is None and lately and cookie:
            who = await self.database.read(lambda tx: sessions.replaced(tx, cookie))
        if who is None or not hashing.same(form.text("csrf"), who.csrf):
            raise Sorry(403, say("web.sorry.old"))
        return who, form, cookie

    # --- PINs ---------------------------------------------------------------------------------------------------------

    async def salted(self, form: Form) -> str:
        """The new PIN of a form, as it is kept. Raises Refusal for one that is not taken."""
        pin = rules.require_pin(form.text("pin"))
        if not hashing.same("".join(form.text("again").split()), pin):
            raise Refusal("pin.not_same")
        return await self.slowly(partial(hashing.salted, pin))

    async def is_right(self, form: Form, begun: Trial, field: str = "pin") -> bool:
        typed = "".join(form.text(field).split())[: rules.LONGEST_PIN + 1]
        return await self.slowly(partial(hashing.is_pin, typed, begun.kept))

    async def slowly(self, what: Callable[[], T]) -> T:
        """Beside the loop, and few at once."""
        async with self._slow:
            return await asyncio.to_thread(what)

    # --- answers ------------------------------------------------------------------------------------------------------

    async def refuse(self, request: web.Request) -> web.StreamResponse:
        """The one answer to whatever cannot be used."""
        drawn = self.pages.out(await self.language(request), GONE, status=404)
        await self.evenly(request)
        return drawn

    async def evenly(self, request: web.Request) -> None:
        """Wait until it is as long since the request came as any refusal takes."""
        clock = self.database.clock
        await clock.sleep(max(request.get(CAME, clock.monotonic()) + SLOWEST - clock.monotonic(), 0.0))

    def timed(self, handler: Handler) -> Handler:
        """`handler`, with the moment at which the request came."""

        @wraps(handler)
        async def came(request: web.Request) -> web.StreamResponse:
            request[CAME] = self.database.clock.monotonic()
            return await handler(request)

        return came

    def to(self, path: str) -> web.Response:
        return web.Response(status=303, headers={"Location": self.way.pages.root + path})

    async def language(self, request: web.Request) -> str:
        """The language of whoever is not known yet, as phrases are said in it."""
        said = "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "vi"
        return said + COMRADES if await self.database.read(organisation.is_comradely) else said


def alert(error: Refusal) -> tuple[Phrase, int]:
    """The sentence of a page about it, and its status."""
    return Phrase(error.key, error.values), 429 if error.key in WAITS else 422


def is_gone(error: Refusal) -> bool:
    return error.key == GONE.key


def peer(request: web.Request) -> str | None:
    """The address that asks: of a proxy on this machine, the one that it says last. Some write it into a line of their
    own, below whatever the one who asks has said of himself."""
    said = ",".join(request.headers.getall("X-Forwarded-For", ())).rpartition(",")[2].strip()
    return said if said and rules.is_own_machine(request.remote) else request.remote


def browser(request: web.Request) -> str:
    return rules.browser(request.headers.get("User-Agent", ""))
