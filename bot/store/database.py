"""The store as its users see it: one open transaction, and `await database.run(body)`, the only commit.

A transaction's body is a plain function `body(tx)`: it cannot await, so it cannot hold a lock across a network call.
The files in `bot/store/engines` keep this promise, one on SQLite and one on PostgreSQL, and a third one chooses.
"""

import asyncio
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bot.clock import Clock
from bot.refusal import Refusal
from bot.store.schema import columns, insert_into

T = TypeVar("T")
M = TypeVar("M", bound=SQLModel)
Body = Callable[["Tx"], T]


class StoreLost(Refusal):
    """The store that was opened is not the one that is there now: what is written to it would not be kept."""


NOT_FORESEEN: Any = object()
IMPATIENT_MILLISECONDS = 200


P = ParamSpec("P")


Reading = Callable[Concatenate["Tx", P], T]


def once(*tables: str) -> Callable[[Reading[P, T]], Reading[P, T]]:
    """A reading that is made once, with the same arguments: while something is drawn (`Tx.found`), under which nothing
    changes; and where `tables` are named always, until something is written into one of them. Its value is shared, and
    nobody may change it."""

    def made_once(read: Reading[P, T]) -> Reading[P, T]:
        @wraps(read)
        def reading(tx: "Tx", /, *args: P.args, **named: P.kwargs) -> T:
            if not tables and tx.found is None:
                return read(tx, *args, **named)
            key = (read, args, *sorted(named.items()))
            return tx.read_once(key, tables, lambda: read(tx, *args, **named))

        return reading

    return made_once


