"""Sources of which nothing leaves: Telegram does not take what they say, too much fails, or a person said so.

Nobody who is written to can put that right: the run stops by itself as early as it can tell, and the Office decides.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.ledger.letter import Kind, Letter, Reason, State
from bot.logs import where
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns, enum_text

log = logging.getLogger(__name__)

MAX_FAILURES = 3
"""So many letters of one source that are not taken, though others were, are not their recipients' peculiarity."""
RECENT = 200
"""The number of letters that ended last of which the share is taken that failed or is in doubt."""
TOO_MANY = 0.05
AT_LEAST = 10
"""Fewer than this are no sign, however few letters have ended: more than one death in flight leaves in doubt."""


class HaltReason(StrEnum):
    CONTENT = "content"  # Telegram does not take what it says
    FAILURES = "failures"  # too many letters do not arrive, for whatever reason
    OFFICE = "office"  # paused by a person
    INTERRUPTED = "interrupted"  # nobody sent anything for hours: of a restored store it may have gone already
    STOPPED = "stopped"  # ended by a person, for good: what has not left is cancelled


class SourceHalt(SQLModel, table=True):
    """The last halt of a source, one row each. Nothing of it is sent while `ended_at` is empty."""

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
    """The person who halted it, where somebody did."""
    since: datetime
    ended_at: datetime | None = None
    """The moment at which it was let go on. What failed before does not count any more."""


_L, _H = columns(Letter), columns(SourceHalt)


def halt(tx: Tx, source: str, reason: HaltReason, *, letter_id: int | None = None, by: int | None = None) -> bool:
    """Halt `source`: nothing of it leaves from now on. False if it was halted already, whatever for; no change then."""
    tx.insert_new(SourceHalt, [{"source": source, "reason": reason, "since": tx.now, "ended_at": tx.now}])
    values = {"reason": reason, "letter_id": letter_id, "by": by, "since": tx.now, "ended_at": None}
    open_now = sa.update(_H).where(_H.c.source == source, _H.c.ended_at.is_not(None)).values(**values)
    return bool(tx.execute(open_now).rowcount)


def halt_if_failing(tx: Tx, kind: Kind, source: str, letter_id: int, *, refused: bool) -> bool:
    """A letter of `source` has failed, or is in doubt: halt the source if that is no accident any more, and let whoever
    must know be told; whether it is halted by that. `refused`: Telegram did not take what it says, or it could not be
    drawn."""
    if not kind.bulk:
        return False
    reason = HaltReason.CONTENT if refused and _hopeless(tx, source) else None
    reason = reason or (HaltReason.FAILURES if _many_fail(tx, source) else None)
    if reason is None:
        return False
    if halt(tx, source, reason, letter_id=letter_id):
        _tell(tx, kind, source)
    return True


def _tell(tx: Tx, kind: Kind, source: str) -> None:
    if kind.alarm is None:
        return
    try:
        with tx.savepoint():
            kind.alarm(tx, source)
    except Exception as error:  # noqa: BLE001 - what has become of the letters must not be lost for it
        log.error("nobody was told of a halt: %s", where(error), extra={"source": source})


def halt_what_waited(tx: Tx, kinds: Mapping[str, Kind]) -> int:
    """Nobody has sent letters for hours: whatever was due meanwhile, of the kinds for which somebody is told, waits for
    that person; how many sources these are. What it says may be out of date by now, and whoever starts a restored copy
    of a store has perhaps sent it already."""
    told = [name for name, kind in kinds.items() if kind.alarm is not None]
    waits = sa.and_(_L.c.kind.in_(told), _L.c.state == State.PLANNED, _L.c.due_at <= tx.now)
    found = tx.execute(sa.select(_L.c.source, _L.c.kind).where(waits).distinct().order_by(_L.c.source)).all()
    for row in found:
        if halt(tx, row.source, HaltReason.INTERRUPTED):
            _tell(tx, kinds[row.kind], row.source)
    return len(found)


def _hopeless(tx: Tx, source: str) -> bool:
    """Nobody's letter was taken, or several were not. A name too long for one message is one person's trouble, and must
    not keep the others waiting."""
    own = sa.and_(_L.c.source == source, _since_it_goes_on(source))
    taken = tx.execute(sa.select(_L.c.id).where(own, _L.c.state == State.SENT).limit(1)).first() is not None
    faulty = _L.c.reason.in_((Reason.CONTENT, Reason.UNDRAWN))
    failures = tx.execute(sa.select(sa.func.count()).where(own, _L.c.state == State.FAILED, faulty)).scalar_one()
    return not taken or failures >= MAX_FAILURES


def _many_fail(tx: Tx, source: str) -> bool:
    """Too many of the last letters did not arrive, or may not have. People who have stopped the bot are no failure of
    ours."""
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
    return bool(row.failed >= AT_LEAST and row.failed > TOO_MANY * row.ended)


def _since_it_goes_on(source: str) -> sa.ColumnElement[bool]:
    """The condition that leaves out what failed before the Office let the source go on: it would halt it once more."""
    released = sa.select(_H.c.ended_at).where(_H.c.source == source).scalar_subquery()
    return sa.or_(released.is_(None), _L.c.ended_at >= released)


def stopped() -> sa.Select[Any]:
    """Sources that are ended for good, as a query of their names."""
    return sa.select(_H.c.source).where(_H.c.reason == HaltReason.STOPPED, _H.c.ended_at.is_(None))


_HALTED = sa.select(_H.c.source).where(
    _H.c.source.in_(sa.bindparam("sources", expanding=True)), _H.c.ended_at.is_(None)
)


def halted_of(tx: Tx, sources: Collection[str]) -> set[str]:
    """The halted ones among `sources`."""
    return set(tx.execute(_HALTED, {"sources": list(sources)}).scalars())


def let_go_on(tx: Tx, source: str, by: int) -> bool:
    """The rest of `source` may leave; what failed is sent with `resend`. False if it was not halted, or is stopped for
    good."""
    halted = sa.and_(_H.c.source == source, _H.c.ended_at.is_(None), _H.c.reason != HaltReason.STOPPED)
    going = bool(tx.execute(sa.update(_H).where(halted).values(ended_at=tx.now)).rowcount)
    if going:
        note(tx, "letters.released", source, actor_id=by)
    return going
