"""The roster as the store holds it, read whole and written in bulk: the import's only SQL.

Core statements, many rows each: ten thousand people through the ORM, one by one, would hold the writer for a minute.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.people.records import (
    Account,
    Gender,
    Grant,
    Person,
    Post,
    Role,
    StaffKind,
    UnionGroup,
    UnionMembership,
    UnionOffice,
    Unit,
    UnitAlias,
)
from bot.store.database import Tx
from bot.store.schema import columns


class UnitRow(NamedTuple):
    id: int
    name: str
    folded: str
    short_name: str | None
    parent_id: int | None
    is_collective: bool
    has_seal: bool
    position: int
    since: date


class AliasRow(NamedTuple):
    unit_id: int
    name: str


class GroupRow(NamedTuple):
    id: int
    name: str


class PersonRow(NamedTuple):
    id: int
    code: str
    full_name: str
    folded: str
    gender: Gender | None
    kind: StaffKind
    phone: str | None
    joined_on: date | None
    left_on: date | None
    position: int
    email: str | None = None


class PostRow(NamedTuple):
    id: int
    person_id: int
    unit_id: int
    title: str
    since: date


class MembershipRow(NamedTuple):
    id: int
    person_id: int
    group_id: int
    office: UnionOffice
    since: date


class GrantRow(NamedTuple):
    id: int
    person_id: int
    role: Role
    unit_id: int | None
    from_roster: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that an import compares with; of dated rows, the open ones."""

    units: Sequence[UnitRow] = ()
    aliases: Sequence[AliasRow] = ()
    groups: Sequence[GroupRow] = ()
    people: Sequence[PersonRow] = field(default=(), repr=False)
    posts: Sequence[PostRow] = ()
    memberships: Sequence[MembershipRow] = ()
    grants: Sequence[GrantRow] = ()
    linked: frozenset[int] = frozenset()
    """The people whose chat is bound."""


R = TypeVar("R", bound=NamedTuple)


def load(tx: Tx) -> Snapshot:
    merged = _merged(tx)
    return Snapshot(
        units=[unit for unit in rows(tx, Unit, UnitRow) if unit.id not in merged],
        aliases=[*rows(tx, UnitAlias, AliasRow), *merged.values()],
        groups=rows(tx, UnionGroup, GroupRow),
        people=rows(tx, Person, PersonRow),
        posts=rows(tx, Post, PostRow, open_only=True),
        memberships=rows(tx, UnionMembership, MembershipRow, open_only=True),
        grants=rows(tx, Grant, GrantRow, open_only=True),
        linked=_linked(tx),
    )


def _linked(tx: Tx) -> frozenset[int]:
    bound = columns(Account).c.person_id
    return frozenset(tx.execute(sa.select(bound).where(bound.is_not(None))).scalars())


def _merged(tx: Tx) -> dict[int, AliasRow]:
    """Units that are part of another one by now: to a workbook, another name of that one."""
    table = columns(Unit)
    query = sa.select(table.c.id, table.c.name, table.c.merged_into, table.c.until)
    found = {row.id: row for row in tx.execute(query.where(table.c.merged_into.is_not(None)))}
    gone = {key: row for key, row in found.items() if row.until is not None and row.until <= tx.clock.today()}
    names = {}
    for key, row in gone.items():
        into = row.merged_into
        for _ in gone:  # it may have been merged on; a circle in bad data ends
            into = gone[into].merged_into if into in gone else into
        names[key] = AliasRow(into, row.name)
    return names


def rows(tx: Tx, model: type[SQLModel], row: type[R], *, open_only: bool = False) -> list[R]:
    """All rows of a table, of each the columns that `row` names; `open_only`: of a dated one, those without an end."""
    table = columns(model)
    wanted = sa.select(*(table.c[name] for name in row._fields)).order_by(*table.primary_key)
    if open_only:
        wanted = wanted.where(table.c.until.is_(None))
    return [row(*found) for found in tx.execute(wanted)]


def keys(tx: Tx, model: type[SQLModel], column: str) -> dict[str, int]:
    """Value of the unique `column` -> primary key, of the whole table."""
    table = columns(model)
    found: Sequence[Any] = tx.execute(sa.select(table.c[column], table.c.id)).all()
    return {value: key for value, key in found}  # noqa: C416 - a Row is no tuple to the type checker


def insert(tx: Tx, model: type[SQLModel], new: Sequence[Mapping[str, Any]]) -> None:
    """Rows that all have the same columns."""
    if new:
        tx.execute(columns(model).insert(), [dict(row) for row in new])


def update(tx: Tx, model: type[SQLModel], changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Primary key -> columns to set."""
    table = columns(model)
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for key, change in changes.items():
        row = {"key": key, **{f"to_{name}": value for name, value in change.items()}}
        alike.setdefault(tuple(sorted(change)), []).append(row)
    for names, changed in alike.items():
        setting = {name: sa.bindparam(f"to_{name}", type_=table.c[name].type) for name in names}
        tx.execute(table.update().where(table.c.id == sa.bindparam("key")).values(setting), changed)


def close(tx: Tx, model: type[SQLModel], ids: Iterable[int], until: date) -> None:
    update(tx, model, {key: {"until": until} for key in ids})
