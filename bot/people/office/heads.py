"""Rights of the head of the Office, and of a member who acts in the head's stead from a day to a day: policies, mass
notices, launching, submitting, closing are theirs to decide.

As long as neither is bound to a chat, every member of the Office may: nobody else could.
"""

import sqlalchemy as sa

from bot.dialogue.screens import Phrase, say
from bot.people.dates import here_on, holds_on
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Account, Grant, Person, Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

HEADING = (Role.OFFICE_HEAD, Role.ACTING_OFFICE_HEAD)
"""Roles that decide for the Office, in members of it."""

_A, _G, _P = columns(Account), columns(Grant), columns(Person)
_MEMBER = _G.alias("of_the_office")
_TODAY = sa.bindparam("today", type_=sa.Date)
_HEADS = (
    sa.select(_G.c.person_id, _G.c.role)
    .join(_P, _P.c.id == _G.c.person_id)
    .join(_A, _A.c.person_id == _P.c.id)
    .where(_G.c.role.in_(HEADING), holds_on(_G, _TODAY), here_on(_TODAY))
    .where(sa.exists().where(_MEMBER.c.person_id == _P.c.id, _MEMBER.c.role == Role.OFFICE, holds_on(_MEMBER, _TODAY)))
    .order_by(_G.c.since, _G.c.id)
)


def heads(tx: Tx) -> tuple[int, ...]:
    """The people who decide for the Office today and are bound to a chat, the head first."""
    rows = tx.execute(_HEADS, {"today": tx.clock.today()}).all()
    return tuple(dict.fromkeys(row.person_id for role in HEADING for row in rows if row.role is role))


def decides(tx: Tx, actor: Actor) -> bool:
    """True if `actor` decides what is the head's to decide."""
    return actor.has(Role.OFFICE) and (_is_head(actor) or not heads(tx))


def decides_alone(actor: Actor) -> bool:
    """True if `actor` is the head of the Office, or acts in the head's stead: nobody else needs to agree."""
    return actor.has(Role.OFFICE) and _is_head(actor)


def head_only(tx: Tx, actor: Actor) -> None:
    """Raises Refusal for whoever does not decide for the Office; it names whoever does."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    if not decides(tx, actor):
        raise Refusal("role.office_head_only", who=whose(tx))


def whose(tx: Tx) -> Phrase:
    """The head of the Office by name, or whoever acts; the Office, where nobody is named."""
    found = heads(tx)
    return name_of(tx, found[0]) if found else say("confirmer.office")


def _is_head(actor: Actor) -> bool:
    return any(actor.has(role) for role in HEADING)
