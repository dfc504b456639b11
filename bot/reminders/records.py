"""Which reminders were sent or missed, and to when people have put them off."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.ledger.letter import Letter, State
from bot.reminders.rules import Audience
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where

SOURCE = "reminder"
"""What the sources of all letters of this slice begin with."""


class RoundState(StrEnum):
    SENT = "sent"  # its letters are planned; the outbox knows what became of each
    MISSED = "missed"  # it came to light when its use was over; nobody was written to


class Round(SQLModel, table=True):
    """One reminder of a campaign to one audience, once it was decided: what lets a tick that comes again do nothing."""

    __tablename__ = "reminder_round"
    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    audience: Audience = Field(primary_key=True, sa_type=enum_text(Audience))
    rule: str = Field(primary_key=True)
    state: RoundState = Field(sa_type=enum_text(RoundState))
    due_at: datetime
    decided_at: datetime
    people: int
    """To how many it went."""


class PutOffReminder(SQLModel, table=True):
    """Nhắc lại sau: reminders of this campaign wait until then for this person. One open wish a person."""

    __tablename__ = "reminder_put_off"
    __table_args__ = (unique_where("ux_reminder_put_off_open", "campaign_id", "person_id", where="ended_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    until: datetime
    ended_at: datetime | None = None
    """When the person was reminded again, or there was no need any more."""


_RD, _PO, _LT = columns(Round), columns(PutOffReminder), columns(Letter)


def source(campaign_id: int, audience: Audience, rule: str) -> str:
    """The outbox's name for one round: what is counted, halted and withdrawn together."""
    return f"{SOURCE}:{campaign_id}:{audience.value}:{rule}"


# --- rounds -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decided:
    audience: Audience
    rule: str
    state: RoundState
    due_at: datetime
    decided_at: datetime
    people: int


_ROUNDS = (
    sa.select(_RD.c.audience, _RD.c.rule, _RD.c.state, _RD.c.due_at, _RD.c.decided_at, _RD.c.people)
    .where(_RD.c.campaign_id == sa.bindparam("campaign_id"))
    .order_by(_RD.c.due_at, _RD.c.audience)
)


def rounds(tx: Tx, campaign_id: int) -> list[Decided]:
    """Every reminder of the campaign that was decided, by time. Those of state MISSED are what nobody got."""
    rows: Any = tx.execute(_ROUNDS, {"campaign_id": campaign_id})
    return [Decided(*row) for row in rows]


def save_round(tx: Tx, campaign_id: int, decided: Decided) -> None:
    """Once missed it may still be sent: a deadline that is moved on makes it of use again."""
    reopen(tx, campaign_id, decided.audience, decided.rule)
    row = {
        "campaign_id": campaign_id,
        "audience": decided.audience,
        "rule": decided.rule,
        "state": decided.state,
        "due_at": decided.due_at,
        "decided_at": decided.decided_at,
        "people": decided.people,
    }
    tx.execute(sa.insert(_RD), row)


def reopen(tx: Tx, campaign_id: int, audience: Audience, rule: str) -> None:
    """Forget that it was decided: it is still to come."""
    tx.execute(sa.delete(_RD).where(_RD.c.campaign_id == campaign_id, _RD.c.audience == audience, _RD.c.rule == rule))


_MINE = sa.and_(_LT.c.source.startswith(f"{SOURCE}:"), _LT.c.state == State.PLANNED)
_WAITING = sa.select(_LT.c.id).where(_MINE, _LT.c.due_at <= sa.bindparam("now")).limit(1)


def hold_back(tx: Tx, until: datetime) -> None:
    """What is due and has not left waits until then: nobody is written to outside the hours of an office."""
    if tx.execute(_WAITING, {"now": tx.now}).first() is not None:
        tx.execute(sa.update(_LT).where(_MINE, _LT.c.due_at <= tx.now).values(due_at=until))


# --- put off ----------------------------------------------------------------------------------------------------------


def put_off(tx: Tx, campaign_id: int, person_id: int, until: datetime) -> None:
    """In place of what the person asked for before."""
    mine = sa.and_(_PO.c.campaign_id == campaign_id, _PO.c.person_id == person_id, _PO.c.ended_at.is_(None))
    if tx.execute(sa.update(_PO).where(mine).values(until=until, asked_at=tx.now)).rowcount == 0:
        row = {"campaign_id": campaign_id, "person_id": person_id, "asked_at": tx.now, "until": until}
        tx.execute(sa.insert(_PO), row)


def put_off_until(tx: Tx, campaign_id: int, person_id: int) -> datetime | None:
    """To when this person has put reminders off."""
    query = sa.select(_PO.c.until).where(
        _PO.c.campaign_id == campaign_id, _PO.c.person_id == person_id, _PO.c.ended_at.is_(None)
    )
    until: datetime | None = tx.execute(query).scalar_one_or_none()
    return until


def next_put_off(tx: Tx, campaign_id: int) -> datetime | None:
    """When the next person wants to be reminded again."""
    query = sa.select(sa.func.min(_PO.c.until)).where(_PO.c.campaign_id == campaign_id, _PO.c.ended_at.is_(None))
    until: datetime | None = tx.execute(query).scalar_one()
    return until


def end_put_off(tx: Tx, campaign_id: int, before: datetime) -> frozenset[int]:
    """End the wishes that fall before that moment; whose they were."""
    ended = tx.execute(
        sa.update(_PO)
        .where(_PO.c.campaign_id == campaign_id, _PO.c.ended_at.is_(None), _PO.c.until < before)
        .values(ended_at=tx.now)
        .returning(_PO.c.person_id)
    )
    return frozenset(ended.scalars())