class Tx:
    """An open transaction, as a body sees it. `now` is civil time, the same through the whole body."""

    def __init__(self, connection: sa.Connection, clock: Clock, before: str = "") -> None:
        """`before`: a command that must go before the first statement, as BEGIN does; it is sent when there is one."""
        self._connection, self._before, self._sent = connection, before, 0
        self.clock = clock
        self.found: dict[Hashable, Any] | None = None
        """Readings that `once` keeps while screens are drawn, for one or for many; None: it keeps none."""
        self._read = dict[Hashable, Any]()
        self.held: dict[Hashable, list[Any]] | None = None
        """Rows that are written at the end, for many in one statement; None: everything is written when it is said."""

    @property
    def connection(self) -> sa.Connection:
        self._flush()
        return self._connection

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
        return self._connection.dialect.name

    def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        if "session" in self.__dict__:
            self.session.flush()  # what the ORM holds back must be seen by the statement that follows
        if self._read and statement.is_dml and statement.table.name in self._read_of:  # type: ignore[attr-defined]
            self._read.clear()
        return self.connection.execute(statement, parameters)

    def read_once(self, key: Hashable, tables: Collection[str], read: Callable[[], T]) -> T:
        """The result of `read`, as `once` keeps it."""
        if "session" in self.__dict__ and self.found is None:
            return read()
        kept = self._read if tables or self.found is None else self.found
        if key not in kept:
            found = read()
            self._read_of.update(tables)
            kept[key] = found
        value: T = kept[key]
        return value

    def foresee(self, key: Hashable, tables: Collection[str], found: Any) -> None:
        """Keep what was read with others for whoever asks for it by `foreseen`, unless something is written there."""
        self._read_of.update(tables)
        self._read[key] = found

    def foreseen(self, key: Hashable) -> Any:
        """The result of what was foreseen, once; NOT_FORESEEN where nothing was, or is not so any more."""
        return self._read.pop(key, NOT_FORESEEN)

    @cached_property
    def _read_of(self) -> set[str]:
        return set()

    def be_impatient(self) -> None:
        """Wait for nobody's lock for long: fail, so that those with whom this transaction is shared need not wait."""
        if self.engine_name == "postgresql":
            self._say(f"SET LOCAL lock_timeout = '{IMPATIENT_MILLISECONDS}ms';")

    def try_locks(self, space: int, keys: Collection[int]) -> set[int]:
        """Those of `keys` that are locked by now, as `lock` does, without waiting for anybody."""
        if self.engine_name != "postgresql" or not keys:
            return set(keys)
        ordered = sorted(keys)
        tries = ", ".join(f"pg_try_advisory_xact_lock({_number(space, key)})" for key in ordered)
        before, self._before = self._before, ""
        self._sent += 1
        row = run_command(self._connection, f"{before}SELECT {tries}")
        return {key for key, got in zip(ordered, row, strict=True) if got}

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
            self._before += f"SELECT pg_advisory_xact_lock({_number(space, key)});"
            self._flush()  # in one: an answer is waited for once

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A savepoint: what is done inside is undone alone when it raises. The ORM's own one is closed before and
        after, because they must nest."""
        self.close(keep=True)
        outside, held = self._before, {key: len(rows) for key, rows in (self.held or {}).items()}
        self._say("SAVEPOINT inner_body;")
        sent = self._sent
        try:
            yield
            self.close(keep=True)
        except BaseException:
            self.close(keep=False)
            self._read.clear()
            for key, rows in (self.held or {}).items():
                del rows[held.get(key, 0) :]
            if self._waits and sent == self._sent:
                self._before = outside
            else:
                for command in ("ROLLBACK TO SAVEPOINT inner_body;", "RELEASE SAVEPOINT inner_body;"):
                    self._say(command)
                self._flush()  # whoever goes on may ask for nothing more, and a COMMIT would then keep what was undone
            raise
        if self._waits and sent == self._sent:
            self._before = outside  # nobody has asked for anything
        else:
            self._say("RELEASE SAVEPOINT inner_body;")

    @property
    def _waits(self) -> bool:
        """True where what needs no answer may go with what comes next: where each answer is waited for."""
        return self.engine_name == "postgresql"

    def _say(self, command: str) -> None:
        self._before += command
        if not self._waits:
            self._flush()

    def _flush(self) -> None:
        if self._before:
            before, self._before = self._before, ""
            self._sent += 1
            run_command(self._connection, before)

    def close(self, *, keep: bool) -> None:
        """Hand what the ORM holds to the transaction, or drop it."""
        session = self.__dict__.pop("session", None)
        if session is not None:
            self._read.clear()
            try:
                if keep:
                    session.commit()
            finally:
                session.close()


def in_transaction(connection: sa.Connection, clock: Clock, body: Body[T]) -> T:
    return carry_out(Tx(connection, clock), body)


def carry_out(tx: Tx, body: Body[T]) -> T:
    """Run `body`, and leave nothing of it held back."""
    try:
        value = body(tx)
    except BaseException:
        tx.close(keep=False)
        raise
    tx.close(keep=True)
    return value


@cache
def _insert_new(model: type[SQLModel], engine_name: str) -> sa.Insert:
    new: sa.Insert = insert_into(columns(model), engine_name).on_conflict_do_nothing()
    return new.execution_options(preserve_rowcount=True)


def _number(space: int, key: int) -> int:
    return (space << 56) ^ (key & 0x00FFFFFFFFFFFFFF)


def run_command(connection: sa.Connection, command: str) -> Any:
    """A command without parameters; the first row of the last, where it has one. Without SQLAlchemy, whose care for it
    costs ten times as much. On PostgreSQL it may be several, each with its semicolon."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute(command)
        return None
    try:
        done = driver.execute(command, prepare=False)
        while done.nextset():
            pass
        return done.fetchone() if done.description else None
    except driver.Error as error:
        dialect = connection.dialect
        raise sa.exc.DBAPIError.instance("", None, error, driver.Error, dialect=dialect) from error


class Database:
    """Open with `bot.store.engines.opening.open_database(url, clock)`, close with `await database.close()`."""

    clock: Clock
    url: str
    lost: StoreLost | None = None
    """The reason why nothing more is promised. From then on every body raises it."""
    when_lost: Callable[[StoreLost], None] | None = None
    """Called once, by whichever thread has noticed, before anybody hears of a failure."""

    def lose(self, error: StoreLost) -> None:
        """The store is lost: promise nothing more."""
        first, self.lost = self.lost is None, self.lost or error
        if first and self.when_lost is not None:
            self.when_lost(error)

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
