"""A board that is open changes as the Office moves, exempts and links people."""

from tests.office import Office, Phone
from tests.personnel.steps import finds


async def _open_boards(office: Office) -> tuple[Phone, Phone]:
    hieu, kien = await office.person("Phạm Quốc Hiếu"), await office.person("Ngô Quốc Kiên")
    for head in (hieu, kien):
        await head.says("/donvi")
    assert "/7" in hieu.reads()
    assert "/6" in kien.reads()
    return hieu, kien


async def test_both_heads_boards_follow_a_move(office: Office) -> None:
    hieu, kien = await _open_boards(office)
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("qlcn")
    await duy.taps("Giữ chức vụ: Chuyên viên")
    await duy.taps("Hôm nay, 03/01")
    await duy.taps("Chuyển đơn vị")
    assert await office.service.display.refresh() == 2
    assert "0/6" in hieu.reads()
    assert "0/7" in kien.reads()


async def test_the_heads_board_follows_an_exemption_and_its_end(office: Office) -> None:
    hieu, _kien = await _open_boards(office)
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Biệt phái / đi học / nghỉ dài ngày")
    await duy.taps("Biệt phái")
    await duy.taps("Hôm nay, 03/01")
    await duy.taps("Đến hết đợt thi đua")
    await duy.taps("Ghi không thuộc diện")
    assert await office.service.display.refresh() == 1
    assert "0/6" in hieu.reads()
    await duy.taps("Chấm dứt không thuộc diện")
    assert await office.service.display.refresh() == 1
    assert "0/7" in hieu.reads()


async def test_the_heads_board_follows_a_leaving(office: Office) -> None:
    hieu, _kien = await _open_boards(office)
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Thôi công tác (nghỉ hưu, chuyển đi)")
    await duy.taps("Hôm nay, 03/01")
    await duy.taps("Ghi ngày nghỉ")
    assert await office.service.display.refresh() == 1
    assert "0/6" in hieu.reads()
