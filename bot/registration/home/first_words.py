"""The first screens of the Office while the department has not said its name: the way to that, and to later."""

from dataclasses import replace

from bot.dialogue.screens import Button, Screen, Style, say
from bot.organisation.records import organisation
from bot.organisation.targets import PutOffOrganisation, SetUpOrganisation
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx

_WAYS = (
    Button(say("button.set_up_organisation"), SetUpOrganisation(), Style.PRIMARY),
    Button(say("button.later"), PutOffOrganisation()),
)


def with_offer(tx: Tx, actor: Actor, shown: Screen) -> Screen:
    """The screen, with the offer where it is due: to the Office, while name and place are not known, and nobody has put
    that off."""
    if not actor.has(Role.OFFICE):
        return shown
    own = organisation(tx)
    if own.is_named or (own.put_off_until is not None and own.put_off_until > tx.clock.today()):
        return shown
    return replace(shown, body=(*shown.body, say("organisation.offer")), rows=(_WAYS, *shown.rows))
