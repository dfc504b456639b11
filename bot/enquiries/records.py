"""Questions put to the Office, kept until they are answered. The slice's only SQL."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.database import enum_text


class Topic(StrEnum):
    OFFICE = "office"  # anything
    DECISION = "decision"  # a past decision is missing from the records
    ROSTER = "roster"  # something in the roster about me is wrong
    ERASURE = "erasure"  # please delete my data


class Question(SQLModel, table=True):
    """Hỏi Văn phòng: kept until the Office answers."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=sa.BigInteger)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    words: str
    topic: Topic = Field(sa_type=enum_text(Topic))
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answer: str | None = None
