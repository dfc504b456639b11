"""What `await database.run(body)` promises on both engines: durable before it is told, whole or not at all, in turn."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from bot.clock import Clock
from bot.people.records import UnionGroup
from bot.refusal import Refusal
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database, sync_engine
from bot.store.leases import Lease
from bot.store.schema import columns
from tests.engines import both_engines, on_postgresql, on_sqlite

pytestmark = both_engines

LEASE = columns(Lease)
TURN = 9
"""A lock space of these tests."""


def note(name: str) -> Callable[[Tx], str]:
    """A body that writes one row."""

    def body(tx: Tx) -> str:
        tx.execute(sa.insert(LEASE), {"name": name, "owner": "test", "until": 0.0})
        return name

    return body


def noted(tx: Tx) -> set[str]:
    return set(tx.execute(sa.select(LEASE.c.name)).scalars())


def seen_outside(url: str) -> set[str]:
    """What anybody else finds in the store: only what is committed."""
    engine = sync_engine(url)
    with engine.connect() as connection:
        names = set(connection.execute(sa.select(LEASE.c.name)).scalars())
    engine.dispose()
    return names


def connections_of_others(url: str) -> int:
    """How many are connected to the store; SQLite does not tell."""
    if url.startswith("sqlite"):
        return 0
    engine = sync_engine(url)
    with engine.connect() as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        count = int(connection.execute(sa.text(others)).scalar_one())
    engine.dispose()
    return count


@pytest.fixture
async def replica(store_url: str, clock: Clock) -> AsyncIterator[Database]:
    """Another process' hold on the same store."""
    database = open_database(store_url, clock)
    yield database
    await database.close()


class Gate:
    """A body that waits until it is opened: whatever is queued meanwhile shares the next COMMIT."""

    def __init__(self) -> None:
        self._inside, self._open = threading.Event(), threading.Event()

    def body(self, _tx: Tx) -> None:
        self._inside.set()
        assert self._open.wait(120)

    async def close_on(self, database: Database) -> "asyncio.Task[None]":
        waiting = asyncio.create_task(database.run(self.body))
        assert await asyncio.to_thread(self._inside.wait, 120)
        return waiting

    def open(self) -> None:
        self._open.set()


# --- durable, and whole or not at all ---------------------------------------------------------------------------------


async def test_whoever_is_told_of_success_finds_it_committed(database: Database) -> None:
    async def one(number: int) -> bool:
        name = await database.run(note(f"row {number}"))
        return name in seen_outside(database.url)

    assert all(await asyncio.gather(*map(one, range(40))))


async def test_a_body_that_fails_undoes_its_own_work_and_nobody_elses(database: Database) -> None:
    def fails(tx: Tx) -> None:
        note("undone")(tx)
        raise KeyError("mine")

    before, failed, after = await asyncio.gather(
        database.run(note("before")), database.run(fails), database.run(note("after")), return_exceptions=True
    )
    assert (before, after) == ("before", "after")
    assert isinstance(failed, KeyError)
    assert await database.run(noted) == {"before", "after"}


async def test_a_refusal_reaches_the_caller_as_it_was_raised_and_takes_its_work_back(database: Database) -> None:
    def refuses(tx: Tx) -> None:
        note("undone")(tx)
        raise Refusal("reg.closed", deadline="x")

    with pytest.raises(Refusal) as refused:
        await database.run(refuses)
    assert (refused.value.key, refused.value.values) == ("reg.closed", {"deadline": "x"})
    assert await database.run(noted) == set()


async def test_a_broken_constraint_is_its_own_bodys_trouble(database: Database) -> None:
    def group(name: str) -> Callable[[Tx], int | None]:
        return lambda tx: tx.add(UnionGroup(name=name, folded="one")).id

    def both(tx: Tx) -> None:
        note("with it")(tx)
        group("third")(tx)

    await database.run(group("first"))
    second, third, beside = await asyncio.gather(
        database.run(group("second")), database.run(both), database.run(note("beside")), return_exceptions=True
    )
    assert isinstance(second, IntegrityError)
    assert isinstance(third, IntegrityError)
    assert beside == "beside"
    assert await database.run(noted) == {"beside"}
    assert await database.run(lambda tx: [found.name for found in tx.all(select(UnionGroup))]) == ["first"]


