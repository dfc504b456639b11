"""All rows of a store, taken over by another store, table by table, on whichever engine each is.

What both hold is compared by a number and a checksum of each table, before the transaction that wrote them ends.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.address import Address
from bot.refusal import Refusal

ROWS, LARGE_ROWS = 500, 4
"""Rows that are held at once; of a table with files, each of which may have twenty megabytes."""
_ALL = 1 << 256


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a table: the number of its rows, and the sum of their checksums, which knows no order."""

    rows: int
    checksum: str


def transfer(source: sa.Connection, target: sa.Connection) -> dict[str, Content]:
    """Copy every row of `source` into `target`, which is empty and of the same revision; table -> what both hold.

    Both in one open transaction. Raises Refusal where the two differ afterwards."""
    if target.dialect.name == "sqlite":
        target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    moved = {}
    for table in tables():
        with _references_to_itself_later(target, table):
            moved[table.name] = _move(source, target, table)
        if target.dialect.name == "postgresql":
            _continue_numbers(target, table)
    for table in tables():
        if content(target, table) != moved[table.name]:
            raise Refusal("store_copy.differs", table=table.name)
    return moved


def tables() -> list[sa.Table]:
    """All tables, each after those that its rows refer to."""
    return SQLModel.metadata.sorted_tables


def empty(connection: sa.Connection) -> None:
    """Delete every row.

    PostgreSQL does it for all tables in one statement, in their order, and for no table besides: where one that is not
    ours refers to ours, nothing is deleted. Whoever looks meanwhile waits for the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"TRUNCATE TABLE {_named(connection)}")
        return
    for table in reversed(tables()):
        connection.execute(sa.delete(table))


def hold(connection: sa.Connection) -> None:
    """Keep others from emptying the tables until the open transaction ends. Before anything of them is read: what was
    seen before a TRUNCATE, PostgreSQL shows as empty after it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {_named(connection)} IN ACCESS SHARE MODE")


def _named(connection: sa.Connection) -> str:
    return ", ".join(connection.dialect.identifier_preparer.format_table(table) for table in tables())


def is_empty(connection: sa.Connection) -> bool:
    """True if no table of a migrated store holds a row."""
    return not any(connection.execute(sa.select(sa.exists(sa.select(table)))).scalar_one() for table in tables())


def content(connection: sa.Connection, table: sa.Table) -> Content:
    return _summed(_rows(connection, table))


def _move(source: sa.Connection, target: sa.Connection, table: sa.Table) -> Content:
    rows, total = 0, 0
    insert = sa.insert(table).values({column.name: _written(target, column) for column in table.columns})
    reading = _rows(source, table)
    while batch := list(islice(reading, _width(table))):
        target.execute(insert, [{f"_{name}": value for name, value in row.items()} for row in batch])
        some = _summed(batch)
        rows, total = rows + some.rows, (total + int(some.checksum, 16)) % _ALL
    return Content(rows, f"{total:064x}")


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    query = sa.select(*(_read(connection, column).label(column.name) for column in table.columns))
    found = connection.execute(query.execution_options(stream_results=True, yield_per=_width(table)))
    return (dict(row._mapping) for row in found)


def _width(table: sa.Table) -> int:
    return LARGE_ROWS if any(isinstance(column.type, sa.LargeBinary) for column in table.columns) else ROWS


def _read(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """JSON as the very text that is kept: read as a value, NULL and a null in JSON would be the same."""
    if not isinstance(column.type, sa.JSON):
        return column
    return sa.type_coerce(column, sa.Text) if connection.dialect.name == "sqlite" else sa.cast(column, sa.Text)


def _written(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if not isinstance(column.type, sa.JSON):
        return sa.bindparam(f"_{column.name}", type_=column.type)
    text = sa.bindparam(f"_{column.name}", type_=sa.Text())
    return text if connection.dialect.name == "sqlite" else sa.cast(text, sa.JSON)


@contextmanager
def _references_to_itself_later(target: sa.Connection, table: sa.Table) -> Iterator[None]:
    """PostgreSQL looks after references with each statement; a unit may refer to one that comes with a later one."""
    own = target.dialect.name == "postgresql" and any(key.column.table is table for key in table.foreign_keys)
    keys = sa.inspect(target).get_foreign_keys(table.name) if own else []
    names = [str(key["name"]) for key in keys if key["referred_table"] == table.name]
    alter = f'ALTER TABLE "{table.name}" ALTER CONSTRAINT'
    for name in names:
        target.exec_driver_sql(f'{alter} "{name}" DEFERRABLE INITIALLY DEFERRED')
    yield
    if names:
        target.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        target.exec_driver_sql(f'{alter} "{name}" NOT DEFERRABLE')


def _continue_numbers(target: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL go on counting after the highest key; SQLite does so by itself."""
    key = table.autoincrement_column
    if key is None:
        return
    sequence = target.execute(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', key.name))).scalar_one()
    if sequence is not None:
        highest = sa.select(sa.func.coalesce(sa.func.max(key), 0)).scalar_subquery()
        target.execute(sa.select(sa.func.setval(sequence, highest + 1, False)))


def _summed(rows: Iterable[Mapping[str, Any]]) -> Content:
    number, total, names = 0, 0, list[str]()
    for row in rows:
        names = names or sorted(row)
        text = _ENCODER.encode([[name, _plain(row[name])] for name in names])
        number, total = number + 1, (total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % _ALL
    return Content(number, f"{total:064x}")


_ENCODER = json.JSONEncoder(ensure_ascii=False)
_ALREADY_PLAIN = frozenset({int, str, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _ALREADY_PLAIN:  # nine of ten
        return value
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return hashlib.sha256(value).hexdigest()
        case Enum():
            return value.value
        case Address():
            return value.number
        case float():
            return repr(value)
    return value
