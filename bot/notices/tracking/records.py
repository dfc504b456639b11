"""The table of people who were told of a notice in person."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.notices.records import Notice
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns


class NoticeTold(SQLModel, table=True):
    """Word of a notice in person («Đã báo trực tiếp»), to somebody whom its letter did not reach."""

    __tablename__ = "notice_told"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    version: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    by: int = Field(foreign_key="person.id")
    at: datetime


_T, _P = columns(NoticeTold), columns(Person)


def add(tx: Tx, notice: Notice, people: Collection[int], by: int) -> int:
    """Record that `by` told these people of the present version. Rows that exist are kept; the number of new ones."""
    common = {"notice_id": notice.id, "version": notice.version, "by": by, "at": tx.now}
    return tx.insert_new(NoticeTold, [common | {"person_id": person} for person in people])


def take_back(tx: Tx, notice: Notice, person_id: int, by: int) -> bool:
    """Delete what `by` recorded of this person; False if there was nothing."""
    recorded = sa.and_(_T.c.notice_id == notice.id, _T.c.version == notice.version, _T.c.person_id == person_id)
    return tx.execute(sa.delete(_T).where(recorded, _T.c.by == by)).rowcount == 1


def told_by(tx: Tx, notice_id: int, by: int) -> list[str]:
    """The names of the people whom `by` told of any version, in the order of the official list."""
    told = sa.exists().where(_T.c.notice_id == notice_id, _T.c.person_id == _P.c.id, _T.c.by == by)
    return list(tx.execute(sa.select(_P.c.full_name).where(told).order_by(_P.c.position, _P.c.id)).scalars())


def how_many_told(tx: Tx, notice_id: int) -> int:
    """The number of people who were told of any version."""
    query = sa.select(sa.func.count(_T.c.person_id.distinct())).where(_T.c.notice_id == notice_id)
    return int(tx.execute(query).scalar_one())
