"""Whose rows a transaction has touched: found by triggers, so that no write goes unseen, whoever makes it.

An owner is ("person", key), ("unit", key), ("group", key), ("chat", Telegram id), or ("department", 0) for what is
everybody's. Who did, confirmed or granted something does not own it.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

import bot.tables  # noqa: F401 - every table is known
from bot.store.database import Tx

Owner = tuple[str, int]

KINDS = {
    "person_id": "person",
    "user_id": "chat",
    "address": "chat",
    "unit_id": "unit",
    "union_group_id": "group",
    "group_id": "group",
}
"""Columns that say whose a row is, the strongest first."""
THEMSELVES = {"person": "person", "unit": "unit", "union_group": "group"}
NOBODYS = frozenset({"audit", "inbox", "file", "file_copy", "lease", "sending_halt", "chat_halt", "surface"})
"""Kept of everything that is done, by whomever. Surfaces: what they show is loaded under their own person's rights."""


def watch(connection: sa.Connection) -> None:
    """From now on every change is noted in a table of this connection, which a rollback empties."""
    connection.exec_driver_sql("CREATE TEMP TABLE touched (name TEXT, whose TEXT)")
    for table in SQLModel.metadata.sorted_tables:
        if table.name in NOBODYS:
            continue
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("NEW", "OLD")), ("DELETE", ("OLD",))):
            notes = "".join(f"INSERT INTO touched VALUES ('{table.name}', {_said(table, row)});" for row in rows)
            connection.exec_driver_sql(
                f"CREATE TEMP TRIGGER seen_{event}_{table.name} AFTER {event} ON main.{table.name} BEGIN {notes} END"
            )


def forget(tx: Tx) -> None:
    """What was written so far was not tried."""
    tx.connection.exec_driver_sql("DELETE FROM touched")


def _said(table: sa.Table, row: str) -> str:
    names = [column.name for column in table.columns if column.name in (*KINDS, "id") or _parent(column) is not None]
    return "json_object(" + ", ".join(f"'{name}', {row}.{name}" for name in names) + ")"


def _parent(column: sa.Column[Any]) -> sa.Table | None:
    """The table whose row this one is a part of."""
    for key in column.foreign_keys:
        parent = key.column.table
        if parent.name not in (*THEMSELVES, "campaign", *NOBODYS):
            return parent
    return None


def touched(tx: Tx) -> Iterator[tuple[str, Owner]]:
    """(table, owner) of every row that was written since the last rollback."""
    # Asked after every try: by SQLAlchemy it would take ten times as long.
    driver: Any = tx.connection.connection.driver_connection
    for name, whose in driver.execute("SELECT DISTINCT name, whose FROM touched").fetchall():
        yield name, _owner(tx, SQLModel.metadata.tables[name], json.loads(whose))


def _owner(tx: Tx, table: sa.Table, row: dict[str, Any]) -> Owner:
    if table.name in THEMSELVES:
        return THEMSELVES[table.name], row["id"]
    for name, kind in KINDS.items():
        if row.get(name) is not None:
            return kind, row[name]
    for column in table.columns:
        parent = _parent(column)
        if parent is not None and row.get(column.name) is not None:
            key = next(iter(parent.primary_key))
            found = tx.connection.execute(sa.select(parent).where(key == row[column.name])).mappings().one()
            return _owner(tx, parent, dict(found))
    return "department", 0
