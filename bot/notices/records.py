"""Notices as the Office writes them, their files, and who has said that he or she knows. What became of each letter is
in the outbox's ledger, under `source(notice_id)`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns, enum_text

NOTICE, TRIAL, CHASE, HALTED = "notice", "notice_trial", "notice_chase", "notice_halted"
"""Kinds of letters: the notice itself; to whoever writes it, to look at; to who has not said that he or she knows; to
the Office, when a sending has stopped by itself."""
TODO = "notice_todo"
"""Kind of letters to whoever is to tell in person those whom a notice did not reach."""
CORRECTED, RECALLED = "notice_corrected", "notice_recalled"
"""To whoever has a notice that was put right; to whoever had said that he or she knows what is now taken back."""


class NoticeState(StrEnum):
    DRAFT = "draft"  # is being written: anything may be changed
    STARTED = "started"  # its letters are planned, at once or for later; what it says is locked
    FINISHED = "finished"  # every letter has got where it is
    DISCARDED = "discarded"  # a draft that was thrown away
    RECALLED = "recalled"  # was sent, and taken out of the chats again, where Telegram lets us


class Notice(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("series_id", "series_on"),)
    id: int | None = Field(default=None, primary_key=True)
    state: NoticeState = Field(sa_type=enum_text(NoticeState))
    words: str
    """Telegram's HTML, with places such as {họ tên} still in it."""
    number: str | None = None
    """Of the official document that it stands for."""
    dated: date | None = None
    """The document's date."""
    asks_register: bool = False
    """«Đăng ký danh hiệu» stands under it."""
    asks_known: bool = False
    """«Đã nắm thông tin» stands under it."""
    audience: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """As bot/notices/audience.py reads it; None while nobody was chosen."""
    revision: int = 0
    """Moves with every change: a button of an earlier screen starts nothing."""
    starts: int = 0
    """How often it was started, which is once unless a later sending was called off."""
    announced: int | None = None
    """How many people it was announced to go to: as many letters as the ledger has."""
    due_at: datetime | None = None
    chases: int = 0
    """How often those were asked who had not said that they know."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    started_by: int | None = Field(default=None, foreign_key="person.id")
    started_at: datetime | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """Moves when it is put right after it was sent; what it said before is a NoticeVersion."""
    recalled_by: int | None = Field(default=None, foreign_key="person.id")
    recalled_at: datetime | None = None
    series_id: int | None = Field(default=None, foreign_key="notice_series.id")
    """What it is one time of."""
    series_on: date | None = None
    """Which time: the day that the series had set for it."""


class NoticeFile(SQLModel, table=True):
    __tablename__ = "notice_file"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    place: int = Field(primary_key=True)
    sha256: str = Field(foreign_key="file.sha256")
    name: str
    mime: str


class NoticeKnown(SQLModel, table=True):
    """Đã nắm thông tin: one row a person and version, however often the button was pressed."""

    __tablename__ = "notice_known"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    version: int = Field(default=1, primary_key=True, sa_column_kwargs={"server_default": "1"})
    """Of the notice: who knew an earlier one is asked again."""
    at: datetime


_N, _F, _K = columns(Notice), columns(NoticeFile), columns(NoticeKnown)


def source(notice_id: int) -> str:
    """The outbox's name for the notice."""
    return f"{NOTICE}:{notice_id}"


def trial_source(notice_id: int) -> str:
    return f"{TRIAL}:{notice_id}"


def chase_source(notice_id: int) -> str:
    return f"{CHASE}:{notice_id}"


def corrected_source(notice_id: int) -> str:
    return f"{CORRECTED}:{notice_id}"


def recalled_source(notice_id: int) -> str:
    return f"{RECALLED}:{notice_id}"


def todo_source(notice_id: int) -> str:
    return f"{TODO}:{notice_id}"


def notice_of(source_: str) -> int:
    """The inverse of these."""
    return int(source_.rpartition(":")[2])


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class File:
    sha256: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Written:
    """A notice as it stands."""

    id: int
    state: NoticeState
    words: str
    number: str | None
    dated: date | None
    asks_register: bool
    asks_known: bool
    audience: Mapping[str, Any] | None
    revision: int
    starts: int
    announced: int | None
    due_at: datetime | None
    chases: int
    created_by: int
    created_at: datetime
    started_by: int | None
    started_at: datetime | None
    version: int
    recalled_by: int | None
    recalled_at: datetime | None
    series_id: int | None
    series_on: date | None
    files: tuple[File, ...] = ()

    @property
    def occurrence(self) -> str:
        """The outbox's name for the sending that counts."""
        return occurrence(self.starts)


LATE = "late"
"""The outbox's name for what goes to who joined after the sending."""


def occurrence(starts: int) -> str:
    return f"send:{starts}"


_unread = sa.null().label("audience")
_COLUMNS = [_N.c[name] for name in Written.__dataclass_fields__ if name != "files"]


_WRITTEN = sa.select(*_COLUMNS).where(_N.c.id == sa.bindparam("notice"))
_WORDED = sa.select(*(_unread if column.name == "audience" else column for column in _COLUMNS)).where(
    _N.c.id == sa.bindparam("notice")
)
_FILES = (
    sa.select(_F.c.sha256, _F.c.name, _F.c.mime).where(_F.c.notice_id == sa.bindparam("notice")).order_by(_F.c.place)
)


