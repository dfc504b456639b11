"""Units and union groups by name."""

import sqlalchemy as sa

from bot.people.records import UnionGroup, Unit
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family


def place_name(tx: Tx, family: Family, key: int) -> str:
    """The name of the unit, or in the union's family of the group. Raises Refusal where there is none."""
    table = columns(Unit if family is Family.STATE else UnionGroup)
    name: str | None = tx.execute(sa.select(table.c.name).where(table.c.id == key)).scalar_one_or_none()
    if name is None:
        raise Refusal("stale.button")
    return name
