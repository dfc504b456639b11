"""The Office writes, checks and sends a notice, and knows by name who got it and who knows of it."""

from datetime import date

import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.leading.targets import ComposeNotice
from bot.ledger.letter import Letter, State
from bot.notices.records import NoticeKnown
from bot.notices.targets import CallOffNotice, ShowOfficeNotice, ShowPreview
from bot.playground.api.faults import answered, server_error
from bot.store.audit import Audit
from bot.store.leases import CARRIED, Lease
from bot.store.schema import columns
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, KHOI, meets, ready
from tests.office import Office

AN = "Hồ Quốc An"
LETTERS = columns(Letter)


async def _states(office: Office, occurrence: str = "send:1") -> list[str]:
    own = sa.and_(LETTERS.c.source == "notice:1", LETTERS.c.occurrence == occurrence)
    return [row.state.value for row in await office.rows(sa.select(LETTERS.c.state).where(own).order_by(LETTERS.c.id))]


@both_engines
async def test_a_notice_goes_out_as_it_was_checked_and_the_sums_add_up(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI, AN)
    assert "Nhận được ngay: 2" in duy.reads()
    assert "Tổng: 2 + 1 + 0 = 3" in duy.reads()
    await duy.taps("Gửi ngay")
    assert "ĐANG GỬI" in duy.reads()
    assert "0/3" in duy.reads()
    await office.letters()
    assert "Kính gửi Nguyễn Công Hậu, Phòng Quản lý Khoa học." in hau.reads()
    assert "Kính gửi Lê Công Khôi" in khoi.reads()
    assert hau.buttons() == ["Đã nắm thông tin"]
    await duy.taps("Xem lại")
    assert "Đã gửi: 2" in duy.reads()
    assert "Chưa dùng kênh này: 1. Lãnh đạo đơn vị báo trực tiếp." in duy.reads()
    assert "Tổng 3, khớp danh sách người nhận." in duy.reads()
    await duy.taps("Xem theo đơn vị")
    await duy.taps("Người cần báo trực tiếp")
    assert f": {AN}" in duy.reads()


