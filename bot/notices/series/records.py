"""The table of series, and the times of each, which are notices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.notices.records import File, Notice, NoticeRow, set_files, several
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, insert_into


class SeriesState(StrEnum):
    """The states of a series."""

    ACTIVE = "active"
    ENDED = "ended"


class NoticeSeries(SQLModel, table=True):
    """A series: a notice that goes out again and again; each time is a notice of its own."""

    __tablename__ = "notice_series"
    id: int | None = Field(default=None, primary_key=True)
    state: SeriesState = Field(sa_type=enum_text(SeriesState))
    words: str
    number: str | None = None
    dated: date | None = None
    files: list[list[str]] = Field(sa_type=sa.JSON)
    """The files, each as [SHA-256, name, MIME type]."""
    asks_register: bool
    asks_known: bool
    audience: dict[str, Any] = Field(sa_type=sa.JSON)
    rule: dict[str, Any] = Field(sa_type=sa.JSON)
    """The rule of its times, as bot/notices/series/rules.py reads it."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None


_S, _N = columns(NoticeSeries), columns(NoticeRow)


@dataclass(frozen=True, slots=True)
class Series:
    """A series as it stands."""

    id: int
    state: SeriesState
    words: str
    number: str | None
    dated: date | None
    asks_register: bool
    asks_known: bool
    audience: Mapping[str, Any]
    rule: Mapping[str, Any]
    created_by: int
    created_at: datetime
    ended_by: int | None
    ended_at: datetime | None
    files: tuple[File, ...]


_COLUMNS = [_S.c[name] for name in Series.__dataclass_fields__]
_CONTENT = ("words", "number", "dated", "asks_register", "asks_known", "audience")


def _series(row: Any) -> Series:
    return Series(**{**row._mapping, "files": tuple(File(*file) for file in row.files)})


def series(tx: Tx, series_id: int) -> Series | None:
    """The series with this key; None if there is none."""
    row: Any = tx.execute(sa.select(*_COLUMNS).where(_S.c.id == series_id)).one_or_none()
    return None if row is None else _series(row)


def all_series(tx: Tx) -> list[Series]:
    """Every series: those that go on first, the newest first."""
    ended = sa.case((_S.c.state == SeriesState.ACTIVE, 0), else_=1)
    return [_series(row) for row in tx.execute(sa.select(*_COLUMNS).order_by(ended, _S.c.id.desc()))]


def active(tx: Tx) -> list[Series]:
    """The series that go on, locked until the transaction ends."""
    query = sa.select(*_COLUMNS).where(_S.c.state == SeriesState.ACTIVE).order_by(_S.c.id)
    return [_series(row) for row in tx.execute(query.with_for_update())]


def add(tx: Tx, notice: Notice, rule: Mapping[str, Any], by: int) -> int:
    """A new series with the content of the draft; its key."""
    row = {name: getattr(notice, name) for name in _CONTENT} | {
        "state": SeriesState.ACTIVE,
        "files": [[file.sha256, file.name, file.mime] for file in notice.files],
        "rule": dict(rule),
        "created_by": by,
        "created_at": tx.now,
    }
    return int(tx.execute(sa.insert(_S).returning(_S.c.id), row).scalar_one())


def end(tx: Tx, series_id: int, by: int) -> bool:
    """End the series; False if it had ended."""
    going = sa.and_(_S.c.id == series_id, _S.c.state == SeriesState.ACTIVE)
    values = {"state": SeriesState.ENDED, "ended_by": by, "ended_at": tx.now}
    return tx.execute(sa.update(_S).where(going).values(**values)).rowcount == 1


# --- its times --------------------------------------------------------------------------------------------------------


def times_of(tx: Tx, series_id: int) -> list[Notice]:
    """The times of a series so far, with those that did not go out, without their files, the newest first."""
    query = sa.select(_N.c.id).where(_N.c.series_id == series_id).order_by(_N.c.series_on.desc())
    keys = list(tx.execute(query).scalars())
    found = several(tx, keys)
    return [found[key] for key in keys]


def last_time(tx: Tx, series_id: int) -> date | None:
    """The day of the newest time; None before the first."""
    last: date | None = tx.execute(sa.select(sa.func.max(_N.c.series_on)).where(_N.c.series_id == series_id)).scalar()
    return last


def add_time(tx: Tx, values: Mapping[str, Any], files: Collection[File]) -> int | None:
    """Add the time of a series that `values` name; its key, or None if it was there already."""
    row = {"revision": 0, "chases": 0, "created_at": tx.now} | dict(values)
    insert = insert_into(_N, tx.engine_name)
    statement = insert.on_conflict_do_nothing(index_elements=[_N.c.series_id, _N.c.series_on]).returning(_N.c.id)
    made: int | None = tx.execute(statement, row).scalar_one_or_none()
    if made is not None:
        set_files(tx, made, files)
    return made
