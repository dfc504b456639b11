"""The end of a year as the Office sets it: base salaries, campaigns that are closed, how long raw things are kept."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns, enum_text


class BaseSalary(SQLModel, table=True):
    """Lương cơ sở from a day on, by which bonuses are estimated."""

    __tablename__ = "base_salary"
    since: date = Field(primary_key=True)
    amount: int
    """Đồng a month."""
    source: str
    entered_by: int = Field(foreign_key="person.id")
    entered_at: datetime


class CampaignEnd(SQLModel, table=True):
    """A campaign was closed: from then on only decisions are entered and revoked."""

    __tablename__ = "campaign_end"
    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    closed_by: int = Field(foreign_key="person.id")
    closed_at: datetime


class Raw(StrEnum):
    """Raw things that may go after a time: nothing of the record itself."""

    UPLOADS = "uploads"  # workbooks that were sent
    DRAFTS = "drafts"  # dialogues that were never finished
    LETTERS = "letters"  # the texts of letters that have arrived


class Retention(SQLModel, table=True):
    """The Office's rule on how long a kind of raw things is kept: the last one of each kind counts."""

    id: int | None = Field(default=None, primary_key=True)
    raw: Raw = Field(sa_type=enum_text(Raw))
    months: int
    source: str
    """The rule by which it is so, in the Office's words."""
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime


# --- the end of a year ------------------------------------------------------------------------------------------------


_CE = columns(CampaignEnd)
_ENDED = sa.select(_CE.c.closed_by, _CE.c.closed_at).where(_CE.c.campaign_id == sa.bindparam("campaign_id"))


def ended(tx: Tx, campaign_id: int) -> tuple[int, datetime] | None:
    """The person who has closed the campaign, and when; None: it is not closed."""
    row = tx.execute(_ENDED, {"campaign_id": campaign_id}).one_or_none()
    return None if row is None else (row.closed_by, row.closed_at)


def end(tx: Tx, campaign_id: int, by: int) -> bool:
    """Close the campaign; False where it is closed already."""
    return tx.insert_new(CampaignEnd, [{"campaign_id": campaign_id, "closed_by": by, "closed_at": tx.now}]) == 1


# --- base salaries ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SalarySaid:
    """A base salary as the Office has entered it."""

    since: date
    amount: int
    source: str


def salaries(tx: Tx) -> list[SalarySaid]:
    table = columns(BaseSalary)
    rows: Any = tx.execute(sa.select(table.c.since, table.c.amount, table.c.source).order_by(table.c.since))
    return [SalarySaid(*row) for row in rows]


def set_salary(tx: Tx, said: SalarySaid, by: int) -> None:
    """Say what it is from that day on, in place of what was said of the same day."""
    table = columns(BaseSalary)
    tx.execute(sa.delete(table).where(table.c.since == said.since))
    row = {"since": said.since, "amount": said.amount, "source": said.source, "entered_by": by, "entered_at": tx.now}
    tx.execute(sa.insert(table), row)


def ended_at(tx: Tx, campaign_id: int) -> datetime | None:
    """The moment at which the campaign was closed; None: it is not closed."""
    closed = ended(tx, campaign_id)
    return None if closed is None else closed[1]


def still_open(tx: Tx, campaign_id: int) -> None:
    """Raises Refusal where the campaign was closed."""
    if (at := ended_at(tx, campaign_id)) is not None:
        raise Refusal("campaign.closed_for_good", at=at)


# --- how long raw things are kept -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RetentionNow:
    """The time for which a kind of raw things is kept, and the rule by which it is."""

    raw: Raw
    months: int
    source: str
    set_by: int
    set_at: datetime


def retention(tx: Tx) -> dict[Raw, RetentionNow]:
    """The rule of each kind that has one."""
    table = columns(Retention)
    rows: Any = tx.execute(
        sa.select(table.c.raw, table.c.months, table.c.source, table.c.set_by, table.c.set_at).order_by(table.c.id)
    )
    return {row.raw: RetentionNow(*row) for row in rows}


def set_retention(tx: Tx, raw: Raw, months: int, source: str, by: int) -> None:
    row = {"raw": raw, "months": months, "source": source, "set_by": by, "set_at": tx.now}
    tx.execute(sa.insert(columns(Retention)), row)
