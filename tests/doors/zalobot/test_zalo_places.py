"""Places at the bot at Zalo: as many as its terms have, and a civil word to whoever finds none."""

import sqlalchemy as sa

from bot.address import Door
from bot.doors.zalobot import records
from bot.doors.zalobot.records import MOST_PEOPLE
from bot.ledger import quotas
from tests.doors.zalobot.stage import ZaloOffice
from tests.engines import both_engines

HAU = "Nguyễn Công Hậu"
FULL = "Kênh Zalo đang thí điểm và đã đủ 50 người. Xin Anh/Chị dùng kênh Telegram, bản giấy, hoặc liên hệ Văn phòng Sở."


async def fills(zalo: ZaloOffice, count: int = MOST_PEOPLE) -> None:
    for number in range(count):
        guest = await zalo.office.database.run(lambda tx: records.admit(tx, f"other.{number}"))  # noqa: B023
        assert guest.address is not None


@both_engines
async def test_the_fifty_first_gets_one_sentence_a_day(zalo: ZaloOffice) -> None:
    await fills(zalo)
    late = zalo.writer("one.too.many")
    token = await zalo.invite(HAU)
    for words in ("Xin chào", token, "1"):
        await late.says(words)
    assert late.texts() == [FULL]
    assert await zalo.linked() == set()
    zalo.office.waits(days=1, minutes=1)
    await late.says("Xin chào")
    assert late.texts()[-1].startswith("Sở Khoa học và Công nghệ"), "strangers who did not link have left their places"


async def test_the_fifty_first_who_comes_by_the_offices_link_is_told_so_and_the_link_stays_good(
    zalo: ZaloOffice,
) -> None:
    await fills(zalo)
    late, token = zalo.writer("one.too.many"), await zalo.invite(HAU)
    for _ in range(2):
        await late.says(f"https://t.me/thidua_bot?start={token}")
    assert late.texts() == [FULL] and await zalo.linked() == set()
    hau = await zalo.office.person(HAU, linked=False)
    await hau.says(f"/start {token}")
    for label in ("Tôi đồng ý", "Đúng, liên kết"):
        await hau.taps(label)
    assert "Đã liên kết" in hau.reads()


async def test_who_is_linked_keeps_the_place_and_who_leaves_gives_it(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await fills(zalo, MOST_PEOPLE - 1)
    late = zalo.writer("one.too.many")
    await late.says("Xin chào")
    assert late.texts() == [FULL]
    await hau.says("menu")
    assert hau.offered()
    zalo.office.waits(days=2)
    await fills(zalo, MOST_PEOPLE - 1)
    await hau.says("menu")
    assert hau.offered(), "days later it is still there"
    await hau.says("/caidat")
    await hau.picks("Ngắt liên kết")
    await hau.picks("Ngắt liên kết")
    assert await zalo.linked() == set()


async def test_two_strangers_and_one_place(zalo: ZaloOffice) -> None:
    await fills(zalo, MOST_PEOPLE - 1)
    both = [zalo.writer("first.chat"), zalo.writer("second.chat")]
    for one in both:
        assert await one.brings("Xin chào") == 200
    await zalo.settle()
    assert sorted(one.texts() == [FULL] for one in both) == [False, True]


async def test_the_month_is_counted_and_leaves_something_for_answers(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    plan = quotas.PLANS[Door.ZALOBOT]

    async def uses(count: int) -> None:
        await zalo.office.database.run(lambda tx: quotas.take(tx, Door.ZALOBOT, count, most=plan.messages))

    await uses(plan.messages - 1)
    await hau.says("menu")
    assert len(hau.texts()) == 1, "the last one is for whoever is in a dialogue"
    await hau.says("menu")
    assert len(hau.texts()) == 1 and zalo.server.asked.count("sendMessage") == 1, "nothing more is tried"
    zalo.office.moves_clock_to(2023, 2, 1)
    await hau.says("menu")
    assert len(hau.texts()) == 2
    assert await zalo.office.database.read(lambda tx: quotas.used(tx, Door.ZALOBOT)) == 1


async def test_a_stranger_is_forgotten_and_who_is_linked_is_not(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    stranger = zalo.writer("some.stranger")
    await stranger.says("Xin chào")
    zalo.office.waits(days=31)
    await zalo.office.database.run(records.prune)
    rows = await zalo.office.rows(sa.text("SELECT zalo_id FROM zalo_chat"))
    assert [row.zalo_id for row in rows] == [hau.chat_id]
    await hau.says("menu")
    await stranger.says("Xin chào")
    assert hau.offered() and len(stranger.texts()) == 2
