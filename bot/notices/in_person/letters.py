"""The letter that asks a contact person to tell people of a notice."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.notices.in_person import actions, screens
from bot.notices.letter_names import TODO
from bot.people.identity import Actor
from bot.store.database import Tx


def _to_tell(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """The letter; None where all were told, or reached, before it left."""
    task = actions.task(tx, actor, values["notice"])
    return screens.letter(task) if task.untold else None


LETTERS = (Kind(TODO, _to_tell, bulk=False),)
