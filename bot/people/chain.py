"""The confirmers of registrations, by date. Nobody confirms an own registration.

Staff by the unit's head; a unit without one, and the head, by the body above it, then by the deputy director in charge,
then by the Director; the Director's own is recorded by the Office. Union titles by the group's lead; the lead's own by
the union's chair; the chair's own by the union's executive committee, which meets on paper: another member of it, if
the roster names one, records what it has decided, else the Office does.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from bot.people.dates import here_on, holds_on
from bot.people.identity import Staff, staff
from bot.people.reach import headed
from bot.people.records import Grant, Person, Role, UnionMembership, UnionOffice, Unit
from bot.store.database import Tx
from bot.store.schema import columns

_G, _U, _P, _M = columns(Grant), columns(Unit), columns(Person), columns(UnionMembership)
_LEVELS = 8
"""More than any tree of units has; a loop in bad data ends here."""
# Asked for each person of a board: built once.
_DAY = sa.bindparam("day", type_=sa.Date)
_PARENT = sa.select(_U.c.parent_id).where(_U.c.id == sa.bindparam("unit_id"))
_HOLDER = (
    sa.select(_G.c.person_id)
    .join(_P, _P.c.id == _G.c.person_id)
    .where(
        _G.c.role == sa.bindparam("role"),
        _G.c.person_id != sa.bindparam("not_id"),
        holds_on(_G, _DAY),
        here_on(_DAY),
    )
    .order_by(_P.c.position, _P.c.id)
    .limit(1)
)
_HOLDER_IN_UNIT = _HOLDER.where(_G.c.unit_id == sa.bindparam("unit_id"))
_OFFICER = (
    sa.select(_M.c.person_id)
    .join(_P, _P.c.id == _M.c.person_id)
    .where(
        _M.c.office == sa.bindparam("office"),
        _M.c.person_id != sa.bindparam("not_id"),
        holds_on(_M, _DAY),
        here_on(_DAY),
    )
    .order_by(_P.c.position, _P.c.id)
    .limit(1)
)
_OFFICER_IN_GROUP = _OFFICER.where(_M.c.group_id == sa.bindparam("group_id"))


class Holder(StrEnum):
    """The holder of a registration while it waits: a named person, or a body."""

    PERSON = "person"
    OFFICE = "office"
    UNION_COMMITTEE = "union_committee"


@dataclass(frozen=True, slots=True)
class Confirmer:
    holder: Holder
    staff: Staff | None = None


def state_confirmer(tx: Tx, person: Staff, on: date) -> Confirmer:
    """The confirmer of the State titles of `person` as of `on`."""
    unit_id, own = person.unit_id, person.unit_id
    for _ in range(_LEVELS):
        if unit_id is None:
            break
        for role in (Role.UNIT_HEAD, Role.ACTING_HEAD):
            found = _holder_of(tx, role, unit_id, person.id, on)
            # Who acts for a head does not confirm that head.
            if found and (role is Role.UNIT_HEAD or unit_id not in headed(tx, person.id, on)):
                return found
        parent = tx.execute(_PARENT, {"unit_id": unit_id}).scalar_one_or_none()
        if parent is None:
            break
        unit_id = parent
    for charged in dict.fromkeys((own, unit_id)):
        if charged is not None and (found := _holder_of(tx, Role.DEPUTY, charged, person.id, on)):
            return found
    director = _holder_of(tx, Role.DIRECTOR, None, person.id, on)
    return director or Confirmer(Holder.OFFICE)


def union_confirmer(tx: Tx, person: Staff, on: date) -> Confirmer:
    """The confirmer of the union titles of `person` as of `on`."""
    if person.union_office is not UnionOffice.GROUP_LEAD and person.union_group_id is not None:
        lead = _union_officer(tx, UnionOffice.GROUP_LEAD, person.union_group_id, person.id, on)
        if lead and person.union_office is not UnionOffice.CHAIR:
            return lead
    chair = _union_officer(tx, UnionOffice.CHAIR, None, person.id, on)
    return chair or Confirmer(Holder.UNION_COMMITTEE)


def committee(tx: Tx, not_id: int, on: date) -> Staff | None:
    """A member of the union's executive committee besides this person and the chair; None: the roster names none."""
    found = _union_officer(tx, UnionOffice.COMMITTEE, None, not_id, on)
    return None if found is None else found.staff


def _holder_of(tx: Tx, role: Role, unit_id: int | None, not_id: int, on: date) -> Confirmer | None:
    values = {"role": role, "not_id": not_id, "day": on}
    if unit_id is None:
        found = tx.execute(_HOLDER, values)
    else:
        found = tx.execute(_HOLDER_IN_UNIT, values | {"unit_id": unit_id})
    return _named(tx, found.scalar_one_or_none(), on)


def _union_officer(tx: Tx, office: UnionOffice, group_id: int | None, not_id: int, on: date) -> Confirmer | None:
    values = {"office": office, "not_id": not_id, "day": on}
    if group_id is None:
        found = tx.execute(_OFFICER, values)
    else:
        found = tx.execute(_OFFICER_IN_GROUP, values | {"group_id": group_id})
    return _named(tx, found.scalar_one_or_none(), on)


def _named(tx: Tx, person_id: int | None, on: date) -> Confirmer | None:
    found = None if person_id is None else staff(tx, person_id, on)
    return None if found is None else Confirmer(Holder.PERSON, found)


def office_contact(tx: Tx) -> Staff | None:
    """The contact person of the Office: the first by the list. Named to anybody: an office keeps that no secret."""
    found = _holder_of(tx, Role.OFFICE, None, 0, tx.clock.today())
    return None if found is None else found.staff
