"""Workbooks of many programs, some of them careless: everything that can be read of them is read, and right."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlwt

from bot.refusal import Refusal
from bot.workbooks import reading
from bot.workbooks.files import formats
from bot.workbooks.reading import LIMITS, Formula, Merge, Sheet, Workbook
from tests.people.sheets import book, saved
from tests.workbooks.packages import (
    RELATIONS,
    SHEET,
    STYLES,
    TEXTS,
    Part,
    frame,
    many,
    package,
    rows,
    sheet,
    styles,
)

CALM = LIMITS._replace(seconds=120)
"""For files that take their time on a busy machine."""
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def read(source: bytes, name: str = "a.xlsx") -> Workbook:
    return reading.read(source, name, limits=CALM)


def parts(**parts: Part) -> bytes:
    """A workbook with one sheet of these parts: sheet, styles, texts."""
    names = {"sheet": SHEET, "styles": STYLES, "texts": TEXTS}
    return package({**frame(), **{names[name]: part for name, part in parts.items()}})


def only(source: bytes, name: str = "a.xlsx") -> Sheet:
    (one,) = read(source, name).sheets
    return one


def cells(source: bytes, name: str = "a.xlsx") -> list[tuple[Any, ...]]:
    return [row.cells for row in only(source, name).rows]


def refusal(source: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Refusal) as refused:
        read(source, name)
    assert refused.value.values == {"filename": name}
    return refused.value.key


def changed(source: bytes, change: dict[str, str]) -> bytes:
    """The workbook with words replaced in all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for word, other in change.items():
                text = text.replace(word, other)
            new.writestr(name, text)
    return out.getvalue()


# --- numbers and their formats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("00000", 123, "00123"),
        ("00000", 12345, 12345),
        ("00000", 1234567, 1234567),
        ("0000 000 000", 912345678, "0912 345 678"),
        ('"NV"000', 7, "NV007"),
        (r"\N\V\-0000", 7, "NV-0007"),
        ("[<=9999999]0000000;0000000000", 12, "0000012"),
        ('"0"#########', 912345678, "0912345678"),
        ("00", 1.5, 1.5),
        ("00", -1, -1),
        ("0", 5, 5),
        ("0.00", 5, 5),
        ("#,##0", 5000, 5000),
        ('0" người"', 5, 5),
        ("General", 5, 5),
        ("@", 5, 5),
        ("0%", 5, 5),
        ("# ?/?", 5, 5),
        ("00E+00", 5, 5),
        ("dd/mm/yyyy", 42068, date(2015, 3, 5)),
        ("[$-42A]dd mmmm yyyy;@", 42068.75, date(2015, 3, 5)),
        ("mm/yyyy", 42068, date(2015, 3, 5)),
        ("h:mm", 0.5, "12:00:00"),
        ('[Red]"Ngày "0', 5, 5),
        ("yyyy", 1e12, 10**12),
    ],
)
def test_a_number_is_what_its_format_shows_of_it(code: str, value: float, shown: object) -> None:
    show = formats.custom(code)
    found = show(value, False) if show else value
    assert (found, isinstance(found, str)) == (shown, isinstance(shown, str))


def test_zeros_of_a_cell_s_format_are_read_from_both_kinds_of_workbook() -> None:
    data = '<row r="1"><c r="A1" s="1"><v>123</v></c><c r="B1"><v>123</v></c><c r="C1" s="2"><v>42068</v></c></row>'
    made = parts(sheet=sheet(data), styles=styles([(164, "00000"), (165, "dd/mm/yyyy")]))
    old = xlwt.Workbook()
    page = old.add_sheet("S")
    page.write(0, 0, 123, xlwt.easyxf(num_format_str="00000"))
    page.write(0, 1, 123)
    page.write(0, 2, date(2015, 3, 5), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    assert cells(made) == cells(saved(old), "a.xls") == [("00123", 123, date(2015, 3, 5))]


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    data = '<row r="1"><c r="A1" s="1"><v>40606</v></c></row>'
    made = parts(sheet=sheet(data), styles=styles([(164, "dd/mm/yyyy")]))
    assert cells(changed(made, {"<sheets>": '<workbookPr date1904="1"/><sheets>'})) == [(date(2015, 3, 5),)]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "<styleSheet><fonts>",
        "<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>",
        "<styleSheet><numFmts><numFmt/></numFmts></styleSheet>",
        "<html>",
        "<styleSheet/>",
    ],
)
def test_styles_that_cannot_be_read_cost_no_row(broken: str) -> None:
    data = '<row r="1"><c r="A1" s="99"><v>123</v></c><c r="B1" s="1" t="str"><v>x</v></c></row>'
    assert cells(parts(sheet=sheet(data), styles=broken)) == [(123, "x")]


def test_a_workbook_without_styles_or_shared_texts_is_read() -> None:
    assert cells(parts(sheet=sheet(rows([["x"]])))) == [("x",)]


