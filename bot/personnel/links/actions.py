"""Decisions of the Office on requests to be linked: the person of the roster, for a number that the roster lacks.

Binding keeps to the same terms as a shared number or an invite: consent first, one account a person, and the unique
index has the last word.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.address import address_of
from bot.dialogue import surface as surfaces
from bot.ledger import planning
from bot.people.identity import Actor, Staff, staff
from bot.people.linking import accounts, places
from bot.people.records import Account, LinkRequest, LinkRequestState
from bot.people.targets import ShowLinked, ShowLinkRequested
from bot.personnel import records, rules
from bot.refusal import Refusal
from bot.registration import filing
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

LINKED = "link_approved"
"""The kind of letter to the person who was linked, in the chat that is theirs by then."""

_R, _A = columns(LinkRequest), columns(Account)


@dataclass(frozen=True, slots=True)
class LinkRequestRow:
    """A request as it is in the store."""

    id: int
    user_id: int
    phone: str | None
    """E.164, proven to be the sender's own."""
    statement: str
    state: LinkRequestState
    created_at: datetime
    decided_by: int | None
    decided_at: datetime | None


_COLUMNS = [_R.c[name] for name in LinkRequestRow.__dataclass_fields__]


def open_requests(tx: Tx, actor: Actor) -> list[LinkRequestRow]:
    """The requests that wait, oldest first."""
    rules.office_only(actor)
    query = sa.select(*_COLUMNS).where(_R.c.state == LinkRequestState.OPEN)
    rows: Any = tx.execute(query.order_by(_R.c.created_at, _R.c.id))
    return [LinkRequestRow(*row) for row in rows]


def request(tx: Tx, actor: Actor, request_id: int) -> LinkRequestRow:
    rules.office_only(actor)
    row: Any = tx.execute(sa.select(*_COLUMNS).where(_R.c.id == request_id)).one_or_none()
    if row is None:
        raise Refusal("stale.button")
    return LinkRequestRow(*row)


def linked_to(tx: Tx, one: LinkRequestRow) -> Staff | None:
    """The person whose chat it is that asked; None: nobody's."""
    key = places.account_at(tx, address_of(one.user_id))
    person_id = tx.execute(sa.select(_A.c.person_id).where(_A.c.user_id == key)).scalar_one_or_none()
    return None if person_id is None else staff(tx, person_id, tx.clock.today())


def waiting(tx: Tx, actor: Actor, request_id: int) -> LinkRequestRow:
    """The request, if it still waits; raises Refusal with what became of it."""
    found = request(tx, actor, request_id)
    if found.state is LinkRequestState.OPEN:
        return found
    if found.state is LinkRequestState.WITHDRAWN:
        raise Refusal("link_office.withdrawn")
    by = None if found.decided_by is None else staff(tx, found.decided_by, tx.clock.today())
    raise Refusal("link_office.decided", name=by.name if by else "", at=found.decided_at)


def approve(tx: Tx, actor: Actor, request_id: int, person_id: int) -> None:
    """Bind the chat that asked to this person. Raises Refusal, each hindrance with its own."""
    asked = waiting(tx, actor, request_id)
    person, today = staff(tx, person_id, tx.clock.today()), tx.clock.today()
    if person is None:
        raise Refusal("role.not_yours")
    left = records.left_on(tx, person_id)
    if left is not None and left <= today:
        raise Refusal("link_office.left", name=person.name, day=left)
    _decide(tx, actor, asked, LinkRequestState.APPROVED)
    try:
        accounts.attach(tx, asked.user_id, person_id)
    except accounts.NotFree:
        raise Refusal("link_office.not_free") from None
    except IntegrityError:
        raise Refusal("link_office.taken", name=person.name) from None
    at = address_of(asked.user_id)
    key = places.account_at(tx, at)
    if key is not None and key != asked.user_id:  # a letter goes to the person's first chat, which is another
        surfaces.raise_(tx, at, key, surfaces.view_spec(ShowLinked()), fresh=True)
    else:
        planning.plan(tx, LINKED, f"link_request:{asked.id}", person_id, LINKED, {"user": asked.user_id})
    filing.outdate_boards(tx, person)
    note(tx, "account.linked", f"person:{person_id}", actor_id=actor.person.id, proof="office", request=asked.id)


def refuse(tx: Tx, actor: Actor, request_id: int, reason: str) -> None:
    """Bind nobody, and say why. A letter goes to a person and this chat is nobody's, so the decision is what the chat
    shows from now on, as a new message."""
    asked = waiting(tx, actor, request_id)
    _decide(tx, actor, asked, LinkRequestState.REFUSED, reason)
    shown = surfaces.view_spec(ShowLinkRequested())
    surfaces.raise_(tx, address_of(asked.user_id), asked.user_id, shown, fresh=True)
    note(tx, "link_request.refused", f"link_request:{asked.id}", actor_id=actor.person.id)


def _decide(tx: Tx, actor: Actor, asked: LinkRequestRow, state: LinkRequestState, reason: str | None = None) -> None:
    open_one = sa.and_(_R.c.id == asked.id, _R.c.state == LinkRequestState.OPEN)
    values = {"state": state, "decided_at": tx.now, "decided_by": actor.person.id, "reason": reason}
    if not tx.execute(sa.update(_R).where(open_one).values(**values)).rowcount:
        waiting(tx, actor, asked.id)  # somebody was faster: says who
        raise Refusal("stale.button")
