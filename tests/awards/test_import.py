"""Past decisions come in: each to the person or the collective it names, once."""

import unicodedata
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.awards import history, parsing
from bot.awards.records import Award
from bot.refusal import Refusal
from bot.store.database import Database
from bot.store.schema import columns
from bot.titles.loading import load
from bot.workbooks.report import Figures, Report
from tests.people.conftest import database as database
from tests.people.sheets import DATA, HOA, MAI, THU, TODAY, book, bring_in, dump, roster_of, rows, why

A = columns(Award)
HEADER = (
    "Mã CCVC",
    "Họ và tên",
    "Đơn vị",
    "Năm",
    "Danh hiệu",
    "Số quyết định",
    "Ngày quyết định",
    "Cơ quan quyết định",
)
DECISION = ("213/QĐ-KHCN", datetime(2022, 12, 27), "Giám đốc Sở")
LDTT = (*THU[:3], 2022, "Lao động tiên tiến", *DECISION)
CATALOGUE = load()


def awards_of(*lines: tuple[Any, ...], header: tuple[str, ...] = HEADER) -> bytes:
    return book(("Khen thưởng", [("DANH SÁCH KHEN THƯỞNG",), (), header, *lines]))


def bring_awards_in(database: Database, source: bytes | str, *, today: date = TODAY, dry_run: bool = False) -> Report:
    if isinstance(source, str):
        reading = parsing.parse(DATA / source, source, today, CATALOGUE)
    else:
        reading = parsing.parse(source, "khen-thuong.xlsx", today, CATALOGUE)
    return database.run_now(lambda tx: history.import_awards(tx, reading, dry_run=dry_run))


@pytest.fixture
def staffed(database: Database) -> Database:
    bring_in(database, roster_of(MAI, THU, HOA))
    return database


def held(database: Database) -> list[tuple[Any, ...]]:
    who = sa.case((A.c.person_id.is_not(None), "person"), (A.c.unit_id.is_not(None), "unit"), else_="union group")
    return rows(database, sa.select(who, A.c.year, A.c.title).order_by(A.c.id))


def test_the_sample_of_four_years_comes_in_whole(database: Database) -> None:
    bring_in(database, "danh-sach-ccvc.xlsx")

    report = bring_awards_in(database, "khen-thuong-2019-2022.xlsx")

    assert report.rows == Figures(added=471)
    assert (report.rejected, report.warnings, report.passed_over) == ((), (), ())
    by_title = dict(rows(database, sa.select(A.c.title, sa.func.count()).group_by(A.c.title)))
    assert by_title == {"LDTT": 323, "DVCDXS": 48, "CSTDCS": 46, "TTLDTT": 45, "TTLDXS": 8, "CSTD_TINH": 1}
    assert rows(database, sa.select(sa.func.count()).where(A.c.unit_id.is_not(None))) == [(53,)]
    first = rows(database, sa.select(A.c.decision_number, A.c.decided_on, A.c.issuer).where(A.c.id == 1))
    assert first == [("213/QĐ-KHCN", date(2019, 12, 27), "Giám đốc Sở")]


def test_importing_again_changes_nothing_at_all(database: Database) -> None:
    bring_in(database, "danh-sach-ccvc.xlsx")
    bring_awards_in(database, "khen-thuong-2019-2022.xlsx")
    before = dump(database)
    assert bring_awards_in(database, "khen-thuong-2019-2022.xlsx").rows == Figures(unchanged=471)
    assert dump(database) == before


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database) -> None:
    bring_in(database, "danh-sach-ccvc.xlsx")
    before = dump(database)
    tried = bring_awards_in(database, "khen-thuong-2019-2022.xlsx", dry_run=True)
    assert (tried.rows, tried.dry_run) == (Figures(added=471), True)
    assert dump(database) == before


def test_without_a_roster_nobody_is_invented(database: Database) -> None:
    report = bring_awards_in(database, "khen-thuong-2019-2022.xlsx")
    assert report.rows == Figures()
    assert {problem.why.key for row in report.rejected for problem in row.problems} == {
        "awards.reject.code",
        "awards.reject.collective",
    }


@pytest.mark.parametrize(
    "name", ["LÂM HỒNG THU", "lam hong thu", " Lâm\xa0Hồng  Thu", unicodedata.normalize("NFD", "Lâm Hồng Thu")]
)
def test_the_name_need_only_agree_as_people_would_say_it(staffed: Database, name: str) -> None:
    assert bring_awards_in(staffed, awards_of(("a2", name, *LDTT[2:]))).rows == Figures(added=1)


@pytest.mark.parametrize("title", ["Lao động tiên tiến", "LĐTT", "lđtt", "lao dong tien tien"])
def test_a_title_may_be_abbreviated(staffed: Database, title: str) -> None:
    bring_awards_in(staffed, awards_of((*LDTT[:4], title, *DECISION)))
    assert held(staffed) == [("person", 2022, "LDTT")]


def test_collectives_are_found_by_name_short_name_and_unit_column(staffed: Database) -> None:
    title = "Tập thể lao động tiên tiến"
    report = bring_awards_in(
        staffed,
        awards_of(
            (None, "Văn phòng Sở", "Văn phòng Sở", 2020, title, *[None] * 3),
            (None, "vp", None, 2021, title, *[None] * 3),
            (None, None, "Chi cục", 2022, title, *DECISION),
        ),
    )
    assert report.rejected == ()
    assert held(staffed) == [("unit", 2020, "TTLDTT"), ("unit", 2021, "TTLDTT"), ("unit", 2022, "TTLDTT")]


