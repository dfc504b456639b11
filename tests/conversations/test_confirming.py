"""A unit's head confirms, or asks for a change; the person hears of it at once."""

import sqlalchemy as sa

from bot.leading.targets import Confirm
from bot.registration.records import Registration
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone


async def _registers(office: Office, *names: str) -> list[Phone]:
    people = [await office.person(name) for name in names]
    for person in people:
        await person.says("/dangky")
        if "Đăng ký như năm trước" in person.buttons():
            await person.taps("Đăng ký như năm trước")
        else:
            await person.taps("Lao động tiên tiến")
            await person.taps("Tiếp tục")
            await person.taps("Bỏ qua")
        await person.taps("Gửi đăng ký")
        assert "Mã số" in person.reads()
    return people


@both_engines
async def test_a_head_confirms_one_person_who_is_told(office: Office) -> None:
    (hau,) = await _registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    assert "Nguyễn Công Hậu, Chuyên viên" in hieu.reads()
    assert "Đăng ký: LĐTT" in hieu.reads()
    await hieu.taps("Xác nhận")
    assert "Đã xác nhận" in hieu.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu đã xác nhận phần Nhà nước của đăng ký TD23-0001" in hau.reads()
    await hau.says("/cuatoi")
    assert "Phần Nhà nước: đã xác nhận 03/01/2023 (Anh Phạm Quốc Hiếu)" in hau.reads()
    office.moves_clock_to(2023, 1, 12)
    await hau.says("ai xác nhận cho em")
    assert "Phần Nhà nước: đã xác nhận 03/01/2023 (Anh Phạm Quốc Hiếu)" in hau.reads(), "by whom it was, and when"


@both_engines
async def test_all_are_confirmed_but_those_left_out(office: Office) -> None:
    await _registers(office, "Nguyễn Công Hậu", "Nguyễn Hồng Hà", "Mai Thị Thanh Dung")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xác nhận tất cả (3)")
    await hieu.taps("Nguyễn Hồng Hà")
    await hieu.taps("Xác nhận 2 người")
    assert "Đã xác nhận 2 đăng ký" in hieu.reads()
    await hieu.taps("Về bảng")
    assert "Chờ xác nhận (1): Nguyễn Hồng Hà" in hieu.reads()


@both_engines
async def test_a_change_is_asked_for_and_leads_straight_to_it(office: Office) -> None:
    (hau,) = await _registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    await hieu.taps("Đề nghị chỉnh sửa")
    await hieu.says("Xem thêm Chiến sĩ thi đua cơ sở")
    assert "Đã đề nghị chỉnh sửa: Xem thêm" in hieu.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu đề nghị Anh/Chị chỉnh sửa đăng ký TD23-0001" in hau.reads()
    assert "Nội dung cần chỉnh sửa: Xem thêm Chiến sĩ thi đua cơ sở" in hau.reads()
    await hau.taps("Sửa ngay")
    await hau.taps("Danh hiệu")
    await hau.taps("Chiến sĩ thi đua cơ sở")
    await hau.taps("Tiếp tục")
    await hau.taps("Bổ sung sau")
    await hau.taps("Gửi đăng ký")
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()


@both_engines
async def test_a_change_after_the_confirmation_resets_it(office: Office) -> None:
    (hau,) = await _registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xác nhận tất cả (1)")
    await hieu.taps("Xác nhận 1 người")
    await hau.says("/dangky")
    assert "đã được xác nhận" in hau.reads()
    await hau.taps("Phấn đấu")
    await hau.taps("Chọn 1")
    await hau.taps("Gửi đăng ký")
    states = await office.rows(sa.select(columns(Registration).c.state))
    assert [row.state for row in states] == ["submitted"]


async def test_nobody_confirms_what_was_changed_since_it_was_seen(office: Office) -> None:
    (hau,) = await _registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    await hau.taps("Sửa")
    await hau.taps("Phấn đấu")
    await hau.taps("Chọn 1")
    await hau.taps("Gửi đăng ký")
    await hieu.taps("Xác nhận")
    assert "vừa sửa đăng ký" in hieu.reads()
    assert (await office.rows(sa.select(columns(Registration).c.state)))[0].state == "submitted"


async def test_nobody_confirms_an_own_registration_nor_another_units(office: Office) -> None:
    await _registers(office, "Phạm Quốc Hiếu", "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/menu")
    await hieu.forges(Confirm(1, 1))
    assert "ngoài phạm vi phụ trách của Anh" in hieu.reads()
    kien = await office.person("Ngô Quốc Kiên")  # heads another unit
    await kien.says("/menu")
    await kien.forges(Confirm(2, 1))
    assert "ngoài phạm vi phụ trách của Anh" in kien.reads()
    chau = await office.person("Thái Thị Châu")  # the deputy director in charge confirms the head
    await chau.says("/donvi")
    assert "Xác nhận tất cả (1)" in chau.buttons()
    states = await office.rows(sa.select(columns(Registration).c.state))
    assert {row.state for row in states} == {"submitted"}


async def test_union_titles_are_confirmed_by_the_groups_lead_only(office: Office) -> None:
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    await dung.taps("Lao động tiên tiến")
    await dung.taps("Đoàn viên CĐ xuất sắc")
    await dung.taps("Tiếp tục")
    await dung.taps("Bỏ qua")
    await dung.taps("Gửi đăng ký")
    khoi = await office.person("Lê Công Khôi")
    await khoi.says("/congdoan")
    await khoi.taps("Xác nhận tất cả (1)")
    await khoi.taps("Xác nhận 1 người")
    await dung.says("/cuatoi")
    assert "Phần Công đoàn: đã xác nhận" in dung.reads()
    assert "Phần Nhà nước: chờ Anh Phạm Quốc Hiếu" in dung.reads()


@both_engines
async def test_a_change_after_the_confirmation_is_confirmed_again_and_shows_what_is_new(office: Office) -> None:
    (hau,) = await _registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Xác nhận tất cả (1)")
    await hieu.taps("Xác nhận 1 người")
    for pledge in (
        "Hoàn thành trước hạn mọi hồ sơ",
        "Hoàn thành đúng hạn mọi hồ sơ",
    ):  # compared with what was confirmed
        await hau.says("/dangky")
        await hau.taps("Phấn đấu")
        await hau.says(pledge)
        await hau.taps("Gửi đăng ký")
    await hau.says("/dangky")
    await hau.taps("Danh hiệu")
    await hau.taps("Chiến sĩ thi đua cơ sở")
    await hau.taps("Tiếp tục")
    for label in ("Vẫn đăng ký", "Bổ sung sau", "Gửi đăng ký"):
        if label in hau.buttons():
            await hau.taps(label)
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    assert "Thay đổi so với bản đã xác nhận: thêm CSTĐ cơ sở; nội dung phấn đấu" in hieu.reads()
    await hieu.taps("Xác nhận")
    assert "Thay đổi so với bản đã xác nhận" not in hieu.reads()
