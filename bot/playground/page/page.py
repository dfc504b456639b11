"""The browser page of the playground: one is any person of the sample department, and moves the clock.

Knows the people's side of the stand-in (what phones do and show) and the office's clock; nothing of the bot. Changes
are told over one stream of server-sent events; everything else is asked for.
"""

import asyncio
import mimetypes
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.folding import words
from bot.playground.api.files import MAX_UPLOAD
from bot.playground.page import on_screen
from bot.playground.page.doors import DoorPages
from bot.playground.page.live import Live
from bot.playground.page.stage import ClockRefused, Stage
from bot.playground.page.tour import Tour
from bot.playground.page.verbs import VERBS, done, want
from bot.playground.same_origin import HEADERS, guarded, json_body

JSON = dict[str, Any]

MORNING = 8  # o'clock
# Not asked of the machine: what a registry says about .js differs, and a browser runs no module of another type.
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_STATIC = {file.name: file for file in (Path(__file__).parent / "static").rglob("*") if file.suffix in _KINDS}


def add_page(app: web.Application, stage: Stage) -> None:
    """Mount the page at `/` of `app`; members of the cast who have no Telegram account in `stage.world` yet get one.

    The caller serves `app` on loopback only: a visitor may be anybody.
    """
    for member in stage.cast:
        if member.user_id not in stage.world.humans:
            stage.world.human(member.user_id, member.name, phone=member.phone)
    page = _Page(stage)
    person = "/api/people/{user:[0-9]{1,16}}"
    app.router.add_get("/", guarded(page.index))
    app.router.add_get("/page/{name}", guarded(page.static))
    app.router.add_get("/api/events", guarded(page.live.serve))
    app.router.add_get(f"{person}/chat", guarded(page.chat))
    if (doors := page.doors) is not None:
        app.router.add_get("/api/doors", guarded(doors.doors))
        app.router.add_get(f"{person}/box", guarded(doors.box))
        app.router.add_post(f"{person}/enters", guarded(doors.enters))
        app.router.add_post("/api/telegram", guarded(doors.cuts))
    app.router.add_get(f"{person}/files/{{message:[0-9]{{1,16}}}}/{{key}}", guarded(page.file))
    # A cross-site request may be a GET or a form's POST without asking; a PUT never is, so it may carry any type.
    app.router.add_put(f"{person}/file", guarded(page.sends_file))
    app.router.add_post(f"{person}/{{verb}}", guarded(page.does))
    app.router.add_get("/api/clock", guarded(page.clock))
    app.router.add_post("/api/clock", guarded(page.moves_clock))
    app.cleanup_ctx.append(page.watching)
    app.on_shutdown.append(page.closes)


