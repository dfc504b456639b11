"""One's own passkeys: views and acts, at every door: whoever has lost a phone removes its passkey at another one."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.people.authentication import place
from bot.people.entry import passkey_screens
from bot.people.identity import Actor
from bot.people.passkeys import keeping, proving
from bot.people.passkeys.targets import RemovePasskey, ShowPasskey, ShowPasskeys
from bot.refusal import Refusal
from bot.store.database import Tx


def passkeys(tx: Tx, actor: Actor, _to: ShowPasskeys) -> Screen:
    offered = proving.site_at(place.address()) is not None
    return passkey_screens.passkeys(keeping.passkeys(tx, actor.person.id), offered=offered)


def passkey(tx: Tx, actor: Actor, to: ShowPasskey) -> Screen:
    found = next((one for one in keeping.passkeys(tx, actor.person.id) if one.id == to.passkey), None)
    if found is None:
        raise Refusal("passkey.gone")
    return passkey_screens.passkey(found)


VIEWS = (
    View(ShowPasskeys, passkeys),
    View(ShowPasskey, passkey),
)


def remove(tx: Tx, actor: Actor, to: RemovePasskey) -> ToView:
    person = actor.person.id
    if not keeping.remove(tx, person, to.passkey, by=person):
        raise Refusal("passkey.gone")
    return ShowPasskeys()


ACTS = (Act(RemovePasskey, remove),)
"""Somebody else's key, or one that is gone, is refused alike."""
