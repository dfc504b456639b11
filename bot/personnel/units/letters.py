"""The letter of a unit that becomes part of another one, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.personnel import unit_records
from bot.personnel.units import actions, screens
from bot.store.database import Tx

Values = Mapping[str, Any]


def _merged(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    unit = unit_records.unit(tx, values["unit"])
    into = None if unit is None or unit.merged_into is None else unit_records.unit(tx, unit.merged_into)
    if unit is None or into is None or unit.until is None:
        return None
    return screens.merged_letter(unit.name, into.name, unit.until)


LETTERS = (Kind(actions.MERGED, _merged),)
