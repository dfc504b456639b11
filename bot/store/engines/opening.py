"""Opening a store: the address says which engine it is on. PostgreSQL's driver is loaded for a store that is there."""

import sqlalchemy as sa

from bot.clock import Clock
from bot.store.database import Database
from bot.store.engines.sqlite import SqliteDatabase, sqlite_engine


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def open_database(url: str, clock: Clock, pool: int = 10) -> Database:
    """The store at `url`, `sqlite:///…` or `postgresql://…`, with the engine's own way to run bodies. `pool`:
    connections to PostgreSQL."""
    if is_sqlite(url):
        return SqliteDatabase(url, clock)
    from bot.store.engines.postgresql import PostgresDatabase

    return PostgresDatabase(url, clock, pool)


def sync_engine(url: str, *, read_only: bool = False) -> sa.Engine:
    """A plain engine for migrations and tests. `read_only` holds on SQLite."""
    if is_sqlite(url):
        return sqlite_engine(url, read_only=read_only)
    from bot.store.engines.postgresql import postgresql_engine

    return postgresql_engine(url)
