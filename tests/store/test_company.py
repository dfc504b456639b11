"""Many who are ready go in one transaction; whoever fails, or would have to wait, costs the others nothing."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.refusal import Refusal
from bot.store.database import Database, Tx, once
from bot.store.engines.opening import sync_engine
from bot.store.engines.postgresql import Unfinished
from bot.store.leases import Lease
from bot.store.schema import columns
from bot.store.together import company
from bot.store.together.company import LEFT_OUT, Company, LeftOut
from bot.store.together.rows import SHORT, as_rows, evenly, given
from tests.engines import both_engines, on_postgresql

pytestmark = both_engines

LEASE = columns(Lease)
TURN = 9
"""A lock space of these tests."""


class Noting:
    """A company that writes down names. `groups`: how many went together each time, 1 for whoever went alone."""

    def __init__(
        self,
        database: Database,
        refused: Sequence[str] = (),
        left_out: Sequence[str] = (),
        *,
        reading: bool = False,
        rest: float = 0.0,
    ) -> None:
        self._refused, self._left_out = refused, left_out
        self.groups = list[int]()
        self.inside, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.company = Company[str, str](database, self._together, self._alone, reading=reading, rest=rest)

    def _together(self, tx: Tx, names: Sequence[str]) -> list[str | LeftOut]:
        self.groups.append(len(names))
        return [LEFT_OUT if name in self._left_out else self._note(tx, name) for name in names]

    def _alone(self, tx: Tx, name: str) -> str:
        self.groups.append(1)
        return self._note(tx, name)

    def _note(self, tx: Tx, name: str) -> str:
        tx.execute(sa.insert(LEASE), {"name": name, "owner": "test", "until": 0.0})
        self.inside.set()
        assert self.go_on.wait(60)
        if name in self._refused:
            raise Refusal("reg.closed", deadline=name)
        return f"{name} is noted"


async def noted(database: Database) -> list[str]:
    return sorted(await database.read(lambda tx: list(tx.execute(sa.select(LEASE.c.name)).scalars())))


async def behind_one(noting: Noting, names: Sequence[str]) -> list[str | BaseException]:
    """These come while the first is under way, and so go together."""
    noting.go_on.clear()
    first = asyncio.create_task(noting.company.do("first"))
    assert await asyncio.to_thread(noting.inside.wait, 60)
    others = [asyncio.create_task(noting.company.do(name)) for name in names]
    await asyncio.sleep(0)
    noting.go_on.set()
    return list(await asyncio.gather(first, *others, return_exceptions=True))


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, nobody goes ahead of what is under way."""
    monkeypatch.setattr(company, "LONG", 60.0)


async def test_whoever_comes_meanwhile_goes_with_the_others_and_each_hears_of_the_own_result(
    database: Database, patient: None
) -> None:
    noting = Noting(database)
    assert await behind_one(noting, ["a", "b", "c"]) == [f"{name} is noted" for name in ("first", "a", "b", "c")]
    assert noting.groups == [1, 3]
    assert await noted(database) == ["a", "b", "c", "first"]


