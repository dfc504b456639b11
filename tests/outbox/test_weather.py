"""Whatever Telegram does, each letter ends somewhere, nobody gets one twice, and sums add up."""

import asyncio
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.doors.telegram.gate import Gate
from bot.ledger.halts import let_go_on
from bot.ledger.letter import State
from bot.outbox.courier import COURIER, WIDTH
from bot.playground.api.faults import Fault, answered, blocked, cut_off, halted, server_error, silent
from bot.playground.api.limits import COUNTED
from bot.playground.world import Call
from bot.store import leases
from tests.engines import both_engines, both_engines_always
from tests.ledger import figures
from tests.outbox.run import Run, Weather, running
from tests.quick_clock import QuickClock

pytestmark = both_engines

FAULTS = (
    halted(2),
    halted(7),
    cut_off(),
    silent(done=True),
    silent(done=False),
    server_error(),
    blocked(),
    answered(400, "Bad Request: chat not found"),
    answered(403, "Forbidden: bot can't send messages to the user"),
)


def inside_a_silence(calls: list[Call]) -> list[Call]:
    """Those made while an earlier 429 still asked that their chat be left alone."""
    until, wrong = dict[int, float](), []
    for call in calls:
        chat_id = call.params["chat_id"]
        if call.at < until.get(chat_id, 0.0):
            wrong.append(call)
        if call.status == 429:
            asked = call.at + int(call.description.rsplit(" ", 1)[1])
            until[chat_id] = max(until.get(chat_id, 0.0), asked)
    return wrong


async def add_up(run: Run, planned: int) -> dict[str, int]:
    found = await run.database.run(lambda tx: figures.totals(tx, "notice:1"))
    assert sum(found.values()) == planned
    return {state.value: count for state, count in found.items() if count}


@pytest.mark.parametrize("seed", range(4))
async def test_totals_add_up_and_nobody_gets_it_twice_under_any_weather(store_url: str, seed: int) -> None:
    chance = random.Random(seed)

    def forecast(method: str, _params: Mapping[str, Any]) -> Fault | None:
        return chance.choice(FAULTS) if method in COUNTED and chance.random() < 0.2 else None

    async with running(store_url, 120, width=chance.choice((1, 3, 8, 64))) as run:
        run.world.faults = Weather(forecast)
        await run.plan()
        while (await add_up(run, 120)).keys() & {"planned", "leased", "inflight"}:
            await run.delivers()
            await run.database.run(lambda tx: let_go_on(tx, "notice:1", by=1))  # somebody has looked
            await run.clock.sleep(60)
        states = {row.person_id: row.state for row in await run.letters()}
        for person_id, got in zip(run.people, run.received_in_all(), strict=True):
            assert got <= 1
            assert got == 1 or states[person_id] is not State.SENT
            assert got == 0 or states[person_id] in (State.SENT, State.UNKNOWN)
        assert not inside_a_silence(run.sends())
        unknown = await run.database.run(lambda tx: figures.by_name(tx, State.UNKNOWN))
        assert all(entry.full_name and entry.reason for entry in unknown)


async def test_a_storm_of_429_is_obeyed_and_loses_nothing(store_url: str) -> None:
    """For two minutes every third call is refused, for one to ten seconds each time."""
    chance = random.Random(5)
    async with running(store_url, 100) as run:
        ends = run.clock.monotonic() + 120

        def forecast(method: str, _params: Mapping[str, Any]) -> Fault | None:
            stormy = method in COUNTED and run.clock.monotonic() < ends and chance.random() < 0.33
            return halted(chance.randint(1, 10)) if stormy else None

        run.world.faults = Weather(forecast)
        await run.plan()
        while await add_up(run, 100) != {"sent": 100}:
            await run.delivers()
            await run.clock.sleep(1)
        assert run.received_in_all() == [1] * 100
        refused = [call for call in run.sends() if call.status == 429]
        assert len(refused) > 5
        assert inside_a_silence(run.sends()) == []
        print(f"\n{len(refused)} answers 429, 100 letters, none inside a silence")


async def test_after_half_an_hour_without_telegram_the_useful_arrives_and_the_rest_is_missed(store_url: str) -> None:
    async with running(store_url, 60) as run:
        now = run.clock.now()
        back = run.clock.monotonic() + 30 * 60

        def forecast(_method: str, _params: Mapping[str, Any]) -> Fault | None:
            return cut_off() if run.clock.monotonic() < back else None

        await run.plan(useful_until=now + timedelta(minutes=20))
        await run.plan(source="notice:2", useful_until=now + timedelta(hours=8))
        run.world.faults = Weather(forecast)
        while run.clock.monotonic() < back + 120:
            await run.delivers()
            await run.clock.sleep(1)
        assert await add_up(run, 60) == {"missed": 60}
        assert await run.totals("notice:2") == {"sent": 60}
        tried = [call for call in run.sends() if call.status == 0]
        assert len(tried) <= WIDTH, "a letter is not what one asks with whether Telegram is back"


async def test_an_outage_of_unanswered_calls_leaves_no_more_unknown_than_were_out(store_url: str) -> None:
    async with running(store_url, 60) as run:
        begins = run.clock.monotonic() + 1
        back = begins + 30 * 60

        def forecast(method: str, _params: Mapping[str, Any]) -> Fault | None:
            return silent(done=False) if begins < run.clock.monotonic() < back else None

        await run.plan()
        run.world.faults = Weather(forecast)
        await run.delivers()
        found = await add_up(run, 60)
        assert found.keys() == {"sent", "unknown"}
        assert found["unknown"] <= WIDTH


