"""The chain over the audit trail: whatever is altered in it by hand is named at its row, on both engines."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import audit
from bot.store.audit import Audit, AuditSeal, head, note
from bot.store.chain import digests, sealing, verifying
from bot.store.chain.sealing import Sealer
from bot.store.chain.verifying import Against, Break, Patrol, Why, against, standing, verify
from bot.store.copies import transfer
from bot.store.database import Database, Tx
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.schema import columns
from tests.engines import Stores, both_engines
from tests.notices.mortal import Death, Life

_A, _S = columns(Audit), columns(AuditSeal)


async def notes(database: Database, count: int) -> None:
    def body(tx: Tx) -> None:
        for number in range(count):
            note(tx, "registration.submitted", f"receipt:{number}", version=number, titles=["LDTT", "CSTDCS"])

    await database.run(body)


async def places(database: Database) -> list[tuple[int, int]]:
    query = sa.select(_S.c.place, _S.c.audit_id).order_by(_S.c.place)
    return [tuple(row) for row in await database.run(lambda tx: tx.execute(query).all())]


async def altered(database: Database, *statements: str) -> tuple[Break, ...]:
    """What is found after these statements, which are undone again."""
    engine = sync_engine(database.url)
    found = list[Break]()
    with engine.connect() as connection:
        if is_sqlite(database.url):
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with connection.begin() as transaction:
            if not is_sqlite(database.url):
                connection.exec_driver_sql("ALTER TABLE audit_seal DROP CONSTRAINT fk_audit_seal_audit_id")
            for statement in statements:
                connection.exec_driver_sql(statement)
            tx = Tx(connection, database.clock)
            after, ended = 0, False
            while not ended:
                walked = verifying.walk(tx, after, 7)
                found += walked.breaks
                after, ended = walked.upto, walked.ended
            transaction.rollback()
    engine.dispose()
    return tuple(found)


@both_engines
async def test_what_is_altered_by_hand_is_named_at_its_row(database: Database) -> None:
    await notes(database, 20)
    printed = [await database.run(head)]
    for count in (3, 2):
        assert await Sealer(database).look() == (20 if len(printed) == 1 else count)
        printed.append(await database.run(head))
        await notes(database, 2)
    assert (await Sealer(database).look(), await Sealer(database).look()) == (2, 0), "once each"
    good = await verify(database)
    assert (good.head.place, good.broken, good.unsealed) == (24, 0, 0)
    assert good.head.at is not None
    assert await places(database) == [(number, number) for number in range(1, 25)]

    for statement in (
        "UPDATE audit SET at = '2023-01-04 00:00:00+00' WHERE id = 17",
        "UPDATE audit SET deed = 'registration.submittee' WHERE id = 17",
        "UPDATE audit SET subject = 'receipt:17' WHERE id = 17",
        """UPDATE audit SET details = '{"version": 16, "titles": ["LDTT", "CSTDCs"]}' WHERE id = 17""",
        "UPDATE audit_seal SET digest = digest || '0' WHERE place = 17",
    ):
        breaks = await altered(database, statement)
        assert breaks[0] == Break(17, Why.CHANGED, 17), statement
        assert len(breaks) == (2 if "digest" in statement else 1), "what follows fits a seal that was not touched"
    swap = (
        "UPDATE audit SET subject = 'x' WHERE id = 3",
        "UPDATE audit SET subject = 'receipt:2', details = (SELECT details FROM audit WHERE id = 3) WHERE id = 9",
        "UPDATE audit SET subject = 'receipt:8' WHERE id = 3",
    )
    assert [one.place for one in await altered(database, *swap)] == [3, 9]
    seals = [f"UPDATE audit_seal SET audit_id = {to} WHERE place = {at}" for at, to in ((3, -1), (9, 3), (3, 9))]
    assert [one.place for one in await altered(database, *seals)] == [3, 9]
    assert await altered(database, "DELETE FROM audit WHERE id = 8") == (Break(8, Why.ROW_GONE, 8),)
    both = ("DELETE FROM audit_seal WHERE place = 8", "DELETE FROM audit WHERE id = 8")
    assert await altered(database, *both) == (Break(8, Why.SEAL_GONE),)
    with pytest.raises(sa.exc.IntegrityError):
        await database.run(lambda tx: tx.execute(sa.text("DELETE FROM audit WHERE id = 8")))

    # The tail, cut off, leaves a chain that holds: what was printed shows it.
    heads = [digests.typed(f"  {one} ".lower().replace("-", " ").replace("0", "o")) for one in printed]
    assert all(heads)

    async def compared() -> list[Against]:
        return [await database.run(lambda tx, one=one: against(tx, *one)) for one in heads]  # type: ignore[misc]

    assert await compared() == [Against.HOLDS] * 3
    cut = ("DELETE FROM audit_seal WHERE place > 20", "DELETE FROM audit WHERE id > 20")
    await database.run(lambda tx: [tx.execute(sa.text(one)) for one in cut])
    assert (await verify(database)).broken == 0
    assert await compared() == [Against.HOLDS, Against.HOLDS, Against.SHORTER]
    await notes(database, 4)
    await Sealer(database).look()
    assert await compared() == [Against.HOLDS, Against.HOLDS, Against.OTHER]
    for words in ("1234abcdefghjkmnpqrs", "1.234-ABCD EFGH-JKMN-PQRS"):
        assert digests.typed(words) == (1234, "ABCD-EFGH-JKMN-PQRS")
    for words in ("1234", "12-ABCD-EFGH-JKMN-PQR", "12-ABCD-EFGH-JKMN-PQR!", "một-ABCD-EFGH-JKMN-PQRS"):
        assert digests.typed(words) is None


async def test_a_value_that_cannot_even_be_read_is_named_too(database: Database) -> None:
    await notes(database, 9)
    await Sealer(database).look()
    for broken in ("details = '{'", "at = 'yesterday'"):
        assert await altered(database, f"UPDATE audit SET {broken} WHERE id = 5") == (Break(5, Why.CHANGED, 5),)


@both_engines
async def test_the_patrol_says_where_the_chain_does_not_hold_until_it_does_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "ON_PATROL", 4)
    await notes(database, 10)
    await Sealer(database).look()
    patrol = Patrol(database)

    async def round_() -> tuple[int, int]:
        for _ in range(3):
            await patrol.look()
        stands = await database.read(standing)
        return stands.holds_to, stands.broken_at

    assert await round_() == (10, 0)
    await database.run(lambda tx: tx.execute(sa.update(_A).where(_A.c.id == 6).values(subject="receipt:7")))
    assert await round_() == (5, 6)
    await database.run(lambda tx: tx.execute(sa.update(_A).where(_A.c.id == 6).values(subject="receipt:5")))
    assert await round_() == (10, 0)


@both_engines
async def test_a_store_of_before_is_sealed_in_parts_and_a_death_at_each_leaves_a_good_chain(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "ROWS", 4)
    monkeypatch.setattr(sealing, "SPAN", 9)
    monkeypatch.setattr(sealing, "SEALED_A_BEAT", 2)
    await notes(database, 30)
    life, deaths = Life(database), 0
    for durable in (False, True) * 6:
        life.dead = False
        life.ends(2 if deaths % 3 == 2 else 1, durable=durable)
        with suppress(Death):
            await Sealer(life).look()  # type: ignore[arg-type]
        deaths += life.dead
        assert (await verify(database)).broken == 0
    alive = Sealer(database)
    while await alive.look():
        pass
    assert deaths > 5
    assert await places(database) == [(number, number) for number in range(1, 31)]


async def test_one_beat_seals_no_more_than_it_may(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS", 4)
    monkeypatch.setattr(sealing, "SEALED_A_BEAT", 2)
    await notes(database, 30)
    sealer = Sealer(database)
    assert [await sealer.look() for _ in range(5)] == [8, 8, 8, 6, 0]


@pytest.mark.engines("postgresql")
async def test_a_row_that_is_committed_after_a_later_one_gets_the_next_place(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = sync_engine(database.url)
    with engine.connect() as slow, slow.begin():
        note(Tx(slow, database.clock), "person.left", "person:1")
        await notes(database, 3)
        sealer = Sealer(database)
        assert await sealer.look() == 3
    assert await sealer.look() == 1
    assert await places(database) == [(1, 2), (2, 3), (3, 4), (4, 1)]
    assert (await verify(database)).broken == 0

    # So late that nobody looks back for it any more: it is found when all is looked through again.
    monkeypatch.setattr(sealing, "SPAN", 3)
    monkeypatch.setattr(sealing, "AGAIN_SECONDS", 1e9)
    with engine.connect() as slow, slow.begin():
        note(Tx(slow, database.clock), "person.left", "person:2")
        await notes(database, 12)
        sealer = Sealer(database)
        assert await sealer.look() == 12
    assert await sealer.look() == 0
    monkeypatch.setattr(sealing, "AGAIN_SECONDS", 0.0)
    assert await sealer.look() == 1
    engine.dispose()
    assert (await verify(database)).unsealed == 0


@pytest.mark.engines("postgresql")
async def test_two_processes_that_seal_at_once_make_one_chain(database: Database) -> None:
    await notes(database, 900)
    await asyncio.gather(*(Sealer(database).look() for _ in range(4)))
    verdict = await verify(database)
    assert (verdict.head.place, verdict.broken, verdict.unsealed) == (900, 0, 0)


@pytest.fixture
def other(stores: Stores, tmp_path: Path) -> str:
    return stores.empty("postgresql", tmp_path)


async def test_the_chain_holds_after_the_store_has_moved_to_the_other_engine(other: str, database: Database) -> None:
    await notes(database, 5)
    await Sealer(database).look()
    was = await database.run(audit.head)
    source, target = sync_engine(database.url), sync_engine(other)
    with source.begin() as reading, target.begin() as writing:
        transfer.transfer(reading, writing)
        moved = Tx(writing, database.clock)
        assert head(moved) == was
        assert verifying.walk(moved, 0).breaks == ()
    source.dispose()
    target.dispose()
