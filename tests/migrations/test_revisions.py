"""Migrations go up, down and up on both engines, and end where the models are."""

import ast
import os
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

import bot.tables
from bot.store.engines.opening import sync_engine
from bot.store.engines.postgresql import driver_url
from bot.store.upkeep import VERSIONS, migrate, migration_config, revision, revisions
from tests.engines import Stores, both_engines
from tests.migrations.shapes import shape as described

ROOT = Path(bot.tables.__file__).parent
TRIED = int(os.environ.get("THIDUA_REVISIONS", "8"))


def shape(url: str) -> Any:
    """The whole schema, to be compared with another."""
    return plain(described(url))


def plain(value: Any) -> Any:
    """Conditions of indexes come as SQL expressions, which are equal to nothing."""
    return {key: plain(inner) for key, inner in value.items()} if isinstance(value, dict) else str(value)


@pytest.fixture
def url(stores: Stores, engine: str, tmp_path: Path) -> str:
    return stores.bare(engine, tmp_path, "bare")


@pytest.fixture
def migrated(stores: Stores, engine: str, tmp_path: Path) -> str:
    """A copy of what all revisions, one after the other, have made of nothing."""
    return stores.made(engine, tmp_path, "by_revisions", lambda url: command.upgrade(migration_config(url), "head"))


@both_engines
def test_a_new_store_is_made_at_once_and_is_what_the_revisions_end_with(url: str, migrated: str) -> None:
    assert migrate(url) == revisions()
    assert revision(url) == revisions()[-1]
    assert shape(url) == shape(migrated)
    assert migrate(url) == []


@both_engines
def test_they_go_down_and_up(url: str) -> None:
    migrate(url)
    there = shape(url)
    command.downgrade(migration_config(url), "base")
    assert shape(url) == {}
    assert revision(url) is None
    command.upgrade(migration_config(url), "head")
    assert shape(url) == there


@both_engines
def test_each_can_be_undone_alone(url: str) -> None:
    """Down from each to just what was there before it; from there it goes up as it did, as the test above sees.
    THIDUA_REVISIONS is how many of the newest are tried: those of old never change."""
    tried = revisions()[-TRIED:]
    if below := revisions()[:-TRIED]:
        command.upgrade(migration_config(url), below[-1])
    there = [shape(url)]
    for number in tried:
        command.upgrade(migration_config(url), number)
        assert revision(url) == number
        there.append(shape(url))
    for number in reversed(tried):
        assert revision(url) == number
        command.downgrade(migration_config(url), "-1")
        there.pop()
        assert shape(url) == there[-1], number
    assert revision(url) == (below[-1] if below else None)


@both_engines
def test_they_end_with_the_schema_of_the_models(migrated: str, stores: Stores, engine: str, tmp_path: Path) -> None:
    created = stores.bare(engine, tmp_path, "created")
    models = sync_engine(created)
    SQLModel.metadata.create_all(models)
    models.dispose()
    assert shape(migrated) == shape(created)


@both_engines
def test_alembic_finds_nothing_left_to_do(migrated: str) -> None:
    store = sa.create_engine(driver_url(migrated), poolclass=sa.NullPool)
    with store.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


@both_engines
def test_the_store_takes_exactly_the_members_of_each_enum(migrated: str) -> None:
    checks = {name: check["sqltext"] for table in shape(migrated).values() for name, check in table["checks"].items()}
    for table, column, members in enum_columns():
        quoted = checks[f"ck_{table}_{column.type.name}"].split("'")[1::2]
        assert quoted == [member.value for member in members]


def enum_columns() -> list[tuple[str, Any, Any]]:
    return [
        (table.name, column, column.type.enum_class)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    ]


def test_every_enum_in_the_store_is_text_by_value() -> None:
    columns = enum_columns()
    assert columns
    for table, column, members in columns:
        assert issubclass(members, StrEnum), f"{table}.{column.name}"
        assert column.type.enums == [member.value for member in members], f"{table}.{column.name}"
        assert not column.type.native_enum, f"{table}.{column.name}"


def test_every_module_with_a_table_is_imported_by_the_list_of_tables() -> None:
    listed = {
        alias.name
        for node in ast.walk(ast.parse((ROOT / "tables.py").read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    declaring = {
        ".".join(("bot", *file.relative_to(ROOT).with_suffix("").parts))
        for file in ROOT.rglob("*.py")
        if any(map(is_table, ast.walk(ast.parse(file.read_text("utf-8")))))
    }
    assert listed == declaring


def is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords)


def test_telegram_ids_fit_their_columns() -> None:
    """They do not fit four bytes: SQLite would hide it, PostgreSQL would fail on the first such person."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if column.name in {"user_id", "chat_id", "update_id", "message_id", "person_key", "bot_id", "used_by"}:
                assert isinstance(column.type, sa.BigInteger), f"{table.name}.{column.name}"


def test_revisions_are_numbered_without_a_gap_and_name_the_one_before() -> None:
    known = revisions()
    assert known == [f"{number:04}" for number in range(1, len(known) + 1)]
    for file, number, before in zip(sorted(VERSIONS.glob("*.py")), known, [None, *known], strict=False):
        named = {
            node.targets[0].id: node.value.value
            for node in ast.parse(file.read_text("utf-8")).body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        assert (named["revision"], named["down_revision"]) == (number, before)
