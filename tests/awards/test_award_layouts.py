"""Lists of awards as offices lay them out: each title to the right person and year, and no other."""

from datetime import date
from typing import Any

import pytest

from bot.awards import history, parsing
from bot.awards.entries import AwardReading
from bot.folding import fold
from bot.people.records import StaffKind
from bot.people.roster.snapshot import GroupRow, PersonRow, PostRow, Snapshot, UnitRow
from bot.refusal import Refusal
from bot.titles.loading import load
from tests.people.sheets import book

TODAY = date(2025, 3, 3)
CATALOGUE = load()
NAMES = {
    "NV01": ("Đoàn Văn Thử", 1),
    "NV02": ("Vi Thị Mẫu", 1),
    "NV03": ("H'Lan Niê Thử", 1),
    "NV04": ("Y - Dũng Ayun", 2),
    "00123": ("Lò Thị Mỹ", 2),
    "NV06": ("Vi Thị Mẫu", 2),
}
STORED = Snapshot(
    units=[
        UnitRow(1, "Phòng Hành chính", "phong hanh chinh", None, None, True, False, 1, date(2000, 1, 1)),
        UnitRow(2, "Phòng Kế hoạch", "phong ke hoach", "KH", None, True, False, 2, date(2000, 1, 1)),
    ],
    groups=[GroupRow(1, "Tổ công đoàn 1")],
    people=[
        PersonRow(place, code, name, fold(name), None, StaffKind.CIVIL_SERVANT, None, None, None, place)
        for place, (code, (name, _)) in enumerate(NAMES.items(), start=1)
    ],
    posts=[
        PostRow(place, place, unit, "Chuyên viên", date(2000, 1, 1))
        for place, (_, unit) in enumerate(NAMES.values(), start=1)
    ],
)
CODES = dict(enumerate(NAMES, start=1)) | {-1: "Phòng Hành chính", -2: "Phòng Kế hoạch"}


def read(*rows: Any, name: str = "Khen thưởng", merged: tuple[str, ...] = (), year: int = 0) -> AwardReading:
    return parsing.parse(book((name, rows), merged=merged), "khen-thuong.xlsx", TODAY, CATALOGUE, year=year)


def found(reading: AwardReading) -> set[tuple[str, int, str]]:
    """Holder by code or name, year, title."""
    return {
        (CODES[award["person_id"] or -award["unit_id"]], award["year"], award["title"])
        for award in history.plan(reading, STORED, []).new
    }


def why(reading: AwardReading) -> dict[int, list[tuple[str, str]]]:
    report = history.plan(reading, STORED, []).report
    return {row.number: [(one.column, one.why.key) for one in row.problems] for row in report.rejected}


def remarked(reading: AwardReading) -> dict[int, list[str]]:
    report = history.plan(reading, STORED, []).report
    return {row.number: [one.why.key for one in row.problems] for row in report.remarks}


HEADER = ("TT", "Mã CCVC", "Họ và tên", "Danh hiệu")
ONE = (1, "NV01", "Đoàn Văn Thử", "Lao động tiên tiến")


def test_years_of_births_by_sex_are_never_years_of_awards() -> None:
    reading = read(
        ("TT", "Mã CCVC", "Họ và tên", "Năm sinh", None, "Danh hiệu", "Năm", "Quyết định", None),
        (None, None, None, "Nam", "Nữ", None, None, "Số", "Ngày"),
        (1, "NV01", "Đoàn Văn Thử", 1995, None, "LĐTT", 2024, "12/QĐ", "15/12/2024"),
        (2, "NV02", "Vi Thị Mẫu", None, 1990, "CSTĐCS", 2023, "13/QĐ", "15/12/2023"),
        merged=("D1:E1", "H1:I1"),
    )
    assert found(reading) == {("NV01", 2024, "LDTT"), ("NV02", 2023, "CSTDCS")}
    assert [entry.decision["decision_number"] for entry in reading.entries] == ["12/QĐ", "13/QĐ"]


def test_the_parts_of_a_birth_are_no_years_of_awards_either() -> None:
    reading = read(
        ("DANH SÁCH KHEN THƯỞNG NĂM 2022",),
        ("TT", "Mã CCVC", "Họ và tên", "Ngày sinh", None, None, "Danh hiệu"),
        (None, None, None, "Ngày", "Tháng", "Năm", None),
        (1, "NV01", "Đoàn Văn Thử", 4, 3, 1995, "LĐTT"),
        merged=("D2:F2",),
    )
    assert found(reading) == {("NV01", 2022, "LDTT")}


