"""A campaign opened by the Office in the chat alone, and changed with a view of what follows."""

import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignQuota
from bot.notices.records import NoticeRow
from bot.organisation import records as organisation
from bot.organisation.records import Word
from bot.registration.records import Registration
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

DUY, HIEU, HAU, HONG = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Nguyễn Thị Hồng"
TO_CAMPAIGNS = ("/quanly", "«Thiết lập»", "«Thiết lập phong trào»")


async def goes(phone: Phone, *steps: str) -> None:
    """Taps what stands in «guillemets», and says anything else."""
    for step in steps:
        await (phone.taps(step.strip("«»")) if step.startswith("«") else phone.says(step))


@both_engines
async def test_the_office_opens_the_campaign_of_2023_by_chat_alone(before: TimedOffice) -> None:
    duy = await before.person(DUY)
    await goes(
        duy, "/menu", "«Quản lý phong trào»", "«Thiết lập phong trào»", "«Mở phong trào»", "«Từ danh mục danh hiệu»"
    )
    await goes(duy, "2032")
    assert duy.reads().startswith("Chỉ mở được phong trào của các năm 2022 đến 2025.")
    await goes(duy, "«Năm 2023»", "«Phong trào thi đua năm 2023»", "«Bổ sung sau»")
    await goes(
        duy, "Luật Thi đua, khen thưởng\nNghị định số 91/2017/NĐ-CP ngày 31/7/2017", "Thông tư số 12/2019/TT-BNV"
    )
    assert "3 văn bản" in duy.reads()
    await before.restart()
    await goes(duy, "«Tiếp tục»", "«Bổ sung sau»", "«Hôm nay, Thứ Ba, 03/01/2023»")
    for typed, sentence in (
        ("31/2", "Không có ngày 31/2."),
        ("thứ Hai 28/2", "Ngày này là Thứ Ba, 28/02/2023, thứ không khớp."),
        ("25h 28/2", "Không có giờ 25h."),
        ("2/1/2023", "Hạn 17:00 Thứ Hai, 02/01/2023 không sau ngày mở 00:00 Thứ Ba, 03/01/2023."),
        ("28/2/2033", "Mốc xa nhất có thể đặt là"),
        ("28/2, 1/3", "Xin gõ đúng một ngày"),
    ):
        await duy.says(typed)
        assert duy.reads().startswith(sentence), (typed, duy.reads())
    await duy.says("trước ngày 26/2")
    assert "ngày đó có tính không?" in duy.reads()
    await duy.taps("Không tính: 17:00 Thứ Bảy, 25/02/2023")
    assert "17:00 Thứ Bảy, 25/02/2023 là ngày nghỉ." in duy.reads()
    await goes(duy, "«Chuyển sang Thứ Hai, 27/02/2023»")
    assert "Hạn đăng ký: 17:00 Thứ Hai, 27/02/2023." in duy.reads()
    await duy.says("27/2")
    assert duy.reads().startswith("Hạn bổ sung 17:00 Thứ Hai, 27/02/2023 không sau hạn đăng ký")
    await goes(duy, "10/3", "«Luật 2003»")
    await goes(duy, "«LĐTT»", "«TTLĐTT»", "«Tiếp tục»")
    assert duy.reads().startswith("Phong trào cần ít nhất một danh hiệu Nhà nước")
    await goes(duy, "«TTLĐTT»", "«Tiếp tục»")
    assert "Cá nhân: 08:30 13/02" not in duy.reads() and "09:00 13/02" in duy.reads(), "not on Monday before nine"
    await goes(duy, "«Cá nhân»", "14, 3, 0 lúc 9h", "«Tiếp tục»", "«Quay lại»", "«Quay lại»", "«LĐTT»", "«CSTĐ cơ sở»")
    await goes(duy, "«Tiếp tục»", "«CSTĐ cơ sở»", "«Đặt tỷ lệ»")
    for typed, sentence in (("0", "Tỷ lệ từ 1% đến 100%; 0% chưa nhận."), ("101 %", "Tỷ lệ từ 1% đến 100%; 101%")):
        await duy.says(typed)
        assert duy.reads().startswith(sentence), duy.reads()
    for label, most in (("Làm tròn gần nhất", 8), ("Làm tròn xuống", 7), ("Làm tròn lên", 8)):
        await duy.taps(label)
        assert f"Ví dụ: 50 LĐTT thì nhiều nhất {most}." in duy.reads()
    await goes(duy, "«Xong»", "«Tiếp tục»", "30/6/2023")
    assert "TRƯỚC KHI PHÁT ĐỘNG: Phong trào thi đua năm 2023" in duy.reads()
    assert await before.rows(sa.select(columns(Campaign))) == [], "nothing opens before it is confirmed"
    await goes(duy, "«Sửa từng mục»", "«Hạn đăng ký»", "17h thứ Ba 28/2")
    summary = duy.reads()
    assert "Mở Thứ Ba, 03/01/2023; hạn 17:00 Thứ Ba, 28/02/2023" in summary
    assert "Tỷ lệ: CSTĐ cơ sở: không quá 15% số LĐTT, làm tròn lên\n" in summary
    await duy.taps("Phát động")
    assert "Anh Nguyễn Đức Duy đã phát động phong trào lúc 08:10 ngày 03/01/2023." in duy.reads()

    (made,) = await before.rows(sa.select(columns(Campaign)))
    assert (made.year, made.plan_number, made.initiative_until.isoformat()) == (2023, None, "2023-06-30")
    (share,) = await before.rows(sa.select(columns(CampaignQuota)))
    assert (share.title, share.percent, share.base, share.rounding) == ("CSTDCS", 15, "LDTT", "up")
    await goes(duy, "«Thông báo phát động (bản nháp)»")
    assert "Sở phát động phong trào thi đua năm 2023. Đề nghị" in duy.reads()
    assert "Văn phòng Sở, Nguyễn Đức Duy.\n" in duy.reads()
    await before.database.run(lambda tx: organisation.write(tx, {Word.CONTACT_NAME: "Lâm Hồng Thu"}, None))

    hau = await before.person(HAU)
    await goes(hau, "/dangky", "«Đăng ký như năm trước»")
    await hau.taps("Gửi đăng ký")
    assert len(await before.rows(sa.select(columns(Registration)))) > 0

    await goes(
        duy,
        "/quanly",
        "«Thiết lập»",
        "«Thiết lập phong trào»",
        "«Thiết lập năm 2023»",
        "«Số, ngày kế hoạch»",
        "15/KH-KHCN",
    )
    assert duy.reads().startswith("Xin gõ cả số và ngày")
    await goes(duy, "15/KH-KHCN ngày 30/12/2022", "«Lưu thay đổi»", "«Thông báo phát động (bản nháp)»")
    assert "theo Kế hoạch số 15/KH-KHCN ngày 30/12/2022" in duy.reads(), "the announcement follows"
    assert "Văn phòng Sở, Lâm Hồng Thu.\n" in duy.reads(), "and names the contact that was declared meanwhile"
    (notice,) = await before.rows(sa.select(columns(NoticeRow)))
    assert notice.number == "15/KH-KHCN"
    await goes(duy, *TO_CAMPAIGNS, "«Thiết lập năm 2023»", "«Tỷ lệ»", "«CSTĐ cơ sở»", "25")
    await goes(duy, "«Xong»", "«Tiếp tục»", "«Lưu thay đổi»", "/quanly", "«Toàn Sở»", "«Số liệu, dự báo»")
    await duy.taps("Tỷ lệ danh hiệu")
    assert "25%" in duy.reads(), "the meter goes by it"


