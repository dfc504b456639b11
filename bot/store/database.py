"""The store: engine, `await database.run(body)`, and nothing else commits.

A transaction's body is a plain function `body(tx)`: it cannot await, so it cannot hold a lock across a network call. On
SQLite one thread owns the only writing connection; bodies that are queued together share one COMMIT with a SAVEPOINT
each, and a caller hears of success only after that COMMIT. Many connections that compete for SQLite's one write lock
had a tail of hundreds of milliseconds; one writer has none. On PostgreSQL the same body runs through
`AsyncConnection.run_sync`, one transaction each.
"""

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Session, SQLModel

from bot.clock import Clock

log = logging.getLogger(__name__)
T = TypeVar("T")
M = TypeVar("M", bound=SQLModel)
Body = Callable[["Tx"], T]

# Names of constraints must be the same on both engines and in every migration; set before any table is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

GROUP = 64
"""How many bodies share one COMMIT at most: bounds how long the first of them waits."""

_RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock: the body has had no effect and may run again."""


def enum_text(members: type[StrEnum]) -> Any:
    """A text column that holds the values of `members`, with a CHECK: PostgreSQL's own enum types resist migration."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=24,
        name="".join(f"_{c.lower()}" if c.isupper() else c for c in members.__name__).lstrip("_"),
        values_callable=lambda enum: [member.value for member in enum],
    )


