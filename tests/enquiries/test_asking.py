"""Hậu reads, asks, and finds again what he asked."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.campaigns.records import Campaign
from bot.dialogue.targets import ToView
from bot.enquiries import actions, keeping
from bot.enquiries.personal_data import personal_data_of
from bot.enquiries.records import Question, Topic
from bot.enquiries.targets import (
    PassOn,
    ShowAsked,
    ShowMyQuestions,
    ShowPlan,
    ShowPlanFile,
    ShowTitle,
    ShowUnclear,
)
from bot.people.identity import load_actor
from bot.refusal import Refusal
from bot.store.audit import Audit
from bot.store.files import StoredFile
from bot.store.schema import columns
from tests.no_campaign import without_campaign
from tests.office import Office, Phone

_Q, _A = columns(Question), columns(Audit)


async def stored(office: Office) -> list[Any]:
    return await office.rows(sa.select(_Q).order_by(_Q.c.id))


async def keeps(office: Office, person: Phone, text: str) -> ToView:
    """What was typed and not understood, kept as the driver does."""
    return await office.database.run(
        lambda tx: keeping.keep_unclear(tx, load_actor(tx, person.user_id, chat(person.user_id)), text)
    )


# --- titles -----------------------------------------------------------------------------------------------------------


async def test_a_typed_question_about_a_title_is_answered_with_its_article(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("cstdcs can gi")
    assert hau.reads().startswith("CHIẾN SĨ THI ĐUA CƠ SỞ (phong trào năm 2023)")
    assert "Nghị định 91/2017/NĐ-CP, Điều 9 khoản 3" in hau.reads()
    await hau.taps("Đăng ký danh hiệu này")
    assert "CHỌN DANH HIỆU" in hau.reads()
    assert "Chiến sĩ thi đua cơ sở" in hau.reads()


async def test_the_way_through_the_list_to_a_union_title_and_back(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.taps("Danh hiệu Công đoàn")
    await hau.taps("Đoàn viên CĐ giỏi")
    assert "ĐOÀN VIÊN CÔNG ĐOÀN GIỎI" in hau.reads()
    assert "chưa tìm được văn bản gốc để đối chiếu" in hau.reads()
    await hau.taps("Danh hiệu khác")
    assert "Danh hiệu Công đoàn:" in hau.reads()
    await hau.taps("Danh hiệu Nhà nước")
    await hau.taps("Chiến sĩ thi đua cơ sở")
    await hau.taps("Xem thêm")
    assert "Thẩm quyền: Giám đốc Sở." in hau.reads()
    await hau.taps("Trang trước")
    assert "Số lượng: không quá 15%" in hau.reads()


@pytest.mark.parametrize(
    ("title", "offered"),
    [("Lao động tiên tiến", True), ("Cờ thi đua UBND tỉnh", False), ("Tập thể lao động tiên tiến", False)],
)
async def test_only_a_title_that_one_may_register_has_the_button_for_it(
    office: Office, title: str, offered: bool
) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.taps(title)
    assert ("Đăng ký danh hiệu này" in hau.buttons()) is offered


async def test_an_officers_title_is_told_to_everybody_and_offered_to_officers(office: Office) -> None:
    member, officer = await office.person("Nguyễn Công Hậu"), await office.person("Lê Công Khôi")
    for person in (member, officer):
        await person.says("/hoidap")
        await person.taps("Danh hiệu Công đoàn")
        await person.taps("Cán bộ CĐ giỏi")
        assert "CÁN BỘ CÔNG ĐOÀN GIỎI" in person.reads()
    assert "Đăng ký danh hiệu này" not in member.buttons()
    assert "Đăng ký danh hiệu này" in officer.buttons()


async def test_after_the_deadline_a_title_is_still_told_and_no_longer_offered(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    office.moves_clock_to(2023, 3, 2)
    await hau.says("/hoidap")
    await hau.taps("Lao động tiên tiến")
    assert "Luật Thi đua, khen thưởng 2003" in hau.reads()
    assert "Đăng ký danh hiệu này" not in hau.buttons()


async def test_a_title_that_these_rules_do_not_have_is_answered_kindly(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.forges(ShowTitle(1295))
    assert "Nút này thuộc tin cũ" in hau.reads()
    assert "HỎI ĐÁP" in hau.reads()


# --- the Office -------------------------------------------------------------------------------------------------------


async def test_a_question_is_stored_shown_as_stored_and_found_again(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    office.moves_clock_to(2023, 1, 4, 9, 12)
    await hau.says("/hoidap")
    await hau.taps("Hỏi Văn phòng")
    assert hau.reads().startswith("HỎI VĂN PHÒNG")
    await hau.says("Em đi học 6 tháng\x07 có đăng ký được không <b>ạ</b>?")
    assert "Đã chuyển Văn phòng lúc 09:12 ngày 04/01/2023." in hau.reads()
    assert "Em đi học 6 tháng có đăng ký được không <b>ạ</b>?" in hau.reads()
    assert "Khi Văn phòng Sở trả lời, hệ thống báo ngay tại đây." in hau.reads()
    receipt = hau.screen
    await hau.taps("Câu hỏi của tôi")
    assert "1. 04/01: Em đi học 6 tháng có đăng ký được không <b>ạ</b>? (chờ trả lời)" in hau.reads()
    assert receipt in hau.chat  # a record: what comes next goes below it
    await hau.taps("Xem 1")
    assert "Đã chuyển Văn phòng lúc 09:12" in hau.reads()
    (row,) = await stored(office)
    assert (row.topic, row.person_id, row.answer) == (Topic.OFFICE, hau.person_id, None)
    (noted,) = await office.rows(sa.select(_A).where(_A.c.deed == "enquiries.asked"))
    assert noted.details == {"topic": "office"}


@pytest.mark.parametrize(
    ("act", "head", "topic"),
    [
        ("ask_decision", "THIẾU QUYẾT ĐỊNH", Topic.DECISION),
        ("ask_roster", "THÔNG TIN CHƯA ĐÚNG", Topic.ROSTER),
        ("ask_erasure", "ĐỀ NGHỊ XÓA DỮ LIỆU", Topic.ERASURE),
    ],
)
async def test_each_topic_is_asked_in_its_own_words_and_kept_apart(
    office: Office, act: str, head: str, topic: Topic
) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.taps("Hỏi Văn phòng")
    await hau.forges(f"d:{act}")
    assert hau.reads().startswith(head)
    await hau.says("Chiến sĩ thi đua cơ sở năm 2021")
    assert [row.topic for row in await stored(office)] == [topic]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ừ", "Nội dung quá ngắn"),
        ("x" * 1001, "tối đa 1.000"),
        ("Văn bản MẬT số 5 quy định thế nào?", "bảo vệ bí mật nhà nước"),
    ],
)
async def test_what_cannot_be_a_question_is_refused_and_not_kept(office: Office, text: str, told: str) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("hỏi văn phòng")
    await hau.says(text)
    assert told in hau.reads() and "HỎI VĂN PHÒNG" in hau.reads()
    assert await stored(office) == []
    await hau.says("Cho em hỏi hạn nộp bản giấy?")
    assert "Đã chuyển Văn phòng" in hau.reads()


async def test_going_back_leaves_no_question(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    for way_out in ("Quay lại", "Để sau"):
        await hau.says("hỏi văn phòng")
        await hau.taps(way_out)
        assert "Nguyễn Công Hậu, Phòng Quản lý Khoa học" in hau.reads()
    assert await stored(office) == []


async def test_an_answer_of_the_office_stands_with_the_question(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("hỏi văn phòng")
    await hau.says("Cho em hỏi hạn nộp bản giấy?")
    await office.database.run(
        lambda tx: tx.execute(sa.update(_Q).values(answer="Trước 17:00 ngày 28/02/2023.", answered_at=tx.now))
    )
    await hau.taps("Câu hỏi của tôi")
    assert "(đã trả lời)" in hau.reads()
    await hau.taps("Xem 1")
    assert "Trả lời: Trước 17:00 ngày 28/02/2023." in hau.reads()
    assert "Cần gấp" not in hau.reads()


async def test_many_questions_are_listed_newest_first_page_by_page(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.taps("Câu hỏi của tôi")
    assert "chưa gửi câu hỏi nào" in hau.reads()
    for number in range(1, 8):
        await hau.says("hỏi văn phòng")
        await hau.says(f"Câu hỏi số {number}: " + "rất dài " * 20)
    await hau.taps("Câu hỏi của tôi")
    assert "Câu hỏi số 7" in hau.reads() and "Câu hỏi số 3" in hau.reads() and "số 2" not in hau.reads()
    assert all(len(line) < 100 for line in hau.reads().splitlines())
    await hau.taps("Trang sau")
    assert "7. 03/01: Câu hỏi số 1" in hau.reads()
    await hau.taps("Xem 7")
    assert "Câu hỏi số 1: " + "rất dài " * 19 in hau.reads()


async def test_nobody_reads_the_question_of_somebody_else(office: Office) -> None:
    hau, khoi = await office.person("Nguyễn Công Hậu"), await office.person("Lê Công Khôi")
    await hau.says("hỏi văn phòng")
    await hau.says("Chuyện riêng của em Hậu")
    await khoi.says("/menu")
    for payload in (ShowAsked(1), ShowAsked(1, from_list=True)):
        await khoi.forges(payload)
        assert "ngoài phạm vi phụ trách của Anh" in khoi.reads()
        assert "Chuyện riêng" not in khoi.reads()
    await khoi.forges(ShowMyQuestions())
    assert "chưa gửi câu hỏi nào" in khoi.reads()


async def test_a_stranger_asks_nothing_and_reads_help_only(office: Office) -> None:
    stranger = await office.stranger()
    for text in ("/hoidap", "/thongbao", "Cho tôi hỏi hạn đăng ký?"):
        await stranger.says(text)
        assert "Kênh đăng ký thi đua" in stranger.reads()
    await stranger.says("/trogiup")
    assert "/start" in stranger.reads() and "Lâm" not in stranger.reads()
    assert await stored(office) == []


async def test_the_export_holds_all_of_ones_own_questions(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("hỏi văn phòng")
    await hau.says("Cho em hỏi hạn nộp bản giấy?")
    held = await office.database.run(lambda tx: personal_data_of(tx, hau.person_id))
    assert [(row["topic"], row["words"]) for row in held["questions"]] == [("office", "Cho em hỏi hạn nộp bản giấy?")]
    assert await office.database.run(lambda tx: personal_data_of(tx, hau.person_id + 1)) == {"questions": []}


# --- what nobody understood -------------------------------------------------------------------------------------------


async def test_what_was_not_understood_offers_four_ways_on(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("hôm nay trời mưa to quá anh ơi")
    assert "hệ thống chưa hiểu ý Anh/Chị" in hau.reads()
    assert hau.buttons() == ["Đăng ký danh hiệu", "Đăng ký của tôi", "Hỏi đáp", "Chuyển Văn phòng trả lời"]


async def test_what_was_not_understood_reaches_the_office_by_one_tap_and_only_once(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    shown = await keeps(office, hau, "con em bị ốm nên nghỉ mười ngày thì tính ra sao")
    assert isinstance(shown, ShowUnclear) and await stored(office) == []
    await hau.forges(ShowUnclear(shown.kept))
    await hau.taps("Chuyển Văn phòng trả lời")
    assert "Nội dung: con em bị ốm nên nghỉ mười ngày thì tính ra sao" in hau.reads()
    assert shown.kept is not None
    await hau.forges(PassOn(shown.kept))
    assert "Đã chuyển Văn phòng" in hau.reads()
    assert [row.words for row in await stored(office)] == ["con em bị ốm nên nghỉ mười ngày thì tính ra sao"]


async def test_only_the_last_of_what_was_not_understood_can_be_passed_on(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    first = await keeps(office, hau, "câu thứ nhất không rõ nghĩa")
    assert isinstance(first, ShowUnclear) and first.kept is not None
    await keeps(office, hau, "câu thứ hai không rõ nghĩa")
    await hau.forges(PassOn(first.kept))
    assert "Nút này thuộc tin cũ" in hau.reads()
    assert await stored(office) == []


async def test_nobody_passes_on_the_words_of_somebody_else_or_of_another_dialogue(office: Office) -> None:
    hau, khoi = await office.person("Nguyễn Công Hậu"), await office.person("Lê Công Khôi")
    kept = await keeps(office, hau, "câu thứ nhất không rõ nghĩa")
    assert isinstance(kept, ShowUnclear) and kept.kept is not None
    await khoi.says("/dangky")
    for draft in range(1, kept.kept + 3):
        await khoi.forges(PassOn(draft))
        assert "Nút này thuộc tin cũ" in khoi.reads()
    assert await stored(office) == []


@pytest.mark.parametrize(
    ("text", "leads"),
    [("ừ", ShowUnclear()), ("y" * 2000, ShowUnclear()), ("bản TỐI MẬT ở đâu", ShowUnclear())],
)
async def test_what_cannot_be_a_question_is_not_kept_either(office: Office, text: str, leads: ToView) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    assert await keeps(office, hau, text) == leads
    await hau.says("/menu")
    await hau.forges(leads)
    await hau.taps("Chuyển Văn phòng trả lời")
    assert "HỎI VĂN PHÒNG" in hau.reads()


async def test_the_action_itself_refuses_a_marked_text(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    with pytest.raises(Refusal, match=r"words\.marked"):
        await office.database.run(
            lambda tx: actions.ask(tx, load_actor(tx, hau.user_id, chat(hau.user_id)), Topic.OFFICE, "văn bản MẬT")
        )


# --- the plan, help, notices ------------------------------------------------------------------------------------------


async def test_the_plan_is_read_by_sections_and_by_pages(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("xem kế hoạch")
    assert "Số …/KH-KHCN ngày 30/12/2022" in hau.reads()
    assert "17:00 Thứ Ba, 28/02/2023" in hau.reads()
    await hau.taps("II. NỘI DUNG THI ĐUA")
    assert hau.reads().startswith("II. NỘI DUNG THI ĐUA (Kế hoạch, trang 5/10)")
    assert "Danh hiệu Tổ công đoàn xuất sắc, tổ công đoàn vững mạnh." in hau.reads()
    pages = []
    await hau.taps("Mục lục")
    await hau.taps("Phần mở đầu")
    while "Trang sau" in hau.buttons():
        pages.append(hau.reads())
        await hau.taps("Trang sau")
    assert len({*pages, hau.reads()}) == 10
    assert hau.reads().endswith("GIÁM ĐỐC")
    await hau.forges(ShowPlan(1295))
    assert hau.reads().endswith("GIÁM ĐỐC")


async def test_the_plans_file_comes_as_it_was_stored_and_stays_in_the_chat(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("kế hoạch")
    await hau.taps("Tải Kế hoạch")
    sent = hau.screen
    assert sent.attachment is not None and sent.attachment.name == "ke-hoach-thi-dua-2023.txt"
    assert "II. NỘI DUNG THI ĐUA".encode() in sent.attachment.data
    await hau.taps("Xem Kế hoạch")
    assert sent in hau.chat and hau.screen.message_id > sent.message_id


async def test_a_campaign_without_a_plan_says_so(office: Office) -> None:
    campaign = columns(Campaign)
    await office.database.run(lambda tx: tx.execute(sa.update(campaign).values(plan_sha256=None)))
    hau = await office.person("Nguyễn Công Hậu")
    for text in ("kế hoạch", "/thongbao", "/hoidap"):
        await hau.says(text)
        assert "Xem Kế hoạch" not in hau.buttons()
    await hau.says("kế hoạch")
    assert "Văn phòng chưa đưa Kế hoạch lên kênh này." in hau.reads()
    await hau.forges(ShowPlanFile())
    assert hau.screen.attachment is None


async def test_a_plan_that_a_chat_cannot_show_is_offered_as_a_file(office: Office) -> None:
    file = columns(StoredFile)
    await office.database.run(lambda tx: tx.execute(sa.update(file).values(mime="application/pdf", content=b"%PDF-")))
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("kế hoạch")
    assert "Anh/Chị tải tệp để đọc." in hau.reads()
    assert hau.buttons() == ["Tải Kế hoạch", "Trang chính"]
    await hau.taps("Tải Kế hoạch")
    assert hau.screen.attachment is not None and hau.screen.attachment.data == b"%PDF-"


async def test_titles_are_told_before_there_is_any_campaign_by_the_rules_of_the_year(office: Office) -> None:
    await office.database.run(without_campaign)
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.taps("Lao động tiên tiến")
    assert "Luật Thi đua, khen thưởng 2003" in hau.reads()
    assert "Đăng ký danh hiệu này" not in hau.buttons()


async def test_help_names_the_commands_and_whom_to_call(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/trogiup")
    for command in ("/dangky", "/cuatoi", "/hoidap", "/thongbao", "/caidat", "/huy"):
        assert command in hau.reads()
    assert "Cần gấp: Văn phòng Sở, Chị Lâm Hồng Thu, điện thoại 0322 053 587." in hau.reads()
    assert len(hau.reads().splitlines()) <= 10


async def test_notices_are_honestly_empty_until_the_office_announces(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/thongbao")
    assert "chưa nhận thông báo nào" in hau.reads()
    await hau.taps("Xem Kế hoạch")
    assert "KẾ HOẠCH" in hau.reads()


async def test_all_of_it_is_there_in_english(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await office.database.run(lambda tx: tx.execute(sa.text("UPDATE account SET language = 'en'")))
    await hau.says("/hoidap")
    await hau.taps("Grassroots Emulation Fighter")
    assert "at most 15% of those who reach Advanced Worker" in hau.reads()
    await hau.taps("Ask the Office")
    await hau.says("When is the paper due?")
    assert "Passed to the Office" in hau.reads()
