"""The ledger: what may be planned, where a letter may go from where it is, and that sums add up."""

import itertools
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.ledger import planning
from bot.ledger.letter import MOVES, Letter, State, WrongMove, move
from bot.ledger.planning import plan_all, resend, withdraw
from bot.people.records import Person
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines
from tests.ledger import figures
from tests.outbox.run import SOURCE, person_row, running

pytestmark = both_engines
_L = columns(Letter)


async def test_one_source_person_and_occurrence_is_one_letter_however_often_it_is_planned(store_url: str) -> None:
    async with running(store_url, 5) as run:
        assert [await run.plan(), await run.plan(), await run.plan(occurrence="2")] == [5, 0, 5]
        first = run.people[0]
        assert not await run.database.run(lambda tx: planning.plan(tx, "bulk", SOURCE, first, "1", {"words": "…"}))
        assert await run.database.run(lambda tx: planning.plan(tx, "bulk", SOURCE, first, "3", {"words": "…"}))
        assert await run.totals() == {"planned": 11}


async def test_what_was_withdrawn_may_be_planned_again_and_what_was_sent_may_not(store_url: str) -> None:
    async with running(store_url, 4) as run:
        await run.plan()
        assert await run.database.run(lambda tx: withdraw(tx, SOURCE, "1", run.people[0])) == 1
        await run.delivers()
        assert await run.totals() == {"cancelled": 1, "sent": 3}
        assert await run.database.run(lambda tx: withdraw(tx, SOURCE)) == 0
        assert await run.plan() == 1
        await run.delivers()
        assert await run.totals() == {"sent": 4}
        assert run.received_in_all() == [1, 1, 1, 1]


async def test_a_letter_moves_as_the_table_says_and_not_otherwise(store_url: str) -> None:
    async with running(store_url, 2) as run:
        await run.plan()
        ids = [row.id for row in await run.letters()]
        for old, new in itertools.product(State, State):
            await run.database.run(lambda tx: tx.execute(sa.update(_L).values(state=old)))  # noqa: B023
            if new in MOVES[old]:
                await run.database.run(lambda tx: move(tx, ids, old, new))  # noqa: B023
                assert await run.totals() == {new.value: 2}
            else:
                with pytest.raises(WrongMove):
                    await run.database.run(lambda tx: move(tx, ids, old, new))  # noqa: B023
                assert await run.totals() == {old.value: 2}


async def test_a_letter_that_is_not_where_it_was_thought_to_be_is_not_moved_nor_are_the_others(store_url: str) -> None:
    async with running(store_url, 2) as run:
        await run.plan()
        ids = [row.id for row in await run.letters()]
        await run.database.run(lambda tx: move(tx, ids[:1], State.PLANNED, State.LEASED))
        with pytest.raises(WrongMove):
            await run.database.run(lambda tx: move(tx, ids, State.PLANNED, State.LEASED))
        assert await run.totals() == {"leased": 1, "planned": 1}


async def test_what_has_no_use_any_more_is_missed_and_a_resend_is_the_next_attempt_on_the_row(store_url: str) -> None:
    async with running(store_url, 3) as run:
        now = run.clock.now()
        await run.plan(due_at=now + timedelta(hours=1), useful_until=now + timedelta(hours=2))
        await run.delivers()
        assert await run.totals() == {"planned": 3}
        run.clock.move_to(now + timedelta(hours=3))
        await run.delivers()
        assert await run.totals() == {"missed": 3}
        assert run.received_in_all() == [0, 0, 0]
        named = await run.database.run(lambda tx: figures.by_name(tx, State.MISSED))
        assert [entry.full_name for entry in named] == ["Nguyễn Văn 1", "Nguyễn Văn 2", "Nguyễn Văn 3"]
        one = named[0].letter_id
        assert await run.database.run(lambda tx: resend(tx, [one, one], by=3)) == 1
        await run.delivers()
        assert await run.totals() == {"missed": 2, "sent": 1}
        assert run.received(1) == ["Nội dung: Thư số 1"]
        deeds = await run.database.run(lambda tx: list(tx.execute(sa.select(columns(Audit).c.deed)).scalars()))
        assert deeds == ["letter.resent"]


async def test_a_clock_that_steps_back_delays_and_repeats_nothing(store_url: str) -> None:
    async with running(store_url, 2) as run:
        now = run.clock.now()
        await run.plan(due_at=now + timedelta(minutes=1))
        run.clock.move_to(now + timedelta(minutes=2))
        await run.delivers()
        run.clock.move_to(now)
        await run.plan(due_at=now + timedelta(minutes=1))
        await run.delivers()
        run.clock.move_to(now + timedelta(minutes=3))
        await run.delivers()
        assert run.received_in_all() == [1, 1]


async def test_an_audience_of_ten_thousand_is_planned_in_one_statement(store_url: str) -> None:
    async with running(store_url, 0) as run:
        people = {person_id: {"words": "…"} for person_id in range(1, 10_001)}
        await run.database.run(lambda tx: tx.insert_new(Person, [person_row(person_id) for person_id in people]))
        began = time.perf_counter()
        assert await run.database.run(lambda tx: plan_all(tx, "bulk", SOURCE, "1", people)) == 10_000
        print(f"\n10,000 letters planned in {time.perf_counter() - began:.2f} s")
        assert await run.totals() == {"planned": 10_000}
