"""The journal read a page at a time: found by indexes, however long it has become.

A page begins at a row's key, not at a number of rows. Each thing that is looked for is asked for by itself, newest
first and no more than a page of it, because an index has one order; the newest of all that was found are the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.deeds import Group, of_group
from bot.registration.home.trail import subjects_of
from bot.store.audit import Audit, AuditSeal
from bot.store.chain import digests
from bot.store.database import Tx
from bot.store.schema import columns

A_PAGE = 6
_A, _S = columns(Audit), columns(AuditSeal)


@dataclass(frozen=True, slots=True)
class Search:
    """A search of the journal; None: it does not matter."""

    group: Group | None = None
    person: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal with its seal."""

    id: int
    at: datetime
    actor_id: int | None
    deed: str
    subject: str
    details: dict[str, Any]
    place: int | None
    """None: not sealed yet."""
    digest: str | None
    holds: bool
    """False if the row or its seal was altered."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Entries, the newest first, and whether there are newer and older ones."""

    entries: tuple[Entry, ...]
    newer: bool
    older: bool


def page(tx: Tx, search: Search, entry: int | None, *, newer: bool) -> JournalPage:
    """The page after the row `entry`, or before it; None: the newest, which is whole wherever one comes from."""
    found = _keys(tx, search, entry, A_PAGE + 1, newer=newer)
    more, keys = len(found) > A_PAGE, found[:A_PAGE]
    if newer and more:
        keys.reverse()
        return JournalPage(entries(tx, keys), newer=True, older=True)
    if newer:
        return page(tx, search, None, newer=False)
    return JournalPage(entries(tx, keys), newer=entry is not None, older=more)


def several(tx: Tx, search: Search, before: int | None, most: int) -> tuple[Entry, ...]:
    """At most so many entries before the row `before`, the newest first."""
    return entries(tx, _keys(tx, search, before, most, newer=False))


def _keys(tx: Tx, search: Search, entry: int | None, most: int, *, newer: bool) -> list[int]:
    order = _A.c.id.asc() if newer else _A.c.id.desc()
    beyond = sa.true() if entry is None else _A.c.id > entry if newer else _A.c.id < entry
    on_day = _on_day(tx, search.day)
    parts = [
        sa.select(_A.c.id).where(beyond, on_day, wanted).order_by(order).limit(most) for wanted in _wanted(tx, search)
    ]
    # As subqueries: SQLite takes no LIMIT inside a UNION.
    query = parts[0] if len(parts) == 1 else sa.union_all(*(sa.select(one.subquery().c.id) for one in parts))
    return sorted(set(tx.execute(query).scalars()), reverse=not newer)[:most]


def _wanted(tx: Tx, search: Search) -> Iterator[sa.ColumnElement[bool]]:
    deeds = () if search.group is None else of_group(search.group)
    if search.person is not None:
        of_kind = _A.c.deed.in_(deeds) if deeds else sa.true()
        yield sa.and_(_A.c.actor_id == search.person, of_kind)
        yield sa.and_(_A.c.subject.in_(subjects_of(tx, search.person)), of_kind)
    elif deeds:
        yield from (_A.c.deed == deed for deed in deeds)
    else:
        yield sa.true()


def _on_day(tx: Tx, day: date | None) -> sa.ColumnElement[bool]:
    """The rows of a day of the office's zone. Their keys lie close together: bounds for them let any index serve."""
    if day is None:
        return sa.true()
    first = datetime(day.year, day.month, day.day, tzinfo=tx.clock.zone).astimezone(UTC)
    within = sa.and_(_A.c.at >= first, _A.c.at < first + timedelta(days=1))
    # Counted too: for the least and the greatest alone, PostgreSQL walks along all keys until it meets the day.
    lowest, highest = sa.func.min(_A.c.id).label("lowest"), sa.func.max(_A.c.id).label("highest")
    bounds = sa.select(lowest, highest, sa.func.count()).where(within)
    keys = tx.execute(bounds).one()
    return sa.false() if keys.lowest is None else sa.and_(_A.c.id.between(keys.lowest, keys.highest), within)


def entries(tx: Tx, keys: Sequence[int]) -> tuple[Entry, ...]:
    """These rows in this order, each compared with its seal; keys of none are passed over."""
    before = _S.alias("before")
    query = (
        sa.select(_A, _S.c.place, _S.c.digest, before.c.digest.label("previous"))
        .select_from(_A.outerjoin(_S, _S.c.audit_id == _A.c.id).outerjoin(before, before.c.place == _S.c.place - 1))
        .where(_A.c.id.in_(keys))
    )
    found = {row.id: _entry(row) for row in tx.execute(query)}
    return tuple(found[key] for key in keys if key in found)


def _entry(row: Any) -> Entry:
    holds = True
    if row.place is not None:
        previous = digests.FIRST if row.place == 1 else row.previous
        holds = previous is not None and digests.seal(previous, row.place, row) == row.digest
    return Entry(row.id, row.at, row.actor_id, row.deed, row.subject, row.details, row.place, row.digest, holds)
