"""Sources of which nothing leaves: Telegram does not take what they say, too much fails, or a person said so.

Nobody who is written to can put that right: the run stops by itself as early as it can tell, and the Office decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.audit.records import note
from bot.database import Tx, columns, enum_text
from bot.outbox.letter import Letter, Reason, State

MAX_FAILURES = 3
"""So many letters of one source that are not taken, though others were, are not their recipients' peculiarity."""
RECENT = 200
"""Of so many letters that ended last, the share that failed is taken."""
TOO_MANY = 0.05
AT_LEAST = 10
"""Fewer failures than this are no sign, however few letters have ended."""


class HaltReason(StrEnum):
    CONTENT = "content"  # Telegram does not take what it says
    FAILURES = "failures"  # too many letters do not arrive, for whatever reason
    OFFICE = "office"  # paused by a person
    STOPPED = "stopped"  # ended by a person, for good: what has not left is cancelled


class SourceHalt(SQLModel, table=True):
    """Nothing of this source is sent while `ended_at` is empty. One row a source: its last halt."""

    __tablename__ = "source_halt"
    source: str = Field(primary_key=True)
    reason: HaltReason = Field(
        default=HaltReason.CONTENT,
        sa_type=enum_text(HaltReason),
        sa_column_kwargs={"server_default": HaltReason.CONTENT.value},
    )
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    """The one that failed last, where failures are the reason."""
    by: int | None = Field(default=None, foreign_key="person.id")
    """Who halted it, where somebody did."""
    since: datetime
    ended_at: datetime | None = None
    """When it was let go on. What failed before does not count any more."""


_L, _H = columns(Letter), columns(SourceHalt)


@dataclass(frozen=True, slots=True)
class Halted:
    """A source that waits for the Office, why, and the letter that could not be sent, where that is the reason."""

    source: str
    reason: HaltReason
    letter_id: int | None
    since: datetime


def halt(tx: Tx, source: str, reason: HaltReason, *, letter_id: int | None = None, by: int | None = None) -> bool:
    """Nothing of `source` leaves from now on. False if it was halted already, whatever for: then nothing changes."""
    tx.insert_new(SourceHalt, [{"source": source, "reason": reason, "since": tx.now, "ended_at": tx.now}])
    values = {"reason": reason, "letter_id": letter_id, "by": by, "since": tx.now, "ended_at": None}
    open_now = sa.update(_H).where(_H.c.source == source, _H.c.ended_at.is_not(None)).values(**values)
    return bool(tx.execute(open_now).rowcount)


def halt_if_hopeless(tx: Tx, source: str, letter_id: int) -> bool:
    """A letter of `source` was not taken: halt it, unless others were; whether it is. A name too long for one message
    is one person's trouble, and must not keep the others waiting."""
    own = sa.and_(_L.c.source == source, _since_it_goes_on(source))
    taken = tx.execute(sa.select(_L.c.id).where(own, _L.c.state == State.SENT).limit(1)).first() is not None
    faulty = _L.c.reason.in_((Reason.CONTENT, Reason.UNDRAWN))
    failures = tx.execute(sa.select(sa.func.count()).where(own, _L.c.state == State.FAILED, faulty)).scalar_one()
    hopeless = not taken or failures >= MAX_FAILURES
    if hopeless:
        halt(tx, source, HaltReason.CONTENT, letter_id=letter_id)
    return hopeless


def halt_if_many_fail(tx: Tx, source: str, letter_id: int) -> bool:
    """A letter of `source` has failed, or nobody knows what came of it: halt the source if too many of the last ones
    did; whether it is halted now. People who have stopped the bot are no failure of ours."""
    last = (
        sa.select(_L.c.state)
        .where(_L.c.source == source, _L.c.ended_at.is_not(None), _since_it_goes_on(source))
        .where(_L.c.state.in_((State.SENT, State.FAILED, State.UNKNOWN, State.BLOCKED)))
        .order_by(_L.c.ended_at.desc(), _L.c.id.desc())
        .limit(RECENT)
        .subquery()
    )
    failed = sa.func.count().filter(last.c.state.in_((State.FAILED, State.UNKNOWN)))
    row = tx.execute(sa.select(sa.func.count().label("ended"), failed.label("failed")).select_from(last)).one()
    many = row.failed >= AT_LEAST and row.failed > TOO_MANY * row.ended
    if many:
        halt(tx, source, HaltReason.FAILURES, letter_id=letter_id)
    return bool(many)


def _since_it_goes_on(source: str) -> sa.ColumnElement[bool]:
    """What failed before the Office let the source go on would halt it at once again."""
    released = sa.select(_H.c.ended_at).where(_H.c.source == source).scalar_subquery()
    return sa.or_(released.is_(None), _L.c.ended_at >= released)


def halted_of(tx: Tx, sources: Collection[str]) -> set[str]:
    """Those of `sources` of which nothing may leave now."""
    query = sa.select(_H.c.source).where(_H.c.source.in_(sources), _H.c.ended_at.is_(None))
    return set(tx.execute(query).scalars())


def halted_sources(tx: Tx) -> list[Halted]:
    """What the Office must look at, the oldest first: what has halted by itself."""
    ours = _H.c.reason.in_((HaltReason.CONTENT, HaltReason.FAILURES))
    query = sa.select(_H.c.source, _H.c.reason, _H.c.letter_id, _H.c.since).where(_H.c.ended_at.is_(None), ours)
    rows = tx.execute(query.order_by(_H.c.since, _H.c.source))
    return [Halted(row.source, row.reason, row.letter_id, row.since) for row in rows]


def let_go_on(tx: Tx, source: str, by: int) -> bool:
    """The rest of `source` may leave; what failed is sent with `resend`. False if it was not halted, or is stopped for
    good."""
    halted = sa.and_(_H.c.source == source, _H.c.ended_at.is_(None), _H.c.reason != HaltReason.STOPPED)
    going = bool(tx.execute(sa.update(_H).where(halted).values(ended_at=tx.now)).rowcount)
    if going:
        note(tx, "letters.released", source, actor_id=by)
    return going
