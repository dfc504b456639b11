"""Servers of doors that ring, strict as the real ones: a mail server in this process, a gateway of SMS, and Zalo with
its keys, hours, numbers a day and codes. What a test plans of their moods is in a list, taken in order."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "mat-khau"
NIGHT = (time(22), time(7))
ENDLESS = 200_000_000
"""Bytes of an answer that goes on and on, where nobody cuts it off."""


@dataclass
class MailServer:
    """A real server of SMTP on loopback, for names with the password PASSWORD, and for whoever says none. `answers`:
    what it says in turn at a step, "rcpt" or "data"; an answer of None there is silence, and the connection is cut."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    answers: dict[str, list[str | None]] = field(default_factory=dict)
    cuts_after: bool = False
    """Takes what it is given, and is gone before it has said so."""

    def _says(self, step: str, otherwise: str) -> str | None:
        return self.answers[step].pop(0) if self.answers.get(step) else otherwise

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self._says("rcpt", "250 OK")
        if said is None:
            _cut(server)
            return "421 gone"
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        said = self._says("data", "250 taken")
        if said is None:
            _cut(server)
            return "421 gone"
        if said.startswith("250"):
            self.taken.append(envelope)
        if self.cuts_after:
            _cut(server)
        return said


def _authenticated(_server: SMTP, _session: Session, _envelope: Envelope, _by: str, said: Any) -> AuthResult:
    return AuthResult(success=isinstance(said, LoginPassword) and said.password == PASSWORD.encode(), handled=False)


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    handler = MailServer()
    loop = asyncio.get_running_loop()

    def begins() -> SMTP:
        return SMTP(handler, hostname="mail.example.vn", authenticator=_authenticated, auth_require_tls=False)

    server = await loop.create_server(begins, "127.0.0.1", 0)
    handler.port = server.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class Gateway:
    """A gateway of SMS. `moods`: status and error of the next answers; None: no answer, and the connection is cut."""

    token: str = "sms-token"
    url: str = ""
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    moods: list[tuple[int, str] | None] = field(default_factory=list)
    in_pieces: bool = False
    """Its answers come in two packets, the second later."""
    endless: bool = False
    """Its answers go on and on; `written` is how far they came, in bytes."""
    written: int = 0

    async def post(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"error": "token"}, status=401)
        assert set(said) == {"to", "text", "reference"} and said["to"].startswith("+84"), said
        assert said["text"].isascii(), "an SMS with marks costs twice"
        mood = self.moods.pop(0) if self.moods else (200, "")
        if mood is None or 200 <= mood[0] < 300:
            if said["reference"] in self.taken:
                return web.json_response({"id": "again"}, status=409)
            self.taken[said["reference"]] = said
        if mood is None:
            assert request.transport is not None
            request.transport.abort()
            raise asyncio.CancelledError
        if self.endless:
            return await self._goes_on(request)
        said = {"id": f"sms-{len(self.taken)}", "error": mood[1]}
        return await _in_pieces(request, said) if self.in_pieces else web.json_response(said, status=mood[0])

    async def _goes_on(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        with suppress(ConnectionError):
            while self.written < ENDLESS:
                await answer.write(b'{"id":"' + bytes(1 << 16))
                self.written += 1 << 16
        return answer


async def _in_pieces(request: web.Request, said: dict[str, str]) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json"})
    await answer.prepare(request)
    words = json.dumps(said).encode()
    await answer.write(words[:5])
    await asyncio.sleep(0.05)
    await answer.write(words[5:])
    await answer.write_eof()
    return answer


@dataclass
class ZaloServer:
    """Zalo's two hosts in one. A key lasts `lasts` seconds by its own clock; what renews it is good once."""

    now: Callable[[], datetime]
    secret: str = "zbs-secret"
    url: str = ""
    refresh: str = "first"
    access: str = ""
    ends: float = 0.0
    lasts: int = 90_000
    daily: int = 20_000
    price: int = 200
    known: set[str] | None = None
    """Numbers that have an account; None: all have."""
    taken: list[dict[str, Any]] = field(default_factory=list)
    renewals: int = 0
    cost: int = 0
    moods: list[int | None] = field(default_factory=list)
    """The next HTTP statuses or, below zero, codes; None: it is done, and no answer comes."""
    renewal_moods: list[int | None] = field(default_factory=list)

    async def renew(self, request: web.Request) -> web.StreamResponse:
        said = await request.post()
        assert request.headers["secret_key"] == self.secret and said["grant_type"] == "refresh_token"
        mood = self.renewal_moods.pop(0) if self.renewal_moods else 200
        if mood is not None and mood >= 400:
            return web.json_response({"error": mood}, status=mood)
        if said["refresh_token"] != self.refresh:
            return web.json_response({"error": -14014, "error_name": "Invalid refresh token"})
        self.renewals += 1
        self.access, self.refresh = f"access-{self.renewals}", f"refresh-{self.renewals}"
        self.ends = self.now().timestamp() + self.lasts
        if mood is None:
            assert request.transport is not None
            request.transport.abort()
            raise asyncio.CancelledError
        answer = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": str(self.lasts)}
        return web.json_response(answer)

    async def send(self, request: web.Request) -> web.StreamResponse:
        said = json.loads(await request.read())
        mood = self.moods.pop(0) if self.moods else 0
        if mood is not None and mood >= 400:
            return web.json_response({"message": "no"}, status=mood)
        code = mood if mood is not None and mood < 0 else self._code(request.headers.get("access_token"), said)
        if code:
            return web.json_response({"error": code, "message": "refused"})
        self.taken.append(said)
        self.cost += self.price
        if mood is None:
            assert request.transport is not None
            request.transport.abort()
            raise asyncio.CancelledError
        return web.json_response({"error": 0, "message": "Success", "data": {"msg_id": f"zbs-{len(self.taken)}"}})

    def _code(self, access: str | None, said: dict[str, Any]) -> int:
        assert set(said) == {"phone", "template_id", "template_data", "tracking_id"}, said
        assert set(said["template_data"]) == {"name", "token"}, said
        if not access or access != self.access or self.now().timestamp() >= self.ends:
            return -124
        if not said["phone"].startswith("84"):
            return -108
        local = self.now().astimezone().timetz() if self.now().tzinfo is None else self.now().timetz()
        if local.replace(tzinfo=None) >= NIGHT[0] or local.replace(tzinfo=None) < NIGHT[1]:
            return -133
        if self.known is not None and said["phone"] not in self.known:
            return -118
        return -144 if len(self.taken) >= self.daily else 0


@asynccontextmanager
async def served(double: Gateway | ZaloServer) -> AsyncIterator[None]:
    app = web.Application()
    if isinstance(double, Gateway):
        app.router.add_post("/send", double.post)
    else:
        app.router.add_post("/v4/oa/access_token", double.renew)
        app.router.add_post("/message/template", double.send)
    async with TestServer(app) as server:
        double.url = str(server.make_url("/send" if isinstance(double, Gateway) else "")).rstrip("/")
        yield
