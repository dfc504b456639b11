"""What is decided about a whole source: paused, going on, stopped; and what halts by itself."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.dialogue.screens import Screen
from bot.ledger import sources
from bot.ledger.halts import HaltReason, halt_if_failing
from bot.ledger.letter import Kind, Letter, Reason, State
from bot.ledger.planning import plan, resend
from bot.playground.api.faults import answered, blocked, halted
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines
from tests.ledger import figures
from tests.outbox.run import BULK, FIRST_USER, SOURCE, Run, running

pytestmark = both_engines
_L = columns(Letter)
_WAITING = sa.update(_L).where(_L.c.state == State.PLANNED)


async def do(run: Run, deed: Any, *rest: Any) -> Any:
    return await run.database.run(lambda tx: deed(tx, SOURCE, *rest))


async def test_nothing_of_a_paused_source_leaves_until_it_goes_on_however_often_that_is_said(store_url: str) -> None:
    async with running(store_url, 4) as run:
        await run.plan()
        await run.plan(source="notice:2")
        assert [await do(run, sources.pause, 1), await do(run, sources.pause, 2)] == [True, False]
        held = await do(run, sources.halt_of)
        assert (held.reason, held.by) == (HaltReason.OFFICE, 1)
        await run.delivers()
        assert (await run.totals(), await run.totals("notice:2")) == ({"planned": 4}, {"sent": 4})
        assert await run.database.run(figures.halted_sources) == [], "nobody need be told of what a person did"
        assert [await do(run, sources.go_on, 2), await do(run, sources.go_on, 1)] == [True, False]
        await run.delivers()
        assert await run.totals() == {"sent": 4}
        assert await do(run, sources.pause, 1), "again"
        assert (await do(run, sources.halt_of)).reason is HaltReason.OFFICE


async def test_a_stopped_source_is_cancelled_for_good(store_url: str) -> None:
    async with running(store_url, 4) as run:
        await run.plan()
        await do(run, sources.pause, 1)
        assert [await do(run, sources.stop, 1), await do(run, sources.stop, 2)] == [4, 0]
        assert not await do(run, sources.go_on, 1)
        await run.delivers()
        assert await run.totals() == {"cancelled": 4}
        assert {row.reason for row in await run.letters()} == {Reason.WITHDRAWN}
        assert run.received_in_all() == [0] * 4
        held = await do(run, sources.halt_of)
        assert (held.reason, held.by) == (HaltReason.STOPPED, 1)


async def test_what_was_out_when_its_source_was_stopped_and_did_not_leave_is_cancelled_too(store_url: str) -> None:
    async with running(store_url, 1) as run:
        await run.plan()
        stopped: list[int] = []

        async def stop_now(_chat_id: int | None, _seconds: float) -> None:
            stopped.append(await do(run, sources.stop, 1))

        run.gate.refused = stop_now  # type: ignore[assignment, method-assign]
        run.world.faults.expect("sendMessage", halted(1))
        await run.delivers()
        assert stopped == [0], "its call was out"
        await run.delivers()  # where the first pass was over before it came back
        assert await run.totals() == {"cancelled": 1}
        assert run.received_in_all() == [0]


async def test_the_pace_is_that_of_the_last_seconds(store_url: str) -> None:
    async with running(store_url, 100, rate=10.0) as run:
        assert await do(run, sources.recent_rate) == 0.0
        await run.plan()
        await run.delivers()
        assert await do(run, sources.recent_rate) == pytest.approx(10.0, rel=0.2)
        await run.clock.sleep(60)
        assert await do(run, sources.recent_rate) == 0.0


# --- what halts by itself ---------------------------------------------------------------------------------------------


async def ended(run: Run, **counts: int) -> None:
    """So many letters in these states, ended in this order, of a run that goes on."""
    marks = [(State.FAILED, Reason.NO_CONNECTION) if name == "failed" else (State(name), None) for name in counts]
    ends = [mark for mark, count in zip(marks, counts.values(), strict=True) for _ in range(count)]

    def body(tx: Tx) -> None:
        for number, (state, reason) in enumerate(ends):
            plan(tx, "bulk", SOURCE, 1, f"{tx.now}{number}", {})
            values = {"state": state, "reason": reason, "ended_at": tx.now}
            tx.execute(_WAITING.values(**values))

    await run.clock.sleep(1)
    await run.database.run(body)


def sources_halted(told: list[str]) -> Kind:
    return Kind("bulk", lambda *_: None, alarm=lambda _tx, source: told.append(source))


async def judged(run: Run, kind: Kind = BULK) -> bool:
    """As after a letter that has failed."""
    return await run.database.run(lambda tx: halt_if_failing(tx, kind, SOURCE, 1, refused=False))


@pytest.mark.parametrize(
    ("before", "halts"),
    [
        ({"sent": 190, "failed": 10}, False),
        ({"sent": 189, "failed": 11}, True),
        ({"sent": 20, "failed": 9}, False),
        ({"sent": 20, "failed": 10}, True),
        ({"sent": 20, "blocked": 100}, False),
        ({"failed": 9, "sent": 200, "blocked": 1}, False),
        ({"failed": 50, "sent": 200}, False),
        ({"cancelled": 300, "failed": 10}, True),
    ],
)
async def test_a_source_halts_when_too_many_of_its_last_letters_failed(
    store_url: str, before: dict[str, int], halts: bool
) -> None:
    async with running(store_url, 1) as run:
        await ended(run, **before)
        assert await judged(run) is halts
        found = [(one.source, one.reason) for one in await run.database.run(figures.halted_sources)]
        assert found == ([(SOURCE, HaltReason.FAILURES)] if halts else [])


async def test_whoever_must_know_is_told_once_and_what_failed_before_does_not_halt_it_again(store_url: str) -> None:
    told: list[str] = []
    kind = sources_halted(told)
    async with running(store_url, 1) as run:
        await ended(run, failed=20)
        assert [await judged(run, kind), await judged(run, kind)] == [True, True]
        assert told == [SOURCE]
        assert await do(run, sources.go_on, 1)
        await ended(run, failed=9)
        assert not await judged(run, kind)
        await ended(run, failed=1)
        assert await judged(run, kind)
        assert told == [SOURCE, SOURCE]


async def test_a_run_of_which_many_do_not_leave_stops_and_goes_on(store_url: str) -> None:
    """Through the courier: the connection breaks for some people, always."""
    told: list[str] = []

    def alarm(tx: Tx, source: str) -> None:
        told.append(source)
        plan(tx, "urgent", f"halt:{source}", 2, "1", {"words": "Dừng"})

    kind = Kind("bulk", BULK.compose, alarm=alarm)
    urgent = Kind("urgent", BULK.compose, bulk=False)
    async with running(store_url, 40, kinds=(kind, urgent)) as run:
        await run.plan()
        bad = answered(400, "Bad Request: message is too long")
        for person_id in (5, 6, 7):
            run.world.faults.expect("sendMessage", bad, chat_id=FIRST_USER + person_id)
        await run.delivers()
        assert told == [SOURCE]
        assert (await run.totals())["failed"] == 3
        assert "Nội dung: Dừng" in run.received(2)
        await do(run, sources.go_on, 1)
        failed = [row.id for row in await run.letters() if row.state is State.FAILED]
        await run.database.run(lambda tx: resend(tx, failed, by=1))
        await run.delivers()
        assert await run.totals() == {"sent": 40}


async def test_an_alarm_that_fails_loses_no_letter(store_url: str) -> None:
    def alarm(_tx: Tx, _source: str) -> None:
        raise ZeroDivisionError

    def broken(_tx: Tx, _actor: Any, _values: Any) -> Screen | None:
        raise ZeroDivisionError

    async with running(store_url, 3, kinds=(Kind("bulk", broken, alarm=alarm),)) as run:
        await run.plan()
        await run.delivers()
        assert await run.totals() == {"failed": 1, "planned": 2}


async def test_people_who_have_stopped_the_bot_halt_nothing(store_url: str) -> None:
    async with running(store_url, 30) as run:
        await run.plan()
        run.world.faults.expect("sendMessage", blocked(), times=20)
        await run.delivers()
        assert await run.totals() == {"sent": 10, "blocked": 20}
