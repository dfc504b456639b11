"""The tracking table of a notice, read back from the PDF and the workbook: whatever became of it, the sums agree."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pypdf import PdfReader

from bot.dialogue.screens import Named, Phrase, say
from bot.ledger.letter import Reason, State
from bot.notices.records import Notice, NoticeState
from bot.notices.rules import Place
from bot.notices.tracking import papers as tracking
from bot.notices.tracking.deliveries import Delivery
from bot.notices.tracking.rules import DeliveryState
from bot.papers.issuer import Issuer, Signing
from bot.papers.tracking.table import Tracking, facts, tracking_pdf
from bot.papers.tracking.workbook import tracking_workbook
from bot.phrases.catalogue import Phrases

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PHRASES = Phrases(ZONE)
NOW = datetime(2023, 1, 3, 2, 30, tzinfo=UTC)
VALUES = {Place.DEADLINE: say("notice.deadline", at=datetime(2023, 2, 28, 10, tzinfo=UTC))}
UNITS = (
    "Phòng Quản lý Khoa học",
    "Phòng Kỹ thuật Tiêu chuẩn - Đo lường - Chất lượng và Dịch vụ công trực thuộc Trung tâm Khoa học và Công nghệ tỉnh",
    "Văn phòng Sở",
)


def in_vietnamese(phrase: Phrase | Named) -> str:
    return PHRASES.plain("vi", phrase)


def notice(announced: int, **other: Any) -> Notice:
    values: dict[str, Any] = dict.fromkeys(Notice.__dataclass_fields__) | {
        "id": 1,
        "state": NoticeState.FINISHED,
        "words": "Kính gửi các đồng chí\nHọp giao ban tuần",
        "number": "15/TB-VP",
        "dated": NOW.date(),
        "due_at": NOW - timedelta(hours=1),
        "version": 1,
        "announced": announced,
        "files": (),
    }
    return Notice(**(values | other))


def line(number: int, state: State = State.SENT, reason: Reason | None = None, **other: Any) -> Delivery:
    values: dict[str, Any] = {
        "person_id": number,
        "full_name": f"Nguyễn Văn Người {number}",
        "unit_id": number % 3,
        "unit_name": UNITS[number % 3],
        "letter_state": state,
        "reason": reason,
        "attempts": 1,
        "at": NOW,
        "known_at": None,
        "told_at": None,
        "told_by": None,
        "told_by_name": None,
        "left": False,
        "late": False,
    }
    return Delivery(**(values | other))


def table(lines: list[Delivery], **other: Any) -> Tracking:
    announced = sum(not one.late for one in lines)
    return tracking.table(notice(announced, **other), lines, say("audience.everybody"), VALUES, NOW, ZONE)


def pages(made: Tracking) -> list[str]:
    read = PdfReader(io.BytesIO(tracking_pdf(in_vietnamese, made)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


ENDS = st.sampled_from(
    [
        (State.SENT, None),
        (State.PLANNED, None),
        (State.BLOCKED, Reason.NOT_LINKED),
        (State.BLOCKED, Reason.BLOCKED),
        (State.FAILED, Reason.CONTENT),
        (State.MISSED, Reason.TOO_LATE),
        (State.UNKNOWN, Reason.NO_ANSWER),
        (State.CANCELLED, Reason.WITHDRAWN),
        (State.CANCELLED, Reason.LEFT),
        (State.RECALLED, None),
    ]
)
MAYBE = st.sampled_from([None, NOW])


@st.composite
def ledgers(draw: st.DrawFn) -> list[Delivery]:
    made = []
    for number in range(draw(st.integers(0, 30))):
        state, reason = draw(ENDS)
        unit = draw(st.sampled_from([None, 0, 1, 2]))
        told = draw(MAYBE)
        others = {"unit_id": unit, "unit_name": "" if unit is None else UNITS[unit], "known_at": draw(MAYBE)}
        told_by = {"told_at": told, "told_by": told and 1, "told_by_name": told and "Phạm Quốc Hiếu"}
        made.append(line(number, state, reason, late=draw(st.booleans()), **others, **told_by))
    return made


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_units_results_and_lines_add_up_to_what_was_announced_and_who_joined(lines: list[Delivery]) -> None:
    made = table(lines)
    assert made.announced + made.late == len(lines)
    assert made.total == len(lines) == sum(len(unit.lines) for unit in made.units)
    given_ = facts(in_vietnamese, made)
    assert sum(int(count) for _result, count in given_["totals"]) == int(given_["total"][1]) == len(lines)
    numbers = [row[0] for unit in given_["units"] for row in unit["lines"]]
    assert numbers == [str(number) for number in range(1, len(lines) + 1)]
    book = load_workbook(io.BytesIO(tracking_workbook(in_vietnamese, made)))
    people, sums = book.worksheets
    results = [row[2] for row in people.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert len(results) == len(lines)
    rows = list(sums.iter_rows(values_only=True))
    by_result = {row[0]: row[1] for row in rows[: len(made.totals)]}
    assert by_result == {result: results.count(result) for result in results}
    assert rows[len(made.totals)][1] == len(lines)
    by_unit = rows[len(made.totals) + 3 :]
    assert [sum(row[place] for row in by_unit) for place in (1, 2, 3, 4)] == [
        len(lines),
        sum(one.state is DeliveryState.SENT for one in lines),
        sum(one.known_at is not None for one in lines),
        sum(one.told_at is not None for one in lines),
    ]


def department() -> list[Delivery]:
    """93 people, of units whose names are long, and some of every result."""
    lines = [line(number, known_at=NOW if number % 2 else None) for number in range(76)]
    told = {"told_at": NOW, "told_by": 1, "told_by_name": "Phạm Quốc Hiếu"}
    lines += [line(number, State.BLOCKED, Reason.NOT_LINKED, **told) for number in range(76, 89)]
    lines += [line(number, State.BLOCKED, Reason.BLOCKED) for number in range(89, 92)]
    return [*lines, line(92, State.UNKNOWN, Reason.NO_ANSWER), line(93, late=True)]


def test_the_paper_says_of_what_it_is_and_repeats_its_columns_on_every_page() -> None:
    made = table(sorted(department(), key=lambda one: one.unit_id or 0))
    chief = Signing(say("signing.tl", stands_for="GIÁM ĐỐC", office="CHÁNH VĂN PHÒNG"), "Lâm Hồng Thu")
    made = replace(made, issuer=Issuer("Sở Khoa học và Công nghệ", "UBND tỉnh A", "Tân An"), chief=chief)
    found = pages(made)
    assert "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG" in found[-1] and "Lâm Hồng Thu" in found[-1]
    assert 4 <= len(found) <= 7
    for said in (
        "UBND TỈNH A",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "BẢNG THEO DÕI",
        "Thông báo: Họp giao ban tuần",
        "(Văn bản số 15/TB-VP ngày 03/01/2023)",
        "Gửi lúc 08:30 Thứ Ba, 03/01/2023",
        "Người nhận: toàn Sở",
        "Số liệu lúc 09:30 ngày 03/01/2023",
    ):
        assert said in found[0], said
    for place, page in enumerate(found, 1):
        assert page.startswith(f"{place} ") is (place > 1) and "Trang" not in page
        if "Nguyễn Văn" in page:
            assert "TT Họ và tên Kết quả gửi" in page
            assert any(unit in page for unit in UNITS), "whose people they are stands on every page"
    everything = " ".join(found)
    assert everything.count("Nguyễn Văn Người") == 94
    # A unit that goes on over the page is named again, and not counted again.
    assert sum(page.count(unit) for page in found for unit in UNITS) > len(made.units)
    assert len(re.findall(r"Cộng \d+ người:", everything)) == len(made.units)
    for said in (
        "Phạm Quốc Hiếu, 09:30 03/01/2023",
        "Tổng cộng (danh sách người nhận: 93; vào sau: 1) 94",
        "vào sau khi gửi",
        "Chưa rõ kết quả 1",
        "Đã nắm thông tin: 38 người. Đã báo trực tiếp: 13 người.",
    ):
        assert said in everything, said
    assert "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG" in found[-1] and "NGƯỜI LẬP BẢNG" in found[-1]
    assert "Tổng cộng" in found[-1], "signatures never stand on a page of their own"


def test_a_notice_that_is_still_going_out_or_was_put_right_says_so() -> None:
    page = pages(table([line(1), line(2, State.PLANNED)], version=3))[0]
    assert "Đang gửi, số liệu lúc 09:30 ngày 03/01/2023" in page
    assert "Đã đính chính 2 lần" in page


def test_a_notice_that_was_taken_back_says_when_and_of_whom() -> None:
    made = table([line(1, State.RECALLED), line(2)], recalled_at=NOW)
    page = pages(made)[0]
    assert "Đã thu hồi lúc 09:30 Thứ Ba, 03/01/2023" in page
    assert [(in_vietnamese(result), count) for result, count in made.totals] == [
        ("Đã gửi", 1),
        ("Đã gửi, sau đó thu hồi", 1),
    ]


def test_the_title_says_by_when() -> None:
    (page,) = pages(table([line(1)], words="Kính gửi {họ tên}\nĐăng ký trước {hạn}.\nTrân trọng"))
    assert "Thông báo: Đăng ký trước 17:00 Thứ Ba, 28/02/2023." in page


@pytest.mark.parametrize(
    ("state", "reason", "attempts", "timed"),
    [
        (State.SENT, None, 1, True),
        (State.RECALLED, None, 1, True),
        (State.UNKNOWN, Reason.NO_ANSWER, 1, True),
        (State.BLOCKED, Reason.BLOCKED, 1, True),
        (State.BLOCKED, Reason.BLOCKED, 0, False),
        (State.BLOCKED, Reason.NOT_LINKED, 0, False),
        (State.BLOCKED, Reason.NOT_LINKED, 1, False),
        (State.FAILED, Reason.CONTENT, 1, True),
        (State.MISSED, Reason.TOO_LATE, 0, False),
        (State.PLANNED, None, 1, False),
        (State.CANCELLED, Reason.WITHDRAWN, 0, True),
        (State.CANCELLED, Reason.LEFT, 0, False),
    ],
)
def test_a_time_stands_where_something_happened(
    state: State, reason: Reason | None, attempts: int, timed: bool
) -> None:
    made = table([line(1, state, reason, attempts=attempts)])
    ((row,),) = [unit["lines"] for unit in facts(in_vietnamese, made)["units"]]
    assert row[3] == ("09:30 03/01/2023" if timed else "")
    sheet = load_workbook(io.BytesIO(tracking_workbook(in_vietnamese, made))).worksheets[0]
    (cells,) = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert (cells[3] is not None) is timed


def test_a_notice_without_a_document_names_none() -> None:
    assert "Văn bản số" not in pages(table([line(1)], number=None))[0]


def test_what_looks_like_a_formula_stays_text() -> None:
    names = ["=1+1", "+84", "-x", "@y"]
    made = table([line(number, full_name=name) for number, name in enumerate(names)])
    sheet = load_workbook(io.BytesIO(tracking_workbook(in_vietnamese, made))).worksheets[0]
    found = [row[1] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert sorted(cell.value for cell in found) == sorted(names)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


def test_times_are_times_of_the_office_and_columns_are_repeated_when_it_is_printed() -> None:
    sheet = load_workbook(io.BytesIO(tracking_workbook(in_vietnamese, table([line(1)])))).worksheets[0]
    (row,) = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert row[3] == datetime(2023, 1, 3, 9, 30)
    assert sheet.print_title_rows and sheet.freeze_panes


def test_the_same_facts_give_the_same_paper() -> None:
    made = table(department())
    assert tracking_pdf(in_vietnamese, made) == tracking_pdf(in_vietnamese, made)
