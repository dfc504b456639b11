"""Rosters and lists of awards typed in fonts from before Unicode."""

import pytest
import sqlalchemy as sa

from bot.people.records import Person, Unit
from bot.store.database import Database
from bot.store.schema import columns
from tests.people.sheets import MAI, THU, book, bring_in, roster_of, rows, why

P, U = columns(Person), columns(Unit)


@pytest.mark.parametrize("name", ["TrÇn ThÞ LÖ", "Traàn Thò Leä"])
def test_a_cell_in_an_old_encoding_among_others_is_refused_by_its_place(database: Database, name: str) -> None:
    report = bring_in(database, roster_of(MAI, THU, ("A9", name, "Văn phòng Sở", "Chuyên viên", None, None, None)))
    assert why(report) == {4: [("Họ và tên", "workbook.reject.legacy")]}
    assert rows(database, sa.select(P.c.code).order_by(P.c.code)) == [("A1",), ("A2",)]


def test_a_unit_in_an_old_encoding_is_not_founded(database: Database) -> None:
    report = bring_in(database, roster_of(MAI, THU, ("A9", "Lê An", "Phßng Tæ chøc", "Chuyên viên", None, None, None)))
    assert why(report) == {4: [("Đơn vị", "workbook.reject.legacy")]}
    assert ("Phßng Tæ chøc",) not in rows(database, sa.select(U.c.name))


def test_a_roster_that_is_all_in_an_old_encoding_is_taken_in_unicode(database: Database) -> None:
    typed = [
        ("STT", "Hä vµ tªn", "§¬n vÞ", "M· CCVC"),
        (1, "TrÇn ThÞ LÖ", "Phßng Tæ chøc", "B1"),
        (2, "NguyÔn V¨n Thö", "Phßng Tæ chøc", "B2"),
    ]
    assert bring_in(database, book(("S", typed))).rejected == ()
    assert rows(database, sa.select(P.c.full_name).order_by(P.c.code)) == [("Trần Thị Lệ",), ("Nguyễn Văn Thử",)]
    assert rows(database, sa.select(U.c.name)) == [("Phòng Tổ chức",)]
