"""Sources that Telegram does not take: the run stops at its first letter, and the Office decides."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.audit.records import note
from bot.database import Tx, columns
from bot.outbox.letter import Letter, Reason, SourceHalt, State

MAX_FAILURES = 3
"""So many letters of one source that are not taken, though others were, are not their recipients' peculiarity."""

_L, _H = columns(Letter), columns(SourceHalt)


@dataclass(frozen=True, slots=True)
class Halted:
    """A source that waits for the Office, and the letter that could not be sent."""

    source: str
    letter_id: int
    since: datetime


def halt_if_hopeless(tx: Tx, source: str, letter_id: int) -> bool:
    """A letter of `source` was not taken: halt it, unless others were; whether it is. A name too long for one message
    is one person's trouble, and must not keep the others waiting."""
    own = _L.c.source == source
    taken = tx.execute(sa.select(_L.c.id).where(own, _L.c.state == State.SENT).limit(1)).first() is not None
    faulty = _L.c.reason.in_((Reason.CONTENT, Reason.UNDRAWN))
    failures = tx.execute(sa.select(sa.func.count()).where(own, _L.c.state == State.FAILED, faulty)).scalar_one()
    hopeless = not taken or failures >= MAX_FAILURES
    if hopeless:
        tx.insert_new(SourceHalt, [{"source": source, "letter_id": letter_id, "since": tx.now}])
    return hopeless


def halted_sources(tx: Tx) -> list[Halted]:
    """What the Office must look at, the oldest first."""
    rows = tx.execute(sa.select(_H.c.source, _H.c.letter_id, _H.c.since).order_by(_H.c.since, _H.c.source))
    return [Halted(row.source, row.letter_id, row.since) for row in rows]


def let_go_on(tx: Tx, source: str, by: int) -> None:
    """What was wrong with `source` has been put right: the rest of it may leave. What failed is sent with `resend`."""
    if tx.execute(sa.delete(_H).where(_H.c.source == source)).rowcount:
        note(tx, "letters.released", source, actor_id=by)
