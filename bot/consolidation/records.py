"""Snapshots of what is registered, the papers made of them, their submission, and the opinions on it.

A snapshot is wanted by a tap and taken soon afterwards (making.py), from one consistent view of the store. What it
froze is never changed; a paper of it is made once and kept by its hash.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.titles.catalogue import Family


class Snapshot(SQLModel, table=True):
    """Bản tổng hợp: a number a campaign. Without content as long as it is being taken."""

    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "number"),
        unique_where("ux_snapshot_wanted", "campaign_id", where="sha256 IS NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    number: int
    wanted_by: int | None = Field(default=None, foreign_key="person.id")
    """None: by the command line."""
    wanted_at: datetime
    taken_at: datetime | None = None
    """The moment that it shows."""
    sha256: str | None = Field(default=None, foreign_key="file.sha256")
    """Of its content (content.py)."""
    mark: str = ""
    """The head of the audit trail when it was taken, as its papers print it; "": there was none."""
    tries: int = 0


class SnapshotPaper(SQLModel, table=True):
    """One paper of a snapshot in one form: wanted, and from when it is made the same bytes for ever."""

    __tablename__ = "snapshot_paper"
    snapshot_id: int = Field(primary_key=True, foreign_key="snapshot.id")
    kind: PaperKind = Field(primary_key=True, sa_type=enum_text(PaperKind))
    form: PaperForm = Field(primary_key=True, sa_type=enum_text(PaperForm))
    wanted_by: int | None = Field(default=None, foreign_key="person.id")
    """None: by the command line, or with a submission."""
    wanted_at: datetime
    sha256: str | None = Field(default=None, foreign_key="file.sha256")
    made_at: datetime | None = None
    tries: int = 0


class Addressee(StrEnum):
    """The one to whom a snapshot is submitted."""

    DIRECTOR = "director"  # the State's part
    UNION = "union"  # the union's part: BCH Công đoàn cơ sở


class Submission(SQLModel, table=True):
    """A part of a snapshot was submitted, once."""

    __table_args__ = (sa.UniqueConstraint("snapshot_id", "addressee"),)
    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshot.id")
    addressee: Addressee = Field(sa_type=enum_text(Addressee))
    by: int = Field(foreign_key="person.id")
    at: datetime


class Verdict(StrEnum):
    """An opinion. It is no signature."""

    AGREED = "agreed"  # Đồng ý
    RETURNED = "returned"  # Trả lại, with a note


class Opinion(SQLModel, table=True):
    """An opinion on a submission, by the Director, a deputy or the union's chair; the last of each person counts."""

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    by: int = Field(foreign_key="person.id")
    verdict: Verdict = Field(sa_type=enum_text(Verdict))
    note: str | None = None
    at: datetime


_S, _P = columns(Snapshot), columns(SnapshotPaper)
ADDRESSEES = {Family.STATE: Addressee.DIRECTOR, Family.UNION: Addressee.UNION}


@dataclass(frozen=True, slots=True)
class SnapshotNow:
    """A snapshot as it stands. `taken_at` and `sha256`: None while it is being taken."""

    id: int
    campaign_id: int
    number: int
    wanted_by: int | None
    wanted_at: datetime
    taken_at: datetime | None
    sha256: str | None
    mark: str
    tries: int


_SNAPSHOTS = sa.select(*(_S.c[name] for name in SnapshotNow.__dataclass_fields__))


def snapshot(tx: Tx, key: int) -> SnapshotNow | None:
    return _now(tx.execute(_SNAPSHOTS.where(_S.c.id == key)).one_or_none())


def latest(tx: Tx, campaign_id: int) -> SnapshotNow | None:
    """The newest snapshot that is taken."""
    mine = _SNAPSHOTS.where(_S.c.campaign_id == campaign_id, _S.c.sha256.is_not(None))
    return _now(tx.execute(mine.order_by(_S.c.number.desc()).limit(1)).one_or_none())


def before(tx: Tx, one: SnapshotNow) -> SnapshotNow | None:
    """The snapshot that was taken before this one, in the same campaign."""
    mine = _SNAPSHOTS.where(_S.c.campaign_id == one.campaign_id, _S.c.number < one.number, _S.c.sha256.is_not(None))
    return _now(tx.execute(mine.order_by(_S.c.number.desc()).limit(1)).one_or_none())


def being_taken(tx: Tx, campaign_id: int) -> SnapshotNow | None:
    mine = _SNAPSHOTS.where(_S.c.campaign_id == campaign_id, _S.c.sha256.is_(None))
    return _now(tx.execute(mine).one_or_none())


def all_snapshots(tx: Tx, campaign_id: int) -> list[SnapshotNow]:
    """Every snapshot of the campaign, the newest first."""
    mine = _SNAPSHOTS.where(_S.c.campaign_id == campaign_id).order_by(_S.c.number.desc())
    rows: Any = tx.execute(mine)
    return [SnapshotNow(*row) for row in rows]


def _now(row: Any) -> SnapshotNow | None:
    return None if row is None else SnapshotNow(*row)


def want(tx: Tx, campaign_id: int, by: int | None) -> int:
    """Want a snapshot, under the next number; its key. The caller holds the campaign's turn, and has seen that none is
    being taken."""
    last: int | None = tx.execute(
        sa.select(sa.func.max(_S.c.number)).where(_S.c.campaign_id == campaign_id)
    ).scalar_one()
    row = {"campaign_id": campaign_id, "number": (last or 0) + 1, "wanted_by": by, "wanted_at": tx.now}
    return int(tx.execute(sa.insert(_S).returning(_S.c.id), row).scalar_one())


# --- papers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperNow:
    """A paper of a snapshot. `sha256`: None while it is being made."""

    snapshot_id: int
    kind: PaperKind
    form: PaperForm
    sha256: str | None
    tries: int


_PAPERS = sa.select(_P.c.snapshot_id, _P.c.kind, _P.c.form, _P.c.sha256, _P.c.tries)
_OF_SNAPSHOT = _PAPERS.where(_P.c.snapshot_id == sa.bindparam("snapshot_id"))


def paper(tx: Tx, snapshot_id: int, kind: PaperKind, form: PaperForm) -> PaperNow | None:
    mine = _PAPERS.where(_P.c.snapshot_id == snapshot_id, _P.c.kind == kind, _P.c.form == form)
    row: Any = tx.execute(mine).one_or_none()
    return None if row is None else PaperNow(*row)


def papers(tx: Tx, snapshot_id: int) -> list[PaperNow]:
    """Every paper of the snapshot that was ever asked for."""
    rows: Any = tx.execute(_OF_SNAPSHOT, {"snapshot_id": snapshot_id})
    return [PaperNow(*row) for row in rows]


def want_paper(tx: Tx, snapshot_id: int, kind: PaperKind, form: PaperForm, by: int | None) -> None:
    """Want this paper; one that is made or wanted already stays, one that was given up is tried again. `by`: whoever
    waits for it."""
    row = {"snapshot_id": snapshot_id, "kind": kind, "form": form, "wanted_by": by, "wanted_at": tx.now, "tries": 0}
    if not tx.insert_new(SnapshotPaper, [row]):
        mine = sa.and_(_P.c.snapshot_id == snapshot_id, _P.c.kind == kind, _P.c.form == form, _P.c.sha256.is_(None))
        tx.execute(sa.update(_P).where(mine).values(_again(tx, by)))


def _again(tx: Tx, by: int | None) -> dict[str, Any]:
    again = {"tries": 0, "wanted_at": tx.now}
    return again if by is None else again | {"wanted_by": by}
