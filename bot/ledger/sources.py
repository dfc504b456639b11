"""Decisions of a person about a whole source: pause, go on, stop. And its pace.

Each may be said twice, by two people, in two processes: the second time changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.ledger.halts import HaltReason, SourceHalt, halt, let_go_on
from bot.ledger.letter import Letter, State
from bot.ledger.planning import withdraw
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

LOOK_BACK = timedelta(seconds=15)
"""Long enough to be even at one letter a second, short enough to show a change of pace soon."""

_L, _H = columns(Letter), columns(SourceHalt)


@dataclass(frozen=True, slots=True)
class Halt:
    """A halt: the reason why nothing of a source leaves, since when, and who said so, where somebody did."""

    reason: HaltReason
    since: datetime
    by: int | None


def halt_of(tx: Tx, source: str) -> Halt | None:
    """None: it is going on, or has not begun."""
    query = sa.select(_H.c.reason, _H.c.since, _H.c.by).where(_H.c.source == source, _H.c.ended_at.is_(None))
    row = tx.execute(query).one_or_none()
    return None if row is None else Halt(row.reason, row.since, row.by)


def pause(tx: Tx, source: str, by: int) -> bool:
    """Pause `source`: nothing more of it leaves until `go_on`; calls that are out end as they will. False if it was
    halted already, for whatever reason."""
    halted = halt(tx, source, HaltReason.OFFICE, by=by)
    if halted:
        note(tx, "letters.paused", source, actor_id=by)
    return halted


def go_on(tx: Tx, source: str, by: int) -> bool:
    """The rest of `source` may leave, whatever it was halted for. False if it was not, or is stopped for good."""
    return let_go_on(tx, source, by)


def stop(tx: Tx, source: str, by: int) -> int:
    """End `source` for good: what has not left is cancelled, also what comes back from a call that was out; what has
    not reached somebody is not offered when he or she is back. How many are cancelled now."""
    stopped = sa.and_(_H.c.reason == HaltReason.STOPPED, _H.c.ended_at.is_(None))
    tx.insert_new(SourceHalt, [{"source": source, "reason": HaltReason.OFFICE, "since": tx.now, "ended_at": tx.now}])
    values = {"reason": HaltReason.STOPPED, "by": by, "since": tx.now, "ended_at": None}
    if tx.execute(sa.update(_H).where(_H.c.source == source, ~stopped).values(**values)).rowcount:
        note(tx, "letters.stopped", source, actor_id=by)
    missed = sa.and_(_L.c.source == source, _L.c.state.in_((State.BLOCKED, State.MISSED)))
    tx.execute(sa.update(_L).where(missed).values(useful_until=tx.now))
    return withdraw(tx, source)


def recent_rate(tx: Tx, source: str) -> float:
    """Letters of `source` a second that have lately arrived; 0 when none has."""
    lately = sa.and_(_L.c.source == source, _L.c.state == State.SENT, _L.c.ended_at > tx.now - LOOK_BACK)
    query = sa.select(sa.func.count().label("n"), sa.func.min(_L.c.ended_at).label("first")).where(lately)
    row = tx.execute(query).one()
    # From the first of them: a run that has just begun is not slow.
    seconds = min((tx.now - row.first).total_seconds(), LOOK_BACK.total_seconds()) if row.n else 0.0
    return (row.n - 1) / seconds if seconds > 0 else 0.0
