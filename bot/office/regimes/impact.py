"""Campaigns that are not over and go by a regime, with what is registered in them: all that a new version concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignNow, campaigns_by_key
from bot.registration.records import Receipt, Registration, RegistrationState, RegistrationTitle, RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.loading import shared as catalogue

_C, _RC, _R = columns(Campaign), columns(Receipt), columns(Registration)
_V, _L = columns(RegistrationVersion), columns(RegistrationTitle)
_STANDING = sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Registrations that stand, and the people who have made them or for whom they are."""

    registrations: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class CampaignConcerned:
    """A campaign that is not over and goes by the regime."""

    campaign: CampaignNow
    all: Concerned
    by_title: Mapping[str, Concerned]

    def of(self, title: str) -> Concerned:
        return self.by_title.get(title, Concerned())


def going_by(tx: Tx, code: str) -> list[CampaignNow]:
    """The campaigns that are not over and go by a version of this regime, in the order of their years."""
    keys = tx.execute(sa.select(_C.c.id).order_by(_C.c.year)).scalars().all()
    found = campaigns_by_key(tx, keys)
    ahead = [found[key] for key in keys if found[key].closes_at >= tx.now]
    return [one for one in ahead if one.regime in catalogue() and catalogue().regime(one.regime).code == code]


def concerned(tx: Tx, code: str) -> list[CampaignConcerned]:
    """These campaigns with what is registered in each, as a whole and by title."""
    return [CampaignConcerned(one, _all(tx, one.id), _by_title(tx, one.id)) for one in going_by(tx, code)]


def _counted(*by: sa.ColumnElement[str]) -> sa.Select[Any]:
    registrations, people = sa.func.count(sa.distinct(_R.c.id)), sa.func.count(sa.distinct(_RC.c.person_id))
    counted: Any = sa.select(*by, registrations.label("registrations"), people.label("people"))
    wanted: sa.Select[Any] = (
        counted.join_from(_R, _RC, _RC.c.id == _R.c.receipt_id)
        .join(_V, _STANDING)
        .join(_L, _L.c.version_id == _V.c.id)
        .where(_R.c.state != RegistrationState.WITHDRAWN)
        .group_by(*by)
    )
    return wanted


def _all(tx: Tx, campaign_id: int) -> Concerned:
    row = tx.execute(_counted().where(_RC.c.campaign_id == campaign_id)).one()
    return Concerned(row.registrations, row.people)


def _by_title(tx: Tx, campaign_id: int) -> dict[str, Concerned]:
    rows = tx.execute(_counted(_L.c.title).where(_RC.c.campaign_id == campaign_id))
    return {row.title: Concerned(row.registrations, row.people) for row in rows}


def under(tx: Tx, keys: Sequence[str]) -> dict[str, int]:
    """Registrations that stand, by the version of the rules that they were made under."""
    stands = sa.and_(_V.c.regime.in_(keys), _R.c.state != RegistrationState.WITHDRAWN)
    query = sa.select(_V.c.regime, sa.func.count().label("registrations")).join_from(_R, _V, _STANDING)
    return {row.regime: row.registrations for row in tx.execute(query.where(stands).group_by(_V.c.regime))}
