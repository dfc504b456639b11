"""Asking colleagues to approve a notice, approving it, and setting above how many people that must be."""

from bot.ledger import planning
from bot.ledger.letter import State
from bot.notices import rules
from bot.notices.approval import records as approval_records
from bot.notices.approval import rules as approving
from bot.notices.approval.records import APPROVAL, APPROVED, approval_source, approved_source
from bot.notices.audience import Reach
from bot.notices.correcting import copies
from bot.notices.correcting import records as correction_records
from bot.notices.records import NoticeState, Written
from bot.notices.sending import actions
from bot.notices.tracking import deliveries as ledger
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

SUGGESTED = 300
MOST = 100_000


def set_policy(tx: Tx, actor: Actor, above: int | None) -> None:
    """From now on a notice to more people than `above` needs a colleague's approval; None: none does."""
    actions.office_only(actor)
    if above is not None and not 0 <= above <= MOST:
        raise Refusal("stale.button")
    if approving.above(tx) == above:
        return
    approval_records.add_policy(tx, above, actor.person.id)
    note(tx, "notice.policy_set", "notice_policy:0", actor_id=actor.person.id, above=above)


def proposed(tx: Tx, notice: Written) -> Written | None:
    """What of it could be approved today: a draft as it stands, or what a sent notice is to say instead."""
    if notice.state is NoticeState.DRAFT:
        return notice
    return correction_records.proposed(tx, notice) if notice.state in actions.SENT else None


def reaches(tx: Tx, notice: Written) -> int:
    """How many people will see what is approved. Raises Refusal: a draft for nobody."""
    return len(actions.meant(tx, notice) if notice.state is NoticeState.DRAFT else copies.holders(tx, notice.id))


def ask(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Ask every other member of the Office about it as it stands; asked already: nothing.

    Raises Refusal: not required, not tried out, or nobody there who could approve.
    """
    notice = proposed(tx, actions.found(tx, actor, notice_id))
    if notice is None:
        raise Refusal("notice.locked")
    people, digest = reaches(tx, notice), rules.approvable(notice)
    if not approving.required(tx, people):
        raise Refusal("stale.button")
    if ledger.trial(tx, notice) is not State.SENT:
        raise Refusal("notice.not_tried")
    colleagues = approving.colleagues(tx, actor)
    if not any(one.reach is Reach.REACHED for one in colleagues):
        raise Refusal("approval.nobody")
    if not approval_records.ask(tx, notice_id, digest, actor.person.id):
        return
    values = {"notice": notice_id, "digest": digest, "by": actor.person.id, "people": people}
    letters = {one.person_id: values for one in colleagues}
    planning.plan_all(tx, APPROVAL, approval_source(notice_id), digest, letters)
    note(tx, "notice.approval_asked", f"notice:{notice_id}", actor_id=actor.person.id, digest=digest, people=people)


def approve(tx: Tx, actor: Actor, notice_id: int, mark: int) -> None:
    """Approve what the button stood under. `mark`: rules.mark of it. Approved already: nothing.

    Raises Refusal: it says something else by now, nobody asked, or the actor asked.
    """
    notice = proposed(tx, actions.found(tx, actor, notice_id))
    digest = rules.approvable(notice) if notice is not None else ""
    if notice is None or rules.mark(digest) != mark:
        raise Refusal("approval.other_content")
    asked = approval_records.approval(tx, notice_id, digest)
    if asked is None:
        raise Refusal("stale.button")
    if asked.asked_by == actor.person.id:
        raise Refusal("approval.own")
    if not approval_records.give(tx, notice_id, digest, actor.person.id):
        return
    values = {"notice": notice_id, "digest": digest, "by": actor.person.id}
    planning.plan(tx, APPROVED, approved_source(notice_id), asked.asked_by, digest, values)
    note(tx, "notice.approved", f"notice:{notice_id}", actor_id=actor.person.id, digest=digest)
