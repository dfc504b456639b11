"""Spreadsheet files: what is read of them, and what is said of those that cannot be."""

import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
import xlwt

from bot.refusal import Refusal
from bot.workbooks import reading as workbook
from bot.workbooks.files import xls
from bot.workbooks.reading import LIMITS, Formula
from tests.people.sheets import book, saved


def cells(source: bytes, name: str = "a.xlsx") -> list[tuple[Any, ...]]:
    return [row.cells for row in workbook.read(source, name).sheets[0].rows]


def refusal(source: Path | bytes, name: str = "a.xlsx", **limits: int) -> str:
    with pytest.raises(Refusal) as refused:
        workbook.read(source, name, limits=LIMITS._replace(**limits))
    return refused.value.key


def test_a_formula_is_never_computed() -> None:
    source = book(("S", [["x", "=1+1", '=HYPERLINK("http://127.0.0.1","Lê Văn A")', "  =SUM(A1)", "+84 912", "-"]]))
    assert cells(source) == [
        (
            "x",
            Formula("=1+1"),
            Formula('=HYPERLINK("http://127.0.0.1","Lê Văn A")'),
            Formula("  =SUM(A1)"),
            "+84 912",
            "-",
        )
    ]


def test_text_that_begins_like_a_formula_is_one() -> None:
    made = openpyxl.Workbook()
    made.active["A1"].value = "=cmd|' /C calc'!A0"
    made.active["A1"].data_type = "s"
    assert cells(saved(made)) == [(Formula("=cmd|' /C calc'!A0"),)]


def test_an_error_value_is_no_value() -> None:
    assert cells(book(("S", [["#REF!", "x"]]))) == [(Formula("#REF!"), "x")]


def test_a_cell_merged_downwards_stands_on_every_row_but_blank_ones() -> None:
    source = book(("S", [["Văn phòng", "A"], [None, "B"], [None, None], [None, "C"], [None, "D"]]), merged=["A1:A4"])
    assert [(row.number, row.cells) for row in workbook.read(source, "a.xlsx").sheets[0].rows] == [
        (1, ("Văn phòng", "A")),
        (2, ("Văn phòng", "B")),
        (4, ("Văn phòng", "C")),
        (5, (None, "D")),
    ]


def test_numbers_dates_and_marks_keep_their_kind() -> None:
    row = [1, 2.5, 3.0, True, datetime(2015, 3, 5, 7, 30), "  ", "văn bản"]
    assert cells(book(("S", [row]))) == [(1, 2.5, 3, True, date(2015, 3, 5), None, "văn bản")]


