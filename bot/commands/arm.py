"""`arm`, and the judgement whether a store may be served here: only the one that this machine wrote last may.

From a copy everything that has left since would leave once more. So a person arms it, and whatever was due by then is
in doubt: named to the Office, and sent again only on request.
"""

import argparse
import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot import settings as configured
from bot.commands.terminal import opened, print_phrase
from bot.dialogue.screens import Phrase, say
from bot.outbox.settling import doubt
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.slices import ticks
from bot.store import generations, upkeep, witness
from bot.store.audit import note
from bot.store.database import Database, Tx
from bot.store.engines.sqlite import sqlite_path
from bot.store.generations import Identity
from bot.store.witness import Note, Witness


class Disarmed(StrEnum):
    """The reason why a store is neither polled for nor sent from."""

    OTHER = "other"  # another store has been served in this place
    OLDER = "older"  # this machine has seen it further than it is now
    COPIED = "copied"  # its file, or its database, is not the one that was served
    ELSEWHERE = "elsewhere"  # it has been served, and nobody here knows of it


SENTENCES: Mapping[Disarmed, str] = {
    Disarmed.OTHER: "store.disarmed.other",
    Disarmed.OLDER: "store.disarmed.older",
    Disarmed.COPIED: "store.disarmed.copied",
    Disarmed.ELSEWHERE: "store.disarmed.elsewhere",
}


def judge(store: Identity | None, place: str | None, beside: Note | None, apart: Note | None) -> Disarmed | None:
    """The reason why `store` is disarmed; None: it is armed. `place`: where the store is now, as `Note.place`, or as
    `Identity.place` of a database that several machines serve, not all of which need to have seen it."""
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

    @property
    def highest(self) -> int:
        return max((one.generation for one in (self.beside, self.apart) if one is not None), default=0)


async def why_disarmed(database: Database) -> Phrase | None:
    """The reason, as a sentence, why this store may not be served; None: it may. Only reads."""
    why = (await _look(database)).disarmed
    return None if why is None else Phrase(SENTENCES[why])


async def take_up(database: Database) -> Witness:
    """Serve this store from now on, with a witness. Raises Refusal where it is disarmed."""
    found = await _look(database)
    if found.disarmed is not None:
        raise Refusal(SENTENCES[found.disarmed])
    store = await database.run(lambda tx: generations.adopt(tx, _kept(database, found.place)))
    taken = _witness(database, store, found.place)
    # Only a store that nobody has served yet is at 0: a kill before this line leaves it armed.
    generation = await database.run(generations.rise)
    assert generation is not None
    taken.saw(generation)
    return taken


async def arm(database: Database) -> Phrase:
    """Let a disarmed store be served; returns what the command says."""
    found = await _look(database)
    if found.disarmed is None:
        return say("arm.needless")
    # What time would have brought about meanwhile may have been sent as well: it is planned, and then in doubt.
    await ticks(database).run_due()

    def body(tx: Tx) -> tuple[Identity, int]:
        letters = doubt(tx)
        note(tx, "store.armed", "store:1", letters=letters)
        return generations.begin_epoch(tx, _kept(database, found.place), found.highest), letters

    store, letters = await database.run(body)
    _witness(database, store, found.place).close()
    return say("arm.done", count=letters) if letters else say("arm.done_without_doubt")


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
        said = asyncio.run(arm(database))
    print_phrase(phrases, said)
