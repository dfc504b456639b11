"""Drill: the real clock is set back an hour, or forward, in the midst of everything: nobody waits for that hour, and
nothing comes twice or is missed."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.playground.api.faults import Fault, halted
from bot.playground.api.limits import COUNTED
from tests.engines import both_engines
from tests.kill.dialogues import LONGEST, does
from tests.office import Office
from tests.outbox.run import FIRST_USER, Weather, running
from tests.quick_clock import QuickClock

HOUR = 3600.0


class Jumping(QuickClock):
    """A clock whose real time somebody sets. What never moves goes on."""

    jumped = 0.0

    def stamp(self) -> float:
        return super().stamp() + self.jumped


@pytest.mark.parametrize("jump", [-HOUR, HOUR], ids=["back", "forward"])
@both_engines
async def test_letters_go_on_and_none_comes_twice(store_url: str, jump: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.outbox.run.QuickClock", Jumping)
    async with running(store_url, 60, rate=5.0) as run:
        clock, refused = run.clock, [0]
        assert isinstance(clock, Jumping)

        def forecast(method: str, params: Mapping[str, Any]) -> Fault | None:
            """Three are refused once, each for its own sake; the clock is set in the midst of it."""
            person = int(params.get("chat_id", 0)) - FIRST_USER
            if method not in COUNTED or person % 20 or refused[0] >= 3:
                return None
            refused[0] += 1
            if refused[0] == 2:
                clock.jumped = jump
            return halted(30)

        run.world.faults = Weather(forecast)
        await run.plan()
        began = clock.monotonic()
        while (await run.totals()).keys() & {"planned", "leased", "inflight"}:
            assert clock.monotonic() - began < 600, "somebody waits for the hour"
            assert await run.courier.take_over()
            await run.delivers()
            await clock.sleep(1)
        assert run.received_in_all() == [1] * 60
        assert await run.totals() == {"sent": 60}
        print(f"\n60 letters, {refused[0]} refused, the clock set by {jump:+.0f} s: 0 lost, 0 twice")


@pytest.mark.parametrize("jump", [-HOUR, HOUR], ids=["back", "forward"])
async def test_a_dialogue_goes_on_and_a_screen_that_is_owed_comes(
    sample_url: str, jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.office.QuickClock", Jumping)
    office = Office(sample_url)
    await office.open()
    clock = office.clock
    assert isinstance(clock, Jumping)
    hau = await office.person("Nguyễn Công Hậu")
    for place, (step, reads) in enumerate(LONGEST):
        if place in (3, 8):
            office.world.faults.expect("*", halted(20), chat_id=hau.user_id)
            await does(hau, step)
            clock.jumped += jump
            await clock.sleep(21)
            await office.service.display.converge(5.0)
        else:
            await does(hau, step)
        assert reads in hau.reads()
    await office.letters()
    assert await office.undone() == []
    await office.close()
    print(f"\n{len(LONGEST)} steps, the clock set twice by {jump:+.0f} s: every screen came")
