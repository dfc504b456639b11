"""Rosters as offices lay them out: the right people, and nobody who is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.people.records import Gender, StaffKind
from bot.people.roster import importing
from bot.people.roster.entries import PersonEntry
from bot.people.roster.importing import RosterPlan
from bot.people.roster.snapshot import PersonRow, Snapshot
from bot.phrases.catalogue import Phrases
from bot.settings import OFFICE_ZONE
from bot.workbooks import reading as workbook
from tests.people.sheets import book, remarked, warned, why

TODAY = date(2025, 3, 3)


def plan(*rows: Any, merged: tuple[str, ...] = (), stored: Snapshot | None = None, name: str = "DS") -> RosterPlan:
    reading = importing.parse(book((name, rows), merged=merged), "danh-sach.xlsx", TODAY)
    return importing.plan(reading, stored or Snapshot(), TODAY)


def people(planned: RosterPlan) -> dict[str, PersonEntry]:
    return dict(planned.changes.taken)


def said(planned: RosterPlan, *columns: str) -> dict[str, tuple[Any, ...]]:
    return {code: tuple(getattr(entry, column) for column in columns) for code, entry in people(planned).items()}


HEAD = ("STT", "Mã CCVC", "Họ và tên", "Đơn vị")


@pytest.mark.parametrize("above", [[], [("SỞ KHOA HỌC",), ("DANH SÁCH NĂM 2024",)], [("Tây Ninh, ngày 3/3/2025",)]])
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("over", "he", "she"), [("Năm sinh", 1985, 1990), ("Ngày sinh", date(1985, 3, 4), "8/7/1990")])
def test_births_by_sex_say_sex_and_birth(above: list[Any], merged: bool, over: str, he: Any, she: Any) -> None:
    top = len(above) + 1
    spans = (f"D{top}:E{top}", f"A{top}:A{top + 1}", f"B{top}:B{top + 1}") if merged else ()
    planned = plan(
        *above,
        (*HEAD[:3], over, None, "Chức vụ", "Đơn vị"),
        (None, None, None, "Nam", "Nữ", None, None),
        (1, "NV01", "Đoàn Văn Thử", he, None, "Chuyên viên", "Phòng Hành chính"),
        (2, "NV02", "Vi Thị Mẫu", None, she, "Chuyên viên", "Phòng Hành chính"),
        merged=spans,
    )
    assert said(planned, "gender", "birth_year") == {"NV01": (Gender.MALE, 1985), "NV02": (Gender.FEMALE, 1990)}
    assert (planned.report.rejected, planned.report.remarks, planned.report.passed_over) == ((), (), ())


def test_a_header_of_three_rows_under_a_title_and_its_sub_columns() -> None:
    planned = plan(
        ("DANH SÁCH CÔNG CHỨC",),
        ("STT", "Mã CCVC", "Họ và tên", "Thông tin chung", None, None, "Công đoàn", None),
        (None, None, None, "Năm sinh", None, "Đơn vị", "Đoàn viên", "Tổ"),
        (None, None, None, "Nam", "Nữ", None, None, None),
        (1, 2, 3, 4, 5, 6, 7, 8),
        (1, "NV01", "Đoàn Văn Thử", 1985, None, "Phòng Hành chính", "x", "Tổ 1"),
        merged=("D2:F2", "G2:H2", "D3:E3", "A2:A4"),
    )
    assert said(planned, "unit", "gender", "union_group") == {"NV01": ("Phòng Hành chính", Gender.MALE, "Tổ 1")}
    assert planned.report.passed_over == ()


def test_births_by_sex_may_have_a_heading_each() -> None:
    planned = plan(
        (*HEAD, "Năm sinh (Nam)", "Năm sinh (Nữ)"),
        (1, "A1", "Đoàn Văn Thử", "VP", 1985, None),
        (2, "A2", "Vi Thị Mẫu", "VP", None, 1990),
    )
    assert said(planned, "gender", "birth_year") == {"A1": (Gender.MALE, 1985), "A2": (Gender.FEMALE, 1990)}


def test_a_column_of_marks_for_women_says_who_is_one() -> None:
    planned = plan((*HEAD, "Nữ"), (1, "A1", "Vi Thị Mẫu", "VP", "x"), (2, "A2", "Đoàn Văn Thử", "VP", None))
    assert said(planned, "gender") == {"A1": (Gender.FEMALE,), "A2": (None,)}
    assert "gender" not in people(planned)["A2"].said


@pytest.mark.parametrize(
    "header",
    [
        ((*HEAD, "Nam", "Nữ"),),
        ((*HEAD, "NAM", "NU"),),
        ((*HEAD, "Giới tính", None), (None, None, None, None, "Nam", "Nữ")),
    ],
    ids=["alone", "without marks", "below"],
)
def test_a_column_for_each_sex_says_who_is_which_and_never_a_year(header: tuple[Any, ...]) -> None:
    planned = plan(*header, (1, "A1", "Đoàn Văn Thử", "VP", "x", None), (2, "A2", "Vi Thị Mẫu", "VP", None, "x"))
    assert said(planned, "gender", "birth_year") == {"A1": (Gender.MALE, None), "A2": (Gender.FEMALE, None)}


def test_a_header_said_again_after_a_page_break_is_no_person() -> None:
    planned = plan(
        HEAD,
        (1, "A1", "Vi Thị Mẫu", "VP"),
        HEAD,
        (2, "A2", "Đoàn Văn Thử", "VP"),
        ("STT", "Họ và tên", "Mã CCVC", "Đơn vị"),
        (3, "Lò Thị Mỹ", "A3", "VP"),
    )
    assert said(planned, "full_name") == {"A1": ("Vi Thị Mẫu",), "A2": ("Đoàn Văn Thử",), "A3": ("Lò Thị Mỹ",)}
    assert planned.report.rejected == ()


def test_a_header_of_two_rows_said_twice_at_once_is_one() -> None:
    header = ((*HEAD, "Công đoàn", None), (None, None, None, None, "Đoàn viên", "Tổ"))
    merged = ("E1:F1", "E3:F3", *(f"{column}{top}:{column}{top + 1}" for column in "ABCD" for top in (1, 3)))
    planned = plan(*header, *header, (1, "A1", "Vi Thị Mẫu", "VP", "x", "Tổ 1"), merged=merged)
    assert said(planned, "union_group") == {"A1": ("Tổ 1",)}


def test_units_may_head_their_people() -> None:
    planned = plan(
        ("STT", "Mã CCVC", "Họ và tên", "Chức vụ"),
        ("A", "KHỐI VĂN PHÒNG SỞ", None, None),
        ("I", "Phòng Hành chính (02 người)", None, None),
        (1, "A1", "Vi Thị Mẫu", "Trưởng phòng"),
        (2, "A2", "Bàn Văn Tổ", "Chuyên viên"),
        ("II. Phòng Kế hoạch", None, None, None),
        (1, "A3", "Lò Thị Mỹ", "Trưởng phòng"),
        ("B. CHI CỤC ĐO LƯỜNG", None, None, None),
        ("I", None, "Phòng Hành chính", None),
        (1, "A4", "Tô Văn Ban", "Trưởng phòng"),
        (None, "Tổng cộng: 4 người", None, None),
        (None, "NGƯỜI LẬP BIỂU", None, "GIÁM ĐỐC"),
        merged=("A6:D6",),
    )
    assert said(planned, "unit") == {
        "A1": ("Phòng Hành chính (KHỐI VĂN PHÒNG SỞ)",),
        "A2": ("Phòng Hành chính (KHỐI VĂN PHÒNG SỞ)",),
        "A3": ("Phòng Kế hoạch",),
        "A4": ("Phòng Hành chính (CHI CỤC ĐO LƯỜNG)",),
    }
    new = planned.changes.units.new
    parents = {unit["name"]: new[unit["parent_id"]]["name"] for unit in new.values() if unit["parent_id"]}
    assert parents == {"Phòng Hành chính (CHI CỤC ĐO LƯỜNG)": "CHI CỤC ĐO LƯỜNG"}, "a group of units is none"
    (headings,) = (phrase for phrase in planned.report.understood if phrase.key == "import.read.headings")
    assert [one.values["row"] for one in headings.values["headings"]] == [2, 3, 6, 8, 9]


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        (("1", "Phòng Hành chính", None, None), "Phòng Hành chính"),
        ((1, None, "Phòng Hành chính", None), "Phòng Hành chính"),
        (("II/ Phòng Hành chính", None, None, None), "Phòng Hành chính"),
        (("2.1. Phòng Hành chính: 5 người", None, None, None), "Phòng Hành chính"),
        ((None, None, "* Phòng Hành chính:", None), "Phòng Hành chính"),
        (("Đơn vị: Phòng Hành chính", None, None, None), "Phòng Hành chính"),
        (("Tài chính - Kế toán", None, None, None), "Tài chính - Kế toán"),
        (("III", "Tài chính, Kế toán", None, 5), "Tài chính, Kế toán"),
    ],
)
def test_a_heading_names_the_unit_however_it_is_numbered(row: tuple[Any, ...], unit: str) -> None:
    planned = plan(("STT", "Mã CCVC", "Họ và tên", "Chức vụ"), row, (1, "A1", "Vi Thị Mẫu", "Chuyên viên"))
    assert said(planned, "unit") == {"A1": (unit,)}


@pytest.mark.parametrize(
    ("cell", "number", "remark"),
    [
        ("0912.000.001", "+84912000001", None),
        ("+84 912 000 001", "+84912000001", None),
        (912000001, "+84912000001", None),
        (912000001.0, "+84912000001", None),
        ("ĐT: 0912000001", "+84912000001", None),
        ("0912000001 - 0987000001", "+84912000001", "roster.remark.phone"),
        ("0912 000 001\n0987000001", "+84912000001", "roster.remark.phone"),
        ("0276 3822010; 0912000001", "+84912000001", "roster.remark.phone"),
        ("0912000001 (Zalo)", "+84912000001", "roster.remark.phone"),
        ("02763.822.005", None, "roster.reject.phone"),
        ("không có", None, None),
        ("chưa rõ", None, "roster.reject.phone"),
    ],
)
def test_a_phone_never_costs_a_person(cell: Any, number: str | None, remark: str | None) -> None:
    planned = plan((*HEAD, "Điện thoại"), (1, "A1", "Vi Thị Mẫu", "VP", cell))
    assert said(planned, "phone") == {"A1": (number,)}
    assert remarked(planned.report) == ({2: [("Điện thoại", remark)]} if remark else {})


@pytest.mark.parametrize(
    ("cell", "day", "remark"),
    [
        ("8/2015", date(2015, 8, 1), "workbook.remark.month"),
        ("08.2015", date(2015, 8, 1), "workbook.remark.month"),
        ("tháng 8/2015", date(2015, 8, 1), "workbook.remark.month"),
        ("tháng 8 năm 2015", date(2015, 8, 1), "workbook.remark.month"),
        ("T8/2015", date(2015, 8, 1), "workbook.remark.month"),
        ("2015", date(2015, 1, 1), "workbook.remark.year"),
        (2015, date(2015, 1, 1), "workbook.remark.year"),
        ("Năm 2015", date(2015, 1, 1), "workbook.remark.year"),
        ("01.8.2015", date(2015, 8, 1), None),
        ("01/8/15", date(2015, 8, 1), None),
        ("từ ngày 01/8/2015", date(2015, 8, 1), None),
        (42217, date(2015, 8, 1), None),
        ("42217", date(2015, 8, 1), None),
        ("15-Aug-15", date(2015, 8, 15), None),
        ("01/8/2015 (HĐ: 2013)", date(2015, 8, 1), "workbook.remark.day"),
        ("HĐ 01/8/2015", date(2015, 8, 1), "workbook.remark.day"),
        ("29/02/2015", None, "workbook.reject.date"),
        ("lâu rồi", None, "workbook.reject.date"),
        ("01/8/1901", None, "workbook.reject.date_range"),
    ],
)
def test_a_day_is_taken_as_precisely_as_it_is_written(cell: Any, day: date | None, remark: str | None) -> None:
    planned = plan((*HEAD, "Ngày vào cơ quan"), (1, "A1", "Vi Thị Mẫu", "VP", cell))
    assert said(planned, "joined_on") == {"A1": (day,)}
    assert remarked(planned.report) == ({2: [("Ngày vào cơ quan", remark)]} if remark else {})
    assert ("joined_on" in people(planned)["A1"].said) is (day is not None)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("=1+1", "workbook.reject.formula"),
        ("+1+cmd", "roster.reject.name"),
        ("@SUM(1)", "roster.reject.name"),
        ("-1+1", "roster.reject.name"),
        ("- cmd|' /C calc'!A0", "roster.reject.name"),
        ("123", "roster.reject.name"),
        ("Họ và tên", "roster.reject.heading"),
    ],
)
def test_what_is_no_name_is_no_person(name: str, reason: str) -> None:
    planned = plan(HEAD, (1, "A1", name, "VP"), (2, "A2", "- Vi Thị Mẫu", "VP"))
    assert said(planned, "full_name") == {"A2": ("Vi Thị Mẫu",)}
    assert why(planned.report) == {2: [("Họ và tên", reason)]}


def _stored(code: str, name: str) -> Snapshot:
    return Snapshot(people=[PersonRow(1, code, name, name.lower(), None, StaffKind.WORKER, None, None, None, 1)])


@pytest.mark.parametrize("written", ["H’Lan Niê Thử", "HʼLan Niê Thử", "H' Lan Niê Thử", "H‘Lan  Niê Thử"])
def test_another_apostrophe_is_no_other_name(written: str) -> None:
    planned = plan(HEAD, (1, "A1", written, "VP"), stored=_stored("A1", "H'Lan Niê Thử"))
    assert planned.report.rejected == ()
    assert "full_name" not in planned.changes.person_changes.get(1, {})


@pytest.mark.parametrize("written", ["Y-Dũng Ayun", "Y – Dũng Ayun", "Y Dũng Ayun"])
def test_a_name_is_compared_by_its_letters(written: str) -> None:
    planned = plan(HEAD, (1, "A1", written, "VP"), stored=_stored("A1", "Y - Dũng Ayun"))
    assert planned.report.rejected == ()


@pytest.mark.parametrize(("known", "written"), [("123", "00123"), ("00123", 123), ("00123", "’00123")])
def test_zeros_and_apostrophes_before_a_code_make_no_second_person(known: str, written: Any) -> None:
    planned = plan(HEAD, (1, written, "Vi Thị Mẫu", "VP"), stored=_stored(known, "Vi Thị Mẫu"))
    assert list(people(planned)) == [known]
    assert (planned.changes.new_people, planned.report.absent) == ({}, ())
    other = plan(HEAD, (1, 123, "Lò Thị Mỹ", "VP"), stored=_stored("00123", "Vi Thị Mẫu"))
    assert why(other.report) == {2: [("Mã CCVC", "roster.reject.other_person")]}
    twice = plan(HEAD, (1, 123, "Vi Thị Mẫu", "VP"), (2, "00123", "Vi Thị Mẫu", "VP"))
    assert why(twice.report) == {3: [("Mã CCVC", "roster.reject.code_twice")]}


def test_two_of_one_name_in_one_unit_are_told_apart() -> None:
    planned = plan(
        (*HEAD, "Năm sinh"),
        (1, "A1", "Vi Thị Mẫu", "VP", 1985),
        (2, "A2", "VI THỊ MẪU", "VP", None),
        (3, "A3", "Vi Thị Mẫu", "KH", 1990),
    )
    values = warned(planned.report)["roster.warn.namesakes"]
    assert [phrase.values for phrase in values["people"]] == [
        {"name": "Vi Thị Mẫu", "code": "A1", "year": 1985},
        {"name": "VI THỊ MẪU", "code": "A2"},
    ]


def test_hidden_rows_are_taken_and_named() -> None:
    sheet = workbook.Sheet(
        "DS",
        (
            workbook.Row(1, HEAD),
            workbook.Row(2, (1, "A1", "Vi Thị Mẫu", "VP")),
            workbook.Row(3, (2, "A2", "Lò Thị Mỹ", "VP"), hidden=True),
        ),
        (),
    )
    report = importing.plan(importing.understand([sheet], TODAY), Snapshot(), TODAY).report
    assert report.rows.added == 2
    assert [phrase.values for phrase in warned(report)["import.warn.hidden"]["rows"]] == [{"sheet": "DS", "rows": "3"}]


def test_a_dry_run_says_how_the_table_was_read() -> None:
    planned = plan(
        ("STT", "Mã CCVC", "Họ và tên", "Năm sinh", None, "Ghi chú"),
        (None, None, None, "Nam", "Nữ", None),
        ("I", "Phòng Hành chính", None, None, None, None),
        (1, "A1", "Vi Thị Mẫu", None, 1990, None),
        ("Tổng cộng: 1 người",),
    )
    phrases = Phrases(OFFICE_ZONE)
    lines = [phrases.plain("vi", phrase) for phrase in replace(planned.report, dry_run=True).phrases()]
    assert lines[:5] == [
        "Chạy thử: chưa ghi gì vào dữ liệu.",
        "DS: tiêu đề ở dòng 1-2. Các cột: «STT» → STT; «Mã CCVC» → Mã CCVC; «Họ và tên» → Họ và tên; "
        "«Năm sinh Nam» → Giới tính nam; «Năm sinh Nữ» → Giới tính nữ",
        "Cột không dùng: Ghi chú",
        "Dòng tiêu đề đơn vị: dòng 3 «Phòng Hành chính»",
        "Dòng không phải dữ liệu, bỏ qua: DS, dòng 5",
    ]
    assert all(phrases.plain("en", phrase) for phrase in replace(planned.report, dry_run=True).phrases())
