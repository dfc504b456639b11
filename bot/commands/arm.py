"""`arm`, and the judgement whether a store may be served here: only the one that this machine wrote last may.

From a copy everything that has left since would leave once more. So a person arms it, and whatever was due by then is
in doubt: named to the Office, and sent again only on request. What the time between would have brought about is planned
first, moment by moment, so that it is in doubt as well and does not come again.
"""

import argparse
import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot import settings as configured
from bot.bells import carrying as bells
from bot.bells import planning
from bot.commands.terminal import opened, print_phrase
from bot.dialogue.screens import Phrase, say
from bot.outbox.settling import doubt
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.slices import next_reminder, ticks
from bot.store import generations, upkeep, witness
from bot.store.audit import note
from bot.store.database import Database, StoreLost, Tx
from bot.store.engines.sqlite import sqlite_path
from bot.store.generations import Identity, Mark
from bot.store.witness import Note, Witness

log = logging.getLogger(__name__)

STEP = timedelta(hours=3)
"""The longest step through the time since a copy was made; what has a time of its own is met at that."""
LONGEST_AWAY = timedelta(days=120)
"""The time that is gone through at most: for what lies further back nobody waits any more."""


class Disarmed(StrEnum):
    """The reason why a store is neither polled for nor sent from."""

    OTHER = "other"  # another store has been served in this place
    OLDER = "older"  # this machine has seen it further than it is now
    COPIED = "copied"  # its file, or its database, is not the one that was served
    ELSEWHERE = "elsewhere"  # it has been served, and nobody here knows of it
    MARKED = "marked"  # a copy that a command has made
    MOVED = "moved"  # all of it is at another address


SENTENCES: Mapping[Disarmed, str] = {
    Disarmed.OTHER: "store.disarmed.other",
    Disarmed.OLDER: "store.disarmed.older",
    Disarmed.COPIED: "store.disarmed.copied",
    Disarmed.ELSEWHERE: "store.disarmed.elsewhere",
    Disarmed.MARKED: "store.disarmed.marked",
    Disarmed.MOVED: "store.disarmed.moved",
}
_MARKED = {Mark.COPY: Disarmed.MARKED, Mark.MOVED: Disarmed.MOVED}


def judge(store: Identity | None, place: str | None, beside: Note | None, apart: Note | None) -> Disarmed | None:
    """The reason why `store` is disarmed; None: it is armed. `place`: where the store is now, as `Note.place`, or as
    `Identity.place` of a database that several machines serve, not all of which need to have seen it."""
    if store is not None and store.mark is not None:
        return _MARKED[store.mark]
    notes = [one for one in (beside, apart) if one is not None]
    if store is None:
        return Disarmed.OTHER if notes else None
    if any(one.store != store.store for one in notes):
        return Disarmed.OTHER
    if any(one.generation > store.generation for one in notes):
        return Disarmed.OLDER
    if store.place is not None:
        return Disarmed.COPIED if store.place != place else None
    if any(one.place != place or not one.itself for one in notes):
        return Disarmed.COPIED
    return Disarmed.ELSEWHERE if store.generation and not notes else None


@dataclass(frozen=True, slots=True)
class _Found:
    store: Identity | None
    place: str | None
    beside: Note | None
    apart: Note | None

    @property
    def disarmed(self) -> Disarmed | None:
        return judge(self.store, self.place, self.beside, self.apart)

    def sentence(self, why: Disarmed) -> Phrase:
        marked = why in _MARKED.values() and self.store is not None
        return Phrase(SENTENCES[why], {"at": self.store.marked_at} if marked and self.store is not None else {})

    @property
    def highest(self) -> int:
        return max((one.generation for one in (self.beside, self.apart) if one is not None), default=0)


async def why_disarmed(database: Database) -> Phrase | None:
    """The reason, as a sentence, why this store may not be served; None: it may. Only reads."""
    found = await _look(database)
    return None if found.disarmed is None else found.sentence(found.disarmed)


async def take_up(database: Database) -> Witness:
    """Serve this store from now on, with a witness. Raises Refusal where it is disarmed."""
    found = await _look(database)
    if found.disarmed is not None:
        said = found.sentence(found.disarmed)
        raise Refusal(said.key, **said.values)
    store = await database.run(lambda tx: generations.adopt(tx, _kept(database, found.place)))
    taken = _witness(database, store, found.place)
    # Only a store that nobody has served yet is at 0: a kill before this line leaves it armed.
    generation = await database.run(generations.rise)
    assert generation is not None
    taken.saw(generation)
    return taken


