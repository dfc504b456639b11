"""Whose button it is by now: never upwards while acting for somebody, and told who judges after a move."""

from bot.leading.targets import Confirm
from bot.personnel.targets import Delegate
from tests.engines import both_engines
from tests.office import Office
from tests.personnel.steps import finds, opens, registers, registration


@both_engines
async def test_who_acts_for_a_head_does_not_confirm_that_head(office: Office) -> None:
    hieu = await registers(office, "Phạm Quốc Hiếu")
    ref, version, _state = await registration(office, hieu)
    duy = await office.person("Nguyễn Đức Duy")
    await opens(duy, Delegate(5))
    await duy.says("le cong khoi")
    await duy.taps("Hôm nay, 03/01")
    await duy.taps("Đến hết tuần này, 08/01")
    await duy.taps("Ủy quyền")
    khoi = await office.person("Lê Công Khôi")
    await khoi.says("/donvi")
    assert not [label for label in khoi.buttons() if label.startswith("Xác nhận tất cả")]
    await opens(khoi, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in khoi.reads()
    assert (await registration(office, hieu))[2] == "submitted"


@both_engines
async def test_an_open_button_of_the_old_head_says_who_has_it_now(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("qlcn")
    await duy.taps("Giữ chức vụ: Chuyên viên")
    await duy.says("hôm nay")
    await duy.taps("Chuyển đơn vị")
    await hieu.taps("Xác nhận")
    assert "Nguyễn Công Hậu công tác tại Phòng Quản lý Công nghệ và Chuyên ngành từ 03/01/2023" in hieu.reads()
    assert "người xác nhận nay là Anh Ngô Quốc Kiên" in hieu.reads()
    assert (await registration(office, hau))[2] == "submitted"
