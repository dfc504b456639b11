"""A dialogue is a row with a revision: of two that move it at once exactly one does, and it is there next month."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.dialogue import drafts
from bot.dialogue.flows import Draft, End
from bot.registration.targets import ShowReceipt
from bot.store.database import Database
from tests.engines import both_engines

pytestmark = both_engines

HAU, MAI = 5_000_000_001, 5_000_000_002


class Desk:
    def __init__(self, database: Database) -> None:
        self.database = database

    async def begin(self, user_id: int = HAU, flow: str = "register") -> Draft:
        return await self.database.run(
            lambda tx: drafts.begin(tx, user_id, flow, {"chọn": ["LDTT"]}, "titles", editing=False)
        )

    async def get(self, draft_id: int, user_id: int = HAU) -> tuple[Draft, drafts.Outcome | None] | None:
        return await self.database.run(lambda tx: drafts.get(tx, user_id, draft_id))

    async def open_one(self, user_id: int = HAU, flow: str = "register") -> Draft | None:
        return await self.database.run(lambda tx: drafts.open_draft(tx, user_id, flow))

    async def moves(self, draft: Draft, awaiting: str) -> bool:
        moved = replace(draft, awaiting=awaiting, revision=draft.revision + 1)
        return await self.database.run(lambda tx: drafts.save(tx, moved, draft.revision))

    async def finish(self, draft: Draft) -> None:
        await self.database.run(lambda tx: drafts.finish(tx, draft.id, ShowReceipt(7)))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_a_draft_is_found_as_it_was_left_a_month_later(desk: Desk, clock: Clock) -> None:
    begun = await desk.begin()
    assert await desk.moves(begun, "pledge")
    clock.move_to(clock.now() + timedelta(days=31))
    found = await desk.open_one()
    assert found == replace(begun, awaiting="pledge", revision=1)
    assert found is not None
    assert found.data == {"chọn": ["LDTT"]}


async def test_of_many_taps_on_one_screen_one_moves_the_draft(desk: Desk) -> None:
    draft = await desk.begin()
    moved = await asyncio.gather(*(desk.moves(draft, f"step {number}") for number in range(10)))
    assert sum(moved) == 1
    left = await desk.open_one()
    assert left is not None
    assert (left.revision, left.awaiting) == (1, f"step {moved.index(True)}")


async def test_a_draft_is_nobody_elses(desk: Desk) -> None:
    draft = await desk.begin(HAU)
    assert await desk.get(draft.id, MAI) is None
    assert await desk.open_one(MAI) is None
    assert await desk.get(draft.id, HAU) == (draft, None)


async def test_each_dialogue_of_a_person_has_one_open_draft(desk: Desk) -> None:
    old = await desk.begin(flow="register")
    other = await desk.begin(flow="decline")
    new = await desk.begin(flow="register")
    assert await desk.open_one(flow="register") == new
    assert await desk.open_one(flow="decline") == other
    assert await desk.get(old.id) is None
    assert not await desk.moves(old, "pledge")


async def test_a_finished_draft_leads_to_what_it_became_and_moves_no_more(desk: Desk) -> None:
    draft = await desk.begin()
    await desk.finish(draft)
    assert await desk.get(draft.id) == (replace(draft, ended=End.FINISHED), ("receipt", "7"))
    assert await desk.open_one() is None
    assert not await desk.moves(draft, "pledge")
    assert await desk.begin() != draft


async def test_who_comes_to_the_account_next_finds_nothing_of_it(desk: Desk) -> None:
    finished = await desk.begin(flow="decline")
    await desk.finish(finished)
    opened, others = await desk.begin(), await desk.begin(MAI)
    await desk.database.run(lambda tx: drafts.forget(tx, HAU))
    assert await desk.open_one() is None
    assert await desk.get(opened.id) is None
    kept = await desk.get(finished.id)
    assert kept is not None
    assert kept[0].data == {}
    assert await desk.open_one(MAI) == others
