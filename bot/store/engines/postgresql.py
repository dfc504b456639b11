"""The store on PostgreSQL: bodies run in threads, each on a connection of its own.

Brief bodies go through lanes, in which those that are ready together share a COMMIT (bot/store/engines/lanes.py). Any
other has a transaction of its own, and so has a brief one that could not be done in company.
"""

import asyncio
import logging
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.store.database import Body, Database, StoreLost, Tx, carry_out, in_transaction
from bot.store.engines.jobs import Job, new_job, tell
from bot.store.engines.lanes import Lane, is_cut, must_run_again, require_whole, sqlstate

log = logging.getLogger(__name__)
T = TypeVar("T")

IDLE_SECONDS = 15
"""Seconds between two statements of one transaction: a body waits for nothing, so its own work is all there is."""
LANES = 2
"""Shared transactions at once. More would each carry fewer bodies."""
READERS = 3
TRIES = 5

_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"


def driver_url(url: str) -> str:
    """`postgresql://…` as people write it, with the driver that this project ships."""
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def postgresql_engine(url: str) -> sa.Engine:
    """A plain engine without a pool: that of commands and migrations. No column is an hstore, so that the server is not
    asked whether it knows them."""
    return sa.create_engine(driver_url(url), poolclass=sa.NullPool, hide_parameters=True, use_native_hstore=False)


def pooled_engine(url: str, size: int) -> sa.Engine:
    """The engine of a process that serves. Its transactions are begun by what goes before their first statement."""
    engine = sa.create_engine(
        driver_url(url), pool_size=size, max_overflow=0, hide_parameters=True, use_native_hstore=False
    )
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    """End a transaction that its process has left alone: one that was stopped in the midst of it, or cut off, would
    keep its locks, and with them the leases, from all others."""
    connection.autocommit = True  # we say BEGIN ourselves, in one with what follows it
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")


class PostgresDatabase(Database):
    def __init__(self, url: str, clock: Clock, pool: int) -> None:
        self.url, self.clock = url, clock
        self._engine = pooled_engine(url, pool + READERS + LANES)
        self._alone = ThreadPoolExecutor(pool, thread_name_prefix="database")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="database-reader")
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lanes = [Lane(self._engine, clock, self._jobs, self._settle) for _ in range(LANES)]
        self._threads: list[threading.Thread] = []

    async def run(self, body: Body[T]) -> T:
        if self.lost is not None:
            raise self.lost
        job = new_job(body)
        if getattr(body, "brief", False):
            self._begin_lanes()
            self._jobs.put(job)
        else:
            self._alone.submit(self._run_alone, job)
        value: T = await job.future
        return value

    def _begin_lanes(self) -> None:
        if not self._threads:
            self._threads = [threading.Thread(target=lane.work, name="database-lane", daemon=True) for lane in self._lanes]
            for thread in self._threads:
                thread.start()

    def _settle(self, ended: list[Job], again: list[Job]) -> None:
        """What a lane has made of its bodies: told, or to be run alone."""
        for job in again:
            self._alone.submit(self._run_alone, job)
        for job in ended:
            if isinstance(job.error, StoreLost):
                self.lose(job.error)
        tell(ended)

    def _run_alone(self, job: Job) -> None:
        try:
            if self.lost is not None:
                raise self.lost
            job.value = self._attempts(job.body)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller awaits
            job.error = error
        self._settle([job], [])

    def _attempts(self, body: Body[T]) -> T:
        for attempt in range(TRIES):
            with self._engine.connect() as connection:
                tx = Tx(connection, self.clock, "BEGIN;")
                committing = False
                try:
                    with connection.begin():
                        value = carry_out(tx, body)
                        require_whole(connection)
                        committing = True
                    return value
                except DBAPIError as error:
                    cut = is_cut(connection)
                    if cut:
                        connection.invalidate()
                        self._engine.dispose()  # those that wait in the pool are likely cut as well
                    # A COMMIT without an answer may have been done.
                    again = must_run_again(error) or (cut and not committing and attempt == 0)
                    if not again or attempt == TRIES - 1:
                        raise
            time.sleep(0.01 * 2**attempt)
        raise AssertionError("unreachable")

    async def read(self, body: Body[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, body)

    def _read(self, body: Body[T]) -> T:
        with self._engine.connect() as connection, connection.begin():
            return carry_out(Tx(connection, self.clock, _READ), body)

    def run_now(self, body: Body[T]) -> T:
        engine = postgresql_engine(self.url)
        try:
            with engine.begin() as connection:
                return in_transaction(connection, self.clock, body)
        finally:
            engine.dispose()

    async def close(self) -> None:
        for _ in self._threads:
            self._jobs.put(None)
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        for thread in self._threads:
            thread.join()
        self._alone.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self._engine.dispose()
