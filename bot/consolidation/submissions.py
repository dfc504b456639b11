"""Submissions of snapshots and the opinions on them, as rows; the papers that go with a submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.records import Addressee, Opinion, PaperNow, Snapshot, Submission, Verdict, papers
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

_S, _B, _O = columns(Snapshot), columns(Submission), columns(Opinion)
FAMILIES = {Addressee.DIRECTOR: Family.STATE, Addressee.UNION: Family.UNION}
PAPERS = {Addressee.DIRECTOR: (PaperKind.TABLE, PaperKind.SUBMISSION), Addressee.UNION: (PaperKind.UNION_TABLE,)}
"""The papers that go to each, as PDF."""


@dataclass(frozen=True, slots=True)
class SubmissionNow:
    """A submission, with the number of its snapshot."""

    id: int
    snapshot_id: int
    campaign_id: int
    number: int
    addressee: Addressee
    by: int
    at: datetime

    @property
    def family(self) -> Family:
        return FAMILIES[self.addressee]


_SUBMISSIONS = sa.select(_B.c.id, _B.c.snapshot_id, _S.c.campaign_id, _S.c.number, _B.c.addressee, _B.c.by, _B.c.at)
_SUBMISSIONS = _SUBMISSIONS.select_from(_B.join(_S, _S.c.id == _B.c.snapshot_id))
_NEWEST = (
    _SUBMISSIONS.where(_S.c.campaign_id == sa.bindparam("campaign_id"), _B.c.addressee == sa.bindparam("addressee"))
    .order_by(_S.c.number.desc())
    .limit(1)
)


def submission(tx: Tx, key: int) -> SubmissionNow | None:
    return _now(tx.execute(_SUBMISSIONS.where(_B.c.id == key)).one_or_none())


def of_snapshot(tx: Tx, snapshot_id: int) -> list[SubmissionNow]:
    rows: Any = tx.execute(_SUBMISSIONS.where(_B.c.snapshot_id == snapshot_id).order_by(_B.c.addressee))
    return [SubmissionNow(*row) for row in rows]


def newest(tx: Tx, campaign_id: int, addressee: Addressee) -> SubmissionNow | None:
    """The submission with the highest number of a snapshot."""
    return _now(tx.execute(_NEWEST, {"campaign_id": campaign_id, "addressee": addressee}).one_or_none())


def _now(row: Any) -> SubmissionNow | None:
    return None if row is None else SubmissionNow(*row)


def add(tx: Tx, snapshot_id: int, addressee: Addressee, by: int) -> int:
    """The key of the new submission. The caller has seen that there is none."""
    row = {"snapshot_id": snapshot_id, "addressee": addressee, "by": by, "at": tx.now}
    return int(tx.execute(sa.insert(_B).returning(_B.c.id), row).scalar_one())


def attached(tx: Tx, one: SubmissionNow) -> list[PaperNow]:
    """The papers that go with it, made or being made; those that could not be made here are none."""
    kinds = PAPERS[one.addressee]
    found = [paper for paper in papers(tx, one.snapshot_id) if paper.form is PaperForm.PDF and paper.kind in kinds]
    return sorted(found, key=lambda paper: kinds.index(paper.kind))


def is_out(tx: Tx, one: SubmissionNow) -> bool:
    """All its papers are made: its letters have been planned."""
    return all(paper.sha256 is not None for paper in attached(tx, one))


# --- opinions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpinionNow:
    id: int
    submission_id: int
    by: int
    verdict: Verdict
    note: str | None
    at: datetime


_OPINIONS = sa.select(_O.c.id, _O.c.submission_id, _O.c.by, _O.c.verdict, _O.c.note, _O.c.at)


def opinion(tx: Tx, key: int) -> OpinionNow | None:
    row: Any = tx.execute(_OPINIONS.where(_O.c.id == key)).one_or_none()
    return None if row is None else OpinionNow(*row)


def opinions(tx: Tx, submission_id: int) -> Sequence[OpinionNow]:
    """The last opinion of each person, in the order in which they were given."""
    rows: Any = tx.execute(_OPINIONS.where(_O.c.submission_id == submission_id).order_by(_O.c.id))
    last = {row.by: OpinionNow(*row) for row in rows}
    return sorted(last.values(), key=lambda one: one.id)


def add_opinion(tx: Tx, submission_id: int, by: int, verdict: Verdict, note: str | None) -> int:
    row = {"submission_id": submission_id, "by": by, "verdict": verdict, "note": note, "at": tx.now}
    return int(tx.execute(sa.insert(_O).returning(_O.c.id), row).scalar_one())
