"""What only one replica may do is done by one; when it dies, by another."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from bot.store import leases
from bot.store.database import Database
from bot.store.engines.opening import open_database
from tests.engines import both_engines

pytestmark = both_engines


class Ticking(Clock):
    """A clock whose real time the test moves."""

    seconds = 1_000.0

    def stamp(self) -> float:
        return self.seconds


@pytest.fixture
def clock(clock: Clock) -> Ticking:
    return Ticking(clock.zone)


@pytest.fixture
async def other(store_url: str, clock: Clock) -> AsyncIterator[Database]:
    database = open_database(store_url, clock)
    yield database
    await database.close()


async def hold(database: Database, owner: str, name: str = "poller") -> bool:
    return await database.run(lambda tx: leases.take(tx, name, owner))


async def test_the_first_to_ask_holds_it_and_renews_it(database: Database, clock: Ticking) -> None:
    assert await hold(database, "one")
    assert not await hold(database, "two")
    clock.seconds += leases.SECONDS - 1
    assert await hold(database, "one")
    clock.seconds += leases.SECONDS - 1
    assert not await hold(database, "two")


async def test_the_lease_of_a_dead_one_ends(database: Database, clock: Ticking) -> None:
    assert await hold(database, "dies")
    clock.seconds += leases.SECONDS + 0.1
    assert await hold(database, "two")
    assert not await hold(database, "dies")


async def test_one_that_is_let_go_is_free_at_once_but_only_its_holder_lets_go(database: Database) -> None:
    assert await hold(database, "one")
    await database.run(lambda tx: leases.release(tx, "poller", "two"))
    assert not await hold(database, "two")
    await database.run(lambda tx: leases.release(tx, "poller", "one"))
    assert await hold(database, "two")


async def test_of_many_that_ask_at_once_one_gets_it(database: Database, other: Database) -> None:
    asked = [hold(one, f"{number} of {one is other}") for number in range(10) for one in (database, other)]
    assert sum(await asyncio.gather(*asked)) == 1


async def test_two_things_are_held_apart(database: Database) -> None:
    assert await hold(database, "one", "poller")
    assert await hold(database, "two", "ticks")


async def test_a_process_alone_on_its_store_forgets_the_leases_of_the_dead(database: Database) -> None:
    assert await hold(database, "dead")
    await database.run(leases.clear)
    assert await hold(database, "alone")


async def test_a_clock_that_was_set_back_makes_no_lease_longer(database: Database, clock: Ticking) -> None:
    """The dead one's would last as long as the clock was set back."""
    assert await hold(database, "dies")
    clock.seconds -= 20
    assert not await hold(database, "two"), "two machines may differ by as much"
    clock.seconds -= 3600
    assert await hold(database, "two")
    assert not await hold(database, "dies")
