"""After sending: a notice is put right («Đính chính»), or taken back («Thu hồi»). Functions of a transaction.

Both are decided once, whoever presses and however often, by the change of the notice's row; the outbox then edits or
deletes each copy, and says of each what came of it. Both versions are kept, and so is what was taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.ledger import planning, sources
from bot.ledger.change import ChangeKind, letters_of, plan_change
from bot.ledger.letter import State
from bot.notices import records, rules
from bot.notices.approval import rules as approving
from bot.notices.correcting import copies, differences
from bot.notices.correcting import records as correction_records
from bot.notices.in_person import actions as telling
from bot.notices.records import (
    CORRECTED,
    RECALLED,
    File,
    NoticeState,
    Written,
    chase_source,
    corrected_source,
    recalled_source,
    source,
)
from bot.notices.sending import actions
from bot.notices.tracking import deliveries as ledger
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

TAKEN_BACK_WITHIN = timedelta(hours=48)
"""So long Telegram lets a bot delete what it has written."""
THE_RECALL = 1
"""A notice is taken back once: the version of that change."""


def begun(tx: Tx, actor: Actor, notice_id: int) -> Written:
    """A notice that is going out or has gone out. Raises Refusal."""
    notice = actions.found(tx, actor, notice_id)
    if notice.state not in actions.SENT:
        raise Refusal("stale.button")
    if notice.due_at is not None and notice.due_at > tx.now:
        raise Refusal("notice.correction.not_begun")
    return notice


# --- putting right ----------------------------------------------------------------------------------------------------


def wanted(tx: Tx, notice: Written) -> Written:
    """The notice as it is to be: as it is, while nothing else is proposed."""
    return correction_records.proposed(tx, notice) or notice


def propose(
    tx: Tx, actor: Actor, notice_id: int, values: Mapping[str, Any], files: Sequence[File] | None = None
) -> None:
    """`values`: of words, number and dated, those that change; `files`: in place of all there were. Raises Refusal
    where the copies could not be edited so."""
    notice = begun(tx, actor, notice_id)
    after = wanted(tx, notice)
    after = replace(after, **values, files=after.files if files is None else tuple(files))
    differences.fits(notice, after)
    correction_records.propose(tx, after, actor.person.id)
    _moved(tx, notice)
    note(tx, "notice.correction_written", f"notice:{notice_id}", actor_id=actor.person.id)


def drop(tx: Tx, actor: Actor, notice_id: int) -> None:
    """It stays as it is."""
    notice = begun(tx, actor, notice_id)
    if correction_records.forget(tx, notice_id):
        _moved(tx, notice)
        note(tx, "notice.correction_dropped", f"notice:{notice_id}", actor_id=actor.person.id)


def _moved(tx: Tx, notice: Written) -> None:
    """Buttons of earlier screens correct nothing any more."""
    if not records.change(tx, notice.id, actions.SENT, notice.revision):
        raise Refusal("notice.changed_meanwhile")


def try_out(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Send the corrected notice, and what goes with it, to whoever asks."""
    after = wanted(tx, begun(tx, actor, notice_id))
    actions.send_trial(tx, actor, after)


def correct(tx: Tx, actor: Actor, notice_id: int, revision: int) -> int:
    """What was proposed is what it says from now on: every copy in a chat is edited, and everybody who has one is told
    what was put right, and asked again. How many are told; 0: that was done already. `revision`: of what was seen.

    Raises Refusal: changed since, the same as before, not tried out as it stands, or not approved where it must be.
    """
    notice = begun(tx, actor, notice_id)
    after = correction_records.proposed(tx, notice)
    if after is None:
        return 0
    if notice.revision != revision:
        raise Refusal("notice.changed_meanwhile")
    if not differences.between(notice, after):
        raise Refusal("notice.correction.same")
    if ledger.trial(tx, after) is not State.SENT:
        raise Refusal("notice.not_tried")
    approving.demand(tx, actor, notice_id, rules.approvable(after), len(copies.holders(tx, notice_id)))
    version = notice.version + 1
    said = {"words": after.words, "number": after.number, "dated": after.dated, "version": version}
    if not records.change(tx, notice_id, actions.SENT, revision, **said):
        return 0
    records.set_files(tx, notice_id, after.files)
    correction_records.keep(tx, notice, actor.person.id)
    correction_records.forget(tx, notice_id)
    plan_change(tx, letters_of(tx, source(notice_id)), ChangeKind.EDIT, version, actor.person.id)
    people = {key: {"notice": notice_id, "version": version} for key in copies.holders(tx, notice_id)}
    told = planning.plan_all(tx, CORRECTED, corrected_source(notice_id), f"version:{version}", people)
    note(tx, "notice.corrected", f"notice:{notice_id}", actor_id=actor.person.id, version=version, people=told)
    if notice.state is NoticeState.FINISHED:
        telling.hand_over(tx, notice_id)
    return told


def last_seen(tx: Tx, notice: Written, person_id: int) -> Written:
    """The version of which this person, who had a copy, has heard last."""
    past = correction_records.earlier(tx, notice)
    last = copies.last_told(tx, notice, person_id, [until for _before, until in past])
    return next((was for was, _until in past if was.version >= last), notice)


# --- taking back ------------------------------------------------------------------------------------------------------


def recall(tx: Tx, actor: Actor, notice_id: int, revision: int) -> int:
    """Take every copy out of the chats that Telegram lets us: what has not left never leaves, and who had said that he
    or she knows is told. How many messages are to go; 0: that was done already.

    Raises Refusal: changed since it was seen, or all copies are too old.
    """
    notice = actions.found(tx, actor, notice_id)
    if notice.state is NoticeState.RECALLED:
        return 0
    begun(tx, actor, notice_id)
    if notice.revision != revision:
        raise Refusal("notice.changed_meanwhile")
    young, old = copies.by_age(tx, notice_id, tx.now - TAKEN_BACK_WITHIN)
    if old and not young and not ledger.sums(tx, notice).by_fate[ledger.Fate.WAITING]:
        raise Refusal("notice.recall.too_late")
    taken = {"state": NoticeState.RECALLED, "recalled_by": actor.person.id, "recalled_at": tx.now}
    if not records.change(tx, notice_id, actions.SENT, revision, **taken):
        return 0
    correction_records.forget(tx, notice_id)
    going = 0
    # What followed it says what it said.
    for name in (source(notice_id), corrected_source(notice_id), chase_source(notice_id)):
        sources.stop(tx, name, actor.person.id)
        going += plan_change(tx, letters_of(tx, name), ChangeKind.RECALL, THE_RECALL, actor.person.id)
    tell(tx, notice_id, records.ever_known(tx, notice_id))
    note(tx, "notice.recalled", f"notice:{notice_id}", actor_id=actor.person.id, messages=going)
    return going


def tell(tx: Tx, notice_id: int, people: Sequence[int]) -> int:
    """That it was taken back, once to each; how many are new."""
    values = {key: {"notice": notice_id} for key in people}
    return planning.plan_all(tx, RECALLED, recalled_source(notice_id), "recall", values)


def tell_the_rest(tx: Tx, actor: Actor, notice_id: int) -> int:
    """Those whose copy could not be taken away, or may be there; how many."""
    notice = actions.found(tx, actor, notice_id)
    if notice.state is not NoticeState.RECALLED:
        raise Refusal("stale.button")
    told = tell(tx, notice_id, copies.left_there(tx, notice))
    if told:
        note(tx, "notice.recall_told", f"notice:{notice_id}", actor_id=actor.person.id, people=told)
    return told
