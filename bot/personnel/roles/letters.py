"""The letters to whoever is given a duty, and to whom one ends, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.personnel.roles import actions, holdings, screens
from bot.personnel.roles.duties import Duty
from bot.store.database import Tx

Values = Mapping[str, Any]


def _given(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    held = holdings.holding(tx, Duty(values["duty"]), values["holding"])
    if held is None or held.over(tx.clock.today()):
        return None
    return screens.given(held, name_of(tx, held.given_by))


def _ended(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    held = holdings.holding(tx, Duty(values["duty"]), values["holding"])
    if held is None or held.until is None:
        return None
    return screens.ended(held, name_of(tx, held.ended_by), tx.clock.today())


LETTERS = (Kind(actions.GIVEN, _given, bulk=False), Kind(actions.ENDED, _ended, bulk=False))
