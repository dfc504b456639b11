"""The health of this process: who is being served, and what is away, since when; as figures and as a sentence.

Whoever asks often gets what was found a moment ago. The store is asked with a limit: one that hangs is away.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.address import Door
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import Phrase, say
from bot.doors.outcomes import Outcome
from bot.doors.telegram.gate import Gate
from bot.doors.zalobot.guests import Guests
from bot.ledger import quotas, tally
from bot.ledger.quotas import PLANS
from bot.logs import where
from bot.outbox.courier import Courier
from bot.store import inbox
from bot.store.copies.daily import Daily
from bot.store.database import Database, Tx
from handlers.intake import Intake

log = logging.getLogger(__name__)

STALE_POLL, STALE_INBOX = 90.0, 60.0
"""Seconds after which a silent poll, or an update that waits, means that people are not being served."""
STORE_SECONDS = 5.0
"""Seconds within which the store has to answer."""

RECENT_SECONDS = 1.0
"""Seconds for which an answer is given again: whoever asks all the time costs no more than that."""


@dataclass(frozen=True, slots=True)
class Health:
    healthy: bool
    database: str
    """ok; unknown, before the bot is there; else the class of its failure."""
    last_poll_seconds: float | None
    oldest_undone_seconds: float | None
    dead_updates: int | None
    lagging_screens: int | None
    away: str | None
    """The thing that is waited for before people are served: telegram, store, inbox; with `since`, and a sentence to
    read."""
    since: str | None
    says: str | None
    sending_halted_seconds: float
    """For so long nothing is sent to anybody: Telegram has asked for it. No fault of this process, so it stays well."""
    silent_chats: int
    """Chats that are not written to for a while, because Telegram has asked for that."""
    undone_updates: int | None = None
    sending_halted_until: str | None = None
    halted_sources: list[dict[str, str]] = field(default_factory=list)
    """Sendings that the Office has paused, or that have halted by themselves: source, reason, since."""
    contention: str | None = None
    """Somebody else uses our token: polls, or webhook; with `since`, and a sentence to read."""
    copy_failing_since: str | None = None
    """Since then the copy of the day could not be made. People are served all the same."""
    notes: list[str] = field(default_factory=list)
    """Sentences to read about what is no fault of this process, and waits for somebody."""


Say = Callable[[Phrase], str]


@dataclass(frozen=True, slots=True)
class Unmet:
    """Telegram, which has not answered this process yet: since when by civil time, and what to say of it."""

    since: datetime
    says: Phrase


@dataclass(slots=True)
class Front:
    """The source of the HTTP side's answers: the bot once it is assembled; until then, the thing that is away."""

    intake: Intake | None = None
    database: Database | None = None
    gate: Gate | None = None
    away: str | None = None
    since: datetime | None = None
    says: str | None = None
    courier: Courier | None = None
    say: Say | None = None
    """In the operator's language."""
    copies: Daily | None = None
    began: float = 0.0
    """Monotonic second from which the bot has been there."""
    store_away_since: datetime | None = None
    unmet: Unmet | None = None
    """While a bot that serves browsers already waits for Telegram's first answer."""
    notes: dict[str, Phrase] = field(default_factory=dict)
    """Sentences of others to be told here, each under a name of its own."""
    guests: Guests | None = None
    """Of Zalo's bot, where it is open."""
    looked: "tuple[float, Health] | None" = None

    def misses(self, what: str, since: datetime, says: str) -> None:
        self.away, self.since, self.says = what, since, says

    def serves(
        self,
        intake: Intake,
        database: Database,
        gate: Gate,
        courier: Courier | None = None,
        copies: Daily | None = None,
    ) -> None:
        self.intake, self.database, self.gate, self.courier, self.copies = intake, database, gate, courier, copies
        self.away = self.since = self.says = None
        self.began = intake.clock.monotonic()

    def closes(self) -> None:
        """Take no more updates: the process is stopping."""
        self.intake = None


async def recent(front: Front, *, polling: bool) -> Health:
    """The health as it was found a moment ago, or is now."""
    now = asyncio.get_running_loop().time()
    if front.looked is None or now - front.looked[0] >= RECENT_SECONDS:
        front.looked = (now, await look(front, polling=polling))
    return front.looked[1]


