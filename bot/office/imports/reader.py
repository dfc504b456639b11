"""Workbooks are read beside everything else: nobody waits for a file of somebody else's, however large it is.

What is to be done stands in the store, so a process that is killed over a file leaves it to the next one, and whoever
has sent it is answered all the same. One process at a time reads, one file after the other.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from bot.dialogue.screens import Phrase
from bot.dialogue.surface import Surface
from bot.logs import where
from bot.office.imports import records, settling
from bot.office.imports.comparing import Comparison
from bot.office.imports.kinds import importer_of
from bot.office.imports.records import UploadState
from bot.office.imports.settling import Job, Read
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.store import leases
from bot.store.database import Database, Tx
from bot.titles import records as versions
from bot.workbooks import rejects

log = logging.getLogger(__name__)

T = TypeVar("T")
Draw = Callable[[Callable[[Tx], Sequence[Surface]]], Awaitable[object]]
"""Draws the surfaces that its argument wants drawn again."""

LEASE = "workbooks"
STEP = 1.5
"""Seconds between two drawings of a progress; the lease is renewed with them."""
_PAPERS = "vi"


class Reader:
    def __init__(self, database: Database, phrases: Phrases, draw: Draw) -> None:
        self._database, self._phrases, self._draw = database, phrases, draw
        self._owner = secrets.token_hex(8)

    async def look(self) -> None:
        """Read, compare and write all that waits for it. One that fails is tried again, and others go on."""
        passed: set[int] = set()
        while (key := await self._database.read(records.next_due)) is not None and key not in passed:
            passed.add(key)
            if not await self._database.run(lambda tx: leases.take(tx, LEASE, self._owner)):
                return
            try:
                job = await self._database.run(lambda tx: settling.begin(tx, key))
                if job is not None:
                    await self._do(job)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again, and at last refused
                log.error("a workbook was not read: %s", where(error))
            finally:
                await self._database.run(lambda tx: leases.release(tx, LEASE, self._owner))

    async def _do(self, job: Job) -> None:
        upload, began = job.upload, self._database.clock.monotonic()

        def seconds() -> float:
            return self._database.clock.monotonic() - began

        try:
            read = await self._read(job)
        except Refusal as refusal:
            why = Phrase(refusal.key, refusal.values)
            await self._settle(lambda tx: settling.refuse(tx, upload, why, seconds()))
            return
        if upload.state is UploadState.WAITING:
            await self._settle(lambda tx: settling.compared(tx, upload, read, seconds()))
            return
        try:
            written = await self._database.run(lambda tx: settling.write(tx, upload, read, seconds()))
        except Refusal as refusal:
            why = Phrase(refusal.key, refusal.values)
            await self._settle(lambda tx: settling.refuse(tx, upload, why, seconds()))
            return
        if isinstance(written, Comparison):
            again = await self._with_rejects(Read(read.reading, read.stored, written, read.today))
            await self._settle(lambda tx: settling.compared(tx, upload, again, seconds(), outdated=True))
        else:
            await self._draw(lambda _tx: written)

    async def _read(self, job: Job) -> Read:
        upload, importer, today = job.upload, importer_of(job.upload), self._database.clock.today()
        read = 0, 0

        def progress(rows: int, share: int) -> None:
            nonlocal read
            read = rows, share

        def so_far() -> tuple[int, int]:
            return read

        titles = await self._database.read(versions.in_use)
        reading = await self._beside(
            upload.id,
            so_far,
            lambda: importer.parse(job.content, upload.filename, today, upload.year, titles, progress),
        )
        stored = await self._database.read(lambda tx: importer.load(tx, upload))
        comparison = await self._beside(upload.id, so_far, lambda: importer.compare(reading, stored, today))
        return await self._with_rejects(Read(reading, stored, comparison, today))

    async def _with_rejects(self, read: Read) -> Read:
        """The same with the workbook of the rows to correct, where there are any."""
        rows = read.comparison.report.returned
        if not rows:
            return read

        def say(key: str, values: Any) -> str:
            return self._phrases.plain(_PAPERS, Phrase(key, values))

        made = await asyncio.to_thread(rejects.workbook, rows, say)
        return Read(read.reading, read.stored, read.comparison, read.today, made)

    async def _beside(self, key: int, so_far: Callable[[], tuple[int, int]], work: Callable[[], T]) -> T:
        """Do it in a thread, and show how far it is."""
        done = asyncio.get_running_loop().run_in_executor(None, work)
        while not (await asyncio.wait({done}, timeout=STEP))[0]:
            await self._database.run(lambda tx: leases.take(tx, LEASE, self._owner))
            await self._draw(lambda tx: settling.progress(tx, key, *so_far()))
        return done.result()

    async def _settle(self, body: Callable[[Tx], list[Surface]]) -> None:
        surfaces = await self._database.run(body)
        await self._draw(lambda _tx: surfaces)
