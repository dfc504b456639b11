"""Scrubbing: what was erased from rows is taken out of the store's files as well.

SQLite overwrites what it frees (secure_delete), but the log beside the file keeps the pages as they were until it is
emptied. PostgreSQL keeps old rows in their pages until the table is written anew.
"""

import asyncio

import sqlalchemy as sa

from bot.store.audit import Audit
from bot.store.database import Database, Tx
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.schema import columns

TABLES = (
    *("audit", "declination", "draft", "inbox", "late_request", "letter", "letter_change", "letter_part"),
    *("link_request", "question", "surface"),
)
"""The tables that hold words of people which may be erased."""

_A = columns(Audit)


class Scrub:
    """Remembers up to which erasure the files are clean; after a start, up to none."""

    def __init__(self, database: Database) -> None:
        self._database, self._done = database, 0

    async def look(self) -> bool:
        """Clean the files if something was erased since; whether that was done. Somebody who reads just now hinders it
        on SQLite: then the next look does it."""
        last = await self._database.read(_last)
        if last <= self._done:
            return False
        if await asyncio.to_thread(scrub, self._database.url):
            self._done = last
            return True
        return False


def _last(tx: Tx) -> int:
    """The number of the last erasure on record; 0: there was none."""
    deed = "personal_data.erased"
    found: int | None = tx.execute(sa.select(sa.func.max(_A.c.id)).where(_A.c.deed == deed)).scalar_one()
    return found or 0


def scrub(url: str) -> bool:
    """Do it now; False where somebody hindered it. PostgreSQL holds up who uses these tables for that long."""
    engine = sync_engine(url)
    try:
        if is_sqlite(url):
            with engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                busy, _frames, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(TABLES)}")
            return True
    finally:
        engine.dispose()
