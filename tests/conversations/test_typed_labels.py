"""Words typed where a button of that name is up: they are the button, also where a question takes any words."""

import sqlalchemy as sa

from bot.registration.records import Declination, LateRequest
from bot.store.schema import columns
from tests.office import Office

CSTDCS = "Chiến sĩ thi đua cơ sở"


async def test_the_label_of_a_button_is_never_taken_for_an_answer(office: Office) -> None:
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/dangky")
    await dung.says("chọn lại ạ")
    await dung.says(CSTDCS)
    await dung.says("tiếp tục")
    await dung.says("bổ sung sau nhé")
    assert "NỘI DUNG PHẤN ĐẤU" in dung.reads()
    await dung.says("quay lại")
    assert "SÁNG KIẾN HOẶC ĐỀ TÀI" in dung.reads()
    await dung.says("bo sung sau")
    await dung.says("2")
    assert "Phấn đấu: Hoàn thành xuất sắc nhiệm vụ" in dung.reads()
    assert "Sáng kiến: bổ sung sau" in dung.reads()
    await dung.says("sửa phấn đấu")
    assert "Đang ghi: Hoàn thành xuất sắc nhiệm vụ" in dung.reads()
    await dung.says("dạ bỏ qua ạ")
    assert "Phấn đấu: không ghi" in dung.reads()
    await dung.says("gửi đăng ký")
    assert "Mã số: TD23-0001" in dung.reads()


async def test_that_there_is_nothing_yet_and_a_question_are_no_answers(office: Office) -> None:
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    await dung.taps(CSTDCS)
    await dung.taps("Tiếp tục")
    await dung.says("Khi nào em phải có tên chính thức?")
    assert "Sáng kiến: Khi nào" not in dung.reads()
    await dung.says("/dangky")
    await dung.says("chưa có")
    assert "NỘI DUNG PHẤN ĐẤU" in dung.reads()
    await dung.says("Mục này có bắt buộc ghi hay là không đây?")
    assert "Phấn đấu: Mục này" not in dung.reads()
    await dung.says("hỏi văn phòng: mục này để làm gì")
    assert "mục này để làm gì" in dung.reads()
    assert "XEM LẠI ĐĂNG KÝ" not in dung.reads()
    await dung.says("/dangky")
    await dung.says("Không có.")
    assert "Sáng kiến: bổ sung sau\nPhấn đấu: không ghi" in dung.reads()


async def test_for_later_leaves_and_sends_nothing_to_whoever_leads(office: Office) -> None:
    office.moves_clock_to(2023, 3, 1)
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đề nghị bổ sung")
    await hau.says("để sau")
    assert "Đã ghi nhận đề nghị" not in hau.reads()
    assert await office.rows(sa.select(columns(LateRequest))) == []


async def test_words_alone_take_nothing_away(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await hau.says("rút đăng ký")
    await hau.says("rút đăng ký")
    assert "Anh/Chị rút toàn bộ đăng ký năm 2023?" in hau.reads()


async def test_who_has_declined_or_withdrawn_registers_again_by_words(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Không đăng ký năm nay")
    await hau.taps("Cả hai")
    await hau.taps("Lý do cá nhân")
    await hau.says("đăng ký lại")
    assert "Năm nay, Anh muốn đăng ký như năm 2022" in hau.reads()
    await hau.says("/hoidap")
    await hau.says("tôi đổi ý, muốn đăng ký")
    assert "Anh/Chị chưa có đăng ký năm nay" not in hau.reads()
    assert "Đăng ký lại" in hau.buttons()
    await hau.taps("Đăng ký lại")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await hau.says("rút đăng ký")
    await hau.taps("Rút đăng ký")
    await hau.says("/hoidap")
    await hau.says("cho em đăng ký lại")
    assert "Anh/Chị chưa có đăng ký năm nay" not in hau.reads()


async def test_a_title_that_is_named_is_chosen_beside_what_is_registered(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await hau.says("đăng ký đoàn viên công đoàn xuất sắc")
    assert "Đang chọn: Lao động tiên tiến; Đoàn viên công đoàn xuất sắc" in hau.reads()
    await hau.taps("Tiếp tục")
    assert "XEM LẠI ĐĂNG KÝ" in hau.reads()
    await hau.taps("Gửi đăng ký")
    assert "Lao động tiên tiến; Đoàn viên công đoàn xuất sắc" in hau.reads()


async def test_of_several_titles_that_are_named_all_may_be_chosen_at_once(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("tôi đăng ký LĐTT và đoàn viên công đoàn xuất sắc")
    assert hau.buttons()[0] == "Tất cả các danh hiệu này"
    await hau.taps("Tất cả các danh hiệu này")
    assert "Đang chọn: Lao động tiên tiến; Đoàn viên công đoàn xuất sắc" in hau.reads()


async def test_a_reason_that_is_typed_below_the_reasons_is_seen_before_it_counts(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("năm nay tôi không đăng ký")
    await hau.says("nhà em neo người")  # which titles is not said yet
    assert "hệ thống chưa hiểu ý" in hau.reads()
    await hau.says("năm nay tôi không đăng ký")
    await hau.taps("Cả hai")
    await hau.says("vì con còn nhỏ, nhường cho anh em")
    assert "Lý do: vì con còn nhỏ, nhường cho anh em" in hau.reads()
    assert await office.rows(sa.select(columns(Declination))) == []
    await hau.taps("Sửa lý do")
    await hau.says("vì con còn nhỏ")
    assert "Đã ghi nhận: năm 2023 Anh/Chị không đăng ký danh hiệu." in hau.reads()
    assert "Lý do: vì con còn nhỏ. Mã số" in hau.reads()


async def test_a_reason_is_not_called_a_reason_twice(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("năm nay tôi không đăng ký")
    await hau.taps("Cả hai")
    await hau.taps("Lý do cá nhân")
    assert "Lý do: cá nhân. Mã số" in hau.reads()


async def test_whom_to_call_is_told(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("cho em xin số điện thoại văn phòng")
    assert "Cần gấp: Văn phòng Sở" in hau.reads()


async def test_a_name_that_is_wrong_leads_to_wrong_information(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("tên tôi bị sai")
    assert "hệ thống chưa hiểu ý" not in hau.reads()
