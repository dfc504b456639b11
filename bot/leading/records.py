"""Reminders by leads and comments of units; registrations and change requests as those who judge see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.registration import filing
from bot.registration.questions import OF_VERSIONS, Answers, said_in
from bot.registration.records import (
    CHANGES_ASKED,
    Agreement,
    ChangeAsked,
    ChangeOutcome,
    ChangeReason,
    ChangeRequest,
    Initiative,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store.database import Tx, once
from bot.store.schema import columns, enum_text, unique_where
from bot.titles.catalogue import Family


class Channel(StrEnum):
    """The way in which a person was reminded."""

    LETTER = "letter"  # «Gửi lời nhắc»: a letter of this bot
    DIRECT = "direct"  # «Đã báo trực tiếp»: in person, by telephone or Zalo


class Nudge(SQLModel, table=True):
    """A reminder of a person by somebody who leads him or her. Of letters at most one a day, whoever sends it."""

    __table_args__ = (
        unique_where("ux_nudge_letter", "campaign_id", "person_id", "day", where="channel = 'letter'"),
        sa.Index("ix_nudge_person", "campaign_id", "person_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    person_id: int = Field(foreign_key="person.id")
    channel: Channel = Field(sa_type=enum_text(Channel))
    day: date
    words: str | None = None
    """The lead's own; None: as the Office's sentence has it."""
    by: int = Field(foreign_key="person.id")
    at: datetime


class UnitComment(SQLModel, table=True):
    """A comment of the unit that somebody left in the year, on the registration that the new unit judges."""

    __tablename__ = "unit_comment"
    __table_args__ = (sa.UniqueConstraint("receipt_id", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="receipt.id")
    unit_id: int = Field(foreign_key="unit.id")
    words: str
    by: int = Field(foreign_key="person.id")
    at: datetime


_RC, _R, _V = columns(Receipt), columns(Registration), columns(RegistrationVersion)
_L, _I, _C = columns(RegistrationTitle), columns(Initiative), columns(ChangeRequest)


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FiledRegistration:
    """A registration as whoever judges it sees it."""

    id: int
    campaign_id: int
    person_id: int
    code: str
    family: Family
    state: RegistrationState
    version: int
    submitted_at: datetime
    confirmed_by: int | None
    confirmed_at: datetime | None


_FILED = (
    sa.select(
        _R.c.id,
        _RC.c.campaign_id,
        _RC.c.person_id,
        _RC.c.code,
        _R.c.family,
        _R.c.state,
        _R.c.version,
        _R.c.submitted_at,
        _R.c.confirmed_by,
        _R.c.confirmed_at,
    )
    .join(_RC, _RC.c.id == _R.c.receipt_id)
    .where(_R.c.id == sa.bindparam("registration_id"), _RC.c.person_id.is_not(None))
)


def filed(tx: Tx, registration_id: int) -> FiledRegistration | None:
    """The registration of a person by its key, whoever asks: rights are for the caller to check."""
    row: Any = tx.execute(_FILED, {"registration_id": registration_id}).one_or_none()
    return None if row is None else FiledRegistration(*row)


_CHANGE_ASKED = (
    CHANGES_ASKED.where(_C.c.registration_id == sa.bindparam("registration_id")).order_by(_C.c.id.desc()).limit(1)
)


def change_asked(tx: Tx, registration_id: int) -> ChangeAsked | None:
    """The newest request to change it, whatever came of it."""
    row: Any = tx.execute(_CHANGE_ASKED, {"registration_id": registration_id}).first()
    return None if row is None else ChangeAsked(*row)


def unchanged(tx: Tx, registration_ids: Collection[int]) -> frozenset[int]:
    """Those of which a change was asked and did not come in its time: the newest request for what stands has lapsed."""
    newest = sa.select(sa.func.max(_C.c.id)).where(_C.c.registration_id.in_(registration_ids))
    query = (
        sa.select(_C.c.registration_id)
        .join(_R, sa.and_(_R.c.id == _C.c.registration_id, _R.c.version == _C.c.version))
        .where(_C.c.id.in_(newest.group_by(_C.c.registration_id)), _C.c.outcome == ChangeOutcome.LAPSED)
    )
    return frozenset(tx.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class OpenChange:
    """A change request that is open, of whatever campaign."""

    asked: ChangeAsked
    campaign_id: int
    person_id: int


def all_open_changes(tx: Tx) -> list[OpenChange]:
    """All change requests that nobody has answered or taken back."""
    query = CHANGES_ASKED.add_columns(_RC.c.campaign_id, _RC.c.person_id).join(_RC, _RC.c.id == _R.c.receipt_id)
    rows: Any = tx.execute(query.where(_C.c.ended_at.is_(None), _RC.c.person_id.is_not(None)).order_by(_C.c.id))
    return [OpenChange(ChangeAsked(*row[:-2]), *row[-2:]) for row in rows]


@once()
def own_answers(tx: Tx, campaign_id: int) -> frozenset[int]:
    """The people who have registered in person, or agreed in chat to what was registered: in whichever family."""
    query = (
        sa.select(_RC.c.person_id)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .where(
            _RC.c.campaign_id == campaign_id,
            _RC.c.person_id.is_not(None),
            _R.c.state != RegistrationState.WITHDRAWN,
            _R.c.agreement.in_((Agreement.OWN, Agreement.CHAT)),
        )
    )
    return frozenset(tx.execute(query).scalars())


def commented(tx: Tx, campaign_id: int, person_id: int) -> bool:
    """True if a unit that the person has left says something of the registration."""
    table = columns(UnitComment)
    own = sa.and_(_RC.c.campaign_id == campaign_id, _RC.c.person_id == person_id)
    query = sa.select(table.c.id).join(_RC, _RC.c.id == table.c.receipt_id).where(own).limit(1)
    return tx.execute(query).first() is not None


@dataclass(frozen=True, slots=True)
class VersionContent:
    """The titles and the answers of one version."""

    titles: frozenset[str]
    answers: Answers


def confirmed_content(tx: Tx, registration_id: int) -> VersionContent | None:
    """The version that was confirmed last, if what stands is another one."""
    rows = tx.execute(
        sa.select(_L.c.title, _I.c.name, *(_V.c[question.name] for question in OF_VERSIONS))
        .select_from(
            _R.join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.confirmed_version))
            .join(_L, _L.c.version_id == _V.c.id)
            .outerjoin(_I, _I.c.id == _L.c.initiative_id)
        )
        .where(_R.c.id == registration_id, _R.c.confirmed_version != _R.c.version)
    ).all()
    if not rows:
        return None
    named = next((row.name for row in rows if row.name), None)
    return VersionContent(frozenset(row.title for row in rows), said_in(dict(rows[0]._mapping), named))


def forget_nudges(tx: Tx, person_id: int) -> None:
    """Blank the own words of leads in reminders of this person."""
    told = sa.and_(columns(Nudge).c.person_id == person_id, columns(Nudge).c.words.is_not(None))
    tx.execute(sa.update(columns(Nudge)).where(told).values(words=None))


# --- deciding ---------------------------------------------------------------------------------------------------------


def set_confirmed(tx: Tx, found: FiledRegistration, by: int) -> bool:
    """Confirm what was found; false if another version stands by now."""
    values = {"confirmed_by": by, "confirmed_at": tx.now, "confirmed_version": found.version}
    return _judge(tx, found, {"state": RegistrationState.CONFIRMED, **values})


def add_change_request(
    tx: Tx, found: FiledRegistration, reason: ChangeReason, words: str | None, by: int, until: datetime | None
) -> int | None:
    """Ask for a change of what was found, in place of a request that is open; this undoes a confirmation. The key; None
    if another version stands by now."""
    undone = {"state": RegistrationState.CHANGE_ASKED, "confirmed_by": None, "confirmed_at": None}
    if not _judge(tx, found, undone):
        return None
    filing.end_change(tx, found.id, ChangeOutcome.REPLACED)
    row = {
        "registration_id": found.id,
        "version": found.version,
        "reason": reason,
        "words": words,
        "by": by,
        "at": tx.now,
        "until": until,
    }
    return int(tx.execute(sa.insert(_C).returning(_C.c.id), row).scalar_one())


def _judge(tx: Tx, found: FiledRegistration, values: dict[str, Any]) -> bool:
    """The person may send another version in a transaction of his or her own, after it was read: that is not judged."""
    seen = sa.and_(_R.c.id == found.id, _R.c.version == found.version)
    return tx.execute(sa.update(_R).where(seen).values(**values)).rowcount > 0
