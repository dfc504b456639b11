"""The Office answers what was asked: once, and whoever asked reads it beside the question."""

import sqlalchemy as sa

from bot.dialogue.targets import Payload
from bot.doors.buttons import pack
from bot.enquiries.records import Question
from bot.enquiries.targets import AnswerQuestion, ShowOfficeQuestion, ShowOfficeQuestions
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.office import Office, Phone

MATERNITY = "Tôi nghỉ thai sản thì đăng ký thế nào?"


async def _opens(phone: Phone, payload: Payload) -> None:
    await phone.says("/menu")
    await phone.forges(pack(payload))


async def _asks(office: Office, name: str = "Nguyễn Công Hậu", words: str = MATERNITY) -> Phone:
    person = await office.person(name)
    await person.says("/hoidap")
    await person.taps("Hỏi Văn phòng")
    await person.says(words)
    return person


async def _office(office: Office, name: str = "Nguyễn Đức Duy") -> Phone:
    member = await office.person(name)
    await _opens(member, ShowOfficeQuestions())
    return member


@both_engines
async def test_an_answer_reaches_who_asked_with_the_question(office: Office) -> None:
    hau = await _asks(office)
    duy = await _office(office)
    assert "1 câu hỏi chờ trả lời" in duy.reads()
    await duy.taps(MATERNITY)
    assert "Anh Nguyễn Công Hậu, Phòng Quản lý Khoa học" in duy.reads()
    await duy.taps("Trả lời")
    await duy.says("Thời gian nghỉ thai sản được tính để xét; Chị đăng ký bình thường.")
    assert "Nguyễn Đức Duy đã trả lời lúc" in duy.reads()
    assert "Trả lời" not in duy.buttons()
    await office.letters()
    assert "Văn phòng Sở trả lời câu hỏi" in hau.reads()
    assert MATERNITY in hau.reads()
    assert "Trả lời: Thời gian nghỉ thai sản được tính để xét" in hau.reads()
    await hau.taps("Câu hỏi của tôi")
    assert "(đã trả lời)" in hau.reads()
    await hau.taps("Xem 1")
    assert "Thời gian nghỉ thai sản được tính để xét" in hau.reads()
    await duy.taps("Các câu hỏi")
    assert "Không có câu hỏi nào đang chờ" in duy.reads()


@both_engines_always
async def test_of_two_who_answer_at_once_the_second_is_told_and_one_letter_goes(office: Office) -> None:
    hau = await _asks(office)
    duy, thu = await _office(office), await _office(office, "Lâm Hồng Thu")
    for one in (duy, thu):
        await one.taps(MATERNITY)
        await one.taps("Trả lời")
    await duy.says("Đăng ký bình thường.")
    await thu.says("Không cần đăng ký.")
    assert "Câu hỏi này Nguyễn Đức Duy đã trả lời lúc" in thu.reads()
    await office.letters()
    answers = [seen.text for seen in hau.from_bot() if "Văn phòng Sở trả lời câu hỏi" in seen.text]
    assert len(answers) == 1
    assert "Đăng ký bình thường." in answers[0]
    await thu.says("/menu")
    await thu.forges(pack(AnswerQuestion(1)))
    assert "Nguyễn Đức Duy đã trả lời lúc" in thu.reads()


async def test_the_oldest_comes_first_and_each_says_what_it_is_about(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("Dữ liệu của tôi")
    await hau.taps("Đề nghị xóa")
    await hau.says("Xin xóa số điện thoại cũ của tôi")
    office.waits(minutes=1)
    await hau.says("/caidat")
    await hau.taps("Dữ liệu của tôi")
    await hau.taps("Thông tin chưa đúng")
    await hau.says("Chức vụ của tôi ghi chưa đúng")
    office.waits(minutes=1)
    await _asks(office)
    duy = await _office(office)
    assert duy.buttons()[:3] == ["Xin xóa số điện thoại cũ của tôi", "Chức vụ của tôi ghi chưa đúng", MATERNITY]
    await duy.taps("Xin xóa số điện thoại cũ của tôi")
    assert "ĐỀ NGHỊ XÓA DỮ LIỆU" in duy.reads()
    await duy.taps("Trả lời")
    assert "phần phải lưu theo quy định" in duy.reads()
    await duy.says("Đã xóa số cũ trong danh sách.")
    await duy.taps("Các câu hỏi")
    await duy.taps("Chức vụ của tôi ghi chưa đúng")
    assert "THÔNG TIN CHƯA ĐÚNG" in duy.reads()
    await duy.taps("Trang nhân sự")
    assert "Anh Nguyễn Công Hậu (TN028)" in duy.reads()


async def test_an_answer_carries_no_secret_and_is_not_empty(office: Office) -> None:
    await _asks(office)
    duy = await _office(office)
    await duy.taps(MATERNITY)
    await duy.taps("Trả lời")
    await duy.says("Xem công văn TỐI MẬT số 12")
    assert "bí mật nhà nước" in duy.reads()
    await duy.says("x")
    assert "quá ngắn" in duy.reads()
    await duy.taps("Để sau")
    assert "Trả lời" in duy.buttons()
    (row,) = await office.rows(sa.select(columns(Question).c.answer))
    assert row.answer is None


async def test_who_has_left_gets_no_letter(office: Office) -> None:
    hau = await _asks(office)
    duy = await _office(office)
    await duy.taps(MATERNITY)
    await duy.taps("Trang nhân sự")
    await duy.taps("Thôi công tác (nghỉ hưu, chuyển đi)")
    await duy.taps("Hôm nay, 03/01")
    await duy.taps("Ghi ngày nghỉ")
    await _opens(duy, AnswerQuestion(1))
    await duy.says("Đăng ký bình thường.")
    await office.letters()
    assert not [seen for seen in hau.from_bot() if "Văn phòng Sở trả lời câu hỏi" in seen.text]


async def test_only_the_office_reads_and_answers(office: Office) -> None:
    await _asks(office)
    for name in ("Phạm Quốc Hiếu", "Thái Thị Châu", "Mai Thị Thanh Dung", "Nguyễn Công Hậu"):
        other = await office.person(name)
        for payload in (ShowOfficeQuestions(), ShowOfficeQuestion(1), AnswerQuestion(1)):
            await _opens(other, payload)
            assert "Mục này dành cho Văn phòng" in other.reads(), (name, payload)
            assert "thai sản" not in other.reads()
