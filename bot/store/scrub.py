"""Scrubbing: what was erased from rows is taken out of the store's files as well.

SQLite overwrites what it frees (secure_delete), but the log beside the file keeps the pages as they were until it is
emptied. PostgreSQL keeps old rows in their pages until the table is written anew.
"""

import asyncio
import logging
import secrets

import sqlalchemy as sa

from bot.logs import where
from bot.store import leases
from bot.store.audit import Audit
from bot.store.database import Database, Tx
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.schema import columns

TABLES = (
    *("audit", "contact", "declination", "draft", "file", "import_line", "import_record", "import_upload", "inbox"),
    *("late_request", "letter", "letter_change", "letter_part", "link_request", "notice", "notice_correction"),
    *("notice_file", "nudge", "question", "surface", "web_link", "web_message", "web_passkey", "web_session"),
)
"""The tables that hold what may be erased."""

LOCK_SECONDS, LONGEST = 2, 900.0
"""Seconds for which a table is waited for, and after which a process that cleans is taken for dead."""
LOOKS = 20
"""Times that is looked, within the seconds for which a lock is waited for, whether an older transaction has ended."""
_SCRUBBING = "scrubbing"

_A = columns(Audit)
log = logging.getLogger(__name__)


class Scrub:
    """Remembers, in the store, up to which erasure the files are clean, so that one process cleans them once."""

    def __init__(self, database: Database) -> None:
        self._database, self._owner = database, secrets.token_hex(8)

    async def look(self) -> bool:
        """Clean the files if something was erased since; whether that was done. Somebody who reads just now hinders it:
        then a later look does it."""
        last = await self._database.read(_last)
        if last <= await self._database.read(_done):
            return False
        if not await self._database.run(lambda tx: leases.take_once(tx, _SCRUBBING, self._owner, LONGEST)):
            return False
        done = await asyncio.to_thread(scrub, self._database.url)

        def body(tx: Tx) -> None:
            leases.keep_until(tx, _SCRUBBING, self._owner, 0.0)
            if done:
                leases.note(tx, leases.SCRUBBED, float(last))

        await self._database.run(body)
        return done


def _done(tx: Tx) -> float:
    return leases.marked(tx, leases.SCRUBBED) or 0.0


def _last(tx: Tx) -> int:
    """The number of the last erasure on record, of words or of old workbooks; 0: there was none."""
    deed = ("personal_data.erased", "imports.forgotten")
    found: int | None = tx.execute(sa.select(sa.func.max(_A.c.id)).where(_A.c.deed.in_(deed))).scalar_one()
    return found or 0


_OLDER = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND xact_start < :moment"
)


def _is_youngest(connection: sa.Connection) -> bool:
    """Wait until every transaction that began before now has ended; False when one takes longer than is waited for a
    lock."""
    moment = connection.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    for _ in range(LOOKS):
        if not connection.execute(_OLDER, {"moment": moment}).scalar_one():
            return True
        connection.execute(sa.text("SELECT pg_sleep(:seconds)"), {"seconds": LOCK_SECONDS / LOOKS})
    return False


def scrub(url: str) -> bool:
    """Do it now; False where somebody hindered it. PostgreSQL holds up who uses a table while that one is written anew,
    and is not waited for: whoever came after us would wait behind."""
    engine = sync_engine(url)
    try:
        if is_sqlite(url):
            with engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                busy, _frames, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Rows that an older transaction may still see are written anew with all others.
            if not _is_youngest(connection):
                log.info("the files could not be cleaned yet: something older is under way")
                return False
            connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_SECONDS}s'")
            for table in TABLES:
                connection.exec_driver_sql(f"VACUUM (FULL) {table}")
            return True
    except sa.exc.OperationalError as error:
        log.info("the files could not be cleaned yet: %s", where(error))
        return False
    finally:
        engine.dispose()
