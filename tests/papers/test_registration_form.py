"""The personal registration sheet, read back from the PDF as a person or an archive would."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.issuer import Issuer
from bot.papers.registration_form import Confirming, Filled, FormCampaign, FormQuestion, registration_form
from bot.papers.typesetting import _NOT_DRAWN, HERE, TEMPLATES
from bot.phrases.catalogue import Phrases
from bot.registration.questions import QUESTIONS
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import load

PHRASES = Phrases(ZoneInfo("Asia/Ho_Chi_Minh"))
REGIME = load().regime("A_2003")


def in_vietnamese(phrase: Phrase | Named) -> str:
    return PHRASES.plain("vi", phrase)


def named(*ids: str) -> tuple[Named, ...]:
    return tuple(REGIME.title(id).name for id in ids)


def offered(family: Family) -> tuple[Named, ...]:
    titles = REGIME.titles(subject=Subject.PERSON, family=family, self_register=True)
    return tuple(title.name for title in titles)


ASKED = tuple(FormQuestion(question.heading, question.hint) for question in QUESTIONS)
DEPARTMENT = Issuer("Sở Khoa học và Công nghệ", "UBND tỉnh A", "Tân An")
CAMPAIGN = FormCampaign(
    2023, "…/KH-KHCN", date(2022, 12, 30), offered(Family.STATE), offered(Family.UNION), ASKED, DEPARTMENT
)
LATER = say("paper.form.initiative_later")
HAU = Filled(
    code="TD23-0028",
    version=2,
    sent_at=datetime(2023, 1, 3, 2, 41, tzinfo=UTC),
    full_name="Nguyễn Công Hậu",
    staff_code="TN028",
    position="Chuyên viên",
    unit="Phòng Quản lý Khoa học",
    union_group="Quản lý Khoa học và Công nghệ",
    state=named("LDTT", "CSTDCS"),
    union=named("DVCDXS"),
    answers=(LATER, "Hoàn thành xuất sắc nhiệm vụ; có ít nhất 01 sáng kiến được công nhận."),
    confirming=Confirming.UNIT,
)


def answering(words: str) -> Filled:
    """The same, with other words in answer to the last question."""
    return replace(HAU, answers=(LATER, words))


def pages(filled: Filled | None, campaign: FormCampaign = CAMPAIGN) -> list[str]:
    """The text of each page, its lines joined and spaces made plain."""
    read = PdfReader(io.BytesIO(registration_form(in_vietnamese, campaign, filled)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def test_the_filled_form_is_one_page_that_says_all_that_was_sent() -> None:
    (page,) = pages(HAU)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "PHÒNG QUẢN LÝ KHOA HỌC",
        "Mã số: TD23-0028",
        "Thi đua cá nhân năm 2023",
        "Họ và tên: Nguyễn Công Hậu",
        "Mã CCVC: TN028",
        "Căn cứ Kế hoạch ngày 30 tháng 12 năm 2022 của",
        "Danh hiệu Nhà nước: Lao động tiên tiến; Chiến sĩ thi đua cơ sở",
        "Danh hiệu Công đoàn: Đoàn viên công đoàn xuất sắc",
        "Tên sáng kiến, đề tài sẽ bổ sung sau.",
        "Hoàn thành xuất sắc nhiệm vụ; có ít nhất 01 sáng kiến được công nhận.",
        "gửi lúc 09:41 ngày 03/01/2023, mã số TD23-0028, bản 2",
        "Bản giấy có chữ ký là bản chính thức",
    ):
        assert said in page


def test_the_blank_form_is_one_page_with_every_title_that_a_person_may_register() -> None:
    (page,) = pages(None)
    for title in (*CAMPAIGN.state, *CAMPAIGN.union):
        assert title.vi in page
    assert "Họ và tên: ....." in page
    assert "TD23" not in page


def test_a_campaign_without_union_titles_has_no_union_column_and_no_union_signature() -> None:
    (page,) = pages(None, replace(CAMPAIGN, union=()))
    assert "Danh hiệu Công đoàn" not in page
    assert "CÔNG ĐOÀN" not in page
    assert "LÃNH ĐẠO ĐƠN VỊ" in page


def test_the_basis_stands_without_the_plan_while_its_number_is_not_known() -> None:
    (page,) = pages(HAU, replace(CAMPAIGN, plan_number=None, plan_date=None))
    assert "Kế hoạch số" not in page
    assert "Hưởng ứng phong trào thi đua năm 2023" in page


@pytest.mark.parametrize(
    ("filled", "signs", "does_not"),
    [
        (HAU, ["CÔNG ĐOÀN", "LÃNH ĐẠO ĐƠN VỊ", "NGƯỜI ĐĂNG KÝ"], "LÃNH ĐẠO SỞ"),
        (replace(HAU, union=()), ["LÃNH ĐẠO ĐƠN VỊ", "NGƯỜI ĐĂNG KÝ"], "XÁC NHẬN CỦA CÔNG ĐOÀN"),
        (replace(HAU, confirming=Confirming.DEPARTMENT), ["CÔNG ĐOÀN", "LÃNH ĐẠO SỞ"], "LÃNH ĐẠO ĐƠN VỊ"),
        (replace(HAU, state=()), ["CÔNG ĐOÀN", "NGƯỜI ĐĂNG KÝ"], "LÃNH ĐẠO"),
        (replace(HAU, union=(), confirming=Confirming.NOBODY), ["NGƯỜI ĐĂNG KÝ"], "XÁC NHẬN CỦA"),
    ],
)
def test_room_is_left_for_exactly_those_who_sign(filled: Filled, signs: list[str], does_not: str) -> None:
    (page,) = pages(filled)
    assert all(office in page for office in signs)
    assert does_not not in page


def test_what_somebody_wrote_is_text_and_never_markup() -> None:
    (page,) = pages(answering('#panic("x") *đậm* $x$ \\ [a] = b\nDòng hai <c> @d'))
    assert '#panic("x") *đậm* $x$ \\ [a] = b Dòng hai <c> @d' in page


def test_a_letter_that_no_font_of_ours_draws_leaves_a_box_and_not_a_failure() -> None:
    (page,) = pages(answering("Quyết tâm 👍🏽 hoàn thành 任务"))
    assert "Quyết tâm □ hoàn thành □" in page


def test_every_letter_that_is_let_through_can_be_drawn_in_every_style() -> None:
    drawn = "".join(chr(code) for code in range(0x20, 0x3000) if not _NOT_DRAWN.match(chr(code)))
    assert len(drawn) > 900 and "ữ" in drawn and "₫" in drawn
    registration_form(in_vietnamese, CAMPAIGN, replace(answering(drawn), full_name=drawn))


def test_the_typesetter_is_not_loaded_before_the_first_paper() -> None:
    code = "import sys, bot.papers.registration_form; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=HERE.parent.parent, check=False).returncode == 0


def test_signatures_never_stand_on_a_page_of_their_own() -> None:
    for lines in range(1, 40):
        read = pages(answering("\n".join(f"Việc {n}" for n in range(lines))))
        last = read[-1]
        assert ("NGƯỜI ĐĂNG KÝ" in last) and ("Tôi cam kết" in last)


def test_the_number_of_a_page_stands_from_the_second_on() -> None:
    first, second = pages(answering("\n".join(f"Việc {n}" for n in range(40))))
    assert first.startswith("SỞ KHOA HỌC") and second.startswith("2 ")


def test_the_same_answer_gives_the_same_bytes_so_that_the_store_keeps_one_file() -> None:
    assert registration_form(in_vietnamese, CAMPAIGN, HAU) == registration_form(in_vietnamese, CAMPAIGN, HAU)
    assert registration_form(in_vietnamese, CAMPAIGN) == registration_form(in_vietnamese, CAMPAIGN)


def test_the_file_can_be_archived_and_read_aloud_and_carries_its_fonts() -> None:
    read = PdfReader(io.BytesIO(registration_form(in_vietnamese, CAMPAIGN, HAU)))
    assert read.metadata is not None and read.metadata.title == "Bản đăng ký thi đua cá nhân năm 2023"
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    page: Any = read.pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
    }
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


def test_no_sentence_for_people_is_written_in_a_template() -> None:
    for template in TEMPLATES.glob("*.typ"):
        code = [line.split("//")[0] for line in template.read_text().splitlines()]
        assert all(line.isascii() for line in code), template.name
