"""Shares of titles that are limited: by what is registered, and by what was recognised, as a whole and by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.awards.records import Award
from bot.campaigns.records import CampaignNow, ShareLimit, quotas_of
from bot.leading.reading import STANDS
from bot.people.dates import holds_on
from bot.people.records import Post, Unit
from bot.registration.records import Receipt, Registration, RegistrationTitle, RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Regime, Subject, Title
from bot.titles.loading import shared as catalogue

_RC, _R, _V = columns(Receipt), columns(Registration), columns(RegistrationVersion)
_L, _POST, _U, _A = columns(RegistrationTitle), columns(Post), columns(Unit), columns(Award)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `percent` of those who hold the title `of`."""

    title: Title
    of: Title
    share_limit: ShareLimit
    """As the campaign sets it, with its rounding."""

    @property
    def percent(self) -> int:
        return self.share_limit.percent

    def most(self, base: int) -> int:
        """The most people among so many."""
        return self.share_limit.most(base)


@dataclass(frozen=True, slots=True)
class Share:
    """So many people with the title, of so many with the one that it is measured by."""

    taken: int = 0
    base: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.taken + other.taken, self.base + other.base)


@dataclass(frozen=True, slots=True)
class UnitShare:
    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class Meter:
    """One limit with what is registered, by unit too, and what was recognised; None before anything was."""

    limit: Limit
    registered: Share
    units: Sequence[UnitShare]
    recognised: Share | None


def limits(regime: Regime, quotas: Mapping[str, ShareLimit]) -> list[Limit]:
    """The shares that a campaign sets for titles of people, in the order of lists."""
    return [
        Limit(title, regime.title(quotas[title.id].base), quotas[title.id])
        for title in regime.in_order(quotas)
        if Subject.PERSON in title.subjects and quotas[title.id].base in regime
    ]


def meters(tx: Tx, campaign: CampaignNow) -> list[Meter]:
    found = limits(catalogue().regime(campaign.regime), quotas_of(tx, campaign.id))
    if not found:
        return []
    registered, recognised = _registered(tx, campaign), _recognised(tx, campaign.year)
    names = {row.id: row.name for row in tx.execute(sa.select(_U.c.id, _U.c.name).order_by(_U.c.position, _U.c.id))}
    return [_meter(limit, registered, recognised, names) for limit in found]


def _meter(
    limit: Limit,
    registered: Mapping[int | None, Mapping[str, int]],
    recognised: Mapping[str, int],
    names: Mapping[int, str],
) -> Meter:
    shares = {unit: _share(limit, titles) for unit, titles in registered.items()}
    units = [UnitShare(name, shares[unit]) for unit, name in names.items() if unit in shares and shares[unit].taken]
    units.sort(key=lambda one: limit.most(one.share.base) - one.share.taken)
    final = _share(limit, recognised)
    return Meter(limit, sum(shares.values(), Share()), units, final if final.base else None)


def _share(limit: Limit, titles: Mapping[str, int]) -> Share:
    return Share(titles.get(limit.title.id, 0), titles.get(limit.of.id, 0))


def _registered(tx: Tx, campaign: CampaignNow) -> dict[int | None, dict[str, int]]:
    """Unit of today -> title -> people whose registration of it stands."""
    query = (
        sa.select(_POST.c.unit_id, _L.c.title, sa.func.count())
        .select_from(_RC)
        .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == Family.STATE, _R.c.state.in_(list(STANDS))))
        .join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version))
        .join(_L, _L.c.version_id == _V.c.id)
        .outerjoin(_POST, sa.and_(_POST.c.person_id == _RC.c.person_id, holds_on(_POST, tx.clock.today())))
        .where(_RC.c.campaign_id == campaign.id, _RC.c.person_id.is_not(None))
        .group_by(_POST.c.unit_id, _L.c.title)
    )
    found: dict[int | None, dict[str, int]] = {}
    rows: Any = tx.execute(query)
    for unit, title, count in rows:
        found.setdefault(unit, {})[title] = count
    return found


def _recognised(tx: Tx, year: int) -> dict[str, int]:
    query = (
        sa.select(_A.c.title, sa.func.count())
        .where(_A.c.year == year, _A.c.person_id.is_not(None))
        .group_by(_A.c.title)
    )
    rows: Any = tx.execute(query)
    return dict(iter(rows))
