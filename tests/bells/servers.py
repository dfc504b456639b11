"""Servers of doors that ring, strict as the real ones, as the demo has them; and what tests plan of their moods, in a
list, taken in order."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.playground.bells import mail, sms, zalo

PASSWORD = mail.PASSWORD
ENDLESS = 200_000_000
"""Bytes of an answer that goes on and on, where nobody cuts it off."""


@dataclass
class MailServer(mail.MailServer):
    """`answers`: what it says in turn at a step, "rcpt" or "data"; an answer of None there is silence, and the
    connection is cut."""

    answers: dict[str, list[str | None]] = field(default_factory=dict)
    cuts_after: bool = False
    """Takes what it is given, and is gone before it has said so."""

    def _says(self, step: str, otherwise: str) -> str | None:
        return self.answers[step].pop(0) if self.answers.get(step) else otherwise

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self._says("rcpt", "250 OK")
        if said is None:
            _cut(server)
            return "421 gone"
        if said.startswith("250"):
            return await super().handle_RCPT(server, session, envelope, address, options)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        said = self._says("data", "250 taken")
        if said is None:
            _cut(server)
            return "421 gone"
        if said.startswith("250"):
            await super().handle_DATA(server, session, envelope)
        if self.cuts_after:
            _cut(server)
        return said


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    server = MailServer()
    async with mail.receiving(server):
        yield server


@dataclass
class Gateway(sms.SmsGateway):
    """`moods`: status and error of the next answers; None: no answer, and the connection is cut."""

    moods: list[tuple[int, str] | None] = field(default_factory=list)
    in_pieces: bool = False
    """Its answers come in two packets, the second later."""
    endless: bool = False
    """Its answers go on and on; `written` is how far they came, in bytes."""
    written: int = 0

    async def post(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        if (refusal := self.refused(request.headers.get("Authorization"), said)) is not None:
            assert refusal[0] == 401, said
            return web.json_response({"error": refusal[1]}, status=refusal[0])
        mood = self.moods.pop(0) if self.moods else (200, "")
        if (mood is None or 200 <= mood[0] < 300) and not await self.take(said):
            return web.json_response({"id": "again"}, status=409)
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
class ZaloServer(zalo.ZaloServer):
    """`moods`: the next HTTP statuses or, below zero, codes; None: it is done, and no answer comes. `cost`: what it has
    charged."""

    price: int = 200
    cost: int = 0
    moods: list[int | None] = field(default_factory=list)
    renewal_moods: list[int | None] = field(default_factory=list)

    async def renew(self, request: web.Request) -> web.StreamResponse:
        said = dict(await request.post())
        mood = self.renewal_moods.pop(0) if self.renewal_moods else 200
        if mood is not None and mood >= 400:
            return web.json_response({"error": mood}, status=mood)
        answer = self.renewed(request.headers.get("secret_key"), said)
        if mood is None:
            assert request.transport is not None
            request.transport.abort()
            raise asyncio.CancelledError
        return web.json_response(answer)

    async def send(self, request: web.Request) -> web.StreamResponse:
        said = json.loads(await request.read())
        mood = self.moods.pop(0) if self.moods else 0
        if mood is not None and mood >= 400:
            return web.json_response({"message": "no"}, status=mood)
        code = mood if mood is not None and mood < 0 else self.code(request.headers.get("access_token"), said)
        assert code != zalo.WRONG_FIELDS, said
        if code:
            return web.json_response({"error": code, "message": "refused"})
        await self.take(said)
        self.cost += self.price
        if mood is None:
            assert request.transport is not None
            request.transport.abort()
            raise asyncio.CancelledError
        return web.json_response({"error": 0, "message": "Success", "data": {"msg_id": f"zbs-{len(self.taken)}"}})


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
