"""What a sent notice said before it was put right, and what it is to say instead."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class NoticeVersion(SQLModel, table=True):
    """What a notice said before it was put right."""

    __tablename__ = "notice_version"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    version: int = Field(primary_key=True)
    words: str
    number: str | None = None
    dated: date | None = None
    files: list[list[str]] = Field(sa_type=sa.JSON)
    """[SHA-256, name, MIME type] of each."""
    replaced_by: int = Field(foreign_key="person.id")
    replaced_at: datetime


class NoticeCorrection(SQLModel, table=True):
    """What a sent notice is to say instead, while the Office looks at it: one at a time."""

    __tablename__ = "notice_correction"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    words: str
    number: str | None = None
    dated: date | None = None
    files: list[list[str]] = Field(sa_type=sa.JSON)
    """As in NoticeVersion."""
    by: int = Field(foreign_key="person.id")
    at: datetime
