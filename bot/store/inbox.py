"""The inbox: every raw update is stored before its sender is told that we have it, and done with its effect.

A worker may only take the oldest undone update of a person, so order holds per person, also across replicas, and no
slow update stalls anybody else. `finish` runs in the transaction of the effect: a kill in between leaves the update
undone, to be taken again; a redelivery finds its key taken. `tries` is written in a transaction of its own, so it
survives the rollback of a body that fails; after MAX_TRIES the row is dead: its number and the class of it stay.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeGuard

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import BITS
from bot.clock import SKEW
from bot.secrecy.blanking import blanked
from bot.store.database import Tx
from bot.store.schema import columns, insert_into
from bot.store.together.rows import as_rows, evenly, given

MAX_TRIES = 3
LEASE_SECONDS = 10.0
"""Seconds that a dead replica keeps its updates from the others. Doing one takes milliseconds; should it ever take
longer, two replicas do it, and `finish` lets one of them."""
RETRY_SECONDS = 0.2
KEPT = timedelta(days=14)
"""The time that done rows stay, to recognise a redelivery. Telegram itself keeps updates for one day."""

FLOOD = "Flood"  # the error of an update that was not taken, its person having sent too much
DEEPEST = 40  # levels of an update; a reply with a quoted poll in a channel has about ten

_UNDONE = sa.text("done_at IS NULL AND dead_at IS NULL AND parked_at IS NULL")
_PARKED = sa.text("parked_at IS NOT NULL")


class InboxRow(SQLModel, table=True):
    __tablename__ = "inbox"
    __table_args__ = (
        sa.Index("ix_inbox_undone", "person_key", "update_id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
        sa.Index("ix_inbox_parked", "person_key", "update_id", sqlite_where=_PARKED, postgresql_where=_PARKED),
    )
    update_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    person_key: int = Field(sa_type=sa.BigInteger)
    """The account of whoever caused it, by Telegram its id: updates of one person are done in order."""
    raw: str | None = None
    """The update as it came; blanked when done, or dead: nobody's words stay for having been badly put."""
    tries: int = 0
    error: str | None = None
    """Class of the last failure: no text, which could hold what a person wrote."""
    leased_by: str | None = None
    leased_until: float | None = Field(default=None, sa_type=sa.Double)
    received_at: datetime
    done_at: datetime | None = None
    dead_at: datetime | None = None
    parked_at: datetime | None = None
    """Since when it waits apart, its person having sent more than is looked through for work (bot/store/parking.py)."""


_T = columns(InboxRow)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that this worker may now do."""

    update_id: int
    person_key: int
    raw: dict[str, Any]
    tries: int
    received_at: datetime | None = field(default=None, compare=False)


OWN = 1 << BITS
"""The first number of updates that come by other doors. Telegram's are below."""
WEB = "web"
"""The kind of an update that came by the web door. It is made here, whole, and its number is none of Telegram's."""


def number(update: Any) -> int | None:
    """The number by which Telegram is told that we have `update`; None for what is no update of Telegram's."""
    found = update.get("update_id") if isinstance(update, Mapping) else None
    return found if is_id(found) and found >= 0 else None


def is_web(update: Any) -> bool:
    """True if `update` has the form of what is made here of the things that browsers send. What Telegram brings is not
    kept under such a number, whatever it says."""
    found = update.get("update_id") if isinstance(update, Mapping) else None
    return isinstance(found, int) and found >= OWN and isinstance(update.get(WEB), Mapping)


def is_id(found: Any) -> TypeGuard[int]:
    """True if `found` may be an id of Telegram's: 52 bits. Anything else fits no column, and costs the whole batch."""
    return isinstance(found, int) and not isinstance(found, bool) and abs(found) < 1 << 52


def is_shallow(update: Any) -> bool:
    """True if nothing in `update` lies deeper than Telegram nests: brackets within brackets cost whoever walks them."""
    level, inside = 0, [update]
    while inside:
        level += 1
        if level > DEEPEST:
            return False
        branches = [value.values() if isinstance(value, Mapping) else value for value in inside]
        inside = [value for branch in branches for value in branch if isinstance(value, Mapping | list)]
    return True


def person_key(update: Mapping[str, Any]) -> int:
    """The id of whoever caused `update`, whatever its kind; of the chat where it names nobody; 0 for neither."""
    if is_web(update):
        return int(update[WEB]["user"])
    for kind, content in update.items():
        if kind != "update_id" and isinstance(content, Mapping):
            for field in ("from", "user", "chat"):
                who = content.get(field)
                if isinstance(who, Mapping) and is_id(who.get("id")):
                    return int(who["id"])
            message = content.get("message")
            if isinstance(message, Mapping):
                return person_key({"message": message})
    return 0


