"""What reached us is done once, in each person's order, whoever does it and whoever dies meanwhile."""

import asyncio
import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.secrecy.blanking import INSTEAD
from bot.secrecy.markings import is_marked, is_marked_file
from bot.store import inbox
from bot.store.database import Database, Tx
from bot.store.engines.opening import sync_engine
from bot.store.inbox import KEPT, LEASE_SECONDS, MAX_TRIES, RETRY_SECONDS, Claimed, InboxRow
from bot.store.schema import columns
from tests.engines import both_engines, on_postgresql

pytestmark = both_engines

HAU, MAI = 5_000_000_001, 5_000_000_002
NOW = 1_000.0
"""Epoch seconds, as replicas compare their leases by."""
T = columns(InboxRow)


def text(update_id: int, sender: int, words: str = "xin chào") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"from": {"id": sender}, "chat": {"id": sender}, "text": words}}


class Desk:
    """The inbox of one store, at a time that the test says."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW

    async def store(self, *updates: Any) -> int:
        return await self.database.run(lambda tx: inbox.store(tx, updates))

    async def claim(self, owner: str = "one", width: int = 100) -> list[int]:
        return sorted(claimed.update_id for claimed in await self.take(owner, width))

    async def take(self, owner: str = "one", width: int = 100) -> list[Claimed]:
        return await self.database.run(lambda tx: inbox.claim(tx, owner, self.now, width))

    async def finish(self, update_id: int) -> bool:
        return await self.database.run(lambda tx: inbox.finish(tx, update_id))

    async def fail(self, update_id: int, *, final: bool = False) -> bool:
        return await self.database.run(lambda tx: inbox.fail(tx, update_id, KeyError("x"), self.now, final=final))

    async def row(self, update_id: int) -> Any:
        return await self.database.run(lambda tx: tx.execute(sa.select(T).where(T.c.update_id == update_id)).one())

    def passes(self, seconds: float) -> None:
        self.now += seconds


def nested(update_id: int, levels: int) -> dict[str, Any]:
    update = text(update_id, HAU)
    for _ in range(levels - 3):
        update = {"message": update}
    return {"update_id": update_id, "message": update}


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def effect_that_fails(tx: Tx) -> None:
    assert inbox.finish(tx, 1)
    raise KeyError


# --- in order ---------------------------------------------------------------------------------------------------------


async def test_a_persons_second_update_waits_for_the_first_and_holds_up_nobody(desk: Desk) -> None:
    await desk.store(text(1, HAU), text(2, HAU), text(3, MAI))
    assert await desk.claim() == [1, 3]
    assert await desk.claim("another") == []
    assert await desk.finish(1)
    assert await desk.claim("another") == [2]


async def test_an_update_that_came_late_but_is_older_goes_first(desk: Desk) -> None:
    await desk.store(text(8, HAU))
    await desk.store(text(7, HAU))
    assert await desk.claim() == [7]


async def test_what_is_claimed_is_what_came(desk: Desk) -> None:
    came = text(1, HAU, "Đăng ký 🏅 \u202e\x00 dang ky")
    await desk.store(came)
    assert await desk.take() == [Claimed(1, HAU, came, 0)]


async def test_no_more_is_claimed_than_asked_for_and_the_oldest_first(desk: Desk) -> None:
    await desk.store(*(text(number, HAU + number) for number in range(1, 6)))
    assert await desk.claim(width=2) == [1, 2]
    assert await desk.claim(width=2) == [3, 4]


# --- once -------------------------------------------------------------------------------------------------------------


async def test_an_update_delivered_again_is_not_done_again(desk: Desk) -> None:
    await desk.store(text(1, HAU))
    await desk.store(text(1, HAU))
    assert await desk.claim() == [1]
    assert await desk.finish(1)
    await desk.store(text(1, HAU, "the same, much later"))
    assert await desk.claim() == []
    assert not await desk.finish(1)


async def test_what_a_person_wrote_is_forgotten_when_done(desk: Desk) -> None:
    await desk.store(text(1, HAU, "riêng tư"))
    await desk.claim()
    await desk.finish(1)
    assert (await desk.row(1)).raw is None


async def test_an_effect_that_is_undone_leaves_the_update_undone(desk: Desk) -> None:
    await desk.store(text(1, HAU))
    await desk.claim()
    with pytest.raises(KeyError):
        await desk.database.run(effect_that_fails)
    desk.passes(LEASE_SECONDS + 1)
    assert await desk.claim() == [1]


# --- workers that die -------------------------------------------------------------------------------------------------


async def test_the_updates_of_a_worker_that_died_are_taken_when_its_lease_has_ended(desk: Desk) -> None:
    await desk.store(text(1, HAU), text(2, HAU))
    assert await desk.claim("dies") == [1]
    desk.passes(LEASE_SECONDS)
    assert await desk.claim("other") == []
    desk.passes(0.1)
    assert await desk.claim("other") == [1]


async def test_after_a_clock_was_set_back_a_dead_workers_updates_are_taken_all_the_same(desk: Desk) -> None:
    await desk.store(text(1, HAU), text(2, MAI))
    assert await desk.claim("dies") == [1, 2]
    await desk.fail(2)
    desk.passes(-3600)
    assert await desk.claim("two") == [1, 2]


async def test_a_worker_that_outlived_its_lease_finds_that_another_has_done_it(desk: Desk) -> None:
    await desk.store(text(1, HAU))
    await desk.claim("slow")
    desk.passes(LEASE_SECONDS + 1)
    assert await desk.claim("quick") == [1]
    assert await desk.finish(1)
    assert not await desk.finish(1)


async def test_a_replica_that_stops_gives_back_its_own_and_no_others(desk: Desk) -> None:
    await desk.store(text(1, HAU), text(2, MAI))
    assert await desk.claim("stops", width=1) == [1]
    assert await desk.claim("stays", width=1) == [2]
    await desk.database.run(lambda tx: inbox.free(tx, "stops"))
    assert await desk.claim("third") == [1]
    await desk.database.run(inbox.free)
    assert await desk.claim("alone") == [1, 2]


# --- failures ---------------------------------------------------------------------------------------------------------


async def test_a_failed_update_is_tried_again_a_moment_later_and_the_next_one_waits(desk: Desk) -> None:
    await desk.store(text(1, HAU), text(2, HAU))
    await desk.claim()
    assert not await desk.fail(1)
    assert await desk.claim() == []
    desk.passes(RETRY_SECONDS + 0.01)
    assert [(claimed.update_id, claimed.tries) for claimed in await desk.take()] == [(1, 1)]


async def test_after_its_last_try_an_update_is_dead_without_its_words_and_in_nobodys_way(desk: Desk) -> None:
    await desk.store(text(1, HAU, "what broke it"), text(2, HAU))
    for number in range(1, MAX_TRIES + 1):
        assert await desk.claim() == [1]
        assert await desk.fail(1) == (number == MAX_TRIES)
        desk.passes(RETRY_SECONDS * MAX_TRIES + 1)
    assert await desk.claim() == [2]
    row = await desk.row(1)
    assert row.error == "KeyError"
    assert row.raw is None
    assert await desk.database.run(inbox.dead_count) == 1


async def test_an_update_that_cannot_be_read_is_dead_at_once(desk: Desk) -> None:
    await desk.store(text(1, HAU))
    await desk.claim()
    assert await desk.fail(1, final=True)
    desk.passes(LEASE_SECONDS + 1)
    assert await desk.claim() == []


async def test_a_try_is_counted_although_its_effect_was_undone(desk: Desk) -> None:
    await desk.store(text(1, HAU))
    with pytest.raises(KeyError):
        await desk.database.run(effect_that_fails)
    await desk.fail(1)
    assert (await desk.row(1)).tries == 1


async def test_the_failure_of_an_update_done_meanwhile_changes_nothing(desk: Desk) -> None:
    await desk.store(text(1, HAU))
    await desk.claim()
    await desk.finish(1)
    await desk.fail(1, final=True)
    assert await desk.database.run(inbox.dead_count) == 0
    assert not await desk.fail(404)


# --- several replicas at once -----------------------------------------------------------------------------------------


async def test_replicas_that_claim_at_once_share_out_the_work(desk: Desk) -> None:
    await desk.store(*(text(number, HAU + number) for number in range(100)))
    shares = await asyncio.gather(*(desk.claim(f"replica {number}", width=10) for number in range(10)))
    taken = [update_id for share in shares for update_id in share]
    assert len(taken) == len(set(taken))
    rest = await desk.claim("the last", width=100)
    assert sorted(taken + rest) == list(range(100))


@on_postgresql
async def test_a_replica_does_not_wait_for_what_another_is_just_taking(desk: Desk) -> None:
    await desk.store(text(1, HAU), text(2, MAI))
    engine = sync_engine(desk.database.url)
    with engine.connect() as connection, connection.begin():
        taken = inbox.claim(Tx(connection, desk.database.clock), "first", desk.now, 1)
        assert [claimed.update_id for claimed in taken] == [1]
        async with asyncio.timeout(120):  # it would wait for ever
            assert await desk.claim("second") == [2]
    engine.dispose()


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_happens_everything_is_done_once_and_in_order(desk: Desk, seed: int) -> None:
    """Four replicas that claim, finish, fail, die and come back, over updates of which some arrive twice."""
    chance = random.Random(seed)
    people = {number: HAU + chance.randrange(6) for number in range(60)}
    arriving = [*people]
    for number in chance.sample(arriving, 20):
        arriving.insert(arriving.index(number) + chance.randrange(1, 9), number)
    held: dict[str, set[int]] = {f"replica {number}": set() for number in range(4)}
    done: list[int] = []

    async def step(owner: str) -> None:
        mine = held[owner]
        match chance.choice(["claim", "claim", "finish", "finish", "finish", "fail", "die"]):
            case "claim":
                mine.update(await desk.claim(owner, width=chance.randrange(1, 5)))
            case "finish" if mine:
                number = mine.pop()
                if await desk.finish(number):
                    done.append(number)
            case "fail" if mine and (await desk.row(number := mine.pop())).tries < MAX_TRIES - 1:
                await desk.fail(number)
            case "die":
                mine.clear()
        desk.passes(chance.choice([0.05, 0.3, 1.0]))

    while arriving:
        batch = [text(number, people[number]) for number in arriving[:3]]
        del arriving[:3]
        await desk.store(*batch)
        for owner in held:
            await step(owner)
    while len(done) < len(people):
        desk.passes(LEASE_SECONDS + 1)
        for number in await desk.claim("the last"):
            assert await desk.finish(number)
            done.append(number)
    assert sorted(done) == sorted(people)
    for person in set(people.values()):
        theirs = [number for number in done if people[number] == person]
        assert theirs == sorted(theirs)


# --- looking at it, and forgetting ------------------------------------------------------------------------------------


async def test_health_sees_since_when_somebody_waits(desk: Desk, clock: Clock) -> None:
    oldest: Callable[[Tx], Any] = inbox.oldest_undone
    assert await desk.database.run(oldest) is None
    await desk.store(text(1, HAU))
    received = (await desk.row(1)).received_at
    clock.move_to(clock.now() + timedelta(hours=1))
    await desk.store(text(2, MAI))
    assert await desk.database.run(oldest) == received
    await desk.finish(1)
    assert await desk.database.run(oldest) > received
    await desk.fail(2, final=True)
    assert await desk.database.run(oldest) is None


async def test_only_what_no_redelivery_can_reach_is_forgotten(desk: Desk, clock: Clock) -> None:
    await desk.store(*(text(number, HAU + number) for number in range(1, 5)))
    await desk.finish(1)
    await desk.fail(3, final=True)
    clock.move_to(clock.now() + KEPT)
    await desk.finish(2)
    clock.move_to(clock.now() + timedelta(seconds=1))
    await desk.fail(4, final=True)
    assert await desk.database.run(lambda tx: inbox.prune(tx, 1)) == 1, "some at a time: others wait meanwhile"
    assert await desk.database.run(inbox.prune) == 1
    left = await desk.database.run(lambda tx: sorted(tx.execute(sa.select(T.c.update_id)).scalars()))
    assert left == [2, 4]


# --- who it was -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("update", "who"),
    [
        (text(1, HAU), HAU),
        ({"update_id": 1, "callback_query": {"id": "7", "from": {"id": HAU}, "message": {"chat": {"id": MAI}}}}, HAU),
        ({"update_id": 1, "my_chat_member": {"from": {"id": HAU}, "chat": {"id": MAI}}}, HAU),
        ({"update_id": 1, "poll_answer": {"user": {"id": HAU}}}, HAU),
        ({"update_id": 1, "channel_post": {"chat": {"id": -100}}}, -100),
        ({"update_id": 1, "something_new": {"message": {"from": {"id": HAU}}}}, HAU),
        ({"update_id": 1, "poll": {"id": "5"}}, 0),
        ({"update_id": 1, "message": None}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_whose_update_it_is(update: dict[str, Any], who: int) -> None:
    assert inbox.person_key(update) == who


async def test_what_has_no_number_cannot_be_kept(desk: Desk) -> None:
    assert await desk.store({"message": {}}, "nonsense", None, {"update_id": "1"}, {"update_id": None}) == 0
    assert await desk.store({"update_id": inbox.OWN + 1, "web": {"address": 1, "user": HAU, "what": "words"}}) == 0
    assert await desk.claim() == []


async def test_what_nests_deeper_than_telegram_does_takes_nothing_of_its_batch_with_it(desk: Desk) -> None:
    assert await desk.store(text(1, HAU), nested(2, 400), nested(3, 35), text(4, MAI)) == 3
    assert 2 not in await desk.claim()


MARKED: tuple[dict[str, Any], ...] = (
    {"text": "Xử lý hồ sơ TỐI MẬT ZQXJ", "entities": [{"type": "bold", "offset": 20, "length": 4}]},
    {"text": "/start công văn TUYỆT MẬT ZQXJ", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]},
    {"caption": "Văn bản MẬT số 12 ZQXJ", "photo": [{"file_id": "a"}]},
    {"document": {"file_id": "a", "file_name": "vb_TOI MAT_ZQXJ.pdf"}},
    {"text": "đã rõ", "reply_to_message": {"text": "hồ sơ TỐI MẬT ZQXJ"}, "quote": {"text": "hồ sơ TỐI MẬT ZQXJ"}},
    {"poll": {"question": "Ai giữ công văn MẬT số 12 ZQXJ?", "options": [{"text": "tài liệu mật số 3 ZQXJ"}]}},
)


async def test_a_state_secret_is_not_kept_for_the_moment_that_it_takes_to_refuse_it(desk: Desk) -> None:
    chat = {"from": {"id": HAU, "first_name": "Mật"}, "chat": {"id": HAU}}
    kinds = [{"message": chat | words} for words in MARKED]
    kinds += [{"edited_message": chat | MARKED[0]}, {"message": chat | {"text": "Bảo mật thông tin", "entities": []}}]
    for number, update in enumerate(kinds):
        await desk.store({"update_id": number, **update})
    rows = [await desk.row(number) for number in range(len(kinds))]
    assert len(rows) == len(kinds) and not any("ZQXJ" in row.raw for row in rows)
    kept = [json.loads(row.raw) for row in rows]
    assert kept[0]["message"] == chat | {"text": INSTEAD} and is_marked(INSTEAD) and is_marked_file(INSTEAD)
    assert kept[-1] == {"update_id": len(kinds) - 1, **kinds[-1]}
