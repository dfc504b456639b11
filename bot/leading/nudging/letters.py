"""The letter of a lead who reminds, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.leading.nudging import actions, screens
from bot.leading.nudging.screens import NudgeTopic
from bot.leading.reading import campaign_of
from bot.ledger.letter import Kind
from bot.people.identity import Actor, staff
from bot.store.database import Tx
from bot.titles.catalogue import Family

Values = Mapping[str, Any]


def _nudge(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    family, campaign = Family(values["family"]), campaign_of(tx, values["campaign"])
    by = staff(tx, values["by"], tx.clock.today())
    if campaign is None or by is None:
        return None
    until = actions.still_needed(tx, campaign, actor.person, family)
    if until is None:
        return None
    return screens.letter(NudgeTopic(family, campaign, by), actor.person, until, values["words"])


LETTERS = (Kind(actions.NUDGE, _nudge, bulk=True),)
