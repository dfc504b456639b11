"""Statements on who holds which duty: role grants and offices in the union."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.people.dates import here_on, holds_on, lasts_after
from bot.people.records import Grant, Person, UnionGroup, UnionMembership, UnionOffice, Unit
from bot.personnel.roles.duties import IN_UNION, ROLES, Duty, Holding
from bot.store.database import Tx
from bot.store.schema import columns

_G, _M, _P, _U = columns(Grant), columns(UnionMembership), columns(Person), columns(Unit)
_UG = columns(UnionGroup)

_GRANTS = sa.select(
    _G.c.role.label("of"),
    _G.c.id,
    _G.c.person_id,
    _P.c.full_name,
    _G.c.unit_id.label("place"),
    sa.func.coalesce(_U.c.name, "").label("place_name"),
    _G.c.since,
    _G.c.until,
    _G.c.granted_by,
    _G.c.from_roster,
    _G.c.ended_by,
).select_from(_G.join(_P, _P.c.id == _G.c.person_id).outerjoin(_U, _U.c.id == _G.c.unit_id))
_OFFICES = sa.select(
    _M.c.office.label("of"),
    _M.c.id,
    _M.c.person_id,
    _P.c.full_name,
    _M.c.group_id.label("place"),
    _UG.c.name.label("place_name"),
    _M.c.since,
    _M.c.until,
    _M.c.granted_by,
    sa.false().label("from_roster"),
    _M.c.ended_by,
).select_from(_M.join(_P, _P.c.id == _M.c.person_id).join(_UG, _UG.c.id == _M.c.group_id))


def holding(tx: Tx, duty: Duty, key: int) -> Holding | None:
    """One, over or not."""
    row: Any = tx.execute(_of(duty, _table(duty).c.id == key)).one_or_none()
    return None if row is None else Holding(duty, *row[1:])


def holdings(tx: Tx, duty: Duty, today: date, *, before: bool = False) -> list[Holding]:
    """Those that hold today or are to begin, by place; or those that are over, the last first."""
    table = _table(duty)
    if before:
        query = _of(duty, table.c.until <= today).order_by(table.c.until.desc(), table.c.id.desc())
    else:
        place = _UG.c.position if duty in IN_UNION else _U.c.position
        begins = sa.or_(table.c.until.is_(None), table.c.until > table.c.since)
        query = _of(duty, begins, lasts_after(table, today), here_on(today)).order_by(
            place, table.c.since, _P.c.position, table.c.id
        )
    rows: Any = tx.execute(query)
    return [Holding(duty, *row[1:]) for row in rows]


def counts(tx: Tx, today: date) -> dict[Duty, int]:
    """The numbers of people who have each duty today."""
    held = dict[Duty, int]()
    for table, column, duties in ((_G, _G.c.role, ROLES), (_M, _M.c.office, IN_UNION)):
        number = sa.func.count(sa.distinct(table.c.person_id)).label("number")
        query = (
            sa.select(column.label("of"), number)
            .select_from(table.join(_P, _P.c.id == table.c.person_id))
            .where(column.in_(tuple(duties.values())), holds_on(table, today), here_on(today))
            .group_by(column)
        )
        found = {row.of: row.number for row in tx.execute(query)}
        held |= {duty: found.get(of, 0) for duty, of in duties.items()}
    return held


# --- offices in the union ---------------------------------------------------------------------------------------------


def take_office(tx: Tx, person_id: int, group_id: int, office: UnionOffice, since: date, by: int) -> int:
    """The membership with which the person has this office from `since` on, in the own group."""
    open_one = sa.and_(_M.c.person_id == person_id, _M.c.until.is_(None))
    tx.execute(sa.update(_M).where(open_one).values(until=sa.case((_M.c.since > since, _M.c.since), else_=since)))
    row = {"person_id": person_id, "group_id": group_id, "office": office, "since": since, "granted_by": by}
    return int(tx.execute(sa.insert(_M).returning(_M.c.id), row).scalar_one())


def lay_down_office(tx: Tx, held: Holding, until: date, by: int) -> bool:
    """The person is a member like others from `until` on. False if that is so already."""
    running = sa.and_(_M.c.id == held.key, _M.c.until.is_(None))
    if tx.execute(sa.update(_M).where(running).values(until=until, ended_by=by)).rowcount != 1:
        return False
    row = {"person_id": held.person_id, "group_id": held.place, "office": UnionOffice.MEMBER, "since": until}
    tx.execute(sa.insert(_M), row)
    return True


def _table(duty: Duty) -> sa.Table:
    return _M if duty in IN_UNION else _G


def _of(duty: Duty, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    if duty in IN_UNION:
        return _OFFICES.where(_M.c.office == IN_UNION[duty], *conditions)
    return _GRANTS.where(_G.c.role == ROLES[duty], *conditions)
