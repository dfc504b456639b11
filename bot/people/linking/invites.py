"""One-time invites: a link or a printed QR code that binds one chat to one person. Only the hash of a token is kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.folding import fold
from bot.people import identity
from bot.people.dates import holds_on
from bot.people.identity import Actor, Staff
from bot.people.linking.accounts import Proof, bind, may_bind
from bot.people.records import Account, Grant, Invite, Person, Role, StaffKind
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

LIFETIME = timedelta(hours=72)
PRINTED_LIFETIME = timedelta(days=14)
"""On paper: see docs/decisions/invites.md."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""A token as Telegram carries it in a deep link: 64 characters at most."""

_I, _G, _P, _A = columns(Invite), columns(Grant), columns(Person), columns(Account)
_LINKED = sa.select(_A.c.user_id).where(_A.c.person_id == sa.bindparam("person_id"))


@dataclass(frozen=True, slots=True)
class Offer:
    """An invite as one chat sees it."""

    invite_id: int
    person: Staff
    expires_at: datetime
    grants_office: bool
    hindrance: Refusal | None
    """The reason why this chat cannot use it now."""
    one_more: bool
    """The person has come by another door already."""


def begin(tx: Tx, code: str, name: str) -> int:
    """Make the first person of an empty store, whose key it returns: the Office begins with somebody, and the roster
    that it sends knows him or her by the code. Raises Refusal where there are people."""
    tx.lock(Turn.ROSTER, 0)
    if tx.execute(sa.select(sa.exists().select_from(_P))).scalar_one():
        raise Refusal("invite.not_the_first")
    values = {"code": code, "full_name": name, "folded": fold(name), "kind": StaffKind.CIVIL_SERVANT, "position": 0}
    made = int(tx.execute(sa.insert(_P).returning(_P.c.id), values).scalar_one())
    note(tx, "person.began", f"person:{made}")
    return made


def create_invite(tx: Tx, person_id: int, office: bool, *, beside: bool = False, lifetime: timedelta = LIFETIME) -> str:
    """A token that binds one chat to this person within its lifetime, and makes it the Office's if `office`. It is
    returned here and never again; an unused one of the same kind ends with it, unless it is to hold `beside` that.
    Raises Refusal for somebody who has left."""
    left_on = tx.execute(sa.select(_P.c.left_on).where(_P.c.id == person_id)).scalar_one()
    if left_on is not None and left_on <= tx.clock.today():
        raise Refusal("invite.person_left", day=left_on)
    if not beside:
        _revoke(tx, sa.and_(_I.c.person_id == person_id, _I.c.grants_office == office))
    token = secrets.token_urlsafe(24)
    values = {
        "token_hash": _hash(token),
        "person_id": person_id,
        "grants_office": office,
        "created_at": tx.now,
        "expires_at": tx.now + lifetime,
    }
    made = tx.execute(sa.insert(_I).returning(_I.c.id), values).scalar_one()
    note(tx, "invite.created", f"invite:{made}", person=person_id, office=office)
    return token


def peek(tx: Tx, token: str) -> int | None:
    """The key of the invite with this token, used or not. From here on the key is all that is kept."""
    if not _TOKEN.fullmatch(token):
        return None
    known = sa.select(_I.c.id).where(_I.c.token_hash == _hash(token))
    found: int | None = tx.execute(known).scalar_one_or_none()
    return found


def offer(tx: Tx, actor: Actor, invite_id: int) -> Offer | None:
    """The offer of this invite to this chat, with what stands in the way; None where there is no such invite."""
    row = tx.execute(sa.select(_I).where(_I.c.id == invite_id)).first()
    person = None if row is None else identity.staff(tx, row.person_id, tx.clock.today())
    if row is None or person is None:
        return None
    hindrance = None
    try:
        if row.used_at is not None or row.revoked_at is not None or row.expires_at <= tx.now:
            raise Refusal("invite.spent")
        may_bind(tx, actor, person.id)
    except Refusal as refusal:
        hindrance = refusal
    one_more = tx.execute(_LINKED, {"person_id": person.id}).first() is not None
    return Offer(row.id, person, row.expires_at, row.grants_office, hindrance, one_more)


def use(tx: Tx, actor: Actor, invite_id: int) -> None:
    """Spend the invite on this chat. Raises Refusal, and spends nothing, where `offer` shows a hindrance by now; of two
    chats that use one invite at once, one is refused."""
    spending = sa.update(_I).where(_I.c.id == invite_id, _live(tx)).values(used_at=tx.now, used_by=actor.user_id)
    spent = tx.execute(spending.returning(_I.c.person_id, _I.c.grants_office)).first()
    if spent is None:
        raise Refusal("invite.spent")
    bind(tx, actor, spent.person_id, Proof.INVITE)
    end_all(tx, spent.person_id)
    note(tx, "invite.used", f"invite:{invite_id}", actor_id=spent.person_id)
    if spent.grants_office:
        _grant_office(tx, spent.person_id, invite_id)


def _grant_office(tx: Tx, person_id: int, invite_id: int) -> None:
    today = tx.clock.today()
    granted = sa.select(_G.c.id).where(_G.c.person_id == person_id, _G.c.role == Role.OFFICE, holds_on(_G, today))
    if tx.execute(granted).first() is None:
        values = {"person_id": person_id, "role": Role.OFFICE, "since": today, "from_roster": False}
        tx.execute(sa.insert(_G), values)
        note(tx, "grant.given", f"person:{person_id}", role=Role.OFFICE.value, invite=invite_id)


def holders(tx: Tx) -> frozenset[int]:
    """The people of whom an invite that is not the Office's could be used now."""
    query = sa.select(_I.c.person_id).where(_live(tx), _I.c.grants_office.is_(sa.false()))
    return frozenset(tx.execute(query).scalars())


def end_all(tx: Tx, person_id: int) -> None:
    """End every invite of this person that could still be used: the person is linked, has left, or may do more now
    than when it was handed out."""
    _revoke(tx, _I.c.person_id == person_id)


def _revoke(tx: Tx, which: sa.ColumnElement[bool]) -> None:
    ended = tx.execute(sa.update(_I).where(which, _live(tx)).values(revoked_at=tx.now).returning(_I.c.id))
    for key in ended.scalars().all():
        note(tx, "invite.revoked", f"invite:{key}")


def _live(tx: Tx) -> sa.ColumnElement[bool]:
    return sa.and_(_I.c.used_at.is_(None), _I.c.revoked_at.is_(None), _I.c.expires_at > tx.now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
