"""Members of the Office: who they are, and that somebody of them is always left who can act in the chat."""

from datetime import date

import sqlalchemy as sa

from bot.people.dates import holds_on
from bot.people.records import Account, Grant, Person, Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

_A, _G, _P = columns(Account), columns(Grant), columns(Person)


def lasting(tx: Tx, on: date) -> dict[int, bool]:
    """The members on that day whose time has no end, each with true if he or she is bound to a chat."""
    query = (
        sa.select(_G.c.person_id, _A.c.user_id)
        .select_from(_G.join(_P, _P.c.id == _G.c.person_id).outerjoin(_A, _A.c.person_id == _P.c.id))
        .where(_G.c.role == Role.OFFICE, holds_on(_G, on), _G.c.until.is_(None), _P.c.left_on.is_(None))
    )
    return {row.person_id: row.user_id is not None for row in tx.execute(query)}


def throughout(tx: Tx, since: date, until: date | None) -> frozenset[int]:
    """The people who are members all the time from `since` to `until`; None: with no end."""
    no_end = _G.c.until.is_(None)
    to_the_end = no_end if until is None else sa.or_(no_end, _G.c.until >= until)
    query = sa.select(_G.c.person_id).where(_G.c.role == Role.OFFICE, _G.c.since <= since, to_the_end)
    return frozenset(tx.execute(query).scalars())


def without(tx: Tx, person_id: int, on: date) -> None:
    """Raises Refusal where the Office would have no other member on that day, or none who is bound to a chat, if this
    member were gone. Of somebody who is no member: nothing."""
    known = lasting(tx, on)
    others = [linked for key, linked in known.items() if key != person_id]
    if person_id not in known or any(others):
        return
    raise Refusal("office.last_in_chat" if others else "office.last_member")
