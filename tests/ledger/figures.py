"""Figures of the ledger that only tests ask for: sums that add up to the audience, and the names behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.ledger.change import ChangeKind, ChangeReason, ChangeState, LetterChange
from bot.ledger.halts import HaltReason, SourceHalt
from bot.ledger.letter import Letter, Reason, State
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns

_L, _C, _H, _PERSON = columns(Letter), columns(LetterChange), columns(SourceHalt), columns(Person)


@dataclass(frozen=True, slots=True)
class NamedLetter:
    """One letter, by name."""

    letter_id: int
    source: str
    occurrence: str
    person_id: int
    full_name: str
    reason: Reason | None
    at: datetime
    """When it got where it is; when it was due, while it waits."""


@dataclass(frozen=True, slots=True)
class Halted:
    """A source that waits for the Office, why, and the letter that could not be sent, where that is the reason."""

    source: str
    reason: HaltReason
    letter_id: int | None
    since: datetime


def totals(tx: Tx, source: str, occurrence: str | None = None) -> dict[State, int]:
    """How many letters are in each state, zeros included. Their sum is how many were planned."""
    query: sa.Select[Any] = sa.select(_L.c.state, sa.func.count().label("n")).where(_L.c.source == source)
    if occurrence is not None:
        query = query.where(_L.c.occurrence == occurrence)
    found = {row.state: int(row.n) for row in tx.execute(query.group_by(_L.c.state))}
    return {state: found.get(state, 0) for state in State}


def by_name(tx: Tx, state: State, source: str | None = None) -> list[NamedLetter]:
    """The letters in `state`, of one source or of all, in the order of the official list."""
    query = _entries().where(_L.c.state == state).order_by(_PERSON.c.position, _PERSON.c.id, _L.c.id)
    return _read(tx, query if source is None else query.where(_L.c.source == source))


def _entries() -> sa.Select[Any]:
    return sa.select(
        _L.c.id,
        _L.c.source,
        _L.c.occurrence,
        _L.c.person_id,
        _PERSON.c.full_name,
        _L.c.reason,
        sa.func.coalesce(_L.c.ended_at, _L.c.due_at),
    ).join_from(_L, _PERSON, _PERSON.c.id == _L.c.person_id)


def _read(tx: Tx, query: sa.Select[Any]) -> list[NamedLetter]:
    rows: list[Any] = list(tx.execute(query))
    return [NamedLetter(*row) for row in rows]


def halted_sources(tx: Tx) -> list[Halted]:
    """What the Office must look at, the oldest first: what has halted by itself."""
    ours = _H.c.reason.in_((HaltReason.CONTENT, HaltReason.FAILURES, HaltReason.INTERRUPTED))
    query = sa.select(_H.c.source, _H.c.reason, _H.c.letter_id, _H.c.since).where(_H.c.ended_at.is_(None), ours)
    rows = tx.execute(query.order_by(_H.c.since, _H.c.source))
    return [Halted(row.source, row.reason, row.letter_id, row.since) for row in rows]


def change_totals(
    tx: Tx, source: str, kind: ChangeKind, version: int
) -> Mapping[tuple[ChangeState, ChangeReason | None], int]:
    """(state, reason) -> how many messages of `source` are there with this change. The sum is how many were planned."""
    query = sa.select(_C.c.state, _C.c.reason, sa.func.count().label("n")).join_from(_C, _L, _C.c.letter_id == _L.c.id)
    own = query.where(_L.c.source == source, _C.c.kind == kind, _C.c.version == version)
    return {(row.state, row.reason): int(row.n) for row in tx.execute(own.group_by(_C.c.state, _C.c.reason))}
