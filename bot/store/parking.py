"""Parking: of somebody who sends more than is done at once, the rest waits apart from the inbox, and nothing is lost.

Whoever looks for work walks over all that waits, so that a backlog of thousands would slow everybody. What is parked is
out of that way, and comes into the inbox again in its order as what stood before it is done. Only of what is more than
an account can write in hours nothing but its number stays.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from bot.store.database import Tx
from bot.store.inbox import InboxRow
from bot.store.schema import columns

MOST_AT_WORK = 300
"""Updates of one person that wait in the inbox at once. A person does not write that much while one of them is done."""
MOST_PARKED = 10_000
"""Updates of one person that wait apart: at the pace of one who floods, half an hour of work."""

_T = columns(InboxRow)
_AT_WORK = sa.and_(_T.c.done_at.is_(None), _T.c.dead_at.is_(None), _T.c.parked_at.is_(None))
_PARKED = _T.c.parked_at.is_not(None)
_WHO_WAITS = sa.select(_T.c.person_key).where(_PARKED).distinct()
_COUNTS, _PARKED_COUNTS = (
    sa.select(_T.c.person_key, sa.func.count())
    .where(which, _T.c.person_key.in_(sa.bindparam("people", expanding=True)))
    .group_by(_T.c.person_key)
    for which in (_AT_WORK, _PARKED)
)


def crowds(tx: Tx, people: Collection[int], flooding: Collection[int]) -> dict[int, int]:
    """Those of `people` whose next updates are to wait apart: since some wait so already, or, of those who are
    `flooding`, since much is at work. The number that still may."""
    parked = _counts(tx, _PARKED_COUNTS, people)
    at_work = _counts(tx, _COUNTS, flooding) if flooding else {}
    crowded = {who for who, count in at_work.items() if count >= MOST_AT_WORK} | parked.keys()
    return {who: max(0, MOST_PARKED - parked.get(who, 0)) for who in crowded}


def admit(tx: Tx) -> None:
    """Let what waits apart into the inbox again, the oldest first, where there is room."""
    parked = list(tx.execute(_WHO_WAITS).scalars())
    at_work = _counts(tx, _COUNTS, parked) if parked else {}
    for who in parked:
        room = MOST_AT_WORK - at_work.get(who, 0)
        if 2 * room < MOST_AT_WORK:  # many at a time
            continue
        waiting = sa.select(_T.c.update_id).where(_PARKED, _T.c.person_key == who)
        first = waiting.order_by(_T.c.update_id).limit(room)
        tx.execute(sa.update(_T).where(_T.c.update_id.in_(first)).values(parked_at=None))


_NOT_LEASED = sa.or_(_T.c.leased_until.is_(None), _T.c.leased_until < sa.bindparam("stamp"))
_WAITING = [sa.select(sa.literal(1)).where(which).limit(1) for which in (sa.and_(_AT_WORK, _NOT_LEASED), _PARKED)]


def is_waiting(tx: Tx, stamp: float) -> bool:
    """True if something waits that nobody is at work on, here or apart."""
    return any(tx.execute(query, {"stamp": stamp}).first() is not None for query in _WAITING)


def _counts(tx: Tx, counts: sa.Select[Any], people: Collection[int]) -> dict[int, int]:
    rows: Any = tx.execute(counts, {"people": list(people)})
    return dict(iter(rows))
