"""Chat accounts and whose they are: consent, binding, unlinking. Every check is made here again, in the transaction.

An account is bound by a proof: the own number shared as a contact, a one-time invite, or the Office's decision. All end
in `bind`, and the unique index on the person, not an `if`, is what keeps a person to one account.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.address import CHATS, Door, room
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.flows import SharedContact
from bot.people.authentication import access
from bot.people.identity import Actor
from bot.people.linking import requests as link_requests
from bot.people.records import Account, Person
from bot.people.rules import has_chat
from bot.people.rules import phone as normalised
from bot.people.targets import Language
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

NOTICE = 2
"""Version of the privacy notice. A change of substance raises it: a button under an older text agrees to nothing."""


class Proof(StrEnum):
    CONTACT = "contact"  # the own number, shared from the phone itself
    INVITE = "invite"  # a one-time invite of the Office
    WEB_LINK = "web_link"  # a one-time link into the web door, with a PIN or somebody's word


_A, _P = columns(Account), columns(Person)
_BY_PHONE = sa.select(_P.c.id).where(_P.c.phone == sa.bindparam("phone"))
_PERSON = sa.select(_P.c.left_on).where(_P.c.id == sa.bindparam("person_id"))
_OWNER = sa.select(_A.c.user_id).where(_A.c.person_id == sa.bindparam("person_id"))
_BOUND = sa.select(_A.c.person_id, _A.c.language, _A.c.consented_at, _A.c.web_since).where(
    _A.c.user_id == sa.bindparam("user_id")
)


def ensure(tx: Tx, actor: Actor) -> None:
    """Know this chat: its number and language, nothing else."""
    row = {
        "user_id": actor.user_id,
        "language": actor.language,
        "created_at": tx.now,
    }
    tx.insert_new(Account, [row])


def set_language(tx: Tx, actor: Actor, language: Language) -> None:
    ensure(tx, actor)
    _change(tx, actor.user_id, language=language.value)
    note(tx, "account.language", _subject(actor), actor_id=_person_id(actor), language=language.value)


def set_reachable(tx: Tx, actor: Actor, reachable: bool) -> None:
    """The person has blocked the bot, or let it in again."""
    if actor.known:
        _change(tx, actor.user_id, blocked_at=None if reachable else tx.now)
        deed = "account.returned" if reachable else "account.blocked"
        note(tx, deed, _subject(actor), actor_id=_person_id(actor))


def consent(tx: Tx, actor: Actor) -> None:
    """The person agrees to the notice of version NOTICE; a second time changes nothing."""
    ensure(tx, actor)
    first = sa.update(_A).where(_A.c.user_id == actor.user_id, _A.c.consented_at.is_(None))
    if tx.execute(first.values(consented_at=tx.now)).rowcount:
        note(tx, "account.consented", _subject(actor), actor_id=_person_id(actor), notice=NOTICE)


def withdraw_consent(tx: Tx, actor: Actor) -> None:
    """Unbind the account and forget what it told us; registrations are the office's record and stay."""
    unlink_all(tx, actor)
    link_requests.withdraw(tx, actor.user_id)
    link_requests.blank(tx, actor.user_id)
    drafts.forget(tx, actor.user_id)
    _change(tx, actor.user_id, consented_at=None)
    note(tx, "account.consent_withdrawn", _subject(actor), actor_id=_person_id(actor))


# --- binding ----------------------------------------------------------------------------------------------------------


def proven_phone(card: SharedContact, user_id: int) -> str:
    """The sender's own number as E.164, foreign ones included. Refused unless Telegram says that the card is the
    sender's own: anybody can send anybody's card, and can forward one that was somebody's own."""
    digits = "".join(char for char in card.phone if char.isdecimal())
    if card.forwarded or card.owner_id != user_id or not 7 <= len(digits) <= 15:
        raise Refusal("link.not_own")
    return normalised(card.phone) or f"+{digits}"


def listed(tx: Tx, phone: str) -> bool:
    """The number is in the roster, whoever's and however bound."""
    return tx.execute(_BY_PHONE, {"phone": phone}).first() is not None


def link_by_phone(tx: Tx, actor: Actor, phone: str) -> None:
    """Bind the chat to the person of the roster whose number this is; `phone` comes from `proven_phone`."""
    person_id = tx.execute(_BY_PHONE, {"phone": phone}).scalar_one_or_none()
    if person_id is None:
        raise Refusal("link.not_listed")
    bind(tx, actor, person_id, Proof.CONTACT)


