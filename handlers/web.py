"""The HTTP side of `run`: the webhook into the inbox, /health that tells the truth, /metrics.

A webhook call is answered 200 only when its update is durable; any other answer makes Telegram bring it again.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from bot.dialogue import surface as surfaces
from bot.doors.telegram.gate import Gate
from bot.store import inbox
from bot.store.database import Database, Tx
from handlers.intake import Intake

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram"
STALE_POLL, STALE_INBOX = 90.0, 60.0
"""Seconds after which a silent poll, or an update that waits, means that people are not being served."""


@dataclass(frozen=True, slots=True)
class Health:
    healthy: bool
    database: str
    last_poll_seconds: float | None
    oldest_undone_seconds: float | None
    dead_updates: int | None
    lagging_screens: int | None
    sending_halted_seconds: float
    """For so long nothing is sent to anybody: Telegram has asked for it. No fault of this process, so it stays well."""
    silent_chats: int
    """Chats that are not written to for a while, because Telegram has asked for that."""


def web_app(intake: Intake, database: Database, gate: Gate, *, polling: bool, secret: str | None) -> web.Application:
    """/health and /metrics; with `secret` the webhook too."""
    app = web.Application(client_max_size=1 << 20)

    async def health(_request: web.Request) -> web.Response:
        found = await look(intake, database, gate, polling=polling)
        return web.json_response(asdict(found), status=200 if found.healthy else 503)

    async def metrics(_request: web.Request) -> web.Response:
        found = await look(intake, database, gate, polling=polling)
        lines = [
            f"thidua_{name} {_number(value)}" for name, value in asdict(found).items() if _number(value) is not None
        ]
        return web.Response(text="\n".join(lines) + "\n", content_type="text/plain")

    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    if secret is not None:
        app.router.add_post(WEBHOOK_PATH, _webhook(intake, secret))
    return app


async def look(intake: Intake, database: Database, gate: Gate, *, polling: bool) -> Health:
    """Ask the store and the poll, now. A store that does not answer is the news, not an exception."""
    clock = database.clock
    polled = None if intake.last_poll is None else round(clock.monotonic() - intake.last_poll, 1)
    silence = (round(gate.halted_for, 1), len(gate.silent_chats))
    try:
        oldest, dead, behind = await database.run(_counts)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, that is what is asked
        log.error("the store does not answer: %s", type(error).__name__)
        return Health(False, type(error).__name__, polled, None, None, None, *silence)
    waits = None if oldest is None else round((clock.now() - oldest).total_seconds(), 1)
    served = (waits or 0.0) < STALE_INBOX and (not polling or (polled is not None and polled < STALE_POLL))
    return Health(served, "ok", polled, waits, dead, behind, *silence)


def _counts(tx: Tx) -> tuple[Any, int, int]:
    return inbox.oldest_undone(tx), inbox.dead_count(tx), len(surfaces.lagging(tx, tx.clock.stamp() - STALE_INBOX))


def _number(value: object) -> float | None:
    match value:
        case bool():
            return float(value)
        case int() | float():
            return float(value)
    return None


def _webhook(intake: Intake, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = await request.json()
        except ValueError:
            return web.Response(status=400)
        await intake.receive([update])
        intake.last_poll = intake.clock.monotonic()
        return web.Response()

    return receive
