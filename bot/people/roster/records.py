"""Imports that can be taken back: the rows that each of them wrote, and what stood in those that it changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class ImportKind(StrEnum):
    """A kind of workbook that is taken over into the store."""

    ROSTER = "roster"
    AWARDS = "awards"
    UNIT_FORMS = "unit_forms"  # signed forms of a unit's people


class ImportRecord(SQLModel, table=True):
    """One import of the roster or of awards. `changes` is emptied when it was undone, and when it is an old one."""

    __tablename__ = "import_record"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    """The value of an ImportKind."""
    at: datetime
    undone_at: datetime | None = None
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Table -> `new`: key -> digest of the row; `old`: key -> [columns as they were, digest of the row since]."""