# --- ways to write a sheet -------------------------------------------------------------------------------------------


def test_strict_open_xml_is_read_like_any_other() -> None:
    source = book(("S", [["Mã CCVC", date(2015, 3, 5)]]))
    strict = changed(source, STRICT)
    assert strict != source
    assert cells(strict) == [("Mã CCVC", date(2015, 3, 5))]
    days = '<row r="1"><c r="A1" t="d"><v>2015-03-05T00:00:00</v></c><c r="B1" t="d"><v>bad</v></c></row>'
    assert cells(changed(parts(sheet=sheet(days)), STRICT)) == [(date(2015, 3, 5), "bad")]


def test_prefixes_missing_places_and_either_quotation_mark_make_no_difference() -> None:
    prefixed = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c/>'
        '<x:c t="str"><x:v>b</x:v></x:c></x:row>'
        '<x:row><x:c t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert cells(parts(sheet=prefixed)) == [(1, None, "b"), (True,)]
    single = "<row r='3'><c r='A3'/><c r='B3' t='str'><v>b</v></c></row><row r='4'></row>"
    assert [(row.number, row.cells) for row in only(parts(sheet=sheet(single))).rows] == [(3, (None, "b"))]


def test_cells_without_a_place_count_those_before_them_also_where_those_are_empty() -> None:
    data = '<row r="1"><c r="A1" s="1"/><c s="1"/><c t="str"><v>c</v></c></row>'
    data += '<row r="2" s="1"/><row><c><v>3</v></c></row>'
    assert [(row.number, row.cells) for row in only(parts(sheet=sheet(data))).rows] == [
        (1, (None, None, "c")),
        (3, (3,)),
    ]


def test_text_that_looks_like_tags_is_text() -> None:
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"/><c r="C1"/>]]></t></is></c></row>'
    data += '<row r="2"><c r="A2"><v>2</v></c></row>'  # so that the first one stands before another
    assert cells(parts(sheet=sheet(data))) == [('<c r="B1"/><c r="C1"/>',), (2,)]


def test_texts_in_runs_are_one_and_how_they_are_pronounced_is_none_of_it() -> None:
    run = "<r><t>Đoàn </t></r><r><t>Thử</t></r><rPh><t>x</t></rPh>"
    data = f'<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is>{run}</is></c>'
    data += '<c r="C1" t="s"><v>2</v></c><c r="D1"><v>4</v></c></row>'
    texts = f"<sst><si><t>nobody refers to it</t></si><si>{run}</si><si><t>y</t></si></sst>"
    assert cells(parts(sheet=sheet(data), texts=texts)) == [("Đoàn Thử", "Đoàn Thử", "y", 4)]


def test_characters_that_xml_cannot_carry_are_those_meant() -> None:
    texts = "<sst><si><t>một_x000D_\nhai _x005F_x000D_</t></si></sst>"
    data = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert cells(parts(sheet=sheet(data), texts=texts)) == [("một\r\nhai _x000D_",)]


def test_a_text_that_the_file_does_not_hold_makes_it_a_broken_one() -> None:
    data = '<row r="1"><c r="A1" t="s"><v>5</v></c></row>'
    assert refusal(parts(sheet=sheet(data), texts="<sst><si><t>x</t></si></sst>")) == "workbook.broken"


def test_texts_are_composed_however_they_were_typed() -> None:
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Thử"
    assert cells(book(("S", [[decomposed]]))) == [("Nguyễn Thị Thử",)]


def test_a_formula_is_never_taken_for_its_result() -> None:
    data = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f t="shared" si="0"/><v>x</v></c></row>'
    assert cells(parts(sheet=sheet(data))) == [(Formula("=1+1"), Formula("="))]


# --- hidden, merged, formatted ---------------------------------------------------------------------------------------


def test_hidden_rows_and_columns_are_read_and_marked() -> None:
    data = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
        '<row r="3" ht="0" customHeight="1"><c r="A3"><v>3</v></c></row>'
    )
    made = only(
        parts(
            sheet=sheet(
                data, before='<cols><col min="2" max="3" hidden="1"/><col min="60" max="16384" hidden="1"/></cols>'
            )
        )
    )
    assert [(row.number, row.hidden) for row in made.rows] == [(1, False), (2, True), (3, True)]
    assert made.hidden_columns == (1, 2, 59, 60, 61, 62, 63)
    old = xlwt.Workbook()
    page = old.add_sheet("S")
    for number in range(3):
        page.write(number, 0, number)
    page.row(1).hidden = True
    page.col(2).hidden = True
    made = only(saved(old), "a.xls")
    assert ([row.hidden for row in made.rows], made.hidden_columns) == ([False, True, False], (2,))


