"""A board that somebody has open changes in place as people answer, at most once in half a minute."""

from tests.engines import both_engines
from tests.office import Office

HIEU, HAU, HA, HANH = "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Nguyễn Hồng Hà", "Nguyễn Thị Ngọc Hạnh"


async def _answers(office: Office, name: str) -> None:
    person = await office.person(name)
    await person.says("/dangky")
    await person.taps("Đăng ký như năm trước")
    await person.taps("Gửi đăng ký")


@both_engines
async def test_the_board_changes_in_place(office: Office) -> None:
    hieu = await office.person(HIEU)
    await hieu.says("/donvi")
    shown = hieu.screen.message_id
    await _answers(office, HAU)
    await _answers(office, HA)
    assert "0/7" in hieu.reads()  # not with every answer
    assert await office.service.display.refresh() == 1
    assert "Đã phản hồi 2/7" in hieu.reads() and hieu.screen.message_id == shown
    assert "Xác nhận tất cả (2)" in hieu.buttons()
    assert await office.service.display.refresh() == 0  # nothing new: no call


async def test_only_boards_that_show_the_person_are_drawn_again(office: Office) -> None:
    hanh, duy = await office.person(HANH), await office.person("Nguyễn Đức Duy")
    await hanh.says("/donvi")
    await duy.says("/quanly")
    await _answers(office, HAU)
    assert await office.service.display.refresh() == 1
    assert "1/93" in duy.reads()


async def test_whoever_has_gone_on_to_another_screen_is_left_alone(office: Office) -> None:
    hieu = await office.person(HIEU)
    await hieu.says("/donvi")
    await hieu.taps("Trang chính")
    before = hieu.reads()
    await _answers(office, HAU)
    assert await office.service.display.refresh() == 0
    assert hieu.reads() == before


async def test_a_board_that_became_outdated_before_a_kill_is_drawn_again_after_it(office: Office) -> None:
    hieu = await office.person(HIEU)
    await hieu.says("/donvi")
    await _answers(office, HAU)
    await office.restart()
    await office.service.display.refresh()
    assert "Đã phản hồi 1/7" in hieu.reads()
