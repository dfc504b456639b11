"""The letter of a link that was approved, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.personnel.links import actions, screens
from bot.store.database import Tx

Values = Mapping[str, Any]


def _linked(_tx: Tx, actor: Actor, values: Values) -> Screen | None:
    return screens.approved_letter(actor.person) if actor.user_id == values["user"] else None


LETTERS = (Kind(actions.LINKED, _linked, bulk=False),)