def unique_where(name: str, *names: str, where: str) -> sa.Index:
    """Unique among the rows for which `where` holds: one open draft, one open request. Both engines know such."""
    return sa.Index(name, *names, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


class Tx:
    """One open transaction, as a body sees it. `now` is civil time, the same through the whole body."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock

    @cached_property
    def now(self) -> datetime:
        return self.clock.now()

    @cached_property
    def session(self) -> Session:
        """The ORM on this transaction. Hot paths use `execute` with Core statements instead."""
        # In a savepoint of its own: a flush that fails would otherwise roll back the others of this COMMIT.
        return Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    @property
    def engine_name(self) -> str:
        return self.connection.dialect.name

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        if "session" in self.__dict__:
            self.session.flush()  # what the ORM holds back must be seen by the statement that follows
        return self.connection.execute(statement, parameters)

    def get(self, model: type[M], key: Any) -> M | None:
        return self.session.get(model, key)

    def all(self, statement: Any) -> list[Any]:
        return list(self.session.exec(statement))

    def first(self, statement: Any) -> Any:
        return self.session.exec(statement).first()

    def add(self, row: M) -> M:
        """Write `row` now, so that its key is known and a broken constraint is raised here."""
        self.session.add(row)
        self.session.flush()
        return row

    def insert_new(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert `rows`, passing over those whose key exists; how many were new."""
        if not rows:
            return 0
        return max(self.execute(_insert_new(model, self.engine_name), list(rows)).rowcount, 0)

    def lock(self, space: int, key: int) -> None:
        """Hold (space, key) until the transaction ends, so that two replicas cannot act for one person or count one
        number twice. SQLite has one writer already."""
        if self.engine_name == "postgresql":
            self.connection.execute(_ADVISORY, {"k": (space << 56) ^ (key & 0x00FFFFFFFFFFFFFF)})

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done inside is undone alone when it raises. The ORM's own savepoint is closed before and after:
        they must nest."""
        self.close(keep=True)
        _say(self.connection, "SAVEPOINT inner_body")
        try:
            yield
            self.close(keep=True)
        except BaseException:
            self.close(keep=False)
            _say(self.connection, "ROLLBACK TO SAVEPOINT inner_body")
            _say(self.connection, "RELEASE SAVEPOINT inner_body")
            raise
        _say(self.connection, "RELEASE SAVEPOINT inner_body")

    def close(self, *, keep: bool) -> None:
        """Hand what the ORM holds to the transaction, or drop it."""
        session = self.__dict__.pop("session", None)
        if session is not None:
            try:
                if keep:
                    session.commit()
            finally:
                session.close()


def _in_tx(connection: sa.Connection, clock: Clock, body: Body[T]) -> T:
    tx = Tx(connection, clock)
    try:
        value = body(tx)
    except BaseException:
        tx.close(keep=False)
        raise
    tx.close(keep=True)
    return value


_ADVISORY = sa.text("SELECT pg_advisory_xact_lock(:k)")


@cache
def _insert_new(model: type[SQLModel], engine_name: str) -> sa.Insert:
    table = columns(model)
    insert = postgresql.insert(table) if engine_name == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _say(connection: sa.Connection, command: str) -> None:
    """A command without parameters or rows. On SQLite without SQLAlchemy, whose care for it costs ten times as much."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(command)
    else:
        connection.exec_driver_sql(command)


class Database:
    """Open with `await Database.open(url, clock)`, close with `await database.close()`."""

    clock: Clock
    url: str

    async def run(self, body: Body[T]) -> T:
        """Run `body` in one transaction; return what it returns after the COMMIT, or raise what it raised after its
        own work is undone."""
        raise NotImplementedError

    async def read(self, body: Body[T]) -> T:
        """Run `body` in a transaction that cannot write, beside the writer."""
        raise NotImplementedError

    def run_now(self, body: Body[T]) -> T:
        """`run`, blocking: for commands and migrations, never inside the event loop."""
        raise NotImplementedError

    async def close(self) -> None:
        """Finish what is queued, and let go of the store."""
        raise NotImplementedError

    def close_now(self) -> None:
        """`close`, blocking: for commands."""
        asyncio.run(self.close())

    @staticmethod
    def open(url: str, clock: Clock) -> "Database":
        if url.startswith("sqlite"):
            return SqliteDatabase(url, clock)
        return PostgresDatabase(url, clock)


def driver_url(url: str) -> str:
    """`postgresql://…` as people write it, with the driver that this project ships."""
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def sqlite_path(url: str) -> Path:
    """The file of `sqlite:///relative` or `sqlite:////absolute`."""
    return Path(url.removeprefix("sqlite:///"))


def sync_engine(url: str, *, read_only: bool = False) -> sa.Engine:
    """A plain engine with our settings: the writer thread's, the readers', and that of migrations."""
    if not url.startswith("sqlite"):
        return sa.create_engine(driver_url(url), poolclass=sa.NullPool, hide_parameters=True)
    sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, poolclass=sa.StaticPool, hide_parameters=True, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the module's implicit one is deferred
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may lose committed registrations when the power fails
            "busy_timeout=5000",
            "foreign_keys=ON",
            *(["query_only=ON"] if read_only else []),
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred BEGIN that reads, then writes fails at once with SQLITE_BUSY_SNAPSHOT, whatever busy_timeout says.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class _Job:
    __slots__ = ("body", "error", "future", "loop", "value")

    def __init__(self, body: Body[Any], loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]") -> None:
        self.body, self.loop, self.future = body, loop, future
        self.value: Any = None
        self.error: BaseException | None = None

    def resolve(self) -> None:
        if self.future.done():  # the caller was cancelled; its work is committed all the same
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


class SqliteDatabase(Database):
    def __init__(self, url: str, clock: Clock) -> None:
        self.url, self.clock = url, clock
        self._writer = sync_engine(url)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database-writer", daemon=True)
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="database-reader")
        self._reader = threading.local()
        self._reading: list[sa.Engine] = []
        self._thread.start()

    async def run(self, body: Body[T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(body, loop, future))
        return await future

    async def read(self, body: Body[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, body)

    def run_now(self, body: Body[T]) -> T:
        async def once() -> T:
            return await self.run(body)

        return asyncio.run(once())

    def _read(self, body: Body[T]) -> T:
        engine = getattr(self._reader, "engine", None)
        if engine is None:
            engine = self._reader.engine = sync_engine(self.url, read_only=True)
            self._reading.append(engine)
        with engine.connect() as connection, connection.begin():
            return _in_tx(connection, self.clock, body)

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

    def _commit(self, connection: sa.Connection, batch: list[_Job]) -> None:
        try:
            with connection.begin():
                for job in batch:
                    self._attempt(connection, job)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is everybody's answer
            # The disk is full or gone: nothing of the batch is durable, so nobody may be told that it is.
            log.error("commit failed: %s", type(error).__name__)
            # SQLAlchemy takes the transaction for ended; the driver does not, and would refuse every later one.
            with suppress(Exception):
                connection.connection.driver_connection.rollback()  # type: ignore[union-attr]
            for job in batch:
                job.error = error
        by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in batch:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, jobs in by_loop.items():
            with suppress(RuntimeError):  # that loop has ended; nobody is waiting
                loop.call_soon_threadsafe(_resolve, jobs)

    def _attempt(self, connection: sa.Connection, job: _Job) -> None:
        _say(connection, "SAVEPOINT body")
        try:
            job.value = _in_tx(connection, self.clock, job.body)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller awaits
            job.error = error
            _say(connection, "ROLLBACK TO SAVEPOINT body")
        _say(connection, "RELEASE SAVEPOINT body")

    async def close(self) -> None:
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._readers.shutdown(wait=True)
        for engine in (*self._reading, self._writer):
            engine.dispose()


def _resolve(jobs: Iterable[_Job]) -> None:
    for job in jobs:
        job.resolve()


class PostgresDatabase(Database):
    def __init__(self, url: str, clock: Clock) -> None:
        self.url, self.clock = url, clock
        width = int(os.environ.get("THIDUA_DATABASE_POOL", "10"))
        self._engine: AsyncEngine = create_async_engine(
            driver_url(url), pool_size=width, max_overflow=width, hide_parameters=True
        )
        self._under_way = 0

    async def run(self, body: Body[T]) -> T:
        self._under_way += 1
        try:
            return await self._run(body)
        finally:
            self._under_way -= 1

    async def _run(self, body: Body[T]) -> T:
        for attempt in range(5):
            try:
                async with self._engine.begin() as connection:
                    return await connection.run_sync(self._inside, body)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _RETRIED or attempt == 4:
                    raise
                await asyncio.sleep(0.01 * 2**attempt)
        raise AssertionError("unreachable")

    async def read(self, body: Body[T]) -> T:
        async with self._engine.connect() as connection:
            await connection.execute(sa.text("SET TRANSACTION READ ONLY"))
            return await connection.run_sync(self._inside, body)

    def run_now(self, body: Body[T]) -> T:
        engine = sync_engine(self.url)
        try:
            with engine.begin() as connection:
                return self._inside(connection, body)
        finally:
            engine.dispose()

    def _inside(self, connection: sa.Connection, body: Body[T]) -> T:
        return _in_tx(connection, self.clock, body)

    async def close(self) -> None:
        while self._under_way:  # noqa: ASYNC110 - only at the end, and only as long as a transaction takes
            await asyncio.sleep(0.01)
        await self._engine.dispose()


def columns(model: type[SQLModel]) -> sa.Table:
    """The Core table of `model`: `columns(Draft).c.id`."""
    return cast(sa.Table, model.__table__)  # type: ignore[attr-defined]
