"""The schema of a store as its engine describes it."""

from typing import Any

import sqlalchemy as sa

from bot.store.engines.opening import sync_engine


def shape(url: str) -> dict[str, dict[str, Any]]:
    """Table -> what of it -> name -> columns, keys, indexes with their conditions, CHECKs, each as it is described."""
    engine = sync_engine(url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        # All tables at once: one by one, PostgreSQL is asked for ten times as long.
        columns = {
            table: [{**column, "type": column["type"].compile(inspector.dialect)} for column in found]
            for table, found in inspector.get_multi_columns().items()
        }
        described: dict[str, Any] = {
            "columns": _named(columns),
            "primary key": inspector.get_multi_pk_constraint(),
            "foreign keys": _named(inspector.get_multi_foreign_keys()),
            "unique": _named(inspector.get_multi_unique_constraints()),
            "checks": _named(inspector.get_multi_check_constraints()),
            "indexes": _named(inspector.get_multi_indexes()),
        }
    engine.dispose()
    tables = {name for _schema, name in columns} - {"alembic_version"}
    return {table: {what: found[None, table] for what, found in described.items()} for table in tables}


def _named(found: Any) -> dict[Any, dict[str, Any]]:
    return {table: {thing["name"]: thing for thing in things} for table, things in found.items()}