def test_union_groups_hold_union_titles(database: Database) -> None:
    bring_in(database, "danh-sach-ccvc.xlsx")
    line = (
        None,
        "Tổ công đoàn Chi cục",
        None,
        2022,
        "Tổ công đoàn xuất sắc",
        "24/QĐ-CĐCS",
        None,
        "BCH Công đoàn cơ sở",
    )
    assert bring_awards_in(database, awards_of(line)).rejected == ()
    assert held(database) == [("union group", 2022, "TCDXS")]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (("A9", *LDTT[1:]), "Mã CCVC", "awards.reject.code"),
        (("A3", *LDTT[1:]), "Họ và tên", "awards.reject.name"),
        (("A2", None, *LDTT[2:]), "Họ và tên", "workbook.reject.missing"),
        ((None, "Lâm Hồng Vân", *LDTT[2:]), "Họ và tên", "awards.reject.nobody"),
        ((None, LDTT[1], "Chi cục", *LDTT[3:]), "Họ và tên", "awards.reject.elsewhere"),
        ((*LDTT[:3], "2021-2022", *LDTT[4:]), "Năm", "awards.reject.year_span"),
        (
            (None, "Phòng Lạ", None, 2022, "Tập thể lao động tiên tiến", *DECISION),
            "Họ và tên",
            "awards.reject.collective",
        ),
        ((None, "Văn phòng Sở", None, *LDTT[3:]), "Danh hiệu", "awards.reject.not_for_collective"),
        ((*LDTT[:4], "Tập thể lao động tiên tiến", *DECISION), "Danh hiệu", "awards.reject.not_for_person"),
        ((*LDTT[:4], "Anh hùng vũ trụ", *DECISION), "Danh hiệu", "awards.reject.title"),
        ((*LDTT[:4], "tiên tiến và xuất sắc", *DECISION), "Danh hiệu", "awards.reject.title"),
        ((*LDTT[:4], None, *DECISION), "Danh hiệu", "workbook.reject.missing"),
        ((*LDTT[:4], '="LĐTT"', *DECISION), "Danh hiệu", "workbook.reject.formula"),
        ((*LDTT[:3], None, *LDTT[4:]), "Năm", "workbook.reject.missing"),
        ((*LDTT[:3], 1957, *LDTT[4:]), "Năm", "awards.reject.year"),
        ((*LDTT[:3], 2024, *LDTT[4:]), "Năm", "awards.reject.year"),
        ((*LDTT[:3], "22", *LDTT[4:]), "Năm", "awards.reject.year"),
        ((*LDTT[:6], "27/12/2021", "GĐ"), "Ngày quyết định", "awards.reject.decided_on"),
        ((*LDTT[:6], "27/12/2023", "GĐ"), "Ngày quyết định", "awards.reject.decided_on"),
    ],
)
def test_what_cannot_be_is_refused_with_its_column(
    staffed: Database, line: tuple[Any, ...], column: str, reason: str
) -> None:
    before = dump(staffed)
    assert why(bring_awards_in(staffed, awards_of(line))) == {4: [(column, reason)]}
    assert dump(staffed) == before


@pytest.mark.parametrize("year", [2022, "2022", "Năm 2022", 2022.0])
def test_a_year_may_be_text(staffed: Database, year: Any) -> None:
    bring_awards_in(staffed, awards_of((*LDTT[:3], year, *LDTT[4:])))
    assert held(staffed) == [("person", 2022, "LDTT")]


def test_the_same_row_twice_is_said_once_and_another_decision_on_it_is_refused(staffed: Database) -> None:
    report = bring_awards_in(staffed, awards_of(LDTT, LDTT, (*LDTT[:5], "999/QĐ", *LDTT[6:])))
    assert report.rows == Figures(added=1, unchanged=1)
    assert why(report) == {6: [("Danh hiệu", "awards.reject.twice")]}
    assert report.rejected[0].problems[0].why.values == {"row": 4}


def test_a_decision_put_right_is_a_change_of_the_one_award(staffed: Database) -> None:
    bring_awards_in(staffed, awards_of(LDTT))
    report = bring_awards_in(staffed, awards_of((*LDTT[:5], "214/QĐ-KHCN", *LDTT[6:])))
    assert report.rows == Figures(changed=1)
    assert rows(staffed, sa.select(A.c.decision_number)) == [("214/QĐ-KHCN",)]


def test_a_total_and_the_signatures_below_are_passed_over(staffed: Database) -> None:
    foot = [(None, "Tổng cộng:", None, 1), (None, None, None, None, "CHÁNH VĂN PHÒNG")]
    report = bring_awards_in(staffed, awards_of(LDTT, *foot))
    assert (report.rows, report.rejected) == (Figures(added=1), ())
    assert [row for _, row in report.passed_over] == [5, 6]


def test_a_roster_is_not_a_list_of_awards() -> None:
    with pytest.raises(Refusal) as refused:
        parsing.parse(roster_of(MAI), "danh-sach.xlsx", TODAY, CATALOGUE)
    assert (refused.value.key, refused.value.values) == ("workbook.columns", {"columns": "«Danh hiệu», «Năm»"})
