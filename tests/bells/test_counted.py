"""The Office sees before sending by which door everybody is reached and what it costs, opens and closes the doors, and
afterwards by which door each was reached: always all of them."""

from bot.address import Door
from bot.bells import policy
from bot.notices import records
from bot.notices.sent_targets import ShowDeliveries
from bot.notices.tracking.records import add as tell
from bot.office.channels.targets import PassOnBells, ShowChannel, ShowChannels, SwitchChannel
from bot.people.contacts import records as contacts
from tests.bells.house import House
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, KHOI, composes, for_names, meets, ready, tries_out

pytestmark = both_engines
THU = "Lâm Hồng Thu"


async def test_the_office_opens_orders_and_closes_the_doors_that_ring(house: House) -> None:
    (duy,) = await meets(house.office, DUY)
    await duy.forges(ShowChannels())
    assert "Thư điện tử (chưa mở)" in duy.reads() and "trực tiếp" in duy.reads()
    await house.mailbox(HAU, "hau@so.example.vn")
    await duy.taps("Thư điện tử")
    await duy.taps("Mở kênh")
    assert "Trạng thái: đang mở" in duy.reads() and "Báo cho 1 người" in duy.reads()
    await duy.taps("Hạn mức tháng")
    await duy.says("không biết")
    assert "0 đến 1.000.000" in duy.reads()
    await duy.says("3.000")
    assert "0 trong 3.000 tin báo" in duy.reads()
    await duy.taps("Kênh liên hệ")
    await duy.taps("Tin nhắn SMS")
    await duy.taps("Ưu tiên hơn")
    words = duy.reads()
    assert words.index("Thư điện tử") < words.index("Tin nhắn SMS") < words.index("Zalo")
    await duy.taps("Báo sau 3 ngày")
    assert "sau 3 ngày làm việc" in duy.reads()
    await duy.taps("Thư điện tử")
    await duy.taps("Đóng kênh")
    assert "chưa mở" in duy.reads()


async def test_what_waits_at_a_door_that_is_out_goes_on_by_the_word_of_the_office(house: House) -> None:
    (duy,) = await meets(house.office, DUY)
    hau = await house.mailbox(HAU, None)
    await house.opens(Door.ZALO, Door.SMS)
    house.zalo.moods = [-115] * 9
    await house.writes_to(hau)
    await house.rings()
    await duy.forges(ShowChannel(Door.ZALO))
    assert "đang mở, có sự cố" in duy.reads() and "Đang chờ gửi: 1" in duy.reads()
    await duy.taps("Chuyển sang kênh kế tiếp")
    await house.rings()
    assert await house.told(hau) == [("zalo", "failed", "door_left"), ("sms", "rung", None)]


async def test_only_the_office_may(house: House) -> None:
    (hau,) = await meets(house.office, HAU)
    for target in (
        ShowChannels(),
        ShowChannel(Door.SMS),
        SwitchChannel(Door.SMS, on=True),
        PassOnBells(Door.SMS, False),
    ):
        await hau.forges(target)
        assert "Kênh liên hệ" not in hau.reads() and "Trạng thái" not in hau.reads()


async def test_by_door_before_and_after_it_is_always_everybody(house: House) -> None:
    """Hau on Telegram; Khoi by mail; Hieu's mailbox is gone, so by Zalo; Thu has nothing and is told in person."""
    office = house.office
    duy, _hau = await meets(office, DUY, HAU)
    await house.opens(Door.EMAIL, Door.ZALO)
    await house.mailbox(KHOI, "khoi@so.example.vn")
    await house.mailbox(HIEU, "hieu@so.example.vn")
    thu = await house.mailbox(THU, None)
    await office.database.run(lambda tx: contacts.keep(tx, thu, {"choice": []}))
    await office.database.run(lambda tx: policy.change(tx, Door.EMAIL, quota=1))
    await composes(duy)
    await for_names(duy, HAU, KHOI, HIEU, THU)
    line = "Theo kênh: Telegram 1 · trang web 0 · Thư điện tử 2 (0 đ) · trực tiếp 1."
    assert line in duy.reads() and "Thư điện tử: tháng này chỉ còn 1 tin báo cho 2 người." in duy.reads()
    await office.database.run(lambda tx: policy.change(tx, Door.EMAIL, quota=None))
    await tries_out(office, duy)
    await duy.taps("Gửi ngay")
    await office.letters()
    house.mail.answers["rcpt"] = ["250 OK", "550 5.1.1 No such user"]
    await house.rings()
    notice = 1
    await duy.forges(ShowDeliveries(notice))
    rung = {door for door, state, _ in await house.told() if state == "rung"}
    assert rung == {"email", "zalo"}
    counted = "Theo kênh: Telegram 1 · Thư điện tử 1 · Zalo 1 · chưa báo được 1. Cộng: 4."
    assert counted in duy.reads(), duy.reads()
    sent = await office.database.run(lambda tx: records.notice(tx, notice))
    assert sent is not None
    await office.database.run(lambda tx: tell(tx, sent, [thu], by=duy.person_id))
    await duy.forges(ShowDeliveries(notice))
    assert "Zalo 1 · báo trực tiếp 1. Cộng: 4." in duy.reads()


async def test_a_door_that_failed_has_reached_nobody(house: House) -> None:
    await house.opens(Door.EMAIL)
    await house.mailbox(KHOI, "khoi@so.example.vn")
    await house.mailbox(HIEU, "hieu@so.example.vn")
    duy = await ready(house.office, KHOI, HIEU)
    await duy.taps("Gửi ngay")
    await house.office.letters()
    house.mail.answers["rcpt"] = ["250 OK", "550 5.1.1 No such user"]
    await house.rings()
    await duy.forges(ShowDeliveries(1))
    assert "Theo kênh: Thư điện tử 1 · chưa báo được 1. Cộng: 2." in duy.reads(), duy.reads()


async def test_a_notice_that_nobody_acknowledges_in_time_rings(house: House) -> None:
    office = house.office
    hau, khoi = await meets(office, HAU, KHOI)
    await house.opens(Door.EMAIL)
    for name, address in ((HAU, "hau@so.example.vn"), (KHOI, "khoi@so.example.vn")):
        await house.mailbox(name, address)
    await office.database.run(lambda tx: policy.set_known_days(tx, 2))
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    await office.letters()
    await hau.taps("Đã nắm thông tin")
    at = office.clock.local()
    while len(house.mail.taken) == 0 and (office.clock.local() - at).days < 9:
        office.waits(days=1)
        await house.rings()
    assert (office.clock.local() - at).days >= 3
    assert [taken.rcpt_tos for taken in house.mail.taken] == [["khoi@so.example.vn"]]
    assert khoi.from_bot() and await house.told(hau.person_id) == []
