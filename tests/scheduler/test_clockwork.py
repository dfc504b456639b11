"""The metronome and what it beats: ticks that fail, overlap, come late, and stop in order."""

import asyncio

import pytest

from bot.store.database import Database, Tx
from bot.store.leases import take
from scheduler.clockwork import Beat, Clockwork
from scheduler.ticks import Ticks

BEAT = 0.02


class Seen:
    """Ticks that a test watches: how many began and ended, and how many at once."""

    def __init__(self) -> None:
        self.began = self.ended = self.together = 0
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.second, self.third = asyncio.Event(), asyncio.Event()

    async def run_due(self) -> None:
        self.began += 1
        self.together = max(self.together, self.began - self.ended)
        for number, event in ((2, self.second), (3, self.third)):
            if self.began >= number:
                event.set()
        await self.go_on.wait()
        self.ended += 1


async def test_it_ticks_at_once_and_goes_on() -> None:
    seen = Seen()
    clockwork = Clockwork(Beat("seen", seen.run_due, BEAT, before_all=True))
    await clockwork.start()
    assert seen.ended == 1
    await asyncio.wait_for(seen.third.wait(), 120)
    await clockwork.stop()


async def test_stopping_waits_for_the_tick_that_runs_and_lets_none_follow() -> None:
    seen = Seen()
    clockwork = Clockwork(Beat("seen", seen.run_due, BEAT, before_all=True))
    await clockwork.start()
    seen.go_on.clear()
    await asyncio.wait_for(seen.second.wait(), 120)
    stopping = asyncio.get_running_loop().create_task(clockwork.stop())
    await asyncio.sleep(0.01)
    assert not stopping.done(), "the tick is in the middle of its work"
    seen.go_on.set()
    await stopping
    assert seen.began == seen.ended
    ended = seen.ended
    await asyncio.sleep(5 * BEAT)
    assert seen.began == ended
    assert seen.together == 1, "two ticks never overlap in one process"


async def test_what_falls_due_as_it_stops_is_neither_begun_nor_cut_short(caplog: pytest.LogCaptureFixture) -> None:
    seen = Seen()

    async def turn() -> None:
        seen.began += 1
        await asyncio.sleep(BEAT)
        seen.ended += 1

    clockwork = Clockwork(Beat("seen", turn, 10 * BEAT, before_all=True), Beat("other", turn, 10 * BEAT))
    await clockwork.start()
    while seen.ended < 2:  # noqa: ASYNC110 - to the very turn of the loop
        await asyncio.sleep(0)
    tasks = len(asyncio.all_tasks())
    while len(asyncio.all_tasks()) <= tasks:  # noqa: ASYNC110
        await asyncio.sleep(0)
    await clockwork.stop()
    await asyncio.sleep(2 * BEAT)
    assert seen.began == seen.ended == 2
    assert not caplog.records


async def test_stopping_before_it_has_started_is_no_trouble() -> None:
    clockwork = Clockwork(Beat("seen", Seen().run_due, BEAT, before_all=True))
    await clockwork.stop()
    await clockwork.start()
    await clockwork.stop()


async def test_what_fails_is_tried_again_and_does_not_stop_the_others(database: Database) -> None:
    tried = list[str]()

    def fails(_tx: Tx) -> None:
        tried.append("fails")
        raise RuntimeError("not now")

    def works(tx: Tx) -> None:
        tried.append("works")
        take(tx, "tick", "test")

    ticks = Ticks(database, (fails, works), lambda: None)
    await ticks.run_due()
    await ticks.run_due()
    assert tried == ["fails", "works"] * 2


async def test_what_takes_its_time_is_prepared_once_and_not_in_a_transaction(database: Database) -> None:
    order = list[str]()
    ticks = Ticks(database, (lambda _tx: order.append("due"),), lambda: order.append("prepared"))
    await ticks.run_due()
    await ticks.run_due()
    assert order == ["prepared", "due", "due"]


async def test_a_first_beat_that_is_late_to_begin_does_not_follow_the_stop() -> None:
    """A beat that does not go before all begins beside everything else: a stop may come before it."""
    seen = Seen()
    clockwork = Clockwork(Beat("seen", seen.run_due, 60.0))
    await clockwork.start()
    await clockwork.stop()
    ended = seen.ended
    await asyncio.sleep(5 * BEAT)
    assert (seen.began, seen.ended) == (ended, ended)
