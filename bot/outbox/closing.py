"""Letters of people whose chat is at a door that was closed here for good, as a pilot that has ended: they go by the
next door, or it is known by name that none takes them.

That the door takes nothing is certain: no call is made. It waits until the Office has been told, so that a process that
was started without its settings does no harm.
"""

from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.bells import held
from bot.ledger.doors import LetterDoor
from bot.ledger.letter import Letter, Reason, State, move
from bot.ledger.outages import Outage
from bot.people.records import Account
from bot.store.database import Tx
from bot.store.schema import at_door, columns

AT_ONCE = 500
"""Letters of one look; the rest waits for the next."""
_L, _A, _T = columns(Letter), columns(Account), columns(LetterDoor)


def let_go(tx: Tx) -> int:
    """Let whatever is due at a closed door go on; how many letters. Whoever has no other door may be rung."""
    outage = held.closed_for_good(tx)
    rows = [] if outage is None else tx.execute(_due(tx, outage.door)).all()
    if outage is None or not rows:
        return 0
    onward = [row.id for row in rows if row.web]
    tx.insert_new(LetterDoor, [_passed(tx, key, outage) for key in onward])
    tx.execute(sa.update(_L).where(_L.c.id.in_(onward)).values(rest_until=0.0))
    nowhere = [row.id for row in rows if not row.web]
    move(tx, nowhere, State.PLANNED, State.LEASED)
    move(tx, nowhere, State.LEASED, State.BLOCKED, reason=Reason.NO_CHAT, ended_at=tx.now)
    return len(rows)


def _due(tx: Tx, door: Door) -> sa.Select[Any]:
    passed = sa.exists().where(_T.c.letter_id == _L.c.id, _T.c.door == door)
    failed = sa.exists().where(_T.c.letter_id == _L.c.id, _T.c.door == Door.TELEGRAM)
    past_telegram = sa.or_(_A.c.blocked_at.is_not(None), failed)
    due = (
        sa.select(_L.c.id, _A.c.web_since.is_not(None).label("web"))
        .join_from(_L, _A, _A.c.person_id == _L.c.person_id)
        .where(_L.c.state == State.PLANNED, _L.c.due_at <= tx.now, ~passed)
        .where(sa.or_(at_door(_A.c.user_id, door), sa.and_(_A.c.zalo_chat_key.is_not(None), past_telegram)))
        .order_by(_L.c.due_at, _L.c.id)
        .limit(AT_ONCE)
    )
    return due.with_for_update(skip_locked=True, of=_L) if tx.engine_name == "postgresql" else due


def _passed(tx: Tx, letter_id: int, outage: Outage) -> dict[str, Any]:
    how = {"state": State.BLOCKED, "reason": Reason.NO_CHAT, "at": tx.now, "outage_id": outage.id}
    return {"letter_id": letter_id, "door": outage.door, **how}
