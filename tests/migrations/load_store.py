"""The rows of the old store: from a store into lines of JSON, and from those into a store on either engine.

Neither the models nor anything else of the bot's is asked what a table looks like, but the store itself: what is kept
here is of revision 0009, and goes into a store at that revision; `bot.store.migrate` then takes it further.
"""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command

from bot.store.engines.opening import sync_engine
from bot.store.upkeep import migration_config

HERE = Path(__file__).resolve().parent
STORE, EXPECTED = HERE / "store_6288df3.jsonl.gz", HERE / "expected_6288df3.json.gz"


def load(url: str, file: Path = STORE) -> str:
    """Fill an empty database with the old store, at the revision at which it was written; returns that revision."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        head, *rest = [json.loads(line) for line in lines]
    command.upgrade(migration_config(url), head["revision"])
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in rest:
        rows.setdefault(line["table"], []).append(line["row"])
    engine = sync_engine(url)
    with engine.begin() as connection:
        for table in _tables(connection):
            if table.name in rows:
                connection.execute(sa.insert(table), [_from_json(table, row) for row in rows.pop(table.name)])
            if connection.dialect.name == "postgresql" and "id" in table.c:
                _count_on(connection, table)
    assert not rows, f"no such tables: {sorted(rows)}"
    engine.dispose()
    return str(head["revision"])


def save(url: str, file: Path) -> None:
    """Write every row of every table, always in the same order."""
    engine = sync_engine(url, read_only=True)
    with engine.connect() as connection, gzip.GzipFile(file, "wb", mtime=0) as out:
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        for line in ({"revision": revision}, *_rows(connection)):
            out.write((json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode())
    engine.dispose()


def expected() -> Any:
    with gzip.open(EXPECTED, "rt", encoding="utf-8") as file:
        return json.load(file)


def save_expected(found: Any) -> None:
    with gzip.GzipFile(EXPECTED, "wb", mtime=0) as out:
        out.write(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=0).encode())


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """As the store itself describes them, those that others refer to first."""
    found = sa.MetaData()
    found.reflect(connection)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                column.type = sa.JSON(none_as_null=True)  # tells NULL from the JSON value null
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    for table in _tables(connection):
        columns = [sa.cast(one, sa.Text).label(one.name) if _is_json(one) else one for one in table.columns]
        query = sa.select(*columns).order_by(*table.primary_key.columns)
        for row in connection.execute(query).mappings():
            yield {"table": table.name, "row": {name: _to_json(table.c[name], row[name]) for name in row}}


def _is_json(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.JSON)


def _to_json(column: sa.Column[Any], value: Any) -> Any:
    if _is_json(column):
        return None if value is None else [json.loads(value)]
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
    return value


def _from_json(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name], value) for name, value in row.items()}


def _value(column: sa.Column[Any], value: Any) -> Any:
    match column.type:
        case _ if value is None:
            return None
        case sa.JSON():
            return sa.JSON.NULL if value[0] is None else value[0]
        case sa.DateTime(timezone=zoned):
            at = datetime.fromisoformat(value)
            return at if zoned else at.replace(tzinfo=None)
        case sa.Date():
            return date.fromisoformat(value)
        case sa.LargeBinary():
            return base64.b64decode(value)
    return value


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """The next key follows the last one that was given."""
    sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, "id")))
    highest = connection.scalar(sa.select(sa.func.max(table.c.id)))
    if sequence is not None and highest is not None:
        connection.execute(sa.select(sa.func.setval(sequence, highest)))
