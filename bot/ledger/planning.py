"""Planning for slices: letters are planned, taken back before they have left, and sent again."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.ledger.letter import Letter, LetterPart, PartState, Reason, State
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns, insert_into

_L, _P = columns(Letter), columns(LetterPart)


def plan(
    tx: Tx,
    kind: str,
    source: str,
    person_id: int,
    occurrence: str,
    values: Mapping[str, Any],
    *,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> bool:
    """Want one letter sent, at `due_at` (civil; default now), not after `useful_until`. False if it was planned before
    and not withdrawn since."""
    return plan_all(tx, kind, source, occurrence, {person_id: values}, due_at=due_at, useful_until=useful_until) == 1


def plan_all(
    tx: Tx,
    kind: str,
    source: str,
    occurrence: str,
    people: Mapping[int, Mapping[str, Any]],
    *,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> int:
    """`plan` for many: key of the person -> values. How many are new."""
    if not people:
        return 0
    common = {"source": source, "occurrence": occurrence} | _fresh(tx, kind, due_at, useful_until)
    rows = json.dumps({person_id: dict(values) for person_id, values in people.items()})
    values = {f"its_{name}": value for name, value in common.items()} | {"each": rows}
    return max(tx.execute(_planning(tx.engine_name, tuple(common)), values).rowcount, 0)


@cache
def _planning(engine_name: str, names: tuple[str, ...]) -> Any:
    # One statement over a JSON object: of thousands of rows with a dozen values each, the values cost more than SQL.
    rows: Any = sa.bindparam("each", type_=sa.Text)
    each = sa.func.json_each(sa.cast(rows, sa.JSON) if engine_name == "postgresql" else rows).table_valued(
        "key", "value"
    )
    values: list[Any] = [sa.bindparam(f"its_{name}", type_=_L.c[name].type) for name in names]
    person, data = sa.cast(each.c.key, sa.Integer), sa.type_coerce(each.c.value, _L.c.data.type)
    wanted = sa.select(*values, person, data).where(sa.true())  # SQLite cannot tell ON CONFLICT from a join's ON
    insert = insert_into(_L, engine_name)
    return _or_again(insert.from_select([*names, "person_id", "data"], wanted, include_defaults=False))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that is wanted, of a source of its own."""

    source: str
    person_id: int
    occurrence: str
    values: Mapping[str, Any]
    due_at: datetime
    useful_until: datetime


def plan_each(tx: Tx, kind: str, wanted: Collection[Wanted]) -> None:
    """`plan` for many of as many sources, those that were planned before left out."""
    known = _planned(tx, kind, {one.source for one in wanted})
    rows = [
        {"source": one.source, "person_id": one.person_id, "occurrence": one.occurrence, "data": dict(one.values)}
        | _fresh(tx, kind, one.due_at, one.useful_until)
        for one in wanted
        if (one.source, one.person_id, one.occurrence) not in known
    ]
    if rows:
        insert = insert_into(_L, tx.engine_name)
        tx.execute(_or_again(insert), rows)


_AT_ONCE = 5000
"""Keys in one statement: engines have a limit."""
_WITHDRAWN = sa.and_(_L.c.state == State.CANCELLED, _L.c.reason == Reason.WITHDRAWN)


def _planned(tx: Tx, kind: str, sources: Collection[str]) -> set[tuple[str, int, str]]:
    """(source, person, occurrence) of the letters of a kind that are not withdrawn."""
    names, found = sorted(sources), set[tuple[str, int, str]]()
    query = sa.select(_L.c.source, _L.c.person_id, _L.c.occurrence).where(_L.c.kind == kind, sa.not_(_WITHDRAWN))
    for begin in range(0, len(names), _AT_ONCE):
        rows = tx.execute(query.where(_L.c.source.in_(names[begin : begin + _AT_ONCE])))
        found.update((row.source, row.person_id, row.occurrence) for row in rows)
    return found


def _fresh(tx: Tx, kind: str, due_at: datetime | None, useful_until: datetime | None) -> dict[str, Any]:
    """A letter that is planned now: its columns besides source, occurrence, person and values."""
    return {
        "kind": kind,
        "state": State.PLANNED,
        "reason": None,
        "due_at": due_at or tx.now,
        "useful_until": useful_until,
        "planned_at": tx.now,
        "rest_until": 0.0,
        "attempts": 0,
        "tries": 0,
        "repeated": False,
    }


def _or_again(insert: Any) -> Any:
    """The insertion; what was withdrawn has never been sent, and may be wanted again: a deadline moved there and
    back."""
    again = ("kind", "state", "reason", "due_at", "useful_until", "planned_at", "data", "tries")
    statement = insert.on_conflict_do_update(
        index_elements=[_L.c.source, _L.c.person_id, _L.c.occurrence],
        set_={name: insert.excluded[name] for name in again} | {"ended_at": None},
        where=_WITHDRAWN,
    )
    return statement.execution_options(preserve_rowcount=True)


def withdraw(tx: Tx, source: str, occurrence: str | None = None, person_id: int | None = None) -> int:
    """Take back what has not left yet, of the whole source or of one occurrence or person; how many."""
    statement = sa.update(_L).where(_L.c.source == source, _L.c.state.in_((State.PLANNED, State.LEASED)))
    if occurrence is not None:
        statement = statement.where(_L.c.occurrence == occurrence)
    if person_id is not None:
        statement = statement.where(_L.c.person_id == person_id)
    # One of which a part has arrived is too late to take back.
    begun = sa.exists().where(_P.c.letter_id == _L.c.id, _P.c.state == PartState.SENT)
    values = {"state": State.CANCELLED, "reason": Reason.WITHDRAWN, "ended_at": tx.now, "owner": None}
    return tx.execute(statement.where(~begun).values(**values)).rowcount


AGAIN = frozenset({State.UNKNOWN, State.FAILED, State.BLOCKED, State.MISSED})
"""The states in which a letter may be sent again on request."""


def not_received(tx: Tx, person_id: int) -> list[int]:
    """Letters that did not reach this person, who can be written to again, and still have their use; the longest due
    first."""
    useful = sa.or_(_L.c.useful_until.is_(None), _L.c.useful_until > tx.now)
    query = sa.select(_L.c.id).where(_L.c.person_id == person_id, _L.c.state.in_((State.BLOCKED, State.MISSED)), useful)
    return list(tx.execute(query.order_by(_L.c.due_at, _L.c.id)).scalars())


def resend(tx: Tx, letter_ids: Iterable[int], by: int) -> int:
    """The next attempt of each, on the same row, now, whatever its use was. `by`: the person who decided so. Letters
    that need none are passed over; how many are on their way again."""
    wanted = sorted(set(letter_ids))
    statement = sa.update(_L).where(_L.c.id.in_(wanted), _L.c.state.in_(AGAIN)).returning(_L.c.id, _L.c.source)
    values = {"state": State.PLANNED, "reason": None, "due_at": tx.now, "useful_until": None, "rest_until": 0.0}
    rows = tx.execute(statement.values(**values, tries=0, owner=None, ended_at=None)).all()
    for row in rows:
        note(tx, "letter.resent", f"letter:{row.id}", actor_id=by)
    return len(rows)
