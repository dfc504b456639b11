"""The actions of approval: the policy is set, colleagues are asked to approve a notice, and it is approved."""

from bot.ledger import planning
from bot.ledger.letter import State
from bot.notices import access, rules
from bot.notices.approval import records, status
from bot.notices.approval.records import APPROVAL, APPROVED, approval_source, approved_source
from bot.notices.audience import recipients
from bot.notices.audience.recipients import Reach
from bot.notices.history import records as history
from bot.notices.records import SENT, Notice, NoticeState
from bot.notices.tracking import deliveries
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

SUGGESTED = 300
"""The number of people that is offered for the policy."""
MOST = 100_000
"""The largest number that the policy may have."""


def set_policy(tx: Tx, actor: Actor, above: int | None) -> None:
    """Decide that notices to more than `above` people need approval; None: none do. Raises Refusal."""
    access.office_only(actor)
    if above is not None and not 0 <= above <= MOST:
        raise Refusal("stale.button")
    if status.above(tx) == above:
        return
    records.add_policy(tx, above, actor.person.id)
    note(tx, "notice.policy_set", "notice_policy:0", actor_id=actor.person.id, above=above)


def proposed(tx: Tx, notice: Notice) -> Notice | None:
    """The content that could be approved today: a draft as it is, or the correction of a sent notice."""
    if notice.state is NoticeState.DRAFT:
        return notice
    return history.proposed(tx, notice) if notice.state in SENT else None


def reaches(tx: Tx, notice: Notice) -> int:
    """The number of people who will see what is approved. Raises Refusal: a draft for nobody."""
    return len(
        recipients.of_notice(tx, notice) if notice.state is NoticeState.DRAFT else deliveries.holders(tx, notice.id)
    )


def ask(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Ask every other member of the Office to approve the notice as it is; asked already: nothing.

    Raises Refusal: not required, not tried out, or nobody there who could approve.
    """
    notice = proposed(tx, access.not_taken_back(tx, actor, notice_id))
    if notice is None:
        raise Refusal("notice.locked")
    people, digest = reaches(tx, notice), rules.approvable(notice)
    if not status.required(tx, people):
        raise Refusal("stale.button")
    if deliveries.trial(tx, notice) is not State.SENT:
        raise Refusal("notice.not_tried")
    colleagues = status.colleagues(tx, actor)
    if not any(one.reach is Reach.REACHED for one in colleagues):
        raise Refusal("approval.nobody")
    if not records.ask(tx, notice_id, digest, actor.person.id):
        return
    values = {"notice": notice_id, "digest": digest, "by": actor.person.id, "people": people}
    letters = {one.person_id: values for one in colleagues}
    planning.plan_all(tx, APPROVAL, approval_source(notice_id), digest, letters)
    note(tx, "notice.approval_asked", f"notice:{notice_id}", actor_id=actor.person.id, digest=digest, people=people)


def approve(tx: Tx, actor: Actor, notice_id: int, mark: int) -> None:
    """Approve the content that was seen. `mark`: rules.mark of it. Approved already: nothing.

    Raises Refusal: the content has changed, nobody asked, or the actor asked.
    """
    notice = proposed(tx, access.not_taken_back(tx, actor, notice_id))
    digest = rules.approvable(notice) if notice is not None else ""
    if notice is None or rules.mark(digest) != mark:
        raise Refusal("approval.other_content")
    asked = records.approval(tx, notice_id, digest)
    if asked is None:
        raise Refusal("stale.button")
    if asked.asked_by == actor.person.id:
        raise Refusal("approval.own")
    if not records.give(tx, notice_id, digest, actor.person.id):
        return
    values = {"notice": notice_id, "digest": digest, "by": actor.person.id}
    planning.plan(tx, APPROVED, approved_source(notice_id), asked.asked_by, digest, values)
    note(tx, "notice.approved", f"notice:{notice_id}", actor_id=actor.person.id, digest=digest)
