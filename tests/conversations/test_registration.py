"""A member of staff registers a title: what Hậu sees after each tap."""

from tests.office import Office


async def test_a_returning_person_reaches_the_receipt_in_at_most_four_taps(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    assert "Tình trạng: chưa đăng ký" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    assert "Năm 2022 Anh đạt:\nLao động tiên tiến" in hau.reads()
    await hau.taps("Đăng ký như năm trước")
    assert "XEM LẠI ĐĂNG KÝ NĂM 2023" in hau.reads()
    assert "Anh Phạm Quốc Hiếu" in hau.reads()
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    assert hau.tapped <= 4