def test_without_a_column_of_years_a_birth_still_is_none() -> None:
    with pytest.raises(Refusal) as refused:
        read(
            ("TT", "Mã CCVC", "Họ và tên", "Năm sinh", None, "Danh hiệu"),
            (None, None, None, "Nam", "Nữ", None),
            (1, "NV01", "Đoàn Văn Thử", 1995, None, "LĐTT"),
        )
    assert refused.value.key == "awards.file.no_year"


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH KHEN THƯỞNG NĂM 2022",
        "Danh sách cá nhân đạt danh hiệu thi đua năm 2022 (Kèm theo Quyết định số 12/QĐ-SKHCN ngày 15/01/2023)",
        "DANH SÁCH KHEN THƯỞNG NĂM 2022\n(kèm theo Quyết định số 12/QĐ-SKHCN ngày 15 tháng 01 năm 2023)",
    ],
)
def test_the_year_may_stand_in_the_title_and_the_date_of_the_decision_is_none(title: str) -> None:
    reading = read((title,), HEADER, ONE)
    assert found(reading) == {("NV01", 2022, "LDTT")}
    assert [phrase.values["year"] for phrase in reading.understood if phrase.key == "awards.read.title"] == ["2022"]
    decision = history.plan(reading, STORED, []).new[0]
    if "12/" in title:
        assert (decision["decision_number"], decision["decided_on"]) == ("12/QĐ-SKHCN", date(2023, 1, 15))


def test_the_year_may_be_the_name_of_the_sheet_a_heading_or_told() -> None:
    assert found(read(HEADER, ONE, name="2021")) == {("NV01", 2021, "LDTT")}
    assert found(read(HEADER, ONE, year=2020)) == {("NV01", 2020, "LDTT")}
    by_headings = read(HEADER, ("Năm 2019",), ONE, ("Năm 2020",), (1, "NV02", "Vi Thị Mẫu", "CSTĐCS"))
    assert found(by_headings) == {("NV01", 2019, "LDTT"), ("NV02", 2020, "CSTDCS")}


def test_two_years_in_the_title_are_asked_about() -> None:
    with pytest.raises(Refusal) as refused:
        read(("KHEN THƯỞNG NĂM 2021 VÀ NĂM 2022",), HEADER, ONE)
    assert refused.value.key == "awards.file.years"


def test_one_column_a_year_holds_titles_or_marks() -> None:
    reading = read(
        ("TT", "Mã CCVC", "Họ và tên", "Danh hiệu", None, None, "Ghi chú"),
        (None, None, None, 2021, 2022, "Năm 2023", None),
        (1, "NV01", "Đoàn Văn Thử", "LĐTT", "LĐTT, CSTĐCS", None, "x"),
        (2, "NV02", "Vi Thị Mẫu", None, "-", "CSTĐ cơ sở", None),
        merged=("D1:F1",),
    )
    assert found(reading) == {
        ("NV01", 2021, "LDTT"),
        ("NV01", 2022, "LDTT"),
        ("NV01", 2022, "CSTDCS"),
        ("NV02", 2023, "CSTDCS"),
    }
    marks = read(
        ("TT", "Mã CCVC", "Họ và tên", "Lao động tiên tiến", None, "CSTĐCS", None),
        (None, None, None, 2021, 2022, 2021, 2022),
        (1, "NV01", "Đoàn Văn Thử", "x", "X", None, "x"),
        merged=("D1:E1", "F1:G1"),
    )
    assert found(marks) == {("NV01", 2021, "LDTT"), ("NV01", 2022, "LDTT"), ("NV01", 2022, "CSTDCS")}


def test_one_column_a_title_holds_marks_under_the_year_of_the_title() -> None:
    reading = read(
        ("BẢNG TỔNG HỢP DANH HIỆU NĂM 2023",),
        ("STT", "Mã CCVC", "Họ và tên", "Danh hiệu thi đua", None, "Ghi chú"),
        (None, None, None, "LĐTT", "CSTĐCS", None),
        ("I", "Phòng Hành chính", None, None, None, None),
        (1, "NV01", "Đoàn Văn Thử", "x", None, None),
        (2, "NV02", "Vi Thị Mẫu", "x", "x", None),
        (None, "Tổng cộng", None, 2, 1, None),
        merged=("D2:E2",),
    )
    assert found(reading) == {("NV01", 2023, "LDTT"), ("NV02", 2023, "LDTT"), ("NV02", 2023, "CSTDCS")}
    assert why(reading) == {}


