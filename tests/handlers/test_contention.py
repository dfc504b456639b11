"""Somebody else uses our token: it is noticed, said to whoever runs it and to the Office, and nobody is taken for a
stranger meanwhile. It ends by itself."""

import asyncio
import logging
from functools import partial

import pytest
import sqlalchemy as sa

from bot.ledger.letter import Letter
from bot.notices.access import office_people
from bot.people.linking.contention import CONTENTION
from bot.phrases.catalogue import Phrases
from bot.playground.api.faults import answered
from bot.settings import OFFICE_ZONE, Settings
from bot.store.schema import columns
from handlers.contention import QUIET, Other
from handlers.health import Front, Health, look
from tests.office import Office

POLLS = answered(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
DUY = "Nguyễn Đức Duy"


async def health(office: Office) -> Health:
    front = Front(
        office.service.intake, office.database, office.service.gate, say=partial(Phrases(OFFICE_ZONE).plain, "vi")
    )
    return await look(front, polling=False)


async def letters(office: Office) -> int:
    table = columns(Letter)
    return len(await office.rows(sa.select(table.c.id).where(table.c.kind == CONTENTION)))


async def members(office: Office) -> int:
    return len(await office.database.run(office_people))


async def test_two_refused_polls_are_somebody_else_and_one_is_not(office: Office) -> None:
    contention = office.service.intake.contention
    await contention.refused()
    assert contention.suspected() and contention.noticed is None
    await office.clock.sleep(QUIET)
    contention.served()
    assert not contention.suspected()
    await contention.refused()
    await office.clock.sleep(12)
    contention.served()  # a good poll between two refused ones: each of two has its turns
    await contention.refused()
    assert contention.noticed is not None and contention.noticed.other is Other.POLLS


async def test_health_the_log_and_the_office_are_told_and_it_ends_when_polls_go_well_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    duy, intake = await office.person(DUY), office.service.intake
    await duy.says("/menu")
    resting, goes_on = asyncio.Event(), asyncio.Event()

    async def paused(seconds: float) -> None:
        """Waits take no time; where nothing comes any more, the poll rests until the test goes on."""
        office.clock.skipped += seconds  # type: ignore[attr-defined]
        if not office.world.faults.planned and not office.world.pending():
            resting.set()
            goes_on.clear()
            await goes_on.wait()

    monkeypatch.setattr(intake.clock, "sleep", paused)
    monkeypatch.setattr("handlers.intake.POLL_SECONDS", 1)  # real ones: the stand-in holds a poll as Telegram does
    assert (await health(office)).contention is None
    office.world.faults.expect("getUpdates", POLLS, times=3)
    intake._leads.set()
    with caplog.at_level(logging.INFO):
        intake._loops.start(intake.poll(), "poll")
        await asyncio.wait_for(resting.wait(), 60)
        found = await health(office)
        assert (found.healthy, found.contention) == (False, "polls")
        assert found.since is not None and found.says is not None and found.says.startswith("Một chương trình khác")
        office.clock.skipped += QUIET  # type: ignore[attr-defined]
        resting.clear()
        office.world.says(duy.user_id, "/menu")  # a poll that brings something went well
        goes_on.set()
        await asyncio.wait_for(resting.wait(), 60)
    found = await health(office)
    assert (found.healthy, found.contention, found.says) == (True, None, None)
    told = [record.getMessage() for record in caplog.records if "uses this token" in record.getMessage()]
    assert told == ["somebody else uses this token: polls", "nobody else uses this token any more"]
    assert await letters(office) == await members(office), "each of the Office, once"
    monkeypatch.undo()
    await office.letters()
    assert "một chương trình khác dùng chung" in duy.reads()


async def test_while_it_lasts_the_office_hears_of_it_once_a_day(office: Office) -> None:
    contention = office.service.intake.contention
    for day in range(1, 4):
        for _ in range(5):
            await contention.refused()
            await office.clock.sleep(12)
        assert await letters(office) == day * await members(office)
        office.waits(days=1)


async def test_whoever_is_unknown_here_is_told_nothing_of_linking_until_it_is_over(office: Office) -> None:
    stranger, hau = await office.stranger(), await office.person("Nguyễn Công Hậu")
    contention = office.service.intake.contention
    await contention.refused()
    for said in ("/start", "/start GiayMoiCuaKhoKhac", "xin chào", "/menu"):
        await stranger.says(said)
        assert stranger.reads() == "Kênh đang được kiểm tra kỹ thuật; xin Anh/Chị nhắn lại sau ít phút."
        assert stranger.buttons() == []
    await hau.says("/menu")
    assert "Nguyễn Công Hậu" in hau.reads()
    office.world.blocks(stranger.user_id)
    await office.settle()
    office.world.unblocks(stranger.user_id)
    await office.settle()
    assert await office.undone() == []
    await office.clock.sleep(QUIET)
    contention.served()
    await stranger.says("/start")
    assert "Xem và cho ý kiến" in stranger.buttons()


async def test_a_webhook_that_is_not_ours_refuses_polls_and_is_called_by_its_name(office: Office) -> None:
    office.world.call("setWebhook", {"url": "http://127.0.0.1:9/other"})
    contention = office.service.intake.contention
    for _ in range(2):
        await contention.refused()
    found = await health(office)
    assert found.contention == "webhook" and found.says is not None
    assert "127.0.0.1" not in found.says, "an address may hold a secret"


async def test_from_the_first_second_nobody_is_a_stranger_where_a_webhook_of_another_one_was_taken(
    office: Office,
) -> None:
    stranger, contention = await office.stranger(), office.service.intake.contention
    await contention.begins()
    assert not contention.suspected()
    office.world.call("setWebhook", {"url": "http://127.0.0.1:9/other"})
    await contention.begins()
    office.world.call("deleteWebhook", {})
    await stranger.says("/start")
    assert stranger.reads() == "Kênh đang được kiểm tra kỹ thuật; xin Anh/Chị nhắn lại sau ít phút."
    assert contention.noticed is None, "an address of our own may have been another one before"
    await office.clock.sleep(QUIET)
    contention.served()
    await stranger.says("/start")
    assert "Xem và cho ý kiến" in stranger.buttons()


async def test_where_updates_come_by_webhook_another_one_is_noticed_and_our_own_again_ends_it(
    sample_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "http://127.0.0.1:9/ours"
    monkeypatch.setattr(
        "tests.office.Settings", lambda **rest: Settings(webhook_url=own, webhook_secret="x" * 20, **rest)
    )
    office = Office(sample_url)
    await office.open()
    contention, world = office.service.intake.contention, office.world
    world.call("setWebhook", {"url": f"{own}/telegram"})
    await contention.look()
    assert not contention.suspected()
    for url in ("http://127.0.0.1:9/other", ""):
        await office.clock.sleep(2)
        world.call("setWebhook", {"url": url})
        await contention.look()
        await contention.look()
        assert contention.noticed is not None
        assert contention.noticed.other is (Other.WEBHOOK if url else Other.POLLS)
    await office.clock.sleep(2)
    world.call("setWebhook", {"url": f"{own}/telegram"})
    await contention.look()
    assert contention.noticed is not None, "each of two has its turns"
    await office.clock.sleep(QUIET)
    await contention.look()
    assert contention.noticed is None
    await office.close()
