"""A 429 silences the chat that was written to; only what looks like a limit for all silences all; nothing for days."""

import asyncio
import itertools
import math
from collections.abc import Mapping
from typing import Any

import pytest

from bot.doors.telegram.gate import ALIKE, LONGEST_SILENCE, Gate, SendingHalt
from bot.ledger.change import ChangeKind, plan_change
from bot.ledger.planning import plan_all
from bot.outbox.courier import WIDTH
from bot.playground.api.faults import Fault, answered, cut_off, halted
from bot.playground.api.limits import COUNTED
from bot.playground.world import Call
from bot.store import leases
from tests.engines import both_engines
from tests.ledger import figures
from tests.outbox.run import FIRST_USER, SOURCE, Run, Weather, running

pytestmark = both_engines


def calls_to(run: Run, person_id: int) -> list[Call]:
    return [call for call in run.sends() if call.params["chat_id"] == FIRST_USER + person_id]


async def another_process(run: Run) -> None:
    """It begins with what is stored, as any process does, and leads."""
    await run.database.run(leases.clear)
    run.courier = await run.new_courier()
    await run.gate.look()
    assert await run.courier.take_over()


async def goes_on_for(run: Run, seconds: float, step: float = 1.0) -> None:
    ends = run.clock.monotonic() + seconds
    while run.clock.monotonic() < ends:
        await run.delivers()
        await run.clock.sleep(step)


# --- one chat ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bulk", "urgent"])
async def test_however_much_waits_for_one_chat_the_others_have_theirs_at_once(store_url: str, kind: str) -> None:
    """More than fits into the courier's hands, and due before all others."""
    async with running(store_url, 12) as run:
        for number in range(3 * WIDTH):
            one = {1: {"words": f"Thư {number}"}}
            own = f"own {number}"
            await run.database.run(lambda tx: plan_all(tx, kind, SOURCE, own, one))  # noqa: B023
        run.world.faults.expect("sendMessage", halted(120), chat_id=FIRST_USER + 1)
        await run.plan(kind)
        began = run.clock.monotonic()
        await run.delivers()
        assert run.received_in_all() == [0] + [1] * 11
        assert run.clock.monotonic() - began < 5
        assert len(calls_to(run, 1)) == 1, "it is left alone"
        await goes_on_for(run, 180)
        assert await run.totals() == {"sent": 3 * WIDTH + 12}
        texts = run.received(1)
        assert len(texts) == len(set(texts)) == 3 * WIDTH + 1
        refused, then = (call.at for call in calls_to(run, 1)[:2])
        assert 120 <= then - refused < 123


async def test_what_waits_for_a_chat_still_waits_in_the_next_process(store_url: str) -> None:
    async with running(store_url, 2) as run:
        run.world.faults.expect("sendMessage", halted(60), chat_id=FIRST_USER + 1)
        await run.plan()
        await run.delivers()
        await another_process(run)
        await goes_on_for(run, 50)
        assert len(calls_to(run, 1)) == 1
        await goes_on_for(run, 12)
        assert run.received_in_all() == [1, 1]


async def test_a_change_waits_for_its_chat_and_the_others_are_made(store_url: str) -> None:
    async with running(store_url, 3) as run:
        await run.plan()
        await run.delivers()
        ids = [row.id for row in await run.letters()]
        edited = {"words": "Mới"}
        await run.database.run(lambda tx: plan_change(tx, ids, ChangeKind.EDIT, 1, 1, edited))
        run.world.faults.expect("editMessageText", halted(60), chat_id=FIRST_USER + 1)
        began = run.clock.monotonic()
        await run.courier.change()
        assert run.clock.monotonic() - began < 5
        assert [run.received(n)[0] for n in run.people] == ["Nội dung: Thư số 1"] + ["Nội dung: Mới"] * 2
        await run.database.run(lambda tx: plan_change(tx, ids, ChangeKind.EDIT, 2, 1, {"words": "Mới nữa"}))
        await run.courier.change()
        assert [run.received(n)[0] for n in run.people] == ["Nội dung: Thư số 1"] + ["Nội dung: Mới nữa"] * 2
        edits = [call for call in calls_to(run, 1) if call.method == "editMessageText"]
        assert len(edits) == 1, "it is left alone"
        await run.clock.sleep(60)
        await run.courier.change()
        assert [run.received(n)[0] for n in run.people] == ["Nội dung: Mới nữa"] * 3
        found = await run.database.run(lambda tx: figures.change_totals(tx, SOURCE, ChangeKind.EDIT, 2))
        assert sum(found.values()) == 3


# --- what is asked for ------------------------------------------------------------------------------------------------

TOO_MANY = "Too Many Requests: retry after a while"


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (halted(86_400), LONGEST_SILENCE),
        (halted(10**9), LONGEST_SILENCE),
        (halted(10**15), LONGEST_SILENCE),
        (halted(0), 1),
        (halted(-30), 1),
        (answered(429, TOO_MANY), 1),
    ],
    ids=str,
)
async def test_no_number_silences_a_chat_for_long_or_for_no_time_or_costs_it_the_letter(
    store_url: str, fault: Fault, seconds: float
) -> None:
    async with running(store_url, 1) as run:
        await run.plan()
        run.world.faults.expect("sendMessage", fault)
        await goes_on_for(run, max(seconds - 30, 0), step=15)
        await goes_on_for(run, min(seconds, 30) + 2, step=0.5)
        assert await run.totals() == {"sent": 1}
        assert run.received_in_all() == [1]
        refused, then = (call.at for call in calls_to(run, 1))
        assert seconds <= then - refused <= seconds + 1


# --- all --------------------------------------------------------------------------------------------------------------