async def test_what_the_orm_holds_and_what_core_writes_stand_or_fall_together(database: Database) -> None:
    def both(tx: Tx, fail: bool) -> None:
        tx.session.add(UnionGroup(name="held back", folded="held back"))
        note("core")(tx)
        if fail:
            raise KeyError

    def everything(tx: Tx) -> tuple[int, set[str]]:
        return len(tx.all(select(UnionGroup))), noted(tx)

    with pytest.raises(KeyError):
        await database.run(lambda tx: both(tx, fail=True))
    assert await database.run(everything) == (0, set())
    await database.run(lambda tx: both(tx, fail=False))
    assert await database.run(everything) == (1, {"core"})


async def test_a_statement_sees_what_the_orm_holds_back(database: Database) -> None:
    def body(tx: Tx) -> int:
        tx.session.add(UnionGroup(name="new", folded="new"))
        return int(tx.execute(sa.select(sa.func.count()).select_from(columns(UnionGroup))).scalar_one())

    assert await database.run(body) == 1


async def test_time_stands_still_inside_a_body(database: Database) -> None:
    def body(tx: Tx) -> bool:
        return tx.now == tx.now

    assert await database.run(body)


async def test_only_rows_that_are_new_are_inserted_and_counted(database: Database) -> None:
    def rows(*names: str) -> Callable[[Tx], int]:
        return lambda tx: tx.insert_new(Lease, [{"name": name, "owner": "x", "until": 0.0} for name in names])

    assert await database.run(rows("a", "b")) == 2
    assert await database.run(rows("b", "c")) == 1
    assert await database.run(rows()) == 0
    assert await database.run(noted) == {"a", "b", "c"}


# --- in turn ----------------------------------------------------------------------------------------------------------


def increment(tx: Tx) -> None:
    """Read, think, write: two that overlap would count one."""
    tx.lock(TURN, 1)
    now = tx.execute(sa.select(LEASE.c.until)).scalar_one()
    tx.execute(sa.update(LEASE).values(until=now + 1))


async def test_no_increment_of_two_hundred_is_lost(database: Database) -> None:
    await database.run(note("counter"))
    await asyncio.gather(*(database.run(increment) for _ in range(200)))
    assert await database.run(lambda tx: tx.execute(sa.select(LEASE.c.until)).scalar_one()) == 200


async def test_no_increment_of_two_processes_is_lost(database: Database, replica: Database) -> None:
    await database.run(note("counter"))
    await asyncio.gather(*(one.run(increment) for _ in range(50) for one in (database, replica)))
    assert await database.run(lambda tx: tx.execute(sa.select(LEASE.c.until)).scalar_one()) == 100


@on_sqlite
async def test_bodies_run_in_the_order_they_were_given(database: Database) -> None:
    order: list[int] = []
    await asyncio.gather(*(database.run(lambda _tx, n=n: order.append(n)) for n in range(200)))  # type: ignore[misc]
    assert order == list(range(200))


@on_postgresql
async def test_a_lock_keeps_out_who_asks_for_the_same_and_nobody_else(database: Database) -> None:
    holder = sync_engine(database.url)
    with holder.connect() as connection, connection.begin():
        Tx(connection, database.clock).lock(TURN, 5_000_000_001)
        shut_out = asyncio.create_task(database.run(lambda tx: tx.lock(TURN, 5_000_000_001)))
        async with asyncio.timeout(120):  # they would wait for ever
            await database.run(lambda tx: tx.lock(TURN, 5_000_000_002))
            await database.run(lambda tx: tx.lock(TURN + 1, 5_000_000_001))
            await database.run(lambda tx: tx.lock(TURN, -1_001_234_567_890))  # a group's id is negative
        assert not shut_out.done()
    await shut_out
    holder.dispose()


@on_postgresql
async def test_of_two_bodies_that_block_each_other_both_are_done(database: Database) -> None:
    attempts: list[int] = []
    held: set[int] = set()

    def crossing(first: int, then: int) -> Callable[[Tx], None]:
        def body(tx: Tx) -> None:
            attempts.append(first)
            tx.execute(sa.text("SET LOCAL deadlock_timeout = '20ms'"))
            tx.lock(TURN, first)
            held.add(first)
            while len(held) < 2:
                tx.execute(sa.text("SELECT pg_sleep(0.005)"))
            tx.lock(TURN, then)
            note(f"{first} and {then}")(tx)

        return body

    await asyncio.gather(database.run(crossing(1, 2)), database.run(crossing(2, 1)))
    assert await database.run(noted) == {"1 and 2", "2 and 1"}
    assert len(attempts) > 2