async def look(front: Front, *, polling: bool) -> Health:
    """Ask the store and the poll, now. A store that does not answer is the news, not an exception."""
    intake, database, gate = front.intake, front.database, front.gate
    if intake is None or database is None or gate is None:
        return Health(False, "unknown", None, None, None, None, front.away, _text(front.since), front.says, 0.0, 0)
    clock = database.clock
    polled = None if intake.last_poll is None else round(clock.monotonic() - intake.last_poll, 1)
    halted = round(gate.halted_for, 1)
    sending = (halted, len(gate.silent_chats))
    until = clock.local() + timedelta(seconds=halted) if halted else None
    try:
        async with asyncio.timeout(STORE_SECONDS):
            found = await database.run(lambda tx: _counts(tx, zalo=front.guests is not None))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, that is what is asked
        if front.store_away_since is None:
            front.store_away_since = clock.local()
            log.error("the store does not answer: %s", where(error))
        waited_for = ("store", _text(front.store_away_since), _said(front, "health.store", front.store_away_since))
        return Health(False, type(error).__name__, polled, None, None, None, *waited_for, *sending)
    front.store_away_since = None
    waits = None if found.oldest is None else round((clock.now() - found.oldest).total_seconds(), 1)
    away, since = _away(waits, polled, clock.monotonic() - front.began, polling=polling)
    at = None if since is None else clock.local() - timedelta(seconds=since)
    says = None if away is None or at is None else _said(front, _sentence(away, intake), at)
    if front.unmet is not None and intake.last_poll is None:
        away, at, says = "telegram", front.unmet.since, None if front.say is None else front.say(front.unmet.says)
    contest = intake.contention.noticed
    if away is None and contest is not None:
        at, says = contest.since, None if front.say is None else front.say(contest.says)
    return Health(
        away is None and contest is None,
        "ok",
        polled,
        waits,
        found.dead,
        found.behind,
        away,
        _text(at),
        says,
        *sending,
        undone_updates=found.undone,
        sending_halted_until=_text(until),
        halted_sources=[
            {"source": source, "reason": reason.value, "since": str(_text(clock.local(since)))}
            for source, reason, since in found.halted
        ],
        contention=None if contest is None else contest.other.value,
        copy_failing_since=None if front.copies is None else _text(front.copies.failing_since),
        notes=_notes(front, found, until),
    )


def _sentence(away: str, intake: Intake) -> str:
    if away == "inbox":
        return "health.inbox"
    return "health.token_refused" if intake.token_refused else "health.telegram"


def _away(waits: float | None, polled: float | None, here: float, *, polling: bool) -> tuple[str | None, float | None]:
    """The thing that keeps people from being served, and for how many seconds it has. `here`: for so many the bot has
    been there."""
    if polling and (polled is None or polled >= STALE_POLL):
        return "telegram", here if polled is None else polled
    if (waits or 0.0) >= STALE_INBOX:
        return "inbox", waits
    return None, None


@dataclass(frozen=True, slots=True)
class _Found:
    oldest: datetime | None
    undone: int
    dead: int
    behind: int
    halted: list[Any]
    at_zalo: int
    """Messages of this month by the bot at Zalo."""


def _counts(tx: Tx, zalo: bool) -> _Found:
    return _Found(
        inbox.oldest_undone(tx),
        inbox.undone_count(tx),
        inbox.dead_count(tx),
        len(surfaces.lagging(tx, tx.clock.stamp() - STALE_INBOX)),
        tally.halted_sources(tx),
        quotas.used(tx, Door.ZALOBOT) if zalo else 0,
    )


def _notes(front: Front, found: _Found, until: datetime | None) -> list[str]:
    phrases = list(front.notes.values())
    if until is not None:
        phrases.append(say("health.sending_halted", until=until))
    if found.halted:
        phrases.append(say("health.sources_halted", count=len(found.halted)))
    if front.copies is not None and front.copies.failing_since is not None:
        phrases.append(say("health.copy_failing", since=front.copies.failing_since))
    phrases += _of_zalo(front, found)
    if found.dead:
        phrases.append(say("health.dead_updates", count=found.dead))
    return [front.say(phrase) for phrase in phrases] if front.say is not None else []


def _of_zalo(front: Front, found: _Found) -> list[Phrase]:
    if front.guests is None:
        return []
    plan, phrases = PLANS[Door.ZALOBOT], list[Phrase]()
    if found.at_zalo >= plan.messages - plan.reserved:
        phrases.append(say("health.zalobot_spent", used=found.at_zalo, most=plan.messages))
    trouble = front.guests.channel.trouble
    if trouble is not None and "zalobot" not in front.notes:
        phrases.append(say("health.zalobot_token" if trouble is Outcome.TOKEN else "health.zalobot_away"))
    return phrases


def _said(front: Front, key: str, since: datetime) -> str | None:
    return None if front.say is None else front.say(Phrase(key, {"since": since}))


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
