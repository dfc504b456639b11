"""People who have not answered yet, and work that is left for leads: set by set, never person by person.

Ten thousand people and three hundred units are counted in a few statements.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow, titles_of
from bot.people.reach import LEADING
from bot.people.records import Account, Grant, Person, Post, UnionMembership, UnionOffice, Unit
from bot.registration.records import (
    Declination,
    Exemption,
    LateRequest,
    LateRequestState,
    Receipt,
    Registration,
    RegistrationState,
)
from bot.reminders.records import PutOffReminder
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue

_P, _POST, _U, _A, _GR, _M = (columns(model) for model in (Person, Post, Unit, Account, Grant, UnionMembership))
_RC, _R, _D, _LR = columns(Receipt), columns(Registration), columns(Declination), columns(LateRequest)
_PO, _EX = columns(PutOffReminder), columns(Exemption)


def _at(table: sa.Table) -> sa.ColumnElement[bool]:
    day = sa.bindparam("today", type_=sa.Date)
    return sa.and_(table.c.since <= day, sa.or_(table.c.until.is_(None), table.c.until > day))


_HERE = sa.or_(_P.c.left_on.is_(None), _P.c.left_on > sa.bindparam("today", type_=sa.Date))


def _has_answered(family: Family) -> sa.Exists:
    registered = sa.exists().where(
        _R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state != RegistrationState.WITHDRAWN
    )
    declined = sa.exists().where(_D.c.receipt_id == _RC.c.id, _D.c.family == family, _D.c.ended_at.is_(None))
    return sa.exists().where(
        _RC.c.person_id == _P.c.id,
        _RC.c.campaign_id == sa.bindparam("campaign_id"),
        sa.or_(registered.correlate(_RC), declined.correlate(_RC)),
    )


_HAS_ASKED = sa.exists().where(
    _LR.c.person_id == _P.c.id,
    _LR.c.campaign_id == sa.bindparam("campaign_id"),
    _LR.c.state.in_((LateRequestState.OPEN, LateRequestState.GRANTED)),
)
_EXEMPT = sa.exists().where(
    _EX.c.person_id == _P.c.id,
    _EX.c.campaign_id == sa.bindparam("campaign_id"),
    _EX.c.ended_at.is_(None),
    _at(_EX),
)
_PUT_OFF = sa.exists().where(
    _PO.c.person_id == _P.c.id,
    _PO.c.campaign_id == sa.bindparam("campaign_id"),
    sa.or_(
        sa.and_(_PO.c.ended_at.is_(None), _PO.c.until >= sa.bindparam("tomorrow", type_=_PO.c.until.type)),
        _PO.c.ended_at >= sa.bindparam("this_morning", type_=_PO.c.until.type),
    ),
)
_MISSING = sa.select(_P.c.id).where(_HERE, ~_has_answered(Family.STATE), ~_EXEMPT)
_IN_UNION = sa.exists().where(_M.c.person_id == _P.c.id, _at(_M))
_UNION_MISSING = sa.select(_P.c.id).where(
    _HERE, _IN_UNION, _has_answered(Family.STATE), ~_has_answered(Family.UNION), ~_EXEMPT
)


def missing(tx: Tx, campaign_id: int) -> list[int]:
    """Keys of the people who are here, are expected to answer, and have neither registered a State title nor
    declined to."""
    return list(tx.execute(_MISSING, {"campaign_id": campaign_id, "today": tx.clock.today()}).scalars())


def missing_for_union(tx: Tx, campaign_id: int) -> list[int]:
    """Keys of the union members who have answered for the State's titles, and said nothing on the union's."""
    return list(tx.execute(_UNION_MISSING, {"campaign_id": campaign_id, "today": tx.clock.today()}).scalars())


def to_remind(tx: Tx, campaign_id: int, day: tuple[datetime, datetime]) -> list[int]:
    """The same, without those who have put reminders off past `day` (its first moment and the next day's), or were
    reminded on it at their own wish."""
    values = {
        "campaign_id": campaign_id,
        "today": tx.clock.today(),
        "this_morning": day[0],
        "tomorrow": day[1],
    }
    return list(tx.execute(_MISSING.where(~_PUT_OFF), values).scalars())


def without_late_request(tx: Tx, campaign_id: int) -> list[int]:
    """Of those missing, the people who have not asked for more time either."""
    values = {"campaign_id": campaign_id, "today": tx.clock.today()}
    return list(tx.execute(_MISSING.where(~_HAS_ASKED), values).scalars())


# --- work left --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """People of one unit, or of several together."""

    total: int = 0
    answered: int = 0
    waiting: int = 0
    """Registrations that are not confirmed."""
    unlinked: int = 0
    """Of those who have not answered: not on the app."""
    registered: int = 0
    """Of those who have answered: the others have declined."""

    @property
    def missing(self) -> int:
        return self.total - self.answered

    def left(self, *, own: bool) -> bool:
        """True if there is work for whoever leads them. `own`: one that waits is the lead's, for somebody
        else to confirm."""
        return self.missing > 0 or self.waiting > own

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.total + other.total,
            self.answered + other.answered,
            self.waiting + other.waiting,
            self.unlinked + other.unlinked,
            self.registered + other.registered,
        )


def _tally(group: sa.ColumnElement[int], people: sa.Join) -> Any:
    """Counts by `group` over `people`, joined with what they have answered in the family."""
    family = sa.bindparam("family", type_=_R.c.family.type)
    registration = sa.and_(
        _R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state != RegistrationState.WITHDRAWN
    )
    receipt = sa.and_(_RC.c.person_id == _P.c.id, _RC.c.campaign_id == sa.bindparam("campaign_id"))
    declination = sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.family == family, _D.c.ended_at.is_(None))
    answers = sa.or_(_R.c.id.is_not(None), _D.c.id.is_not(None))
    joined = (
        people.outerjoin(_RC, receipt)
        .outerjoin(_R, registration)
        .outerjoin(_D, declination)
        .outerjoin(_A, _A.c.person_id == _P.c.id)
    )

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    return (
        sa.select(
            group,
            sa.func.count(),
            count(answers),
            count(_R.c.state == RegistrationState.SUBMITTED),
            count(sa.and_(~answers, _A.c.person_id.is_(None))),
            count(_R.c.id.is_not(None)),
        )
        .select_from(joined)
        # Who need not answer is not counted among those who have to; an answer that is there counts all the same.
        .where(_HERE, ~sa.and_(_EXEMPT, ~answers))
        .group_by(group)
    )


_BY_UNIT = _tally(_POST.c.unit_id, _P.outerjoin(_POST, sa.and_(_POST.c.person_id == _P.c.id, _at(_POST))))
_BY_GROUP = _tally(_M.c.group_id, _P.join(_M, sa.and_(_M.c.person_id == _P.c.id, _at(_M))))


def tally_units(tx: Tx, campaign_id: int, units: Collection[int] | None) -> dict[int | None, Tally]:
    """State titles by unit, without the units below; None: of all units, and under None of people without one."""
    query = _BY_UNIT if units is None else _BY_UNIT.where(_POST.c.unit_id.in_(units))
    values = {"campaign_id": campaign_id, "today": tx.clock.today(), "family": Family.STATE}
    return {row[0]: Tally(*row[1:]) for row in tx.execute(query, values)}


def tally_groups(tx: Tx, campaign_id: int, groups: Collection[int] | None) -> dict[int, Tally]:
    """Union titles by union group."""
    query = _BY_GROUP if groups is None else _BY_GROUP.where(_M.c.group_id.in_(groups))
    values = {"campaign_id": campaign_id, "today": tx.clock.today(), "family": Family.UNION}
    return {row[0]: Tally(*row[1:]) for row in tx.execute(query, values)}


def waiting_themselves(tx: Tx, campaign_id: int, family: Family, people: Collection[int]) -> dict[int, int | None]:
    """Of `people`, those whose own registration waits -> their unit: nobody confirms his or her own."""
    query = (
        sa.select(_RC.c.person_id, _POST.c.unit_id)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .outerjoin(_POST, sa.and_(_POST.c.person_id == _RC.c.person_id, _at(_POST)))
        .where(
            _RC.c.campaign_id == campaign_id,
            _RC.c.person_id.in_(people),
            _R.c.family == family,
            _R.c.state == RegistrationState.SUBMITTED,
        )
    )
    return {row.person_id: row.unit_id for row in tx.execute(query, {"today": tx.clock.today()})}


def heads(tx: Tx, on: date) -> dict[int, frozenset[int]]:
    """Heads of units: person -> units, without those below."""
    query = (
        sa.select(_GR.c.person_id, _GR.c.unit_id)
        .join(_P, _P.c.id == _GR.c.person_id)
        .where(_GR.c.role.in_(LEADING), _GR.c.unit_id.is_not(None), _at(_GR), _HERE)
    )
    return _grouped(tx, query, on)


def group_leads(tx: Tx, on: date) -> dict[int, frozenset[int]]:
    """Leads of union groups: person -> groups."""
    query = (
        sa.select(_M.c.person_id, _M.c.group_id)
        .join(_P, _P.c.id == _M.c.person_id)
        .where(_M.c.office == UnionOffice.GROUP_LEAD, _at(_M), _HERE)
    )
    return _grouped(tx, query, on)


def _grouped(tx: Tx, query: Any, on: date) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    rows: Any = tx.execute(query, {"today": on})
    for person_id, key in rows:
        found.setdefault(person_id, set()).add(key)
    return {person_id: frozenset(keys) for person_id, keys in found.items()}


def unit_tree(tx: Tx, on: date) -> dict[int, int | None]:
    """Every unit of that day -> the unit that it is part of, in the order of the official list."""
    query = sa.select(_U.c.id, _U.c.parent_id).where(_at(_U)).order_by(_U.c.position, _U.c.id)
    return {row.id: row.parent_id for row in tx.execute(query, {"today": on})}


def above(unit_id: int | None, tree: Mapping[int, int | None]) -> frozenset[int]:
    """The unit and every one that it is part of."""
    reached: set[int] = set()
    while unit_id is not None and unit_id not in reached:
        reached.add(unit_id)
        unit_id = tree.get(unit_id)
    return frozenset(reached)


def rolled_up(tallies: Mapping[int | None, Tally], tree: Mapping[int, int | None]) -> dict[int, Tally]:
    """Each unit's people with those of all units below it."""
    summed: dict[int, Tally] = {}
    for unit_id, tally in tallies.items():
        for one in above(unit_id, tree):
            summed[one] = summed.get(one, Tally()) + tally
    return summed


def takes_union_titles(tx: Tx, campaign: CampaignNow) -> bool:
    """True if people register union titles in this campaign at all."""
    offered = catalogue().regime(campaign.regime).in_order(titles_of(tx, campaign.id))
    return any(title.family is Family.UNION and Subject.PERSON in title.subjects for title in offered)
