"""The store's own word on which it is and how far it has come: an id, and a generation that only rises.

It rises in every transaction after which something may leave, and every few seconds while somebody leads the courier.
A store of a lower generation than was seen already is an older copy. A copy that is armed begins a new epoch, above
whatever was seen anywhere. While there is no row, nobody has ever served this store.

A copy that a command has made, and a store that was moved to another address, say so themselves, in place of a place.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, SQLModel

from bot.store import leases
from bot.store.audit import Audit
from bot.store.database import StoreLost, Tx
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from bot.store.upkeep import revisions

EPOCH = 2**32
"""Generations between two armings. Far more than a store rises by in its life."""


class StoreIdentity(SQLModel, table=True):
    """The store's identity and generation: one row."""

    __tablename__ = "store_identity"
    id: int = Field(primary_key=True)
    store: str
    """Random, and the same in every copy."""
    generation: int = Field(sa_type=sa.BigInteger)
    place: str | None = None
    """The database, as PostgreSQL's server names it. None on SQLite, whose file does not know its place. Or a mark."""


class Mark(StrEnum):
    """The reason why a store says itself that it is not to be served."""

    COPY = "copy"  # made by `backup`, or put back by `restore`
    MOVED = "moved"  # all of it is at another address now


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a store, as it says itself."""

    store: str
    generation: int
    place: str | None

    @property
    def mark(self) -> Mark | None:
        return next((mark for mark in Mark if (self.place or "").startswith(f"{mark}:")), None)

    @property
    def marked_at(self) -> datetime | None:
        """The time from which answers are missing, or at which it was moved."""
        return datetime.fromisoformat(self.place.partition(":")[2]) if self.mark and self.place else None


_T, _A, _I = columns(StoreIdentity), columns(Audit), columns(InboxRow)
_READ = sa.select(_T.c.store, _T.c.generation, _T.c.place)
_RISE = sa.update(_T).values(generation=_T.c.generation + 1).returning(_T.c.generation, _T.c.place)
_RISE_THERE: sa.Executable = _RISE.returning(sa.literal_column(f"{_T.name}.tableoid").label("table"))


def identity(tx: Tx) -> Identity | None:
    """None: nobody has served this store yet, or not since it was of a version that kept no such thing."""
    if not has_identity(tx):
        return None
    row = tx.execute(_READ).one_or_none()
    return None if row is None else Identity(row.store, row.generation, row.place)


def has_identity(tx: Tx) -> bool:
    """True if the store is of a version that keeps such a thing."""
    return sa.inspect(tx.connection).has_table(_T.name)


def is_outgrown(tx: Tx) -> bool:
    """True if a newer version has brought the store further than this one knows, while this one serves it."""
    found = tx.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found is not None and found not in revisions()


def rise(tx: Tx) -> int | None:
    """Raise the generation, because no copy made before holds what this transaction does; the new one. None: nobody
    keeps count. Raises StoreLost where the store was moved, or a copy put in its place, since it was taken up."""
    row: Any = tx.execute(_RISE if tx.engine_name == "sqlite" else _RISE_THERE).one_or_none()
    if row is None:
        return None
    risen = Identity("", row.generation, row.place)
    if risen.mark is not None or (len(row) == 3 and not _is_table_of(row.place, row.table)):
        raise StoreLost("store.lost.another")
    return risen.generation


def _is_table_of(place: str | None, table: int) -> bool:
    """False if a dump was read into the database: its table of this name is another one."""
    kept = (place or "").split("/")
    return len(kept) != len(_OF_POSTGRESQL) or kept[_TABLE] in ("?", str(table))


def generation(tx: Tx) -> int | None:
    """The generation that the store has reached, by whichever process. None: nobody keeps count."""
    return tx.execute(sa.select(_T.c.generation)).scalar_one_or_none()


def adopt(tx: Tx, place: str | None) -> Identity:
    """From now on count is kept of this store."""
    tx.insert_new(StoreIdentity, [{"id": 1, "store": secrets.token_hex(16), "generation": 0, "place": place}])
    row = tx.execute(_READ).one()
    return Identity(row.store, row.generation, row.place)


def begin_epoch(tx: Tx, place: str | None, above: int) -> Identity:
    """This store, here, is the one from now on, and any other of its name is an older one. `above`: the highest
    generation that was seen here."""
    now = adopt(tx, place)
    next_ = (max(now.generation, above) // EPOCH + 1) * EPOCH
    tx.execute(sa.update(_T).values(generation=next_, place=place))
    return Identity(now.store, next_, place)


def mark(tx: Tx, as_: Mark, at: datetime) -> Identity:
    """Have the store say that it is not to be served, until a person arms it. `at`: as `Identity.marked_at`."""
    now = adopt(tx, None)
    place = f"{as_}:{at.isoformat()}"
    tx.execute(sa.update(_T).values(place=place))
    return Identity(now.store, now.generation, place)


def place_again(tx: Tx, place: str | None) -> None:
    """Take a mark back: nothing has come of the move."""
    tx.execute(sa.update(_T).values(place=place))


def last_moment(tx: Tx) -> datetime | None:
    """The time from which on this store knows nothing: what a copy's mark says, else the last thing that it holds, by
    civil time. None: it holds nothing."""
    known = identity(tx)
    if known is not None and known.mark is Mark.COPY:
        return known.marked_at
    times = [tx.execute(sa.select(sa.func.max(column))).scalar_one() for column in (_A.c.at, _I.c.received_at)]
    led = leases.marked(tx, leases.CARRIED)
    if led is not None and led <= tx.clock.stamp() + tx.clock.offset.total_seconds():  # real time: the demo's is not
        times.append(datetime.fromtimestamp(led, UTC))
    return max((time for time in times if time is not None), default=None)


_OF_POSTGRESQL = (
    "SELECT system_identifier FROM pg_control_system()",
    "SELECT oid FROM pg_database WHERE datname = current_database()",
    "SELECT 'store_identity'::regclass::oid",  # another one after a dump was read into the same database
    "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)",  # the timeline: another one after a point was gone back to
)

UNKNOWN = "?"
"""In place of what the server does not say."""
_TABLE = 2
"""The place of the table's number among them."""


def place_of_database(tx: Tx) -> str | None:
    """The name of this database in its cluster, as far as it lets us know. None: it is no server's."""
    return None if tx.engine_name == "sqlite" else "/".join(_asked(tx, question) for question in _OF_POSTGRESQL)


def _asked(tx: Tx, question: str) -> str:
    try:
        with tx.savepoint():
            return str(tx.execute(sa.text(question)).scalar_one())
    except DBAPIError:  # some servers do not tell everybody
        return UNKNOWN
