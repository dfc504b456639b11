"""The Office's answer reaches who asked."""

from collections.abc import Mapping
from typing import Any

from bot.conversation import Screen
from bot.database import Tx
from bot.enquiries import answering, office_screens, records
from bot.outbox.letter import Kind
from bot.people.identity import Actor


def _answered(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    asked = records.question(tx, values["question"], actor.person.id)
    return None if asked is None or asked.answer is None else office_screens.letter(asked)


LETTERS = (Kind(answering.ANSWERED, _answered, bulk=False),)
