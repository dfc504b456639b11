"""Proposals: what a colleague may be asked to approve of a notice, as it is today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.notices import records as notices
from bot.notices import rules
from bot.notices.approval import records
from bot.notices.audience import recipients
from bot.notices.history import records as history
from bot.notices.records import SENT, Notice, NoticeState
from bot.notices.tracking import deliveries
from bot.store.database import Tx


class Matter(StrEnum):
    """The matters that may need approval."""

    DRAFT = "draft"
    CORRECTION = "correction"
    REMINDER = "reminder"  # to acknowledge a notice that was sent


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of those. `notice`: as people would see it; `digest`: of just this content."""

    notice: Notice
    matter: Matter
    digest: str

    @property
    def mark(self) -> int:
        """The part of the digest that a button carries."""
        return rules.mark(self.digest)


def written(tx: Tx, notice: Notice) -> Proposal | None:
    """A draft as it is, or the correction of a sent notice."""
    if notice.state is NoticeState.DRAFT:
        return Proposal(notice, Matter.DRAFT, rules.approvable(notice))
    after = history.proposed(tx, notice) if notice.state in SENT else None
    return None if after is None else Proposal(after, Matter.CORRECTION, rules.approvable(after))


def reminder(notice: Notice) -> Proposal | None:
    """The next reminder to acknowledge a sent notice."""
    if notice.state not in SENT or not notice.asks_known:
        return None
    return Proposal(notice, Matter.REMINDER, rules.approvable_reminder(notice))


def every(tx: Tx, notice: Notice) -> tuple[Proposal, ...]:
    """All that may be approved of the notice."""
    return tuple(one for one in (written(tx, notice), reminder(notice)) if one is not None)


def of_digest(tx: Tx, notice: Notice, digest: str) -> Proposal | None:
    """The proposal with this digest; None where the content has changed since."""
    return next((one for one in every(tx, notice) if one.digest == digest), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proposal that somebody wants approved."""

    proposal: Proposal
    asked_by: int
    asked_at: datetime


def wanted(tx: Tx) -> Iterator[Wanted]:
    """All that waits for approval, the oldest first, without what was written anew since, or sent."""
    for asked in records.asked(tx):
        stored = notices.notice(tx, asked.notice_id)
        proposal = None if stored is None else of_digest(tx, stored, asked.digest)
        if proposal is not None:
            yield Wanted(proposal, asked.asked_by, asked.asked_at)


def reaches(tx: Tx, proposal: Proposal) -> int:
    """The number of people who will see what is approved. Raises Refusal: a draft for nobody."""
    match proposal.matter:
        case Matter.DRAFT:
            return len(recipients.of_notice(tx, proposal.notice))
        case Matter.CORRECTION:
            return len(deliveries.holders(tx, proposal.notice.id))
        case Matter.REMINDER:
            return len(deliveries.silent(tx, proposal.notice))
