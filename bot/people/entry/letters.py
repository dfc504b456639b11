"""Letters of coming in by the web, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.address import Door
from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.authentication import links, sessions
from bot.people.authentication.records import LinkState
from bot.people.entry import passkey_screens, passkeys, screens, steps
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.passkeys import keeping
from bot.store.database import Tx

Values = Mapping[str, Any]


def _entered(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """Not to the only place where the person would read it, which is that very browser."""
    found = sessions.browsers(tx, actor.person.id)
    one = next((one for one in found if one.id == values["browser"]), None)
    if one is None or (actor.address.door is Door.WEB and len(found) < 2):
        return None
    return screens.entered(actor.person, one)


def _asked(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    one = links.link(tx, values["link"])
    return screens.asked(actor.person, one) if one is not None and one.state is LinkState.WAITING else None


def _made(tx: Tx, _actor: Actor, values: Values) -> Screen:
    return screens.link_made(name_of(tx, values["by"]))


def _tried(_tx: Tx, _actor: Actor, _values: Values) -> Screen:
    return screens.tried()


def _passkey(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """Of a new one nothing where it is gone before the letter leaves."""
    there = any(one.id == values["passkey"] for one in keeping.passkeys(tx, actor.person.id))
    if values["what"] == passkeys.COPIED:
        return passkey_screens.copied(actor.person, values["label"])
    return passkey_screens.added(actor.person, values["passkey"], values["label"]) if there else None


LETTERS = (
    Kind(steps.ENTERED, _entered, bulk=False),
    Kind(steps.ASKED, _asked, bulk=False),
    Kind(steps.LINK_MADE, _made, bulk=False),
    Kind(steps.TRIED, _tried, bulk=False),
    Kind(passkeys.PASSKEY, _passkey, bulk=False),
)
