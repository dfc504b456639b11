"""Passkeys in the store: added, used, removed; and what browsers are asked to sign, each for one use."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from bot.people.passkeys.proving import SECONDS, Made, Used, wrong
from bot.people.passkeys.records import Passkey, PasskeyChallenge, Purpose
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

MOST = 8
"""Passkeys of one person: a phone, an office computer, a key on the ring, and some to spare."""
LONGEST_LABEL = 40
ASKED = timedelta(seconds=SECONDS)
MOST_ASKED = 120
"""Browsers of one network that are asked at once: an office in the morning."""

_K, _C = columns(Passkey), columns(PasskeyChallenge)


@dataclass(frozen=True, slots=True)
class Kept:
    """A passkey as it is in the store."""

    id: int
    person_id: int
    handle: str
    credential: str
    public_key: str
    sign_count: int
    label: str
    created_at: datetime
    used_at: datetime | None


def _kept(row: Any) -> Kept:
    return Kept(*row)


_ALL = sa.select(*(_K.c[name] for name in Kept.__dataclass_fields__)).order_by(_K.c.id.desc())


def passkeys(tx: Tx, person_id: int) -> list[Kept]:
    """The person's passkeys, the newest first."""
    return [_kept(row) for row in tx.execute(_ALL.where(_K.c.person_id == person_id))]


def called(tx: Tx, credential: str) -> Kept | None:
    """The passkey of this name."""
    row = tx.execute(_ALL.where(_K.c.credential == credential)).one_or_none()
    return None if row is None else _kept(row)


def handle_of(tx: Tx, person_id: int, challenge: str) -> str:
    """The name that devices have for the person. One who has no passkey yet gets it from these bytes, which are
    random: so it is the same whenever the page is looked at."""
    found = passkeys(tx, person_id)
    return found[0].handle if found else _text(sha256(f"handle:{challenge}".encode()).digest())


def add(tx: Tx, person_id: int, handle: str, made: Made, label: str) -> int:
    """Keep a new passkey; its key. Raises Refusal where it is known, or one too many."""
    require_room(tx, person_id)
    row = {"person_id": person_id, "handle": handle, "credential": made.credential, "public_key": made.public_key}
    row |= {"sign_count": made.sign_count, "label": label, "created_at": tx.now}
    if not tx.insert_new(Passkey, [row]):
        raise wrong()
    found = called(tx, made.credential)
    assert found is not None
    note(tx, "web.passkey_added", f"person:{person_id}", actor_id=person_id, passkey=found.id)
    return found.id


def require_room(tx: Tx, person_id: int) -> None:
    """Raises Refusal where the person has as many as there may be."""
    if len(passkeys(tx, person_id)) >= MOST:
        raise Refusal("passkey.many", most=MOST)


def use(tx: Tx, one: Kept, used: Used) -> bool:
    """Write down that it has signed. False: it is gone, or its counter went back."""
    # A device that does not count says 0, and has always said so.
    onward = _K.c.sign_count < used.sign_count if used.sign_count else _K.c.sign_count == 0
    mine = sa.and_(_K.c.id == one.id, _K.c.credential == one.credential, onward)
    values = {"sign_count": used.sign_count, "used_at": tx.now}
    return bool(tx.execute(sa.update(_K).where(mine).values(values)).rowcount)


def remove(tx: Tx, person_id: int, passkey_id: int, *, by: int | None) -> bool:
    """Remove this passkey of the person. False: there is none."""
    mine = sa.and_(_K.c.person_id == person_id, _K.c.id == passkey_id)
    if not tx.execute(sa.delete(_K).where(mine)).rowcount:
        return False
    note(tx, "web.passkey_removed", f"person:{person_id}", actor_id=by, passkey=passkey_id)
    return True


def remove_copied(tx: Tx, one: Kept) -> None:
    """Remove a passkey that two devices use, and should not: nobody can tell which of them is the person's."""
    if tx.execute(sa.delete(_K).where(_K.c.id == one.id)).rowcount:
        note(tx, "web.passkey_copied", f"person:{one.person_id}", passkey=one.id)


def remove_all(tx: Tx, person_id: int, *, by: int | None) -> None:
    """For the transaction of whatever has ended the person's way in."""
    for one in passkeys(tx, person_id):
        remove(tx, person_id, one.id, by=by)


# --- what is to be signed ---------------------------------------------------------------------------------------------


def ask(tx: Tx, purpose: Purpose, holder: str, network: str) -> str:
    """Random bytes for this browser to sign, instead of those of before. `network`: of a browser that nobody knows; of
    such only so many are asked at once. Raises Refusal."""
    mine = sa.and_(_C.c.holder == holder, _C.c.purpose == purpose)
    tx.execute(sa.delete(_C).where(sa.or_(_C.c.at <= tx.now - ASKED, mine)))
    waiting = sa.select(sa.func.count()).select_from(_C).where(_C.c.network == network)
    if network and tx.execute(waiting).scalar_one() >= MOST_ASKED:
        raise Refusal("passkey.wait", minutes=SECONDS // 60)
    challenge = _random()
    values = {"challenge": challenge, "purpose": purpose, "holder": holder, "network": network, "at": tx.now}
    tx.execute(sa.insert(_C).values(values))
    return challenge


def asked(tx: Tx, purpose: Purpose, holder: str) -> str | None:
    """The bytes that this browser is still asked to sign."""
    mine = sa.and_(_C.c.holder == holder, _C.c.purpose == purpose, _C.c.at > tx.now - ASKED)
    last = sa.select(_C.c.challenge).where(mine).order_by(_C.c.id.desc()).limit(1)
    found: str | None = tx.execute(last).scalar_one_or_none()
    return found


def take(tx: Tx, challenge: str, purpose: Purpose, holder: str) -> bool:
    """Use these bytes up, whatever comes of it. False: that browser is not asked to sign them, or not any more."""
    mine = sa.and_(_C.c.challenge == challenge, _C.c.holder == holder, _C.c.purpose == purpose)
    return bool(tx.execute(sa.delete(_C).where(mine, _C.c.at > tx.now - ASKED)).rowcount)


def _random() -> str:
    return _text(secrets.token_bytes(32))


def _text(random: bytes) -> str:
    return urlsafe_b64encode(random).rstrip(b"=").decode()
