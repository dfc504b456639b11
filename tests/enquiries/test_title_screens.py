"""What a title asks for: every title of every regime, in both languages."""

from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.screens import Screen
from bot.enquiries.targets import RegisterTitle, ShowQuestions, ShowTitle
from bot.enquiries.title_screens import questions, title_info
from bot.phrases.catalogue import LANGUAGES, Phrases
from bot.titles.catalogue import Family, Regime, Title
from bot.titles.loading import load

PHRASES = Phrases(ZoneInfo("Asia/Ho_Chi_Minh"))
CATALOGUE = load()
EVERY = [(regime, title) for regime in CATALOGUE for title in regime.titles()]
A, B = CATALOGUE.regime("A_2003"), CATALOGUE.regime("B2_2025")


def lines(screen: Screen, language: str = "vi") -> list[str]:
    return "\n".join(PHRASES.plain(language, phrase) for phrase in screen.body).splitlines()


def labels(screen: Screen) -> list[str]:
    return [PHRASES.plain("vi", button.label) for row in screen.rows for button in row]


def every_page(regime: Regime, title: Title) -> list[Screen]:
    """The answer, then the pages that its buttons lead to."""
    shown = [title_info(2023, regime, title, 0, may_register=True)]
    while further := [
        button.to.page
        for row in shown[-1].rows
        for button in row
        if isinstance(button.to, ShowTitle) and button.to.page == len(shown)
    ]:
        shown.append(title_info(2023, regime, title, further[0], may_register=True))
    return shown


def test_the_answer_for_cstdcs_under_the_law_of_2003_is_that_of_the_office() -> None:
    shown = title_info(2023, A, A.title("CSTDCS"), 0, may_register=True)
    assert lines(shown) == [
        "<b>CHIẾN SĨ THI ĐUA CƠ SỞ</b> (phong trào năm 2023)",
        "1. Đạt tiêu chuẩn Lao động tiên tiến;",
        "2. Có sáng kiến được cơ sở công nhận, hoặc đề tài nghiên cứu khoa học đã nghiệm thu được áp dụng.",
        "Số lượng: không quá 15% số cá nhân đạt Lao động tiên tiến.",
        "Tỷ lệ cụ thể do tỉnh quy định; tính trên số đạt Lao động tiên tiến cuối năm.",
        "Căn cứ: Luật Thi đua, khen thưởng 2003 (sửa đổi 2013), Điều 23; Nghị định 91/2017/NĐ-CP, Điều 9 khoản 3.",
        "Quy chế của tỉnh (Quyết định 07/2022/QĐ-UBND): Văn phòng chưa đối chiếu.",
    ]
    assert labels(shown) == ["Đăng ký danh hiệu này", "Xem thêm", "Danh hiệu khác", "Hỏi Văn phòng", "Trang chính"]


@pytest.mark.parametrize(("regime", "title"), EVERY, ids=lambda value: value.id)
def test_every_title_is_told_whole_on_pages_of_at_most_ten_lines(regime: Regime, title: Title) -> None:
    shown = every_page(regime, title)
    for language in LANGUAGES:
        told = [line for screen in shown for line in lines(screen, language)]
        assert all(len(lines(screen, language)) <= 10 for screen in shown)
        for said in (*title.standard, title.authority, title.citation, *(note.text for note in title.notes)):
            assert any((said.vi if language == "vi" else said.en) in line for line in told), said.en


@pytest.mark.parametrize(("regime", "title"), EVERY, ids=lambda value: value.id)
def test_whoever_reads_an_answer_is_told_what_is_not_sure_about_it(regime: Regime, title: Title) -> None:
    told = "\n".join(line for screen in every_page(regime, title) for line in lines(screen))
    doubted = [title.certainty, *(source.certainty for source in title.sources)]
    for certainty in doubted:
        if certainty.doubt:
            assert "chưa" in told
    assert (regime.caution.vi in told) == (title.family is Family.STATE)


def test_the_number_under_the_law_of_2022_says_that_its_source_is_not_at_hand() -> None:
    told = lines(title_info(2024, B, B.title("CSTDCS"), 0, may_register=True))
    assert "Quy định hiện hành của UBND tỉnh (" in told[4] and "chưa tìm được" in told[4]


def test_a_title_that_is_not_open_to_this_person_is_told_without_the_button_to_register() -> None:
    shown = title_info(2023, A, A.title("CO_TINH"), 0, may_register=False)
    assert "Đăng ký danh hiệu này" not in labels(shown)
    assert any("khối thi đua" in line for line in lines(shown))


def test_the_button_of_an_answer_registers_that_very_title() -> None:
    for regime, title in EVERY:
        first = title_info(2023, regime, title, 0, may_register=True).rows[0][0]
        assert first.to == RegisterTitle(title.order)


def test_a_page_that_is_not_there_any_more_is_the_last_one() -> None:
    title = A.title("LDTT")
    assert title_info(2023, A, title, 9, may_register=True) == every_page(A, title)[-1]


def test_the_list_shows_every_title_of_a_family_once_and_the_way_to_the_other() -> None:
    both = (Family.STATE, Family.UNION)
    for family, other in (both, both[::-1]):
        shown = questions(2023, A, both, family, has_plan=True)
        opened = [b.to.title for row in shown.rows for b in row if isinstance(b.to, ShowTitle)]
        assert opened == [title.order for title in A.titles(family=family)]
        assert ShowQuestions(other) in [b.to for row in shown.rows for b in row]
        assert all(len(row) == 1 or sum(len(PHRASES.plain("vi", b.label)) for b in row) <= 44 for row in shown.rows)


def test_a_campaign_without_union_titles_has_one_list_and_no_page_beside_it() -> None:
    shown = questions(2024, B, (Family.STATE,), Family.UNION, has_plan=False)
    assert "Danh hiệu Công đoàn" not in labels(shown)
    assert "Lao động tiên tiến" in labels(shown)
    assert "Xem Kế hoạch" not in labels(shown)
