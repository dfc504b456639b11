"""The copies of a notice in people's chats: who has one, which version of it, and what came of changing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.ledger import change
from bot.ledger.change import ChangeKind, ChangeReason, ChangeState, changes_of
from bot.ledger.letter import Letter, LetterPart, PartState, State
from bot.notices.records import NoticeState, Written, corrected_source, recalled_source, source
from bot.notices.tracking import deliveries as ledger
from bot.notices.tracking.deliveries import Fate
from bot.store.database import Tx
from bot.store.schema import columns

_L, _P = columns(Letter), columns(LetterPart)
_THERE = (PartState.SENT, PartState.INFLIGHT, PartState.UNKNOWN)
"""In the chat, or perhaps, or about to be."""


def holders(tx: Tx, notice_id: int) -> list[int]:
    """Who has a copy, or may have one in a moment."""
    part = sa.exists().where(_P.c.letter_id == _L.c.id, _P.c.state.in_(_THERE))
    query = sa.select(_L.c.person_id).where(_L.c.source == source(notice_id), part)
    return list(tx.execute(query.distinct().order_by(_L.c.person_id)).scalars())


def are_changing(tx: Tx, notice_id: int) -> bool:
    """Whether copies are still to be edited or taken back."""
    return change.anything_open(tx, source(notice_id))


def last_told(tx: Tx, notice: Written, person_id: int, replaced: Sequence[datetime]) -> int:
    """The version of which this person has heard last: of the copy as it left, or of a correction since. `replaced`:
    when each version of the past was, the oldest first."""
    own = sa.and_(_L.c.source == source(notice.id), _L.c.person_id == person_id)
    left: datetime | None = tx.execute(sa.select(sa.func.max(_L.c.began_at)).where(own)).scalar_one()
    as_it_left = 1 + sum(left is not None and at <= left for at in replaced)
    arrived = _L.c.state.in_((State.SENT, State.UNKNOWN))
    heard = sa.select(_L.c.occurrence).where(
        _L.c.source == corrected_source(notice.id), _L.c.person_id == person_id, arrived
    )
    return max([as_it_left, *(int(which.rpartition(":")[2]) for which in tx.execute(heard).scalars())])


def by_age(tx: Tx, notice_id: int, before: datetime) -> tuple[int, int]:
    """How many copies have arrived since `before`, and how many earlier."""
    young = sa.func.count().filter(_L.c.ended_at > before)
    arrived = sa.and_(_L.c.source == source(notice_id), _L.c.state == State.SENT)
    row = tx.execute(sa.select(young.label("young"), sa.func.count().label("n")).where(arrived)).one()
    return int(row.young), int(row.n - row.young)


class Outcome(StrEnum):
    """What became of one person's copy when it was edited or taken back."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Copy:
    person_id: int
    full_name: str
    unit_name: str
    outcome: Outcome
    reason: ChangeReason | None
    """Of a failure."""


_OUTCOMES = {
    ChangeState.PLANNED: Outcome.WAITING,
    ChangeState.INFLIGHT: Outcome.WAITING,
    ChangeState.DONE: Outcome.DONE,
    ChangeState.NOT_NEEDED: Outcome.DONE,  # it says so already, or the person has deleted it
    ChangeState.FAILED: Outcome.FAILED,
    ChangeState.UNKNOWN: Outcome.UNKNOWN,
}
LEFT = frozenset({Outcome.FAILED, Outcome.UNKNOWN})
"""The copy is still in the chat as it was, or may be."""
_WORST = (Outcome.DONE, Outcome.UNKNOWN, Outcome.FAILED, Outcome.WAITING)
"""Of several messages of one letter, that counts which stands last here."""


def changed(tx: Tx, notice: Written) -> list[Copy]:
    """Every copy of what was corrected or taken back last, in the order of the official list. Where nobody knows
    whether a copy has arrived, nobody can say whether it was changed."""
    recalled = notice.state is NoticeState.RECALLED
    kind, version = (ChangeKind.RECALL, 1) if recalled else (ChangeKind.EDIT, notice.version)
    found: dict[int, tuple[Outcome, ChangeReason | None]] = {}
    for person_id, state, reason in changes_of(tx, source(notice.id), kind, version):
        if reason is ChangeReason.NOT_SENT:
            continue
        outcome = _OUTCOMES[state]
        if person_id not in found or _WORST.index(outcome) > _WORST.index(found[person_id][0]):
            found[person_id] = outcome, reason
    copies = []
    for line in ledger.lines(tx, notice):
        in_doubt = (Outcome.UNKNOWN, None) if line.fate is Fate.UNKNOWN else None
        outcome_and_reason = found.get(line.person_id, in_doubt)
        if outcome_and_reason is not None:
            copies.append(Copy(line.person_id, line.full_name, line.unit_name, *outcome_and_reason))
    return copies


def left_there(tx: Tx, notice: Written) -> list[int]:
    """Whose copy is still in the chat, or may be."""
    return [copy.person_id for copy in changed(tx, notice) if copy.outcome in LEFT]


def told_of_recall(tx: Tx, notice_id: int) -> frozenset[int]:
    """To whom a word of the recall went, or goes."""
    query = sa.select(_L.c.person_id).where(_L.c.source == recalled_source(notice_id))
    return frozenset(tx.execute(query).scalars())