async def test_a_reminder_that_may_not_have_arrived_is_sent_once_more_and_not_twice(store_url: str) -> None:
    async with running(store_url, 2) as run:
        await run.plan("repeated")
        run.world.faults.expect("sendMessage", silent(done=False), chat_id=6_000_000_001, times=9)
        run.world.faults.expect("sendMessage", silent(done=False), chat_id=6_000_000_002)
        await run.delivers()
        await run.delivers()
        assert await run.state(1) == (State.UNKNOWN, "no_answer")
        assert await run.state(2) == (State.SENT, None)
        assert len([call for call in run.sends() if call.params["chat_id"] == 6_000_000_001]) == 2


# --- several processes ------------------------------------------------------------------------------------------------


@both_engines_always
async def test_of_two_couriers_one_sends(store_url: str) -> None:
    async with running(store_url, 30) as run:
        other = await run.new_courier()
        assert not await other.take_over()
        await run.plan()
        await asyncio.gather(run.delivers(), other.deliver())
        assert await run.totals() == {"sent": 30}
        assert run.received_in_all() == [1] * 30


@both_engines_always
async def test_a_leader_that_only_seemed_dead_doubles_nothing_and_its_late_answers_count(store_url: str) -> None:
    """It loses its lease in the middle of a run; the next one names unknown what was in flight, and goes on."""
    async with running(store_url, 40) as run:
        await run.plan()
        other = await run.new_courier()
        old = run.courier
        taken = asyncio.Event()
        stop_watching = run.world.watch(lambda _chat_id: taken.set() if len(run.sends()) >= 10 else None)
        first = asyncio.create_task(old.deliver())
        await taken.wait()
        await run.database.run(leases.clear)
        assert await other.take_over()
        assert not await old.take_over()
        await asyncio.gather(first, other.deliver())
        stop_watching()
        found = await add_up(run, 40)
        assert found == {"sent": 40}
        assert run.received_in_all() == [1] * 40


async def test_a_graceful_stop_leaves_nothing_unknown_and_the_next_one_goes_on(store_url: str) -> None:
    async with running(store_url, 40) as run:
        await run.plan()
        going = asyncio.Event()
        stop_watching = run.world.watch(lambda _chat_id: going.set() if len(run.sends()) >= 10 else None)
        await run.courier.stop()
        first = await run.new_courier()
        await first.take_over()
        first.start()
        await going.wait()
        stop_watching()
        await first.stop()
        found = await run.totals()
        assert found.keys() == {"sent", "planned"}
        assert await run.database.run(lambda tx: leases.take(tx, COURIER, "anybody"))
        await run.database.run(leases.clear)
        second = await run.new_courier()
        assert await second.take_over()
        await second.deliver()
        assert await run.totals() == {"sent": 40}
        assert run.received_in_all() == [1] * 40


async def test_a_halt_is_known_to_the_others_and_outlives_the_process_but_not_a_clock_that_is_set_back(
    store_url: str,
) -> None:
    async with running(store_url, 1) as run:
        await run.gate.halt(30)
        other = Gate(run.database, 25.0)
        assert other.halted_for == 0
        await other.look()
        assert 29 < other.halted_for <= 30
        assert not await other.turn()
        quick = run.clock
        assert isinstance(quick, QuickClock)
        quick.skipped -= 3600  # epoch and monotonic time of a machine that was set back, and started anew
        anew = Gate(run.database, 25.0)
        await anew.look()
        assert 29 < anew.halted_for <= 30
        await run.clock.sleep(31)
        await anew.look()
        assert anew.halted_for == 0
        assert await anew.turn()


async def test_after_a_pause_the_second_letter_does_not_follow_at_once_and_a_late_one_is_caught_up(
    store_url: str,
) -> None:
    """A limiter that takes two at once has nothing left for jitter where two begin together."""
    async with running(store_url, 1) as run:
        gate, clock = Gate(run.database, 25.0), run.clock
        for _ in range(3):
            began = clock.monotonic()
            assert await gate.turn() and await gate.turn()
            assert clock.monotonic() - began >= 0.04
            await clock.sleep(5)
        assert await gate.turn()
        began = clock.monotonic()
        await clock.sleep(0.055)  # the machine was busy for longer than an interval
        assert await gate.turn() and await gate.turn()
        assert clock.monotonic() - began < 0.085


async def test_many_replies_take_the_turns_of_letters_and_a_few_cost_nothing(store_url: str) -> None:
    async with running(store_url, 30) as run:
        await run.plan()
        for _ in range(5):
            run.gate.replied()
        began = run.clock.monotonic()
        await run.delivers()
        calm = run.clock.monotonic() - began
        await run.plan(occurrence="2")
        await run.clock.sleep(2)

        def two_others_tap(_chat_id: int) -> None:
            run.gate.replied()
            run.gate.replied()

        stop = run.world.watch(two_others_tap)
        began = run.clock.monotonic()
        await run.delivers()
        stop()
        assert run.clock.monotonic() - began > 1.5 * calm


async def test_a_leader_that_could_not_ask_for_its_lease_once_sends_what_it_had_leased(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its queue is forgotten when it steps down, and nobody else would ever set those letters free."""
    async with running(store_url, 12) as run:
        await run.plan()
        assert await run.courier._queue.fill()
        with monkeypatch.context() as patch:
            patch.setattr(leases, "take", _away)
            with pytest.raises(ConnectionError):
                await run.courier.take_over()
        assert await run.courier.take_over()
        await run.delivers()
        assert await run.totals() == {"sent": 12}
        assert run.received_in_all() == [1] * 12


def _away(*_arguments: object) -> bool:
    raise ConnectionError
