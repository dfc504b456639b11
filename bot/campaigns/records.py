"""Campaigns, their titles, and the Office's table of days. The slice's only SQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.people.ordering import PeopleOrder
from bot.store.database import Tx, once
from bot.store.schema import columns, enum_text
from bot.titles.criteria import Rounding
from bot.titles.quotas import most
from bot.titles.records import known


class Campaign(SQLModel, table=True):
    __table_args__ = (sa.CheckConstraint("opens_at < deadline_at", name="window"),)
    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(unique=True)
    name: str
    plan_number: str | None = None
    plan_date: date | None = None
    plan_sha256: str | None = Field(default=None, foreign_key="file.sha256")
    plan_name: str | None = None
    regime: str
    """The key of the regime's version, or its code."""
    opens_at: datetime
    deadline_at: datetime
    """The last moment that counts."""
    supplement_until: datetime | None = None
    reminders: str | None = None
    """The ladder, as the description gave it (JSON); None: the default one."""
    people_order: PeopleOrder = Field(
        default=PeopleOrder.OFFICE,
        sa_type=enum_text(PeopleOrder),
        sa_column_kwargs={"server_default": PeopleOrder.OFFICE.value},
    )
    """The order of people on its boards and lists."""
    initiative_until: date | None = None
    """The last day to name an initiative that follows; None: none is set."""
    revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The number of times that it was changed since it was made."""
    created_at: datetime
    updated_at: datetime


class CampaignTitle(SQLModel, table=True):
    """A title that this campaign takes registrations of."""

    __tablename__ = "campaign_title"
    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    title: str = Field(primary_key=True)


class CampaignBasis(SQLModel, table=True):
    """Căn cứ: one of the documents that a campaign's plan refers to, in its order."""

    __tablename__ = "campaign_basis"
    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    words: str
    sha256: str | None = Field(default=None, foreign_key="file.sha256")
    """The document itself, where the Office has it."""
    file_name: str | None = None


class CampaignQuota(SQLModel, table=True):
    """The largest share of those of one title who may have a higher one, as the Office has set it for a campaign."""

    __tablename__ = "campaign_quota"
    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    title: str = Field(primary_key=True)
    percent: int
    base: str
    """The title of whose holders it is a share."""
    rounding: Rounding = Field(sa_type=enum_text(Rounding))


class DayKind(StrEnum):
    OFF = "off"  # nghỉ: a holiday that the law does not know, or a working day swapped away
    WORKED = "worked"  # làm bù: a Saturday or Sunday, or a holiday that is not one after all


class SpecialDay(SQLModel, table=True):
    """A day that the Office has declared off or worked; it goes before what the law says."""

    __tablename__ = "special_day"
    day: date = Field(primary_key=True)
    kind: DayKind = Field(sa_type=enum_text(DayKind))
    name: str
    """The reason, in the Office's words."""
    declared_by: int | None = Field(default=None, foreign_key="person.id")
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignNow:
    """A campaign as it now stands."""

    id: int
    year: int
    name: str
    plan_number: str | None
    plan_date: date | None
    plan_sha256: str | None
    plan_name: str | None
    regime: str
    opens_at: datetime
    deadline_at: datetime
    supplement_until: datetime | None
    reminders: str | None
    """The ladder (JSON); None: the default one."""
    people_order: PeopleOrder = PeopleOrder.OFFICE
    """The order of people on its boards and lists."""
    initiative_until: date | None = None
    """The last day to name an initiative that follows; None: none is set."""
    revision: int = 0
    """The number of times that it was changed since it was made."""

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at <= self.deadline_at

    @property
    def closes_at(self) -> datetime:
        """The end of all registering: of the time to supplement, where there is one after the deadline, which may have
        been moved past it."""
        return max(self.supplement_until or self.deadline_at, self.deadline_at)


