"""What follows a notice that was put right or taken back."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.notices import filling, records
from bot.notices.correcting import actions as correcting
from bot.notices.correcting import differences
from bot.notices.correcting import screens as correcting_screens
from bot.notices.records import CORRECTED, RECALLED
from bot.notices.sending import actions, following
from bot.people.identity import Actor
from bot.store.database import Tx


def _corrected(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """What this person has not heard of yet; a later correction says it too."""
    notice = records.written(tx, values["notice"])
    if notice is None or notice.state not in actions.SENT or notice.version != values["version"]:
        return None
    before = correcting.last_seen(tx, notice, actor.person.id)
    changes = differences.between(before, notice)
    return correcting_screens.letter(before, notice, changes, filling.values(tx, actor.person)) if changes else None


def _recalled(tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = records.written(tx, values["notice"])
    return None if notice is None else correcting_screens.was_recalled(notice)


LETTERS = (
    Kind(CORRECTED, _corrected, alarm=following.alarm),
    Kind(RECALLED, _recalled),
)
