"""The bot at Zalo as the operator and the Office see it: settings, the start, `check`, /health, metrics, outages."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import Door, zalo_chat
from bot.bells.coverage import coverage
from bot.commands.checking import pilot
from bot.commands.serving import zalobot as introduction
from bot.doors import numbering
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.ledger import outages, quotas
from bot.notices.tracking.doors import Way
from bot.office.channels.targets import ShowChannels
from bot.people.records import Account
from bot.settings import Settings, ZaloBotSettings, read
from bot.store import leases
from bot.store.database import Tx
from bot.store.schema import columns
from handlers import metrics
from handlers.health import look
from tests.doors.zalobot.server import SECRET, TOKEN, Mood
from tests.doors.zalobot.stage import URL, ZaloOffice
from tests.office import staff_called

HAU, DUY, HIEU = "Nguyễn Công Hậu", "Nguyễn Đức Duy", "Phạm Quốc Hiếu"
_A = columns(Account)
GIVEN = {"THIDUA_ZALOBOT_TOKEN": TOKEN, "THIDUA_ZALOBOT_SECRET": SECRET, "THIDUA_ZALOBOT_URL": URL + "/"}


def test_settings_are_given_together_or_not_at_all() -> None:
    assert not read({}, None).settings.zalobot.is_on
    found = read(GIVEN, None)
    assert found.faults == [] and found.unknown == []
    assert found.settings.zalobot == ZaloBotSettings(TOKEN, SECRET, URL)
    for left_out in GIVEN:
        fault = read({name: value for name, value in GIVEN.items() if name != left_out}, None)
        assert [one.key for one in fault.faults] == ["settings.together"] and not fault.settings.zalobot.is_on
    for name, value, key in (
        ("TOKEN", "abc", "settings.zalobot_token"),
        ("TOKEN", f"{TOKEN}/x", "settings.zalobot_token"),
        ("SECRET", "ngắn", "settings.zalobot_secret"),
        ("URL", "ftp://x", "settings.url"),
    ):
        fault = read({**GIVEN, f"THIDUA_ZALOBOT_{name}": value}, None)
        assert [one.key for one in fault.faults] == [key]
        assert value not in str(fault.faults[0].values)


async def test_a_start_tells_zalo_the_address_and_says_what_is_amiss(zalo: ZaloOffice) -> None:
    running = zalo.office.service
    assert running.guests is not None
    zalo.server.token = "1234567890123:another"
    telling = asyncio.create_task(introduction.introduce(running, running.guests.channel, zalo.front))
    async with asyncio.timeout(120):
        while introduction.NOTE not in zalo.front.notes:  # noqa: ASYNC110 - a real call over HTTP
            await asyncio.sleep(0.01)
    assert zalo.front.notes[introduction.NOTE].key == "health.zalobot_token"
    telling.cancel()
    zalo.server.token = TOKEN
    await introduction.introduce(running, running.guests.channel, zalo.front)
    assert introduction.NOTE not in zalo.front.notes
    assert (zalo.server.webhook, zalo.server.secret) == (f"{URL}/zalobot", SECRET)


async def _checked(zalo: ZaloOffice, **other: str) -> list[str]:
    given = {"token": TOKEN, "secret": SECRET, "url": URL, "api_url": zalo.server.url} | other
    return [one.phrase.key for one in await pilot.findings(Settings(zalobot=ZaloBotSettings(**given)))]


async def test_check_asks_for_the_token_and_the_address(zalo: ZaloOffice) -> None:
    assert await pilot.findings(Settings()) == []
    assert await _checked(zalo) == []
    zalo.server.webhook = f"{URL}/zalobot"
    assert await _checked(zalo) == []
    zalo.server.webhook = "https://somebody.else.vn/hook"
    assert await _checked(zalo) == ["check.note"]
    assert await _checked(zalo, token="1234567890123:another") == ["check.zalobot_token"]
    assert await _checked(zalo, api_url="http://127.0.0.1:9") == ["check.zalobot_unreachable"]
    assert zalo.server.asked.count("setWebhook") == 0, "it changes nothing"


async def test_health_and_metrics_know_the_door(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    zalo.front.say = lambda phrase: zalo.office.service.phrases.plain("vi", phrase)
    await hau.says("menu")
    found = await look(zalo.front, polling=False)
    assert found.healthy and not [note for note in found.notes if "Zalo" in note]
    page = (await metrics.page(zalo.front, found))[0].decode()
    assert 'thidua_door_up{door="zalobot",way="out"} 1.0' in page
    assert 'thidua_door_month_messages{door="zalobot"} 1.0' in page and 'thidua_door_people{door="zalobot"} 1.0' in page
    zalo.server.moods = [Mood(code=401)]
    await hau.says("menu")
    await zalo.office.database.run(lambda tx: quotas.take(tx, Door.ZALOBOT, 2700, most=3000))
    found = await look(zalo.front, polling=False)
    assert found.healthy, "Telegram serves all the same"
    assert sum("THIDUA_ZALOBOT_TOKEN" in note for note in found.notes) == 1
    assert sum("tin của tháng" in note for note in found.notes) == 1
    page = (await metrics.page(zalo.front, found))[0].decode()
    assert 'thidua_door_up{door="zalobot",way="out"} 0.0' in page


async def test_a_door_that_is_out_for_long_is_told_to_the_office(zalo: ZaloOffice) -> None:
    office = zalo.office
    duy = await office.person(DUY)
    await duy.says("/menu")
    watch = office.service.doors
    await office.service.courier.take_over()

    async def looks(hours: float) -> None:
        for _ in range(int(hours * 12)):
            office.waits(minutes=5)
            await office.clock.sleep(1)
            await office.database.run(lambda tx: leases.mark(tx, leases.SERVED))
            await watch.look()

    zalo.server.token = "1234567890123:another"
    await looks(3)
    assert await office.database.read(outages.open_now) == [], "nobody uses it, and nobody misses it"
    await zalo.person(HAU)
    await looks(3)
    (out,) = await office.database.read(outages.open_now)
    assert out.door is Door.ZALOBOT
    await office.letters()
    assert "Bot Zalo không nhận tin." in duy.reads()
    zalo.server.token = TOKEN
    await office.clock.sleep(400)
    await looks(0.2)
    assert await office.database.read(outages.open_now) == []


async def test_counts_before_sending_have_the_door_and_its_month(zalo: ZaloOffice) -> None:
    await zalo.person(HAU)
    await zalo.office.person(HIEU)

    def body(tx: Tx) -> Any:
        people = [staff_called(tx, name).id for name in (HAU, HIEU, DUY)]
        return coverage(tx, people, ())

    found = await zalo.office.database.read(body)
    assert (found.telegram, found.web, found.zalobot, found.in_person) == (1, 0, 1, 1)
    assert found.zalobot_left == 2700 and found.by_several
    assert Way(Door.ZALOBOT.value) is Way.ZALOBOT


async def test_the_office_sees_the_pilot_among_the_channels(zalo: ZaloOffice) -> None:
    await zalo.person(HAU)
    duy = await zalo.office.person(DUY)
    await duy.says("/menu")
    await duy.forges(ShowChannels())
    assert "Bot Zalo (thí điểm): 1 trong 50 người · tháng này 0 trong 3.000 tin." in duy.reads()


async def test_what_certainly_did_not_leave_goes_on_by_the_web(zalo: ZaloOffice) -> None:
    """The month is used up: a known failure, and the person is in by the web as well."""
    hau = await zalo.person(HAU)
    hieu = await zalo.office.person(HIEU)
    await hau.says("menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
        await hau.picks(label)
    service = zalo.office.service
    service.display._channels._channels[Door.WEB] = Post(service.database, service.phrases, Hub(service.database))  # type: ignore[index]

    def both(tx: Tx) -> None:
        tx.execute(sa.update(_A).where(_A.c.user_id == zalo_chat(1).number).values(web_since=tx.now))
        quotas.take(tx, Door.ZALOBOT, 2700 - quotas.used(tx, Door.ZALOBOT), most=3000)

    await zalo.office.database.run(both)
    before = len(hau.texts())
    for step in ("/donvi", "Xem từng người", f"{HAU}: chờ xác nhận", "Xác nhận"):
        await (hieu.says(step) if step.startswith("/") else hieu.taps(step))
    await zalo.office.letters()
    await zalo.office.letters()
    assert len(hau.texts()) == before
    (row,) = await zalo.office.rows(sa.text("SELECT door, state, reason FROM letter_door"))
    assert tuple(row) == ("zalobot", "blocked", "refused")
    assert len(await zalo.office.rows(sa.text("SELECT id FROM web_message"))) == 1
    await hau.says("menu")
    assert len(hau.texts()) == before + 1, "and answers still come"


@pytest.mark.parametrize("days", [0, 40])
async def test_a_letters_numbers_are_forgotten_with_the_year(zalo: ZaloOffice, days: int) -> None:
    at = zalo_chat(1)
    await zalo.office.database.run(lambda tx: numbering.give(tx, at, ["s:home", "s:settings"], of_letter=True))
    zalo.office.clock.move_to(zalo.office.clock.now() + numbering.KEPT + timedelta(days=days - 20))
    await zalo.office.database.run(numbering.prune)
    meant = await zalo.office.database.run(lambda tx: numbering.meant(tx, at, "1"))
    assert meant == (numbering.Old() if days else numbering.Meant("s:home"))
