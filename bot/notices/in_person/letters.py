"""The letter that asks a contact person to tell people of a notice."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Haste, Kind
from bot.notices import records
from bot.notices.in_person import actions, orders, screens
from bot.notices.letter_names import TODO
from bot.notices.records import NoticeState
from bot.notices.tracking.records import told_by
from bot.people.identity import Actor
from bot.store.database import Tx


def _to_tell(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """The letter; None where all were told, or reached, before it left. One that has arrived says what has become of
    the notice."""
    arrived, notice = values.get(orders.CHANGED, False), records.notice(tx, values["notice"])
    if notice is not None and notice.state is NoticeState.RECALLED:
        return screens.taken_back(notice, told_by(tx, notice.id, actor.person.id)) if arrived else None
    task = actions.task(tx, actor, values["notice"])
    if task.untold:
        return screens.letter(task)
    return screens.nobody_left(task) if arrived else None


LETTERS = (Kind(TODO, _to_tell, bulk=False, haste=Haste.DECISION),)
