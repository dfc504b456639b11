"""The HTTP side of `run`: the webhook into the inbox, /health that tells the truth, /metrics.

A webhook call is answered 200 only when its update is durable; any other answer makes Telegram bring it again.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.dialogue import surface as surfaces
from bot.doors.telegram.gate import Gate
from bot.phrases.catalogue import Phrases
from bot.store import inbox
from bot.store.database import Database, Tx
from handlers.contention import Contest
from handlers.intake import WEBHOOK_PATH, Intake

log = logging.getLogger(__name__)

BODY_SECONDS = 20.0
"""Seconds within which the body of a webhook call has to be here."""
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
    away: str | None
    """The thing that is waited for before this process can serve: telegram; with `since`, and a sentence to read."""
    contention: str | None
    """Somebody else uses our token: polls, or webhook; with `since`, and a sentence to read."""
    since: str | None
    says: str | None
    sending_halted_seconds: float
    """For so long nothing is sent to anybody: Telegram has asked for it. No fault of this process, so it stays well."""
    silent_chats: int
    """Chats that are not written to for a while, because Telegram has asked for that."""


@dataclass(slots=True)
class Front:
    """The source of the HTTP side's answers: the bot once it is assembled; until then, the thing that is away."""

    intake: Intake | None = None
    database: Database | None = None
    gate: Gate | None = None
    away: str | None = None
    since: datetime | None = None
    says: str | None = None
    phrases: Phrases | None = None
    """The sentences of a contention; None: it is called by its name alone."""

    def misses(self, what: str, since: datetime, says: str) -> None:
        self.away, self.since, self.says = what, since, says

    def serves(self, intake: Intake, database: Database, gate: Gate) -> None:
        self.intake, self.database, self.gate = intake, database, gate
        self.away = self.since = self.says = None

    def closes(self) -> None:
        """Take no more updates: the process is stopping."""
        self.intake = None


def web_app(front: Front, *, polling: bool, secret: str | None) -> web.Application:
    """/health and /metrics; with `secret` the webhook too. It may be served before the bot is there."""
    app = web.Application(client_max_size=1 << 20)

    async def health(_request: web.Request) -> web.Response:
        found = await look(front, polling=polling)
        return web.json_response(asdict(found), status=200 if found.healthy else 503)

    async def metrics(_request: web.Request) -> web.Response:
        found = await look(front, polling=polling)
        lines = [
            f"thidua_{name} {_number(value)}" for name, value in asdict(found).items() if _number(value) is not None
        ]
        return web.Response(text="\n".join(lines) + "\n", content_type="text/plain")

    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    if secret is not None:
        app.router.add_post(WEBHOOK_PATH, _webhook(front, secret))
    return app


async def look(front: Front, *, polling: bool) -> Health:
    """Ask the store and the poll, now. A store that does not answer is the news, not an exception."""
    intake, database, gate = front.intake, front.database, front.gate
    if intake is None or database is None or gate is None:
        since = None if front.since is None else front.since.isoformat(timespec="seconds")
        return Health(False, "unknown", None, None, None, None, front.away, None, since, front.says, 0.0, 0)
    clock = database.clock
    polled = None if intake.last_poll is None else round(clock.monotonic() - intake.last_poll, 1)
    contest = intake.contention.noticed
    rest = (None, *_contention(contest, front.phrases), round(gate.halted_for, 1), len(gate.silent_chats))
    try:
        oldest, dead, behind = await database.run(_counts)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, that is what is asked
        log.error("the store does not answer: %s", type(error).__name__)
        return Health(False, type(error).__name__, polled, None, None, None, *rest)
    waits = None if oldest is None else round((clock.now() - oldest).total_seconds(), 1)
    served = (waits or 0.0) < STALE_INBOX and (not polling or (polled is not None and polled < STALE_POLL))
    served = served and contest is None
    return Health(served, "ok", polled, waits, dead, behind, *rest)


def _contention(contest: Contest | None, phrases: Phrases | None) -> tuple[str | None, str | None, str | None]:
    """With whom, since when, and the sentence."""
    if contest is None:
        return None, None, None
    says = None if phrases is None else phrases.plain("vi", contest.says)
    return contest.other.value, contest.since.isoformat(timespec="seconds"), says


def _counts(tx: Tx) -> tuple[Any, int, int]:
    return inbox.oldest_undone(tx), inbox.dead_count(tx), len(surfaces.lagging(tx, tx.clock.stamp() - STALE_INBOX))


def _number(value: object) -> float | None:
    match value:
        case bool():
            return float(value)
        case int() | float():
            return float(value)
    return None


def _webhook(front: Front, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that answers any bytes with a 4xx, unless the update is durable: a 5xx would be brought for ever."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        # Raw bytes of a header come as surrogates, which no plain encoding takes.
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            return web.Response(status=403)
        intake = front.intake
        if intake is None:
            return web.Response(status=503)  # to be brought again, when the bot is there
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
        if inbox.number(update) is None or not inbox.is_shallow(update):
            return web.Response(status=400)
        await intake.receive([update])
        intake.last_poll = intake.clock.monotonic()
        return web.Response()

    return receive
