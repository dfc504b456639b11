"""Rounds of reminders that were sent or missed, and reminders that people have put off."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.leading.confirming.changes import CHANGE_ENDS, CHANGE_WAITS
from bot.ledger.letter import Letter, State
from bot.reminders.rules import Audience
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.waiting import kinds as waiting

SOURCE = "reminder"
"""The beginning of the sources of all letters of this slice."""


class RoundState(StrEnum):
    """The state of a round that was decided."""

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
    """The number of people to whom it went."""


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
    """The time at which the person was reminded again, or there was no need any more."""


_RD, _PO, _LT = columns(Round), columns(PutOffReminder), columns(Letter)


def source(campaign_id: int, audience: Audience, rule: str) -> str:
    """The source of one round's letters, which are counted, halted and withdrawn together."""
    return f"{SOURCE}:{campaign_id}:{audience.value}:{rule}"


# --- rounds -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as it is in the store."""

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


def rounds(tx: Tx, campaign_id: int) -> list[RoundRow]:
    """Every round of the campaign that was decided, by time. Those of state MISSED nobody got."""
    rows: Any = tx.execute(_ROUNDS, {"campaign_id": campaign_id})
    return [RoundRow(*row) for row in rows]


def save_round(tx: Tx, campaign_id: int, decided: RoundRow) -> None:
    """Store the decision, in place of a former one: what was missed is of use again when a deadline is moved on."""
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
    """Delete the round's decision: it is still to come."""
    tx.execute(sa.delete(_RD).where(_RD.c.campaign_id == campaign_id, _RD.c.audience == audience, _RD.c.rule == rule))


_OURS = sa.or_(
    *(_LT.c.source.startswith(f"{source}:") for source in (SOURCE, waiting.SOURCE)),
    _LT.c.kind.in_((CHANGE_WAITS, CHANGE_ENDS)),
)
_MINE = sa.and_(_OURS, _LT.c.state == State.PLANNED)
_WAITING = sa.select(_LT.c.id).where(_MINE, _LT.c.due_at <= sa.bindparam("now")).limit(1)


def hold_back(tx: Tx, until: datetime) -> None:
    """Put off until then what is due and has not left: nobody is written to outside the hours of an office."""
    if tx.execute(_WAITING, {"now": tx.now}).first() is not None:
        tx.execute(sa.update(_LT).where(_MINE, _LT.c.due_at <= tx.now).values(due_at=until))


# --- put off ----------------------------------------------------------------------------------------------------------


def put_off(tx: Tx, campaign_id: int, person_id: int, until: datetime) -> None:
    """Store the wish, in place of what the person asked for before."""
    mine = sa.and_(_PO.c.campaign_id == campaign_id, _PO.c.person_id == person_id, _PO.c.ended_at.is_(None))
    if tx.execute(sa.update(_PO).where(mine).values(until=until, asked_at=tx.now)).rowcount == 0:
        row = {"campaign_id": campaign_id, "person_id": person_id, "asked_at": tx.now, "until": until}
        tx.execute(sa.insert(_PO), row)


def put_off_until(tx: Tx, campaign_id: int, person_id: int) -> datetime | None:
    """The time to which this person has put reminders off; None without a wish."""
    query = sa.select(_PO.c.until).where(
        _PO.c.campaign_id == campaign_id, _PO.c.person_id == person_id, _PO.c.ended_at.is_(None)
    )
    until: datetime | None = tx.execute(query).scalar_one_or_none()
    return until


def next_put_off(tx: Tx, campaign_id: int) -> datetime | None:
    """The time at which the next person wants to be reminded again; None without a wish."""
    query = sa.select(sa.func.min(_PO.c.until)).where(_PO.c.campaign_id == campaign_id, _PO.c.ended_at.is_(None))
    until: datetime | None = tx.execute(query).scalar_one()
    return until


def end_put_off(tx: Tx, campaign_id: int, before: datetime) -> frozenset[int]:
    """End the wishes that fall before that moment; returns the keys of the people."""
    ended = tx.execute(
        sa.update(_PO)
        .where(_PO.c.campaign_id == campaign_id, _PO.c.ended_at.is_(None), _PO.c.until < before)
        .values(ended_at=tx.now)
        .returning(_PO.c.person_id)
    )
    return frozenset(ended.scalars())
