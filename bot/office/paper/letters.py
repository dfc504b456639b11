"""The letter that tells a person that the signed form was entered, checked again when it leaves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.campaigns.records import campaign_by_key
from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.office.paper import actions, screens
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.registration.reading import answered, revision
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def _entered(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    campaign = campaign_by_key(tx, values["campaign"])
    stands = answered(tx, campaign.id, actor.person.id)
    if not (stands.registered or stands.declinations) or revision(tx, stands.receipt_id) != values["revision"]:
        return None
    by, regime = name_of(tx, values["by"]), catalogue().regime(campaign.regime)
    return screens.letter(actor.person, regime, stands, by, date.fromisoformat(values["signed_on"]))


LETTERS = (Kind(actions.ENTERED, _entered, bulk=False),)
