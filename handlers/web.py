"""The HTTP side of `run`: webhooks into the inbox, /health that tells the truth, /metrics.

A webhook call is answered 200 only when its update is durable; any other answer makes Telegram bring it again.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.store import inbox
from handlers.health import Front, recent
from handlers.intake import WEBHOOK_PATH, Intake

BODY_SECONDS = 20.0
"""Seconds within which the body of a webhook call has to be here."""
MOST_BYTES = 1 << 20
ZALOBOT_PATH = "/zalobot"
ANSWER_SECONDS = 30.0
"""Seconds after which an update that could not be stored is to be brought again."""


def web_app(
    front: Front,
    *,
    polling: bool,
    secret: str | None = None,
    token: str | None = None,
    status: bool = True,
    zalobot: str = "",
) -> web.Application:
    """With `secret` Telegram's webhook, with `zalobot`, a secret too, that of Zalo's bot; with `status` /health and
    /metrics, for whoever shows `token`, where there is one. It may be served before the bot is there."""
    app = web.Application(client_max_size=MOST_BYTES)
    if status:
        app.router.add_get("/health", _guarded(token, _health(front, polling)))
        app.router.add_get("/metrics", _guarded(token, _metrics(front, polling)))
    if secret is not None:
        app.router.add_post(WEBHOOK_PATH, _webhook(front, "X-Telegram-Bot-Api-Secret-Token", secret, _telegram))
    if zalobot:
        app.router.add_post(ZALOBOT_PATH, _webhook(front, "X-Bot-Api-Secret-Token", zalobot, _zalobot))
    return app


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Keep = Callable[[Front, Intake, Any], Awaitable[bool]]
"""Keeps what a call has brought; false for what the door does not send."""


def _guarded(token: str | None, handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        if token is not None and not _same(request.headers.get("Authorization", ""), f"Bearer {token}"):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return await handler(request)

    return guarded


def _same(given: str, expected: str) -> bool:
    # Raw bytes of a header come as surrogates, which no plain encoding takes.
    return hmac.compare_digest(given.encode(errors="surrogateescape"), expected.encode())


def _health(front: Front, polling: bool) -> Handler:
    async def health(_request: web.Request) -> web.Response:
        found = await recent(front, polling=polling)
        return web.json_response(asdict(found), status=200 if found.healthy else 503)

    return health


def _metrics(front: Front, polling: bool) -> Handler:
    async def metrics(_request: web.Request) -> web.Response:
        from handlers import metrics  # a library that no start needs

        found = await recent(front, polling=polling)
        text, kind = await metrics.page(front, found)
        return web.Response(body=text, headers={"Content-Type": kind})

    return metrics


def _webhook(front: Front, header: str, secret: str, keep: Keep) -> Handler:
    """A handler that answers any bytes with a 4xx, unless the update is durable: a 5xx would be brought for ever."""

    async def receive(request: web.Request) -> web.Response:
        if not _same(request.headers.get(header, ""), secret):
            return web.Response(status=403)
        intake = front.intake
        if intake is None:
            return web.Response(status=503)  # to be brought again, when the bot is there
        if (request.content_length or 0) > MOST_BYTES:
            return web.Response(status=413)  # it says so itself: not a byte of it is waited for
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        try:
            # As UTF-8, whatever charset the header names. RecursionError: brackets within brackets.
            update = json.loads(body.decode())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict) or not inbox.is_shallow(update):
            return web.Response(status=400)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                kept = await keep(front, intake, update)
        except TimeoutError:
            return web.Response(status=503)
        return web.Response(status=200 if kept else 400)

    return receive


async def _telegram(_front: Front, intake: Intake, update: Any) -> bool:
    if inbox.number(update) is None:
        return False
    await intake.receive([update])
    intake.last_poll = intake.clock.monotonic()
    return True


async def _zalobot(front: Front, _intake: Intake, update: Any) -> bool:
    return front.guests is not None and await front.guests.receive(update)
