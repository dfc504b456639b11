"""The letter of a link that was approved, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger import planning
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.personnel.links import actions, screens
from bot.store.database import Tx

Values = Mapping[str, Any]


def _linked(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    if actor.user_id != values["user"]:
        return None
    return screens.approved_letter(actor.person, len(planning.not_received(tx, actor.person.id)))


LETTERS = (Kind(actions.LINKED, _linked, bulk=False),)
