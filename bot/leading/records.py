"""Change requests, reminders by leads and comments of units; and registrations as those who judge see them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.registration.questions import OF_VERSIONS, Answers, said_in
from bot.registration.records import (
    Initiative,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.titles.catalogue import Family


class ChangeReason(StrEnum):
    """A reason for a change."""

    INITIATIVE = "initiative"  # name the planned initiative
    TITLES = "titles"  # look at the titles again
    PLEDGE = "pledge"  # the pledge is not clear
    OTHER = "other"  # in the lead's own words


class ChangeRequest(SQLModel, table=True):
    """Đề nghị chỉnh sửa: of one version of a registration, with what to change."""

    __tablename__ = "change_request"
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id", index=True)
    version: int
    reason: ChangeReason = Field(sa_type=enum_text(ChangeReason))
    words: str | None = None
    by: int = Field(foreign_key="person.id")
    at: datetime


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
_L, _I = columns(RegistrationTitle), columns(Initiative)


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


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A change request as it is read."""

    reason: ChangeReason
    words: str | None
    by: int
    at: datetime


def change_asked(tx: Tx, registration_id: int) -> ChangeAsked | None:
    """The newest request to change it."""
    table = columns(ChangeRequest)
    row: Any = tx.execute(
        sa.select(table.c.reason, table.c.words, table.c.by, table.c.at)
        .where(table.c.registration_id == registration_id)
        .order_by(table.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else ChangeAsked(*row)


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


# --- deciding ---------------------------------------------------------------------------------------------------------


def set_confirmed(tx: Tx, found: FiledRegistration, by: int) -> None:
    tx.execute(
        sa.update(_R)
        .where(_R.c.id == found.id)
        .values(
            state=RegistrationState.CONFIRMED, confirmed_by=by, confirmed_at=tx.now, confirmed_version=found.version
        )
    )


def add_change_request(tx: Tx, found: FiledRegistration, reason: ChangeReason, words: str | None, by: int) -> int:
    """Ask for a change of what stands, which undoes a confirmation; the request's key."""
    table = columns(ChangeRequest)
    row = {
        "registration_id": found.id,
        "version": found.version,
        "reason": reason,
        "words": words,
        "by": by,
        "at": tx.now,
    }
    made = tx.execute(sa.insert(table).returning(table.c.id), row).scalar_one()
    undone = {"state": RegistrationState.CHANGE_ASKED, "confirmed_by": None, "confirmed_at": None}
    tx.execute(sa.update(_R).where(_R.c.id == found.id).values(**undone))
    return int(made)
