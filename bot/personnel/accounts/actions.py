"""The Office frees somebody's account, or moves one that was linked to the wrong person; the chat itself is told.

What was registered stays whose it was. The account of whoever decides for the Office only another such person touches.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.address import CHATS, Address, address_of
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import say
from bot.ledger import planning
from bot.people.authentication import access
from bot.people.identity import Actor, Staff, staff
from bot.people.linking import accounts, invites
from bot.people.naming import name_of
from bot.people.office import heads, members
from bot.people.records import Account
from bot.people.rules import has_chat
from bot.people.targets import ShowUnlinked
from bot.personnel import rules
from bot.personnel.links.actions import LINKED
from bot.refusal import Refusal
from bot.registration import filing
from bot.store.audit import last, note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

_A = columns(Account)


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """A person's account."""

    user_id: int
    linked_at: datetime | None
    blocked_at: datetime | None


def person(tx: Tx, actor: Actor, person_id: int) -> Staff:
    """The person, for the Office. Raises Refusal."""
    rules.office_only(actor)
    found = staff(tx, person_id, tx.clock.today())
    if found is None:
        raise Refusal("role.not_yours")
    return found


def account(tx: Tx, person_id: int) -> LinkedAccount | None:
    """None: the person is not linked."""
    query = sa.select(_A.c.user_id, _A.c.linked_at, _A.c.blocked_at).where(_A.c.person_id == person_id)
    row: Any = tx.execute(query).one_or_none()
    return None if row is None else LinkedAccount(*row)


def freed(tx: Tx, person_id: int) -> tuple[int, datetime] | None:
    """The one who unlinked the person last, and when; None: nobody has."""
    return last(tx, deed="account.unlinked", subject=f"person:{person_id}")


def to_change(tx: Tx, actor: Actor, person_id: int) -> LinkedAccount:
    """The account of the person, if the actor may free it. Raises Refusal: the own, the last of the Office, that of
    whoever decides for the Office, or none any more."""
    found = person(tx, actor, person_id)
    if person_id == actor.person.id:
        raise Refusal("account.own")
    own = account(tx, person_id)
    if own is None:
        by = freed(tx, person_id)
        if by is None:
            raise Refusal("account.none", name=found.name)
        raise Refusal("account.freed_already", name=found.name, who=name_of(tx, by[0]), at=by[1])
    if person_id in heads.heads(tx):
        heads.head_only(tx, actor)
    members.without(tx, person_id, tx.clock.today())
    return own


def free(tx: Tx, actor: Actor, person_id: int) -> None:
    """Nobody's any more: the person links anew, or somebody else does. Raises Refusal as `to_change`."""
    tx.lock(Turn.ROLES, 0)
    own = to_change(tx, actor, person_id)
    beside = _bind(tx, own, person_id, None, actor.person.id)
    invites.end_all(tx, person_id)
    shown = surfaces.view_spec(ShowUnlinked())
    word = say("account.freed_by_office")
    chats = [address_of(own.user_id), beside]
    for at in [at for at in chats if at is not None and at.door in CHATS]:  # a browser is shown the way in
        surfaces.raise_(tx, at, at.number, shown, fresh=True, preface=word)
    note(tx, "account.unlinked", f"person:{person_id}", actor_id=actor.person.id)


def move(tx: Tx, actor: Actor, person_id: int, to: int) -> None:
    """The account is the other person's from now on. Raises Refusal as `to_change`, and where that person has one."""
    tx.lock(Turn.ROLES, 0)
    own = to_change(tx, actor, person_id)
    receiver = person(tx, actor, to)
    if to in (person_id, actor.person.id):
        raise Refusal("account.not_to_yourself")
    if not has_chat(own.user_id):
        raise Refusal("account.web_alone", name=name_of(tx, person_id))
    if receiver.unit_id is None:
        raise Refusal("role.not_yours")
    if account(tx, to) is not None:
        raise Refusal("account.has_one", name=receiver.name)
    try:
        with tx.savepoint():
            beside = _bind(tx, own, person_id, to, actor.person.id)
            invites.end_all(tx, person_id)
            invites.end_all(tx, to)
    except IntegrityError:
        raise Refusal("account.has_one", name=receiver.name) from None
    if beside is not None:
        shown, word = surfaces.view_spec(ShowUnlinked()), say("account.freed_by_office")
        surfaces.raise_(tx, beside, beside.number, shown, fresh=True, preface=word)
    filing.outdate_boards(tx, receiver)
    planning.plan(tx, LINKED, f"account:{own.user_id}", to, f"moved:{tx.now.isoformat()}", {"user": own.user_id})
    note(tx, "account.unlinked", f"person:{person_id}", actor_id=actor.person.id)
    note(tx, "account.linked", f"person:{to}", actor_id=actor.person.id, proof="office", was=person_id)


def _bind(tx: Tx, own: LinkedAccount, was: int, to: int | None, by: int) -> Address | None:
    """Make the account that is `was`'s `to`'s, or nobody's; the chat that it had beside its own, which is nobody's now.
    What was being written in the chat is dropped."""
    mine = sa.select(_A.c.user_id).where(_A.c.user_id == own.user_id, _A.c.person_id == was)
    access.close(tx, was, by=by)
    if tx.execute(mine.with_for_update()).first() is None:
        raise Refusal("stale.button")
    beside = accounts.free(tx, own.user_id, person_id=to, linked_at=None if to is None else tx.now)
    drafts.forget(tx, own.user_id)
    before = staff(tx, was, tx.clock.today())
    if before is not None:
        filing.outdate_boards(tx, before)
    return beside
