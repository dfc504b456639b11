"""A notice as a letter: drawn for each person when it leaves, from words that are locked by then."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger import sources
from bot.ledger.letter import Kind
from bot.notices import describing, filling, records, rules, screens
from bot.notices.approval import actions as asking_approval
from bot.notices.approval import records as approval_records
from bot.notices.approval import screens as approval_screens
from bot.notices.approval.records import APPROVAL, APPROVED
from bot.notices.correcting import actions as correcting
from bot.notices.correcting import differences
from bot.notices.correcting import screens as correcting_screens
from bot.notices.in_person import actions as telling
from bot.notices.in_person import screens as telling_screens
from bot.notices.records import CHASE, HALTED, NOTICE, TODO, TRIAL, NoticeState, Written
from bot.notices.sending import actions, following
from bot.notices.sending import screens as sending_screens
from bot.notices.writing import desk_screens
from bot.people.identity import Actor, staff
from bot.people.records import Role
from bot.store.database import Tx


def _notice(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    notice = records.worded(tx, values["notice"])
    if notice is None or notice.state not in actions.SENT:
        return None
    return screens.letter(notice, filling.values(tx, actor.person))


def _trial(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    """Exactly what they will see, and below it the way on; not of what has been changed meanwhile."""
    notice = records.written(tx, values["notice"])
    if notice is None or not actor.has(Role.OFFICE):
        return None
    shown = notice if notice.state is NoticeState.DRAFT else correcting.wanted(tx, notice)
    if rules.digest(shown) != values["digest"] or notice.state is NoticeState.RECALLED:
        return None
    filled = filling.values(tx, actor.person)
    letter = screens.letter(shown, filled)
    if notice.state is NoticeState.DRAFT:
        return (*letter, desk_screens.tried(notice, actor.person))
    word = correcting_screens.letter(notice, shown, differences.between(notice, shown), filled)
    return (*letter, word, correcting_screens.tried(notice, actor.person))


def _chase(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = records.worded(tx, values["notice"])
    if notice is None or records.known_at(tx, notice.id, actor.person.id) is not None:
        return None
    return screens.chase(notice, actor.person.full_name)


def _halted(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    held, notice = sources.halt_of(tx, values["source"]), records.written(tx, values["notice"])
    if held is None or notice is None or not actor.has(Role.OFFICE):
        return None
    return sending_screens.alarm(notice, held.reason)


def _approval(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    """Who asks, exactly what they will see, and the way to approve it; not of what says something else by now."""
    notice, person = _to_approve(tx, actor, values), actor.person
    if notice is None or notice.audience is None:
        return None
    by, meant = staff(tx, values["by"], tx.clock.today()), describing.phrase(tx, notice.audience)
    return (
        approval_screens.asks(by, meant, values["people"]),
        *screens.letter(notice, filling.values(tx, person)),
        approval_screens.below(notice, person),
    )


def _to_approve(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Written | None:
    written = records.written(tx, values["notice"])
    notice = asking_approval.proposed(tx, written) if written is not None and actor.has(Role.OFFICE) else None
    if notice is None or rules.approvable(notice) != values["digest"]:
        return None
    asked = approval_records.approval(tx, notice.id, values["digest"])
    return notice if asked is not None and asked.by is None else None


def _approved(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    written = records.written(tx, values["notice"])
    notice = asking_approval.proposed(tx, written) if written is not None and actor.has(Role.OFFICE) else None
    if notice is None or rules.approvable(notice) != values["digest"]:
        return None
    return approval_screens.given(notice, staff(tx, values["by"], tx.clock.today()))


def _to_tell(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """None when all were told, or reached, before it was its turn."""
    work = telling.work(tx, actor, values["notice"])
    return telling_screens.letter(work) if work.open else None


LETTERS = (
    Kind(NOTICE, _notice, alarm=following.alarm),
    Kind(TRIAL, _trial, bulk=False),
    Kind(CHASE, _chase, alarm=following.alarm),
    Kind(HALTED, _halted, bulk=False),
    Kind(APPROVAL, _approval, bulk=False),
    Kind(APPROVED, _approved, bulk=False),
    Kind(TODO, _to_tell, bulk=False),
)
