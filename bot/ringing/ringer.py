"""Rings: plans what is due, puts it in flight, calls, records. One replica at a time.

A bell is in flight from the commit before its call to the commit after it. What a process that died had in flight may
have rung: it is unknown, rings no more by itself, and no other door rings in its place without a person's word.
"""

import asyncio
import logging
import secrets
from collections.abc import Mapping

from bot.address import Door
from bot.bells import carrying, planning, policy
from bot.bells.carrying import Answer, MakeLink, Ring
from bot.bells.records import BellReason, BellState
from bot.bells.rules import segments
from bot.dialogue.screens import say
from bot.doors.bell import Bell, Words
from bot.doors.outcomes import NotDelivered, Outcome
from bot.folding import plain_letters
from bot.logs import where
from bot.phrases.catalogue import Phrases
from bot.store import generations, leases
from bot.store.database import Database, Tx
from bot.store.witness import Saw, not_seen

log = logging.getLogger(__name__)

RINGER = "ringer"
LOOK_SECONDS = 5.0
WIDTH = 4
MOST_TRIES = 12
"""A door that says «later» so often is left for the next one."""
RETRY_SECONDS = 1.0
_FINAL: Mapping[Outcome, BellReason] = {
    Outcome.UNREACHABLE: BellReason.UNREACHABLE,
    Outcome.GONE: BellReason.UNREACHABLE,
    Outcome.BLOCKED: BellReason.BLOCKED,
    Outcome.CONTENT: BellReason.CONTENT,
}


def answer_of(outcome: Outcome) -> Answer:
    """The meaning of an outcome for a bell: known failures end it, and what may have rung is never rung again."""
    if (reason := _FINAL.get(outcome)) is not None:
        return Answer(BellState.FAILED, reason)
    if outcome is Outcome.WAIT:
        return Answer(BellState.PLANNED)
    if outcome in (Outcome.NOT_SENT, Outcome.TOKEN):
        return Answer(BellState.PLANNED, trouble=outcome.value)
    return Answer(BellState.UNKNOWN, BellReason.NO_ANSWER)


class Ringer:
    """`bells`: the doors at which this installation can ring; with none it never does anything. `make_link`: a
    one-time link into the web door."""

    def __init__(
        self,
        database: Database,
        phrases: Phrases,
        bells: Mapping[Door, Bell],
        make_link: MakeLink,
        saw: Saw = not_seen,
        *,
        width: int = WIDTH,
    ) -> None:
        self._database, self._phrases, self._bells, self._make_link = database, phrases, dict(bells), make_link
        self._saw, self._width = saw, width
        self._owner = secrets.token_hex(8)
        self._looking = asyncio.Lock()
        self._stopping = False

    async def begin(self) -> None:
        """Say in the store at which doors this installation can ring."""
        doors = list(self._bells)
        await self._database.run(lambda tx: policy.begin(tx, doors))

    async def look(self) -> int:
        """Ring whatever is due, if no other replica does; how many calls were made."""
        if not self._bells:
            return 0
        calls = 0
        async with self._looking:
            if not await self._database.run(self._take_over):
                return 0
            await self._database.run(planning.plan)
            while not self._stopping and (rings := await self._begin()):
                calls += len(rings)
                answers = await asyncio.gather(*(self._call(ring) for ring in rings))
                await self._record(list(zip(rings, answers, strict=True)))
                await self._database.run(planning.plan)  # where one has failed, the next door may ring at once
        return calls

    async def stop(self) -> None:
        """Begin nothing more; wait for what is in flight."""
        self._stopping = True
        async with self._looking:
            pass
        for bell in self._bells.values():
            await bell.close()

    def _take_over(self, tx: Tx) -> bool:
        if not leases.take(tx, RINGER, self._owner):
            return False
        if unknown := carrying.recover(tx, self._owner):
            log.warning("a process died while it rang; whether it did is unknown", extra={"n": unknown})
        return True

    async def _begin(self) -> list[Ring]:
        def body(tx: Tx) -> tuple[list[Ring], int | None]:
            if not leases.take(tx, RINGER, self._owner):
                return [], None
            rings = carrying.begin(tx, self._owner, list(self._bells), self._width, self._make_link, self._count)
            return rings, generations.rise(tx) if rings else None

        rings, generation = await self._database.run(body)
        if generation is not None:
            self._saw(generation)  # before anything leaves
        return rings

    def _count(self, door: Door, language: str, name: str, link: str) -> int:
        return segments(self._short(language, name, link)) if door is Door.SMS else 1

    def _short(self, language: str, name: str, link: str) -> str:
        """Without marks: with them a segment would hold less than half, and the whole twice the price."""
        return plain_letters(self._phrases.plain(language, say("bell.short", name=name, link=link)))

    def _words(self, ring: Ring) -> Words:
        def plain(key: str) -> str:
            return self._phrases.plain(ring.language, say(key, name=ring.name, link=ring.link))

        short = self._short(ring.language, ring.name, ring.link)
        subject = self._phrases.plain(ring.language, say("bell.subject"))
        return Words(ring.key, ring.address, ring.name, ring.link, subject, plain("bell.text"), short)

    async def _call(self, ring: Ring) -> Answer:
        try:
            words = self._words(ring)
        except Exception as error:  # noqa: BLE001 - our own fault, and nothing has left
            log.error("bell not drawn: %s", where(error), extra={"bell": ring.bell_id})
            return Answer(BellState.FAILED, BellReason.CONTENT)
        try:
            return Answer(BellState.RUNG, provider_id=await self._bells[ring.door].ring(words))
        except NotDelivered as error:
            log.warning("bell not rung: %s", error.outcome, extra={"bell": ring.bell_id, "door": ring.door.value})
            return answer_of(error.outcome)
        except Exception as error:  # noqa: BLE001 - whatever it was, it may have left
            log.error("bell not rung: %s", where(error), extra={"bell": ring.bell_id})
            return Answer(BellState.UNKNOWN, BellReason.NO_ANSWER)

    async def _record(self, results: list[tuple[Ring, Answer]]) -> None:
        """A bell stays in flight until this is done, however long the database is away."""
        while True:
            try:
                await self._database.run(lambda tx: carrying.settle(tx, results, MOST_TRIES))
                return
            except Exception as error:  # noqa: BLE001 - what has become of a bell must not be lost
                log.error("bells not recorded yet: %s", where(error))
                await asyncio.sleep(RETRY_SECONDS)
