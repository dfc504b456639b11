"""The store on SQLite: one thread owns the only writing connection, readers have their own.

Bodies that are queued together share one COMMIT with a SAVEPOINT each, and a caller hears of success only after that
COMMIT. Many connections that compete for SQLite's one write lock had a tail of hundreds of milliseconds; one writer
has none.
"""

import asyncio
import logging
import os
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event

from bot.clock import Clock
from bot.store.database import Body, Database, StoreLost, in_transaction, run_command
from bot.store.engines.file_guard import FileGuard
from bot.store.engines.jobs import Job, new_job, tell

log = logging.getLogger(__name__)
T = TypeVar("T")

MEMORY = ":memory:"
"""The name of a store without a file."""
GROUP = 64
"""The most bodies that share one COMMIT: bounds how long the first of them waits."""


def sqlite_path(url: str) -> Path:
    """The file of `sqlite:///relative` or `sqlite:////absolute`."""
    return Path(url.removeprefix("sqlite:///"))


def create(file: Path) -> None:
    """Make `file`, if there is none, for its owner alone. SQLite gives what it puts beside a file the same mode."""
    if file.name != MEMORY and not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def sqlite_engine(url: str, *, read_only: bool = False) -> sa.Engine:
    """A plain engine on one connection with our settings: the writer thread's, a reader's, that of migrations."""
    sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    create(sqlite_path(url))
    engine = sa.create_engine(
        url, poolclass=sa.StaticPool, hide_parameters=True, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the module's implicit one is deferred
        for pragma in (
            # Kept in the file. Whoever only reads changes nothing, least of all a file that is not ours.
            *([] if read_only else ["journal_mode=WAL"]),
            "synchronous=FULL",  # NORMAL may lose committed registrations when the power fails
            "busy_timeout=5000",
            "foreign_keys=ON",
            "secure_delete=ON",  # what was erased is overwritten, not left in free pages
            *(["query_only=ON"] if read_only else []),
        ):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Any) -> None:
        # A deferred BEGIN that reads, then writes fails at once with SQLITE_BUSY_SNAPSHOT, whatever busy_timeout says.
        connection.driver_connection.execute("BEGIN" if read_only else "BEGIN IMMEDIATE")

    # Not a listener of the event: one makes SQLAlchemy look for listeners at every statement.
    engine.dialect.do_begin = begin  # type: ignore[assignment, method-assign]
    return engine


class SqliteDatabase(Database):
    def __init__(self, url: str, clock: Clock) -> None:
        self.url, self.clock = url, clock
        self._writer = sqlite_engine(url)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database-writer", daemon=True)
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="database-reader")
        self._reader = threading.local()
        self._reading: list[sa.Engine] = []
        self._guard = None if sqlite_path(url).name == MEMORY else FileGuard(sqlite_path(url), clock)
        self._thread.start()

    async def run(self, body: Body[T]) -> T:
        job = new_job(body)
        self._jobs.put(job)
        value: T = await job.future
        return value

    async def read(self, body: Body[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, body)

    def run_now(self, body: Body[T]) -> T:
        async def once() -> T:
            return await self.run(body)

        return asyncio.run(once())

    def _read(self, body: Body[T]) -> T:
        engine = getattr(self._reader, "engine", None)
        if engine is None:
            engine = self._reader.engine = sqlite_engine(self.url, read_only=True)
            self._reading.append(engine)
        with engine.connect() as connection, connection.begin():
            return in_transaction(connection, self.clock, body)

    def _work(self) -> None:
        with self._writer.connect() as connection:
            while (first := self._jobs.get()) is not None:
                batch, more = [first], True
                while more and len(batch) < GROUP:
                    try:
                        job = self._jobs.get_nowait()
                    except queue.Empty:
                        break
                    if job is None:
                        more = False
                    else:
                        batch.append(job)
                self._commit(connection, batch)
                if not more:
                    return

    def _commit(self, connection: sa.Connection, batch: list[Job]) -> None:
        try:
            if self.lost is not None:
                raise self.lost
            self._require_file(connection)
            with connection.begin():
                for job in batch:
                    self._attempt(connection, job)
            self._require_file(connection)  # nobody is told of what went into a file that is gone
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is everybody's answer
            # The disk is full or gone: nothing of the batch is durable, so nobody may be told that it is.
            log.error("commit failed: %s", type(error).__name__)
            # SQLAlchemy takes the transaction for ended; the driver does not, and would refuse every later one.
            with suppress(Exception):
                connection.connection.driver_connection.rollback()  # type: ignore[union-attr]
            for job in batch:
                job.error = error
            if not isinstance(error, StoreLost):
                with suppress(StoreLost):
                    self._require_file(connection)
        for job in batch:
            if isinstance(job.error, StoreLost):
                self.lose(job.error)
        tell(batch)

    def _require_file(self, connection: sa.Connection) -> None:
        """Raises StoreLost, once, after what can be saved was saved."""
        try:
            if self._guard is not None:
                self._guard.require()
        except StoreLost as error:
            driver: Any = connection.connection.driver_connection
            with suppress(Exception):
                driver.rollback()
            assert self._guard is not None
            self.lose(self._guard.save(driver, error))
            assert self.lost is not None
            raise self.lost from None

    def _attempt(self, connection: sa.Connection, job: Job) -> None:
        run_command(connection, "SAVEPOINT body")
        try:
            job.value = in_transaction(connection, self.clock, job.body)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller awaits
            job.error = error
            run_command(connection, "ROLLBACK TO SAVEPOINT body")
        run_command(connection, "RELEASE SAVEPOINT body")

    async def close(self) -> None:
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._readers.shutdown(wait=True)
        for engine in (*self._reading, self._writer):
            engine.dispose()