def test_hidden_sheets_are_named_and_empty_ones_left_out() -> None:
    made = openpyxl.Workbook()
    made.active.title = "Một"
    made.active.append(["x"])
    made.create_sheet("Trống")
    made.create_sheet("Cũ").append(["y"])
    made["Cũ"].sheet_state = "hidden"
    read = workbook.read(saved(made), "a.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["Một"]
    assert read.hidden_sheets == ("Cũ",)


def test_a_stray_format_at_the_last_row_and_column_costs_nothing() -> None:
    made = openpyxl.Workbook()
    made.active.append(["x"])
    made.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    assert cells(saved(made)) == [("x",)]


def test_a_wrong_size_written_by_a_program_does_not_cut_the_table() -> None:
    source = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(("S", [["a", "b"], ["c", "d"]])))) as good,
        zipfile.ZipFile(source, "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert cells(source.getvalue()) == [("a", "b"), ("c", "d")]


def old_book() -> xlwt.Workbook:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Danh sách")
    sheet.write_merge(0, 2, 0, 0, "Văn phòng Sở")
    for row, name in enumerate(("Lâm Hồng Thu", "Nguyễn Đức Duy", "Lâm Minh Lâm")):
        sheet.write(row, 1, name)
    sheet.write(0, 2, date(2015, 3, 5), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(1, 2, 912345678)
    sheet.write(2, 2, xlwt.Formula('CONCATENATE("a","b")'))
    return made


def test_an_old_xls_is_read_alike_formulas_and_merged_cells_included() -> None:
    assert cells(saved(old_book()), "a.xls") == [
        ("Văn phòng Sở", "Lâm Hồng Thu", date(2015, 3, 5)),
        ("Văn phòng Sở", "Nguyễn Đức Duy", 912345678),
        ("Văn phòng Sở", "Lâm Minh Lâm", Formula("=")),
    ]


def test_the_formulas_of_each_sheet_of_an_xls_are_its_own() -> None:
    made = old_book()
    sheet = made.add_sheet("Hai")
    sheet.write(2, 2, "không phải công thức")
    sheet.write(0, 0, xlwt.Formula("1+1"))
    read = workbook.read(saved(made), "a.xls").sheets[1]
    assert [(row.number, row.cells) for row in read.rows] == [
        (1, (Formula("="),)),
        (3, (None, None, "không phải công thức")),
    ]


def test_the_content_decides_how_a_file_is_read_when_its_ending_is_wrong() -> None:
    assert cells(book(("S", [["x"]])), "a.xls") == [("x",)]


def test_formulas_are_seen_behind_a_chart_and_not_beyond_the_sheet() -> None:
    def record(kind: int, *cell: int) -> bytes:
        return struct.pack(f"<HH{len(cell)}H", kind, 2 * len(cell), *cell)

    begin, end, formula, number = 0x0809, 0x000A, 0x0006, 0x0203
    sheet = [
        record(begin),
        record(formula, 1, 2),
        record(number, 3, 3),
        record(begin),
        record(end),
        record(formula, 4, 5),
    ]
    stream = b"before" + b"".join([*sheet, record(end), record(formula, 9, 9)])
    assert list(xls._formulas(stream, len(b"before"))) == [(1, 2), (4, 5)]


@pytest.mark.parametrize("name", ["a.xlsm", "A.XLTM"])
def test_a_workbook_with_macros_is_refused_by_its_ending(name: str) -> None:
    assert refusal(book(("S", [["x"]])), name) == "workbook.macros"


def test_a_workbook_with_macros_is_refused_by_its_content() -> None:
    source = io.BytesIO(book(("S", [["x"]])))
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    assert refusal(source.getvalue()) == "workbook.macros"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a"])
def test_other_files_are_refused_by_their_ending(name: str) -> None:
    assert refusal(b"x", name) == "workbook.ending"


@pytest.mark.parametrize(
    "content",
    [b"", b"x\n", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"],
)
def test_what_only_looks_like_a_workbook_is_refused(content: bytes) -> None:
    assert refusal(content, "a.xlsx") == "workbook.broken"
    assert refusal(content, "a.xls") == "workbook.broken"


def test_a_damaged_workbook_is_refused() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(("S", [["x"]])))) as good, zipfile.ZipFile(source, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name)[:-40] if name.endswith("sheet1.xml") else good.read(name))
    assert refusal(source.getvalue()) == "workbook.broken"


def test_a_workbook_under_a_password_is_refused() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(512)) == "workbook.locked"


def test_an_empty_workbook_is_refused() -> None:
    assert refusal(book(("S", []))) == "workbook.empty"


def test_too_many_rows_are_refused() -> None:
    assert cells(book(("S", [["x"]] * 5))) == [("x",)] * 5
    assert refusal(book(("S", [["x"]] * 5)), rows=4) == "workbook.large"


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.xlsx") == "workbook.absent"
    (tmp_path / "a.xlsx").write_bytes(book(("S", [["x"]])))
    assert refusal(tmp_path / "a.xlsx", file=100) == "workbook.large"


def test_phone_numbers_do_not_show_in_what_is_logged() -> None:
    assert "0912345678" not in repr(workbook.read(book(("S", [["0912345678"]])), "a.xlsx"))
