"""Reminders as people read them: what they say, where their buttons lead, and that they end with an answer."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.people.records import Grant, Post, Role
from bot.slices import next_reminder, ticks
from bot.store.schema import columns
from tests.engines import both_engines
from tests.last_year import registered_last_year
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

T14, T7, T7_DIGEST, T3 = at(2023, 2, 14, 8, 30), at(2023, 2, 21, 8, 30), at(2023, 2, 21, 14), at(2023, 2, 24, 8, 30)
T1, DAY0, AFTER = at(2023, 2, 27, 9), at(2023, 2, 28, 8, 30), at(2023, 3, 1, 8, 30)


@both_engines
async def test_from_the_reminder_to_the_receipt_and_no_further_reminder(timed: TimedOffice) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    await timed.comes_to(T14)
    assert hau.reads().splitlines() == [
        "Kính gửi Anh Nguyễn Công Hậu,",
        "Phong trào thi đua năm 2023 nhận đăng ký đến 17:00 Thứ Ba, 28/02/2023.",
        "Việc đăng ký mất khoảng một phút và sửa được đến hết hạn.",
        "Trân trọng. Văn phòng Sở",
    ]
    await timed.comes_to(T7)
    assert "Năm 2022 Anh đạt: Lao động tiên tiến." in hau.reads()
    hau.tapped = 0
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    assert hau.tapped <= 4
    await hau.taps("Không đăng ký danh hiệu Công đoàn")
    await hau.taps("Lý do cá nhân")
    receipt = hau.reads()
    for moment in (T7_DIGEST, T3, T1, DAY0, AFTER, at(2023, 3, 2, 8, 30)):
        await timed.comes_to(moment)
        assert hau.reads() == receipt


async def test_a_reminder_names_what_was_only_registered_last_year(timed: TimedOffice) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    await timed.database.run(lambda tx: registered_last_year(tx, hau.person_id, "CSTDCS", "DVCDXS"))
    await timed.comes_to(T7)
    assert "Năm 2022 Anh đạt: Lao động tiên tiến.\n" in hau.reads()
    assert "Năm 2022 Anh đã đăng ký: Đoàn viên công đoàn xuất sắc.\n" in hau.reads()


async def test_a_reminder_that_was_planned_is_not_sent_to_whoever_answers_before_it_leaves(timed: TimedOffice) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    timed.clock.move_to(T7)
    await ticks(timed.database).run_due()  # planned; the courier has not come to it
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    receipt = hau.reads()
    await timed.letters()
    assert hau.reads() == receipt


async def test_the_ladder_as_one_reads_it_who_never_answers(timed: TimedOffice) -> None:
    hong = await timed.person("Nguyễn Thị Hồng")
    read = []
    for moment in (T14, T7, T3, T1, DAY0, AFTER):
        before = len(hong.from_bot())
        await timed.comes_to(moment)
        assert len(hong.from_bot()) == before + 1
        read.append(hong.screen)
    texts = [seen.text for seen in read]
    assert all(text.startswith("Kính gửi Chị Nguyễn Thị Hồng,\n") for text in texts)
    assert all("28/02" in text for text in texts), "every one gives the date"
    assert "Ngày làm việc còn lại đến hạn: 24/02; 27/02; 28/02." in texts[2]
    assert "báo lãnh đạo Phòng Quản lý Khoa học đăng ký thay" in texts[2]
    assert "xin Chị cho biết ý kiến" in texts[3]
    assert "Đây là tin nhắc cuối trước hạn" in texts[4] and "không lùi được" in texts[4]
    assert "có thể đề nghị bổ sung đến 17:00 Thứ Sáu, 10/3/2023" in texts[5]
    assert [("Nhắc lại sau" in seen.labels()) for seen in read] == [True, True, True, False, False, False]
    assert read[5].labels() == ["Đề nghị bổ sung", "Không đăng ký năm nay", "Hỏi Văn phòng"]
    await hong.taps("Đề nghị bổ sung")
    assert "lý do" in hong.reads()


@both_engines
async def test_a_reminder_is_put_off_and_comes_again_on_that_day(timed: TimedOffice) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    await timed.comes_to(T14)
    await hau.taps("Nhắc lại sau")
    assert "Tin nhắc cuối gửi lúc 08:30 Thứ Ba, 28/02/2023" in hau.reads()
    assert hau.buttons() == ["Nhắc lại Thứ Tư, 15/02/2023", "Nhắc lại Thứ Sáu, 17/02/2023", "Trang chính"]
    await hau.taps("Nhắc lại Thứ Sáu, 17/02/2023")
    assert "Văn phòng sẽ nhắc lại lúc 08:30 Thứ Sáu, 17/02/2023." in hau.reads()
    said = hau.reads()
    await timed.comes_to(at(2023, 2, 15, 8, 30))
    assert hau.reads() == said
    await timed.comes_to(at(2023, 2, 17, 8, 30))
    assert "Anh đã hẹn nhắc lại việc đăng ký thi đua năm 2023." in hau.reads()


@pytest.mark.parametrize(
    "steps",
    [
        [at(2023, 2, 17, 11), at(2023, 2, 17, 14)],  # over noon nobody is written to
        [at(2023, 2, 17, 20), at(2023, 2, 20, 9)],  # after hours, and so on Monday
        [at(2023, 2, 18, 10), at(2023, 2, 20, 9)],
        [at(2023, 2, 20, 15)],
    ],
)
async def test_a_clock_that_jumps_past_the_day_brings_the_reminder_that_was_put_off_to_it(
    timed: TimedOffice, steps: list[datetime]
) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    await timed.comes_to(T14)
    await hau.taps("Nhắc lại sau")
    await hau.taps("Nhắc lại Thứ Sáu, 17/02/2023")
    before = len(hau.from_bot())
    for moment in steps:
        await timed.comes_to(moment)
    (came,) = hau.from_bot()[before:]
    assert "đã hẹn nhắc lại việc đăng ký" in came.text and "hôm nay" not in came.text
    assert await timed.database.run(next_reminder) == at(2023, 2, 21, 8, 30)


async def test_the_last_reminder_cannot_be_put_off_and_an_old_button_says_why(timed: TimedOffice) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    await timed.comes_to(T3)
    old = hau.screen
    await timed.comes_to(DAY0)
    assert "Nhắc lại sau" not in hau.buttons()
    await hau.taps("Nhắc lại sau", message=old)
    assert "tin nhắc cuối gửi lúc 08:30 Thứ Ba, 28/02/2023 cho mọi người chưa phản hồi" in hau.reads()


async def test_whoever_declines_from_a_reminder_hears_no_more(timed: TimedOffice) -> None:
    dung = await timed.person("Mai Thị Thanh Dung")
    await timed.comes_to(T7)
    await dung.taps("Không đăng ký năm nay")
    await dung.taps("Cả hai")
    await dung.taps("Lý do cá nhân")
    said = dung.reads()
    await timed.comes_to(T3)
    assert dung.reads() == said


async def test_on_the_last_day_the_list_is_asked_for_and_is_one_tap_away(timed: TimedOffice) -> None:
    hieu = await timed.person("Phạm Quốc Hiếu")
    await timed.comes_to(DAY0)
    (digest,) = [seen for seen in hieu.from_bot() if "gửi danh sách về Văn phòng" in seen.text]
    await hieu.taps("Gửi danh sách", message=digest)
    assert "GỬI DANH SÁCH PHÒNG QUẢN LÝ KHOA HỌC" in hieu.reads()


@both_engines
async def test_a_lead_gets_one_digest_with_the_figures_of_the_board(timed: TimedOffice) -> None:
    hieu, hau = await timed.person("Phạm Quốc Hiếu"), await timed.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await timed.comes_to(T7)  # a registration waits: it is told in the morning, with the figures of the ladder's day
    before = len(hieu.from_bot())
    await timed.comes_to(T7_DIGEST)
    await timed.comes_to(at(2023, 2, 21, 15))
    assert len(hieu.from_bot()) == before
    assert hieu.reads().splitlines() == [
        "Kính gửi Anh Phạm Quốc Hiếu,",
        "Phòng Quản lý Khoa học, đến 08:30 Thứ Ba, 21/02/2023: 1/7 người đã phản hồi.",
        "Cần Anh: xác nhận 1; chưa phản hồi 6 (5 chưa dùng kênh này); tập thể chưa đăng ký.",
        "Hạn đăng ký thi đua năm 2023: 17:00 Thứ Ba, 28/02/2023.",
        "Văn phòng Sở trân trọng cảm ơn.",
    ]
    await hieu.taps("Đơn vị phụ trách")
    assert "Đã phản hồi 1/7" in hieu.reads()
    assert "Chờ xác nhận (1)" in hieu.reads()


async def test_whoever_leads_a_unit_and_a_union_group_has_both_in_one_letter(timed: TimedOffice) -> None:
    both = await timed.person("Lê Công Khôi")  # leads a union group; the head's work is his while the head is away
    unit = await timed.rows(sa.select(columns(Post).c.unit_id).where(columns(Post).c.person_id == both.person_id))
    acting = {"person_id": both.person_id, "role": Role.ACTING_HEAD, "unit_id": unit[0].unit_id, "since": T7.date()}
    await timed.database.run(lambda tx: tx.insert_new(Grant, [acting | {"from_roster": False}]))
    await timed.comes_to(T7_DIGEST)
    digests = [seen.text for seen in both.from_bot() if "trân trọng cảm ơn" in seen.text]
    assert len(digests) == 1
    assert "Phòng Quản lý Khoa học, đến 14:00" in digests[0]
    assert "\nTổ công đoàn Quản lý Khoa học và Công nghệ: 0/12 đoàn viên" in digests[0]
    assert both.buttons() == ["Đơn vị phụ trách", "Tổ công đoàn"]


async def test_the_office_reads_which_units_are_behind(timed: TimedOffice) -> None:
    duy = await timed.person("Nguyễn Đức Duy")
    await timed.comes_to(at(2023, 3, 2, 8, 30))
    assert "Phong trào thi đua năm 2023, đến 08:30 Thứ Năm, 02/3/2023: 0/93 người đã phản hồi." in duy.reads()
    assert "Theo đơn vị: " in duy.reads() and "đơn vị khác" in duy.reads()
    await duy.taps("Quản lý phong trào")
    assert "0/93" in duy.reads()


async def test_english_readers_are_reminded_in_english(timed: TimedOffice) -> None:
    hau = await timed.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("English")
    await timed.comes_to(T7)
    assert "Registration for 2023 closes at 17:00 Tuesday, 28/02/2023." in hau.reads()
    assert "You may register as last year." in hau.reads()


async def test_a_head_is_told_of_whoever_confirms_and_of_nobody_to_register_for_heads(timed: TimedOffice) -> None:
    hieu, hau = await timed.person("Phạm Quốc Hiếu"), await timed.person("Nguyễn Công Hậu")
    for moment in (T14, T7, T3):
        await timed.comes_to(moment)
    letter = next(seen for seen in reversed(hieu.from_bot()) if "Nếu chưa thuận tiện" in seen.text)
    assert "Anh đăng ký bằng bản giấy gửi Chị Thái Thị Châu." in letter.text
    assert "Nhờ đăng ký thay" not in letter.labels()
    assert "Anh báo lãnh đạo Phòng Quản lý Khoa học đăng ký thay và ký bản giấy." in hau.reads()
    assert "Nhờ đăng ký thay" in hau.buttons()
