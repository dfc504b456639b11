"""The past of the department: a campaign that is closed, posts that have ended, rows that are gone. None of it is
anybody's more than it was, and its keys are numbers like any other."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.registration.records import RegistrationState
from bot.store.database import Tx
from tests.matrix.cast import Department
from tests.matrix.done import text
from tests.matrix.rows import add, table

YEAR = 2022


def add_past(tx: Tx, department: Department) -> None:
    """Last year's campaign with a receipt and a registration of everybody, and a list of every unit; former posts of
    one in seven; one in nine of this year's questions is gone."""
    now = _only(tx, "campaign")
    ends = {"opens_at": now["opens_at"] - timedelta(days=365), "deadline_at": now["deadline_at"] - timedelta(days=365)}
    later = {"supplement_until": None, "plan_number": "9/KH-KHCN"}
    campaign = _copied(tx, "campaign", now, year=YEAR, name=f"Phong trào năm {YEAR}", **ends, **later)
    add(tx, "campaign_title", campaign_id=campaign, title="LDTT")
    for key in department.people:
        receipt = _made(tx, "receipt", campaign_id=campaign, number=key, code=f"TD22-{key:04d}", person_id=key)
        state = {"family": "state", "state": RegistrationState.CONFIRMED, "version": 1, "agreement": "own"}
        at = ends["opens_at"]
        made = _made(tx, "registration", receipt_id=receipt, submitted_at=at, registered_by=key, **state)
        said = {"pledge": text(key, "lời hứa năm trước"), "withdrawn": False}
        version = _made(tx, "registration_version", registration_id=made, version=1, at=at, by=key, **said)
        add(tx, "registration_title", version_id=version, title="LDTT", initiative_later=False)
    for sheet in [dict(row) for row in tx.execute(sa.select(table("unit_sheet"))).mappings()]:
        own = {"campaign_id": campaign, "code": f"{sheet['code']}-{YEAR}"}
        made = _copied(tx, "unit_sheet", sheet, **own)
        for row in tx.execute(sa.select(table("sheet_version")).where(_of(sheet["id"]))).mappings().all():
            _copied(tx, "sheet_version", dict(row), sheet_id=made)
    today, units = tx.clock.today(), sorted(department.units.values())
    for one in department.people.values():
        if one.key % 7 == 0:
            span = {"since": today - timedelta(days=900), "until": today - timedelta(days=400)}
            add(tx, "post", person_id=one.key, unit_id=units[one.key % len(units)], title="Chuyên viên", **span)
        if one.key % 9 == 0:
            tx.execute(sa.delete(table("question")).where(table("question").c.person_id == one.key))


def _of(sheet: int) -> sa.ColumnElement[bool]:
    return table("sheet_version").c.sheet_id == sheet


def _only(tx: Tx, name: str) -> dict[str, Any]:
    return dict(tx.execute(sa.select(table(name))).mappings().one())


def _copied(tx: Tx, name: str, row: dict[str, Any], /, **other: Any) -> int:
    return _made(tx, name, **{key: value for key, value in row.items() if key != "id"} | other)


def _made(tx: Tx, name: str, /, **values: Any) -> int:
    rows = table(name)
    return int(tx.execute(sa.insert(rows).returning(rows.c.id), values).scalar_one())