class _Page:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._cast = {member.user_id: member for member in stage.cast}
        self._read = dict.fromkeys(self._cast, 0)
        self._tour = Tour(stage.world, stage.tour) if stage.tour else None
        self.doors = self._doors_of(stage)
        state_of_doors = self.doors.state if self.doors else None
        self.live = Live(self._state, self._news, self._clock, self._tour.state if self._tour else None, state_of_doors)
        self._moving = asyncio.Lock()

    async def watching(self, app: web.Application) -> AsyncIterator[None]:
        stops = [self._world.watch(self._changed), *([self.doors.watch()] if self.doors else [])]
        yield
        for stop in stops:
            stop()

    async def closes(self, app: web.Application) -> None:
        self.live.close()

    # --- the page itself ---------------------------------------------------------------------------------------------

    async def index(self, request: web.Request) -> web.StreamResponse:
        page, doors = _static("index.html"), self._stage.doors
        if doors is None:
            return page
        own, at = urlsplit(f"//{request.host}"), urlsplit(doors.origin)
        if own.hostname != at.hostname:  # to a browser another name is another site, whose frames get no cookies
            raise web.HTTPTemporaryRedirect(f"http://{at.hostname}:{own.port or 80}/")
        page.headers["Content-Security-Policy"] = f"{HEADERS['Content-Security-Policy']}; frame-src {doors.origin}"
        return page

    async def static(self, request: web.Request) -> web.StreamResponse:
        return _static(request.match_info["name"])

    # --- what it is told ---------------------------------------------------------------------------------------------

    async def chat(self, request: web.Request) -> web.StreamResponse:
        user_id = self._who(request)
        last = request.query.get("last", "100")
        if not re.fullmatch("[0-9]{1,4}", last):
            raise web.HTTPBadRequest(text="last: how many messages, up to 9999")
        return web.json_response(on_screen.chat(self._world, user_id, int(last), self._stage.now().tzinfo))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file in this person's chat: to keep, or with `?view` to look at in a tab of its own."""
        found = on_screen.attachment(self._world, self._who(request), int(request.match_info["message"]))
        if found is None or found.file_id != request.match_info["key"]:
            raise web.HTTPNotFound(text="no such file")
        kind = on_screen.viewed_as(found) if "view" in request.query else None
        headers = {
            "Content-Type": kind or "application/octet-stream",
            "Content-Disposition": f"{'inline' if kind else 'attachment'}; filename*=UTF-8''{quote(found.name)}",
            # A browser's own PDF viewer does not start under a policy; a PDF runs nothing in this origin anyway.
            "Content-Security-Policy": "" if kind == on_screen.PDF else "default-src 'none'; sandbox",
        }
        return web.Response(body=found.data, headers=headers)

    async def clock(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(await self._clock())

    # --- what people do ----------------------------------------------------------------------------------------------

    async def does(self, request: web.Request) -> web.StreamResponse:
        user_id = self._who(request)
        verb = request.match_info["verb"]
        body = await json_body(request)
        if verb == "reads":
            self._reads(user_id, want(body, "up_to", int))
            return web.json_response({})
        if verb not in VERBS:
            raise web.HTTPNotFound(text="nobody does that")
        if self._world.cut_off:
            return _cut_off()
        return done(lambda: VERBS[verb](self._world, user_id, body))

    async def sends_file(self, request: web.Request) -> web.StreamResponse:
        """The body is the file; its name, a caption and `photo` are in the query."""
        user_id = self._who(request)
        name = Path(request.query.get("name", "")).name or "tep"
        data = bytearray()
        async for chunk in request.content.iter_any():
            data += chunk
            if len(data) > MAX_UPLOAD:
                raise web.HTTPRequestEntityTooLarge(max_size=MAX_UPLOAD, actual_size=len(data))
        if self._world.cut_off:
            return _cut_off()
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return done(
            lambda: self._world.sends_file(
                user_id, name, bytes(data), mime, request.query.get("caption"), as_photo="photo" in request.query
            )
        )

    async def moves_clock(self, request: web.Request) -> web.StreamResponse:
        body = await json_body(request)
        async with self._moving:
            try:
                await self._stage.move_clock(await self._moment(body))
            except ClockRefused as refusal:
                return web.json_response({"error": str(refusal)}, status=409)
            finally:
                self.live.clock_moved()
        return web.json_response(await self._clock())

    # -----------------------------------------------------------------------------------------------------------------

    def _doors_of(self, stage: Stage) -> DoorPages | None:
        if stage.doors is None:
            return None
        changed, person_changed = lambda: self.live.doors_changed(), lambda who: self._changed(who)
        return DoorPages(stage.doors, stage.world, self._who, changed, person_changed)

    def _who(self, request: web.Request) -> int:
        user_id = int(request.match_info["user"])
        if user_id not in self._cast:
            raise web.HTTPNotFound(text="nobody of that number")
        return user_id

    def _changed(self, chat_id: int) -> None:
        if chat_id in self._cast:
            if self._tour is not None:
                self._tour.changed(chat_id)
            self.live.person_changed(chat_id)

    def _reads(self, user_id: int, up_to: int) -> None:
        if up_to > self._read[user_id]:
            self._read[user_id] = up_to
            self._changed(user_id)

    def _news(self, user_id: int) -> JSON:
        chat = on_screen.news(self._world, user_id, self._read[user_id], self._stage.now().tzinfo)
        if self.doors is None:
            return chat
        return {**chat, "last": max(chat["last"], self.doors.last(user_id)), **self.doors.news(user_id)}

    async def _state(self) -> JSON:
        people = [
            {
                "name": member.name,
                "position": member.position,
                "unit": member.unit,
                "roles": sorted(member.roles),
                "phone": member.phone,
                "found_by": words(f"{member.name} {member.position} {member.unit}"),
                **(self.doors.about(member.user_id) if self.doors else {}),
                **self._news(member.user_id),
            }
            for member in self._stage.cast
        ]
        return {
            "office": self._stage.office,
            "people": people,
            "suggested": [user_id for user_id in self._stage.suggested if user_id in self._cast],
            "tour": None if self._tour is None else self._tour.state(),
            "clock": await self._clock(),
            "doors": None if self.doors is None else await self.doors.state(),
        }

    async def _clock(self) -> JSON:
        hook = self._stage.next_reminder
        due = None if hook is None else await hook()
        now = self._stage.now()
        return {
            "now": on_screen.wall(now),
            "reminders": hook is not None,
            "next_reminder": due and on_screen.wall(due.astimezone(now.tzinfo)),
        }

    async def _moment(self, body: JSON) -> datetime:
        """The time that was asked for: {"step": "hour" | "morning" | "next_reminder"} or {"to": wall time}."""
        now = self._stage.now()
        match body:
            case {"step": "hour"}:
                return now + timedelta(hours=1)
            case {"step": "morning"}:
                return (now + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
            case {"step": "next_reminder"} if self._stage.next_reminder is not None:
                due = await self._stage.next_reminder()
                return due.astimezone(now.tzinfo) if due else now
            case {"to": str(to)}:
                try:
                    return datetime.fromisoformat(to).replace(tzinfo=now.tzinfo)
                except ValueError:
                    raise web.HTTPBadRequest(text="to: YYYY-MM-DDTHH:MM") from None
        raise web.HTTPBadRequest(text="step or to")


def _cut_off() -> web.Response:
    return web.json_response({"error": "Telegram is cut off"}, status=409)


def _static(name: str) -> web.Response:
    if name not in _STATIC:
        raise web.HTTPNotFound(text="no such file")
    file = _STATIC[name]
    return web.Response(body=file.read_bytes(), headers={"Content-Type": f"{_KINDS[file.suffix]}; charset=utf-8"})
