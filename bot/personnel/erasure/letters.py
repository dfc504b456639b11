"""The letter to whoever asked for erasure: what is gone, and what is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.personnel.erasure import actions, screens
from bot.store.database import Tx


def _erased(_tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen:
    return screens.letter(datetime.fromisoformat(values["asked"]))


LETTERS = (Kind(actions.DONE, _erased, bulk=False),)
