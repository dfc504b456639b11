"""Holders of titles by name, whether they are still here or not, with where they are counted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.people.dates import holds_on
from bot.people.naming import namesakes_in_unit, with_code
from bot.people.records import Person, Post, UnionGroup, UnionMembership, Unit
from bot.recognition.holders import Holder
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

_P, _POST, _U, _G, _M = (columns(model) for model in (Person, Post, Unit, UnionGroup, UnionMembership))
_AT_ONCE = 5000
"""Keys in one statement: engines have a limit."""


@dataclass(frozen=True, slots=True)
class HolderName:
    """A holder by name. `place`, `place_name`: the unit, or in the union's family the group, of today or of the last
    day; a collective is its own place. `left`: does not work here any more."""

    name: str
    code: str = ""
    place: int = 0
    place_name: str = ""
    left: bool = False
    position: int = 0

    @property
    def whole(self) -> str:
        """The name with the place."""
        return f"{self.name}, {self.place_name}" if self.place_name and self.place_name != self.name else self.name


def names(tx: Tx, holders: Collection[Holder], family: Family) -> dict[Holder, HolderName]:
    """The holders of these keys by name, in the order of the official list, people first."""
    of: dict[str, list[int]] = {}
    for column, key in holders:
        of.setdefault(column, []).append(key)
    found: dict[Holder, HolderName] = {}
    for keys in _pieces(of.get("person_id", ())):
        found |= _people(tx, _P.c.id.in_(keys), family)
    found = dict(sorted(found.items(), key=lambda pair: (pair[1].position, pair[0][1])))
    for column, table in (("unit_id", _U), ("union_group_id", _G)):
        query = sa.select(table.c.id, table.c.name).where(table.c.id.in_(sorted(of.get(column, ()))))
        for row in tx.execute(query.order_by(table.c.position, table.c.id)):
            found[column, row.id] = HolderName(row.name, place=row.id, place_name=row.name)
    return found


def everybody(tx: Tx, family: Family) -> dict[Holder, HolderName]:
    """Everybody of the roster, those who have left too, with all units and union groups."""
    found = _people(tx, sa.true(), family)
    for column, table in (("unit_id", _U), ("union_group_id", _G)):
        for row in tx.execute(sa.select(table.c.id, table.c.name).order_by(table.c.position, table.c.id)):
            found[column, row.id] = HolderName(row.name, place=row.id, place_name=row.name)
    return found


def _pieces(keys: Sequence[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    return (ordered[begin : begin + _AT_ONCE] for begin in range(0, len(ordered), _AT_ONCE))


def _people(tx: Tx, which: sa.ColumnElement[bool], family: Family) -> dict[Holder, HolderName]:
    today = tx.clock.today()
    codes = namesakes_in_unit(tx, today)
    places = _places(tx, which, family, today)
    query = sa.select(_P.c.id, _P.c.full_name, _P.c.code, _P.c.left_on, _P.c.position).where(which)
    found: dict[Holder, HolderName] = {}
    for row in tx.execute(query.order_by(_P.c.position, _P.c.id)):
        place, name = places.get(row.id, (0, ""))
        left = row.left_on is not None and row.left_on <= today
        found["person_id", row.id] = HolderName(
            with_code(row.full_name, codes.get(row.id)), row.code, place, name, left, row.position
        )
    return found


def _places(tx: Tx, which: sa.ColumnElement[bool], family: Family, today: date) -> dict[int, tuple[int, str]]:
    """Person -> key and name of the unit or group of today; of those who have none, of the last one."""
    dated, table, column = (_POST, _U, _POST.c.unit_id) if family is Family.STATE else (_M, _G, _M.c.group_id)
    query = (
        sa.select(dated.c.person_id, table.c.id, table.c.name)
        .select_from(dated.join(_P, _P.c.id == dated.c.person_id).join(table, table.c.id == column))
        .where(which, dated.c.since <= today)
        .order_by(sa.case((holds_on(dated, today), 1), else_=0), dated.c.since, dated.c.id)
    )
    rows: Any = tx.execute(query)
    return {person: (key, name) for person, key, name in rows}
