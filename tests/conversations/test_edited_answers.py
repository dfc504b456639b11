"""A message that its author edits in the chat changes the answer that it was, and never the one that is asked for."""

import sqlalchemy as sa

from bot.playground.persons.phone import Seen
from bot.registration.records import Initiative
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone

OLD, NEW = "Số hóa quy trình nghiệm thu", "Số hóa quy trình thẩm định"


def _sent(person: Phone, text: str) -> Seen:
    return next(message for message in reversed(person.chat) if not message.from_bot and message.text == text)


async def _edits(person: Phone, text: str, to: str) -> None:
    person.office.world.edits(person.user_id, _sent(person, text).message_id, to)
    await person.office.settle()


async def _initiatives(office: Office) -> list[str]:
    return [row.name for row in await office.rows(sa.select(columns(Initiative).c.name))]


async def _asked_for_a_pledge(office: Office) -> Phone:
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    await dung.taps("Chiến sĩ thi đua cơ sở")
    await dung.taps("Tiếp tục")
    await dung.says(OLD)
    assert "PHẤN ĐẤU" in dung.reads()
    return dung


@both_engines
async def test_an_answer_that_is_edited_while_the_next_question_waits_is_changed_and_that_question_stays(
    office: Office,
) -> None:
    dung = await _asked_for_a_pledge(office)
    await _edits(dung, OLD, NEW)
    assert "Đã thay câu trả lời trước" in dung.reads() and "PHẤN ĐẤU" in dung.reads()
    await dung.taps("Bỏ qua")
    assert f"Sáng kiến: {NEW}" in dung.reads() and "Phấn đấu: không ghi" in dung.reads()
    # At the summary too, as often as one likes, and «Quay lại» still leads where it led.
    await _edits(dung, NEW, OLD)
    assert f"Sáng kiến: {OLD}" in dung.reads() and "XEM LẠI" in dung.reads()
    await dung.taps("Gửi đăng ký")
    assert await _initiatives(office) == [OLD]


async def test_an_edit_that_cannot_be_an_answer_leaves_the_answer_as_it_was(office: Office) -> None:
    dung = await _asked_for_a_pledge(office)
    await _edits(dung, OLD, "x")
    assert "Nội dung quá ngắn" in dung.reads() and "PHẤN ĐẤU" in dung.reads()
    await dung.taps("Bỏ qua")
    assert f"Sáng kiến: {OLD}" in dung.reads()


async def test_what_was_sent_already_stays_and_its_screen_offers_to_change_it(office: Office) -> None:
    dung = await _asked_for_a_pledge(office)
    await dung.says("Không có hồ sơ trễ hạn")
    await dung.taps("Gửi đăng ký")
    await dung.says("/menu")
    await _edits(dung, OLD, NEW)
    assert "được giữ nguyên" in dung.reads() and "Mã số: TD23-0001" in dung.reads()
    assert await _initiatives(office) == [OLD]


async def test_an_answer_of_another_dialogue_is_changed_and_the_one_that_is_up_stays_up(office: Office) -> None:
    dung = await _asked_for_a_pledge(office)
    await dung.says("/hoidap")
    await dung.taps("Hỏi Văn phòng")
    asks = dung.reads()
    for to, word in ((NEW, "Đã thay câu trả lời ở phần soạn trước"), ("x", "chưa thay được: Nội dung quá ngắn")):
        await _edits(dung, OLD if to == NEW else NEW, to)
        assert word in dung.reads() and dung.reads().endswith(asks)
    await dung.says("/dangky")
    await dung.taps("Bỏ qua")
    assert f"Sáng kiến: {NEW}" in dung.reads()
    await dung.taps("Gửi đăng ký")
    await dung.says("/hoidap")
    await dung.taps("Hỏi Văn phòng")
    await _edits(dung, "x", OLD)
    assert "được giữ nguyên" in dung.reads() and dung.reads().endswith(asks)
    await dung.says("Hạn nộp báo cáo là ngày nào?")
    assert "Hạn nộp báo cáo là ngày nào?" in dung.reads(), "what is typed next answers the question that is up"
    assert await _initiatives(office) == [NEW]


async def test_a_message_that_was_no_answer_answers_nothing(office: Office) -> None:
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("xin chào")
    dung_now = await _asked_for_a_pledge(office)
    await _edits(dung_now, "xin chào", "Hoàn thành tốt nhiệm vụ")
    assert "chưa được ghi nhận" in dung.reads() and "PHẤN ĐẤU" in dung.reads()
    await dung.taps("Bỏ qua")
    assert "Phấn đấu: không ghi" in dung.reads()