def test_a_mark_that_says_no_title_is_named() -> None:
    reading = read(("Mã CCVC", "Họ và tên", "2021", "2022"), ("NV01", "Đoàn Văn Thử", "x", "LĐTT"))
    assert found(reading) == {("NV01", 2022, "LDTT")}
    assert remarked(reading) == {2: ["awards.reject.mark"]}


YEARLY = (*HEADER, "Năm")


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("LĐTT; CSTĐCS", {"LDTT", "CSTDCS"}),
        ("LĐTT + CSTĐ cơ sở", {"LDTT", "CSTDCS"}),
        ("- Lao động tiên tiến\n- Chiến sĩ thi đua cơ sở", {"LDTT", "CSTDCS"}),
        ("LĐTT/CSTĐCS", {"LDTT", "CSTDCS"}),
        ("LĐTT và CSTĐCS", {"LDTT", "CSTDCS"}),
        ("Danh hiệu Lao động tiên tiến", {"LDTT"}),
        ("Chiến sỹ thi đua cấp cơ sở", {"CSTDCS"}),
        ("Bằng khen của Chủ tịch UBND tỉnh Tây Ninh", {"BK_TINH"}),
        ("Bằng khen UBND tỉnh; LĐTT", {"BK_TINH", "LDTT"}),
        ("Chiến sĩ thi đua cấp Bộ", {"CSTD_BO"}),
        ("lao động tiên tiến năm 2022", {"LDTT"}),
    ],
)
def test_titles_are_read_as_offices_write_them(cell: str, titles: set[str]) -> None:
    reading = read(YEARLY, (*ONE[:3], cell, 2022))
    assert found(reading) == {("NV01", 2022, title) for title in titles}
    assert (why(reading), remarked(reading)) == ({}, {})


@pytest.mark.parametrize(
    ("issuer", "title", "said"),
    [
        (None, "CSTD_TINH", ["awards.remark.province"]),
        ("Chủ tịch UBND tỉnh", "CSTD_TINH", []),
        ("Bộ trưởng Bộ Khoa học và Công nghệ", "CSTD_BO", []),
    ],
)
def test_the_long_name_of_the_law_is_the_province_s_unless_a_ministry_decided(
    issuer: str | None, title: str, said: list[str]
) -> None:
    name = "Chiến sĩ thi đua cấp Bộ, ngành, tỉnh, đoàn thể trung ương"
    reading = read((*YEARLY, "Cơ quan quyết định"), (*ONE[:3], name, 2022, issuer))
    assert found(reading) == {("NV01", 2022, title)}
    assert remarked(reading) == ({2: said} if said else {})


def test_what_is_no_title_is_named_with_its_cell_and_the_rest_is_taken() -> None:
    reading = read(
        YEARLY,
        (*ONE[:3], "LĐTT; Giấy khen", 2022),
        (*ONE[:3], "Huân chương Lao động hạng Ba", 2021),
        (*ONE[:3], "Không", 2020),
        (*ONE[:3], "CSTĐCS (03 năm liên tục)", 2019),
    )
    assert found(reading) == {("NV01", 2022, "LDTT"), ("NV01", 2019, "CSTDCS")}
    assert why(reading) == {3: [("Danh hiệu", "awards.reject.title")]}
    assert remarked(reading) == {2: ["awards.reject.title"], 5: ["awards.remark.aside"]}
    assert [row for _, row in reading.passed_over] == [4]


@pytest.mark.parametrize(
    ("cell", "years"),
    [("Năm 2021", {2021}), ("2016, 2017", {2016, 2017}), ("2016; 2018 và 2020", {2016, 2018, 2020}), (2021.0, {2021})],
)
def test_years_may_be_listed(cell: Any, years: set[int]) -> None:
    assert found(read(YEARLY, (*ONE, cell))) == {("NV01", year, "LDTT") for year in years}


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("LĐTT năm 2019; CSTĐCS năm 2020", {(2019, "LDTT"), (2020, "CSTDCS")}),
        ("LĐTT (2019, 2020), CSTĐCS (2021)", {(2019, "LDTT"), (2020, "LDTT"), (2021, "CSTDCS")}),
        ("LĐTT 2019, 2020\nCSTĐCS: 2021", {(2019, "LDTT"), (2020, "LDTT"), (2021, "CSTDCS")}),
    ],
)
def test_titles_may_bear_their_years(cell: str, held: set[tuple[int, str]]) -> None:
    assert found(read(HEADER, (*ONE[:3], cell))) == {("NV01", *one) for one in held}


def test_a_title_of_a_span_of_years_is_asked_about() -> None:
    reading = read(HEADER, (*ONE[:3], "LĐTT 2019-2021"), (2, "NV02", "Vi Thị Mẫu", "LĐTT năm 2022"))
    assert found(reading) == {("NV02", 2022, "LDTT")}
    assert [*why(reading)] == [2]


