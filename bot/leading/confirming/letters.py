"""Letters of confirming to the person, each checked again when it leaves."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.campaigns.records import campaign_by_key
from bot.dialogue.screens import Phrase, Screen
from bot.leading.confirming import actions, changes, screens
from bot.leading.records import FiledRegistration, change_asked, filed
from bot.ledger.letter import Haste, Kind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.registration.records import ChangeAsked, RegistrationState
from bot.registration.rules import ChangeEnds
from bot.store.database import Tx

Values = Mapping[str, Any]
ChangeLetter = Callable[[FiledRegistration, ChangeAsked, Phrase, ChangeEnds], Screen]


def _confirmed(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CONFIRMED or found.version != values["version"]:
        return None
    return screens.confirmed_letter(found, name_of(tx, found.confirmed_by))


def _change_asked(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    return _about_change(tx, values, screens.change_letter)


def _change_waits(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    return _about_change(tx, values, screens.change_reminder, last_day=False)


def _change_ends(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    return _about_change(tx, values, screens.change_last, last_day=True)


def _about_change(tx: Tx, values: Values, draw: ChangeLetter, *, last_day: bool | None = None) -> Screen | None:
    """The letter while the change is still asked for; once it was taken back, or its time is over, the word that it was
    or is. `last_day`: only on
    the last day, or on any but that, which has a letter of its own; None: whenever."""
    found = filed(tx, values["registration"])
    if found is None:
        return None
    if (by := values.get("taken_back_by")) is not None:
        return screens.taken_back_letter(found, name_of(tx, by))
    if values.get("lapsed"):
        return screens.lapsed_letter(found)
    asked = change_asked(tx, found.id)
    if found.state is not RegistrationState.CHANGE_ASKED or found.version != values["version"] or asked is None:
        return None
    campaign = campaign_by_key(tx, found.campaign_id)
    if values.get("request", asked.id) != asked.id:
        return None
    if last_day is not None and last_day is not changes.is_last_day(tx, campaign, asked):
        return None
    return draw(found, asked, name_of(tx, asked.by), changes.ends(tx, campaign, asked))


LETTERS = (
    Kind(actions.CONFIRMED, _confirmed, bulk=True),
    Kind(changes.CHANGE, _change_asked, bulk=False, haste=Haste.CHANGE),
    Kind(changes.CHANGE_WAITS, _change_waits, haste=Haste.CHANGE),
    Kind(changes.CHANGE_ENDS, _change_ends, haste=Haste.CHANGE),
)
