"""The store on PostgreSQL: a body runs through `AsyncConnection.run_sync`, in one transaction of its own."""

import asyncio
from contextlib import closing
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.clock import Clock
from bot.store.database import Body, Database, StoreLost, in_transaction

T = TypeVar("T")

IDLE_SECONDS = 15
"""Seconds between two statements of one transaction: a body waits for nothing, so its own work is all there is."""

_RETRIED = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock: the body has had no effect and may run again."""


def driver_url(url: str) -> str:
    """`postgresql://…` as people write it, with the driver that this project ships."""
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def postgresql_engine(url: str) -> sa.Engine:
    """A plain engine without a pool: that of commands and migrations. No column is an hstore, so that the server is not
    asked whether it knows them."""
    return sa.create_engine(driver_url(url), poolclass=sa.NullPool, hide_parameters=True, use_native_hstore=False)


def _limit_idleness(connection: Any, _record: Any) -> None:
    """End a transaction that its process has left alone: one that was stopped in the midst of it, or cut off, would
    keep its locks, and with them the leases, from all others."""
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    connection.commit()


class PostgresDatabase(Database):
    def __init__(self, url: str, clock: Clock, pool: int) -> None:
        self.url, self.clock = url, clock
        self._engine: AsyncEngine = create_async_engine(
            driver_url(url), pool_size=pool, max_overflow=pool, hide_parameters=True, use_native_hstore=False
        )
        event.listen(self._engine.sync_engine, "connect", _limit_idleness)
        self._under_way = 0

    async def run(self, body: Body[T]) -> T:
        if self.lost is not None:
            raise self.lost
        self._under_way += 1
        try:
            return await self._run(body)
        except StoreLost as error:
            self.lose(error)
            raise
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
            await connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            return await connection.run_sync(self._inside, body)

    def run_now(self, body: Body[T]) -> T:
        engine = postgresql_engine(self.url)
        try:
            with engine.begin() as connection:
                return self._inside(connection, body)
        finally:
            engine.dispose()

    def _inside(self, connection: sa.Connection, body: Body[T]) -> T:
        return in_transaction(connection, self.clock, body)

    async def close(self) -> None:
        while self._under_way:  # noqa: ASYNC110 - only at the end, and only as long as a transaction takes
            await asyncio.sleep(0.01)
        await self._engine.dispose()