def store(
    tx: Tx, updates: Iterable[Mapping[str, Any]], crowds: Mapping[int, int] | None = None, *, own: bool = False
) -> int:
    """Keep raw `updates`; how many were new. `own`: they were made here, of what a browser has sent. Anything without a
    usable update_id cannot be acknowledged nor kept, and what nests deeper than Telegram does is not Telegram's.
    `crowds`: of people whose updates wait apart, the number that still may; of what is more only that it came."""
    rows, room = list[dict[str, Any]](), dict(crowds or {})
    for update in updates:
        if not (is_web(update) if own else number(update) is not None) or not is_shallow(update):
            continue
        who = person_key(update)
        # A State secret is not kept for the moment that it takes to refuse it.
        kept = blanked(_without_our_screen(update))
        # As ASCII: half a surrogate pair is JSON, but nothing that a database keeps.
        row = {"update_id": update["update_id"], "person_key": who, "raw": json.dumps(kept)}
        if who in room:
            room[who] -= 1
            row |= {"parked": True} if room[who] >= 0 else {"raw": None, "done": True, "error": FLOOD}
        rows.append(row)
    if not rows:
        return 0
    return max(tx.execute(_store_several(tx.engine_name), {"rows": as_rows(rows), "now": tx.now}).rowcount, 0)


@cache
def _store_several(engine_name: str) -> Any:
    kinds = {"update_id": sa.BigInteger, "person_key": sa.BigInteger, "raw": sa.Text, "error": sa.Text}
    rows = given(engine_name, **kinds, done=sa.Boolean, parked=sa.Boolean).c
    now = sa.bindparam("now", type_=_T.c.received_at.type)
    done, parked = (sa.case((is_so, now)) for is_so in (rows.done, rows.parked))
    values = {name: rows[name] for name in kinds} | {"tries": sa.literal(0), "received_at": now}
    values |= {"done_at": done, "parked_at": parked}
    stored = sa.select(*values.values()).where(sa.true())  # SQLite cannot tell ON CONFLICT from a join's ON
    new = insert_into(_T, engine_name).from_select(list(values), stored, include_defaults=False)
    return new.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _without_our_screen(update: Mapping[str, Any]) -> Mapping[str, Any]:
    """`update` without the text and buttons of the message that was tapped: they are ours, may name people, and only
    cost time to keep and to parse."""
    query = update.get("callback_query")
    if not isinstance(query, Mapping) or not isinstance(message := query.get("message"), Mapping):
        return update
    # As Telegram itself sends a message that it keeps no more: dated 0, nothing left but which one it was.
    kept = {key: message[key] for key in ("message_id", "chat") if key in message}
    return {**update, "callback_query": {**query, "message": {**kept, "date": 0}}}


_own, _leased = _T.alias("own"), _T.c.leased_until
_AT_WORK, _OWN_AT_WORK = (
    sa.and_(one.c.done_at.is_(None), one.c.dead_at.is_(None), one.c.parked_at.is_(None)) for one in (_T, _own)
)
# A join ("none is earlier") made PostgreSQL compare each with each, having counted rows when hardly any was undone.
_OLDEST = sa.select(sa.func.min(_own.c.update_id)).where(_own.c.person_key == _T.c.person_key, _OWN_AT_WORK)
_HEADS = (
    sa.select(_T.c.update_id)
    .where(
        _AT_WORK,
        sa.or_(_leased.is_(None), _leased < sa.bindparam("stamp"), _leased > sa.bindparam("ahead")),
        _T.c.update_id == _OLDEST.scalar_subquery(),
    )
    .order_by(_T.c.update_id)
    .limit(sa.bindparam("width"))
)
_TAKE = (
    sa.update(_T)
    .values(leased_by=sa.bindparam("owner"), leased_until=sa.bindparam("until"))
    .returning(_T.c.update_id, _T.c.person_key, _T.c.raw, _T.c.tries, _T.c.received_at)
)
# PostgreSQL: another replica's rows are passed over rather than waited for. SQLite has one writer and no such clause.
_CLAIM = _TAKE.where(_T.c.update_id.in_(_HEADS))
_CLAIM_SKIPPING = _TAKE.where(_T.c.update_id.in_(_HEADS.with_for_update(skip_locked=True, of=_T)))


