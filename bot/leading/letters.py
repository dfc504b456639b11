"""What people are told of their registrations, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.conversation import (
    Phrase,
    Screen,
    say,
)
from bot.database import Tx
from bot.leading import confirming, judging_screens
from bot.leading.records import change_asked, filed
from bot.outbox.letter import Kind
from bot.people.identity import Actor, staff
from bot.people.rules import honorific
from bot.registration.records import RegistrationState


def _confirmed(tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CONFIRMED or found.version != values["version"]:
        return None
    return judging_screens.confirmed_letter(found, _name(tx, found.confirmed_by))


def _change_asked(tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CHANGE_ASKED or found.version != values["version"]:
        return None
    asked = change_asked(tx, found.id)
    campaign = current_campaign(tx)
    if asked is None or campaign is None:
        return None
    return judging_screens.change_letter(found, asked, _name(tx, asked.by), campaign.deadline_at)


def _name(tx: Tx, person_id: int | None) -> Phrase:
    person = None if person_id is None else staff(tx, person_id, tx.clock.today())
    if person is None:
        return say("confirmer.office")
    return say("confirmer.person", who=say(honorific(person.gender)), name=person.full_name)


LETTERS = (
    Kind(confirming.CONFIRMED, _confirmed, bulk=True),
    Kind(confirming.CHANGE, _change_asked, bulk=False),
)
