"""The new unit judges, the old one comments."""

import sqlalchemy as sa

from bot.leading.records import UnitComment
from bot.leading.targets import ShowComments, ShowDelegation
from bot.personnel.targets import ShowComment, ShowMovedAway, WriteComment
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens, registers, unit_of


async def _moves(office: Office) -> Phone:
    """Hậu has registered and goes from Hiếu's unit to Kiên's on 01/02."""
    hau = await registers(office, "Nguyễn Công Hậu")
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("qlcn")
    await duy.taps("Giữ chức vụ: Chuyên viên")
    await duy.says("01/02")
    await duy.taps("Chuyển đơn vị")
    return hau


@both_engines
async def test_the_old_head_comments_once_and_may_change_it_and_the_new_head_reads_it(office: Office) -> None:
    hau = await _moves(office)
    hieu, kien = await office.person("Phạm Quốc Hiếu"), await office.person("Ngô Quốc Kiên")
    await office.letters()
    office.moves_clock_to(2023, 2, 2)
    await hieu.taps("Nêu ý kiến")
    assert "Nguyễn Công Hậu công tác tại Phòng Quản lý Công nghệ và Chuyên ngành từ 01/02/2023" in hieu.reads()
    assert "người xác nhận nay là Anh Ngô Quốc Kiên" in hieu.reads()
    await hieu.taps("Nêu ý kiến")
    await hieu.says("Hoàn thành tốt nhiệm vụ sáu tháng cuối năm 2022.")
    assert "Ý kiến của đơn vị cũ" in hieu.reads()
    await hieu.taps("Sửa ý kiến")
    assert "Hoàn thành tốt nhiệm vụ sáu tháng" in hieu.reads()
    await hieu.says("Hoàn thành xuất sắc nhiệm vụ năm 2022.")
    await opens(kien, ShowComments(hau.person_id))
    assert "Phòng Quản lý Khoa học: Hoàn thành xuất sắc nhiệm vụ năm 2022." in kien.reads()
    assert "Anh Phạm Quốc Hiếu" in kien.reads()
    assert "Hoàn thành tốt" not in kien.reads()
    duy = await office.person("Nguyễn Đức Duy")
    await opens(duy, ShowComments(hau.person_id))
    assert "Hoàn thành xuất sắc nhiệm vụ năm 2022." in duy.reads()


async def test_before_the_day_the_old_head_is_told_that_confirming_is_still_his(office: Office) -> None:
    hau = await _moves(office)
    hieu = await office.person("Phạm Quốc Hiếu")
    await opens(hieu, ShowComment(hau.person_id))
    assert "Chuyển đơn vị từ ngày Thứ Tư, 01/02/2023. Đến ngày đó Anh/Chị vẫn là người xác nhận" in hieu.reads()
    assert "Nêu ý kiến" not in hieu.buttons()
    await opens(hieu, WriteComment(hau.person_id))
    await hieu.says("Hoàn thành tốt nhiệm vụ.")
    assert await office.rows(sa.select(columns(UnitComment).c.id)) == []


async def test_while_nothing_is_registered_there_is_nothing_to_comment_on(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "mai thi thanh dung")
    await duy.taps("Chuyển đơn vị")
    await duy.says("qlcn")
    await duy.taps("Giữ chức vụ: Chuyên viên chính")
    await duy.says("hôm nay")
    await duy.taps("Chuyển đơn vị")
    dung, hieu = await office.person("Mai Thị Thanh Dung"), await office.person("Phạm Quốc Hiếu")
    await opens(hieu, WriteComment(dung.person_id))
    assert "Mai Thị Thanh Dung chưa có đăng ký năm nay" in hieu.reads()


async def test_the_head_finds_who_has_moved_away_by_name(office: Office) -> None:
    await _moves(office)
    office.moves_clock_to(2023, 2, 2)
    hieu = await office.person("Phạm Quốc Hiếu")
    await opens(hieu, ShowDelegation())
    await hieu.taps("Người đã chuyển đi (1)")
    await hieu.taps("Nguyễn Công Hậu, Phòng Quản lý Công nghệ…")
    assert "người xác nhận nay là Anh Ngô Quốc Kiên" in hieu.reads()


@both_engines
async def test_others_neither_comment_nor_read(office: Office) -> None:
    hau = await _moves(office)
    office.moves_clock_to(2023, 2, 2)
    qlkh = await unit_of(office, "Phòng Quản lý Khoa học")
    await office.person("Phạm Quốc Hiếu")
    for name in ("Lý Thị Mỹ Liên", "Lê Công Khôi", "Nguyễn Công Hậu", "Ngô Quốc Kiên", "Nguyễn Đức Duy"):
        other = await office.person(name)
        for payload in (
            ShowComment(hau.person_id),
            WriteComment(hau.person_id),
            ShowMovedAway(qlkh),
        ):
            await opens(other, payload)
            assert "ngoài phạm vi phụ trách" in other.reads(), (name, payload)
    for name in ("Lý Thị Mỹ Liên", "Nguyễn Công Hậu", "Phạm Quốc Hiếu"):
        other = await office.person(name)
        await opens(other, ShowComments(hau.person_id))
        assert "ngoài phạm vi phụ trách" in other.reads(), name


async def test_who_leads_both_units_goes_on_judging_and_does_not_comment(office: Office) -> None:
    nhan = await registers(office, "Phạm Thanh Nhân")
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "pham thanh nhan")
    await duy.taps("Chuyển đơn vị")
    await duy.says("quan ly do luong")  # another phòng of the same Chi cục
    await duy.taps("Giữ chức vụ: Chuyên viên")
    await duy.says("hôm nay")
    await duy.taps("Chuyển đơn vị")
    hanh = await office.person("Nguyễn Thị Ngọc Hạnh")  # Chi cục trưởng
    await opens(hanh, ShowComment(nhan.person_id))
    assert "ngoài phạm vi phụ trách" in hanh.reads()
    khoa = await office.person("Trần Hoàng Khoa")  # heads the phòng that was left
    await opens(khoa, ShowComment(nhan.person_id))
    assert "người xác nhận nay là Anh Dương Văn Hiếu" in khoa.reads()
