"""Run by alembic: connects as the bot does, and runs or writes revisions.

All revisions run in one transaction, on SQLite too: a kill in the middle leaves the store at the revision it had.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlmodel import AutoString, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

import bot.tables  # noqa: F401 - the metadata is whole
from bot.store.engines.opening import sync_engine

_LOCK = 0x746869647561
"""Advisory lock of whoever migrates: of replicas that start together one does, and the others then find it done."""


def _plain_type(kind: str, item: Any, _context: Any) -> Any:
    """Revisions name SQLAlchemy's types only: what they did must not change with a library's own."""
    match kind, item:
        case "type", AutoString():
            return "sa.String()" if item.length is None else f"sa.String({item.length})"
        case "type", UTCDateTime():
            return "sa.DateTime(timezone=True)"
    return False


def _run(url: str, applied: list[str], batch: bool) -> None:
    def note(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
        applied.extend(step.up_revision_ids)

    engine = sync_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # A batch replaces a table by its copy, and dropping the old one would take the rows that refer to it along.
            # Inside a transaction the switch does nothing, so it goes past SQLAlchemy, which would begin one.
            _driver(connection).execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=batch,
            render_item=_plain_type,
            transactional_ddl=True,
            on_version_apply=note,
        )
        with context.begin_transaction():
            if not sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            context.run_migrations()
            if sqlite and (orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"rows refer to nothing: {sorted({row[0] for row in orphans})}")
    engine.dispose()


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


_run(
    context.config.attributes["url"],
    context.config.attributes["applied"],
    context.config.attributes.get("batch", True),
)
