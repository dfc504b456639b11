"""Requests to the Office from people whose number the roster does not know: kept until decided or taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.people.identity import Actor
from bot.people.records import LinkRequest, LinkRequestState
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_R = columns(LinkRequest)


@dataclass(frozen=True, slots=True)
class OwnLinkRequest:
    id: int
    phone: str | None
    """E.164, proven to be the sender's own; None when no contact was shared."""
    statement: str
    state: LinkRequestState
    created_at: datetime
    reason: str | None

    @property
    def waits(self) -> bool:
        return self.state is LinkRequestState.OPEN


_COLUMNS = [_R.c[name] for name in OwnLinkRequest.__dataclass_fields__]
_LATEST = sa.select(*_COLUMNS).where(_R.c.user_id == sa.bindparam("user_id")).order_by(_R.c.id.desc()).limit(1)


def latest(tx: Tx, user_id: int) -> OwnLinkRequest | None:
    """The chat's newest request, whatever became of it; an open one is always the newest."""
    row: Any = tx.execute(_LATEST, {"user_id": user_id}).first()
    return None if row is None else OwnLinkRequest(*row)


def ask(tx: Tx, actor: Actor, statement: str, phone: str | None) -> int:
    """Ask the Office to link this chat; the key of the request. An open request is put in other words and keeps its
    place in the queue, and a number that was proven for it."""
    if not actor.consented:
        raise Refusal("consent.first")
    if actor.staff is not None:
        raise Refusal("link.already")
    open_one = latest(tx, actor.user_id)
    if open_one is not None and open_one.waits:
        new = {"statement": statement, "phone": phone or open_one.phone}
        tx.execute(sa.update(_R).where(_R.c.id == open_one.id).values(new))
        note(tx, "link_request.edited", f"link_request:{open_one.id}")
        return open_one.id
    values = {
        "user_id": actor.user_id,
        "phone": phone,
        "statement": statement,
        "state": LinkRequestState.OPEN,
        "created_at": tx.now,
    }
    made: int = tx.execute(sa.insert(_R).returning(_R.c.id), values).scalar_one()
    note(tx, "link_request.created", f"link_request:{made}")
    return made


def withdraw(tx: Tx, user_id: int) -> None:
    """Take the open request back, if there is one: nobody decides on it any more."""
    open_one = sa.and_(_R.c.user_id == user_id, _R.c.state == LinkRequestState.OPEN)
    closed = sa.update(_R).where(open_one).values(state=LinkRequestState.WITHDRAWN, decided_at=tx.now)
    for request_id in tx.execute(closed.returning(_R.c.id)).scalars().all():
        note(tx, "link_request.withdrawn", f"link_request:{request_id}")


def blank(tx: Tx, user_id: int) -> None:
    """Forget what this chat's requests said; that there were some, and what became of them, stays."""
    tx.execute(sa.update(_R).where(_R.c.user_id == user_id).values(statement="", phone=None))
