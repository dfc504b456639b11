"""The Office's steps on campaigns: who launched one, who changed which part of it. The slice's only table."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns, enum_text


class CampaignPart(StrEnum):
    """The parts of a campaign that the Office sets one by one."""

    LAUNCH = "launch"  # the whole, when it is opened
    NAME = "name"
    DOCUMENT = "document"
    BASIS = "basis"
    PLAN = "plan"
    OPENS = "opens"
    DEADLINE = "deadline"
    SUPPLEMENT = "supplement"
    REGIME = "regime"
    TITLES = "titles"
    LADDER = "ladder"
    QUOTAS = "quotas"
    INITIATIVE = "initiative"


class CampaignChange(SQLModel, table=True):
    """A step of a member of the Office on a campaign: its launch, or a change of one part."""

    __tablename__ = "campaign_change"
    __table_args__ = (sa.Index("ux_campaign_change", "campaign_id", "revision", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    revision: int
    """The campaign's after this step."""
    part: CampaignPart = Field(sa_type=enum_text(CampaignPart))
    by: int = Field(foreign_key="person.id")
    at: datetime
    notice_id: int | None = Field(default=None, foreign_key="notice.id")
    """The announcement that was drafted with a launch."""


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """A step on a campaign as it is read."""

    revision: int
    part: CampaignPart
    by: int
    at: datetime
    notice_id: int | None


_C = columns(CampaignChange)


def changes_since(tx: Tx, campaign_id: int, revision: int = -1) -> list[ChangeMade]:
    """The steps on the campaign after that revision, the oldest first."""
    mine = sa.and_(_C.c.campaign_id == campaign_id, _C.c.revision > revision)
    query = sa.select(*(_C.c[name] for name in ChangeMade.__dataclass_fields__)).where(mine).order_by(_C.c.revision)
    rows: Any = tx.execute(query)
    return [ChangeMade(*row) for row in rows]


def add_change(
    tx: Tx, campaign_id: int, revision: int, part: CampaignPart, by: int, notice_id: int | None = None
) -> None:
    """Record a step on the campaign."""
    row = {"campaign_id": campaign_id, "revision": revision, "part": part, "by": by, "at": tx.now}
    tx.execute(sa.insert(_C), row | {"notice_id": notice_id})
