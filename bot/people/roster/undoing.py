"""Taking an import back: exactly what it wrote, as long as nothing that came later depends on it.

An import is recorded by what its tables hold before and after. It is undone only if every row that it wrote is still
as it left it, and no row of any other table refers to one that it founded.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import islice
from typing import Any

import sqlalchemy as sa

from bot.dialogue.screens import Phrase
from bot.people.records import Grant, Person, Post, UnionGroup, UnionMembership, Unit, UnitAlias
from bot.people.roster.records import ImportRecord
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

ROSTER = tuple(columns(model) for model in (Unit, UnitAlias, UnionGroup, Person, Post, UnionMembership, Grant))
"""The tables that an import of the roster writes, those first to which others refer."""

State = Mapping[str, Mapping[int, sa.Row[Any]]]
"""Table -> key -> row."""

_KEPT = 5
"""Imports of a kind that can be taken back, one after the other: of older ones nothing is kept."""
_AT_ONCE = 500
_NAMED = 5
"""People who are named of all on whom something depends."""

_R = columns(ImportRecord)
_P = columns(Person)

_DEPENDING = {
    "account": "import.undo.account",
    "award": "import.undo.award",
    "registration": "import.undo.registration",
    "letter": "import.undo.letter",
    "post": "import.undo.post",
    "role_grant": "import.undo.grant",
    "invite": "import.undo.invite",
}
"""Tables that people know by a name; of others there is other data."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An import that was taken back: its time, the rows that are gone, and those that are as they were."""

    at: datetime
    removed: int
    restored: int

    def phrases(self) -> tuple[Phrase, ...]:
        return (Phrase("import.undone", {"at": self.at, "removed": self.removed, "restored": self.restored}),)


def state(tx: Tx, tables: Sequence[sa.Table]) -> State:
    """All rows of these tables."""
    return {table.name: {row.id: row for row in tx.execute(sa.select(table))} for table in tables}


def record(tx: Tx, kind: str, tables: Sequence[sa.Table], before: State) -> int | None:
    """Keep what was written since `before`, so that it can be taken back; the key of the record, None for nothing."""
    after = state(tx, tables)
    changes = {}
    for name, rows in after.items():
        known = before[name]
        new = {str(key): _digest(row) for key, row in rows.items() if key not in known}
        old = {
            str(key): [_differences(known[key], row), _digest(row)]
            for key, row in rows.items()
            if key in known and tuple(known[key]) != tuple(row)
        }
        if new or old:
            changes[name] = {"new": new, "old": old}
    if not changes:
        return None
    values = {"kind": kind, "at": tx.now, "undone_at": None, "changes": changes}
    made: int = tx.execute(_R.insert().returning(_R.c.id), values).scalar_one()
    kept = sa.select(_R.c.id).where(_R.c.kind == kind).order_by(_R.c.id.desc()).limit(_KEPT)
    tx.execute(_R.update().where(_R.c.kind == kind, _R.c.id.not_in(kept)).values(changes={}))
    return made


@dataclass(frozen=True, slots=True)
class LastImport:
    """The last import of a kind that was not taken back, by which it can be: its key, its time, and the rows that it
    wrote and changed."""

    id: int
    at: datetime
    new: int
    changed: int


def last(tx: Tx, kind: str) -> LastImport | None:
    """The import of a kind that `undo` would take back; None where there is none of which that is known."""
    row = _last(tx, kind)
    if row is None or not row.changes:
        return None
    written = row.changes.values()
    return LastImport(row.id, row.at, sum(len(one["new"]) for one in written), sum(len(one["old"]) for one in written))


def _last(tx: Tx, kind: str) -> "sa.Row[Any] | None":
    query = sa.select(_R).where(_R.c.kind == kind, _R.c.undone_at.is_(None)).order_by(_R.c.id.desc()).limit(1)
    return tx.execute(query).first()


def undo(tx: Tx, kind: str, tables: Sequence[sa.Table]) -> Undone:
    """Take the last import of a kind back. Raises Refusal where there is none, or where something depends on it.

    `tables` are those that it writes, those first to which others refer; every table of the store must be known.
    """
    found = _last(tx, kind)
    if found is None or not found.changes:
        raise Refusal("import.undo.nothing")
    changes = {name: _Change.of(written) for name, written in found.changes.items()}
    _refuse_if_changed(state(tx, tables), changes)
    written = [table for table in tables if table.name in changes]
    _refuse_if_needed(tx, written, changes)
    _take_back(tx, written, changes)
    removed = sum(len(change.new) for change in changes.values())
    restored = sum(len(change.old) for change in changes.values())
    tx.execute(_R.update().where(_R.c.id == found.id).values(undone_at=tx.now, changes={}))
    note(tx, f"{kind}.import_undone", f"import:{found.id}", removed=removed, restored=restored)
    return Undone(found.at, removed, restored)


