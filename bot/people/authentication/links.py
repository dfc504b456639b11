"""One-time links into the web door. Looking at one changes nothing, because messengers look at what is passed on in
them; the browser that agrees to the notice has it from then on, and no other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.people.authentication import hashing, rules
from bot.people.authentication.records import LinkKind, LinkState, WebLink
from bot.people.dates import here_on
from bot.people.records import Person
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_L, _P = columns(WebLink), columns(Person)
_USABLE = (LinkState.OPEN, LinkState.CLAIMED, LinkState.WAITING)
LONGEST_TOKEN = 80


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is in the store."""

    id: int
    kind: LinkKind
    state: LinkState
    person_id: int
    created_by: int | None
    expires_at: datetime
    claimed_at: datetime | None
    browser: str
    code: str | None
    asked_at: datetime | None
    decided_at: datetime | None
    decided_by: int | None
    session_id: int | None


def _link(row: Any) -> Link:
    return Link(*row)


_COLUMNS = [_L.c[name] for name in Link.__dataclass_fields__]


def create(tx: Tx, person_id: int, kind: LinkKind, *, by: int | None) -> str:
    """A link's token, returned here and never again; one of this kind that nobody has used ends with it. Raises Refusal
    for somebody who has left."""
    if tx.execute(sa.select(_P.c.id).where(_P.c.id == person_id, here_on(tx.clock.today()))).first() is None:
        raise Refusal("entry.person_left")
    unused = sa.and_(_L.c.person_id == person_id, _L.c.kind == kind, _L.c.state == LinkState.OPEN)
    tx.execute(sa.update(_L).where(unused).values(state=LinkState.ENDED))
    token = hashing.new_secret()
    made = _keep(tx, hashing.hashed(token), person_id, kind, tx.now + rules.LIFETIMES[kind], by=by)
    note(tx, "web.link_created", f"web_link:{made}", actor_id=by, person=person_id, kind=kind.value)
    return token


def _keep(tx: Tx, token_hash: str, person_id: int, kind: LinkKind, until: datetime, *, by: int | None) -> int:
    values = {
        "token_hash": token_hash,
        "kind": kind,
        "state": LinkState.OPEN,
        "person_id": person_id,
        "created_by": by,
        "created_at": tx.now,
        "expires_at": until,
        "browser": "",
    }
    return int(tx.execute(sa.insert(_L).values(values).returning(_L.c.id)).scalar_one())


def taken_over(tx: Tx, token: str, person_id: int, kind: LinkKind, until: datetime) -> int | None:
    """A link of what was a way in before it came here: an invite on paper, a word of Telegram. None: it was one
    already, and cannot be one twice."""
    known = sa.select(_L.c.id).where(_L.c.token_hash == hashing.hashed(token))
    if tx.execute(known).first() is not None:
        return None
    return _keep(tx, hashing.hashed(token), person_id, kind, until, by=None)


def known(tx: Tx, token: str, secret: str) -> Link | None:
    """The link, if the browser with this secret can go on with it; None for every other reason there is."""
    return _one(tx, _L.c.token_hash == hashing.hashed(token[:LONGEST_TOKEN]), _mine(tx, secret, open_too=True))


def of_browser(tx: Tx, secret: str) -> Link | None:
    """The link that the browser with this secret has and can go on with, or whose refusal it is to be told."""
    refused = sa.and_(
        _L.c.claimed_by == hashing.hashed(secret),
        _L.c.state == LinkState.REFUSED,
        _L.c.decided_at > tx.now - rules.WAITS_FOR,
    )
    return _one(tx, sa.or_(_mine(tx, secret, open_too=False), refused))


def _mine(tx: Tx, secret: str, *, open_too: bool) -> sa.ColumnElement[bool]:
    fresh = sa.and_(_L.c.state == LinkState.OPEN, _L.c.expires_at > tx.now)
    since = sa.func.coalesce(_L.c.decided_at, _L.c.claimed_at)
    has = sa.and_(
        _L.c.claimed_by == hashing.hashed(secret),
        sa.or_(
            sa.and_(_L.c.state == LinkState.CLAIMED, since > tx.now - rules.CLAIMED_FOR),
            sa.and_(_L.c.state == LinkState.WAITING, _L.c.asked_at > tx.now - rules.WAITS_FOR),
        ),
    )
    return sa.or_(fresh, has) if open_too else has


