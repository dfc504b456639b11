"""Letters of confirming to the person, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.leading.confirming import actions, screens
from bot.leading.records import change_asked, filed
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.registration.records import RegistrationState
from bot.store.database import Tx

Values = Mapping[str, Any]


def _confirmed(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CONFIRMED or found.version != values["version"]:
        return None
    return screens.confirmed_letter(found, name_of(tx, found.confirmed_by))


def _change_asked(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CHANGE_ASKED or found.version != values["version"]:
        return None
    asked = change_asked(tx, found.id)
    campaign = current_campaign(tx)
    if asked is None or campaign is None:
        return None
    return screens.change_letter(found, asked, name_of(tx, asked.by), campaign.deadline_at)


LETTERS = (
    Kind(actions.CONFIRMED, _confirmed, bulk=True),
    Kind(actions.CHANGE, _change_asked, bulk=False),
)
