"""Polling when what answers is not Telegram: it is asked less and less often, and /health does not call it served. What
waits for somebody's update before is begun with when that is done. Whoever stops leaves nothing leased."""

import asyncio
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from bot.playground.api.faults import odd
from bot.store import inbox
from bot.store.database import Tx
from bot.store.inbox import Claimed, InboxRow
from bot.store.schema import columns
from handlers.health import Front, look
from handlers.intake import LONGEST_PAUSE
from tests.engines import on_postgresql
from tests.office import Office

CHAT = {"id": 5_000_000_001, "type": "private"}
PERSON = {**CHAT, "first_name": "Lan", "is_bot": False}
SAID = {"message_id": 1, "date": 0, "chat": CHAT, "from": PERSON, "text": "/menu"}


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


async def test_what_waits_for_the_same_persons_update_before_waits_for_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake, handle, done = office.service.intake, office.service.intake._handle, list[int]()
    looked, all_done = asyncio.Event(), asyncio.Event()

    async def handled_after_a_look(row: Claimed) -> None:
        await looked.wait()
        await handle(row)
        done.append(row.update_id)
        if len(done) == 5:
            all_done.set()

    intake._look_seconds = 3600.0  # whoever waited for the next look would wait for ever
    intake._wake.set()
    await intake.idle()
    monkeypatch.setattr(intake, "_handle", handled_after_a_look)
    monkeypatch.setattr(intake._floods, "look", looked.set)
    await intake.receive([{"update_id": 900_000 + n, "message": SAID} for n in range(5)])
    async with asyncio.timeout(60):
        await all_done.wait()
    assert done == [900_000 + n for n in range(5)]


@pytest.mark.parametrize("found", ["as it comes", "by a look"])
@on_postgresql
async def test_what_is_just_being_leased_as_the_process_stops_is_given_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    """It would be nobody's for ten seconds, and a tap unanswered as long, each time that a version is replaced."""
    intake, claim, leased = office.service.intake, inbox.claim, threading.Event()
    goes_on = threading.Event()

    def claimed_slowly(tx: Tx, owner: str, stamp: float, width: int) -> list[Claimed]:
        rows = claim(tx, owner, stamp, width)
        if rows:
            leased.set()
            assert goes_on.wait(60)
        return rows

    await intake.idle()
    monkeypatch.setattr(inbox, "claim", claimed_slowly)
    update = {"update_id": 900_000, "message": SAID}
    if found == "by a look":
        await office.database.run(lambda tx: inbox.store(tx, [update]))
        intake._wake.set()
    else:
        receiving = asyncio.create_task(intake.receive([update]))
    assert await asyncio.to_thread(leased.wait, 60)
    stopping = asyncio.create_task(intake.stop())
    await asyncio.wait({stopping}, timeout=0.5)
    goes_on.set()
    await stopping
    if found == "as it comes":
        await receiving
    await intake._looks.drain(60)
    await intake._keeping.join()
    table = columns(InboxRow)
    (row,) = await office.rows(sa.select(table.c.leased_by, table.c.done_at).where(table.c.update_id == 900_000))
    assert row.leased_by is None and row.done_at is None
