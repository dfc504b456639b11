"""Own contacts, as people say and change them."""

from collections.abc import Sequence

from bot.address import Door
from bot.people import rules
from bot.people.contacts import records
from bot.people.contacts.rules import RINGING, Contacts
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


def mine(tx: Tx, actor: Actor) -> Contacts:
    """The own contacts."""
    return records.contacts(tx, [actor.person.id])[actor.person.id]


def set_email(tx: Tx, actor: Actor, written: str) -> None:
    """The own address for mail. Raises Refusal: it is none."""
    found = rules.email(written)
    if found is None:
        raise Refusal("contacts.email.wrong")
    records.keep(tx, actor.person.id, {"email": found})
    note(tx, "contact.email_set", f"person:{actor.person.id}", actor_id=actor.person.id)


def remove_email(tx: Tx, actor: Actor) -> None:
    """Forget the own address; that of the roster is rung at, if there is one."""
    if mine(tx, actor).own_email is None:
        return
    records.keep(tx, actor.person.id, {"email": None})
    note(tx, "contact.email_removed", f"person:{actor.person.id}", actor_id=actor.person.id)


def choose(tx: Tx, actor: Actor, doors: Sequence[Door] | None) -> None:
    """The doors that may ring, the first first; none at all; or None: as the Office has set it."""
    if doors is not None and (len(set(doors)) != len(doors) or not set(doors) <= set(RINGING)):
        raise Refusal("stale.button")
    choice = None if doors is None else [door.value for door in doors]
    records.keep(tx, actor.person.id, {"choice": choice})
    note(tx, "contact.bells_chosen", f"person:{actor.person.id}", actor_id=actor.person.id)