async def require_same(database: Database, taken: Identity | None) -> None:
    """Raises StoreLost where another store, or a copy of it, is in the place of the one that was taken up. Of SQLite's
    files its own writer takes care."""
    if _is_file(database) or taken is None:
        return
    store, place = await database.read(lambda tx: (generations.identity(tx), generations.place_of_database(tx)))
    if (
        place is not None
        and generations.UNKNOWN in place.split("/")
        and (taken.place is None or generations.UNKNOWN not in taken.place)
    ):
        log.warning("the server does not say which database this is")  # it is starting, or changing over
        return
    known = store is not None and (store.store, store.place) == (taken.store, taken.place)
    if not known or store is None or place != store.place or store.generation < taken.generation:
        raise StoreLost("store.lost.another")


async def arm(database: Database) -> Phrase:
    """Let a disarmed store be served; returns what the command says."""
    found = await _look(database)
    if found.disarmed is None:
        return say("arm.needless")
    now = database.clock.now()
    last = await database.read(generations.last_moment)
    since = now if last is None else min(last, now)
    letters = await database.run(doubt)
    await database.run(bells.doubt)
    letters += await _live_through(database, since)

    def body(tx: Tx) -> Identity:
        note(tx, "store.armed", "store:1", letters=letters)
        return generations.begin_epoch(tx, _kept(database, found.place), found.highest)

    _witness(database, await database.run(body), found.place).close()
    return say("arm.done", count=letters, since=since) if letters else say("arm.done_without_doubt", since=since)


async def _live_through(database: Database, since: datetime) -> int:
    """Plan whatever would have been planned between then and now, each at its time, and doubt it; how many letters. A
    tick of now alone would know nothing of what a morning of last week was for, and at night of nothing at all."""
    clock, letters = database.clock, 0
    began, end, offset = clock.monotonic(), clock.now(), clock.offset
    due = ticks(database)
    at = max(since, end - LONGEST_AWAY)
    try:
        while True:
            clock.move_to(at)
            await due.run_due()
            letters += await database.run(doubt)
            await database.run(planning.plan)
            await database.run(bells.doubt)
            if at >= end:
                return letters
            next_ = await database.read(next_reminder)
            step = at + STEP
            at = min(end, step if next_ is None or next_ <= at else min(next_, step))
    finally:
        clock.offset = offset
        log.info("the time since the copy was gone through", extra={"seconds": round(clock.monotonic() - began, 1)})


async def hand_over(database: Database) -> None:
    """Arm a store into which all of another one was moved that is served no more: nothing of it is in doubt."""
    found = await _look(database)
    store = await database.run(lambda tx: generations.begin_epoch(tx, _kept(database, found.place), found.highest))
    _witness(database, store, found.place).close()


async def _look(database: Database) -> _Found:
    # First the notes, then the store: it goes on, and would be behind what is noted meanwhile.
    known = await database.read(generations.identity)
    beside = witness.read(_beside(database))
    apart = witness.read(None if known is None else witness.apart(known.store))
    store, place = await database.read(lambda tx: (generations.identity(tx), generations.place_of_database(tx)))
    if _is_file(database):
        # Not by opening it: whoever closes a file loses all the locks that SQLite has on it in this process.
        place = str(sqlite_path(database.url).stat().st_ino)
    return _Found(store, place, beside, apart)


def _witness(database: Database, store: Identity, place: str | None) -> Witness:
    apart = witness.apart(store.store)
    return Witness(store.store, store.generation, place, beside=_beside(database), apart=apart)


def _beside(database: Database) -> Path | None:
    return witness.beside(sqlite_path(database.url)) if _is_file(database) else None


def _kept(database: Database, place: str | None) -> str | None:
    return None if _is_file(database) else place


def _is_file(database: Database) -> bool:
    return database.url.startswith("sqlite")


def command(_parsed: argparse.Namespace, phrases: Phrases) -> None:
    settings = configured.load()
    if not upkeep.exists(settings.database_url):
        raise Refusal("check.no_store")
    with upkeep.exclusive(settings.database_url), opened(settings) as database:
        said = asyncio.run(by_command(database))
    for phrase in said:
        print_phrase(phrases, phrase)


async def by_command(database: Database) -> list[Phrase]:
    """Arm the store; what the command says. Of one that was moved there is another, which serves as well as this."""
    was = (await _look(database)).disarmed
    done = await arm(database)
    return [done, say("arm.moved")] if was is Disarmed.MOVED else [done]
