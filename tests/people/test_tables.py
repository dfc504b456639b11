"""Headers as offices write them."""

import unicodedata
from typing import Any

import pytest

from bot.people.roster import entries
from bot.refusal import Refusal
from bot.workbooks import reading as workbook
from bot.workbooks import tables
from bot.workbooks.tables import Layout, Table
from tests.people.sheets import book

WANTED = Layout(required=(("code",), ("name",), ("unit",)))


def found(rows: list[list[Any]], *, merged: list[str] | None = None) -> Table:
    (table,) = tables.find(workbook.read(book(("S", rows), merged=merged or []), "a.xlsx").sheets, WANTED)
    return table


def values(table: Table, column: str) -> list[Any]:
    return [line.values[column] for line in table.lines]


@pytest.mark.parametrize(
    "header",
    [
        ["Đơn vị", "Họ và tên", "Mã CCVC"],
        ["PHÒNG, ĐƠN VỊ", "HỌ TÊN", "MÃ SỐ"],
        ["Phòng/đơn vị:", "Họ và\ntên (*)", "Mã\nCCVC (1)"],
        ["don vi cong tac", "ho va ten", "ma ccvc"],
        [unicodedata.normalize("NFD", text) for text in ("Đơn vị", "Họ và tên", "Mã CCVC")],
        ["Ghi chú riêng", "Đơn vị", "Họ và tên", "Năm sinh", "Mã CCVC"],
    ],
)
def test_a_header_is_known_by_its_words_in_any_order(header: list[str]) -> None:
    table = found([["SỞ KHOA HỌC VÀ CÔNG NGHỆ"], [], ["DANH SÁCH"], header, header[:1] + ["x"] * (len(header) - 1)])
    assert {"code", "name", "unit"} <= table.columns.keys()
    assert [line.number for line in table.lines] == [5]


def test_the_titles_above_a_table_are_not_rows_of_it() -> None:
    table = found(
        [["ỦY BAN NHÂN DÂN TỈNH"], ["Danh sách", "gồm", "3 cột"], ["Mã", "Họ tên", "Đơn vị"], ["A1", "Mai", "VP"]]
    )
    assert values(table, "code") == ["A1"]


def test_a_header_may_stand_in_two_rows_with_one_heading_over_several() -> None:
    rows: list[list[Any]] = [
        ["STT", "Mã CCVC", "Họ và tên", "Chức vụ", "Đơn vị", "Công đoàn", None, None],
        [None, None, None, None, None, "Đoàn viên", "Chức vụ", "Tổ"],
        [1, "A1", "Mai", "Chuyên viên", "VP", "x", "Tổ trưởng", "Tổ công đoàn VP"],
    ]
    table = found(rows, merged=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:H1"])
    (line,) = table.lines
    assert line.values == {
        "number": 1,
        "code": "A1",
        "name": "Mai",
        "title": "Chuyên viên",
        "unit": "VP",
        "union_member": "x",
        "union_office": "Tổ trưởng",
        "union_group": "Tổ công đoàn VP",
    }
    assert table.heading("union_office") == "Công đoàn Chức vụ"


def test_one_heading_over_two_columns_joins_family_and_given_name() -> None:
    rows: list[list[Any]] = [
        ["Mã", "Họ và tên", None, "Đơn vị"],
        ["A1", "Ngô Thị Mỹ", "Mai", "VP"],
        ["A2", "Lâm Hồng", "Thu", "VP"],
    ]
    assert values(found(rows, merged=["B1:C1"]), "name") == ["Ngô Thị Mỹ Mai", "Lâm Hồng Thu"]


def test_of_two_columns_with_one_meaning_the_first_counts() -> None:
    rows: list[list[Any]] = [
        ["Mã", "Họ tên", "Đơn vị", "Chức vụ", "Chức danh"],
        ["A1", "Mai", "VP", "Trưởng phòng", "Chuyên viên"],
    ]
    assert values(found(rows), "title") == ["Trưởng phòng"]


def test_a_row_that_numbers_the_columns_is_not_data() -> None:
    rows: list[list[Any]] = [["STT", "Mã", "Họ tên", "Đơn vị"], ["(1)", "(2)", "(3)", "(4)"], [1, "A1", "Mai", "VP"]]
    assert values(found(rows), "code") == ["A1"]
    rows[1] = ["A", "B", 1, 2]
    assert values(found(rows), "code") == ["A1"]


def test_a_missing_column_is_named() -> None:
    sheets = workbook.read(book(("S", [["STT", "Họ và tên", "SĐT"], [1, "Mai", "0912345678"]])), "a.xlsx").sheets
    assert tables.find(sheets, WANTED) == []
    refused = tables.lacking(sheets, WANTED)
    assert (refused.key, refused.values) == ("workbook.columns", {"columns": "«Mã CCVC», «Đơn vị»"})


def test_a_sheet_without_any_header_is_said_to_be_one() -> None:
    refused = tables.lacking(workbook.read(book(("S", [["Kính gửi", "anh chị"]])), "a.xlsx").sheets, WANTED)
    assert (refused.key, refused.values) == ("workbook.headless", {"columns": "«Mã CCVC», «Họ và tên», «Đơn vị»"})


def test_a_list_of_awards_is_not_taken_for_a_roster() -> None:
    rows: list[list[Any]] = [["Mã CCVC", "Họ và tên", "Đơn vị", "Năm", "Danh hiệu"], ["A1", "Mai", "VP", 2019, "LĐTT"]]
    sheets = workbook.read(book(("S", rows)), "a.xlsx").sheets
    assert tables.find(sheets, entries.PEOPLE) == []
    refused = tables.lacking(sheets, entries.PEOPLE)
    assert isinstance(refused, Refusal) and refused.key == "roster.file.awards"


def test_no_way_of_writing_means_two_things() -> None:
    for section, ways in tables.vocabulary().items():
        written = [(tables.key(way), meaning) for meaning, wordings in ways.items() for way in wordings]
        assert len(dict(written)) == len({way for way, _ in written}), section
        for way, meaning in written:
            assert tables.meanings(section)[way] == meaning, f"{section}: {way!r} is {meaning} and something else"
