"""The check of a draft before it is started: the recipients, the trial, the approval, the hour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.bells import policy
from bot.bells.coverage import Coverage, coverage
from bot.campaigns.calendar import office_calendar
from bot.dialogue.screens import Phrase
from bot.ledger.letter import State
from bot.notices import rules
from bot.notices.approval import status
from bot.notices.approval.proposals import Matter, Proposal
from bot.notices.approval.status import ApprovalStatus
from bot.notices.audience import describing, recipients
from bot.notices.audience.recipients import Reach, Recipient
from bot.notices.records import Notice
from bot.notices.tracking import deliveries
from bot.people.identity import Actor
from bot.store.database import Tx

RATE = 25
"""Letters a second, as the gate is set by default: for an estimate."""


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """The facts that decide whether a draft may be started."""

    people: Mapping[Reach, int] | None
    """The number of recipients of each reach; None while nobody was chosen."""
    meant: Phrase | None
    """The audience in words."""
    trial: State | None
    """The state of its trial; None: there was none."""
    approval: ApprovalStatus
    proposal: Proposal
    """The draft, as a colleague would approve it."""
    now: datetime
    civil: datetime
    """The moment from which an office may be written to: now, or the next."""
    coverage: Coverage | None = None
    """Its recipients by door."""

    @property
    def total(self) -> int:
        return sum(self.people.values()) if self.people else 0


def check(tx: Tx, actor: Actor, notice: Notice, people: Sequence[Recipient] | None) -> DraftCheck:
    """The check of a draft as it is. `people`: its recipients; None while nobody was chosen."""
    proposal = Proposal(notice, Matter.DRAFT, rules.approvable(notice))
    return DraftCheck(
        None if people is None else recipients.count(people),
        describing.phrase(tx, notice.audience) if notice.audience else None,
        deliveries.trial(tx, notice),
        status.status(tx, actor, notice.id, proposal.digest, len(people or ())),
        proposal,
        tx.clock.local(tx.now),
        office_calendar(tx).civil_from(tx.now),
        None if people is None else coverage(tx, [one.person_id for one in people], policy.doors(tx)),
    )


def most_missed(people: Sequence[Recipient]) -> tuple[str, int] | None:
    """The unit with most people whom no letter reaches, and their number."""
    missed = Counter(one.unit_name for one in people if one.reach is not Reach.REACHED and one.unit_name)
    return missed.most_common(1)[0] if missed else None


def seconds(people: int) -> int:
    """The time that so many letters take, in seconds, at least one."""
    return max(1, -(-people // RATE))
