"""The one reminder to members who have answered for the State's titles and said nothing on the union's."""

from tests.engines import both_engines
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import STAFF, registers

T7, T3, T1, DAY0 = at(2023, 2, 21, 8, 30), at(2023, 2, 24, 8, 30), at(2023, 2, 27, 9), at(2023, 2, 28, 8, 30)
AFTER = at(2023, 3, 1, 8, 30)
NO_MEMBER = "Hồ Quốc An"


@both_engines
async def test_a_member_without_an_answer_for_the_union_is_reminded_once(timed: TimedOffice) -> None:
    hau, an = await timed.person(STAFF), await timed.person(NO_MEMBER)
    await registers(timed, STAFF, "LDTT")
    await registers(timed, NO_MEMBER, "LDTT")
    await timed.comes_to(T7)
    assert hau.from_bot() == []
    await timed.comes_to(T3)
    assert hau.reads().splitlines() == [
        "Kính gửi Anh Nguyễn Công Hậu,",
        "Anh đã phản hồi về danh hiệu Nhà nước năm 2023 và chưa phản hồi về danh hiệu Công đoàn.",
        "Hạn đăng ký thi đua năm 2023: 17:00 Thứ Ba, 28/02/2023.",
        "Trân trọng. Văn phòng Sở",
    ]
    assert hau.buttons() == ["Đăng ký danh hiệu Công đoàn", "Không đăng ký danh hiệu Công đoàn"]
    for moment in (T1, DAY0, AFTER, at(2023, 3, 2, 8, 30)):
        await timed.comes_to(moment)
    assert len(hau.from_bot()) == 1 and an.from_bot() == []
    await timed.comes_to(at(2023, 3, 2, 9))
    await hau.taps("Không đăng ký danh hiệu Công đoàn")
    assert "vẫn được ghi nhận đến 17:00 Thứ Sáu, 10/3/2023" in hau.reads(), "that needs no request"


async def test_whoever_answers_for_the_state_later_is_reminded_on_the_eve(timed: TimedOffice) -> None:
    hau = await timed.person(STAFF)
    await timed.comes_to(T3)
    await registers(timed, STAFF, "LDTT")
    read = len(hau.from_bot())
    await timed.comes_to(T1)
    assert len(hau.from_bot()) == read + 1
    assert "chưa phản hồi về danh hiệu Công đoàn" in hau.reads()
    await hau.taps("Đăng ký danh hiệu Công đoàn")
    await hau.taps("Đoàn viên CĐ giỏi")
    await hau.taps("Tiếp tục")
    await hau.taps("Gửi đăng ký")
    receipt = hau.reads()
    await timed.comes_to(DAY0)
    assert hau.reads() == receipt


async def test_whoever_has_answered_both_or_nothing_is_not_asked_for_the_union(timed: TimedOffice) -> None:
    hau, dung = await timed.person(STAFF), await timed.person("Mai Thị Thanh Dung")
    await registers(timed, STAFF, "LDTT", "DVCDG")
    await timed.comes_to(T3)
    assert hau.from_bot() == []
    assert len(dung.from_bot()) == 1 and "Công đoàn" not in dung.reads()
