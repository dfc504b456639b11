"""Workbooks that the Office has sent, where each of them is, and what is shown of it line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.dialogue.packing import pack, unpack
from bot.dialogue.screens import Phrase
from bot.ledger import forgetting
from bot.people.roster import records as roster
from bot.people.roster.records import ImportKind, ImportRecord
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns, enum_text


class UploadState(StrEnum):
    """The states of a workbook that was sent."""

    WAITING = "waiting"  # is to be read and compared
    REFUSED = "refused"  # holds nothing that can be taken
    READ = "read"  # was compared; somebody decides
    CONFIRMED = "confirmed"  # is to be written
    DONE = "done"  # was written
    UNDONE = "undone"  # was taken back
    DROPPED = "dropped"  # is not wanted


AT_WORK = (UploadState.WAITING, UploadState.CONFIRMED)
"""The states in which nobody but this bot has something to do."""


class Part(StrEnum):
    """A part of a comparison: the names behind one of its numbers."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"  # to another unit
    ABSENT = "absent"  # in the store, not in the workbook
    UNITS = "units"
    REJECTED = "rejected"
    NOTES = "notes"  # what is to be looked at, though it was taken
    DECLINED = "declined"  # «không đăng ký» on a signed form


class Upload(SQLModel, table=True):
    """One workbook, from the moment it was sent."""

    __tablename__ = "import_upload"
    __table_args__ = (sa.Index("ix_import_upload_state", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: ImportKind = Field(sa_type=enum_text(ImportKind))
    state: UploadState = Field(sa_type=enum_text(UploadState))
    sha256: str = Field(foreign_key="file.sha256")
    filename: str
    year: int = 0
    """The year of titles for which the workbook says none, as the Office has told it."""
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    """The unit whose signed forms it holds."""
    sent_by: int = Field(foreign_key="person.id")
    sent_at: datetime
    tries: int = 0
    """The number of times that it was begun with since somebody asked for it."""
    rows_read: int = 0
    share_read: int = 0
    """Per cent of the file; 0: nobody knows."""
    shown: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """All that the Office is shown besides the lines, as Shown packs it; empty before the comparison."""
    outdated: bool = False
    """True if the store had changed by the time it was confirmed, and it was compared again."""
    refusal: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """The packed phrase that says why nothing of it can be taken."""
    rejects_sha256: str | None = Field(default=None, foreign_key="file.sha256")
    """The workbook of the rows to correct."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    record_id: int | None = Field(default=None, foreign_key="import_record.id")
    """The record by which what was written is taken back."""
    decision_id: int | None = Field(default=None, foreign_key="decision.id")
    """The decision of whose draft the titles are to become lines; None: of past years, as history."""


class UploadLine(SQLModel, table=True):
    """A name behind a number of a comparison, as it is shown."""

    __tablename__ = "import_line"
    upload_id: int = Field(primary_key=True, foreign_key="import_upload.id")
    part: Part = Field(primary_key=True, sa_type=enum_text(Part))
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    line: dict[str, Any] = Field(sa_type=sa.JSON)


_U, _L, _R = columns(Upload), columns(UploadLine), columns(ImportRecord)
_FILES = (_U.c.sha256, _U.c.rejects_sha256)
KEPT = 5
"""Workbooks of a kind whose lines are kept."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the Office is shown of a comparison besides its lines. `counts`: part -> number of lines."""

    counts: Mapping[Part, int]
    unchanged: int
    empty: bool
    """Nothing would be written."""
    columns: Sequence[Phrase]
    """The way in which the header was understood, a line each."""
    digest: str

    def packed(self) -> dict[str, Any]:
        return {
            "counts": {part.value: count for part, count in self.counts.items()},
            "unchanged": self.unchanged,
            "empty": self.empty,
            "columns": [pack(line) for line in self.columns],
            "digest": self.digest,
        }


@dataclass(frozen=True, slots=True)
class UploadNow:
    """A workbook as it stands."""

    id: int
    kind: ImportKind
    state: UploadState
    sha256: str
    filename: str
    year: int
    unit_id: int | None
    sent_by: int
    sent_at: datetime
    tries: int
    rows_read: int
    share_read: int
    outdated: bool
    rejects_sha256: str | None
    decided_by: int | None
    decided_at: datetime | None
    record_id: int | None
    decision_id: int | None
    """The decision of whose draft the titles are to become lines; None: of past years, as history."""
    shown: Shown | None
    refusal: Phrase | None


def upload(tx: Tx, key: int) -> UploadNow | None:
    row = tx.execute(sa.select(_U).where(_U.c.id == key)).one_or_none()
    return None if row is None else _now(row)


def _now(row: Any) -> UploadNow:
    values: dict[str, Any] = dict(row._mapping)
    shown, refusal = values.pop("shown"), values.pop("refusal")
    return UploadNow(**values, shown=_shown(shown) if shown else None, refusal=unpack(refusal) if refusal else None)


def _shown(packed: Mapping[str, Any]) -> Shown:
    return Shown(
        {Part(part): count for part, count in packed["counts"].items()},
        packed["unchanged"],
        packed["empty"],
        tuple(map(unpack, packed["columns"])),
        packed["digest"],
    )


def latest(tx: Tx, kind: ImportKind) -> UploadNow | None:
    """The last workbook of a kind that somebody has to decide on, or is at work."""
    states = (*AT_WORK, UploadState.READ, UploadState.REFUSED)
    mine = sa.and_(_U.c.kind == kind, _U.c.decision_id.is_(None), _U.c.state.in_(states))
    query = sa.select(_U.c.id).where(mine).order_by(_U.c.id.desc()).limit(1)
    key = tx.execute(query).scalar_one_or_none()
    return None if key is None else upload(tx, key)


def written(tx: Tx, record_id: int) -> UploadNow | None:
    """The workbook by which this import was made; None where it came in another way."""
    key = tx.execute(sa.select(_U.c.id).where(_U.c.record_id == record_id)).scalar_one_or_none()
    return None if key is None else upload(tx, key)


def next_due(tx: Tx) -> int | None:
    """The oldest workbook that is to be read or written."""
    query = sa.select(_U.c.id).where(_U.c.state.in_(AT_WORK)).order_by(_U.c.id).limit(1)
    found: int | None = tx.execute(query).scalar_one_or_none()
    return found


def add(
    tx: Tx,
    kind: ImportKind,
    sha256: str,
    filename: str,
    sent_by: int,
    year: int = 0,
    *,
    unit_id: int | None = None,
    decision_id: int | None = None,
) -> int:
    values = {"kind": kind, "state": UploadState.WAITING, "sha256": sha256, "filename": filename, "sent_by": sent_by}
    values |= {"year": year, "unit_id": unit_id, "decision_id": decision_id, "sent_at": tx.now, "outdated": False}
    values |= {"tries": 0, "rows_read": 0, "share_read": 0, "shown": {}}
    made: int = tx.execute(_U.insert().returning(_U.c.id), values).scalar_one()
    return made


def change(tx: Tx, key: int, was: Sequence[UploadState], **values: Any) -> bool:
    """Change a workbook that is in one of these states; False where it is in none of them by now."""
    return tx.execute(_U.update().where(_U.c.id == key, _U.c.state.in_(was)).values(**values)).rowcount == 1


def open_of(tx: Tx, kind: ImportKind, person_id: int) -> list[int]:
    """The workbooks of a kind that this person has sent and nobody has confirmed."""
    states = (UploadState.WAITING, UploadState.READ, UploadState.REFUSED)
    query = sa.select(_U.c.id).where(_U.c.kind == kind, _U.c.sent_by == person_id, _U.c.state.in_(states))
    return list(tx.execute(query).scalars())


# --- lines ------------------------------------------------------------------------------------------------------------


def keep_lines(tx: Tx, key: int, parts: Mapping[Part, Sequence[Phrase]]) -> None:
    """Keep these lines of a workbook instead of those before; of old workbooks none are kept."""
    kind = sa.select(_U.c.kind).where(_U.c.id == key).scalar_subquery()
    recent = sa.select(_U.c.id).where(_U.c.kind == kind).order_by(_U.c.id.desc()).limit(KEPT)
    alike = sa.select(_U.c.id).where(_U.c.kind == kind)
    old = sa.and_(_L.c.upload_id.in_(alike), _L.c.upload_id.not_in(recent))
    tx.execute(_L.delete().where(sa.or_(_L.c.upload_id == key, old)))
    rows = [
        {"upload_id": key, "part": part, "place": place, "line": pack(line)}
        for part, lines in parts.items()
        for place, line in enumerate(lines)
    ]
    if rows:
        tx.execute(_L.insert(), rows)


def lines(tx: Tx, key: int, part: Part, first: int, count: int) -> list[Phrase]:
    """So many lines of a part, from the one at place `first` on."""
    query = sa.select(_L.c.line).where(_L.c.upload_id == key, _L.c.part == part, _L.c.place >= first)
    return [unpack(line) for line in tx.execute(query.order_by(_L.c.place).limit(count)).scalars()]


def forget_old(tx: Tx) -> int:
    """Drop the workbooks that were sent so long ago that the privacy notice promises their end, with their lines and
    bytes, and what would take their imports back. Returns how many."""
    old = sa.select(_U.c.id).where(_U.c.sent_at < tx.now - roster.KEPT)
    tx.execute(_L.delete().where(_L.c.upload_id.in_(old)))
    gone = tx.execute(_U.delete().where(_U.c.sent_at < tx.now - roster.KEPT).returning(*_FILES)).all()
    forgetting.forget_files(tx, {sha256 for row in gone for sha256 in row if sha256 is not None})
    emptied = roster.forget_old(tx)
    if gone or emptied:
        note(tx, "imports.forgotten", "import:old", workbooks=len(gone), records=emptied)
    return len(gone)
