"""The actions of reading: a notice that the actor received is looked up and acknowledged."""

from bot.notices import access, records
from bot.notices.records import SENT, Notice, NoticeState
from bot.notices.tracking import deliveries
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


def received(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """A notice that went to the actor, or was meant to. Raises Refusal."""
    notice = records.notice(tx, notice_id)
    if notice is not None and notice.state is NoticeState.DRAFT and actor.has(Role.OFFICE):
        raise Refusal("notice.preview_only")
    if notice is None or not deliveries.was_sent_to(tx, notice, actor.person.id):
        raise Refusal("notice.not_yours")
    if notice.state is NoticeState.RECALLED:
        raise access.taken_back(notice)
    if notice.state not in SENT:
        raise Refusal("notice.not_yours")
    return notice


def taken_back(tx: Tx, actor: Actor, notice_id: int) -> Notice | None:
    """The notice, where it went to the actor and was taken back since."""
    notice = records.notice(tx, notice_id)
    if notice is None or notice.state is not NoticeState.RECALLED:
        return None
    return notice if deliveries.was_sent_to(tx, notice, actor.person.id) else None


def acknowledge(tx: Tx, actor: Actor, notice_id: int, version: int) -> bool:
    """Record that the actor acknowledges this version of the notice; False where it is not the one that stands, which
    is to be read first. Raises Refusal where it was not sent to the actor."""
    notice = received(tx, actor, notice_id)
    if not notice.asks_known:
        raise Refusal("stale.button")
    if notice.version != version:
        return False
    if records.add_known(tx, notice, actor.person.id):
        note(tx, "notice.known", f"notice:{notice_id}", actor_id=actor.person.id)
    return True