_C, _T = columns(Campaign), columns(CampaignTitle)
_COLUMNS = [_C.c[name] for name in CampaignNow.__dataclass_fields__]
# The newest that has opened; before the first has, the next to open.
_CURRENT = (
    sa.select(*_COLUMNS)
    .order_by(
        sa.case((_C.c.opens_at <= sa.bindparam("now"), 0), else_=1),
        sa.case((_C.c.opens_at <= sa.bindparam("now"), _C.c.year), else_=-_C.c.year).desc(),
    )
    .limit(1)
)
_BY_KEY = sa.select(*_COLUMNS).where(_C.c.id == sa.bindparam("campaign_id"))
_DAYS = sa.select(columns(SpecialDay).c.day, columns(SpecialDay).c.kind)
_TITLES = sa.select(_T.c.title).where(_T.c.campaign_id == sa.bindparam("campaign_id"))


@once("campaign")
def current_campaign(tx: Tx) -> CampaignNow | None:
    """The campaign that people mean today: the newest that has opened, or else the next to open."""
    row: Any = tx.execute(_CURRENT, {"now": tx.now}).first()
    return None if row is None else _campaign(tx, row)


def campaign_by_key(tx: Tx, campaign_id: int) -> CampaignNow:
    """The campaign of this key, past or present."""
    row: Any = tx.execute(_BY_KEY, {"campaign_id": campaign_id}).one()
    return _campaign(tx, row)


def campaigns_by_key(tx: Tx, keys: Collection[int]) -> dict[int, CampaignNow]:
    """The campaigns of these keys, past or present."""
    rows: Any = tx.execute(sa.select(*_COLUMNS).where(_C.c.id.in_(sorted(keys))))
    return {row.id: _campaign(tx, row) for row in rows}


def _campaign(tx: Tx, row: Any) -> CampaignNow:
    known(tx, row.regime)
    return CampaignNow(*row)


def campaign_of_year(tx: Tx, year: int) -> CampaignNow | None:
    """The campaign of that year, past or present."""
    row: Any = tx.execute(sa.select(*_COLUMNS).where(_C.c.year == year)).one_or_none()
    return None if row is None else CampaignNow(*row)


def all_campaigns(tx: Tx) -> list[CampaignNow]:
    """Every campaign, the newest first."""
    rows: Any = tx.execute(sa.select(*_COLUMNS).order_by(_C.c.year.desc()))
    return [CampaignNow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that a plan refers to, with its file where there is one."""

    words: str
    sha256: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class ShareLimit:
    """The largest share of the holders of `base` that may have a title: percent, and its rounding to people."""

    percent: int
    base: str
    rounding: Rounding = Rounding.DOWN

    def most(self, holders: int) -> int:
        """The most who may have the title where so many have `base`."""
        return most(self.percent, holders, self.rounding)


def basis_of(tx: Tx, campaign_id: int) -> tuple[Basis, ...]:
    """The documents that the campaign's plan refers to, in its order."""
    own = columns(CampaignBasis)
    query = sa.select(own.c.words, own.c.sha256, own.c.file_name).where(own.c.campaign_id == campaign_id)
    rows: Any = tx.execute(query.order_by(own.c.place))
    return tuple(Basis(*row) for row in rows)


def quotas_of(tx: Tx, campaign_id: int) -> dict[str, ShareLimit]:
    """Title -> the share that the campaign's Office has set for it; a title without one has no limit."""
    own = columns(CampaignQuota)
    query = sa.select(own.c.title, own.c.percent, own.c.base, own.c.rounding).where(own.c.campaign_id == campaign_id)
    rows: Any = tx.execute(query)
    return {row.title: ShareLimit(row.percent, row.base, row.rounding) for row in rows}


@once("campaign_title")
def titles_of(tx: Tx, campaign_id: int) -> frozenset[str]:
    return frozenset(tx.execute(_TITLES, {"campaign_id": campaign_id}).scalars())


def special_days(tx: Tx) -> dict[date, DayKind]:
    """The Office's table of days."""
    return {row.day: row.kind for row in tx.execute(_DAYS)}


def declare_day(tx: Tx, day: date, kind: DayKind | None, name: str, by: int | None) -> None:
    """Say that `day` is off or worked, in place of what was said before; None: take back what was said."""
    table = columns(SpecialDay)
    tx.execute(sa.delete(table).where(table.c.day == day))
    if kind is not None:
        row = {"day": day, "kind": kind, "name": name, "declared_by": by, "declared_at": tx.now}
        tx.execute(sa.insert(table), row)
