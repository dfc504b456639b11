"""Bytes by their hash, so that one backup of the store is one file."""

import hashlib
from datetime import datetime

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


_C = columns(FileCopy)


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
    content: bytes = tx.execute(
        sa.select(columns(StoredFile).c.content).where(columns(StoredFile).c.sha256 == sha256)
    ).scalar_one()
    return content
