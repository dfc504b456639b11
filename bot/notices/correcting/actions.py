"""The actions on a sent notice: it is corrected («Đính chính»), or taken back («Thu hồi»).

Both are decided once, whoever presses and however often, by the change of the notice's row; the outbox then edits or
deletes each copy, and records the result of each. The content before a correction is kept, and so is what was taken
back. Orders to tell people in person are put right in their place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.dialogue import living
from bot.ledger import planning, sources
from bot.ledger.change import ChangeKind, letters_of, plan_change
from bot.ledger.letter import State
from bot.notices import access, records, rules
from bot.notices.approval.status import demand
from bot.notices.checking.actions import send_trial
from bot.notices.correcting import copies
from bot.notices.history import differences
from bot.notices.history import records as history
from bot.notices.in_person import actions as telling
from bot.notices.in_person import orders
from bot.notices.letter_names import CORRECTED, RECALLED, chase_source, corrected_source, recalled_source, source
from bot.notices.records import SENT, File, Notice, NoticeState
from bot.notices.tracking import deliveries
from bot.notices.tracking.rules import DeliveryState
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

TAKEN_BACK_WITHIN = timedelta(hours=48)
"""The time within which Telegram lets a bot delete its messages."""
THE_RECALL = 1
"""The version of the change by which a notice is taken back, which is done once."""


def begun(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """The notice, once it has begun to go out. Raises Refusal."""
    notice = access.sent(tx, actor, notice_id)
    if notice.due_at is not None and notice.due_at > tx.now:
        raise Refusal("notice.correction.not_begun")
    return notice


# --- correcting -------------------------------------------------------------------------------------------------------


def wanted(tx: Tx, notice: Notice) -> Notice:
    """The notice as its correction would make it; the notice itself where there is none."""
    return history.proposed(tx, notice) or notice


def propose(
    tx: Tx, actor: Actor, notice_id: int, values: Mapping[str, Any], files: Sequence[File] | None = None
) -> None:
    """Write the correction. `values`: of words, number and dated, those that change; `files`: in place of all there
    were. Raises Refusal where the copies could not be edited so."""
    notice = begun(tx, actor, notice_id)
    after = wanted(tx, notice)
    after = replace(after, **values, files=after.files if files is None else tuple(files))
    differences.fits(notice, after)
    history.propose(tx, after, actor.person.id)
    _moved(tx, notice)
    note(tx, "notice.correction_written", f"notice:{notice_id}", actor_id=actor.person.id)


def drop(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Drop the correction. Raises Refusal."""
    notice = begun(tx, actor, notice_id)
    if history.forget(tx, notice_id):
        _moved(tx, notice)
        note(tx, "notice.correction_dropped", f"notice:{notice_id}", actor_id=actor.person.id)


def _moved(tx: Tx, notice: Notice) -> None:
    """Raise the revision, so that buttons of earlier screens correct nothing any more."""
    if not records.change(tx, notice.id, SENT, notice.revision):
        raise Refusal("notice.changed_meanwhile")