def written(tx: Tx, notice_id: int) -> Written | None:
    return _one(tx, _WRITTEN, notice_id)


def worded(tx: Tx, notice_id: int) -> Written | None:
    """`written` without its audience, for whoever draws it again and again: an audience may name thousands."""
    return _one(tx, _WORDED, notice_id)


def _one(tx: Tx, query: sa.Select[Any], notice_id: int) -> Written | None:
    row: Any = tx.execute(query, {"notice": notice_id}).one_or_none()
    if row is None:
        return None
    files: Any = tx.execute(_FILES, {"notice": notice_id})
    return replace(Written(*row), files=tuple(File(*file) for file in files))


def several(tx: Tx, notice_ids: Collection[int]) -> dict[int, Written]:
    """Without their files."""
    rows: Any = tx.execute(sa.select(*_COLUMNS).where(_N.c.id.in_(notice_ids)))
    return {row.id: Written(*row) for row in rows}


def in_states(tx: Tx, states: Collection[NoticeState]) -> list[Written]:
    """Without their files, the newest first."""
    rows: Any = tx.execute(sa.select(*_COLUMNS).where(_N.c.state.in_(states)).order_by(_N.c.id.desc()))
    return [Written(*row) for row in rows]


def sent_since(tx: Tx, since: datetime) -> list[Written]:
    """Those that went out, or are to, without their files, the newest first."""
    sent = sa.and_(_N.c.state.in_((NoticeState.STARTED, NoticeState.FINISHED)), _N.c.due_at >= since)
    rows: Any = tx.execute(sa.select(*_COLUMNS).where(sent).order_by(_N.c.id.desc()))
    return [Written(*row) for row in rows]


def known_now() -> sa.ColumnElement[bool]:
    """Of what the notice says now; who knew an earlier version is asked again."""
    return _K.c.version == sa.select(_N.c.version).where(_N.c.id == _K.c.notice_id).scalar_subquery()


def known_at(tx: Tx, notice_id: int, person_id: int) -> datetime | None:
    """When this person has said so."""
    own = sa.and_(_K.c.notice_id == notice_id, _K.c.person_id == person_id, known_now())
    at: datetime | None = tx.execute(sa.select(_K.c.at).where(own)).scalar_one_or_none()
    return at


def known_by(tx: Tx, notice_id: int) -> frozenset[int]:
    return frozenset(tx.execute(sa.select(_K.c.person_id).where(_K.c.notice_id == notice_id, known_now())).scalars())


def known_of(tx: Tx, person_id: int) -> frozenset[int]:
    """The notices of which this person has said so."""
    return frozenset(tx.execute(sa.select(_K.c.notice_id).where(_K.c.person_id == person_id, known_now())).scalars())


def ever_known(tx: Tx, notice_id: int) -> list[int]:
    """Who has said so of any version."""
    return list(tx.execute(sa.select(_K.c.person_id).where(_K.c.notice_id == notice_id).distinct()).scalars())


# --- writing ----------------------------------------------------------------------------------------------------------


def add(tx: Tx, by: int, values: Mapping[str, Any], files: Collection[File]) -> int:
    row = {"state": NoticeState.DRAFT, "revision": 0, "starts": 0, "chases": 0, "created_by": by, "created_at": tx.now}
    made = int(tx.execute(sa.insert(_N).returning(_N.c.id), row | dict(values)).scalar_one())
    set_files(tx, made, files)
    return made


def set_files(tx: Tx, notice_id: int, files: Collection[File]) -> None:
    tx.execute(sa.delete(_F).where(_F.c.notice_id == notice_id))
    rows = [
        {"notice_id": notice_id, "place": place, "sha256": file.sha256, "name": file.name, "mime": file.mime}
        for place, file in enumerate(files)
    ]
    if rows:
        tx.execute(sa.insert(_F), rows)


def change(tx: Tx, notice_id: int, states: Collection[NoticeState], revision: int | None, **values: Any) -> bool:
    """Change it if it is in one of `states` and still at `revision` (None: whichever); whether it was. Of any number
    who try at once from one revision, one does."""
    as_it_was = [_N.c.id == notice_id, _N.c.state.in_(states)]
    if revision is not None:
        as_it_was.append(_N.c.revision == revision)
    moved = sa.update(_N).where(*as_it_was).values(revision=_N.c.revision + 1, **values)
    return tx.execute(moved).rowcount == 1


def finish(tx: Tx, notice_id: int) -> None:
    """Every letter has got where it is: nothing anybody could have decided on has changed."""
    going = sa.and_(_N.c.id == notice_id, _N.c.state == NoticeState.STARTED)
    tx.execute(sa.update(_N).where(going).values(state=NoticeState.FINISHED))


def go_on(tx: Tx, notice_id: int) -> None:
    """There are letters again that have not left; as with `finish`, nobody's decision is touched."""
    done = sa.and_(_N.c.id == notice_id, _N.c.state == NoticeState.FINISHED)
    tx.execute(sa.update(_N).where(done).values(state=NoticeState.STARTED))


def add_known(tx: Tx, notice: Written, person_id: int) -> bool:
    """Of the version that stands; whether it is news."""
    row = {"notice_id": notice.id, "person_id": person_id, "version": notice.version, "at": tx.now}
    return tx.insert_new(NoticeKnown, [row]) == 1