def claim(tx: Tx, owner: str, stamp: float, width: int) -> list[Claimed]:
    """Lease up to `width` updates, at most one a person and always the oldest undone."""
    statement = _CLAIM_SKIPPING if tx.engine_name == "postgresql" else _CLAIM
    until = stamp + LEASE_SECONDS
    wanted = {"owner": owner, "stamp": stamp, "until": until, "ahead": until + SKEW, "width": width}
    rows = tx.execute(statement, wanted).all()
    return [
        Claimed(row.update_id, row.person_key, json.loads(row.raw or "{}"), row.tries, row.received_at) for row in rows
    ]


_AS_DONE: Any = {"done_at": sa.bindparam("now"), "raw": None, "error": None, "leased_by": None, "leased_until": None}
_FINISH = sa.update(_T).where(_T.c.update_id == sa.bindparam("id"), _T.c.done_at.is_(None)).values(**_AS_DONE)


def finish(tx: Tx, update_id: int) -> bool:
    """Mark it done in the transaction of its effect; False if it already was: then there must be no second effect."""
    return tx.execute(_FINISH, {"id": update_id, "now": tx.now}).rowcount == 1


_OF_THESE = sa.and_(_T.c.update_id.in_(sa.bindparam("ids", expanding=True)), _T.c.done_at.is_(None))
_FINISH_ALL = sa.update(_T).where(_OF_THESE).values(**_AS_DONE).returning(_T.c.update_id)


def finish_all(tx: Tx, update_ids: Sequence[int]) -> set[int]:
    """`finish` for several; those that were not done before."""
    return set(tx.execute(_FINISH_ALL, {"ids": evenly(sorted(update_ids)), "now": tx.now}).scalars())


def fail(tx: Tx, update_id: int, error: BaseException, stamp: float, *, final: bool = False) -> bool:
    """Count a failed try, to be taken again a moment after `stamp`; True when it was the last one: the row is dead."""
    tries = tx.execute(sa.select(_T.c.tries).where(_T.c.update_id == update_id)).scalar_one_or_none()
    if tries is None:
        return False
    dead = final or tries + 1 >= MAX_TRIES
    tx.execute(
        sa.update(_T)
        .where(_T.c.update_id == update_id, _T.c.done_at.is_(None))
        .values(
            tries=tries + 1,
            error=type(error).__name__,
            leased_by=None,
            leased_until=stamp + RETRY_SECONDS * (tries + 1),
            dead_at=tx.now if dead else None,
            **({"raw": None} if dead else {}),
        )
    )
    return dead


_DONE = sa.select(_T.c.update_id).where(_T.c.update_id == sa.bindparam("id"), _T.c.done_at.is_not(None))


def is_done(tx: Tx, update_id: int) -> bool:
    """True if its effect is in the store."""
    return tx.execute(_DONE, {"id": update_id}).first() is not None


_FREE = (
    sa.update(_T)
    .where(_T.c.done_at.is_(None), _T.c.leased_by.is_not(None))
    .values(leased_by=sa.null(), leased_until=sa.null())
)
_FREE_OWN = _FREE.where(_T.c.leased_by == sa.bindparam("owner"))


def free(tx: Tx, owner: str | None = None) -> None:
    """Give back leases: those of `owner` at a graceful stop; all of them when this process is alone on its store."""
    tx.execute(*((_FREE,) if owner is None else (_FREE_OWN, {"owner": owner})))


def oldest_undone(tx: Tx) -> datetime | None:
    """The moment at which the oldest update came that still waits to be done. /health looks at it; what waits apart
    says nothing of how we are."""
    oldest: datetime | None = tx.execute(sa.select(sa.func.min(_T.c.received_at)).where(_AT_WORK)).scalar_one()
    return oldest


_COUNTS = [sa.select(sa.func.count()).select_from(_T).where(one) for one in (_AT_WORK, _T.c.parked_at.is_not(None))]


def undone_count(tx: Tx) -> int:
    """The updates that wait, those apart included."""
    return sum(int(tx.execute(count).scalar_one()) for count in _COUNTS)


def dead_count(tx: Tx) -> int:
    return int(tx.execute(sa.select(sa.func.count()).where(_T.c.dead_at.is_not(None))).scalar_one())


def prune(tx: Tx, width: int = 5000) -> int:
    """Forget so many rows, done or dead, that no redelivery can reach any more: others wait meanwhile. How many."""
    over = tx.now - KEPT
    old = sa.select(_T.c.update_id).where(sa.or_(_T.c.done_at < over, _T.c.dead_at < over)).limit(width)
    return tx.execute(sa.delete(_T).where(_T.c.update_id.in_(old))).rowcount
