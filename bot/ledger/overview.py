"""What the ledger says: sums that add up to the audience, and names behind each of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.ledger.letter import Letter, Reason, State
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns

_L, _PERSON = columns(Letter), columns(Person)


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter, by name."""

    letter_id: int
    source: str
    occurrence: str
    person_id: int
    full_name: str
    reason: Reason | None
    at: datetime
    """When it got where it is; when it was due, while it waits."""


def totals(tx: Tx, source: str, occurrence: str | None = None) -> dict[State, int]:
    """How many letters are in each state, zeros included. Their sum is how many were planned."""
    query: sa.Select[Any] = sa.select(_L.c.state, sa.func.count().label("n")).where(_L.c.source == source)
    if occurrence is not None:
        query = query.where(_L.c.occurrence == occurrence)
    found = {row.state: int(row.n) for row in tx.execute(query.group_by(_L.c.state))}
    return {state: found.get(state, 0) for state in State}


def by_name(tx: Tx, state: State, source: str | None = None) -> list[Entry]:
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


def _read(tx: Tx, query: sa.Select[Any]) -> list[Entry]:
    rows: list[Any] = list(tx.execute(query))
    return [Entry(*row) for row in rows]
