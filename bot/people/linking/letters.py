"""The letters to the Office about another user of this channel's token, and to whoever has one more chat; each checked
again when it leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.people.linking import contention, screens, second
from bot.people.records import Role
from bot.store.database import Tx


def _contended(_tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    return screens.contended(datetime.fromisoformat(values["since"])) if actor.has(Role.OFFICE) else None


LETTERS = (Kind(contention.CONTENTION, _contended, bulk=False), second.LETTER)