def test_merged_cells_are_those_of_the_rows_that_are_read_and_no_wider_than_these() -> None:
    refs = ("A1:XFD1", "B2:ZZZ9999999", "A5:B6", "C1", "A1:A1", "?!:7", "", "A99999999:B99999999")
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    made = only(parts(sheet=sheet(rows([["a"], ["b", "c"]]), after=f"<mergeCells>{merges}</mergeCells>")))
    assert made.merges == (Merge(1, 0, 1, 63), Merge(2, 1, 1_048_576, 63))


def test_of_merged_cells_that_lie_over_one_another_each_row_takes_the_nearest() -> None:
    data = rows([["a", "x"], ["b", "x"], ["", "x"], ["", "x"]])
    merges = '<mergeCell ref="A1:A4"/><mergeCell ref="A2:A3"/>'
    assert [row[0] for row in cells(parts(sheet=sheet(data, after=merges)))] == ["a", "b", "b", None]


def test_a_hundred_thousand_formatted_empty_rows_are_passed_over() -> None:
    empty = (f'<row r="{n}" s="3"><c r="A{n}" s="3"/><c r="B{n}" s="3"></c></row>' for n in range(2, 100_000))
    end = '<row r="100000"><c r="A100000" t="str"><v>end</v></c></row>'
    made = only(parts(sheet=sheet([rows([["x"]]), *empty, end])))
    assert [(row.number, row.cells) for row in made.rows] == [(1, ("x",)), (100_000, ("end",))]


def test_texts_beyond_the_last_that_is_used_are_not_read() -> None:
    data = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    texts = ["<sst><si><t>x</t></si>", *many("<si/>", 3_000), "<broken"]
    assert cells(parts(sheet=sheet(data), texts=texts)) == [("x",)]


# --- other files -----------------------------------------------------------------------------------------------------


def test_a_binary_workbook_is_called_one_and_one_that_is_not_binary_is_read() -> None:
    assert (
        refusal(package({"[Content_Types].xml": "", "xl/workbook.bin": b"\x83\x01\0"}), "a.xlsb") == "workbook.binary"
    )
    assert refusal(package({"xl/workbook.bin": b"\x83\x01\0"}), "a.xlsx") == "workbook.binary"
    assert cells(book(("S", [["x"]])), "a.xlsb") == [("x",)]


def test_an_opendocument_spreadsheet_is_called_one_whatever_its_name() -> None:
    made = package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office/>"})
    assert refusal(made, "a.ods") == refusal(made, "a.xlsx") == "workbook.opendocument"


@pytest.mark.parametrize(
    "content",
    [
        "<html><table><tr><td>x</td></tr></table></html>",
        "\ufeff  <!DOCTYPE html><table></table>",
        "<table border=1><tr><td>x",
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "MIME-Version: 1.0\nContent-Type: multipart/related",
    ],
)
def test_what_programs_export_under_the_name_of_a_workbook_is_called_what_it_is(content: str) -> None:
    assert refusal(content.encode(), "a.xls") == refusal(content.encode(), "a.xlsx") == "workbook.web"


# --- delimited text --------------------------------------------------------------------------------------------------

TABLE = [("Mã", "Họ và tên", "Ghi chú"), ("00123", "Đoàn Văn Thử", "a, b"), ("00124", "Lê Thị Tỵ", None)]


def typed(delimiter: str) -> str:
    return "".join(
        delimiter.join(f'"{cell}"' if delimiter in (cell or "") else cell or "" for cell in row) + "\r\n"
        for row in TABLE
    )


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimited_text_is_read_in_every_encoding_and_with_every_delimiter(delimiter: str, encoding: str) -> None:
    assert cells(typed(delimiter).encode(encoding), "a.csv") == [tuple(cell for cell in row if cell) for row in TABLE]


def test_delimited_text_in_windows_own_vietnamese_is_read() -> None:
    """Its tones are signs of their own, behind the letter."""
    text = "M\u00e3;Ho\u0323 v\u00e0 t\u00ean\r\n1;Nguy\u00ea\u0303n Thi\u0323 H\u01b0\u01a1\u0300ng\r\n"
    assert cells(text.replace("\u00e3", "a\u0303").encode("cp1258"), "a.csv") == [
        ("Mã", "Họ và tên"),
        ("1", "Nguyễn Thị Hường"),
    ]


def test_delimited_text_keeps_quoted_lines_guards_and_formulas() -> None:
    text = 'sep=|\nmã|tên\n="00123"|"dòng một\ndòng hai"\n=1+1|"a ""b"""\n'
    assert cells(text.encode(), "a.csv") == [
        ("mã", "tên"),
        ("00123", "dòng một\ndòng hai"),
        (Formula("=1+1"), 'a "b"'),
    ]


@pytest.mark.parametrize("content", [b"%PDF-1.7\x00\x01\x02\xff\xfe", bytes(range(256)), b"GIF89a\x01\x02\x80"])
def test_other_files_that_are_called_delimited_text_are_refused(content: bytes) -> None:
    assert refusal(content, "a.csv") == "workbook.broken"