@both_engines
async def test_a_pause_holds_it_through_a_restart_and_it_goes_on_when_it_is_told_to(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    await duy.taps("Tạm dừng")
    assert "TẠM DỪNG" in duy.reads()
    await office.restart()
    await office.letters()
    assert await _states(office) == ["planned", "planned"]
    await duy.taps("Gửi tiếp")
    await office.restart()
    await office.letters()
    assert await _states(office) == ["sent", "sent"]
    assert all("Sở phát động" in person.reads() for person in (hau, khoi))


async def test_what_was_stopped_never_leaves_and_is_counted(office: Office) -> None:
    hau, _khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    await duy.taps("Dừng gửi")
    assert "Còn 2 người chưa gửi" in duy.reads()
    await duy.taps("Dừng gửi")
    await office.letters()
    assert "Sở phát động" not in hau.reads()
    assert "Đã dừng, không gửi: 2." in duy.reads()
    assert "Tổng 2, khớp danh sách người nhận." in duy.reads()
    await hau.says("/thongbao")
    assert "Hiện chưa có" in hau.reads() or "Sở phát động" not in " ".join(hau.buttons())


@both_engines
async def test_who_presses_twice_knows_once_and_only_the_others_are_asked_again(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    await office.letters()
    letter = hau.screen
    hau.hits("Đã nắm thông tin", message=letter)
    hau.hits("Đã nắm thông tin", message=letter)
    await office.settle()
    assert "Đã ghi nhận Anh/Chị nắm thông tin lúc" in hau.reads()
    assert len(await office.rows(sa.select(columns(NoticeKnown).c.person_id))) == 1
    await duy.taps("Xem lại")
    assert "Đã nắm thông tin: 1. Chưa bấm: 1." in duy.reads()
    await duy.taps("Nhắc 1 người chưa nắm")
    duy.hits("Gửi lời nhắc tới 1 người")
    duy.hits("Gửi lời nhắc tới 1 người")
    await office.settle()
    before = len(hau.from_bot())
    await office.letters()
    assert "Văn phòng gửi lại thông báo ngày" in khoi.reads()
    assert len(hau.from_bot()) == before
    deeds = columns(Audit)
    assert len(await office.rows(sa.select(deeds.c.id).where(deeds.c.deed == "notice.chased"))) == 1
    chases = await office.rows(sa.select(LETTERS.c.person_id).where(LETTERS.c.kind == "notice_chase"))
    assert [row.person_id for row in chases] == [khoi.person_id]
    await khoi.taps("Đã nắm thông tin")
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã nắm thông tin: 2. Chưa bấm: 0." in duy.reads()
    assert not any(label.startswith("Nhắc") for label in duy.buttons())


async def test_who_was_missed_reads_it_later_and_is_not_shown_what_is_not_sent_yet(office: Office) -> None:
    hau, khoi, hieu = await meets(office, HAU, KHOI, HIEU)
    office.world.blocks(hau.user_id)
    await office.settle()
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    await hieu.says("/thongbao")
    await khoi.says("/thongbao")
    assert "Anh/Chị có 1 thông báo" not in khoi.reads()  # has not left yet
    await office.letters()
    office.world.unblocks(hau.user_id)
    await office.settle()
    await hau.says("/thongbao")
    assert "1 thông báo chưa gửi được tới tin nhắn" in hau.reads()
    await hau.taps(next(label for label in hau.buttons() if "Kính gửi" in label))
    assert "Kính gửi Nguyễn Công Hậu" in hau.reads()
    await hau.taps("Đã nắm thông tin")
    assert "Đã ghi nhận" in hau.reads()
    await hieu.says("/thongbao")
    assert not any("Kính gửi" in label for label in hieu.buttons())


@both_engines
async def test_what_failed_or_is_in_doubt_is_sent_again_only_when_it_is_asked_for(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    office.world.faults.expect("sendMessage", server_error(), chat_id=hau.user_id)
    await office.letters()
    await duy.taps("Xem lại")
    assert "Chưa rõ kết quả: 1 (mất kết nối khi gửi). Đề nghị hỏi lại trước khi gửi, để tránh gửi trùng." in duy.reads()
    await duy.taps("Xem theo tên")
    await duy.taps("Chưa rõ kết quả: 1")
    assert "Nguyễn Công Hậu (Phòng Quản lý Khoa học): máy chủ Telegram lỗi" in duy.reads()
    before = len(hau.from_bot()), len(khoi.from_bot())
    await duy.forges(ShowOfficeNotice(1))
    duy.hits("Gửi lại cho 1 người")
    duy.hits("Gửi lại cho 1 người")
    await office.settle()
    await office.letters()
    assert (len(hau.from_bot()), len(khoi.from_bot())) == (before[0] + 1, before[1])
    await duy.taps("Xem lại")
    assert "Đã gửi: 2" in duy.reads()


@both_engines
async def test_a_later_sending_leaves_at_its_time_and_can_be_called_off_before(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU)
    await duy.taps("Hẹn giờ gửi")
    await duy.says("20:30 07/01")
    assert "20:30 Thứ Bảy, 07/01/2023" in duy.reads()
    assert "ngoài giờ gửi thông thường hoặc là ngày nghỉ" in duy.reads()
    await duy.taps("Quay lại")
    await duy.taps("14:00 Thứ Ba, 03/01/2023")
    assert "Trong giờ làm việc." in duy.reads()
    await duy.taps("Hẹn giờ gửi")
    assert "Gửi lúc 14:00 Thứ Ba, 03/01/2023 (giờ Việt Nam) tới 1 người." in duy.reads()
    await office.letters()
    assert "Sở phát động" not in hau.reads()
    await duy.taps("Hủy hẹn")
    assert "bản nháp 1" in duy.reads()
    assert await _states(office) == ["cancelled"]
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Hẹn giờ gửi")
    await duy.taps("14:00 Thứ Ba, 03/01/2023")
    await duy.taps("Hẹn giờ gửi")
    office.moves_clock_to(2023, 1, 3, 14, 1)
    await duy.forges(CallOffNotice(1))
    assert "đã bắt đầu gửi nên không hủy hẹn được" in duy.reads()
    await office.letters()
    assert "Sở phát động" in hau.reads()
    assert await _states(office, "send:2") == ["sent"]
    await duy.forges(ShowOfficeNotice(1))
    assert "Tổng 1, khớp danh sách người nhận." in duy.reads()


async def test_files_go_with_it_and_the_words_keep_their_formatting(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await office.person(DUY)
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    await duy.says("Họp lúc 8 giờ")
    for name, content, mime in (("a.pdf", b"%PDF-1.7 a", "application/pdf"), ("b.exe", b"MZ", "application/pdf")):
        office.world.sends_file(duy.user_id, name, content, mime=mime)
        await office.settle()
    assert "b.exe chưa nhận" in duy.reads()
    assert "Đã nhận: a.pdf" in duy.reads()
    office.world.sends_file(duy.user_id, "so-TUYỆT MẬT.pdf", b"%PDF-1.7 x", mime="application/pdf")
    await office.settle()
    assert "có dấu hiệu độ mật" in duy.reads()
    await duy.taps("Tiếp tục")
    await duy.says("15/TB-VP ngày 03/01/2023")
    await duy.taps("Tiếp tục")
    await duy.taps("Chọn người nhận")
    await duy.taps("Gõ tên")
    await duy.says(HAU)
    await duy.taps("Tiếp tục")
    await duy.taps("Chọn 1 người này")
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Gửi ngay")
    await office.letters()
    assert hau.screen.attachment is not None
    assert "Họp lúc 8 giờ" in hau.reads()
    assert "(Văn bản số 15/TB-VP ngày 03/01/2023)" in hau.reads()


@both_engines
async def test_what_telegram_does_not_take_stops_at_the_first_and_the_office_hears_of_it(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    refused = answered(400, "Bad Request: can't parse entities")
    office.world.faults.expect("sendMessage", refused, chat_id=hau.user_id)
    office.world.faults.expect("sendMessage", refused, chat_id=khoi.user_id)
    await duy.taps("Gửi ngay")
    await office.letters()
    await office.letters()
    assert "VIỆC GỬI ĐÃ TỰ DỪNG" in duy.reads()
    assert (await _states(office)).count("planned") == 1
    await duy.taps("Xem việc gửi")
    assert "Telegram không nhận nội dung này" in duy.reads()
    office.world.faults.clear()
    await duy.taps("Gửi tiếp")
    await office.letters()
    await duy.taps("Xem lại")
    await duy.taps("Gửi lại cho 1 người")
    await office.letters()
    assert await _states(office) == ["sent", "sent"]


async def _was_off(office: Office, hours: int) -> None:
    """Nobody has sent anything for so long, by real time, which no test waits for; then it starts again."""
    lease = columns(Lease)
    last = sa.update(lease).where(lease.c.name == CARRIED).values(until=lease.c.until - hours * 3600)
    await office.database.run(lambda tx: tx.execute(last) and None)
    await office.restart()


@both_engines
async def test_after_hours_without_anybody_who_sends_it_waits_for_the_office(office: Office) -> None:
    """So does whatever a restored copy of the store has not sent yet: its original may have."""
    hau, _khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    # The process that died held them: nothing else of it waits.
    held = sa.update(LETTERS).where(LETTERS.c.kind == "notice").values(state=State.LEASED, owner="dead")
    await office.database.run(lambda tx: tx.execute(held) and None)
    await _was_off(office, hours=3)
    await office.letters()
    assert await _states(office) == ["planned", "planned"]
    assert "Hệ thống đã ngừng nhiều giờ khi đang gửi." in duy.reads()
    await duy.taps("Xem việc gửi")
    await duy.taps("Gửi tiếp")
    await office.letters()
    assert await _states(office) == ["sent", "sent"]
    assert "Sở phát động" in hau.reads()


async def test_after_a_short_time_without_anybody_who_sends_it_goes_on_by_itself(office: Office) -> None:
    await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi ngay")
    await _was_off(office, hours=1)
    await office.letters()
    assert await _states(office) == ["sent", "sent"]


FILLED_IN = ("Dùng mẫu phát động", "Dùng mẫu nhắc đăng ký", "Dùng mẫu bản tin tiến độ")
TO_FILL_IN = {
    "Dùng mẫu họp Hội đồng": "danh hiệu thi đua, hình thức khen thưởng của phong trào thi đua năm 2023",
    "Dùng mẫu công bố kết quả": "Sở công bố kết quả phong trào thi đua năm 2023",
}
"""Templates with places that only the Office knows -> what is filled in of itself."""


async def test_every_template_is_filled_in_for_whoever_reads_it(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await office.person(DUY)
    await duy.says("/menu")
    for number, template in enumerate(FILLED_IN, 1):
        await duy.forges(ComposeNotice())
        await duy.taps(template)
        for answer in ("Tiếp tục", "Không kèm tệp", "Bỏ qua", "Tiếp tục"):
            await duy.taps(answer)
        await duy.forges(ShowPreview(number, hau.person_id))
        assert "17:00 Thứ Ba, 28/02/2023" in duy.reads(), template
        assert not set("{}%") & set(duy.reads().replace("100%", "").replace("(0%)", "")), duy.reads()


async def test_the_launch_names_its_plan_by_number_and_day(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/menu")
    for day, said in ((None, ". Đề nghị"), (date(2022, 12, 30), " ngày 30/12/2022. Đề nghị")):
        numbered = sa.update(columns(Campaign)).values(plan_number="12/KH-KHCN", plan_date=day)
        await office.database.run(lambda tx, numbered=numbered: tx.execute(numbered) and None)  # type: ignore[misc]
        await duy.forges(ComposeNotice())
        if day:
            await duy.taps("Chọn mẫu khác")
        await duy.taps("Dùng mẫu phát động")
        assert f"Sở phát động phong trào thi đua năm 2023 theo Kế hoạch số 12/KH-KHCN{said}" in duy.reads()


async def test_a_template_with_places_that_only_the_office_knows_does_not_go_out_before_they_are_filled(
    office: Office,
) -> None:
    duy = await office.person(DUY)
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    for template, said in TO_FILL_IN.items():
        await duy.taps(template)
        assert said in duy.reads() and "……" in duy.reads() and not set("{}%") & set(duy.reads().split("Chỗ điền")[0])
        await duy.taps("Tiếp tục")
        assert duy.reads().startswith("Nội dung còn chỗ trống «……».")
        await duy.taps("Chọn mẫu khác")
