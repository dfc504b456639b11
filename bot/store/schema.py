"""Table helpers: the names of constraints, enum columns, addresses, partial unique indexes, and the Core table of
a model."""

from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from bot.address import BITS, CODES, Address, Door, address_of

# Names of constraints must be the same on both engines and in every migration; set before any table is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# Rows are not validated: what would do it is made where somebody asks for it, not for every table at the start.
SQLModel.model_config["defer_build"] = True


def enum_text(members: type[StrEnum]) -> Any:
    """A text column that holds the values of `members`, with a CHECK: PostgreSQL's own enum types resist migration."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=24,
        name="".join(f"_{c.lower()}" if c.isupper() else c for c in members.__name__).lstrip("_"),
        values_callable=lambda enum: [member.value for member in enum],
    )


def unique_where(name: str, *names: str, where: str) -> sa.Index:
    """Unique among the rows for which `where` holds: one open draft, one open request. Both engines know such."""
    return sa.Index(name, *names, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def columns(model: type[SQLModel]) -> sa.Table:
    """The Core table of `model`: `columns(Draft).c.id`."""
    return cast(sa.Table, model.__table__)  # type: ignore[attr-defined]


def insert_into(table: sa.FromClause, engine_name: str) -> Any:
    """An INSERT that may say ON CONFLICT, as this engine writes it."""
    if engine_name == "postgresql":
        from sqlalchemy.dialects import postgresql  # as its driver, loaded only where such a store is open

        return postgresql.insert(table)  # type: ignore[arg-type]
    return sqlite.insert(table)  # type: ignore[arg-type]


class AddressType(sa.TypeDecorator[Address]):
    """A column that holds addresses, as integers."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Address | None, dialect: Any) -> int | None:
        return None if value is None else value.number

    def process_result_value(self, value: int | None, dialect: Any) -> Address | None:
        return None if value is None else address_of(value)


def at_door(column: sa.ColumnElement[Any], door: Door) -> sa.ColumnElement[bool]:
    """The condition that an address in `column` is at this door."""
    number = sa.type_coerce(column, sa.BigInteger)
    first = CODES[door] << BITS
    above = sa.true() if door is Door.TELEGRAM else number >= first
    return sa.and_(above, number < first + (1 << BITS))
