"""The Office writes, checks and sends a notice, and knows by name who got it and who knows of it."""

from tests.engines import both_engines
from tests.notices.desk import HAU, KHOI, ready
from tests.office import Office


@both_engines
async def test_a_notice_goes_out_as_it_was_checked_and_the_sums_add_up(office: Office) -> None:
    hau, khoi = await office.person(HAU), await office.person(KHOI)
    for person in (hau, khoi):
        await person.says("/menu")
    duy = await ready(office, HAU, KHOI, "Hồ Quốc An")
    assert "Nhận được ngay: 2" in duy.reads()
    assert "Tổng: 2 + 1 + 0 = 3" in duy.reads()
    await duy.taps("Gửi ngay")
    assert "ĐANG GỬI" in duy.reads()
    await office.letters()
    assert "Kính gửi Nguyễn Công Hậu, Phòng Quản lý Khoa học." in hau.reads()
    assert "Kính gửi Lê Công Khôi" in khoi.reads()
    assert hau.buttons() == ["Đã nắm thông tin"]
    await duy.forges("v:office_notice:1:0")
    assert "Đã gửi: 2" in duy.reads()
    assert "Chưa dùng kênh này: 1" in duy.reads()
    assert "Tổng 3, khớp danh sách người nhận." in duy.reads()
