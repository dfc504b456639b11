"""An import is taken back exactly, and not while something depends on it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import bot.tables  # noqa: F401 - whatever refers to people must be known
from bot.awards import history
from bot.clock import Clock
from bot.commands import cli
from bot.people.records import Account, Grant, Person, Role, Unit
from bot.people.roster import undoing
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE
from bot.store.audit import Audit
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.awards.test_import import LDTT, awards_of, bring_awards_in
from tests.engines import both_engines
from tests.people.sheets import HOA, MAI, THU, UNITS, bring_in, dump, roster_of, rows

pytestmark = both_engines
JUNE = date(2023, 6, 1)


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    database = open_database(store_url, Clock(OFFICE_ZONE, real=lambda: datetime(2023, 1, 3, 1, tzinfo=UTC)))
    yield database
    database.close_now()


def kept(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but those that say what was done."""
    return {name: found for name, found in dump(database).items() if name not in {"audit", "import_record"}}


def undo(database: Database, kind: str = "roster") -> undoing.Undone:
    tables = {"roster": undoing.ROSTER, "awards": history.TABLES}[kind]
    return database.run_now(lambda tx: undoing.undo(tx, kind, tables))


def test_imports_are_taken_back_one_after_the_other(database: Database) -> None:
    states = [kept(database)]
    bring_in(database, roster_of(MAI, THU))
    states.append(kept(database))
    # Numbers change hands, a unit takes a new name and another one the old, somebody moves, a head gives back.
    units = [
        (1, *UNITS[0][1:]),
        (2, "Văn phòng", None, "VPS", "x", None, None),
        *UNITS[2:],
        (5, "Phòng Mới", "Văn phòng", None, None, None, "Ngô Thị Mai"),
    ]
    thu = (*THU[:2], "Phòng Mới", "Phó phòng", MAI[4], THU[5], None)
    source = roster_of((*MAI[:4], THU[4], *MAI[5:]), thu, HOA, units=[(*unit, "") for unit in units])
    assert bring_in(database, source, today=JUNE).rows.changed == 2
    assert kept(database) != states[1]

    undone = undo(database)

    assert kept(database) == states[1]
    assert undone.removed and undone.restored
    undo(database)
    assert kept(database) == states[0]
    with pytest.raises(Refusal) as refused:
        undo(database)
    assert refused.value.key == "import.undo.nothing"
    deeds = rows(database, sa.select(columns(Audit).c.deed).order_by(columns(Audit).c.id))
    assert [deed for (deed,) in deeds] == ["roster.imported"] * 2 + ["roster.import_undone"] * 2


def test_an_import_without_changes_is_none_to_take_back(database: Database) -> None:
    before = kept(database)
    bring_in(database, roster_of(MAI, THU, HOA))
    bring_in(database, roster_of(MAI, THU, HOA), today=JUNE)
    undo(database)
    assert kept(database) == before


def test_awards_are_taken_back_and_hold_the_roster(database: Database) -> None:
    bring_in(database, roster_of(MAI, THU, HOA))
    before = kept(database)
    bring_awards_in(database, awards_of(LDTT))
    with pytest.raises(Refusal) as refused:
        undo(database)
    assert refused.value.key == "import.undo.depends_on"
    assert refused.value.values["names"] == ("Lâm Hồng Thu",)
    assert [one.values["count"] for one in refused.value.values["what"]] == [1]
    bring_awards_in(database, awards_of((*LDTT[:5], "214/QĐ-KHCN", *LDTT[6:])))
    undo(database, "awards")
    assert rows(database, sa.text("SELECT decision_number FROM award")) == [("213/QĐ-KHCN",)]  # type: ignore[arg-type]
    undo(database, "awards")
    assert kept(database) == before
    undo(database)


@pytest.mark.parametrize("what", ["account", "grant", "name"])
def test_what_came_later_holds_an_import(database: Database, what: str) -> None:
    bring_in(database, roster_of(MAI, THU))

    def later(tx: Tx) -> None:
        thu = tx.execute(sa.select(columns(Person).c.id).where(columns(Person).c.code == "A2")).scalar_one()
        if what == "account":
            at = tx.now
            tx.add(Account(user_id=7, person_id=thu, consented_at=at, linked_at=at, created_at=at))
        elif what == "grant":
            tx.add(Grant(person_id=thu, role=Role.COORDINATOR, since=JUNE))
        else:
            tx.execute(columns(Unit).update().where(columns(Unit).c.id == 1).values(name="Ban Lãnh đạo"))

    database.run_now(later)
    before = dump(database)
    with pytest.raises(Refusal) as refused:
        undo(database)
    assert refused.value.key == ("import.undo.changed" if what == "name" else "import.undo.depends_on")
    assert dump(database) == before


def test_of_old_imports_no_personal_data_is_kept(database: Database) -> None:
    for number in range(7):
        bring_in(database, roster_of((*THU[:4], f"091234567{number}", *THU[5:])))
    changes = [bool(found) for (found,) in rows(database, sa.select(undoing._R.c.changes).order_by(undoing._R.c.id))]
    assert changes == [False] * 2 + [True] * 5


def test_the_command_says_what_was_undone(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_DATABASE_URL", store_url)
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(roster_of(MAI, THU))
    assert cli.main(["roster", "import", str(file)]) == 0
    capsys.readouterr()
    assert cli.main(["roster", "undo"]) == 0
    assert capsys.readouterr().out.startswith("Đã hoàn tác lần nhập lúc ")
    assert cli.main(["awards", "undo"]) == 2
    assert capsys.readouterr().err == "Không có lần nhập nào để hoàn tác.\n"
