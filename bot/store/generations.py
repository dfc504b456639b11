"""The store's own word on which it is and how far it has come: an id, and a generation that only rises.

It rises in every transaction after which something may leave, and every few seconds while somebody leads the courier.
A store of a lower generation than was seen already is an older copy. A copy that is armed begins a new epoch, above
whatever was seen anywhere. While there is no row, nobody has ever served this store.
"""

import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns

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
    """The database, as PostgreSQL's server names it. None on SQLite, whose file does not know its place."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a store, as it says itself."""

    store: str
    generation: int
    place: str | None


_T = columns(StoreIdentity)
_READ = sa.select(_T.c.store, _T.c.generation, _T.c.place)
_RISE = sa.update(_T).values(generation=_T.c.generation + 1).returning(_T.c.generation)


def identity(tx: Tx) -> Identity | None:
    """None: nobody has served this store yet, or not since it was of a version that kept no such thing."""
    if not sa.inspect(tx.connection).has_table(_T.name):
        return None
    row = tx.execute(_READ).one_or_none()
    return None if row is None else Identity(row.store, row.generation, row.place)


def rise(tx: Tx) -> int | None:
    """Raise the generation, because no copy made before holds what this transaction does; the new one. None: nobody
    keeps count."""
    return tx.execute(_RISE).scalar_one_or_none()


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


_OF_POSTGRESQL = (
    "SELECT system_identifier FROM pg_control_system()",
    "SELECT oid FROM pg_database WHERE datname = current_database()",
    "SELECT 'store_identity'::regclass::oid",  # another one after a dump was read into the same database
    "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)",  # the timeline: another one after a point was gone back to
)


def place_of_database(tx: Tx) -> str | None:
    """The name of this database in its cluster, as far as it lets us know. None: it is no server's."""
    return None if tx.engine_name == "sqlite" else "/".join(_asked(tx, question) for question in _OF_POSTGRESQL)


def _asked(tx: Tx, question: str) -> str:
    try:
        with tx.savepoint():
            return str(tx.execute(sa.text(question)).scalar_one())
    except DBAPIError:  # some servers do not tell everybody
        return "?"