def link(tx: Tx, link_id: int) -> Link | None:
    return _one(tx, _L.c.id == link_id)


def _one(tx: Tx, *which: sa.ColumnElement[bool]) -> Link | None:
    query = sa.select(*_COLUMNS).join(_P, _P.c.id == _L.c.person_id).where(*which, here_on(tx.clock.today()))
    row = tx.execute(query.order_by(_L.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _link(row)


def claim(tx: Tx, link_id: int, secret: str, browser: str) -> bool:
    """The browser with this secret has the link from now on. False: another one was faster."""
    first = sa.and_(_L.c.id == link_id, _L.c.state == LinkState.OPEN, _L.c.expires_at > tx.now)
    values = {
        "state": LinkState.CLAIMED,
        "claimed_at": tx.now,
        "claimed_by": hashing.hashed(secret),
        "browser": browser,
    }
    return bool(tx.execute(sa.update(_L).where(first).values(values)).rowcount)


def ask(tx: Tx, one: Link) -> None:
    """Let the browser wait for somebody's word; a second time changes nothing."""
    values = {"state": LinkState.WAITING, "asked_at": tx.now, "code": hashing.new_code()}
    if tx.execute(sa.update(_L).where(_L.c.id == one.id, _L.c.state == LinkState.CLAIMED).values(values)).rowcount:
        note(tx, "web.entry_asked", f"web_link:{one.id}", person=one.person_id)


def decide(tx: Tx, link_id: int, by: int, *, yes: bool) -> bool:
    """The word on a browser that waits. False: somebody was faster, or it waits no longer."""
    waits = sa.and_(_L.c.id == link_id, _L.c.state == LinkState.WAITING, _L.c.asked_at > tx.now - rules.WAITS_FOR)
    values = {
        "state": LinkState.CLAIMED if yes else LinkState.REFUSED,
        "decided_at": tx.now,
        "decided_by": by,
    }
    if not tx.execute(sa.update(_L).where(waits).values(values)).rowcount:
        return False
    note(tx, "web.entry_approved" if yes else "web.entry_refused", f"web_link:{link_id}", actor_id=by)
    return True


def done(tx: Tx, link_id: int, session_id: int, *, waited: bool = False) -> bool:
    """The browser is in; `waited`: also where somebody's word was waited for. False: the link had ended meanwhile."""
    states = (LinkState.CLAIMED, LinkState.WAITING) if waited else (LinkState.CLAIMED,)
    mine = sa.and_(_L.c.id == link_id, _L.c.state.in_(states))
    return bool(tx.execute(sa.update(_L).where(mine).values(state=LinkState.DONE, session_id=session_id)).rowcount)


def just_done(tx: Tx, secret: str) -> Link | None:
    """The link by which the browser with this secret came in a moment ago: the answer may not have reached it."""
    since = sa.func.coalesce(_L.c.decided_at, _L.c.claimed_at)
    mine = sa.and_(_L.c.claimed_by == hashing.hashed(secret), _L.c.state == LinkState.DONE)
    return _one(tx, mine, since > tx.now - rules.CLAIMED_FOR)


def spend(tx: Tx, link_id: int) -> None:
    """Nobody goes on with the link."""
    tx.execute(sa.update(_L).where(_L.c.id == link_id, _L.c.state.in_(_USABLE)).values(state=LinkState.ENDED))
    note(tx, "web.link_spent", f"web_link:{link_id}")


def waiting(tx: Tx) -> list[Link]:
    """The browsers that wait for a word, the longest first."""
    query = sa.select(*_COLUMNS).where(_L.c.state == LinkState.WAITING, _L.c.asked_at > tx.now - rules.WAITS_FOR)
    return [_link(row) for row in tx.execute(query.order_by(_L.c.asked_at, _L.c.id))]


def end_all(tx: Tx, person_id: int, *, by: int | None) -> int:
    """End every link of the person that could still be used; how many."""
    live = sa.and_(_L.c.person_id == person_id, _L.c.state.in_(_USABLE))
    ended = tx.execute(sa.update(_L).where(live).values(state=LinkState.ENDED).returning(_L.c.id)).scalars().all()
    for key in ended:
        note(tx, "web.link_ended", f"web_link:{key}", actor_id=by)
    return len(ended)
