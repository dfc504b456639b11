"""What a sent notice said before it was put right, and what it is to say instead."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.notices.records import File, Written
from bot.store.database import Tx
from bot.store.schema import columns


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


_V, _C = columns(NoticeVersion), columns(NoticeCorrection)
_CONTENT = ("words", "number", "dated", "files")


def _said(notice: Written) -> dict[str, Any]:
    files = [[file.sha256, file.name, file.mime] for file in notice.files]
    return {"words": notice.words, "number": notice.number, "dated": notice.dated, "files": files}


def _with(notice: Written, row: Any, **other: Any) -> Written:
    files = tuple(File(*file) for file in row.files)
    return replace(notice, words=row.words, number=row.number, dated=row.dated, files=files, **other)


def proposed(tx: Tx, notice: Written) -> Written | None:
    """The notice as it is to be; None where nobody has begun to put it right."""
    row = tx.execute(sa.select(*(_C.c[name] for name in _CONTENT)).where(_C.c.notice_id == notice.id)).one_or_none()
    return None if row is None else _with(notice, row)


def propose(tx: Tx, after: Written, by: int) -> None:
    """In place of what was proposed before."""
    row = {**_said(after), "by": by, "at": tx.now}
    if not tx.insert_new(NoticeCorrection, [{"notice_id": after.id, **row}]):
        tx.execute(sa.update(_C).where(_C.c.notice_id == after.id).values(**row))


def forget(tx: Tx, notice_id: int) -> bool:
    """Nothing is proposed any more; whether something was."""
    return tx.execute(sa.delete(_C).where(_C.c.notice_id == notice_id)).rowcount == 1


def keep(tx: Tx, notice: Written, by: int) -> None:
    """What it says now is a version of the past."""
    key = {"notice_id": notice.id, "version": notice.version}
    tx.execute(sa.insert(_V), {**key, **_said(notice), "replaced_by": by, "replaced_at": tx.now})


def earlier(tx: Tx, notice: Written) -> list[tuple[Written, datetime]]:
    """The notice as it was, and until when: every version of the past, the oldest first."""
    query = sa.select(*(_V.c[name] for name in (*_CONTENT, "version", "replaced_at"))).where(
        _V.c.notice_id == notice.id
    )
    rows = tx.execute(query.order_by(_V.c.version))
    return [(_with(notice, row, version=row.version), row.replaced_at) for row in rows]
