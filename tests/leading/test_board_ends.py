"""The end of a campaign on every board: the day, and what may still be done."""

from bot.recognition.targets import CloseYear
from tests.engines import both_engines
from tests.office import Office

BOARDS = {
    "Phạm Quốc Hiếu": "/donvi",
    "Lê Công Khôi": "/congdoan",
    "Lâm Trọng Sang": "/congdoan",
    "Thái Thị Châu": "/donvi",
    "Nguyễn Đức Duy": "/quanly",
    "Ngô Thị Mỹ Mai": "/quanly",
}
"""One of each part that has a board, and the command that opens it."""
LEADING = 4
"""Those of them who lead units or union groups."""


async def _boards(office: Office) -> list[str]:
    shown = []
    for name, command in BOARDS.items():
        person = await office.person(name)
        await person.says(command)
        shown.append(person.reads())
    return shown


@both_engines
async def test_every_board_says_that_it_is_over_and_what_may_still_be_done(office: Office) -> None:
    assert all("Hạn: 17:00 Thứ Ba, 28/02/2023" in board for board in await _boards(office))
    office.moves_clock_to(2023, 3, 2)
    supplement = "Đã hết hạn lúc 17:00 Thứ Ba, 28/02/2023; nhận đề nghị bổ sung đến 17:00 Thứ Sáu, 10/3/2023"
    assert all(supplement in board for board in await _boards(office))
    office.moves_clock_to(2023, 3, 13)
    ended = "Đợt đăng ký đã kết thúc lúc 17:00 Thứ Sáu, 10/3/2023"
    boards = await _boards(office)
    assert all(f"{ended}; vẫn xác nhận và gửi danh sách được" in board for board in boards[:LEADING])
    assert all(f"{ended}; việc còn lại: xác nhận, tiếp nhận" in board for board in boards[LEADING:])
    office.moves_clock_to(2023, 12, 20)
    thu = await office.person("Lâm Hồng Thu")
    await thu.says("/menu")
    await thu.forges(CloseYear(2023))
    closed = "Phong trào đã kết thúc lúc 09:00 Thứ Tư, 20/12/2023; chỉ còn nhận quyết định"
    assert all(closed in board for board in await _boards(office))