def refused_from(begins: float, ends: float, run: Run) -> Weather:
    """Whoever is written to, as when Telegram's limit for all is met."""

    def forecast(method: str, _params: Mapping[str, Any]) -> Fault | None:
        now = run.clock.monotonic()
        return halted(math.ceil(ends - now)) if method in COUNTED and begins <= now < ends else None

    return Weather(forecast)


async def test_a_limit_for_all_is_known_by_a_few_refusals_and_then_nobody_is_written_to(store_url: str) -> None:
    async with running(store_url, 60) as run:
        begins = run.clock.monotonic() + 1
        run.world.faults = refused_from(begins, begins + 300, run)
        await run.plan()
        await goes_on_for(run, 400, step=5)
        refused = [call for call in run.sends() if call.status == 429]
        assert ALIKE <= len(refused) < ALIKE + WIDTH
        assert refused[-1].at < begins + 2
        assert run.received_in_all() == [1] * 60


async def test_a_slow_sender_knows_it_too_since_nothing_is_taken_meanwhile(store_url: str) -> None:
    async with running(store_url, 30, rate=0.5) as run:
        begins = run.clock.monotonic() + 5
        run.world.faults = refused_from(begins, begins + 300, run)
        await run.plan()
        await goes_on_for(run, 500, step=5)
        assert len([call for call in run.sends() if call.status == 429]) == ALIKE
        assert run.received_in_all() == [1] * 30


async def test_chats_that_are_refused_one_by_one_among_others_that_are_not_are_no_limit_for_all(store_url: str) -> None:
    async with running(store_url, 100, rate=5.0) as run:
        for person_id in (20, 40, 60, 80):
            run.world.faults.expect("sendMessage", halted(600), chat_id=FIRST_USER + person_id)
        await run.plan()
        began = run.clock.monotonic()
        await run.delivers()
        assert await run.totals() == {"sent": 96, "planned": 4}
        assert run.clock.monotonic() - began < 25
        assert run.gate.halted_for == 0


async def test_a_limit_for_all_holds_for_the_next_process_and_for_letters_planned_since(store_url: str) -> None:
    async with running(store_url, 6) as run:
        refused = itertools.count(1)

        def forecast(method: str, _params: Mapping[str, Any]) -> Fault | None:
            if method not in COUNTED or (number := next(refused)) > ALIKE:
                return None
            run.courier._stopping = number == ALIKE  # somebody stops it just then
            return halted(60)

        run.world.faults = Weather(forecast)
        first, others = run.people[:ALIKE], run.people[ALIKE:]
        await run.database.run(lambda tx: plan_all(tx, "bulk", SOURCE, "1", {one: {"words": "…"} for one in first}))
        await run.delivers()
        await run.courier.stop()
        (last,) = [call.at for call in run.sends()][ALIKE - 1 :]
        assert run.clock.monotonic() - last < 5
        await another_process(run)
        await run.database.run(lambda tx: plan_all(tx, "urgent", SOURCE, "1", {one: {"words": "…"} for one in others}))
        await goes_on_for(run, 62)
        assert min(call.at for call in run.sends()[ALIKE:]) > last + 59
        assert run.received_in_all() == [1] * 6


async def test_a_refused_question_whether_telegram_is_back_silences_all_and_not_for_days(store_url: str) -> None:
    async with running(store_url, 2) as run:
        await run.plan()
        run.world.faults.expect("sendMessage", cut_off())
        run.world.faults.expect("getMe", halted(10**9))
        began = run.clock.monotonic()
        await run.delivers()
        assert await run.totals() == {"sent": 2}
        assert LONGEST_SILENCE <= run.clock.monotonic() - began < LONGEST_SILENCE + 10


@pytest.mark.parametrize("seconds", [10.0**9, 86_400.0])
async def test_what_an_older_version_has_stored_ends_too_and_does_not_begin_anew_with_each_start(
    store_url: str, seconds: float
) -> None:
    async with running(store_url, 4) as run:
        row = {"id": 1, "until": run.clock.stamp() + seconds, "seconds": seconds}
        await run.database.run(lambda tx: tx.insert_new(SendingHalt, [row]))
        await run.plan()
        await another_process(run)
        assert LONGEST_SILENCE - 1 < run.gate.halted_for <= LONGEST_SILENCE
        await run.clock.sleep(LONGEST_SILENCE - 100)
        await another_process(run)
        assert 99 <= run.gate.halted_for <= 100
        await run.delivers()
        assert run.received_in_all() == [1] * 4


async def test_what_an_older_version_has_stored_does_not_hide_the_next_one(store_url: str) -> None:
    async with running(store_url, 1) as run:
        row = {"id": 1, "until": run.clock.stamp() + 10.0**9, "seconds": 10.0**9}
        await run.database.run(lambda tx: tx.insert_new(SendingHalt, [row]))
        await run.gate.halt(30)
        other = Gate(run.database, 25.0)
        await other.look()
        assert 29 < other.halted_for <= 30


async def test_who_leads_no_more_makes_no_change_and_asks_for_none_again(store_url: str) -> None:
    """The next beat would tell it that it does not lead: until then it must not ask the store without a pause."""
    async with running(store_url, 1) as run:
        await run.plan()
        await run.delivers()
        ids = [letter.id for letter in await run.letters()]
        await run.database.run(lambda tx: plan_change(tx, ids, ChangeKind.EDIT, 1, 1, {"words": "Mới"}))
        await run.database.run(leases.clear)
        assert await (await run.new_courier()).take_over()
        async with asyncio.timeout(120):
            await run.courier.change()
        assert run.received(1) == ["Nội dung: Thư số 1"]
