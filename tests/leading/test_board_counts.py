"""The numbers on the buttons of a board are those of what the buttons open, for the very person who reads them."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bot.leading.reading import percent
from bot.leading.targets import ShowMembers, ShowProxy, ShowTell
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.sheets.desks import CHAIR, GROUP_LEAD, HEAD, OFFICER, STAFF, registers

KHOI = GROUP_LEAD


def _count(person: Phone, label: str) -> int | None:
    found = [re.fullmatch(rf"{label} \((\d+)\)", button) for button in person.buttons()]
    return next((int(one.group(1)) for one in found if one), None)


async def _lead(office: Office) -> Phone:
    """Hiếu on a Wednesday of February; of his people Khôi and Hậu are linked."""
    office.moves_clock_to(2023, 2, 22)
    for name in (KHOI, STAFF):
        await (await office.person(name)).says("/menu")
    hieu = await office.person(HEAD)
    await hieu.says("/donvi")
    return hieu


@both_engines
async def test_whoever_has_had_a_reminder_today_is_not_counted_among_those_to_remind(office: Office) -> None:
    hieu = await _lead(office)
    assert _count(hieu, "Gửi lời nhắc") == 2
    await hieu.taps("Gửi lời nhắc (2)")
    await hieu.taps("Gửi lời nhắc")
    await hieu.taps("Về bảng")
    assert _count(hieu, "Gửi lời nhắc") is None
    office.moves_clock_to(2023, 2, 23)
    await hieu.says("/donvi")
    assert _count(hieu, "Gửi lời nhắc") == 2


@both_engines
async def test_whoever_was_told_today_is_not_counted_among_those_to_tell(office: Office) -> None:
    hieu = await _lead(office)
    before = _count(hieu, "Báo qua Zalo")
    assert before is not None
    await hieu.taps(f"Báo qua Zalo ({before})")
    first = hieu.buttons()[0]
    await hieu.taps(first)
    await hieu.taps("Đã báo trực tiếp")
    await hieu.taps("Quay lại")
    assert "Đã báo hôm nay: 1 người." in hieu.reads()
    assert hieu.buttons()[before - 1] == f"{first} (đã báo 22/02)"  # after those who are still to be told
    await hieu.says("/donvi")
    assert _count(hieu, "Báo qua Zalo") == before - 1
    for _ in range(before - 1):
        await hieu.forges(ShowTell(Family.STATE))
        await hieu.taps(hieu.buttons()[0])
        await hieu.taps("Đã báo trực tiếp")
    await hieu.says("/donvi")
    assert "Báo qua Zalo" in hieu.buttons()


async def test_those_to_register_for_are_those_of_the_list(office: Office) -> None:
    hieu = await _lead(office)
    await registers(office, KHOI, "LDTT", by=HEAD)
    hau = office.people[STAFF]
    await hau.says("không đăng ký năm nay")
    await hau.taps("Danh hiệu Nhà nước")
    await hau.taps("Lý do cá nhân")
    await hieu.says("/donvi")
    count = _count(hieu, "Đăng ký thay")
    await hieu.forges(ShowProxy())
    assert len([button for button in hieu.buttons() if ":" in button]) == count


async def test_a_head_sees_own_work_apart_from_what_waits_for_others(office: Office) -> None:
    hieu = await _lead(office)
    await registers(office, HEAD, "LDTT")
    await registers(office, STAFF, "LDTT")
    await hieu.says("/donvi")
    assert "Xác nhận tất cả (1)" in hieu.buttons()
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()
    assert "Đăng ký của Anh/Chị: chờ Chị Thái Thị Châu xác nhận" in hieu.reads()


async def test_the_unions_chair_confirms_all_that_waits_for_the_chair_and_sees_it_first(office: Office) -> None:
    sang = await office.person(CHAIR)
    await registers(office, OFFICER, "DVCDXS")
    await registers(office, CHAIR, "DVCDXS")
    await registers(office, KHOI, "DVCDXS")
    await sang.says("/menu")
    await sang.taps("Công đoàn cơ sở")
    assert "Chờ xác nhận (1): Lê Công Khôi" in sang.reads()
    assert "Chờ người khác xác nhận (1): Nguyễn Đức Duy" in sang.reads()
    assert "Đăng ký của Anh/Chị: chờ Ban Chấp hành Công đoàn cơ sở xác nhận" in sang.reads()
    await sang.forges(ShowMembers(Family.UNION))
    assert sang.buttons()[0] == "Lê Công Khôi: chờ xác nhận"
    await sang.taps("Quay lại")
    await sang.taps("Xác nhận tất cả (1)")
    await sang.taps("Xác nhận 1 người")
    assert "Đã xác nhận 1 đăng ký" in sang.reads()


@example(2999, 3000)
@example(1, 3000)
@given(st.integers(0, 3000), st.integers(1, 3000))
def test_a_hundred_percent_is_said_only_when_nobody_is_missing(part: int, whole: int) -> None:
    part = min(part, whole)
    assert (percent(part, whole) == 100) == (part == whole)
    assert abs(percent(part, whole) - 100 * part / whole) < 1
