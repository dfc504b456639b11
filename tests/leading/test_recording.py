"""The Director's own registration, which nobody in the chat confirms: the Office is told of it and records it."""

from bot.leading.targets import Confirm, ShowToRecord
from tests.engines import both_engines
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers

MAI, DUY, HIEU = "Ngô Thị Mỹ Mai", "Nguyễn Đức Duy", "Phạm Quốc Hiếu"


@both_engines
async def test_the_directors_own_waits_for_the_office_which_records_it(timed: TimedOffice) -> None:
    mai, duy, hieu = [await timed.person(name) for name in (MAI, DUY, HIEU)]
    timed.clock.move_to(at(2023, 1, 3, 15))
    await registers(timed, MAI, "LDTT")
    await mai.says("/cuatoi")
    assert "Phần Nhà nước: chờ Văn phòng Sở ghi nhận" in mai.reads()
    await timed.comes_to(at(2023, 1, 4, 9))
    assert "Đăng ký chờ Văn phòng Sở ghi nhận: 1, từ 03/01/2023" in duy.reads()
    await duy.says("/menu")
    assert "Việc chờ Anh: 1" in duy.reads()
    await duy.taps("Việc đang chờ (1)")
    await duy.taps("Ghi nhận (1)")
    assert "Ngô Thị Mỹ Mai, Giám đốc Sở: LĐTT" in duy.reads()
    await duy.says("/quanly")
    await duy.taps("Việc chờ xử lý (1)")
    await duy.taps("Ghi nhận (1)")
    for other in (mai, hieu):
        await other.says("/menu")
        await other.forges(ShowToRecord())
        assert "Mục này dành cho Văn phòng" in other.reads()
        await other.forges(Confirm(1, 1))
        assert "ngoài phạm vi phụ trách" in other.reads()
    await duy.taps("Ghi nhận: Ngô Thị Mỹ Mai")
    assert "Đã ghi nhận đăng ký của Ngô Thị Mỹ Mai" in duy.reads()
    await timed.letters()
    assert "Anh Nguyễn Đức Duy đã xác nhận phần Nhà nước" in mai.reads()
    await duy.says("/quanly")
    assert not [label for label in duy.buttons() if label.startswith("Việc chờ xử lý")]
    await timed.comes_to(at(2023, 1, 5, 9))
    assert "Đăng ký chờ Văn phòng Sở ghi nhận" not in duy.reads()
