"""The tables of notices, their files and their acknowledgements. The letters of a notice are in the ledger, by
the names in bot/notices/letter_names.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.notices.letter_names import occurrence
from bot.store.database import Tx
from bot.store.schema import columns, enum_text


class NoticeState(StrEnum):
    """The states of a notice."""

    DRAFT = "draft"  # is being written: anything may be changed
    STARTED = "started"  # its letters are planned, at once or for later; its content is locked
    FINISHED = "finished"  # no letter waits any more
    DISCARDED = "discarded"  # a draft that was thrown away
    RECALLED = "recalled"  # was sent, and taken out of the chats again, where Telegram allows it


DRAFT = frozenset({NoticeState.DRAFT})
SENT = frozenset({NoticeState.STARTED, NoticeState.FINISHED})
"""The states of notices that went out, or are to, and were not taken back."""


class NoticeRow(SQLModel, table=True):
    """A notice: one row, from the draft on."""

    __tablename__ = "notice"
    __table_args__ = (sa.UniqueConstraint("series_id", "series_on"),)
    id: int | None = Field(default=None, primary_key=True)
    state: NoticeState = Field(sa_type=enum_text(NoticeState))
    words: str
    """HTML, with places such as {họ tên} still in it."""
    number: str | None = None
    """The number of the official document behind the notice."""
    dated: date | None = None
    """The date of the official document."""
    asks_register: bool = False
    """True if the button «Đăng ký danh hiệu» is under it."""
    asks_known: bool = False
    """True if the button «Đã nắm thông tin» is under it."""
    audience: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """The description of its recipients, as bot/notices/audience/recipients.py reads it; None while nobody was
    chosen."""
    revision: int = 0
    """Grows with every change, so that a button of an earlier screen starts nothing."""
    starts: int = 0
    """The number of times it was started: one, unless a later sending was called off."""
    announced: int | None = None
    """The number of recipients when it was started, which is the number of its letters in the ledger."""
    due_at: datetime | None = None
    chases: int = 0
    """The number of reminders to acknowledge it."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    started_by: int | None = Field(default=None, foreign_key="person.id")
    started_at: datetime | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """Grows when it is corrected after it was sent; the content before that is a NoticeVersion."""
    recalled_by: int | None = Field(default=None, foreign_key="person.id")
    recalled_at: datetime | None = None
    series_id: int | None = Field(default=None, foreign_key="notice_series.id")
    """The series that this notice is one time of."""
    series_on: date | None = None
    """The day that the rule of the series has set for it."""


class NoticeFile(SQLModel, table=True):
    """A file of a notice."""

    __tablename__ = "notice_file"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    place: int = Field(primary_key=True)
    sha256: str = Field(foreign_key="file.sha256")
    name: str
    mime: str


class NoticeKnown(SQLModel, table=True):
    """An acknowledgement («Đã nắm thông tin»): one row a person and version, however often the button was pressed."""

    __tablename__ = "notice_known"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    version: int = Field(default=1, primary_key=True, sa_column_kwargs={"server_default": "1"})
    """The version of the notice. After a correction people are asked again."""
    at: datetime


_N, _F, _K = columns(NoticeRow), columns(NoticeFile), columns(NoticeKnown)


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class File:
    """A file that a notice carries."""

    sha256: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was read: as it now is, as an earlier version of it was, or as a correction would make it."""

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
        """The ledger's name for the sending that counts."""
        return occurrence(self.starts)


_left_out = sa.null().label("audience")
_COLUMNS = [_N.c[name] for name in Notice.__dataclass_fields__ if name != "files"]


_WHOLE = sa.select(*_COLUMNS).where(_N.c.id == sa.bindparam("notice"))
_BUT_AUDIENCE = [_left_out if column.name == "audience" else column for column in _COLUMNS]
_WITHOUT_AUDIENCE = sa.select(*_BUT_AUDIENCE).where(_N.c.id == sa.bindparam("notice"))
_FILES = (
    sa.select(_F.c.sha256, _F.c.name, _F.c.mime).where(_F.c.notice_id == sa.bindparam("notice")).order_by(_F.c.place)
)
_IN_STATES = sa.select(*_COLUMNS).where(_N.c.state.in_(sa.bindparam("states", expanding=True))).order_by(_N.c.id.desc())
_SENT_SINCE = {
    audience: sa.select(*chosen)
    .where(_N.c.state.in_(SENT), _N.c.due_at >= sa.bindparam("since"))
    .order_by(_N.c.id.desc())
    for audience, chosen in ((True, _COLUMNS), (False, _BUT_AUDIENCE))
}


def notice(tx: Tx, notice_id: int) -> Notice | None:
    """The notice with its files; None if there is none."""
    return _one(tx, _WHOLE, notice_id)


def without_audience(tx: Tx, notice_id: int) -> Notice | None:
    """The notice without its audience, which may name thousands: for a notice that is drawn again and again."""
    return _one(tx, _WITHOUT_AUDIENCE, notice_id)


