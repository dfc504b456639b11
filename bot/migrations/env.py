"""Run by alembic: connects as the bot does, and runs or writes revisions.

On SQLite all revisions run in one transaction: a kill in the middle leaves the store at the revision it had. On
PostgreSQL each has its own, so that it keeps those who serve meanwhile from one revision's tables at a time, and a kill
leaves the store at the one before.

A store that holds nothing is made of the models in one transaction, and said to be at the newest revision: revisions
end with the same schema (tests/migrations/test_revisions.py), and take ten times as long.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlmodel import AutoString, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

import bot.tables  # noqa: F401 - the metadata is whole
from bot.store.engines.altering import altering
from bot.store.engines.opening import sync_engine


def _plain_type(kind: str, item: Any, _context: Any) -> Any:
    """Revisions name SQLAlchemy's types only: what they did must not change with a library's own."""
    match kind, item:
        case "type", AutoString():
            return "sa.String()" if item.length is None else f"sa.String({item.length})"
        case "type", UTCDateTime():
            return "sa.DateTime(timezone=True)"
    return False


def _run(url: str, applied: list[str], *, batch: bool, at_once: bool) -> None:
    """`at_once`: make a store that holds nothing of the models."""

    def note(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
        applied.extend(step.up_revision_ids)

    engine = sync_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection, _unchecked(connection) if sqlite else altering(connection):
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=batch,
            render_item=_plain_type,
            transactional_ddl=True,
            transaction_per_migration=not sqlite,
            on_version_apply=note,
        )
        if at_once and not context.get_context().get_current_heads():
            _make(connection)
            applied.extend(reversed([step.revision for step in context.script.walk_revisions()]))
        connection.rollback()  # to ask for the revision has begun a transaction
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and (orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"rows refer to nothing: {sorted({row[0] for row in orphans})}")
    engine.dispose()


def _make(connection: sa.Connection) -> None:
    connection.rollback()
    with connection.begin():
        SQLModel.metadata.create_all(connection, checkfirst=False)
        context.get_context().stamp(context.script, "head")


@contextmanager
def _unchecked(connection: sa.Connection) -> Iterator[None]:
    """A batch replaces a table by its copy, and dropping the old one would take the rows that refer to it along."""
    # Inside a transaction the switch does nothing, so it goes past SQLAlchemy, which would begin one.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    yield


_given = context.config.attributes
_run(_given["url"], _given["applied"], batch=_given.get("batch", True), at_once=_given.get("at_once", False))
