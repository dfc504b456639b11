"""A member of staff registers titles: what he or she sees after each tap."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.registration.records import Declination, Receipt, Registration, RegistrationVersion
from bot.registration.targets import ShowReceipt
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.office import Office

LDTT, CSTDCS, DVXS = "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Đoàn viên CĐ xuất sắc"


@both_engines
async def test_a_returning_person_reaches_the_receipt_in_at_most_four_taps(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    assert "Tình trạng: chưa đăng ký" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    assert "Năm 2022 Anh đạt:\nLao động tiên tiến" in hau.reads()
    await hau.taps("Đăng ký như năm trước")
    assert "XEM LẠI ĐĂNG KÝ NĂM 2023 (chưa gửi)" in hau.reads()
    assert "Người xác nhận: Anh Phạm Quốc Hiếu" in hau.reads()
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    assert "08:10 Thứ Ba, 03/01/2023" in hau.reads()
    assert hau.tapped <= 4


async def test_a_first_time_person_reaches_the_receipt_in_at_most_nine_taps(office: Office) -> None:
    nhung = await office.person("Nguyễn Thị Ngọc Nhung", linked=False)
    await nhung.says("/start")
    await nhung.taps("Xem và cho ý kiến")
    await nhung.taps("Tôi đồng ý")
    await nhung.taps("Chia sẻ số điện thoại")
    assert "Chị Nguyễn Thị Ngọc Nhung" in nhung.reads()
    await nhung.taps("Đăng ký danh hiệu")
    await nhung.taps(CSTDCS)
    await nhung.taps("Tiếp tục")
    await nhung.taps("Bổ sung sau")
    await nhung.taps("Bỏ qua")
    await nhung.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in nhung.reads()
    # «Xem và cho ý kiến» shows the notice; consent, linking and the registration itself are nine.
    assert nhung.tapped - 1 <= 9


@both_engines
async def test_titles_of_both_families_are_registered_at_once_with_who_confirms_each(office: Office) -> None:
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    await dung.taps(CSTDCS)
    assert f"Đang chọn: {LDTT}; {CSTDCS}" in dung.reads()
    await dung.taps(DVXS)
    await dung.taps("Tiếp tục")
    await dung.says("Số hóa quy trình nghiệm thu")
    await dung.taps("Chọn 2")
    assert f"Nhà nước: {LDTT}; {CSTDCS}" in dung.reads()
    assert "Công đoàn: Đoàn viên công đoàn xuất sắc" in dung.reads()
    assert "Sáng kiến: Số hóa quy trình nghiệm thu" in dung.reads()
    assert "Anh Phạm Quốc Hiếu (phần Nhà nước); Anh Lê Công Khôi (phần Công đoàn)" in dung.reads()
    await dung.taps("Gửi đăng ký")
    rows = await office.rows(sa.select(columns(Registration).c.family).order_by(columns(Registration).c.family))
    assert [row.family for row in rows] == ["state", "union"]


async def test_union_titles_are_shown_to_union_members_only_and_officers_titles_to_officers(office: Office) -> None:
    luan = await office.person("Huỳnh Xuân Luân")  # no union member
    await luan.says("/dangky")
    if "Chọn lại" in luan.buttons():
        await luan.taps("Chọn lại")
    assert not any("CĐ" in label for label in luan.buttons())
    khoi = await office.person("Lê Công Khôi")  # lead of a union group
    await khoi.says("/dangky")
    if "Chọn lại" in khoi.buttons():
        await khoi.taps("Chọn lại")
    assert any("Cán bộ" in label for label in khoi.buttons())
    hau = await office.person("Nguyễn Công Hậu")  # a member
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    assert any("Đoàn viên" in label for label in hau.buttons())
    assert not any("Cán bộ" in label for label in hau.buttons())


async def test_exclusive_grades_replace_each_other(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps(DVXS)
    await hau.taps("Đoàn viên CĐ giỏi")
    assert "Đang chọn: Đoàn viên công đoàn giỏi" in hau.reads()


async def test_nothing_can_be_sent_without_a_title(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    assert "CHỌN DANH HIỆU" in hau.reads()
    assert "Tiếp tục" not in hau.buttons()
    await hau.taps("Lao động tiên tiến")
    before = hau.screen
    await hau.taps("Lao động tiên tiến")
    assert "Tiếp tục" not in hau.buttons()
    assert "Tiếp tục" in before.labels()


async def test_a_short_streak_is_explained_with_its_source_and_does_not_block(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps("Chiến sĩ thi đua cấp tỉnh")
    await hau.taps("Tiếp tục")
    assert "điểm cần lưu ý" in hau.reads()
    assert "Nghị định 91/2017/NĐ-CP" in hau.reads()
    assert "vẫn đăng ký được" in hau.reads()
    assert "không được xét" not in hau.reads()
    await hau.taps("Bỏ danh hiệu này")
    assert "SÁNG KIẾN" in hau.reads()
    assert "cấp tỉnh" not in hau.reads()


async def test_one_can_go_back_from_every_step_and_finds_each_answer_again(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps(CSTDCS)
    await hau.taps("Tiếp tục")
    await hau.taps("Bổ sung sau")
    for screen in ("SÁNG KIẾN", "CHỌN DANH HIỆU", "Năm 2022", "Trang chính"):
        await hau.taps("Quay lại")
        assert screen in hau.reads() or "Phong trào thi đua năm 2023" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Chọn lại")
    assert f"☑ {CSTDCS}" in hau.buttons()


async def test_one_answer_is_changed_from_the_summary_and_nothing_else(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps(LDTT)
    await hau.taps("Tiếp tục")
    await hau.says("Không trễ hồ sơ nào")
    await hau.taps("Sửa danh hiệu")
    await hau.taps(CSTDCS)
    await hau.taps("Tiếp tục")
    # A title that names an initiative opens the one question that was never asked; the pledge stays as it was.
    assert "SÁNG KIẾN" in hau.reads()
    await hau.taps("Bổ sung sau")
    assert "XEM LẠI" in hau.reads()
    assert "Phấn đấu: Không trễ hồ sơ nào" in hau.reads()
    assert "Sáng kiến: bổ sung sau" in hau.reads()


async def test_back_out_of_a_change_undoes_it_and_passes_no_question_that_it_has_opened(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps(LDTT)
    await hau.taps("Tiếp tục")
    await hau.says("Không trễ hồ sơ nào")
    summary = hau.reads()
    await hau.taps("Sửa danh hiệu")
    await hau.taps(CSTDCS)
    await hau.taps("Tiếp tục")
    assert "SÁNG KIẾN" in hau.reads()
    await hau.taps("Quay lại")
    assert "CHỌN DANH HIỆU" in hau.reads(), "the title stands, and what it asks for has no answer"
    await hau.taps("Quay lại")
    assert hau.reads() == summary
    await hau.taps("Sửa danh hiệu")
    await hau.taps(CSTDCS)
    await hau.taps("Quay lại")
    assert hau.reads() == summary, "ticked, and not taken"
    await hau.taps("Gửi đăng ký")
    assert CSTDCS not in hau.reads()


async def test_back_out_of_a_change_of_what_was_sent_leaves_what_was_sent(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _registers_as_last_year(hau)
    await hau.taps("Sửa")
    await hau.taps("Danh hiệu")
    await hau.taps(CSTDCS)
    assert f"☑ {CSTDCS}" in hau.buttons()
    await hau.taps("Quay lại")
    assert "XEM LẠI" in hau.reads() and CSTDCS not in hau.reads()


async def test_leaving_with_huy_loses_nothing_and_the_dialogue_waits_for_a_month(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps(CSTDCS)
    await hau.taps("Tiếp tục")
    await hau.says("/huy")
    assert "vẫn được giữ" in hau.reads()
    office.moves_clock_to(2023, 2, 10)
    await office.restart()
    await hau.taps("Tiếp tục đăng ký")
    assert "SÁNG KIẾN" in hau.reads()
    assert CSTDCS in hau.reads()


@both_engines
async def test_what_was_sent_is_changed_until_the_deadline_and_every_version_is_kept(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _registers_as_last_year(hau)
    await hau.taps("Sửa")
    await hau.taps("Danh hiệu")
    await hau.taps(CSTDCS)
    await hau.taps("Tiếp tục")
    await hau.taps("Bổ sung sau")
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    assert CSTDCS in hau.reads()
    versions = columns(RegistrationVersion)
    assert len(await office.rows(sa.select(versions.c.id))) == 2
    await hau.says("/cuatoi")
    assert "LĐTT, CSTĐ cơ sở (TD23-0001)" in hau.reads()


@both_engines
async def test_a_registration_is_withdrawn_and_made_again_under_the_same_code(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _registers_as_last_year(hau)
    await hau.taps("Đăng ký của tôi")
    await hau.taps("Rút đăng ký")
    assert "Anh/Chị rút toàn bộ đăng ký năm 2023?" in hau.reads()
    await hau.taps("Rút đăng ký")
    assert "Đã rút đăng ký năm 2023" in hau.reads()
    await hau.says("/menu")
    assert "chưa đăng ký" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    assert len(await office.rows(sa.select(columns(RegistrationVersion).c.id))) == 3


async def test_declining_counts_as_an_answer_with_a_neutral_reason(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Không đăng ký năm nay")
    await hau.taps("Cả hai")
    assert "Không cần nêu lý do về sức khỏe" in hau.reads()
    await hau.taps("Đi học, biệt phái dài hạn")
    assert "Đã ghi nhận: năm 2023 Anh/Chị không đăng ký danh hiệu." in hau.reads()
    await hau.says("/menu")
    assert "đã có ý kiến không đăng ký" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    table = columns(Declination)
    ended = await office.rows(sa.select(table.c.family, table.c.ended_at).order_by(table.c.family))
    assert [(row.family, row.ended_at is not None) for row in ended] == [("state", True), ("union", False)]


async def test_a_reason_in_own_words_is_kept_as_written(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("không đăng ký năm nay")
    await hau.taps("Cả hai")
    await hau.taps("Lý do khác (gõ)")
    await hau.says("Chuẩn bị <b>chuyển</b> công tác & bàn giao")
    assert "Lý do: Chuẩn bị <b>chuyển</b> công tác & bàn giao." in hau.reads()


async def test_after_the_deadline_the_way_on_is_a_late_request(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    office.moves_clock_to(2023, 3, 2, 8, 20)
    await hau.says("/dangky")
    assert "đã kết thúc lúc 17:00 Thứ Ba, 28/02/2023" in hau.reads()
    await hau.taps("Đề nghị bổ sung")
    await hau.says("Đi công tác từ 20/02 đến 01/3")
    assert "Đã ghi nhận đề nghị bổ sung" in hau.reads()
    await hau.says("/dangky")
    assert "Lý do: Đi công tác từ 20/02 đến 01/3" in hau.reads()


async def test_the_window_is_looked_at_again_when_it_is_sent(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    office.moves_clock_to(2023, 2, 28, 17, 1)
    await hau.taps("Gửi đăng ký")
    assert "đã kết thúc" in hau.reads()
    assert await office.rows(sa.select(columns(Receipt).c.id)) == []


async def test_the_last_minute_still_counts(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    office.clock.move_to(office.clock.now().replace(year=2023, month=2, day=28, hour=9, minute=59, second=50))
    await hau.taps("Gửi đăng ký")
    assert "Mã số" in hau.reads()


@both_engines_always
async def test_ten_parallel_confirms_make_one_registration_and_one_receipt(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    for _ in range(10):
        hau.hits("Gửi đăng ký")
    await office.settle()
    assert len(await office.rows(sa.select(columns(RegistrationVersion).c.id))) == 1
    assert sum("Mã số: TD23-0001" in message.text for message in hau.from_bot()) == 1
    assert await office.undone() == []


async def test_receipt_numbers_are_given_once_each_to_people_who_send_at_the_same_moment(office: Office) -> None:
    names = ("Nguyễn Công Hậu", "Mai Thị Thanh Dung", "Nguyễn Hồng Hà", "Phạm Quốc Hiếu", "Lê Công Khôi")
    people = [await office.person(name) for name in names]
    for person in people:
        await person.says("/dangky")
        if "Đăng ký như năm trước" in person.buttons():
            await person.taps("Đăng ký như năm trước")
    ready = [person for person in people if "Gửi đăng ký" in person.buttons()]
    assert len(ready) > 2
    for person in ready:
        person.hits("Gửi đăng ký")
    await office.settle()
    codes = [row.code for row in await office.rows(sa.select(columns(Receipt).c.code))]
    assert len(codes) == len(set(codes)) == len(ready)


async def test_a_button_of_an_older_message_shows_where_one_is_now(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps(CSTDCS)
    await hau.taps("Tiếp tục")
    old = hau.screen
    await hau.says("Một sáng kiến")
    await hau.says("Hết mình vì công việc")
    data = next(button.data for row in old.rows for button in row if button.text == "Bổ sung sau")
    assert data is not None
    await hau.forges(data, message=old)  # a phone that has not heard yet that the buttons are gone
    assert "Nút này thuộc tin cũ" in hau.reads()
    assert "XEM LẠI" in hau.reads()


async def test_a_double_tap_changes_nothing_twice_and_says_nothing(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    hau.hits(CSTDCS)
    hau.hits(CSTDCS)
    await office.settle()
    assert f"Đang chọn: {LDTT}; {CSTDCS}" in hau.reads()
    assert "tin cũ" not in hau.reads()


async def test_words_where_a_button_is_asked_for_get_one_sentence_and_the_question_again(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.says("🙂🙂")
    assert "xin Anh chọn một nút" in hau.reads()
    assert "CHỌN DANH HIỆU" in hau.reads()


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("dang ky cstdcs", "CHỌN DANH HIỆU"),
        ("ĐĂNG KÝ CSTĐCS", "CHỌN DANH HIỆU"),
        ("cstdcs can gi", "CHIẾN SĨ THI ĐUA CƠ SỞ"),
        ("e dk cstd", "Anh/Chị muốn đăng ký danh hiệu nào?"),
        ("dang ky cua toi", "ĐĂNG KÝ CỦA TÔI"),
        ("khi nào hết hạn", "17:00 Thứ Ba, 28/02/2023"),
        ("ke hoach", "KẾ HOẠCH"),
        ("thời tiết hôm nay đẹp quá", "Xin lỗi, hệ thống chưa hiểu"),
        ("Đăng ký của tôi", "ĐĂNG KÝ CỦA TÔI"),
    ],
)
async def test_what_is_typed_is_understood_where_it_can_be(office: Office, typed: str, seen: str) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says(typed)
    assert seen in hau.reads()


async def test_the_form_to_sign_is_a_pdf_and_stays_in_the_chat(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _registers_as_last_year(hau)
    await hau.taps("Đăng ký của tôi")
    await hau.taps("Tải bản đăng ký (PDF)")
    file = hau.screen.attachment
    assert file is not None and file.data.startswith(b"%PDF-") and "TD23-0001" in file.name
    await hau.taps("Trang chính")
    assert file.data == next(m.attachment.data for m in hau.from_bot() if m.attachment)


async def test_the_whole_dialogue_is_there_in_english(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("English")
    await hau.says("/dangky")
    assert "In 2022 you were recognised as:\nAdvanced Worker" in hau.reads()
    await hau.taps("Register as last year")
    await hau.taps("Send registration")
    assert "Registration sent" in hau.reads()


async def test_nobody_sees_the_receipt_of_somebody_else(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _registers_as_last_year(hau)
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/menu")
    await dung.forges(ShowReceipt(1))
    assert "ngoài phạm vi phụ trách của Chị" in dung.reads()
    assert "TD23-0001" not in dung.reads()


async def _registers_as_last_year(person: object) -> None:
    from tests.office import Phone

    assert isinstance(person, Phone)
    await person.says("/dangky")
    await person.taps("Đăng ký như năm trước")
    await person.taps("Gửi đăng ký")


async def test_two_people_do_not_wait_for_each_other(office: Office) -> None:
    hau, dung = await office.person("Nguyễn Công Hậu"), await office.person("Mai Thị Thanh Dung")
    office.world.says(hau.user_id, "/menu")
    office.world.says(dung.user_id, "/menu")
    await asyncio.wait_for(office.settle(), 120)
    assert "Hậu" in hau.reads() and "Dung" in dung.reads()
