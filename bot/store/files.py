"""Bytes by their hash, so that one backup of the store is one file."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns

LARGEST = 20 * 1024 * 1024
"""Bytes: what Telegram hands out to a bot."""


class StoredFile(SQLModel, table=True):
    __tablename__ = "file"
    sha256: str = Field(primary_key=True)
    mime: str
    size: int
    content: bytes
    created_at: datetime


class FileCopy(SQLModel, table=True):
    """Telegram's own id of a file that this bot has once uploaded: a cache, right for one bot only."""

    __tablename__ = "file_copy"
    sha256: str = Field(primary_key=True, foreign_key="file.sha256")
    bot_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    file_id: str


_C, _F = columns(FileCopy), columns(StoredFile)


def store_file(tx: Tx, content: bytes, mime: str) -> str:
    """Keep `content` once; its sha256."""
    sha256 = hashlib.sha256(content).hexdigest()
    row = {"sha256": sha256, "mime": mime, "size": len(content), "content": content, "created_at": tx.now}
    tx.insert_new(StoredFile, [row])
    return sha256


def copy_of(tx: Tx, sha256: str, bot_id: int) -> str | None:
    """The file_id under which this bot has uploaded the file before."""
    query = sa.select(_C.c.file_id).where(_C.c.sha256 == sha256, _C.c.bot_id == bot_id)
    return tx.execute(query).scalar_one_or_none()


def keep_copy(tx: Tx, sha256: str, bot_id: int, file_id: str) -> None:
    """The last one counts: a file_id of before was not taken any more."""
    tx.insert_new(FileCopy, [{"sha256": sha256, "bot_id": bot_id, "file_id": file_id}])
    tx.execute(sa.update(_C).where(_C.c.sha256 == sha256, _C.c.bot_id == bot_id).values(file_id=file_id))


def file_content(tx: Tx, sha256: str) -> bytes:
    content: bytes = tx.execute(sa.select(_F.c.content).where(_F.c.sha256 == sha256)).scalar_one()
    return content


def size_of(tx: Tx, sha256: str) -> int:
    """Bytes of the file."""
    size: int = tx.execute(sa.select(_F.c.size).where(_F.c.sha256 == sha256)).scalar_one()
    return size


def forget(tx: Tx, hashes: Collection[str]) -> None:
    """Drop the files of these hashes that no row of any table refers to, in a column of its own or within a value."""
    for sha256 in hashes:
        if not any(_refers(tx, column, sha256) for column in _referring()):
            tx.execute(sa.delete(_C).where(_C.c.sha256 == sha256))
            tx.execute(sa.delete(_F).where(_F.c.sha256 == sha256))


def _referring() -> Iterator[sa.Column[Any]]:
    """The columns that name a file, or may hold the name of one."""
    for table in SQLModel.metadata.tables.values():
        for column in table.columns if table is not _C else ():
            if isinstance(column.type, sa.JSON) or any(key.column is _F.c.sha256 for key in column.foreign_keys):
                yield column


def _refers(tx: Tx, column: sa.Column[Any], sha256: str) -> bool:
    named = sa.cast(column, sa.Text).contains(sha256) if isinstance(column.type, sa.JSON) else column == sha256
    return tx.execute(sa.select(sa.literal(1)).select_from(column.table).where(named).limit(1)).first() is not None
