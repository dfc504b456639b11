"""The store on PostgreSQL: bodies run in threads, each in a transaction and on a connection of its own.

Everything that is sent is answered before the next is sent. A process that is stopped in the midst of a transaction
therefore leaves one that is idle, which the server ends after a while, and with it the locks; what the process tries
when it wakes fails whole.
"""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.store.database import Body, Database, StoreLost, Tx, carry_out, in_transaction
from bot.store.engines.jobs import Job, new_job, tell

T = TypeVar("T")

IDLE_SECONDS = 15
"""Seconds between two statements of one transaction: a body waits for nothing, so its own work is all there is."""
READERS = 3
TRIES = 5
MANY = 100
"""Rows from which on a statement is sent for all of them before the first answer."""

_RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock: the body has had no effect and may run again."""
_UNSAID = (None,) * 5
"""Sizes and precision of a column, which the DB-API lets a driver leave out."""
_BEGIN, _READ = "BEGIN;", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"


class Unfinished(Exception):
    """A body has passed over an error of the server, so that a COMMIT would undo everything and say nothing."""


class _Again(Exception):
    """A body that has had no effect, and may run again. `cut`: its connection was; the cause says more."""

    def __init__(self, cut: bool) -> None:
        super().__init__()
        self.cut = cut


class Cursor(psycopg.Cursor[Any]):
    """A cursor that waits for the answer of each row. Whoever is stopped between two that were sent together leaves a
    transaction that the server takes for busy, and never ends. It describes of each column what SQLAlchemy reads after
    every statement, its name and its type."""

    _changed: int | None = None

    def executemany(self, query: Any, params_seq: Iterable[Any], *, returning: bool = False) -> None:
        rows = list(params_seq)
        if returning or len(rows) >= MANY:
            self._changed = None
            super().executemany(query, rows, returning=returning)
            return
        changed = 0
        for row in rows:
            self.execute(query, row)
            changed += max(super().rowcount, 0)
        self._changed = changed

    @property
    def description(self) -> list[Any] | None:
        result = self.pgresult
        if result is None or result.status != ExecStatus.TUPLES_OK:
            return None
        names = (result.fname(place) or b"" for place in range(result.nfields))
        return [(name.decode(), result.ftype(place), *_UNSAID) for place, name in enumerate(names)]

    @property
    def rowcount(self) -> int:
        return super().rowcount if self._changed is None else self._changed


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
        driver_url(url),
        pool_size=size,
        pool_use_lifo=True,  # the last one used has the statements prepared
        max_overflow=0,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={"cursor_factory": Cursor},
    )
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    """End a transaction that its process has left alone: one that was stopped in the midst of it, or cut off, would
    keep its locks, and with them the leases, from all others."""
    connection.autocommit = True  # we say BEGIN ourselves, in one with what follows it
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _is_cut(connection: sa.Connection) -> bool:
    """True if there is no server behind this connection any more."""
    return connection.invalidated or connection.closed or bool(_driver(connection).closed)


def are_sessions_shared(url: str) -> bool:
    """True where a proxy gives each transaction whatever connection is free, as PgBouncer does by pool_mode =
    transaction: then the server cannot end what a stopped process has begun, and statements prepared once are those of
    somebody else. Raises the driver's errors."""
    engine = postgresql_engine(url)
    try:
        with engine.connect() as one:
            if _server_of(one) == _driver(one).info.backend_pid:
                return False  # who answers is the server itself
            with engine.connect() as other:
                of_one, of_other = ({_server_of(each) for _ in range(3)} for each in (one, other))
                return len(of_one) > 1 or not of_one.isdisjoint(of_other)
    finally:
        engine.dispose()


def _server_of(connection: sa.Connection) -> int:
    """The number of the server's process, in a transaction of its own."""
    with connection.begin():
        return int(connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one())


class PostgresDatabase(Database):
    """`pool`: the connections for bodies; readers have a few of their own."""

    def __init__(self, url: str, clock: Clock, pool: int) -> None:
        self.url, self.clock = url, clock
        self._engine = pooled_engine(url, pool + READERS)
        self._writers = ThreadPoolExecutor(pool, thread_name_prefix="database")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="database-reader")

    async def run(self, body: Body[T]) -> T:
        for attempt in range(TRIES):
            job = new_job(body)
            self._writers.submit(self._work, job)
            try:
                value: T = await job.future
            except _Again as again:
                if attempt == TRIES - 1 or (again.cut and attempt):
                    assert again.__cause__ is not None
                    raise again.__cause__ from None
                await asyncio.sleep(0.01 * 2**attempt)
            else:
                return value
        raise AssertionError("unreachable")

    def _work(self, job: Job) -> None:
        try:
            if self.lost is not None:
                raise self.lost
            job.value = self._attempt(job.body)
        except StoreLost as error:
            self.lose(error)
            job.error = error
        except BaseException as error:  # noqa: BLE001 - raised again where the caller awaits
            job.error = error
        tell([job])

    def _attempt(self, body: Body[T]) -> T:
        committing = False
        with self._engine.connect() as connection:
            try:
                with connection.begin():
                    value = carry_out(Tx(connection, self.clock, _BEGIN), body)
                    if _driver(connection).info.transaction_status == TransactionStatus.INERROR:
                        raise Unfinished
                    committing = True
                return value
            except DBAPIError as error:
                cut = _is_cut(connection)
                if cut:
                    connection.invalidate()
                    self._engine.dispose()  # those that wait in the pool are likely cut as well
                # Before its COMMIT it has had no effect; of a COMMIT without an answer nobody knows.
                if (cut and not committing) or getattr(error.orig, "sqlstate", None) in _RETRIED:
                    raise _Again(cut) from error
                raise

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
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self._engine.dispose()