def try_out(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Send the corrected notice, and the letter that goes with it, to the actor."""
    after = wanted(tx, begun(tx, actor, notice_id))
    send_trial(tx, actor, after)


def correct(tx: Tx, actor: Actor, notice_id: int, revision: int) -> int:
    """Correct the notice: every copy in a chat is edited, and every holder of one is told what was corrected, and asked
    to acknowledge it again. The number of those who are told; 0: that was done already. `revision`: of what was seen.

    Raises Refusal: changed since, the same as before, not tried out as it is, or not approved where it must be.
    """
    notice = begun(tx, actor, notice_id)
    after = history.proposed(tx, notice)
    if after is None:
        return 0
    if notice.revision != revision:
        raise Refusal("notice.changed_meanwhile")
    if not differences.between(notice, after):
        raise Refusal("notice.correction.same")
    if deliveries.trial(tx, after) is not State.SENT:
        raise Refusal("notice.not_tried")
    demand(tx, actor, notice_id, rules.approvable(after), len(deliveries.holders(tx, notice_id)))
    version = notice.version + 1
    said = {"words": after.words, "number": after.number, "dated": after.dated, "version": version}
    if not records.change(tx, notice_id, SENT, revision, **said):
        return 0
    records.set_files(tx, notice_id, after.files)
    history.keep(tx, notice, actor.person.id)
    history.forget(tx, notice_id)
    plan_change(tx, letters_of(tx, source(notice_id)), ChangeKind.EDIT, version, actor.person.id)
    people = {key: {"notice": notice_id, "version": version} for key in deliveries.holders(tx, notice_id)}
    told = planning.plan_all(tx, CORRECTED, corrected_source(notice_id), f"version:{version}", people)
    note(tx, "notice.corrected", f"notice:{notice_id}", actor_id=actor.person.id, version=version, people=told)
    orders.put_right(tx, replace(after, version=version), actor.person.id)
    if notice.state is NoticeState.FINISHED:
        telling.hand_over(tx, notice_id)
    living.outdate(tx, access.office_accounts(tx))
    return told


def last_seen(tx: Tx, notice: Notice, person_id: int) -> Notice:
    """The version of which this person, who has a copy, has heard last."""
    past = history.earlier(tx, notice)
    last = copies.last_told(tx, notice, person_id, [until for _before, until in past])
    return next((was for was, _until in past if was.version >= last), notice)


# --- taking back ------------------------------------------------------------------------------------------------------


def recall(tx: Tx, actor: Actor, notice_id: int, revision: int) -> int:
    """Take the notice back: copies are deleted where Telegram allows it, letters that have not left are cancelled, and
    the people who had acknowledged it are told. The number of messages to delete; 0: that was done already.

    Raises Refusal: changed since it was seen, or all copies are too old.
    """
    notice = access.found(tx, actor, notice_id)
    if notice.state is NoticeState.RECALLED:
        return 0
    begun(tx, actor, notice_id)
    if notice.revision != revision:
        raise Refusal("notice.changed_meanwhile")
    young, old = copies.by_age(tx, notice_id, tx.now - TAKEN_BACK_WITHIN)
    if old and not young and not deliveries.counts(tx, notice).by_state[DeliveryState.WAITING]:
        raise Refusal("notice.recall.too_late")
    taken = {"state": NoticeState.RECALLED, "recalled_by": actor.person.id, "recalled_at": tx.now}
    if not records.change(tx, notice_id, SENT, revision, **taken):
        return 0
    history.forget(tx, notice_id)
    going = 0
    # The letters that followed the notice repeat its content.
    for name in (source(notice_id), corrected_source(notice_id), chase_source(notice_id)):
        sources.stop(tx, name, actor.person.id)
        going += plan_change(tx, letters_of(tx, name), ChangeKind.RECALL, THE_RECALL, actor.person.id)
    orders.take_back(tx, notice, actor.person.id)
    known = records.ever_known(tx, notice_id)
    tell(tx, notice_id, known)
    # Their receipts say where the notice is kept.
    living.outdate(tx, [*access.office_accounts(tx), *access.accounts_of(tx, known)])
    note(tx, "notice.recalled", f"notice:{notice_id}", actor_id=actor.person.id, messages=going)
    return going


def tell(tx: Tx, notice_id: int, people: Sequence[int]) -> int:
    """Tell these people that the notice was taken back, once each; the number of new letters."""
    values = {key: {"notice": notice_id} for key in people}
    return planning.plan_all(tx, RECALLED, recalled_source(notice_id), "recall", values)


def tell_the_rest(tx: Tx, actor: Actor, notice_id: int) -> int:
    """Tell those whose copy could not be taken back, or may be there; their number. Raises Refusal."""
    notice = access.found(tx, actor, notice_id)
    if notice.state is not NoticeState.RECALLED:
        raise Refusal("stale.button")
    told = tell(tx, notice_id, copies.left_there(tx, notice))
    if told:
        note(tx, "notice.recall_told", f"notice:{notice_id}", actor_id=actor.person.id, people=told)
    return told
