"""The audit trail: append-only, in the action's own transaction, without personal text that erasure could not blank.

Whoever leads seals the rows afterwards, in a chain (`bot/store/chain/`): a step of somebody neither reads nor holds a
row that another's needs. Seals are rows of their own. A row of the trail is never written to again, so that a database
may forbid it; and of transactions that end in another order than they began in, each gets the next place when it is
seen. Keys of rows may have gaps, places have none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.chain import digests
from bot.store.database import Tx


class Audit(SQLModel, table=True):
    __table_args__ = (
        sa.Index("ix_audit_actor", "actor_id", "id"),
        sa.Index("ix_audit_deed", "deed", "id"),
        sa.Index("ix_audit_subject", "subject", "id"),
        sa.Index("ix_audit_at", "at", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    """None: the system itself, or the command line."""
    deed: str
    """slice.verb in past tense, such as registration.submitted."""
    subject: str
    """kind:key, such as person:28."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


class AuditSeal(SQLModel, table=True):
    """The seal of one row of the trail: its place in the chain, and the digest over all up to it."""

    __tablename__ = "audit_seal"
    __table_args__ = (sa.Index("ux_audit_seal_audit", "audit_id", unique=True),)
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """1, 2, 3 …, without a gap."""
    audit_id: int = Field(foreign_key="audit.id")
    digest: str
    """SHA-256 in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: printed on papers and copies, it shows afterwards that nothing up to it was changed or cut
    off (`thidua audit verify --head`)."""

    place: int
    """The number of rows that are sealed; 0: none yet."""
    code: str
    """The short form of the digest, as digests.code."""
    at: datetime | None
    """The time of the last row that is sealed."""

    def __str__(self) -> str:
        """As it is printed and typed: 1234-ABCD-EFGH-JKMN-PQRS."""
        return f"{self.place}-{self.code}"


_TABLE: sa.Table = Audit.__table__  # type: ignore[attr-defined]
_SEAL: sa.Table = AuditSeal.__table__  # type: ignore[attr-defined]
_NOTE = _TABLE.insert()


def note(tx: Tx, deed: str, subject: str, *, actor_id: int | None = None, **details: Any) -> None:
    """Record that `actor_id` did `deed` to `subject` now. `details` holds codes and keys, never names or free text."""
    tx.execute(_NOTE, {"at": tx.now, "actor_id": actor_id, "deed": deed, "subject": subject, "details": details})


def last(tx: Tx, *, deed: str, subject: str) -> tuple[int, datetime] | None:
    """The person who was the last to do `deed` to `subject`, and when; None: nobody has."""
    done = sa.and_(_TABLE.c.deed == deed, _TABLE.c.subject == subject, _TABLE.c.actor_id.is_not(None))
    query = sa.select(_TABLE.c.actor_id, _TABLE.c.at).where(done).order_by(_TABLE.c.id.desc()).limit(1)
    row = tx.execute(query).one_or_none()
    return None if row is None else (row.actor_id, row.at)


def head(tx: Tx) -> Head:
    """The end of the chain as it is now. What was done in the last seconds, and in this transaction, is not in it."""
    query = (
        sa.select(_SEAL.c.place, _SEAL.c.digest, _TABLE.c.at)
        .outerjoin(_TABLE, _TABLE.c.id == _SEAL.c.audit_id)
        .order_by(_SEAL.c.place.desc())
        .limit(1)
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        return Head(0, digests.code(digests.FIRST), None)
    return Head(row.place, digests.code(row.digest), row.at)
