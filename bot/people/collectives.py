"""Units that are collectives for titles, and the units whose people each of them counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.people.dates import holds_on
from bot.people.records import Unit
from bot.store.database import Tx, once
from bot.store.schema import columns

_U = columns(Unit)
_UNITS = sa.select(_U).where(holds_on(_U, sa.bindparam("today", type_=sa.Date))).order_by(_U.c.position, _U.c.id)


@dataclass(frozen=True, slots=True)
class Collective:
    """`unit_ids`: its own and those below it that are no collectives themselves."""

    id: int
    name: str
    unit_ids: frozenset[int]
    above: str | None
    """The unit that it is part of."""
    has_seal: bool


@once()
def collectives(tx: Tx, on: date) -> dict[int, Collective]:
    """Those of that day by key, in the order of the official list."""
    rows = {row.id: row for row in tx.execute(_UNITS, {"today": on})}
    parts: dict[int, set[int]] = {}
    for row in rows.values():
        if (nearest := _nearest(rows, row.id)) is not None:
            parts.setdefault(nearest, set()).add(row.id)
    return {
        row.id: Collective(
            row.id,
            row.name,
            frozenset(parts[row.id]),
            rows[row.parent_id].name if row.parent_id in rows else None,
            row.has_seal,
        )
        for row in rows.values()
        if row.is_collective
    }


def _nearest(rows: Mapping[int, Any], unit_id: int) -> int | None:
    """The nearest unit upwards, itself included, that is a collective."""
    passed: set[int] = set()
    at: int | None = unit_id
    while at is not None and at in rows and at not in passed:
        if rows[at].is_collective:
            return at
        passed.add(at)
        at = rows[at].parent_id
    return None