@dataclass(frozen=True, slots=True)
class _Change:
    new: Mapping[int, str]
    old: Mapping[int, tuple[Mapping[str, Any], str]]

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> "_Change":
        return cls(
            {int(key): digest for key, digest in written["new"].items()},
            {int(key): (values, digest) for key, (values, digest) in written["old"].items()},
        )


def _refuse_if_changed(now: State, changes: Mapping[str, _Change]) -> None:
    for name, change in changes.items():
        rows = now[name]
        expected = {**change.new, **{key: digest for key, (_, digest) in change.old.items()}}
        if any(key not in rows or _digest(rows[key]) != digest for key, digest in expected.items()):
            raise Refusal("import.undo.changed", what=Phrase(_WHAT.get(name, "import.undo.other")))


_WHAT = {
    "person": "import.undo.people",
    "unit": "import.undo.units",
    "post": "import.undo.posts",
    "role_grant": "import.undo.grants",
    "award": "import.undo.awards",
}


def _refuse_if_needed(tx: Tx, tables: Iterable[sa.Table], changes: Mapping[str, _Change]) -> None:
    """Raise Refusal with what refers to rows that the import founded, and to whom of them."""
    needed: dict[str, int] = {}
    people: dict[int, None] = {}
    for table in tables:
        new = changes[table.name].new
        for column in _references(table):
            own = changes[column.table.name].new if column.table.name in changes else {}
            for keys in _chunks(new):
                found = tx.execute(sa.select(*column.table.primary_key, column).where(column.in_(keys))).all()
                others = [row[-1] for row in found if row[0] not in own]
                if others:
                    what = _DEPENDING.get(column.table.name, "import.undo.other")
                    needed[what] = needed.get(what, 0) + len(others)
                    people |= dict.fromkeys(others) if table.name == "person" else {}
    if needed:
        named = list(people)[:_NAMED]
        names = tx.execute(sa.select(_P.c.full_name).where(_P.c.id.in_(named)).order_by(_P.c.id)).scalars().all()
        counts = tuple(Phrase("import.undo.count", {"what": Phrase(key), "count": n}) for key, n in needed.items())
        if names:
            raise Refusal("import.undo.depends_on", what=counts, names=tuple(names))
        raise Refusal("import.undo.depends", what=counts)


def _references(table: sa.Table) -> Iterator[sa.Column[Any]]:
    """Columns of every table that refer to this one's key."""
    for other in table.metadata.sorted_tables:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield column


def _take_back(tx: Tx, tables: Sequence[sa.Table], changes: Mapping[str, _Change]) -> None:
    referred = {key.column.table.name for table in tables for key in table.foreign_keys}
    founding = [table for table in tables if table.name in referred and table.name != "person"]
    for table in reversed(tables):
        if table not in founding:
            _delete(tx, table, changes[table.name].new)
    for table in founding:  # they may bear names that others get back, and stand above one another
        for keys in _chunks(changes[table.name].new):
            values: dict[str, Any] = {"folded": sa.literal("~") + sa.cast(table.c.id, sa.String)}
            values |= {"parent_id": None} if "parent_id" in table.c else {}
            tx.execute(table.update().where(table.c.id.in_(keys)).values(values))
    for table in tables:
        _restore(tx, table, changes[table.name].old)
    for table in reversed(founding):
        _delete(tx, table, changes[table.name].new)


def _delete(tx: Tx, table: sa.Table, keys: Collection[int]) -> None:
    for some in _chunks(keys):
        tx.execute(table.delete().where(table.c.id.in_(some)))


def _restore(tx: Tx, table: sa.Table, old: Mapping[int, tuple[Mapping[str, Any], str]]) -> None:
    for key, (values, _) in old.items():  # two people may have changed numbers between them
        given_up = {name: None for name in values if table.c[name].unique and table.c[name].nullable}
        if given_up:
            tx.execute(table.update().where(table.c.id == key).values(given_up))
    for key, (values, _) in old.items():
        as_it_was = {name: _stored(table.c[name], value) for name, value in values.items()}
        tx.execute(table.update().where(table.c.id == key).values(as_it_was))


def _differences(before: sa.Row[Any], after: sa.Row[Any]) -> dict[str, Any]:
    now = after._mapping
    return {name: _plain(value) for name, value in before._mapping.items() if value != now[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _stored(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    return date.fromisoformat(value) if isinstance(column.type, sa.Date) else value


def _digest(row: sa.Row[Any]) -> str:
    said = repr([_plain(value) for value in row])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
