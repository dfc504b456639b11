"""Lanes: transactions on PostgreSQL that brief bodies share, with a savepoint each and one COMMIT.

A lane takes whatever is ready and commits as soon as nothing is, so that its transaction never waits for work; it waits
for a lock for a moment only, so that two lanes, here or in another process, never wait for each other for long. A body
that fails is undone alone. One that would have to wait longer, or that the server wants run again, is given back, to be
run in a transaction of its own. The first body has no savepoint: whoever is alone pays for nothing.

Everything that is sent is answered before the next is sent. A process that is stopped in the midst of it therefore
leaves a transaction that is idle, which the server ends after a while, and with it the locks; what the process then
tries fails whole.
"""

import logging
import queue
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.store.database import Tx, carry_out, run_command
from bot.store.engines.jobs import Job

log = logging.getLogger(__name__)

GROUP = 32
"""The most bodies that share one COMMIT."""
LONGEST = 0.05
"""Seconds after which a lane takes no further body into its transaction: what it has done waits for the COMMIT."""
LOCK_SECONDS = 0.05
"""Seconds for which a body of a lane waits for a lock."""

_AGAIN = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL's serialization failure, deadlock, and lock that was not to be had: the body has had no effect and may run
again."""

Settle = Callable[[list[Job], list[Job]], None]
"""Told of bodies that have ended, and of those that are to be run alone."""


class Unfinished(Exception):
    """A body has passed over an error of the server, so that its transaction cannot be committed."""


def sqlstate(error: BaseException | None) -> str | None:
    return getattr(getattr(error, "orig", None), "sqlstate", None)


def must_run_again(error: BaseException | None) -> bool:
    return sqlstate(error) in _AGAIN


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def is_cut(connection: sa.Connection) -> bool:
    """True if there is no server behind this connection any more."""
    return connection.invalidated or connection.closed or bool(_driver(connection).closed)


def require_whole(connection: sa.Connection) -> None:
    """Raise Unfinished where a COMMIT would only undo everything, and say nothing."""
    if _driver(connection).info.transaction_status == TransactionStatus.INERROR:
        raise Unfinished


class Lane:
    """One shared transaction at a time. `work` is the whole life of its thread."""

    def __init__(self, engine: sa.Engine, clock: Clock, jobs: "queue.SimpleQueue[Job | None]", settle: Settle) -> None:
        self._engine, self._clock, self._jobs, self._settle = engine, clock, jobs, settle
        self._connection: sa.Connection | None = None
        self._ended = False

    def work(self) -> None:
        while not self._ended and (first := self._jobs.get()) is not None:
            group = [first]
            try:
                self._carry(self._connected(), group)
            except BaseException as error:  # noqa: BLE001 - no server: those that are here must hear of it
                log.error("no transaction: %s", type(error).__name__)
                self._hang_up()
                for job in group:
                    job.error = error
                self._settle(group, [])
        self._hang_up()

    def _connected(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            run_command(self._connection, f"SET lock_timeout = '{int(LOCK_SECONDS * 1000)}ms'")
        return self._connection

    def _hang_up(self) -> None:
        """Let go of the connection, which is not for others: it has a setting of its own."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _next(self) -> Job | None:
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None
        self._ended = job is None
        return job

    def _carry(self, connection: sa.Connection, group: list[Job]) -> None:
        """Run the first of `group`, and whatever is ready by then, and commit. `group` grows; it is settled here unless
        this raises."""
        done, failed, again = list[Job](), list[Job](), list[Job]()
        began, before = time.monotonic(), "BEGIN;"
        transaction = connection.begin()
        job: Job | None = group[0]
        while job is not None:
            tx = Tx(connection, self._clock, before)
            try:
                job.value = carry_out(tx, job.body)
                require_whole(connection)
            except BaseException as error:  # noqa: BLE001 - raised again where the caller awaits
                if is_cut(connection):
                    # Nothing of it was committed.
                    self._hang_up()
                    self._settle(failed, [*done, *again, job])
                    return
                if must_run_again(error):
                    again.append(job)
                else:
                    job.error = error
                    failed.append(job)
                if tx.touched and before:
                    if before == "BEGIN;":
                        transaction.rollback()
                        transaction = connection.begin()
                    else:
                        run_command(connection, "ROLLBACK TO SAVEPOINT body")
                        before = ""
                elif tx.touched:
                    run_command(connection, "ROLLBACK TO SAVEPOINT body")
            else:
                done.append(job)
                if tx.touched:
                    before = "SAVEPOINT body;" if before == "BEGIN;" else "RELEASE SAVEPOINT body;SAVEPOINT body;"
            if len(group) >= GROUP or again or time.monotonic() - began > LONGEST:
                break
            if (job := self._next()) is not None:
                group.append(job)
        self._commit(connection, transaction, done, failed, again)

    def _commit(
        self,
        connection: sa.Connection,
        transaction: sa.RootTransaction,
        done: list[Job],
        failed: list[Job],
        again: list[Job],
    ) -> None:
        try:
            transaction.commit()
        except DBAPIError as error:
            log.error("commit failed: %s", type(error).__name__)
            if is_cut(connection):  # it may have been done: nobody knows
                self._hang_up()
                for job in done:
                    job.error = error
                self._settle([*done, *failed], again)
                return
            self._settle(failed, [*done, *again])  # refused for one of them, and nothing of it is there
            return
        self._settle([*done, *failed], again)
