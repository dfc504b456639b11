"""Imports that can be taken back: the rows that each of them wrote, and what stood in those that it changed."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns


class ImportKind(StrEnum):
    """A kind of workbook that is taken over into the store."""

    ROSTER = "roster"
    AWARDS = "awards"
    UNIT_FORMS = "unit_forms"  # signed forms of a unit's people


KEPT_DAYS = 90
"""Days after which a workbook and what takes its import back are deleted: the privacy notice says so."""
KEPT = timedelta(days=KEPT_DAYS)


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


_R = columns(ImportRecord)


def forget_old(tx: Tx) -> int:
    """Empty the imports that are older than that; they can be taken back no more. Returns how many."""
    old = sa.and_(_R.c.at < tx.now - KEPT, sa.cast(_R.c.changes, sa.Text) != "{}")
    return tx.execute(sa.update(_R).where(old).values(changes={})).rowcount
