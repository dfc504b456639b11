"""Work that has waited too long names whoever it waits for, and leads those above to where they see it."""

from bot.titles.catalogue import Family
from bot.waiting.targets import ShowBelow
from tests.engines import both_engines
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers

HAU, HIEU, CHAU, MAI = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Thái Thị Châu", "Ngô Thị Mỹ Mai"
CHAIR = "Lâm Trọng Sang"


@both_engines
async def test_what_waits_for_a_deputy_names_the_deputy_and_not_the_unit(timed: TimedOffice) -> None:
    mai = await timed.person(MAI)
    timed.clock.move_to(at(2023, 2, 3, 15))
    await registers(timed, HIEU, "LDTT")
    for day in (6, 7, 8):
        await timed.comes_to(at(2023, 2, day, 9))
    assert "Chị Thái Thị Châu (Phó Giám đốc): 1 đăng ký chờ xác nhận từ 03/02/2023" in mai.reads()
    assert "Phòng Quản lý Khoa học" not in mai.reads() and HIEU not in mai.reads()


async def test_whoever_stands_above_comes_to_a_board_and_never_reads_that_nothing_waits(timed: TimedOffice) -> None:
    mai, chau, sang = [await timed.person(name) for name in (MAI, CHAU, CHAIR)]
    timed.clock.move_to(at(2023, 2, 3, 15))
    await registers(timed, HAU, "LDTT", "DVCDXS")
    for day in (6, 7, 8, 9, 10, 13):
        await timed.comes_to(at(2023, 2, day, 9))
    boards = (
        (mai, "Xem bảng theo dõi", "toàn Sở"),
        (chau, "Xem bảng theo dõi", "4 đơn vị phụ trách"),
        (sang, "Xem bảng Công đoàn", "Công đoàn"),
    )
    for reader, label, board in boards:
        await reader.taps("Xem việc đang chờ")
        assert "VIỆC CỦA CẤP DƯỚI ĐÃ CHỜ LÂU: 1" in reader.reads()
        assert "VIỆC ĐANG CHỜ: 0" not in reader.reads() and "Hiện không có" not in reader.reads()
        assert "1 đăng ký chờ xác nhận từ 03/02/2023" in reader.reads()
        await reader.taps(label)
        assert board.lower() in reader.reads().lower()
        assert "phạm vi" not in reader.reads() and "dành cho" not in reader.reads()
        assert "Việc của cấp dưới đã chờ lâu: 1" in reader.reads()
    for reader, _label, _board in boards:
        await reader.says("/menu")
        assert "Việc của cấp dưới đã chờ lâu: 1" in reader.reads()
        await reader.taps("Việc cấp dưới đã chờ lâu (1)")
        place = next(label for label in reader.buttons() if "Quản lý Khoa học" in label)
        await reader.taps(place)
        assert f"Chờ xác nhận (1): {HAU}" in reader.reads() and place[:20] in reader.reads()
    assert not any(HAU in label for label in (*mai.buttons(), *chau.buttons())), "it is for others to confirm"
    await chau.taps("Quay lại")
    assert "4 ĐƠN VỊ PHỤ TRÁCH" in chau.reads()
    await chau.taps(next(label for label in chau.buttons() if label.startswith("Phòng Quản lý Khoa học")))
    assert f"Chờ xác nhận (1): {HAU}" in chau.reads() and HIEU in chau.reads()


async def test_a_deputy_opens_a_unit_and_confirms_its_head_there(timed: TimedOffice) -> None:
    chau, hau = await timed.person(CHAU), await timed.person(HAU)
    timed.clock.move_to(at(2023, 2, 3, 15))
    await registers(timed, HIEU, "LDTT")
    await chau.says("/donvi")
    await chau.taps(next(label for label in chau.buttons() if label.startswith("Phòng Quản lý Khoa học")))
    await chau.taps(f"{HIEU}: chờ xác nhận")
    assert HIEU in chau.reads() and "Xác nhận" in chau.buttons()
    await hau.says("/menu")
    await hau.forges(ShowBelow(Family.STATE, 1))
    assert "Đã phản hồi" not in hau.reads(), "nobody else opens a unit"
