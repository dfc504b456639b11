"""The table of the key by which Zalo knows the Official Account: one row. The key lasts a day; what renews it is good
for one time only, so the new pair is kept in the commit that ends the old one."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.schema import columns


class ZaloKey(SQLModel, table=True):
    """`seed`: SHA-256 of the refresh token in the settings from which this row began: another one begins it anew."""

    __tablename__ = "zalo_key"
    id: int = Field(primary_key=True)
    seed: str
    access_token: str | None = None
    refresh_token: str
    expires_at: datetime | None = None
    asked_at: datetime | None = None
    """A renewal is out: the refresh token may be spent. None: an answer came."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key as it is kept."""

    access_token: str | None = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime | None
    asked_at: datetime | None


_K = columns(ZaloKey)


def key(tx: Tx, seed: str, refresh_token: str) -> Key:
    """The key; begun anew from the settings where these hold another refresh token than it began from."""
    row = tx.execute(sa.select(_K).with_for_update()).one_or_none()
    if row is None or row.seed != seed:
        tx.execute(sa.delete(_K))
        tx.execute(sa.insert(_K).values(id=1, seed=seed, refresh_token=refresh_token))
        return Key(None, refresh_token, None, None)
    return Key(row.access_token, row.refresh_token, row.expires_at, row.asked_at)


def asks(tx: Tx) -> None:
    """A renewal leaves."""
    tx.execute(sa.update(_K).values(asked_at=tx.now))


def not_asked(tx: Tx) -> None:
    """The renewal certainly did not leave, or was refused without spending anything."""
    tx.execute(sa.update(_K).values(asked_at=None))


def renewed(tx: Tx, access_token: str, refresh_token: str, expires_at: datetime) -> None:
    """Keep the new pair, in one commit."""
    values = {"access_token": access_token, "refresh_token": refresh_token, "expires_at": expires_at}
    tx.execute(sa.update(_K).values(**values, asked_at=None))
