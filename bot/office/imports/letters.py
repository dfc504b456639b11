"""The letter that says what became of a workbook, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.office.imports import records, screens, settling
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx


def _settled(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    upload = records.upload(tx, values["upload"])
    if upload is None or upload.state != values["state"] or not actor.has(Role.OFFICE):
        return None
    return screens.letter(upload)


LETTERS = (Kind(settling.SETTLED, _settled, bulk=False),)