@both_engines
async def test_a_deadline_is_moved_in_mid_campaign_with_what_follows(timed: TimedOffice) -> None:
    duy, hau, hong = [await timed.person(name) for name in (DUY, HAU, HONG)]
    await timed.comes_to(at(2023, 2, 23, 14))
    timed.clock.move_to(at(2023, 2, 24, 16, 30))
    await goes(hau, "/dangky", "«Đăng ký như năm trước»", "«Gửi đăng ký»")
    timed.clock.move_to(at(2023, 2, 24, 16, 40))
    await goes(duy, *TO_CAMPAIGNS, "«Thiết lập năm 2023»", "«Hạn đăng ký»", "22/2")
    for line in ("Hạn mới đã qua: đăng ký đóng ngay khi lưu.", "1 đăng ký đã gửi sau hạn mới vẫn được giữ."):
        assert line in duy.reads()
    await duy.taps("Quay lại")
    await goes(duy, "16h35 28/2", "«Quay lại»", "16h45 24/2")
    assert "Hạn đăng ký: 17:00 Thứ Ba, 28/02/2023 → 16:45 Thứ Sáu, 24/02/2023" in duy.reads()
    assert "• Nhắc người chưa phản hồi, 08:30 28/02: không gửi nữa" in "\n".join(await all_pages(duy))
    await goes(duy, "«Quay lại»", "15/3")
    assert "Thời gian bổ sung" in duy.reads(), "what it had would be over before the new deadline"
    await goes(duy, "17:00 22/3")
    assert "92 người chưa phản hồi" in duy.reads()
    told = await all_pages(duy)
    assert "• Nhắc người chưa phản hồi: 08:30 28/02 → 08:30 15/3" in told
    assert (await timed.rows(sa.select(columns(Campaign).c.revision))) == [(0,)], (
        "nothing is done before it is confirmed"
    )
    await duy.taps("Lưu thay đổi")
    assert "Mở Thứ Ba, 03/01/2023; hạn 17:00 Thứ Tư, 15/3/2023" in duy.reads()
    assert "Bổ sung đến 17:00 Thứ Tư, 22/3/2023" in duy.reads()
    assert "Anh Nguyễn Đức Duy đã đổi hạn đăng ký lúc 16:40 ngày 24/02/2023." in duy.reads()
    (noted,) = await timed.rows(sa.select(columns(Audit)).where(columns(Audit).c.deed == "campaign.changed"))
    assert (noted.actor_id, noted.details) == (duy.person_id, {"part": "deadline"})
    before = len(hong.from_bot())
    await timed.comes_to(at(2023, 2, 28, 8, 30))
    assert len(hong.from_bot()) == before, "nothing comes by the old deadline"
    await timed.comes_to(at(2023, 3, 15, 8, 30))
    assert "15/3" in hong.reads() and len(hong.from_bot()) == before + 1
    await hong.says("/dangky")
    assert "Đăng ký như năm trước" in hong.buttons()


