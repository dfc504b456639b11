"""The letters of approval: to colleagues, that it is asked for; to the one who asked, that it is given."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.notices import records as notices
from bot.notices import rules
from bot.notices.approval import actions, records, screens
from bot.notices.approval.records import APPROVAL, APPROVED
from bot.notices.audience import describing
from bot.notices.filling.values import values_for
from bot.notices.records import Notice
from bot.notices.screens import letter
from bot.people.identity import Actor, staff
from bot.people.records import Role
from bot.store.database import Tx


def _approval(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    """The one who asks, exactly what the recipients will see, and the way to approve it; nothing of what has
    changed."""
    notice, person = _to_approve(tx, actor, values), actor.person
    if notice is None or notice.audience is None:
        return None
    by, meant = staff(tx, values["by"], tx.clock.today()), describing.phrase(tx, notice.audience)
    return (
        screens.asks(by, meant, values["people"]),
        *letter(notice, values_for(tx, person)),
        screens.below(notice, person),
    )


def _to_approve(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Notice | None:
    """The notice if its content is what the letter is about, and approval of it is still asked for."""
    notice = _unchanged(tx, actor, values)
    asked = records.approval(tx, notice.id, values["digest"]) if notice is not None else None
    return notice if asked is not None and asked.by is None else None


def _unchanged(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Notice | None:
    """The notice if its content is what the letter is about; None also where the actor has left the Office."""
    stored = notices.notice(tx, values["notice"])
    notice = actions.proposed(tx, stored) if stored is not None and actor.has(Role.OFFICE) else None
    return notice if notice is not None and rules.approvable(notice) == values["digest"] else None


def _approved(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = _unchanged(tx, actor, values)
    return None if notice is None else screens.given(notice, staff(tx, values["by"], tx.clock.today()))


LETTERS = (
    Kind(APPROVAL, _approval, bulk=False),
    Kind(APPROVED, _approved, bulk=False),
)