# --- readers ----------------------------------------------------------------------------------------------------------


async def test_a_reader_sees_what_is_committed_and_cannot_write(database: Database) -> None:
    await database.run(note("there"))
    assert await database.read(noted) == {"there"}
    with pytest.raises(DBAPIError):
        await database.read(note("written by a reader"))
    assert await database.read(noted) == {"there"}
    assert seen_outside(database.url) == {"there"}


@on_sqlite
async def test_a_reader_does_not_wait_for_the_writer(database: Database) -> None:
    gate = Gate()
    held = await gate.close_on(database)
    writing = asyncio.create_task(database.run(note("queued")))
    assert await database.read(noted) == set()
    gate.open()
    await asyncio.gather(held, writing)
    assert await database.read(noted) == {"queued"}


# --- callers that leave, and the end ----------------------------------------------------------------------------------


@on_sqlite
async def test_work_whose_caller_has_left_is_done_all_the_same(database: Database) -> None:
    gate = Gate()
    held = await gate.close_on(database)
    left = asyncio.create_task(database.run(note("left behind")))
    await asyncio.sleep(0)
    left.cancel()
    gate.open()
    await held
    assert await database.run(noted) == {"left behind"}


async def test_a_caller_that_leaves_takes_all_of_its_work_along_or_none_and_harms_nobody(database: Database) -> None:
    def pair(tx: Tx, number: int) -> None:
        note(f"{number} first")(tx)
        note(f"{number} second")(tx)

    tasks = [asyncio.create_task(database.run(lambda tx, n=n: pair(tx, n))) for n in range(30)]  # type: ignore[misc]
    await asyncio.sleep(0.01)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    found = await database.run(noted)
    for number in range(30):
        assert (f"{number} first" in found) == (f"{number} second" in found)
    assert {f"{number} first" for number in range(1, 30, 2)} <= found


async def test_closing_finishes_what_is_under_way(store_url: str, clock: Clock) -> None:
    database = open_database(store_url, clock)
    tasks = [asyncio.create_task(database.run(note(f"row {number}"))) for number in range(30)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*tasks) == [f"row {number}" for number in range(30)]
    assert len(seen_outside(store_url)) == 30
    for _ in range(200):  # the server takes a moment to see that a connection is closed
        if connections_of_others(store_url) == 0:
            break
        await asyncio.sleep(0.1)
    assert connections_of_others(store_url) == 0


async def test_the_same_body_runs_for_commands_that_have_no_loop(store_url: str, clock: Clock) -> None:
    def command() -> set[str]:
        database = open_database(store_url, clock)
        database.run_now(note("by a command"))
        with pytest.raises(Refusal):
            database.run_now(refuse)
        database.close_now()
        return seen_outside(store_url)

    assert await asyncio.to_thread(command) == {"by a command"}


def refuse(tx: Tx) -> Any:
    note("undone")(tx)
    raise Refusal("x")


# --- one COMMIT for many ----------------------------------------------------------------------------------------------


@on_sqlite
async def test_bodies_that_wait_together_share_a_commit_and_its_failure(database: Database) -> None:
    """Nobody may be told that something is kept when the COMMIT that carries it has failed."""
    gate = Gate()
    held = await gate.close_on(database)

    def breaks_the_commit(tx: Tx) -> None:
        tx.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        orphan = "INSERT INTO unit_alias (unit_id, name, folded) VALUES (404, 'x', 'x')"
        tx.execute(sa.text(orphan))  # refused when all is committed, as a full disk would be

    bodies = (note("before"), breaks_the_commit, note("after"))
    together = [asyncio.create_task(database.run(body)) for body in bodies]
    await asyncio.sleep(0)
    gate.open()
    await held
    results = await asyncio.gather(*together, return_exceptions=True)
    assert [type(result) for result in results] == [IntegrityError] * 3
    assert await database.run(note("later")) == "later"
    assert seen_outside(database.url) == {"later"}