def _one(tx: Tx, query: sa.Select[Any], notice_id: int) -> Notice | None:
    row: Any = tx.execute(query, {"notice": notice_id}).one_or_none()
    if row is None:
        return None
    files: Any = tx.execute(_FILES, {"notice": notice_id})
    return replace(Notice(*row), files=tuple(File(*file) for file in files))


def several(tx: Tx, notice_ids: Collection[int]) -> dict[int, Notice]:
    """The notices with these keys, without their files."""
    rows: Any = tx.execute(sa.select(*_COLUMNS).where(_N.c.id.in_(notice_ids)))
    return {row.id: Notice(*row) for row in rows}


def in_states(tx: Tx, states: Collection[NoticeState]) -> list[Notice]:
    """The notices in these states, without their files, the newest first."""
    rows: Any = tx.execute(_IN_STATES, {"states": list(states)})
    return [Notice(*row) for row in rows]


def sent_since(tx: Tx, since: datetime, *, audience: bool = True) -> list[Notice]:
    """The notices that went out since then, or are to, without their files, the newest first. `audience`: with it."""
    rows: Any = tx.execute(_SENT_SINCE[audience], {"since": since})
    return [Notice(*row) for row in rows]


def known_now() -> sa.ColumnElement[bool]:
    """The condition that a row of NoticeKnown is of the present version of its notice."""
    return _K.c.version == sa.select(_N.c.version).where(_N.c.id == _K.c.notice_id).scalar_subquery()


def known_at(tx: Tx, notice_id: int, person_id: int) -> datetime | None:
    """The moment at which this person acknowledged the present version; None if not yet."""
    own = sa.and_(_K.c.notice_id == notice_id, _K.c.person_id == person_id, known_now())
    at: datetime | None = tx.execute(sa.select(_K.c.at).where(own)).scalar_one_or_none()
    return at


def known_by(tx: Tx, notice_id: int) -> frozenset[int]:
    """The people who acknowledged the present version."""
    return frozenset(tx.execute(sa.select(_K.c.person_id).where(_K.c.notice_id == notice_id, known_now())).scalars())


def known_of(tx: Tx, person_id: int) -> frozenset[int]:
    """The notices whose present version this person acknowledged."""
    return frozenset(tx.execute(sa.select(_K.c.notice_id).where(_K.c.person_id == person_id, known_now())).scalars())


def ever_known(tx: Tx, notice_id: int) -> list[int]:
    """The people who acknowledged any version."""
    return list(tx.execute(sa.select(_K.c.person_id).where(_K.c.notice_id == notice_id).distinct()).scalars())


# --- writing ----------------------------------------------------------------------------------------------------------


def add(tx: Tx, by: int, values: Mapping[str, Any], files: Collection[File]) -> int:
    """A new draft; its key."""
    row = {"state": NoticeState.DRAFT, "revision": 0, "starts": 0, "chases": 0, "created_by": by, "created_at": tx.now}
    made = int(tx.execute(sa.insert(_N).returning(_N.c.id), row | dict(values)).scalar_one())
    set_files(tx, made, files)
    return made


def set_files(tx: Tx, notice_id: int, files: Collection[File]) -> None:
    """Put these files in place of all that the notice had."""
    tx.execute(sa.delete(_F).where(_F.c.notice_id == notice_id))
    rows = [
        {"notice_id": notice_id, "place": place, "sha256": file.sha256, "name": file.name, "mime": file.mime}
        for place, file in enumerate(files)
    ]
    if rows:
        tx.execute(sa.insert(_F), rows)


def change(tx: Tx, notice_id: int, states: Collection[NoticeState], revision: int | None, **values: Any) -> bool:
    """Change the notice if it is in one of `states` and still at `revision` (None: at any); whether that was so. Of any
    number who try at once from one revision, one succeeds."""
    as_it_was = [_N.c.id == notice_id, _N.c.state.in_(states)]
    if revision is not None:
        as_it_was.append(_N.c.revision == revision)
    moved = sa.update(_N).where(*as_it_was).values(revision=_N.c.revision + 1, **values)
    return tx.execute(moved).rowcount == 1


def finish(tx: Tx, notice_id: int) -> None:
    """Mark a started notice finished: no letter waits. Its revision stays, since nobody's decision is touched."""
    going = sa.and_(_N.c.id == notice_id, _N.c.state == NoticeState.STARTED)
    tx.execute(sa.update(_N).where(going).values(state=NoticeState.FINISHED))


def go_on(tx: Tx, notice_id: int) -> None:
    """Mark a finished notice started again: letters wait. Its revision stays, as with `finish`."""
    done = sa.and_(_N.c.id == notice_id, _N.c.state == NoticeState.FINISHED)
    tx.execute(sa.update(_N).where(done).values(state=NoticeState.STARTED))


def add_known(tx: Tx, notice: Notice, person_id: int) -> bool:
    """Record that this person acknowledged the present version; False if that was recorded already."""
    row = {"notice_id": notice.id, "person_id": person_id, "version": notice.version, "at": tx.now}
    return tx.insert_new(NoticeKnown, [row]) == 1
