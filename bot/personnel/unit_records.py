"""Statements on units: the tree, the names that they answer to, the posts in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.people.records import Post, Unit, UnitAlias
from bot.personnel.rules import DatedPost
from bot.store.database import Tx
from bot.store.schema import columns

_U, _AL, _POST = columns(Unit), columns(UnitAlias), columns(Post)


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit as it is in the store."""

    id: int
    name: str
    parent_id: int | None
    since: date
    until: date | None
    merged_into: int | None


_UNIT = [_U.c[name] for name in UnitNow.__dataclass_fields__]


def unit(tx: Tx, unit_id: int) -> UnitNow | None:
    row: Any = tx.execute(sa.select(*_UNIT).where(_U.c.id == unit_id)).one_or_none()
    return None if row is None else UnitNow(*row)


def units(tx: Tx, on: date) -> list[UnitNow]:
    """The units that are there on `on`, in the order of the official list."""
    query = sa.select(*_UNIT).where(_U.c.since <= on, sa.or_(_U.c.until.is_(None), _U.c.until > on))
    rows: Any = tx.execute(query.order_by(_U.c.position, _U.c.id))
    return [UnitNow(*row) for row in rows]


def aliases(tx: Tx, unit_id: int) -> list[str]:
    return list(tx.execute(sa.select(_AL.c.name).where(_AL.c.unit_id == unit_id).order_by(_AL.c.id)).scalars())


def names(tx: Tx) -> dict[int, tuple[str, ...]]:
    """Every name that a unit answers to, its own first."""
    known: dict[int, list[str]] = {}
    for row in tx.execute(sa.select(_U.c.id, _U.c.name).order_by(_U.c.position, _U.c.id)):
        known[row.id] = [row.name]
    for row in tx.execute(sa.select(_AL.c.unit_id, _AL.c.name).order_by(_AL.c.id)):
        known[row.unit_id].append(row.name)
    return {unit_id: tuple(found) for unit_id, found in known.items()}


def unit_called(tx: Tx, folded: str) -> int | None:
    """The key of the unit that answers to this folded name, by its own name first."""
    own = tx.execute(sa.select(_U.c.id).where(_U.c.folded == folded)).scalar_one_or_none()
    other = sa.select(_AL.c.unit_id).where(_AL.c.folded == folded)
    found: int | None = own if own is not None else tx.execute(other).scalar_one_or_none()
    return found


def rename(tx: Tx, known: UnitNow, name: str, folded: str, old_folded: str) -> None:
    """Give the unit a name; the one it had stays as another name of it."""
    if folded != old_folded:
        tx.execute(sa.delete(_AL).where(_AL.c.folded == folded))
        tx.insert_new(UnitAlias, [{"unit_id": known.id, "name": known.name, "folded": old_folded}])
    tx.execute(sa.update(_U).where(_U.c.id == known.id).values(name=name, folded=folded))


def close(tx: Tx, unit_id: int, into: int, on: date) -> None:
    tx.execute(sa.update(_U).where(_U.c.id == unit_id).values(until=on, merged_into=into))


def posts_in(tx: Tx, unit_id: int, after: date) -> list[tuple[int, DatedPost]]:
    """(person, post) of those posts in the unit that hold on `after` or begin later."""
    query = (
        sa.select(_POST.c.person_id, _POST.c.id, _POST.c.unit_id, _POST.c.title, _POST.c.since, _POST.c.until)
        .where(_POST.c.unit_id == unit_id, sa.or_(_POST.c.until.is_(None), _POST.c.until > after))
        .order_by(_POST.c.id)
    )
    rows: Any = tx.execute(query)
    return [(person_id, DatedPost(*post)) for person_id, *post in rows]


def repost(tx: Tx, post_id: int, unit_id: int) -> None:
    """A post that has not begun begins in another unit."""
    tx.execute(sa.update(_POST).where(_POST.c.id == post_id).values(unit_id=unit_id))
