"""The plan of 2023, as somebody reads it on a phone."""

import re
from pathlib import Path

from bot.enquiries.plan import COMFORTABLE, Page, pages, sections
from bot.playground.sample import DATA

PLAN = Path(DATA / "ke-hoach-thi-dua-2023.txt").read_bytes()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_the_plan_of_2023_is_read_in_its_four_sections_and_an_opening() -> None:
    read = pages(PLAN)
    assert list(sections(read)) == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG THI ĐUA",
        "III. GIẢI PHÁP THỰC HIỆN",
        "IV. TỔ CHỨC THỰC HIỆN",
    ]
    assert read[0].section is None and "Căn cứ Luật thi đua, khen thưởng." in read[0].text
    assert read[-1].text.endswith("GIÁM ĐỐC")
    assert [page.section for page in read] == sorted((page.section for page in read), key=lambda s: s or "")


def test_no_word_of_the_plan_is_lost_and_none_is_added() -> None:
    read = pages(PLAN)
    shown = []
    for place, page in enumerate(read):
        if page.section and sections(read)[page.section] == place:
            shown += words(page.section)
        shown += words(page.text)
    assert shown == words(PLAN.decode().replace("**", ""))


def test_every_page_is_comfortable_and_free_of_asterisks() -> None:
    for page in pages(PLAN):
        assert 0 < len(page.text) <= COMFORTABLE
        assert "**" not in page.text


def test_a_paragraph_that_the_end_of_a_page_had_cut_is_whole_again() -> None:
    text = "\n".join(page.text for page in pages(PLAN))
    assert "tạo sự lan tỏa trong phong trào thi đua yêu nước của Sở; kịp thời" in text
    assert "Chỉ thị số 04/CT-UBND ngày 11/01/2021 của UBND tỉnh" in text


def test_a_list_a_heading_and_a_new_sentence_are_not_taken_for_the_rest_of_a_line() -> None:
    (page,) = pages("Danh hiệu\n- một\n1. Mục đích\nhai\n2. Yêu cầu\nBa".encode())
    assert page.text.split("\n\n") == ["Danh hiệu", "- một", "1. Mục đích", "hai", "2. Yêu cầu", "Ba"]


def test_a_heading_goes_over_to_the_page_of_what_it_heads() -> None:
    first, second = pages(f"{'a' * 700}.\n\n1. Mục đích\n\n{'b' * 700}.".encode())
    assert "Mục đích" not in first.text
    assert second.text.startswith("1. Mục đích")


def test_a_paragraph_too_long_for_a_page_is_parted_after_a_clause_or_a_word_or_where_it_must() -> None:
    clauses, spaced, solid = "một hai ba; " * 200, "một " * 700, "ô" * 3000
    for text, ends in ((clauses, ";"), (spaced, "t"), (solid, "ô")):
        read = pages(text.encode())
        assert len(read) > 1
        assert all(len(page.text) <= COMFORTABLE and page.text[-1] == ends for page in read)
        assert "".join(words("".join(f"{page.text} " for page in read))) == "".join(words(text))


def test_text_from_other_machines_is_read_too() -> None:
    decomposed = "\ufeffI. MU\u0323C ĐÍCH\r\n\r\nMo\u0302\u0323t".encode()
    assert pages(decomposed) == (Page("I. MỤC ĐÍCH", "Một"),)
    assert pages(b"") == ()
    assert pages(b"\xff\xfe khong phai UTF-8") != ()