@pytest.mark.parametrize("cell", ["2022-2023", "2022 – 2023", "2022/2023", "từ 2019 đến 2021", "2019-21"])
def test_a_span_of_years_is_asked_about(cell: str) -> None:
    assert why(read(YEARLY, (*ONE, cell))) == {2: [("Năm", "awards.reject.year_span")]}


def test_a_cell_that_says_another_year_is_asked_about() -> None:
    reading = read(YEARLY, (*ONE[:3], "Lao động tiên tiến năm 2020", 2021))
    assert why(reading) == {2: [("Danh hiệu", "awards.reject.two_years")]}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("NV03", "H’Lan Niê Thử"),
        ("NV03", "H Lan Niê Thử"),
        ("NV04", "Y–Dũng Ayun"),
        ("123", "Lò Thị Mĩ"),
        (123, "Lò Thị Mỹ"),
        ("'00123", "Lò Thị Mỹ"),
    ],
)
def test_names_and_codes_are_compared_by_letters_and_digits(code: Any, name: str) -> None:
    holder = "00123" if "123" in str(code) else code
    assert found(read(YEARLY, (1, code, name, "LĐTT", 2022))) == {(holder, 2022, "LDTT")}


def test_the_form_of_the_province_is_read_by_names() -> None:
    form = (
        *("STT", "Tên gọi\n(Ông/Bà/Chức danh)", "Tên tập thể/cá nhân/hộ gia đình", "Chức vụ", "Đơn vị công tác"),
        *("Phân loại khen thưởng", "Danh hiệu thi đua/Hình thức khen thưởng", "Phân loại đối tượng", "Lĩnh vực"),
    )
    rows = [
        (1, "Ông", "Đoàn Văn Thử", None, "Phòng Hành chính", "cá nhân", "Lao động tiên tiến", None, None),
        (2, None, "Phòng Kế hoạch", None, "Sở KH&CN", "tập thể", "Tập thể lao động tiên tiến", None, None),
        (3, "Bà", "Vi Thị Mẫu", None, "Phòng Kế hoạch", "cá nhân", "Chiến sĩ thi đua cơ sở", None, None),
        (4, "Bà", "Vi Thị Mẫu", None, None, "cá nhân", "Lao động tiên tiến", None, None),
        (5, "Bà", "Vi Thị Lạ", None, None, "cá nhân", "Lao động tiên tiến", None, None),
    ]
    reading = read(form, *rows, year=2024)
    assert found(reading) == {
        ("NV01", 2024, "LDTT"),
        ("Phòng Kế hoạch", 2024, "TTLDTT"),
        ("NV06", 2024, "CSTDCS"),
    }
    name = "Tên tập thể/cá nhân/hộ gia đình"
    assert why(reading) == {5: [(name, "awards.reject.several")], 6: [(name, "awards.reject.nobody")]}
    with pytest.raises(Refusal) as refused:
        read(form, *rows)
    assert refused.value.key == "awards.file.no_year"


def test_a_long_name_may_stand_among_others() -> None:
    cell = "Chiến sĩ thi đua cấp Bộ, ngành, tỉnh, đoàn thể trung ương, LĐTT"
    assert found(read(YEARLY, (*ONE[:3], cell, 2022))) == {("NV01", 2022, "CSTD_TINH"), ("NV01", 2022, "LDTT")}


def test_a_heading_holds_past_a_page_break() -> None:
    reading = read(HEADER, ("Năm 2019",), ONE, HEADER, (2, "NV02", "Vi Thị Mẫu", "CSTĐCS"))
    assert found(reading) == {("NV01", 2019, "LDTT"), ("NV02", 2019, "CSTDCS")}


def test_titles_may_head_the_people_who_hold_them() -> None:
    reading = read(
        ("DANH SÁCH KHEN THƯỞNG NĂM 2022",),
        ("TT", "Mã CCVC", "Họ và tên", "Danh hiệu"),
        ("I. Lao động tiên tiến (01 người)",),
        (1, "NV01", "Đoàn Văn Thử", None),
        ("II", "Chiến sĩ thi đua cơ sở", None, None),
        (1, "NV02", "Vi Thị Mẫu", None),
        (None, "NGƯỜI LẬP BIỂU", None, "GIÁM ĐỐC"),
    )
    assert found(reading) == {("NV01", 2022, "LDTT"), ("NV02", 2022, "CSTDCS")}
    assert why(reading) == {}
