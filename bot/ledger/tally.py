"""The ledger in figures, for whoever runs the bot: what waits, what is due, what is halted, what became of letters.

No person is in them. What waits is counted in partial indexes, which hold nothing else; what has ended is counted in
the whole table, so it is asked for now and then only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.ledger.halts import HaltReason, SourceHalt
from bot.ledger.letter import Letter, State
from bot.store.database import Tx
from bot.store.schema import columns

_L, _H = columns(Letter), columns(SourceHalt)

Counts = Mapping[tuple[str, str], int]
"""Kind of letter and state -> the number of letters."""
_OPEN = (State.PLANNED, State.LEASED, State.INFLIGHT)


@dataclass(frozen=True, slots=True)
class Due:
    """Letters of one kind whose time has come, of sources that are not halted."""

    count: int
    oldest: datetime
    """The time of the one that has waited longest."""


def _counting(state: sa.ColumnElement[bool]) -> sa.Select[Any]:
    counted = sa.select(_L.c.kind, _L.c.state, sa.func.count().label("n"))
    return counted.where(state).group_by(_L.c.kind, _L.c.state)


# Nothing but the columns of the index of what is planned: no row is looked at.
_PLANNED = sa.select(_L.c.kind, sa.func.count().label("n")).where(_L.c.state == State.PLANNED).group_by(_L.c.kind)
_HELD = _counting(_L.c.state.in_((State.LEASED, State.INFLIGHT)))
_ENDED = _counting(_L.c.state.not_in(_OPEN))
_KIND = (_L.c.kind + "").label("kind")
"""A bare column would let SQLite walk the index by kind, with all that is planned for later."""
_DUE = (
    sa.select(_KIND, sa.func.count().label("n"), sa.func.min(_L.c.due_at).label("oldest"))
    .where(
        _L.c.state == State.PLANNED,
        _L.c.due_at <= sa.bindparam("now", type_=_L.c.due_at.type),
        _L.c.source.not_in(sa.select(_H.c.source).where(_H.c.ended_at.is_(None))),
    )
    .group_by(_KIND)
)
_HALTS = sa.select(_H.c.reason, sa.func.count().label("n")).where(_H.c.ended_at.is_(None)).group_by(_H.c.reason)
_HALTED = (
    sa.select(_H.c.source, _H.c.reason, _H.c.since)
    .where(_H.c.ended_at.is_(None), _H.c.reason != HaltReason.STOPPED)
    .order_by(_H.c.since.desc())
    .limit(sa.bindparam("width"))
)


def open_letters(tx: Tx) -> Counts:
    """Letters that have not come to an end."""
    planned = {(row.kind, State.PLANNED.value): row.n for row in tx.execute(_PLANNED)}
    return planned | {(row.kind, row.state.value): row.n for row in tx.execute(_HELD)}


def ended_letters(tx: Tx) -> Counts:
    """Letters that have, since the store was made."""
    return {(row.kind, row.state.value): row.n for row in tx.execute(_ENDED)}


def due_letters(tx: Tx) -> Mapping[str, Due]:
    """Kind -> what is due of it, and might leave."""
    return {row.kind: Due(row.n, row.oldest) for row in tx.execute(_DUE, {"now": tx.now})}


def halts(tx: Tx) -> Mapping[str, int]:
    """Reason -> the number of sources of which nothing leaves for it."""
    return {row.reason.value: row.n for row in tx.execute(_HALTS)}


def halted_sources(tx: Tx, width: int = 20) -> list[tuple[str, HaltReason, datetime]]:
    """Sources that wait for somebody's decision, the latest first: source, reason, since when."""
    return [(row.source, row.reason, row.since) for row in tx.execute(_HALTED, {"width": width})]