async def test_requests_that_wait_are_counted_before_a_deadline_is_moved_on(timed: TimedOffice) -> None:
    duy, hau, hieu, hong = [await timed.person(name) for name in (DUY, HAU, HIEU, HONG)]
    timed.clock.move_to(at(2023, 2, 27, 10))
    await goes(hau, "/dangky", "«Đăng ký như năm trước»", "«Gửi đăng ký»")
    await goes(hieu, "/donvi", "«Xem từng người»", "«Nguyễn Công Hậu: chờ xác nhận»")
    await goes(hieu, "«Đề nghị chỉnh sửa»", "«Xem lại danh hiệu»")
    timed.clock.move_to(at(2023, 3, 1, 9))
    await goes(hong, "/dangky", "«Đề nghị bổ sung»", "Đi công tác dài ngày")
    await goes(duy, "đổi hạn", "«Thiết lập năm 2023»", "«Hạn đăng ký»", "8/3")
    assert "1 đề nghị bổ sung đang chờ; Văn phòng xem lại sau khi lưu." in duy.reads()
    assert "1 đăng ký đang được đề nghị chỉnh sửa: thời gian chỉnh sửa theo hạn mới." in duy.reads()
    await duy.taps("Lưu thay đổi")
    await hong.says("/dangky")
    assert "Đăng ký như năm trước" in hong.buttons(), "nobody has to ask any more"


async def all_pages(phone: Phone) -> list[str]:
    found = phone.reads().splitlines()
    while "Trang sau" in phone.buttons():
        await phone.taps("Trang sau")
        found += phone.reads().splitlines()
    return found
