"""Chat accounts and whose they are: consent, binding, unlinking. Every check is made here again, in the transaction.

An account is bound by a proof: the own number shared as a contact, a one-time invite, or the Office's decision. All end
in `attach`, and the unique indexes, not an `if`, are what keeps a person to one account, and to one chat at a door.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.address import CHATS, Address, Door, address_of, room, zalo_chat
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.flows import SharedContact
from bot.ledger import planning
from bot.people.authentication import access
from bot.people.identity import Actor
from bot.people.linking import requests as link_requests
from bot.people.personal_data import keys_of
from bot.people.records import Account, Person
from bot.people.rules import phone as normalised
from bot.people.rules import places
from bot.people.targets import Language
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

NOTICE = 2
"""Version of the privacy notice. A change of substance raises it: a button under an older text agrees to nothing."""

ADDED = "chat_added"
"""The kind of letter to whoever has one more chat, at the places that were there before it."""


class Proof(StrEnum):
    CONTACT = "contact"  # the own number, shared from the phone itself
    INVITE = "invite"  # a one-time invite of the Office
    WEB_LINK = "web_link"  # a one-time link into the web door, with a PIN or somebody's word


_A, _P = columns(Account), columns(Person)
_BY_PHONE = sa.select(_P.c.id).where(_P.c.phone == sa.bindparam("phone"))
_PERSON = sa.select(_P.c.left_on).where(_P.c.id == sa.bindparam("person_id"))
_OWNER = sa.select(_A.c.user_id, _A.c.person_id, _A.c.web_since, _A.c.zalo_chat_key).where(
    _A.c.person_id == sa.bindparam("person_id")
)
_BOUND = sa.select(
    *(_A.c[name] for name in ("person_id", "language", "consented_at", "web_since", "zalo_chat_key", "zalo_since"))
).where(_A.c.user_id == sa.bindparam("user_id"))


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
    chats = {actor.user_id, *(() if actor.staff is None else keys_of(tx, actor.staff.id))}
    unlink_all(tx, actor)
    for key in sorted(chats):
        link_requests.withdraw(tx, key)
        link_requests.blank(tx, key)
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
    owner = tx.execute(_OWNER, {"person_id": person_id}).one_or_none()
    if owner is not None and actor.user_id != owner.user_id and not _leaves_room(owner, actor.user_id):
        raise Refusal("link.taken")


def _leaves_room(owner: Any, user_id: int) -> bool:
    """True if the account has no chat yet at the door of this one. One person has one chat at a door."""
    doors = {at.door for at in places(owner.user_id, None, None, owner.zalo_chat_key)}
    door = address_of(user_id).door
    return door in CHATS and door not in doors


def bind(tx: Tx, actor: Actor, person_id: int, proof: Proof) -> None:
    """Make the chat the person's. Raises Refusal; of two chats that bind one person at once, one is refused."""
    may_bind(tx, actor, person_id)
    if actor.staff is not None:
        return  # it is this person's already
    try:
        attach(tx, actor.user_id, person_id)
    except NotFree:
        raise Refusal("consent.first") from None
    except IntegrityError:
        raise Refusal("link.taken") from None  # the other chat was faster by less than our look above
    link_requests.withdraw(tx, actor.user_id)
    note(tx, "account.linked", f"person:{person_id}", actor_id=person_id, proof=proof.value)


class NotFree(Exception):
    """The chat is somebody's, or nobody has agreed to the notice in it."""


def attach(tx: Tx, user_id: int, person_id: int) -> None:
    """Make the account of this key the person's, or its chat one more of the person's account, of which the places that
    were there before are told. Raises NotFree, and IntegrityError where the person has such a chat already."""
    unbound = sa.and_(_A.c.user_id == user_id, _A.c.person_id.is_(None), _A.c.consented_at.is_not(None))
    with tx.savepoint():
        drafts.forget(tx, user_id)
        owner, at = tx.execute(_OWNER, {"person_id": person_id}).one_or_none(), address_of(user_id)
        if owner is not None and at.door is Door.ZALOBOT and address_of(owner.user_id).door is Door.TELEGRAM:
            for key in (at.number, owner.user_id):  # in this order, as whoever writes in that chat takes its turn
                tx.lock(Turn.PERSON, key)
            if not tx.execute(sa.delete(_A).where(unbound)).rowcount:
                raise NotFree
            _put_beside(tx, owner.user_id, person_id, at)
        else:
            to = {"person_id": person_id, "linked_at": tx.now, "blocked_at": None, **_take_over(tx, person_id, user_id)}
            if not tx.execute(sa.update(_A).where(unbound).values(**to)).rowcount:
                raise NotFree
        if owner is not None and places(*tuple(owner)):
            when = tx.now.isoformat()
            planning.plan(tx, ADDED, f"chat:{user_id}", person_id, when, {"chat": user_id, "at": when})


