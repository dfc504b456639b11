"""The rows that were not taken come back as a workbook, to correct and to import again."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import sqlalchemy as sa

from bot.dialogue.screens import Phrase
from bot.people.records import Person
from bot.store.database import Database
from bot.store.schema import columns
from bot.workbooks import rejects
from bot.workbooks.report import Figures, Problem, Reject, Report
from tests.people.sheets import (
    HEADER,
    HOA,
    MAI,
    THU,
    UNITS,
    UNITS_HEADER,
    book,
    bring_in,
    remarked,
    roster_of,
    rows,
    saved,
)


def say(key: str, values: Mapping[str, Any]) -> str:
    return f"{key}!" if not values else f"{key} {dict(values)}"


def written(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(rejects.workbook(report.returned, say)))


def test_the_workbook_holds_the_row_as_it_was_the_column_and_the_reason(database: Database) -> None:
    report = bring_in(database, "danh-sach-ccvc-loi.xlsx")
    sheet = written(report)["Danh sách"]
    assert [cell.value for cell in sheet[1]] == [
        *("STT", "Mã CCVC", "Họ và tên", "Giới tính", "Chức vụ", "Đơn vị", "Đơn vị cấp trên", "Loại", "Số ĐT"),
        *("Ngày vào cơ quan", "Đoàn viên công đoàn", "Chức vụ công đoàn", "Tổ công đoàn", "Vai trò"),
        *("import.rejects.row!", "import.rejects.column!", "import.rejects.reason!"),
    ]
    (second,) = (row for row in sheet.iter_rows(min_row=2) if row[-3].value == 19)
    assert [cell.value for cell in second] == [
        *(13, "TN013", "Nguyễn Thị Bích Liên", "Nữ", "Nhân viên phục vụ", "Văn phòng Sở", None, "Người lao động"),
        *("0123", datetime(2007, 12, 20), "x", None, "Tổ công đoàn Văn phòng", None),
        *(19, "Số ĐT", "roster.reject.phone!"),
    ]
    assert second[9].number_format == "dd/mm/yyyy"
    assert second[8].fill.fgColor.rgb.endswith("FFF2CC") and not second[7].fill.fgColor.rgb.endswith("FFF2CC")
    assert sheet.max_row == 9


def test_nothing_in_it_runs_when_it_is_opened(database: Database) -> None:
    dangerous = ['=HYPERLINK("http://127.0.0.1")', "+84 912", "-1+1", "@SUM(A1)", "=1+1"]
    report = bring_in(database, roster_of(("A1", *dangerous[:1], "VP", *dangerous[1:4], dangerous[4])))
    row = written(report)["Danh sách"][2]
    for cell, text in zip((row[1], row[3], row[4], row[5], row[6]), dangerous, strict=True):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert (row[2].value, row[2].quotePrefix) == ("VP", False)


def test_characters_that_no_workbook_can_hold_are_left_out() -> None:
    row = Reject("S", 2, (Problem("Tên", Phrase("x")),), ("Tên",), ("a\x00b\x1fc",))
    sheet = openpyxl.load_workbook(io.BytesIO(rejects.workbook([row], say)))["S"]
    assert sheet["A2"].value == "abc"


def test_corrected_and_imported_again_the_rows_are_taken(database: Database) -> None:
    faulty = (*HOA[:4], "0123", "30/2/2015", HOA[6])
    people = [("STT", *HEADER), (1, *MAI), (2, *THU), (3, *faulty)]
    report = bring_in(database, book(("Danh sách", people), ("Đơn vị", [UNITS_HEADER, *UNITS])))
    assert remarked(report) == {4: [("Số ĐT", "roster.reject.phone"), ("Ngày vào cơ quan", "workbook.reject.date")]}
    assert report.rows == Figures(added=3)

    returned = written(report)
    sheet = returned["Danh sách"]
    sheet["F2"], sheet["G2"] = "0987 654 321", date(2015, 3, 5)

    again = bring_in(database, saved(returned), name="dong-loi.xlsx")
    assert again.rows == Figures(changed=1)
    assert again.returned == ()
    in_order = sa.select(columns(Person).c.code).order_by(columns(Person).c.position)
    assert rows(database, in_order) == [("A1",), ("A2",), ("A3",)], "the row keeps its place in the list"


def test_rows_of_each_sheet_come_back_under_their_own_headings(database: Database) -> None:
    source = book(("Một", [HEADER, MAI, (*THU[:2], None)]), ("Đơn vị", [UNITS_HEADER, *UNITS, (9, None, None, "X")]))
    book_ = written(bring_in(database, source))
    assert book_.sheetnames == ["Một", "Đơn vị"]
    assert [cell.value for cell in book_["Đơn vị"][2]][:4] == [9, None, None, "X"]
