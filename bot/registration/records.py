"""Registrations with all their versions, declinations, receipts, drafts and questions. The slice's only SQL."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.awards.records import ONE_SUBJECT
from bot.database import enum_text


class Family(StrEnum):
    STATE = "state"  # danh hiệu Nhà nước
    UNION = "union"  # danh hiệu Công đoàn


class RegistrationState(StrEnum):
    SUBMITTED = "submitted"  # waits for whoever confirms
    CHANGE_ASKED = "change_asked"  # đề nghị chỉnh sửa: stands until the person sends a changed one
    CONFIRMED = "confirmed"  # by the unit's or the union group's lead
    WITHDRAWN = "withdrawn"  # taken back by the person before the deadline


class Receipt(SQLModel, table=True):
    """Mã số: one a campaign and subject, given at the first answer and kept through every change."""

    __table_args__ = (
        sa.CheckConstraint(ONE_SUBJECT, name="one_subject"),
        sa.UniqueConstraint("campaign_id", "number"),
        sa.Index("ux_receipt_person", "campaign_id", "person_id", unique=True),
        sa.Index("ux_receipt_unit", "campaign_id", "unit_id", unique=True),
        sa.Index("ux_receipt_union_group", "campaign_id", "union_group_id", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    number: int
    code: str = Field(unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    union_group_id: int | None = Field(default=None, foreign_key="union_group.id")


class Registration(SQLModel, table=True):
    """What a subject registers in one family, as it now stands: a row a receipt and family."""

    __table_args__ = (sa.UniqueConstraint("receipt_id", "family"),)
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="receipt.id", index=True)
    family: Family = Field(sa_type=enum_text(Family))
    state: RegistrationState = Field(sa_type=enum_text(RegistrationState))
    version: int
    """The version that stands."""
    submitted_at: datetime
    registered_by: int = Field(foreign_key="person.id")
    """The person, or the lead who registered for him or her (đăng ký thay)."""
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None


class RegistrationVersion(SQLModel, table=True):
    """One version, never changed afterwards."""

    __tablename__ = "registration_version"
    __table_args__ = (sa.UniqueConstraint("registration_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id", index=True)
    version: int
    pledge: str | None = None
    """Nội dung phấn đấu, own words or a suggestion."""
    at: datetime
    by: int = Field(foreign_key="person.id")
    withdrawn: bool = False


class Initiative(SQLModel, table=True):
    """Sáng kiến, đề tài that a registration names: now, or later with its own date."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    named_at: datetime


class RegistrationTitle(SQLModel, table=True):
    """A line of one version."""

    __tablename__ = "registration_title"
    version_id: int = Field(primary_key=True, foreign_key="registration_version.id")
    title: str = Field(primary_key=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id")
    initiative_later: bool = False
    """Bổ sung sau: the person said that the initiative's name follows."""


class DeclineReason(StrEnum):
    LEAVING = "leaving"  # nghỉ hưu, chuyển công tác trong năm
    AWAY = "away"  # đi học, biệt phái dài hạn
    NEW = "new"  # mới vào cơ quan
    PERSONAL = "personal"  # lý do cá nhân
    OTHER = "other"  # in the person's own words


class Declination(SQLModel, table=True):
    """Không đăng ký năm nay: an answer too. Ended when the person registers after all."""

    __table_args__ = (
        sa.Index(
            "ux_declination_open",
            "receipt_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="receipt.id", index=True)
    reason: DeclineReason = Field(sa_type=enum_text(DeclineReason))
    words: str | None = None
    at: datetime
    by: int = Field(foreign_key="person.id")
    ended_at: datetime | None = None