def _put_beside(tx: Tx, user_id: int, person_id: int, at: Address) -> None:
    """Let the account have this chat as well. What it shows is drawn under the rights of the person from now on."""
    mine = sa.and_(_A.c.user_id == user_id, _A.c.person_id == person_id)
    values = {"zalo_chat_key": at.value, "zalo_since": tx.now}
    if not tx.execute(sa.update(_A).where(mine, _A.c.zalo_chat_key.is_(None)).values(**values)).rowcount:
        raise IntegrityError("one chat at a door", None, ValueError())
    surfaces.hand_over(tx, at, user_id)


def _take_over(tx: Tx, person_id: int, user_id: int) -> dict[str, Any]:
    """Let the account of this key be that of a person who has come by the web or Zalo alone so far, with what is being
    written there and shown; the values that it has from there."""
    owner = tx.execute(_OWNER, {"person_id": person_id}).one_or_none()
    was = room(person_id) if owner is None else address_of(owner.user_id)
    if owner is not None and not _leaves_room(owner, user_id):
        return {}  # there is nothing to be taken over, and the index on the person will say so
    tx.lock(Turn.PERSON, was.number)  # what is typed there just now is done before, or under the new key
    gone = sa.delete(_A).where(_A.c.user_id == was.number, _A.c.person_id == person_id)
    row = tx.execute(gone.returning(_A.c.web_since, _A.c.linked_at)).one_or_none()
    _hand_over(tx, was.number, user_id, was, room(person_id))
    if row is None or was.door is not Door.ZALOBOT:
        return {"web_since": None if row is None else row.web_since}
    return {"web_since": row.web_since, "zalo_chat_key": was.value, "zalo_since": row.linked_at}


def _hand_over(tx: Tx, was: int, to: int, *shown: Address) -> None:
    """Let what is being written under one key, and shown at these places, go on under another."""
    drafts.hand_over(tx, was, to)
    for place in set(shown):
        surfaces.hand_over(tx, place, to)


def unlink(tx: Tx, actor: Actor, at: Address | None = None) -> None:
    """End the actor's door at this place, without one that by which the actor is here. What the person registered
    stays; so do the other doors, and what is being written there. With the last door all that was being written is
    dropped."""
    row = tx.execute(_BOUND, {"user_id": actor.user_id}).one_or_none()
    if row is None or row.person_id is None:
        return
    here, person_id = at or actor.address, row.person_id
    left = [one for one in places(actor.user_id, person_id, row.web_since, row.zalo_chat_key) if one != here]
    if not left:
        unlink_all(tx, actor)
        return
    if here.door is Door.WEB:
        access.close(tx, person_id, by=person_id)
    elif here.number != actor.user_id:
        _change(tx, actor.user_id, zalo_chat_key=None, zalo_since=None)
        stranger = {"user_id": here.number, "language": row.language, "consented_at": row.consented_at}
        _known_anew(tx, stranger)
        surfaces.hand_over(tx, here, here.number)
    else:
        _change(tx, actor.user_id, person_id=None, linked_at=None, web_since=None, zalo_chat_key=None, zalo_since=None)
        since = row.zalo_since if left[0].door is Door.ZALOBOT else tx.now
        onward = {"user_id": left[0].number, "person_id": person_id, "linked_at": since, "web_since": row.web_since}
        _known_anew(tx, onward | {"language": row.language, "consented_at": row.consented_at})
        _hand_over(tx, actor.user_id, left[0].number, *left)
    note(tx, "account.door_closed", f"person:{person_id}", actor_id=person_id, door=here.door.value)


def _known_anew(tx: Tx, row: dict[str, Any]) -> None:
    """An account of this key, in place of what is known of it from an earlier time."""
    tx.execute(sa.delete(_A).where(_A.c.user_id == row["user_id"], _A.c.person_id.is_(None)))
    tx.insert_new(Account, [row | {"created_at": tx.now}])


def unlink_all(tx: Tx, actor: Actor) -> None:
    """Free the person's account, at every door; what was being written is dropped."""
    row = tx.execute(_BOUND, {"user_id": actor.user_id}).one_or_none()
    if row is None or row.person_id is None:
        return
    access.close(tx, row.person_id, by=row.person_id)
    free(tx, actor.user_id)
    drafts.forget(tx, actor.user_id)
    note(tx, "account.unlinked", f"person:{row.person_id}", actor_id=row.person_id)


def free(tx: Tx, user_id: int, **values: object) -> Address | None:
    """Let the account have no chat beside its own, and no person, or what `values` say; the chat that it had beside."""
    beside = tx.execute(_BOUND, {"user_id": user_id}).one().zalo_chat_key
    _change(tx, user_id, **{"person_id": None, "linked_at": None, "zalo_chat_key": None, "zalo_since": None, **values})
    if beside is None:
        return None
    surfaces.hand_over(tx, zalo_chat(beside), zalo_chat(beside).number)
    return zalo_chat(beside)


def _change(tx: Tx, user_id: int, **values: object) -> None:
    tx.execute(sa.update(_A).where(_A.c.user_id == user_id).values(**values))


def _subject(actor: Actor) -> str:
    return f"account:{actor.user_id}"


def _person_id(actor: Actor) -> int | None:
    return None if actor.staff is None else actor.staff.id
