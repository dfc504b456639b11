"""Browsers that are in: begun with a new secret at each rise of rights, looked at with every request, locked, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.organisation import records as organisation
from bot.people.authentication import hashing, rules
from bot.people.authentication.records import WebSession
from bot.people.dates import here_on
from bot.people.records import Account, Person
from bot.phrases.catalogue import COMRADES
from bot.store.audit import note
from bot.store.database import Database, Tx
from bot.store.schema import columns
from bot.store.together.rows import evenly

_S, _A, _P = columns(WebSession), columns(Account), columns(Person)
LONGEST_COOKIE = 100


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody whose browser is in. `csrf`: what each of its forms has to bring back; `locked`: the PIN comes first."""

    person_id: int
    session_id: int
    csrf: str
    locked: bool
    user_id: int
    """The key of the account."""
    speech: str
    """The language of the account, as phrases are said in it."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that is in, as its person sees it."""

    id: int
    browser: str
    shared: bool
    created_at: datetime
    seen_at: datetime
    locked: bool


_NOW = sa.bindparam("now", type_=_S.c.expires_at.type)
_LIVE = sa.and_(_S.c.ended_at.is_(None), _S.c.expires_at > _NOW)
_SEEN = sa.select(
    _S.c.id, _S.c.person_id, _S.c.browser, _S.c.shared, _S.c.created_at, _S.c.seen_at, _S.c.pin_at, _S.c.locked_at
)
# Built once: it is asked for with every request, and whenever something is told to a browser that listens.
_ENTITLED = (
    _SEEN.add_columns(_A.c.user_id, _A.c.language, organisation.COMRADES.label("comrades"))
    .join(_P, _P.c.id == _S.c.person_id)
    .join(_A, sa.and_(_A.c.person_id == _S.c.person_id, _A.c.consented_at.is_not(None), _A.c.web_since.is_not(None)))
    .where(_LIVE, here_on(sa.bindparam("today", type_=sa.Date)))
)
"""Browsers that are in, of people who are linked and here."""
_HOLDERS = _ENTITLED.add_columns(_S.c.key_hash).where(_S.c.key_hash.in_(sa.bindparam("hashes", expanding=True)))
_HELD = _ENTITLED.where(_S.c.before_hash == sa.bindparam("hash"), _S.c.pin_at > sa.bindparam("lately"))


async def visitor(database: Database, cookie: str | None, *, active: bool = True) -> Visitor | None:
    """The holder of this cookie, if the browser is in and the person is still linked and here; None for everybody else.
    `active`: the person has done something, and is not only listened to."""
    looked = await database.read(lambda tx: look(tx, cookie))
    if looked is None:
        return None
    who, stale = looked
    if active and stale:
        await database.run(lambda tx: see(tx, who.session_id))
    return who


def replaced(tx: Tx, cookie: str) -> Visitor | None:
    """The browser whose secret this was until a moment ago, as one that asks for the PIN: the answer with the new one
    may not have reached it."""
    asked = _asked(tx, cookie) | {"lately": tx.now - rules.ANSWER_LOST}
    row = tx.execute(_HELD, asked).one_or_none()
    return None if row is None else _visitor(row, cookie, locked=True)


def found(tx: Tx, cookie: str) -> Visitor | None:
    """`visitor`, inside a transaction."""
    looked = look(tx, cookie)
    return None if looked is None else looked[0]


def look(tx: Tx, cookie: str | None) -> tuple[Visitor, bool] | None:
    """`found`; and true where it is to be written down that the person has done something there, if so it is."""
    return None if cookie is None else look_several(tx, [cookie])[0]


def look_several(tx: Tx, cookies: Sequence[str]) -> list[tuple[Visitor, bool] | None]:
    """`look` for several, by one statement."""
    hashes = {cookie: hashing.hashed(cookie) for cookie in cookies if cookie and len(cookie) <= LONGEST_COOKIE}
    if not hashes:
        return [None] * len(cookies)
    asked = {"hashes": evenly(sorted(set(hashes.values()))), "now": tx.now, "today": tx.clock.today()}
    rows = {row.key_hash: row for row in tx.execute(_HOLDERS, asked)}
    return [_looked(tx, cookie, rows.get(hashes.get(cookie, ""))) for cookie in cookies]


