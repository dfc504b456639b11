"""What is done inside a savepoint is undone alone, whether Core or the ORM did it."""

import sqlalchemy as sa

from bot.people.records import UnionGroup
from bot.store.database import Database, Tx
from bot.store.schema import columns
from tests.engines import both_engines

GROUPS = columns(UnionGroup)


@both_engines
async def test_the_orm_first_used_inside_a_savepoint_is_committed(database: Database) -> None:
    def body(tx: Tx) -> None:
        with tx.savepoint():
            tx.add(UnionGroup(name="Một", folded="mot"))
        tx.execute(sa.insert(GROUPS), {"name": "Hai", "folded": "hai", "position": 0})

    await database.run(body)
    assert await _names(database) == {"Một", "Hai"}


@both_engines
async def test_a_failure_inside_undoes_the_inside_only(database: Database) -> None:
    def body(tx: Tx) -> None:
        tx.add(UnionGroup(name="Trước", folded="truoc"))
        try:
            with tx.savepoint():
                tx.add(UnionGroup(name="Trong", folded="trong"))
                raise LookupError
        except LookupError:
            tx.add(UnionGroup(name="Sau", folded="sau"))

    await database.run(body)
    assert await _names(database) == {"Trước", "Sau"}


async def _names(database: Database) -> set[str]:
    return set(await database.run(lambda tx: list(tx.execute(sa.select(GROUPS.c.name)).scalars())))
