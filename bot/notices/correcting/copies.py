"""The copies of a notice in people's chats: their version, their age, and the result of changing each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.ledger.change import ChangeKind, ChangeReason, ChangeState, changes_of
from bot.ledger.letter import Letter, State
from bot.notices.letter_names import corrected_source, recalled_source, source
from bot.notices.records import Notice, NoticeState
from bot.notices.tracking import deliveries
from bot.notices.tracking.rules import DeliveryState
from bot.store.database import Tx
from bot.store.schema import columns

_L = columns(Letter)


def last_told(tx: Tx, notice: Notice, person_id: int, replaced: Sequence[datetime]) -> int:
    """The version of which this person has heard last, by the copy as it left or by a correction since. `replaced`: the
    moments at which the past versions were replaced, the oldest first."""
    own = sa.and_(_L.c.source == source(notice.id), _L.c.person_id == person_id)
    left: datetime | None = tx.execute(sa.select(sa.func.max(_L.c.began_at)).where(own)).scalar_one()
    as_it_left = 1 + sum(left is not None and at <= left for at in replaced)
    arrived = _L.c.state.in_((State.SENT, State.UNKNOWN))
    heard = sa.select(_L.c.occurrence).where(
        _L.c.source == corrected_source(notice.id), _L.c.person_id == person_id, arrived
    )
    return max([as_it_left, *(int(which.rpartition(":")[2]) for which in tx.execute(heard).scalars())])


def by_age(tx: Tx, notice_id: int, before: datetime) -> tuple[int, int]:
    """The number of copies that arrived after `before`, and of those that arrived earlier."""
    young = sa.func.count().filter(_L.c.ended_at > before)
    arrived = sa.and_(_L.c.source == source(notice_id), _L.c.state == State.SENT)
    row = tx.execute(sa.select(young.label("young"), sa.func.count().label("n")).where(arrived)).one()
    return int(row.young), int(row.n - row.young)


class CopyState(StrEnum):
    """The states of a copy that is edited or taken back."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Copy:
    """One person's copy of a notice."""

    person_id: int
    full_name: str
    unit_name: str
    state: CopyState
    reason: ChangeReason | None
    """The reason of a failure."""


_STATES = {
    ChangeState.PLANNED: CopyState.WAITING,
    ChangeState.INFLIGHT: CopyState.WAITING,
    ChangeState.DONE: CopyState.DONE,
    ChangeState.NOT_NEEDED: CopyState.DONE,  # it says so already, or the person has deleted it
    ChangeState.FAILED: CopyState.FAILED,
    ChangeState.UNKNOWN: CopyState.UNKNOWN,
}
LEFT = frozenset({CopyState.FAILED, CopyState.UNKNOWN})
"""States of copies that are still in the chat as they were, or may be."""
_WORST = (CopyState.DONE, CopyState.UNKNOWN, CopyState.FAILED, CopyState.WAITING)
"""The state of a letter of several messages is the last of theirs in this order."""


def changed(tx: Tx, notice: Notice) -> list[Copy]:
    """The copies of a notice that was corrected or taken back, after its last change, in the order of the official
    list. A copy of which nobody knows whether it arrived is in the state UNKNOWN."""
    recalled = notice.state is NoticeState.RECALLED
    kind, version = (ChangeKind.RECALL, 1) if recalled else (ChangeKind.EDIT, notice.version)
    found: dict[int, tuple[CopyState, ChangeReason | None]] = {}
    for person_id, state, reason in changes_of(tx, source(notice.id), kind, version):
        if reason is ChangeReason.NOT_SENT:
            continue
        copy = _STATES[state]
        if person_id not in found or _WORST.index(copy) > _WORST.index(found[person_id][0]):
            found[person_id] = copy, reason
    copies = []
    for one in deliveries.listed(tx, notice):
        in_doubt = (CopyState.UNKNOWN, None) if one.state is DeliveryState.UNKNOWN else None
        state_and_reason = found.get(one.person_id, in_doubt)
        if state_and_reason is not None:
            copies.append(Copy(one.person_id, one.full_name, one.unit_name, *state_and_reason))
    return copies


def left_there(tx: Tx, notice: Notice) -> list[int]:
    """The people whose copy is still in the chat as it was, or may be."""
    return [copy.person_id for copy in changed(tx, notice) if copy.state in LEFT]


def told_of_recall(tx: Tx, notice_id: int) -> frozenset[int]:
    """The people to whom a letter about the recall went, or goes."""
    query = sa.select(_L.c.person_id).where(_L.c.source == recalled_source(notice_id))
    return frozenset(tx.execute(query).scalars())
