"""The tables of versions: the content of a notice before each correction, and the correction that is being written."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.notices.records import File, Notice
from bot.store.database import Tx
from bot.store.schema import columns


class NoticeVersion(SQLModel, table=True):
    """A past version of a notice: its content before a correction."""

    __tablename__ = "notice_version"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    version: int = Field(primary_key=True)
    words: str
    number: str | None = None
    dated: date | None = None
    files: list[list[str]] = Field(sa_type=sa.JSON)
    """The files, each as [SHA-256, name, MIME type]."""
    replaced_by: int = Field(foreign_key="person.id")
    replaced_at: datetime


class NoticeCorrection(SQLModel, table=True):
    """A correction of a sent notice while it is being written, at most one a notice."""

    __tablename__ = "notice_correction"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    words: str
    number: str | None = None
    dated: date | None = None
    files: list[list[str]] = Field(sa_type=sa.JSON)
    """The files, each as [SHA-256, name, MIME type]."""
    by: int = Field(foreign_key="person.id")
    at: datetime


_V, _C = columns(NoticeVersion), columns(NoticeCorrection)
_CONTENT = ("words", "number", "dated", "files")
_PROPOSED = sa.select(*(_C.c[name] for name in _CONTENT)).where(_C.c.notice_id == sa.bindparam("notice_id"))


def _content(notice: Notice) -> dict[str, Any]:
    files = [[file.sha256, file.name, file.mime] for file in notice.files]
    return {"words": notice.words, "number": notice.number, "dated": notice.dated, "files": files}


def _with(notice: Notice, row: Any, **other: Any) -> Notice:
    files = tuple(File(*file) for file in row.files)
    return replace(notice, words=row.words, number=row.number, dated=row.dated, files=files, **other)


def proposed(tx: Tx, notice: Notice) -> Notice | None:
    """The notice as its correction would make it; None where there is no correction."""
    row = tx.execute(_PROPOSED, {"notice_id": notice.id}).one_or_none()
    return None if row is None else _with(notice, row)


def propose(tx: Tx, after: Notice, by: int) -> None:
    """Keep `after` as the correction, in place of an earlier one."""
    row = {**_content(after), "by": by, "at": tx.now}
    if not tx.insert_new(NoticeCorrection, [{"notice_id": after.id, **row}]):
        tx.execute(sa.update(_C).where(_C.c.notice_id == after.id).values(**row))


def forget(tx: Tx, notice_id: int) -> bool:
    """Drop the correction; False if there was none."""
    return tx.execute(sa.delete(_C).where(_C.c.notice_id == notice_id)).rowcount == 1


def keep(tx: Tx, notice: Notice, by: int) -> None:
    """Keep the present content as a past version."""
    key = {"notice_id": notice.id, "version": notice.version}
    tx.execute(sa.insert(_V), {**key, **_content(notice), "replaced_by": by, "replaced_at": tx.now})


def earlier(tx: Tx, notice: Notice) -> list[tuple[Notice, datetime]]:
    """The past versions of the notice, the oldest first, each with the moment at which it was replaced."""
    query = sa.select(*(_V.c[name] for name in (*_CONTENT, "version", "replaced_at"))).where(
        _V.c.notice_id == notice.id
    )
    rows = tx.execute(query.order_by(_V.c.version))
    return [(_with(notice, row, version=row.version), row.replaced_at) for row in rows]
