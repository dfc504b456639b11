"""The Office brings its workbook in, again and again."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.people.records import (
    Account,
    Grant,
    Person,
    Post,
    Role,
    UnionGroup,
    UnionMembership,
    UnionOffice,
    Unit,
    UnitAlias,
)
from bot.people.roster import importing as roster
from bot.refusal import Refusal
from bot.store.database import Database
from bot.store.schema import columns
from bot.workbooks.report import Figures
from tests.people.sheets import (
    HEADER,
    HOA,
    MAI,
    THU,
    TODAY,
    UNITS,
    UNITS_HEADER,
    book,
    bring_in,
    dump,
    remarked,
    roster_of,
    rows,
    warned,
    why,
)

SAMPLE, FAULTY = "danh-sach-ccvc.xlsx", "danh-sach-ccvc-loi.xlsx"
JUNE = date(2023, 6, 1)

P, U, PO, G, M, UG = (columns(model) for model in (Person, Unit, Post, Grant, UnionMembership, UnionGroup))


def person(database: Database, code: str) -> Any:
    return database.run_now(lambda tx: tx.execute(sa.select(P).where(P.c.code == code)).one())


def posts(database: Database, code: str) -> list[tuple[Any, ...]]:
    """(unit, title, since, until), oldest first."""
    held = sa.select(U.c.name, PO.c.title, PO.c.since, PO.c.until).join_from(PO, U).join(P, P.c.id == PO.c.person_id)
    return rows(database, held.where(P.c.code == code).order_by(PO.c.since, PO.c.id))


def roles(database: Database, *, open_only: bool = True) -> set[tuple[Any, ...]]:
    """(code, role, unit or None)."""
    held = sa.select(P.c.code, G.c.role, U.c.name).select_from(G).join(P, P.c.id == G.c.person_id)
    held = held.outerjoin(U, U.c.id == G.c.unit_id)
    return set(rows(database, held.where(G.c.until.is_(None)) if open_only else held))


# --- the sample department --------------------------------------------------------------------------------------------


def test_the_sample_department_comes_in_whole(database: Database) -> None:
    report = bring_in(database, SAMPLE)

    assert report.rows == Figures(added=93)
    assert report.units == Figures(added=15)
    assert (report.rejected, report.absent, report.warnings) == ((), (), ())
    assert report.passed_over == (("Danh sách", 101),), "the total"

    assert rows(database, sa.select(sa.func.count()).select_from(P)) == [(93,)]
    assert rows(database, sa.select(U.c.name).where(~U.c.is_collective)) == [("Ban Giám đốc Sở",)]
    assert rows(database, sa.select(sa.func.count()).where(U.c.parent_id.is_not(None))) == [(7,)]
    assert rows(database, sa.select(sa.func.count()).select_from(UG)) == [(6,)]
    assert rows(database, sa.select(sa.func.count()).select_from(M)) == [(90,)]
    officers = dict(rows(database, sa.select(M.c.office, sa.func.count()).group_by(M.c.office)))
    assert officers == {
        UnionOffice.MEMBER: 77,
        UnionOffice.GROUP_LEAD: 6,
        UnionOffice.GROUP_DEPUTY: 6,
        UnionOffice.CHAIR: 1,
    }


def test_roles_follow_from_both_sheets(database: Database) -> None:
    bring_in(database, SAMPLE)
    held = roles(database)
    assert {(code, role, unit) for code, role, unit in held if code in {"TN001", "TN002", "TN004"}} == {
        ("TN001", Role.DIRECTOR, None),
        ("TN001", Role.DEPUTY, "Ban Giám đốc Sở"),
        ("TN002", Role.DEPUTY, "Văn phòng Sở"),
        ("TN002", Role.DEPUTY, "Phòng Kế hoạch - Tài chính"),
        ("TN002", Role.DEPUTY, "Phòng Quản lý Công nghệ và Chuyên ngành"),
        ("TN004", Role.UNIT_HEAD, "Văn phòng Sở"),
        ("TN004", Role.OFFICE, None),
    }
    assert sum(role is Role.UNIT_HEAD for _, role, _ in held) == 14
    assert {code for code, role, _ in held if role is Role.OFFICE} == {"TN004", "TN005", "TN006"}


def test_the_faulty_sample_says_which_rows_are_taken_and_why_the_others_are_not(database: Database) -> None:
    report = bring_in(database, FAULTY)

    assert why(report) == {
        14: [("Số ĐT", "roster.reject.phone_twice")],
        16: [("Mã CCVC", "roster.reject.code_twice")],
        17: [("Đơn vị", "workbook.reject.missing")],
        18: [("Họ và tên", "workbook.reject.missing")],
        24: [("Họ và tên", "workbook.reject.formula")],
    }
    assert remarked(report) == {
        19: [("Số ĐT", "roster.reject.phone")],
        20: [("Ngày vào cơ quan", "workbook.reject.date")],
        23: [("Vai trò", "roster.reject.role")],
    }
    assert report.rejected[0].problems[0].why.values == {"row": 13, "sheet": "Danh sách"}
    assert report.remarks[2].problems[0].why.values == {"value": "Trưởng phòng Nhân sự vũ trụ"}
    assert report.rows == Figures(added=88)
    assert report.passed_over == (("Danh sách", 102),)
    assert warned(report) == {
        "roster.warn.no_phone": {"count": 1, "names": ("Lê Thị Ngọc Hòa",)},
        "roster.warn.no_head": {"names": ("Phòng Kế hoạch - Tài chính",)},
    }


def test_the_faulty_sample_s_odd_rows_are_taken_as_they_were_meant(database: Database) -> None:
    bring_in(database, FAULTY)

    assert person(database, "TN002").full_name == "Lâm Trọng Sang"
    assert unicodedata.is_normalized("NFC", person(database, "TN002").full_name)
    assert person(database, "TN003").phone == "+84382592935", "a number that lost its zero"
    assert person(database, "TN004").phone == "+84322053587", "+84 and spaces"
    assert person(database, "TN005").phone == "+84342358081", "eleven digits"
    assert person(database, "TN006").full_name == "Lâm Minh Lâm", "no-break spaces"
    assert person(database, "TN010").full_name == "Phạm Thị Ánh", "the first of two with one code"
    assert person(database, "TN015").joined_on == date(2015, 3, 5), "5/3/2015 as text"
    assert posts(database, "TN016") == [("Thanh tra Sở", "Thanh tra viên", date(2003, 4, 28), None)], "lower case"
    assert person(database, "TN019").full_name == '<b>Trần</b> & "Văn" Bảo', "markup is text"
    assert person(database, "TN020").phone is None


def test_the_faulty_sample_after_the_good_one_harms_nobody(database: Database) -> None:
    bring_in(database, SAMPLE)
    before = {code: person(database, code) for code in ("TN007", "TN008", "TN009", "TN010")}

    report = bring_in(database, FAULTY)

    # TN008's row is not taken, so that person keeps the number that TN007's row wants; TN010 is somebody else.
    assert why(report)[13] == [("Số ĐT", "roster.reject.phone_taken")]
    assert why(report)[15] == [("Mã CCVC", "roster.reject.other_person")]
    assert len(report.rejected) == 7
    assert [(absent.code, absent.full_name) for absent in report.absent] == [("TN009", "Phạm Thị Ánh")]
    assert {code: person(database, code) for code in before} == before


@pytest.mark.parametrize("sample", [SAMPLE, FAULTY])
def test_importing_again_changes_nothing_at_all(database: Database, sample: str) -> None:
    first = bring_in(database, sample)
    before = dump(database)

    again = bring_in(database, sample, today=JUNE)

    assert dump(database) == before
    assert again.rows == Figures(unchanged=first.rows.added)
    assert again.units == Figures(unchanged=15)
    assert again.rejected == first.rejected


@pytest.mark.parametrize("sample", [SAMPLE, FAULTY])
def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, sample: str) -> None:
    before = dump(database)

    tried = bring_in(database, sample, dry_run=True)

    assert dump(database) == before
    real = bring_in(database, sample)
    assert tried.dry_run and not real.dry_run
    assert (tried.rows, tried.units, tried.rejected, tried.warnings) == (
        real.rows,
        real.units,
        real.rejected,
        real.warnings,
    )


def test_an_import_leaves_one_line_in_the_audit_and_no_name_in_it(database: Database) -> None:
    bring_in(database, SAMPLE)
    (line,) = dump(database)["audit"]
    assert line[3:] == (
        "roster.imported",
        "roster:all",
        {"added": 93, "changed": 0, "rejected": 0, "units_added": 15, "units_changed": 0},
    )


# --- time passes ------------------------------------------------------------------------------------------------------


def test_what_is_first_seen_holds_since_the_person_joined_and_roles_since_the_import(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    assert posts(database, "A3") == [("Phòng Đo lường", "Chuyên viên", date(2015, 3, 5), None)]
    since = dict(rows(database, sa.select(U.c.name, U.c.since)))
    assert since["Phòng Đo lường"] == since["Chi cục"] == date(2015, 3, 5), (
        "a unit is as old as the first post below it"
    )
    assert rows(database, sa.select(G.c.since).distinct()) == [(TODAY,)]


def test_a_newcomer_s_post_is_no_older_than_the_unit(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    long_served = ("A9", "Lê Văn Chín", "Phòng Đo lường", "Chuyên viên", None, date(2001, 2, 3), None)
    bring_in(database, roster_of(MAI, THU, HOA, long_served), today=JUNE)
    assert posts(database, "A9") == [("Phòng Đo lường", "Chuyên viên", date(2015, 3, 5), None)]


def test_who_is_leaving_keeps_the_end_that_was_set(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    last, day = columns(Post), date(2023, 7, 1)
    database.run_now(lambda tx: tx.execute(sa.update(P).where(P.c.code == "A3").values(left_on=day)))
    whose = last.c.person_id == person(database, "A3").id
    database.run_now(lambda tx: tx.execute(sa.update(last).where(whose).values(until=day)))
    before = dump(database)
    assert bring_in(database, roster_of(MAI, THU, HOA), today=JUNE).rows == Figures(unchanged=3)
    assert dump(database) == before


def test_a_transfer_closes_the_old_post_and_opens_the_new_one(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))

    moved = (*HOA[:2], "Văn phòng Sở", *HOA[3:])
    report = bring_in(database, roster_of(MAI, THU, moved), today=JUNE)

    assert report.rows == Figures(changed=1, unchanged=2)
    assert posts(database, "A3") == [
        ("Phòng Đo lường", "Chuyên viên", date(2015, 3, 5), JUNE),
        ("Văn phòng Sở", "Chuyên viên", JUNE, None),
    ]


def test_a_slip_put_right_on_the_same_day_leaves_no_trace_of_a_transfer(database: Database) -> None:
    unknown_day = (*HOA[:5], None, None)
    bring_in(database, roster_of(MAI, unknown_day))
    bring_in(database, roster_of(MAI, (*unknown_day[:2], "Văn phòng Sở", *unknown_day[3:])))
    assert posts(database, "A3") == [("Văn phòng Sở", "Chuyên viên", TODAY, None)]


def test_a_new_head_takes_over_and_the_old_one_gives_back(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    headed = roster_of(MAI, (*THU[:6], None), (*HOA[:2], "VP", *HOA[3:6], "Lãnh đạo đơn vị; Đầu mối"))
    bring_in(database, headed, today=JUNE)
    assert {held for held in roles(database) if held[2] == "Văn phòng Sở"} == {
        ("A3", Role.UNIT_HEAD, "Văn phòng Sở"),
        ("A3", Role.COORDINATOR, "Văn phòng Sở"),
        ("A1", Role.DEPUTY, "Văn phòng Sở"),
    }
    assert ("A2", Role.UNIT_HEAD, "Văn phòng Sở") in roles(database, open_only=False)


def test_a_role_that_people_granted_is_not_the_workbook_s_to_take(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    given = {"person_id": person(database, "A3").id, "role": Role.OFFICE, "unit_id": None, "since": TODAY}
    database.run_now(lambda tx: tx.execute(columns(Grant).insert(), given))
    bring_in(database, roster_of(MAI, THU, HOA), today=JUNE)
    assert ("A3", Role.OFFICE, None) in roles(database)


def test_no_workbook_ends_the_office_or_takes_its_head_out_of_it(database: Database) -> None:
    def listed(*of_the_office: str) -> bytes:
        people = [(*one[:6], "Văn phòng" if one[0] in of_the_office else "Đầu mối") for one in (THU, HOA)]
        return roster_of(MAI, *people)

    def office() -> set[str]:
        return {code for code, role, _unit in roles(database) if role is Role.OFFICE}

    bring_in(database, listed("A2"))
    assert warned(bring_in(database, listed(), today=JUNE))["roster.warn.office_kept"]["code"] == "A2"
    assert office() == {"A2"}, "somebody is always of the Office"
    bring_in(database, listed("A3"), today=JUNE)
    assert office() == {"A3"}, "who is linked decides, and nobody is"
    account = {"user_id": 1, "language": "vi", "created_at": datetime(2023, 1, 3, tzinfo=UTC)}
    account |= {"consented_at": account["created_at"], "person_id": person(database, "A3").id}
    database.run_now(lambda tx: tx.execute(columns(Account).insert(), account))
    report = bring_in(database, listed("A2"), today=JUNE)
    assert warned(report)["roster.warn.office_kept"]["name"] == HOA[1] and office() == {"A2", "A3"}
    assert bring_in(database, listed("A2"), today=JUNE).rows.changed == 0, "the same again changes nothing"
    head = {"person_id": person(database, "A2").id, "role": Role.OFFICE_HEAD, "unit_id": None, "since": TODAY}
    database.run_now(lambda tx: tx.execute(columns(Grant).insert(), head))
    assert "roster.warn.office_head_kept" in warned(bring_in(database, listed("A3"), today=JUNE))
    assert office() == {"A2", "A3"}


def test_a_deputy_hands_a_unit_over(database: Database) -> None:
    deputy = ("A4", "Thái Thị Châu", "BGĐ", "Phó Giám đốc Sở", None, date(2016, 8, 18), "Lãnh đạo Sở phụ trách")
    bring_in(database, roster_of(MAI, THU, deputy))
    units = [(*unit[:6], "Thái Thị Châu") if unit[1] == "Chi cục" else unit for unit in UNITS]
    bring_in(database, roster_of(MAI, THU, deputy, units=units), today=JUNE)
    charged = {(code, unit) for code, role, unit in roles(database) if role is Role.DEPUTY}
    assert charged == {("A1", "Ban Giám đốc Sở"), ("A1", "Văn phòng Sở"), ("A4", "Chi cục")}


def test_who_is_missing_is_named_and_stays(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    before = dump(database)
    report = bring_in(database, roster_of(MAI, THU), today=JUNE)
    assert [(absent.code, absent.full_name) for absent in report.absent] == [("A3", "Võ Thị Hòa")]
    assert dump(database) == before


def test_who_left_is_neither_missing_nor_brought_back_by_an_old_list(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    gone = sa.update(P).where(P.c.code == "A3").values(left_on=date(2023, 3, 1))
    database.run_now(lambda tx: tx.execute(gone))
    before = dump(database)

    assert bring_in(database, roster_of(MAI, THU), today=JUNE).absent == ()
    assert why(bring_in(database, roster_of(MAI, THU, HOA), today=JUNE)) == {4: [("Mã CCVC", "roster.reject.left")]}
    assert dump(database) == before

    back = (*HOA[:5], date(2023, 5, 15), None)
    assert bring_in(database, roster_of(MAI, THU, back), today=JUNE).rows == Figures(changed=1, unchanged=2)
    assert person(database, "A3").left_on is None


# --- people -----------------------------------------------------------------------------------------------------------


def test_two_people_may_exchange_numbers(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    swapped = roster_of(MAI, (*THU[:4], HOA[4], *THU[5:]), (*HOA[:4], THU[4], *HOA[5:]))
    assert bring_in(database, swapped, today=JUNE).rows == Figures(changed=2, unchanged=1)
    assert (person(database, "A2").phone, person(database, "A3").phone) == ("+84987654321", "+84912345678")


def test_a_number_of_somebody_who_is_not_in_the_list_is_not_given_away(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    report = bring_in(database, roster_of(MAI, (*THU[:4], HOA[4], *THU[5:])), today=JUNE)
    (fault,) = report.rejected[0].problems
    assert (fault.column, fault.why.key) == ("Số ĐT", "roster.reject.phone_taken")
    assert fault.why.values == {"name": "Võ Thị Hòa", "code": "A3"}


def test_a_row_that_is_not_taken_gives_no_number_up(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    wants_thu_s, wants_hoa_s = (*MAI[:4], THU[4], *MAI[5:]), (*THU[:4], HOA[4], *THU[5:])
    before = dump(database)
    report = bring_in(database, roster_of(wants_thu_s, wants_hoa_s), today=JUNE)
    assert why(report) == {row: [("Số ĐT", "roster.reject.phone_taken")] for row in (2, 3)}
    assert dump(database) == before


def test_codes_that_slipped_by_one_row_hand_nobody_s_account_to_a_neighbour(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    before = dump(database)
    slipped = [(code, *row[1:]) for code, row in zip(("A2", "A3", "A1"), (MAI, THU, HOA), strict=True)]
    report = bring_in(database, roster_of(*slipped), today=JUNE)
    assert {key for problems in why(report).values() for _, key in problems} == {"roster.reject.other_person"}
    assert dump(database) == before


@pytest.mark.parametrize("known", [(HOA[4], date(2016, 1, 1)), (None, HOA[5]), (HOA[4], HOA[5])])
def test_a_name_put_right_is_the_same_person_by_phone_or_first_day(database: Database, known: tuple[Any, ...]) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    bring_in(database, roster_of(MAI, THU, ("A3", "Võ Thị Hoa Mai", *HOA[2:4], *known, None)), today=JUNE)
    assert person(database, "A3").full_name == "Võ Thị Hoa Mai"


def test_all_that_is_wrong_with_a_row_is_said_at_once(database: Database) -> None:
    report = bring_in(database, roster_of(MAI, (" ", "NguyÔn V¨n A", None, "x", "0123", "30/2/2015", "Sao Hỏa")))
    assert why(report) == {
        3: [
            ("Mã CCVC", "workbook.reject.missing"),
            ("Họ và tên", "workbook.reject.legacy"),
            ("Đơn vị", "workbook.reject.missing"),
            ("Số ĐT", "roster.reject.phone"),
            ("Ngày vào cơ quan", "workbook.reject.date"),
            ("Vai trò", "roster.reject.role"),
        ]
    }


@pytest.mark.parametrize(
    "cell",
    [
        "Lãnh đạo đơn vị; Văn phòng",
        "lanh dao don vi,van phong",
        "Lãnh đạo đơn vị\nVăn phòng",
        "Văn phòng | Lãnh đạo đơn vị",
    ],
)
def test_several_roles_stand_in_one_cell(database: Database, cell: str) -> None:
    assert bring_in(database, roster_of(MAI, (*THU[:6], cell))).rejected == ()
    assert {(role, unit) for code, role, unit in roles(database) if code == "A2"} == {
        (Role.UNIT_HEAD, "Văn phòng Sở"),
        (Role.OFFICE, None),
    }


def test_a_column_that_is_not_there_takes_nothing_away(database: Database) -> None:
    union = ("Viên chức", "Nữ", "x", "Tổ trưởng", "Tổ VP")
    people = [(*person, *union) for person in (MAI, THU, HOA)]
    bring_in(database, roster_of(*people, header=UNION))
    before = dump(database)
    bare = roster_of(*(person[:3] for person in people), header=HEADER[:3], units=None)
    assert bring_in(database, bare, today=JUNE).rows == Figures(unchanged=3)
    assert dump(database) == before


def test_an_empty_cell_under_a_heading_says_that_there_is_none(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    bring_in(database, roster_of(MAI, THU, (*HOA[:4], None, *HOA[5:])), today=JUNE)
    assert person(database, "A3").phone is None


UNION = (*HEADER, "Loại", "Giới tính", "Đoàn viên công đoàn", "Chức vụ công đoàn", "Tổ công đoàn")


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        (("Công chức", "Nữ", "x", "Tổ trưởng", "Tổ VP"), []),
        (("NLĐ", "nu", "Có", "", "Tổ VP"), []),
        (("HĐ 111", "Bà", "không", None, None), []),
        ((None, None, None, None, None), []),
        (
            ("Phi công", "?", "có lẽ", "Vua", None),
            ["roster.reject.kind", "roster.reject.gender", "workbook.reject.mark", "roster.reject.union_office"],
        ),
        (("Công chức", "Nữ", "x", None, None), ["roster.reject.union_group"]),
        (("Công chức", "Nữ", None, None, "Tổ VP"), ["roster.reject.union_member"]),
    ],
)
def test_kind_gender_and_union_only_describe(
    database: Database, cells: tuple[str | None, ...], reasons: list[str]
) -> None:
    report = bring_in(database, roster_of((*THU, *cells), header=UNION))
    assert [key for problems in remarked(report).values() for _, key in problems] == reasons
    assert (report.rows, report.rejected) == (Figures(added=1), ())


def test_what_cannot_be_read_takes_nothing_away(database: Database) -> None:
    known = ("Viên chức", "Nữ", "x", "Tổ trưởng", "Tổ VP")
    bring_in(database, roster_of((*THU, *known), header=UNION))
    before = dump(database)
    odd = (*THU[:4], "không rõ", "hôm qua", "Sao Hỏa", "Phi công", "?", "có lẽ", "Vua", None)
    report = bring_in(database, roster_of(odd, header=UNION), today=JUNE)
    assert report.rows == Figures(unchanged=1)
    assert dump(database) == before


def test_of_two_union_offices_the_one_that_confirms_more_is_kept_and_said(database: Database) -> None:
    cells = ("Công chức", "Nữ", "x", "Ủy viên BCH; Tổ trưởng", "Tổ VP")
    report = bring_in(database, roster_of((*THU, *cells), header=UNION))
    assert rows(database, sa.select(M.c.office)) == [(UnionOffice.GROUP_LEAD,)]
    assert "roster.warn.union_offices" in warned(report)


def test_leaving_the_union_ends_the_membership(database: Database) -> None:
    cells = ("Công chức", "Nữ", "x", "Tổ trưởng", "Tổ VP")
    bring_in(database, roster_of((*THU, *cells), header=UNION))
    bring_in(database, roster_of((*THU, *cells[:2], None, None, None), header=UNION), today=JUNE)
    assert rows(database, sa.select(M.c.since, M.c.until)) == [(date(2019, 4, 24), JUNE)]


# --- units ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["VP", "vp", "van phong so", "VĂN  PHÒNG SỞ", "Văn phòng Sở."])
def test_a_unit_answers_to_its_name_and_its_short_name(database: Database, written: str) -> None:
    bring_in(database, roster_of(MAI, (*THU[:2], written, *THU[3:])))
    assert posts(database, "A2")[0][0] == "Văn phòng Sở"


def test_a_unit_that_the_sheet_of_units_does_not_know_is_not_invented(database: Database) -> None:
    report = bring_in(database, roster_of(MAI, (*THU[:2], "Văn phòg Sở", *THU[3:])))
    assert why(report) == {3: [("Đơn vị", "roster.reject.unit_unknown")]}


def test_a_unit_under_the_wrong_parent_is_refused(database: Database) -> None:
    header = (*HEADER, "Đơn vị cấp trên")
    people = [
        (*MAI, None),
        (*THU, "Chi cục"),
        (*HOA, "Chi cuc"),
        ("A9", "Lê A", "Phòng Đo lường", *[None] * 4, "Sao Hỏa"),
    ]
    report = bring_in(database, roster_of(*people, header=header))
    assert why(report) == {
        3: [("Đơn vị cấp trên", "roster.reject.unit_parent")],
        5: [("Đơn vị cấp trên", "roster.reject.unit_unknown")],
    }


def test_faulty_units_are_refused_with_all_that_stand_below_them(database: Database) -> None:
    units = [
        *UNITS,
        (5, "văn phòng sở", None, None, "x", None, None),
        (6, "Phòng X", "Cục Y", None, "x", None, None),
        (7, "Tổ Z", "Phòng X", None, "x", None, None),
        (8, "Phòng V", None, "VP", "x", None, None),
        (9, None, None, None, "x", None, None),
        (10, "Phòng A", "Phòng B", None, "x", None, None),
        (11, "Phòng B", "Phòng A", None, "có lẽ", None, None),
        (12, "Phòng C", "Phòng C", None, "x", None, None),
    ]
    report = bring_in(database, roster_of(MAI, (*THU[:2], "Tổ Z", *THU[3:]), units=units))
    assert [(row.sheet, row.number, row.problems[0].why.key) for row in report.rejected] == [
        ("Danh sách", 3, "roster.reject.unit_unknown"),
        ("Đơn vị", 6, "roster.reject.unit_twice"),
        ("Đơn vị", 7, "roster.reject.unit_unknown"),
        ("Đơn vị", 8, "roster.reject.unit_unknown"),
        ("Đơn vị", 9, "roster.reject.alias_taken"),
        ("Đơn vị", 10, "workbook.reject.missing"),
        ("Đơn vị", 11, "roster.reject.unit_unknown"),
        ("Đơn vị", 12, "workbook.reject.mark"),
        ("Đơn vị", 13, "roster.reject.unit_circle"),
    ]
    assert report.units == Figures(added=4)


def test_a_unit_takes_a_new_name_and_keeps_answering_to_the_old_one(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    header = (*UNITS_HEADER, "Tên cũ")
    units = [*UNITS[:3], (4, "Phòng Đo lường và Kiểm định", "Chi cục", None, "x", None, None, "Phòng Đo lường")]
    source = book(("Danh sách", [HEADER, MAI, THU, HOA]), ("Đơn vị", [header, *units]))

    report = bring_in(database, source, today=JUNE)

    assert report.units == Figures(changed=1, unchanged=3)
    assert [post[0] for post in posts(database, "A3")] == ["Phòng Đo lường và Kiểm định"]
    assert "Phòng Đo lường" in {name for (name,) in rows(database, sa.select(columns(UnitAlias).c.name))}
    before = dump(database)
    bring_in(database, source, today=JUNE)
    bring_in(database, roster_of(MAI, THU, HOA, units=None), today=JUNE)
    assert dump(database) == before


def test_a_unit_listed_by_its_short_name_keeps_its_name(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU))
    before = dump(database)
    bring_in(
        database, roster_of(MAI, THU, units=[UNITS[0], (2, "VP", None, "VP", *UNITS[1][4:]), *UNITS[2:]]), today=JUNE
    )
    assert dump(database) == before


def test_units_in_another_order_are_no_change_to_report(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU))
    turned = [(place, *unit[1:]) for place, unit in enumerate(reversed(UNITS), start=1)]
    assert bring_in(database, roster_of(MAI, THU, units=turned), today=JUNE).units == Figures(unchanged=4)
    assert rows(database, sa.select(U.c.name).order_by(U.c.position))[0] == ("Phòng Đo lường",)


def test_a_unit_that_is_no_longer_listed_is_named_and_stays(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU))
    report = bring_in(database, roster_of(MAI, THU, units=UNITS[:3]), today=JUNE)
    assert warned(report)["roster.warn.units_absent"] == {"names": ("Phòng Đo lường",)}
    assert len(rows(database, sa.select(U.c.id))) == 4


def test_without_a_sheet_of_units_they_are_those_that_people_name(database: Database) -> None:
    header = (*HEADER, "Đơn vị cấp trên")
    report = bring_in(database, roster_of((*MAI, None), (*THU, None), (*HOA, "Chi cục"), header=header, units=None))
    assert "roster.warn.no_units" in warned(report)
    above = U.alias("above")
    parents = sa.select(U.c.name, above.c.name).join_from(U, above, above.c.id == U.c.parent_id)
    assert rows(database, parents) == [("Phòng Đo lường", "Chi cục")]
    assert rows(database, sa.select(U.c.id).where(U.c.is_collective)) == [], "only the roster makes a unit a collective"


@pytest.mark.parametrize(
    ("deputy", "warning"),
    [
        ("Người Lạ", "roster.warn.deputy_unknown"),
        ("Lê Văn Hai", "roster.warn.deputy_unclear"),
        ("A1", None),
        ("NGÔ THỊ MAI", None),
    ],
)
def test_who_has_charge_of_a_unit_is_never_guessed(database: Database, deputy: str, warning: str | None) -> None:
    twins = [(code, "Lê Văn Hai", "VP", "Chuyên viên", None, None, None) for code in ("B1", "B2")]
    units = [(*unit[:6], deputy) if unit[1] == "Chi cục" else unit for unit in UNITS]
    report = bring_in(database, roster_of(MAI, THU, *twins, units=units))
    assert {key for key in warned(report) if "deputy" in key} == ({warning} if warning else set())
    assert (("A1", Role.DEPUTY, "Chi cục") in roles(database)) is (warning is None)


def test_of_two_who_share_a_name_the_leader_has_charge_of_the_unit(database: Database) -> None:
    namesake = ("A9", "NGÔ THỊ MAI", "Văn phòng Sở", "Văn thư viên", None, None, None)
    report = bring_in(database, roster_of(MAI, THU, namesake))
    assert {code for code, role, _ in roles(database) if role is Role.DEPUTY} == {"A1"}
    assert not {key for key in warned(report) if "deputy" in key}


# --- how offices lay their lists out ----------------------------------------------------------------------------------


def test_headings_totals_and_signatures_are_passed_over(database: Database) -> None:
    header = ["STT", *HEADER]
    sheet: list[list[Any]] = [
        ["SỞ KHOA HỌC VÀ CÔNG NGHỆ"],
        [],
        header,
        ["I", "BAN GIÁM ĐỐC"],
        [1, *MAI],
        [None, "Cộng", None, 1],
        ["II", None, "Văn phòng Sở"],
        [2, *THU],
        [3, None, "Tống Văn Cộng", "VP"],
        [None, None, "Lê Văn Vô", "VP", "Chuyên viên"],
        [4, "A5", "Tống Thị Tổng", "VP", "Chuyên viên"],
        [],
        ["Tổng số: 4 người"],
        [None, None, "Tây Ninh, ngày 30 tháng 12 năm 2022"],
        [None, "NGƯỜI LẬP BẢNG", None, "CHÁNH VĂN PHÒNG", "GIÁM ĐỐC"],
        [None, "Lâm Minh Lâm", None, "Lâm Hồng Thu", "Ngô Thị Mai"],
    ]
    report = bring_in(database, book(("Danh sách", sheet), ("Đơn vị", [UNITS_HEADER, *UNITS])))
    assert report.rows == Figures(added=3)
    assert why(report) == {row: [("Mã CCVC", "workbook.reject.missing")] for row in (9, 10)}
    assert [row for _, row in report.passed_over] == [4, 6, 7, 13, 14, 15, 16]


def test_a_unit_merged_over_its_people_is_the_unit_of_each(database: Database) -> None:
    people = [MAI, THU, ("A5", "Lê Thị Năm", None, "Chuyên viên"), ("A6", "Lê Thị Sáu", None, "Chuyên viên")]
    source = book(("Danh sách", [HEADER, *people]), ("Đơn vị", [UNITS_HEADER, *UNITS]), merged=["C3:C5"])
    assert bring_in(database, source).rejected == ()
    assert posts(database, "A6")[0][0] == "Văn phòng Sở"


def test_people_on_several_sheets_are_one_roster(database: Database) -> None:
    source = book(("VP", [HEADER, MAI, THU]), ("Chi cục", [HEADER, HOA, THU]), ("Đơn vị", [UNITS_HEADER, *UNITS]))
    report = bring_in(database, source)
    assert report.rows == Figures(added=3)
    assert [(row.sheet, row.number, row.problems[0].why.values) for row in report.rejected] == [
        ("Chi cục", 3, {"row": 3, "sheet": "VP"})
    ]


def test_a_running_number_that_is_computed_spoils_no_row(database: Database) -> None:
    source = book(("Danh sách", [["STT", *HEADER], ["=ROW()-1", *MAI]]), ("Đơn vị", [UNITS_HEADER, *UNITS]))
    assert bring_in(database, source).rows == Figures(added=1)


def test_a_row_added_above_is_one_change(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU))
    assert bring_in(database, roster_of(MAI, HOA, THU), today=JUNE).rows == Figures(added=1, unchanged=2)
    by_place = sa.select(P.c.code).order_by(P.c.position)
    assert rows(database, by_place) == [("A1",), ("A3",), ("A2",)]


def test_a_list_of_awards_is_refused(database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        bring_in(database, "khen-thuong-2019-2022.xlsx")
    assert refused.value.key == "roster.file.awards"


def test_two_thousand_people_come_in_and_stay_as_they_are(database: Database) -> None:
    units = [
        (n + 1, f"Phòng số {n}", f"Phòng số {n % 5}" if n >= 5 else None, f"P{n}", "x", None, None) for n in range(50)
    ]
    people = [
        (
            f"X{n:04d}",
            f"Nguyễn Văn {n}",
            f"phòng  Số {n % 50}",
            "Chuyên viên",
            f"09{n:08d}",
            date(2000 + n % 20, 1, 1),
            "Lãnh đạo đơn vị" if n < 50 else None,
        )
        for n in range(2000)
    ]
    source = roster_of(*people, units=units)

    assert bring_in(database, source).rows == Figures(added=2000)
    assert len(roles(database)) == 50
    before = dump(database)
    assert bring_in(database, source, today=JUNE).rows == Figures(unchanged=2000)
    assert dump(database) == before


def test_phone_numbers_do_not_show_in_what_is_logged() -> None:
    reading = roster.parse(roster_of(MAI, (*THU[:5], "hôm qua", None)), "a.xlsx", TODAY)
    assert "919580222" not in repr(reading)
    assert "912345678" not in repr(reading)
