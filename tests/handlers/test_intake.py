"""Polling when what answers is not Telegram: it is asked less and less often, and /health does not call it served."""

import asyncio
from typing import Any

import pytest

from bot.playground.api.faults import odd
from handlers.health import Front, look
from handlers.intake import LONGEST_PAUSE
from tests.office import Office


@pytest.mark.parametrize("result", [[], None, [1, 2], {"update_id": 5}, "", [{"message": {}}]], ids=repr)
async def test_odd_answers_are_paced_and_are_no_good_poll(
    office: Office, monkeypatch: pytest.MonkeyPatch, result: Any
) -> None:
    intake, pauses, enough = office.service.intake, list[float](), asyncio.Event()
    if result == []:
        intake.last_poll = intake.clock.monotonic() - 1_000  # it was served once: the next poll waits
    before = intake.last_poll

    async def paused(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            enough.set()
            await asyncio.Event().wait()

    office.world.faults.expect("getUpdates", odd(result), times=1_000)
    office.world.calls.clear()
    monkeypatch.setattr(intake.clock, "sleep", paused)
    intake._loops.start(intake.poll(), "poll")
    intake._leads.set()
    await asyncio.wait_for(enough.wait(), 60)
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    assert len([call for call in office.world.calls if call.method == "getUpdates"]) == 7
    assert intake.last_poll == before
    health = await look(Front(intake, office.database, office.service.gate), polling=True)
    assert not health.healthy
