"""The steps of taking a snapshot and making a paper, each in one transaction: what is due, what was made, and whose
screens change."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from bot.consolidation import records
from bot.consolidation.content import thaw
from bot.consolidation.kinds import MIMES, PaperForm, PaperKind
from bot.consolidation.papers.material import Material
from bot.consolidation.records import Snapshot, SnapshotPaper
from bot.dialogue import living
from bot.dialogue.surface import Surface
from bot.notices import access
from bot.organisation import template_records
from bot.store import audit
from bot.store.database import Tx
from bot.store.files import file_content, store_file
from bot.store.schema import columns

MOST_TRIES = 3
"""After so many the fault is in us: trying on would never end."""
JSON = "application/json"

_S, _P = columns(Snapshot), columns(SnapshotPaper)


@dataclass(frozen=True, slots=True)
class Trial:
    """A template to try. `template`: its key."""

    template: int


Due = int | tuple[int, PaperKind, PaperForm] | Trial
"""A snapshot to take, a paper to make, or a template to try."""


@dataclass(frozen=True, slots=True)
class Job:
    """A paper to make. `frozen`: the snapshot's content as it is kept."""

    snapshot_id: int
    kind: PaperKind
    form: PaperForm
    number: int
    at: datetime
    mark: str
    frozen: bytes = field(repr=False)
    template: bytes | None = field(default=None, repr=False)

    def material(self) -> Material:
        return Material(thaw(self.frozen), self.number, self.at, self.mark, self.template)


def next_due(tx: Tx) -> Due | None:
    """The oldest snapshot to take; where there is none, the oldest template to try; then the oldest paper to make."""
    wanted = sa.and_(_S.c.sha256.is_(None), _S.c.tries < MOST_TRIES)
    snapshot: int | None = tx.execute(sa.select(_S.c.id).where(wanted).order_by(_S.c.id).limit(1)).scalar_one_or_none()
    if snapshot is not None:
        return snapshot
    if (trial := template_records.next_trial(tx)) is not None:
        return Trial(trial)
    query = (
        sa.select(_P.c.snapshot_id, _P.c.kind, _P.c.form)
        .where(_P.c.sha256.is_(None), _P.c.tries < MOST_TRIES)
        .order_by(_P.c.wanted_at, _P.c.snapshot_id, _P.c.kind, _P.c.form)
        .limit(1)
    )
    row = tx.execute(query).one_or_none()
    return None if row is None else (row.snapshot_id, row.kind, row.form)


def begin_snapshot(tx: Tx, key: int) -> int | None:
    """Take it up; the campaign. None where it is taken by now."""
    mine = sa.and_(_S.c.id == key, _S.c.sha256.is_(None))
    row = tx.execute(sa.update(_S).where(mine).values(tries=_S.c.tries + 1).returning(_S.c.campaign_id)).one_or_none()
    return None if row is None else int(row.campaign_id)


def mark(tx: Tx) -> str:
    """The head of the audit trail, as papers print it."""
    return ""


def taken(tx: Tx, key: int, at: datetime, frozen: bytes, mark: str) -> list[Surface]:
    """The snapshot shows what was so at that moment."""
    sha256 = store_file(tx, frozen, JSON)
    mine = sa.and_(_S.c.id == key, _S.c.sha256.is_(None))
    if tx.execute(sa.update(_S).where(mine).values(sha256=sha256, taken_at=at, mark=mark)).rowcount:
        audit.note(tx, "snapshot.taken", f"snapshot:{key}", sha256=sha256)
    return drawn(tx)


def begin(tx: Tx, snapshot_id: int, kind: PaperKind, form: PaperForm) -> Job | None:
    """Take the paper up; None where it is made by now."""
    mine = sa.and_(_P.c.snapshot_id == snapshot_id, _P.c.kind == kind, _P.c.form == form, _P.c.sha256.is_(None))
    if not tx.execute(sa.update(_P).where(mine).values(tries=_P.c.tries + 1)).rowcount:
        return None
    one = records.snapshot(tx, snapshot_id)
    if one is None or one.sha256 is None or one.taken_at is None:
        return None
    at, frozen = tx.clock.local(one.taken_at), file_content(tx, one.sha256)
    template = thaw(frozen).templates.get(kind) if form is PaperForm.DOCX else None
    own = None if template is None else file_content(tx, template)
    return Job(snapshot_id, kind, form, one.number, at, one.mark, frozen, own)


def made(tx: Tx, job: Job, content: bytes) -> list[Surface]:
    """Keep the paper, unless another process has: then that one is the paper."""
    sha256 = store_file(tx, content, MIMES[job.form])
    mine = sa.and_(
        _P.c.snapshot_id == job.snapshot_id, _P.c.kind == job.kind, _P.c.form == job.form, _P.c.sha256.is_(None)
    )
    if tx.execute(sa.update(_P).where(mine).values(sha256=sha256, made_at=tx.now)).rowcount:
        paper = f"{job.kind}.{job.form}"
        audit.note(tx, "snapshot.paper_made", f"snapshot:{job.snapshot_id}", paper=paper, sha256=sha256)
    return drawn(tx)


def drawn(tx: Tx) -> list[Surface]:
    """The screens of the Office, which show the snapshot, to be drawn again in place."""
    living.outdate(tx, access.office_chats(tx))
    return living.refresh(tx)
