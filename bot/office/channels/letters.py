"""The letter to the Office that a door is out, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger import outages as ledger
from bot.ledger.letter import Kind
from bot.ledger.outages import SPOKEN
from bot.office.channels import outage_screens, outages
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx


def _out(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """None where the door serves again."""
    outage = ledger.found(tx, values["outage"])
    if outage is None or not outage.is_open or not actor.has(Role.OFFICE):
        return None
    return outage_screens.letter(outages.told(tx, outage), outages.decider(tx))


LETTERS = (Kind(SPOKEN, _out, bulk=False),)
