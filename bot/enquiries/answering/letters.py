"""The Office's answer reaches who asked."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.enquiries import records
from bot.enquiries.answering import actions as answering
from bot.enquiries.answering import screens as office_screens
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.store.database import Tx


def _answered(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    asked = records.question(tx, values["question"], actor.person.id)
    return None if asked is None or asked.answer is None else office_screens.letter(asked)


LETTERS = (Kind(answering.ANSWERED, _answered, bulk=False),)
