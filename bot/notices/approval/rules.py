"""Whether a colleague must approve what is to be sent, and has: one answer for whoever starts, repeats or corrects a
notice, and for the screens that say so."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Phrase
from bot.notices import audience
from bot.notices.approval import records as approval_records
from bot.notices.audience import Reach
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx


def above(tx: Tx) -> int | None:
    """More people than so many need a colleague's approval; None: no number does."""
    decided = approval_records.policy(tx)
    return None if decided is None else decided.above


def required(tx: Tx, people: int) -> bool:
    limit = above(tx)
    return limit is not None and people > limit


def approved(tx: Tx, actor: Actor, notice_id: int, digest: str) -> bool:
    """Whether somebody other than `actor` has approved just this content."""
    asked = approval_records.approval(tx, notice_id, digest)
    return asked is not None and asked.by is not None and asked.by != actor.person.id


def demand(tx: Tx, actor: Actor, notice_id: int, digest: str, people: int) -> None:
    """Let `actor` go on with what is to reach so many people. `digest`: rules.approvable of all that they will see.

    Raises Refusal where approval is required and nobody else has approved just this.
    """
    if not required(tx, people) or approved(tx, actor, notice_id, digest):
        return
    asked = approval_records.approval(tx, notice_id, digest)
    if asked is not None and asked.by == actor.person.id:
        raise Refusal("approval.by_you")
    raise Refusal("approval.missing", above=above(tx))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where approval is, as whoever looks at the screen sees it."""

    above: int | None
    """More people than so many it is meant for, and that needs approval; None: it needs none."""
    asked_by: Phrase | None
    asked_at: datetime | None
    given_by: Phrase | None
    given_at: datetime | None
    open: bool
    """It may be started by whoever looks."""
    theirs: bool
    """It waits for whoever looks, or for another colleague of whoever asked."""
    colleagues: int
    """Whom a letter reaches who could approve."""


def standing(tx: Tx, actor: Actor, notice_id: int, digest: str, people: int) -> Standing:
    asked, needed = approval_records.approval(tx, notice_id, digest), required(tx, people)
    return Standing(
        above=above(tx) if needed else None,
        asked_by=name_of(tx, asked.asked_by) if asked else None,
        asked_at=asked.asked_at if asked else None,
        given_by=name_of(tx, asked.by) if asked and asked.by is not None else None,
        given_at=asked.at if asked else None,
        open=not needed or approved(tx, actor, notice_id, digest),
        theirs=asked is not None and asked.by is None and asked.asked_by != actor.person.id,
        colleagues=sum(one.reach is Reach.REACHED for one in colleagues(tx, actor)) if needed else 0,
    )


def colleagues(tx: Tx, actor: Actor) -> list[audience.Recipient]:
    """The other members of the Office."""
    others = {"not": {"people": [actor.person.id]}}
    return audience.recipients(tx, {"all": [{"roles": [Role.OFFICE.value]}, others]})
