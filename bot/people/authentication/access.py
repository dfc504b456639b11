"""A person's way in by the web as a whole: the PIN, and the end of everything at once."""

from datetime import datetime

import sqlalchemy as sa

from bot.people.authentication import links, sessions
from bot.people.authentication.records import WebLink, WebPin, WebSession
from bot.people.dates import here_on
from bot.people.passkeys import keeping
from bot.people.records import Account, Person
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_W, _A, _P = columns(WebPin), columns(Account), columns(Person)
_S, _L = columns(WebSession), columns(WebLink)


def pin_of(tx: Tx, person_id: int) -> str | None:
    """The PIN as it is kept; None: the person has none."""
    found: str | None = tx.execute(sa.select(_W.c.salted).where(_W.c.person_id == person_id)).scalar_one_or_none()
    return found


def pin_since(tx: Tx, person_id: int) -> datetime | None:
    found: datetime | None = tx.execute(sa.select(_W.c.since).where(_W.c.person_id == person_id)).scalar_one_or_none()
    return found


def set_pin(tx: Tx, person_id: int, salted: str) -> None:
    """`salted`: of the new PIN."""
    values = {"salted": salted, "since": tx.now}
    if not tx.insert_new(WebPin, [{"person_id": person_id, **values}]):
        tx.execute(sa.update(_W).where(_W.c.person_id == person_id).values(values))
    note(tx, "web.pin_set", f"person:{person_id}", actor_id=person_id)


def forget_pin(tx: Tx, person_id: int, *, by: int | None) -> None:
    """The person sets a new one with the next link."""
    if tx.execute(sa.delete(_W).where(_W.c.person_id == person_id)).rowcount:
        note(tx, "web.pin_forgotten", f"person:{person_id}", actor_id=by)


def open_for(tx: Tx, person_id: int) -> None:
    """The person takes part by the web from now on; a second time changes nothing."""
    tx.execute(sa.update(_A).where(_A.c.person_id == person_id, _A.c.web_since.is_(None)).values(web_since=tx.now))


def is_open(tx: Tx, person_id: int) -> bool:
    """True if the person takes part by the web, and is here."""
    mine = sa.and_(_A.c.person_id == person_id, _A.c.consented_at.is_not(None), _A.c.web_since.is_not(None))
    here = sa.select(_P.c.id).join(_A, _A.c.person_id == _P.c.id).where(mine, here_on(tx.clock.today()))
    return tx.execute(here.where(_P.c.id == person_id)).first() is not None


def revoke(tx: Tx, person_id: int, *, by: int | None) -> int:
    """End every browser, link and passkey of the person, and let no letter go there; how many browsers were in. Whoever
    comes back by another link still has the PIN."""
    ended = sessions.end(tx, person_id, by=by)
    links.end_all(tx, person_id, by=by)
    keeping.remove_all(tx, person_id, by=by)
    tx.execute(sa.update(_A).where(_A.c.person_id == person_id).values(web_since=None))
    return ended


def close(tx: Tx, person_id: int, *, by: int | None) -> None:
    """The same, and the PIN too: for the transaction of whatever has ended the right to come in."""
    revoke(tx, person_id, by=by)
    forget_pin(tx, person_id, by=by)


def erase(tx: Tx, person_id: int, *, by: int | None) -> None:
    """Put the person out of every browser, blank what those have said of themselves, and remove the passkeys. Letters
    go on to wait at the web door: the person hears of the erasure there."""
    sessions.end(tx, person_id, by=by)
    links.end_all(tx, person_id, by=by)
    keeping.remove_all(tx, person_id, by=by)
    for table in (_S, _L):
        tx.execute(sa.update(table).where(table.c.person_id == person_id).values(browser=""))
