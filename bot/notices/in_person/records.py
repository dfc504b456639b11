"""Who has heard of a notice from somebody, because no letter got there."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.notices.records import Written
from bot.store.database import Tx
from bot.store.schema import columns


class NoticeTold(SQLModel, table=True):
    """Đã báo trực tiếp: whom a letter did not reach has heard of it from somebody."""

    __tablename__ = "notice_told"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    version: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    by: int = Field(foreign_key="person.id")
    at: datetime


_T = columns(NoticeTold)


def add(tx: Tx, notice: Written, people: Collection[int], by: int) -> int:
    """Of the version that stands; how many are news. Whoever said so first is kept."""
    common = {"notice_id": notice.id, "version": notice.version, "by": by, "at": tx.now}
    return tx.insert_new(NoticeTold, [common | {"person_id": person} for person in people])


def take_back(tx: Tx, notice: Written, person_id: int, by: int) -> bool:
    """What `by` has said of this person; False if that was nothing, or is taken back already."""
    said = sa.and_(_T.c.notice_id == notice.id, _T.c.version == notice.version, _T.c.person_id == person_id)
    return tx.execute(sa.delete(_T).where(said, _T.c.by == by)).rowcount == 1
