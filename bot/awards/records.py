"""Titles recognised by a decision, by year: the history that next year's rules need."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns

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


_T: sa.Table = columns(Award)
_RECOGNISED = sa.select(_T.c.year, _T.c.title).where(_T.c.person_id == sa.bindparam("person_id")).order_by(_T.c.year)
_KNOWN = sa.select(_T.c.year).distinct()


def recognised(tx: Tx, person_id: int) -> dict[int, frozenset[str]]:
    """Titles recognised to a person, by year, oldest first."""
    years: dict[int, set[str]] = {}
    for row in tx.execute(_RECOGNISED, {"person_id": person_id}):
        years.setdefault(row.year, set()).add(row.title)
    return {year: frozenset(titles) for year, titles in years.items()}


def known_years(tx: Tx) -> frozenset[int]:
    """Years of which any decision is in the records: of the others nothing is known."""
    return frozenset(tx.execute(_KNOWN).scalars())