def _looked(tx: Tx, cookie: str, row: Any) -> tuple[Visitor, bool] | None:
    if row is None:
        return None
    who = _visitor(row, cookie, locked=_locked(tx, row))
    return who, not who.locked and abs(tx.now - row.seen_at) >= rules.SEEN_EVERY


def _asked(tx: Tx, cookie: str) -> dict[str, Any]:
    return {"hash": hashing.hashed(cookie), "now": tx.now, "today": tx.clock.today()}


def _visitor(row: Any, cookie: str, *, locked: bool) -> Visitor:
    speech = row.language + COMRADES if row.comrades else row.language
    return Visitor(row.person_id, row.id, hashing.form_key(cookie), locked, row.user_id, speech)


def see(tx: Tx, session_id: int) -> None:
    """The person has done something there just now."""
    tx.execute(sa.update(_S).where(_S.c.id == session_id, _live(tx)).values(seen_at=tx.now))


def begin(tx: Tx, person_id: int, browser: str, *, shared: bool) -> tuple[int, str]:
    """A new browser is in: its key, and the secret for its cookie, which is nowhere else."""
    secret = hashing.new_secret()
    values = {
        "key_hash": hashing.hashed(secret),
        "person_id": person_id,
        "browser": browser,
        "shared": shared,
        "created_at": tx.now,
        "seen_at": tx.now,
        "pin_at": tx.now,
        "expires_at": tx.now + (rules.SHARED_SESSION if shared else rules.SESSION),
    }
    made = int(tx.execute(sa.insert(_S).values(values).returning(_S.c.id)).scalar_one())
    note(tx, "web.entered", f"web_session:{made}", actor_id=person_id, shared=shared)
    return made, secret


def lock(tx: Tx, person_id: int, session_id: int | None = None) -> int:
    """Have the PIN asked for in this browser, or in all of the person; in how many."""
    which = sa.and_(_S.c.person_id == person_id, _live(tx), _S.c.locked_at.is_(None))
    if session_id is not None:
        which = sa.and_(which, _S.c.id == session_id)
    return max(tx.execute(sa.update(_S).where(which).values(locked_at=tx.now)).rowcount, 0)


def unlock(tx: Tx, session_id: int, *, had: str) -> str | None:
    """The PIN was right: the browser's new secret, with which the one that it `had` ends. None: it is not in any
    more."""
    secret = hashing.new_secret()
    values = {
        "key_hash": hashing.hashed(secret),
        "before_hash": hashing.hashed(had),
        "locked_at": None,
        "pin_at": tx.now,
        "seen_at": tx.now,
    }
    changed = tx.execute(sa.update(_S).where(_S.c.id == session_id, _live(tx)).values(values)).rowcount
    return secret if changed else None


def browsers(tx: Tx, person_id: int) -> list[Browser]:
    """The person's browsers that are in, the one last used first."""
    query = _SEEN.where(_S.c.person_id == person_id, _live(tx)).order_by(_S.c.seen_at.desc(), _S.c.id.desc())
    return [
        Browser(row.id, row.browser, row.shared, row.created_at, row.seen_at, _locked(tx, row))
        for row in tx.execute(query)
    ]


def end(tx: Tx, person_id: int, *, by: int | None, session_id: int | None = None, but: int | None = None) -> int:
    """End this browser of the person, or all of them `but` one; how many were in."""
    which = sa.and_(_S.c.person_id == person_id, _live(tx))
    if session_id is not None:
        which = sa.and_(which, _S.c.id == session_id)
    if but is not None:
        which = sa.and_(which, _S.c.id != but)
    ended = tx.execute(sa.update(_S).where(which).values(ended_at=tx.now).returning(_S.c.id)).scalars().all()
    for key in ended:
        note(tx, "web.ended", f"web_session:{key}", actor_id=by)
    return len(ended)


def _live(tx: Tx) -> sa.ColumnElement[bool]:
    return sa.and_(_S.c.ended_at.is_(None), _S.c.expires_at > tx.now)


def _locked(tx: Tx, row: Any) -> bool:
    return rules.is_locked(
        locked_at=row.locked_at, pin_at=row.pin_at, seen_at=row.seen_at, shared=row.shared, now=tx.now
    )
