"""Docx templates of official documents that the Office has sent, and which of them is in use.

One that was sent is tried beside everything else (papers/trying.py); the head of the Office then takes it or leaves it.
What was taken is kept: the last one taken is in use, and going back to the built-in one is a version too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.dialogue.packing import unpack
from bot.dialogue.screens import Phrase
from bot.papers.official.official import OfficialKind
from bot.store.database import Tx
from bot.store.schema import columns, enum_text

MOST_TRIES = 3


class TemplateState(StrEnum):
    """The states of a template."""

    WAITING = "waiting"  # is to be checked and filled in once
    REFUSED = "refused"  # may not be one
    TRIED = "tried"  # was filled in; somebody decides
    TAKEN = "taken"  # is in use, or was
    LEFT = "left"  # is not wanted


OPEN = (TemplateState.WAITING, TemplateState.REFUSED, TemplateState.TRIED)


class OfficialTemplate(SQLModel, table=True):
    """One template, from the moment it was sent. Without a file: the built-in one."""

    __tablename__ = "official_template"
    id: int | None = Field(default=None, primary_key=True)
    kind: OfficialKind = Field(sa_type=enum_text(OfficialKind), index=True)
    state: TemplateState = Field(sa_type=enum_text(TemplateState), index=True)
    sha256: str | None = Field(default=None, foreign_key="file.sha256")
    filename: str
    sent_by: int = Field(foreign_key="person.id")
    sent_at: datetime
    tries: int = 0
    sample_sha256: str | None = Field(default=None, foreign_key="file.sha256")
    """The template filled in once, to be looked at."""
    refusal: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """The packed phrase that says why it may not be one."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


_T = columns(OfficialTemplate)


@dataclass(frozen=True, slots=True)
class TemplateNow:
    """A template as it stands. `sha256`: None for the built-in one."""

    id: int
    kind: OfficialKind
    state: TemplateState
    sha256: str | None
    filename: str
    sent_by: int
    sent_at: datetime
    tries: int
    sample_sha256: str | None
    refusal: Phrase | None
    decided_by: int | None
    decided_at: datetime | None


_COLUMNS = tuple(_T.c[name] for name in TemplateNow.__dataclass_fields__)


def _now(row: Any) -> TemplateNow:
    values: dict[str, Any] = dict(row._mapping)
    packed = values.pop("refusal")
    return TemplateNow(**values, refusal=unpack(packed) if packed else None)


def template(tx: Tx, key: int) -> TemplateNow | None:
    row = tx.execute(sa.select(*_COLUMNS).where(_T.c.id == key)).one_or_none()
    return None if row is None else _now(row)


def versions(tx: Tx, kind: OfficialKind) -> list[TemplateNow]:
    """Every template of this kind that was taken, the newest first: it is in use. None: the built-in one is."""
    taken = sa.select(*_COLUMNS).where(_T.c.kind == kind, _T.c.state == TemplateState.TAKEN)
    return [_now(row) for row in tx.execute(taken.order_by(_T.c.decided_at.desc(), _T.c.id.desc()))]


def in_use(tx: Tx) -> dict[OfficialKind, str]:
    """SHA-256 of the Office's own template of each kind that has one in use."""
    taken = sa.select(_T.c.kind, _T.c.sha256).where(_T.c.state == TemplateState.TAKEN)
    last = {row.kind: row.sha256 for row in tx.execute(taken.order_by(_T.c.decided_at, _T.c.id))}
    return {kind: sha256 for kind, sha256 in sorted(last.items()) if sha256 is not None}


def offered(tx: Tx, kind: OfficialKind) -> TemplateNow | None:
    """The last template of this kind that was sent, as long as nobody has decided on it."""
    sent = sa.select(*_COLUMNS).where(_T.c.kind == kind, _T.c.state.in_(OPEN))
    row = tx.execute(sent.order_by(_T.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _now(row)


def next_trial(tx: Tx) -> int | None:
    """The oldest template that is to be tried."""
    waiting = sa.and_(_T.c.state == TemplateState.WAITING, _T.c.tries < MOST_TRIES)
    found: int | None = tx.execute(sa.select(_T.c.id).where(waiting).order_by(_T.c.id).limit(1)).scalar_one_or_none()
    return found


def add(tx: Tx, kind: OfficialKind, sha256: str | None, filename: str, by: int, state: TemplateState) -> int:
    """Keep a template as it was sent, or a way back to the built-in one; its key."""
    values: dict[str, Any] = {"kind": kind, "state": state, "sha256": sha256, "filename": filename, "sent_by": by}
    values |= {"sent_at": tx.now, "tries": 0}
    if state is TemplateState.TAKEN:
        values |= {"decided_by": by, "decided_at": tx.now}
    return int(tx.execute(sa.insert(_T).values(**values).returning(_T.c.id)).scalar_one())


def begin(tx: Tx, key: int) -> TemplateNow | None:
    """Take the trial up; None where it was tried by now."""
    mine = sa.and_(_T.c.id == key, _T.c.state == TemplateState.WAITING)
    if not tx.execute(sa.update(_T).where(mine).values(tries=_T.c.tries + 1)).rowcount:
        return None
    return template(tx, key)


def change(tx: Tx, key: int, was: Sequence[TemplateState], **values: Any) -> bool:
    """Change a template that is in one of these states; False where it is in none of them by now."""
    mine = sa.and_(_T.c.id == key, _T.c.state.in_(was))
    return tx.execute(sa.update(_T).where(mine).values(**values)).rowcount == 1
