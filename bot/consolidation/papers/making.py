"""Snapshots are taken, and papers made, beside everything else: nobody waits for a paper of somebody else's.

What is to be done stands in the store, so a process that is killed over it leaves it to the next one. One process at a
time works, on one thing after the other.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.campaigns.records import campaign_by_key
from bot.consolidation import taking
from bot.consolidation.content import SnapshotContent, freeze
from bot.consolidation.papers import settling, trying
from bot.consolidation.papers.settling import Due, Job, Trial
from bot.dialogue.screens import Named, Phrase
from bot.dialogue.surface import Surface
from bot.logs import where
from bot.phrases.catalogue import Phrases
from bot.store import leases
from bot.store.database import Database, Tx

log = logging.getLogger(__name__)

Draw = Callable[[Callable[[Tx], Sequence[Surface]]], Awaitable[object]]
"""Draws the surfaces that its argument wants drawn again."""

LEASE = "snapshots"
STEP = 1.5
"""Seconds between two renewals of the lease while something is made."""
_LANGUAGE = "vi"


class PaperMaker:
    def __init__(self, database: Database, phrases: Phrases, draw: Draw) -> None:
        self._database, self._phrases, self._draw = database, phrases, draw
        self._owner = secrets.token_hex(8)

    async def look(self) -> None:
        """Do what waits: take snapshots, try templates, make papers. What fails is tried again, and others go on."""
        passed: set[object] = set()
        while (due := await self._database.read(settling.next_due)) is not None and due not in passed:
            passed.add(due)
            if not await self._database.run(lambda tx: leases.take(tx, LEASE, self._owner)):
                return
            try:
                if isinstance(due, int):
                    await self._take(due)
                elif isinstance(due, Trial):
                    await trying.attempt(self._database, due.template, self._beside, self._draw)
                else:
                    job = await self._database.run(lambda tx: settling.begin(tx, *due))
                    if job is not None:
                        await self._make(job)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again, and at last given up
                log.error("a paper was not made: %s", where(error))
                await self._give_up(due)
            finally:
                await self._database.run(lambda tx: leases.release(tx, LEASE, self._owner))

    async def _give_up(self, due: Due) -> None:
        drawn = await self._database.run(lambda tx: settling.failed(tx, due))
        await self._draw(lambda _tx: drawn)

    async def _take(self, key: int) -> None:
        campaign_id = await self._database.run(lambda tx: settling.begin_snapshot(tx, key))
        if campaign_id is None:
            return

        def read(tx: Tx) -> tuple[datetime, SnapshotContent, str]:
            return tx.now, taking.take(tx, campaign_by_key(tx, campaign_id)), settling.mark(tx)

        at, content, mark = await self._database.read(read)
        frozen = await asyncio.to_thread(freeze, content)
        drawn = await self._database.run(lambda tx: settling.taken(tx, key, at, frozen, mark))
        await self._draw(lambda _tx: drawn)

    async def _make(self, job: Job) -> None:
        from bot.consolidation.papers.makers import MAKERS

        def say(said: Phrase | Named) -> str:
            return self._phrases.plain(_LANGUAGE, said)

        maker = MAKERS[job.kind, job.form]
        made = await self._beside(lambda: maker(say, job.material()))
        drawn = await self._database.run(lambda tx: settling.made(tx, job, made))
        await self._draw(lambda _tx: drawn)

    async def _beside(self, work: Callable[[], bytes]) -> bytes:
        """Done in a thread, while the lease is renewed."""
        done = asyncio.get_running_loop().run_in_executor(None, work)
        while not (await asyncio.wait({done}, timeout=STEP))[0]:
            await self._database.run(lambda tx: leases.take(tx, LEASE, self._owner))
        return done.result()
