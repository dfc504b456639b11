"""Titles recognised by a decision, by year: the history that next year's rules need."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.database import enum_text


class SubjectKind(StrEnum):
    PERSON = "person"  # cá nhân
    UNIT = "unit"  # tập thể
    UNION_GROUP = "union_group"  # tổ công đoàn


ONE_SUBJECT = (
    "(person_id IS NOT NULL AND unit_id IS NULL AND union_group_id IS NULL)"
    " OR (person_id IS NULL AND unit_id IS NOT NULL AND union_group_id IS NULL)"
    " OR (person_id IS NULL AND unit_id IS NULL AND union_group_id IS NOT NULL)"
)
"""Exactly one holder: a title belongs to a person, a unit or a union group."""


class Award(SQLModel, table=True):
    __table_args__ = (
        sa.CheckConstraint(ONE_SUBJECT, name="one_subject"),
        sa.Index("ux_award_person", "person_id", "year", "title", unique=True),
        sa.Index("ux_award_unit", "unit_id", "year", "title", unique=True),
        sa.Index("ux_award_union_group", "union_group_id", "year", "title", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    union_group_id: int | None = Field(default=None, foreign_key="union_group.id")
    year: int
    title: str
    """Id in the title catalogue, such as CSTDCS."""
    decision_number: str | None = None
    decided_on: date | None = None
    issuer: str | None = None
