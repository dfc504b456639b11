"""The actions of approval: the policy is set, colleagues are asked to approve a notice, and it is approved."""

from bot.ledger import planning
from bot.ledger.change import ChangeKind, plan_change
from bot.ledger.letter import State
from bot.notices import access
from bot.notices.approval import proposals, records, status
from bot.notices.approval.proposals import Proposal
from bot.notices.approval.records import (
    APPROVAL,
    APPROVED,
    DECIDED,
    POLICY_SET,
    POLICY_SOURCE,
    RETURNED,
    Approval,
    approval_source,
    approved_source,
    returned_source,
)
from bot.notices.audience.recipients import Reach
from bot.notices.tracking import deliveries
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.refusal import Refusal
from bot.store.audit import last, note
from bot.store.database import Tx

MOST = 100_000
"""The largest number that the policy may have."""


def set_policy(tx: Tx, actor: Actor, above: int | None) -> None:
    """Decide that notices to more than `above` people need approval; None: none do. Raises Refusal."""
    heads.head_only(tx, actor)
    if above is not None and not 0 <= above <= MOST:
        raise Refusal("stale.button")
    if status.above(tx) == above:
        return
    records.add_policy(tx, above, actor.person.id)
    colleagues = status.told(tx, actor)
    values = {"above": above, "by": actor.person.id, "at": tx.now.isoformat()}
    planning.plan_all(tx, POLICY_SET, POLICY_SOURCE, tx.now.isoformat(), dict.fromkeys(colleagues, values))
    note(tx, "notice.policy_set", "notice_policy:0", actor_id=actor.person.id, above=above)


def ask(tx: Tx, actor: Actor, notice_id: int, *, reminder: bool = False) -> Proposal:
    """Ask those who may approve the notice as it is, or its next reminder; what was asked. Asked already: nothing.

    Raises Refusal: not required, not tried out, or nobody there who could approve.
    """
    stored = access.not_taken_back(tx, actor, notice_id)
    proposal = proposals.reminder(stored) if reminder else proposals.written(tx, stored)
    if proposal is None:
        raise Refusal("notice.locked")
    people, digest = proposals.reaches(tx, proposal), proposal.digest
    if not status.required(tx, people):
        raise Refusal("stale.button")
    if not reminder and deliveries.trial(tx, proposal.notice) is not State.SENT:
        raise Refusal("notice.not_tried")
    colleagues = status.colleagues(tx, actor)
    if not any(one.reach is Reach.REACHED for one in colleagues):
        raise Refusal("approval.nobody")
    if not records.ask(tx, notice_id, digest, actor.person.id):
        return proposal
    values = {"notice": notice_id, "digest": digest, "by": actor.person.id, "people": people}
    letters = {one.person_id: values for one in colleagues}
    planning.plan_all(tx, APPROVAL, approval_source(notice_id), f"{digest}:{tx.now.isoformat()}", letters)
    note(tx, "notice.approval_asked", f"notice:{notice_id}", actor_id=actor.person.id, digest=digest, people=people)
    return proposal


def approve(tx: Tx, actor: Actor, notice_id: int, mark: int) -> Proposal:
    """Approve the content that was seen; what was approved. `mark`: rules.mark of it. Twice by one: nothing.

    Raises Refusal: the content has changed, nobody asked, the actor asked, or a colleague was faster.
    """
    proposal, asked = to_decide(tx, actor, notice_id, mark)
    digest = proposal.digest
    if not records.give(tx, notice_id, digest, actor.person.id):
        given = records.approval(tx, notice_id, digest)
        if given is None or given.by != actor.person.id:
            raise _decided(tx, notice_id, given)
    else:
        values = {"notice": notice_id, "digest": digest, "by": actor.person.id}
        planning.plan(tx, APPROVED, approved_source(notice_id), asked.asked_by, digest, values)
        _tell_decided(tx, actor, notice_id, digest, returned=False)
        note(tx, "notice.approved", f"notice:{notice_id}", actor_id=actor.person.id, digest=digest)
    return proposal


def send_back(tx: Tx, actor: Actor, notice_id: int, mark: int, reason: str) -> None:
    """Do not approve the content that was seen, and tell the one who asked why. Raises Refusal as `approve`, and where
    it was approved meanwhile."""
    proposal, asked = to_decide(tx, actor, notice_id, mark)
    if not records.send_back(tx, notice_id, proposal.digest):
        raise _decided(tx, notice_id, records.approval(tx, notice_id, proposal.digest))
    values = {"notice": notice_id, "matter": proposal.matter.value, "by": actor.person.id, "reason": reason}
    occurrence = f"{proposal.digest}:{tx.now.isoformat()}"
    planning.plan(tx, RETURNED, returned_source(notice_id), asked.asked_by, occurrence, values)
    _tell_decided(tx, actor, notice_id, proposal.digest, returned=True)
    note(tx, "notice.approval_returned", f"notice:{notice_id}", actor_id=actor.person.id, digest=proposal.digest)


def _tell_decided(tx: Tx, actor: Actor, notice_id: int, digest: str, *, returned: bool) -> None:
    """Have the letters that asked for it say who has decided, in place of their buttons."""
    said = {"by": actor.person.id, "at": tx.now.isoformat(), "returned": returned}
    letters = records.letters(tx, notice_id, digest)
    plan_change(tx, letters, ChangeKind.EDIT, 1, actor.person.id, {DECIDED: said})


def to_send_back(tx: Tx, actor: Actor, notice_id: int, mark: int) -> Proposal:
    """The proposal that the actor may still send back. Raises Refusal as `send_back`."""
    proposal, asked = to_decide(tx, actor, notice_id, mark)
    if asked.by is not None:
        raise _decided(tx, notice_id, asked)
    return proposal


def _decided(tx: Tx, notice_id: int, asked: Approval | None) -> Refusal:
    """The refusal of what a colleague has decided meanwhile: approved, or sent back and so not asked for any more."""
    if asked is not None and asked.by is not None:
        return Refusal("approval.given_already", who=name_of(tx, asked.by), at=asked.at)
    returned = last(tx, deed="notice.approval_returned", subject=f"notice:{notice_id}")
    if returned is None:
        return Refusal("stale.button")
    return Refusal("approval.returned_already", who=name_of(tx, returned[0]), at=returned[1])


def to_decide(tx: Tx, actor: Actor, notice_id: int, mark: int) -> tuple[Proposal, Approval]:
    """The proposal that the actor is asked to approve, and who asked. Raises Refusal as `approve`."""
    heads.head_only(tx, actor)
    stored = access.not_taken_back(tx, actor, notice_id)
    proposal = next((one for one in proposals.every(tx, stored) if one.mark == mark), None)
    if proposal is None:
        raise Refusal("approval.other_content")
    asked = records.approval(tx, notice_id, proposal.digest)
    if asked is None:
        raise _decided(tx, notice_id, None)
    if asked.asked_by == actor.person.id:
        raise Refusal("approval.own")
    return proposal, asked
