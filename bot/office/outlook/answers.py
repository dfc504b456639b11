"""Answers by day, and the people who have not answered by who stands next above them: read for forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow
from bot.leading.reading import answers
from bot.office.outlook.forecast import Answered
from bot.people.dates import here_on, holds_on
from bot.people.records import Account, Grant, Person, Role, Unit
from bot.registration.records import Declination, Receipt, Registration, RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

_RC, _R, _V, _D = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(Declination)
_P, _A, _G, _U = columns(Person), columns(Account), columns(Grant), columns(Unit)
_LEVELS = 8
"""More than any tree of units has; a loop in bad data ends here."""


def answered(tx: Tx, campaign: CampaignNow, calendar: Calendar) -> list[Answered]:
    """Everybody of whom an answer is expected, with the day of the first one. What came on a day off is counted on the
    next working day."""
    each = answers(campaign, Family.STATE, tx.clock.today())
    first = _first_answers(campaign)
    query = (
        sa.select(each.c.answered, first.c.at, _A.c.linked_at)
        .select_from(
            each.outerjoin(first, first.c.person_id == each.c.person_id).outerjoin(
                _A, _A.c.person_id == each.c.person_id
            )
        )
        .where(each.c.expected)
    )
    zone, days = tx.clock.zone, dict[date, date]()

    def working(day: date) -> date:
        if day not in days:
            days[day] = calendar.on_or_after(day)
        return days[day]

    rows: Any = tx.execute(query).all()
    return [
        Answered(
            working(row.at.astimezone(zone).date()) if row.answered and row.at is not None else None,
            None if row.linked_at is None else row.linked_at.astimezone(zone).date(),
        )
        for row in rows
    ]


def _first_answers(campaign: CampaignNow) -> sa.Subquery:
    """(person_id, at) of the first answer of each."""
    registered = (
        sa.select(_RC.c.person_id.label("person_id"), _V.c.at.label("at"))
        .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == Family.STATE))
        .join(_V, sa.and_(_V.c.registration_id == _R.c.id, ~_V.c.withdrawn))
        .where(_RC.c.campaign_id == campaign.id, _RC.c.person_id.is_not(None))
    )
    declined = (
        sa.select(_RC.c.person_id, _D.c.at)
        .join(_D, sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.family == Family.STATE))
        .where(_RC.c.campaign_id == campaign.id, _RC.c.person_id.is_not(None))
    )
    both = sa.union_all(registered, declined).subquery()
    return sa.select(both.c.person_id, sa.func.min(both.c.at).label("at")).group_by(both.c.person_id).subquery()


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who stands next above people who have not answered, and how many those are."""

    name: str
    count: int


def leads(tx: Tx, campaign: CampaignNow) -> tuple[list[Lead], int]:
    """The fewest who together lead everybody that has not answered: of each unit whoever leads it, or of a unit without
    one, the body above it. The most people first. And the number of people whom nobody leads."""
    today = tx.clock.today()
    heads = _heads(tx, today)
    parents = {row.id: row.parent_id for row in tx.execute(sa.select(_U.c.id, _U.c.parent_id))}
    each = answers(campaign, Family.STATE, today)
    # By unit, but for those who lead one: nobody is led by himself or herself.
    leading = sorted({person for own in heads.values() for person in own})
    person = sa.case((each.c.person_id.in_(leading), each.c.person_id))
    missing = sa.select(person, each.c.place, sa.func.count()).where(each.c.expected, ~each.c.answered)
    led = dict[int, int]()
    alone = 0
    rows: Any = tx.execute(missing.group_by(person, each.c.place))
    for who, unit, count in rows:
        lead = _above(heads, parents, unit, who)
        if lead is None:
            alone += count
        else:
            led[lead] = led.get(lead, 0) + count
    names = {row.id: row.full_name for row in tx.execute(sa.select(_P.c.id, _P.c.full_name).where(_P.c.id.in_(led)))}
    found = [Lead(names[key], count) for key, count in led.items()]
    return sorted(found, key=lambda one: -one.count), alone


_RANK = {Role.UNIT_HEAD: 0, Role.ACTING_HEAD: 1, Role.DEPUTY: 2}


def _heads(tx: Tx, today: date) -> Mapping[int, list[int]]:
    """Unit -> the people who lead it, the head first, a deputy in charge last."""
    query = (
        sa.select(_G.c.unit_id, _G.c.person_id, _G.c.role)
        .join(_P, _P.c.id == _G.c.person_id)
        .where(_G.c.role.in_(list(_RANK)), _G.c.unit_id.is_not(None), holds_on(_G, today), here_on(today))
        .order_by(_P.c.position, _P.c.id)
    )
    found: dict[int, list[int]] = {}
    for row in sorted(tx.execute(query), key=lambda one: _RANK[one.role]):
        found.setdefault(row.unit_id, []).append(row.person_id)
    return found


def _above(
    heads: Mapping[int, list[int]], parents: Mapping[int, int | None], unit: int | None, person: int | None
) -> int | None:
    """The first who leads the unit, or one above it, and is somebody else."""
    for _ in range(_LEVELS):
        if unit is None:
            return None
        for lead in heads.get(unit, ()):
            if lead != person:
                return lead
        unit = parents.get(unit)
    return None
