"""Notices that go out again and again."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.database import enum_text


class SeriesState(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"


class NoticeSeries(SQLModel, table=True):
    """A notice that goes out again and again; each time is a notice of its own."""

    __tablename__ = "notice_series"
    id: int | None = Field(default=None, primary_key=True)
    state: SeriesState = Field(sa_type=enum_text(SeriesState))
    words: str
    number: str | None = None
    dated: date | None = None
    files: list[list[str]] = Field(sa_type=sa.JSON)
    """As in NoticeVersion."""
    asks_register: bool
    asks_known: bool
    audience: dict[str, Any] = Field(sa_type=sa.JSON)
    rule: dict[str, Any] = Field(sa_type=sa.JSON)
    """When, as bot/notices/recurring.py reads it."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