async def test_whoever_is_woken_by_the_same_thing_goes_together(database: Database, patient: None) -> None:
    noting, woken = Noting(database), asyncio.Event()

    async def waits(name: str) -> str:
        await woken.wait()
        return await noting.company.do(name)

    others = [asyncio.create_task(waits(name)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    woken.set()
    assert await asyncio.gather(*others) == [f"{name} is noted" for name in ("a", "b", "c")]
    assert noting.groups == [3]


async def test_where_nobody_waits_one_goes_at_once_and_those_who_follow_go_together(
    database: Database, patient: None
) -> None:
    noting = Noting(database, rest=3600.0)
    assert await noting.company.do("first") == "first is noted"
    others = list[asyncio.Task[str]]()
    for place in range(company.MOST):
        others.append(asyncio.create_task(noting.company.do(str(place))))
        await asyncio.sleep(0.001)
    assert await asyncio.gather(*others) == [f"{place} is noted" for place in range(company.MOST)]
    assert noting.groups == [1, company.MOST]


async def test_those_who_read_together_write_nothing(database: Database) -> None:
    noting = Noting(database, reading=True)
    refused = await asyncio.gather(*map(noting.company.do, ["a", "b"]), return_exceptions=True)
    assert all(isinstance(one, DBAPIError) for one in refused)
    assert noting.groups == [2, 1, 1]
    read = Company[str, int](
        database, lambda tx, names: [_count(tx)] * len(names), lambda tx, _: _count(tx), reading=True
    )
    assert list(await asyncio.gather(read.do("a"), read.do("b"))) == [0, 0]


def _count(tx: Tx) -> int:
    return int(tx.execute(sa.select(sa.func.count()).select_from(LEASE)).scalar_one())


def _count_for(tx: Tx, _name: str) -> int:
    return _count(tx)


async def test_one_that_fails_fails_alone(database: Database, patient: None) -> None:
    noting = Noting(database, refused=["b"])
    first, a, b, c = await behind_one(noting, ["a", "b", "c"])
    assert (first, a, c) == ("first is noted", "a is noted", "c is noted")
    assert isinstance(b, Refusal) and b.values == {"deadline": "b"}
    assert sorted(noting.groups) == [1, 1, 1, 1, 3]
    assert await noted(database) == ["a", "c", "first"]


async def test_one_that_is_left_out_is_done_alone_and_the_others_are_not_done_again(
    database: Database, patient: None
) -> None:
    noting = Noting(database, left_out=["b"])
    assert await behind_one(noting, ["a", "b", "c"]) == [f"{name} is noted" for name in ("first", "a", "b", "c")]
    assert noting.groups == [1, 3, 1]


async def test_one_whose_caller_has_left_takes_nobody_along(database: Database, patient: None) -> None:
    noting = Noting(database)
    noting.go_on.clear()
    first = asyncio.create_task(noting.company.do("first"))
    assert await asyncio.to_thread(noting.inside.wait, 60)
    left, stays = (asyncio.create_task(noting.company.do(name)) for name in ("left", "stays"))
    await asyncio.sleep(0)
    left.cancel()
    noting.go_on.set()
    assert [await first, await stays] == ["first is noted", "stays is noted"]
    assert await noted(database) == ["first", "left", "stays"]


@on_postgresql
async def test_one_that_takes_long_keeps_nobody_waiting(database: Database) -> None:
    slow, quick = Noting(database), Noting(database)
    slow.go_on.clear()
    both = Company[tuple[Noting, str], str](
        database, lambda tx, some: [one._note(tx, name) for one, name in some], lambda tx, one: one[0]._note(tx, one[1])
    )
    first = asyncio.create_task(both.do((slow, "slow")))
    assert await asyncio.to_thread(slow.inside.wait, 60)
    async with asyncio.timeout(120):  # it would wait for ever
        assert await both.do((quick, "quick")) == "quick is noted"
    assert not first.done()
    slow.go_on.set()
    await first


@on_postgresql
async def test_a_lock_of_somebody_else_is_waited_for_only_by_whoever_needs_it(database: Database) -> None:
    def alone(tx: Tx, name: str) -> str:
        if name == "waits":
            tx.lock(TURN, 1)
        tx.execute(sa.insert(LEASE), {"name": name, "owner": "test", "until": 0.0})
        return name

    held = Company[str, str](database, lambda tx, names: [alone(tx, name) for name in names], alone)
    holder = sync_engine(database.url)
    with holder.connect() as connection, connection.begin():
        Tx(connection, database.clock).lock(TURN, 1)
        tasks = [asyncio.create_task(held.do(name)) for name in ("first", "before", "waits", "after")]
        async with asyncio.timeout(120):
            assert [await tasks[place] for place in (0, 1, 3)] == ["first", "before", "after"]
        assert not tasks[2].done()
    assert await tasks[2] == "waits"
    holder.dispose()


@on_postgresql
async def test_of_many_locks_those_are_had_that_are_free(database: Database) -> None:
    holder = sync_engine(database.url)
    with holder.connect() as connection, connection.begin():
        Tx(connection, database.clock).lock(TURN, 2)
        assert await database.run(lambda tx: tx.try_locks(TURN, {1, 2, -3})) == {1, -3}
    assert await database.run(lambda tx: tx.try_locks(TURN, {1, 2, -3})) == {1, 2, -3}
    holder.dispose()


@on_postgresql
async def test_an_error_that_a_body_has_passed_over_is_no_success(database: Database) -> None:
    """The server would take the COMMIT, undo everything, and report nothing amiss."""

    def passes_over(tx: Tx) -> None:
        tx.execute(sa.insert(LEASE), {"name": "lost", "owner": "test", "until": 0.0})
        with suppress(DBAPIError):
            tx.execute(sa.text("SELECT 1 / 0"))

    with pytest.raises(Unfinished):
        await database.run(passes_over)
    assert await noted(database) == []


async def test_rows_that_are_given_as_one_value_are_the_rows(database: Database) -> None:
    rows: list[dict[str, Any]] = [
        {"number": 7_000_000_001, "held": True, "words": "Đ'\"ệ", "data": {"a": [1, None, "x"]}},
        {"number": 2, "held": False, "words": None, "data": None},
    ]

    def body(tx: Tx) -> list[tuple[object, ...]]:
        kinds = {"number": sa.BigInteger, "held": sa.Boolean, "words": sa.Text, "data": sa.JSON}
        there = given(tx.engine_name, **kinds)
        query = sa.select(*(there.c[name] for name in kinds))
        return [tuple(row) for row in tx.execute(query, {"rows": as_rows(rows)})]

    assert await database.run(body) == [tuple(row.values()) for row in rows]


def test_lists_have_few_lengths() -> None:
    assert [evenly(list(range(size))) for size in (0, 1, 2, 3)] == [[], [0], [0, 1], [0, 1, 2, 2]]
    assert {len(evenly(list(range(size)))) for size in range(1, 33)} == {1, 2, 4, 8, 16, 32}
    assert len(evenly(list(range(SHORT + 1)))) == SHORT + 1, "a long one must not grow past what a statement takes"


async def test_what_was_read_once_is_read_again_when_it_was_written(database: Database) -> None:
    read = 0

    @once(LEASE.name)
    def count(tx: Tx) -> int:
        nonlocal read
        read += 1
        return int(tx.execute(sa.select(sa.func.count()).select_from(LEASE)).scalar_one())

    def body(tx: Tx) -> list[int]:
        counts = [count(tx), count(tx)]
        tx.execute(sa.insert(LEASE), {"name": "one", "owner": "test", "until": 0.0})
        counts.append(count(tx))
        try:
            with tx.savepoint():
                tx.execute(sa.insert(LEASE), {"name": "two", "owner": "test", "until": 0.0})
                counts.append(count(tx))
                raise LookupError
        except LookupError:
            counts.append(count(tx))
        tx.add(Lease(name="three", owner="test", until=0.0))
        return [*counts, count(tx)]

    assert await database.run(body) == [0, 0, 1, 2, 1, 2]
    assert read == 5, "of what nobody has written into it is read once"
