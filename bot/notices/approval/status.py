"""The status of approval: whether a colleague must approve a notice, and has. The same for starting, repeating and
correcting it, and for the screens that show it."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Phrase
from bot.notices.approval import records
from bot.notices.audience import recipients
from bot.notices.audience.recipients import Reach, Recipient
from bot.people.identity import Actor, Scope, roster
from bot.people.naming import name_of
from bot.people.office import heads
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx

OFFERED = (300, 100, 50, 20, 10, 5, 1)
"""Numbers that are offered for the policy: the largest that a notice to everybody exceeds."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The number of people above which a notice needs approval (None: none does), in a department of `people`."""

    above: int | None
    people: int

    @property
    def suggested(self) -> int:
        return next((one for one in OFFERED if one < self.people), OFFERED[-1])

    @property
    def unreached(self) -> bool:
        """True where a notice to everybody goes to no more than that."""
        return self.above is not None and self.people <= self.above


def bound(tx: Tx) -> Bound:
    """The policy beside the number of people of today."""
    return Bound(above(tx), len(roster(tx, Scope(everybody=True), tx.clock.today())))


def above(tx: Tx) -> int | None:
    """The number of people above which a notice needs a colleague's approval; None: none does."""
    decided = records.policy(tx)
    return None if decided is None else decided.above


def required(tx: Tx, people: int) -> bool:
    """True if a notice to so many people needs approval."""
    limit = above(tx)
    return limit is not None and people > limit


def approved(tx: Tx, actor: Actor, notice_id: int, digest: str) -> bool:
    """True if somebody other than `actor` has approved just this content."""
    asked = records.approval(tx, notice_id, digest)
    return asked is not None and asked.by is not None and asked.by != actor.person.id


def demand(tx: Tx, actor: Actor, notice_id: int, digest: str, people: int) -> None:
    """Refuse `actor` who would send to so many people what nobody has approved. `digest`: rules.approvable of it.

    Raises Refusal where approval is required and is missing, or is the actor's own.
    """
    if _may_send(tx, actor, notice_id, digest, people):
        return
    asked = records.approval(tx, notice_id, digest)
    if asked is not None and asked.by == actor.person.id:
        raise Refusal("approval.by_you")
    if heads.heads(tx):
        raise Refusal("approval.missing_head", above=above(tx), who=heads.whose(tx))
    raise Refusal("approval.missing", above=above(tx))


def _may_send(tx: Tx, actor: Actor, notice_id: int, digest: str, people: int) -> bool:
    """The head of the Office, and a member who acts, need nobody's approval."""
    return not required(tx, people) or heads.decides_alone(actor) or approved(tx, actor, notice_id, digest)


@dataclass(frozen=True, slots=True)
class ApprovalStatus:
    """The approval of a notice, as the person at the screen sees it."""

    above: int | None
    """The number of people above which approval is needed, where this notice goes to more; None: it needs none."""
    asked_by: Phrase | None
    asked_at: datetime | None
    given_by: Phrase | None
    given_at: datetime | None
    open: bool
    """True if the person at the screen may start it."""
    theirs: bool
    """True if the person at the screen may approve it: it was asked for, by somebody else."""
    yours: bool
    """True if the person at the screen has approved it."""
    colleagues: int
    """The number of colleagues who could approve it and whom a letter reaches."""


def status(tx: Tx, actor: Actor, notice_id: int, digest: str, people: int) -> ApprovalStatus:
    """The approval of just this content, as `actor` sees it."""
    asked, needed = records.approval(tx, notice_id, digest), required(tx, people) and not heads.decides_alone(actor)
    return ApprovalStatus(
        above=above(tx) if needed else None,
        asked_by=name_of(tx, asked.asked_by) if asked else None,
        asked_at=asked.asked_at if asked else None,
        given_by=name_of(tx, asked.by) if asked and asked.by is not None else None,
        given_at=asked.at if asked else None,
        open=not needed or approved(tx, actor, notice_id, digest),
        theirs=asked is not None
        and asked.by is None
        and asked.asked_by != actor.person.id
        and heads.decides(tx, actor),
        yours=asked is not None and asked.by == actor.person.id,
        colleagues=sum(one.reach is Reach.REACHED for one in colleagues(tx, actor)) if needed else 0,
    )


def colleagues(tx: Tx, actor: Actor) -> list[Recipient]:
    """Those who may approve what `actor` sends: whoever decides for the Office, else its other members."""
    others = {"not": {"people": [actor.person.id]}}
    deciding = list(heads.heads(tx))
    wanted = {"people": deciding} if deciding else {"roles": [Role.OFFICE.value]}
    return recipients.matching(tx, {"all": [wanted, others]})


def told(tx: Tx, actor: Actor) -> list[int]:
    """The colleagues whom a letter on the policy reaches, by key."""
    return [one.person_id for one in colleagues(tx, actor) if one.reach is Reach.REACHED]