def may_bind(tx: Tx, actor: Actor, person_id: int) -> None:
    """Raises Refusal, each with its own reason, where this chat cannot become this person's."""
    person = tx.execute(_PERSON, {"person_id": person_id}).one()
    if person.left_on is not None and person.left_on <= tx.clock.today():
        raise Refusal("link.left", day=person.left_on)
    if actor.staff is not None and actor.staff.id != person_id:
        raise Refusal("link.bound_elsewhere", name=actor.staff.full_name)
    owner = tx.execute(_OWNER, {"person_id": person_id}).scalar_one_or_none()
    if owner not in (None, actor.user_id) and has_chat(owner):
        raise Refusal("link.taken")


def bind(tx: Tx, actor: Actor, person_id: int, proof: Proof) -> None:
    """Make the chat the person's. Raises Refusal; of two chats that bind one person at once, one is refused."""
    may_bind(tx, actor, person_id)
    if actor.staff is not None:
        return  # it is this person's already
    mine = sa.update(_A).where(_A.c.user_id == actor.user_id, _A.c.consented_at.is_not(None))
    try:
        with tx.savepoint():
            drafts.forget(tx, actor.user_id)
            web_since = take_over(tx, person_id, actor.user_id)
            to = {"person_id": person_id, "linked_at": tx.now, "blocked_at": None, "web_since": web_since}
            if not tx.execute(mine.values(**to)).rowcount:
                raise Refusal("consent.first")
    except IntegrityError:
        raise Refusal("link.taken") from None  # the other chat was faster by less than our look above
    link_requests.withdraw(tx, actor.user_id)
    note(tx, "account.linked", f"person:{person_id}", actor_id=person_id, proof=proof.value)


def take_over(tx: Tx, person_id: int, user_id: int) -> datetime | None:
    """Let the account of this key be that of a person who has come by the web alone so far, with what is being written
    there and shown; since when that person has been there. None: there is no such account."""
    web = room(person_id).number
    tx.lock(Turn.PERSON, web)  # what is typed there just now is done before, or under the new key
    since: datetime | None = tx.execute(
        sa.delete(_A).where(_A.c.user_id == web, _A.c.person_id == person_id).returning(_A.c.web_since)
    ).scalar_one_or_none()
    _hand_over(tx, person_id, web, user_id)
    return since


def _hand_over(tx: Tx, person_id: int, was: int, to: int) -> None:
    """Let what is being written under one key, and shown at the web door, go on under another."""
    drafts.hand_over(tx, was, to)
    surfaces.hand_over(tx, room(person_id), to)


def unlink(tx: Tx, actor: Actor) -> None:
    """End the door by which the actor is here. What the person registered stays; so do the other door, and what is
    being written there. With the last door all that was being written is dropped."""
    row = tx.execute(_BOUND, {"user_id": actor.user_id}).one_or_none()
    if row is None or row.person_id is None:
        return
    door, person_id = actor.address.door, row.person_id
    if door is Door.WEB and has_chat(actor.user_id):
        access.close(tx, person_id, by=person_id)
    elif door in CHATS and row.web_since is not None:
        _change(tx, actor.user_id, person_id=None, linked_at=None, web_since=None)
        web = {"user_id": room(person_id).number, "person_id": person_id, "language": row.language}
        tx.execute(sa.delete(_A).where(_A.c.user_id == web["user_id"], _A.c.person_id.is_(None)))  # of an earlier time
        tx.insert_new(
            Account,
            [
                web
                | {
                    "consented_at": row.consented_at,
                    "web_since": row.web_since,
                    "linked_at": tx.now,
                    "created_at": tx.now,
                }
            ],
        )
        _hand_over(tx, person_id, actor.user_id, web["user_id"])
    else:
        unlink_all(tx, actor)
        return
    note(tx, "account.door_closed", f"person:{person_id}", actor_id=person_id, door=door.value)


def unlink_all(tx: Tx, actor: Actor) -> None:
    """Free the person's account, at every door; what was being written is dropped."""
    row = tx.execute(_BOUND, {"user_id": actor.user_id}).one_or_none()
    if row is None or row.person_id is None:
        return
    access.close(tx, row.person_id, by=row.person_id)
    _change(tx, actor.user_id, person_id=None, linked_at=None)
    drafts.forget(tx, actor.user_id)
    note(tx, "account.unlinked", f"person:{row.person_id}", actor_id=row.person_id)


def _change(tx: Tx, user_id: int, **values: object) -> None:
    tx.execute(sa.update(_A).where(_A.c.user_id == user_id).values(**values))


def _subject(actor: Actor) -> str:
    return f"account:{actor.user_id}"


def _person_id(actor: Actor) -> int | None:
    return None if actor.staff is None else actor.staff.id
