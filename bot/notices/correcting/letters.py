"""The letters of a correction: its trial, the word to holders of a copy, and the word of a recall."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Haste, Kind
from bot.notices import records, rules
from bot.notices import screens as notice_screens
from bot.notices.checking import screens as checking_screens
from bot.notices.correcting import actions, screens
from bot.notices.filling.values import values_for
from bot.notices.history import differences
from bot.notices.letter_names import CORRECTED, RECALLED, TRIAL
from bot.notices.records import SENT, NoticeState
from bot.notices.sending.following import alarm
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx


def _trial(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    """Exactly what the recipients will see, and under it the way on; None if it was changed meanwhile."""
    notice = records.notice(tx, values["notice"])
    if notice is None or not actor.has(Role.OFFICE):
        return None
    shown = notice if notice.state is NoticeState.DRAFT else actions.wanted(tx, notice)
    if rules.digest(shown) != values["digest"] or notice.state is NoticeState.RECALLED:
        return None
    filled = values_for(tx, actor.person)
    letter = notice_screens.letter(shown, filled)
    if notice.state is NoticeState.DRAFT:
        return (*letter, checking_screens.tried(notice, actor.person))
    word = screens.letter(notice, shown, differences.between(notice, shown), filled)
    return (*letter, word, screens.tried(notice, actor.person))


def _corrected(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """The differences of which this person has not heard yet; None where a later correction will tell them too."""
    notice = records.notice(tx, values["notice"])
    if notice is None or notice.state not in SENT or notice.version != values["version"]:
        return None
    before = actions.last_seen(tx, notice, actor.person.id)
    changes = differences.between(before, notice)
    return screens.letter(before, notice, changes, values_for(tx, actor.person)) if changes else None


def _recalled(tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = records.notice(tx, values["notice"])
    return None if notice is None else screens.was_recalled(notice)


LETTERS = (
    Kind(TRIAL, _trial, bulk=False, haste=Haste.DECISION),
    Kind(CORRECTED, _corrected, alarm=alarm, haste=Haste.NOTICE),
    Kind(RECALLED, _recalled, haste=Haste.NOTICE),
)
