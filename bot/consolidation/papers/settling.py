"""The steps of taking a snapshot and making a paper, each in one transaction: what is due, what was made, and whose
screens change."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from bot.consolidation import addressing, records
from bot.consolidation.content import thaw
from bot.consolidation.kinds import MIMES, PaperForm, PaperKind
from bot.consolidation.papers import telling
from bot.consolidation.papers.material import Material
from bot.consolidation.records import PaperNow, Snapshot, SnapshotNow, SnapshotPaper
from bot.dialogue.surface import Surface
from bot.organisation import template_records
from bot.store import audit
from bot.store.database import Tx
from bot.store.files import file_content, store_file
from bot.store.locks import Turn
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
    campaign_id: int
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
    """The head of the audit trail, as papers print it; "": nothing is sealed yet."""
    head = audit.head(tx)
    return str(head) if head.place else ""


def taken(tx: Tx, key: int, at: datetime, frozen: bytes, mark: str) -> list[Surface]:
    """The snapshot shows what was so at that moment."""
    telling.hold(tx)
    sha256 = store_file(tx, frozen, JSON)
    mine = sa.and_(_S.c.id == key, _S.c.sha256.is_(None))
    if tx.execute(sa.update(_S).where(mine).values(sha256=sha256, taken_at=at, mark=mark)).rowcount:
        audit.note(tx, "snapshot.taken", f"snapshot:{key}", sha256=sha256)
    one = records.snapshot(tx, key)
    return [] if one is None else telling.snapshot(tx, one)


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
    return Job(snapshot_id, one.campaign_id, kind, form, one.number, at, one.mark, frozen, own)


def made(tx: Tx, job: Job, content: bytes) -> list[Surface]:
    """Keep the paper, unless another process has: then that one is the paper. What was submitted goes with the last of
    its papers."""
    telling.hold(tx)
    tx.lock(Turn.SNAPSHOTS, job.campaign_id)
    sha256 = store_file(tx, content, MIMES[job.form])
    mine = sa.and_(
        _P.c.snapshot_id == job.snapshot_id, _P.c.kind == job.kind, _P.c.form == job.form, _P.c.sha256.is_(None)
    )
    if tx.execute(sa.update(_P).where(mine).values(sha256=sha256, made_at=tx.now)).rowcount:
        paper = f"{job.kind}.{job.form}"
        audit.note(tx, "snapshot.paper_made", f"snapshot:{job.snapshot_id}", paper=paper, sha256=sha256)
        addressing.send_ready(tx, job.snapshot_id)
    shown = telling.paper(tx, job.snapshot_id, job.kind, job.form)
    return [*shown, *telling.follow(tx, job.snapshot_id)]


def try_again(tx: Tx, key: int) -> None:
    """A snapshot that was given up is tried again; one that is being taken goes on."""
    given_up = sa.and_(_S.c.id == key, _S.c.sha256.is_(None), _S.c.tries >= MOST_TRIES)
    tx.execute(sa.update(_S).where(given_up).values(tries=0))


def failed(tx: Tx, due: Due) -> list[Surface]:
    """It was not made this time: whoever waits for what is given up is shown so."""
    telling.hold(tx)
    if isinstance(due, Trial):
        return []
    if isinstance(due, int):
        one = records.snapshot(tx, due)
        return telling.snapshot(tx, one) if one is not None and given_up(one) else []
    paper = records.paper(tx, *due)
    return telling.given_up(tx, paper) if paper is not None and given_up(paper) else []


def given_up(one: SnapshotNow | PaperNow) -> bool:
    """It was tried too often, and is made when somebody asks for it again."""
    return one.sha256 is None and one.tries >= MOST_TRIES
