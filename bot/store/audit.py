"""The audit trail: append-only, in the action's own transaction, without personal text that erasure could not blank."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx


class Audit(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """None: the system itself, or the command line."""
    deed: str
    """slice.verb in past tense, such as registration.submitted."""
    subject: str
    """kind:key, such as person:28."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


_TABLE: sa.Table = Audit.__table__  # type: ignore[attr-defined]


def note(tx: Tx, deed: str, subject: str, *, actor_id: int | None = None, **details: Any) -> None:
    """Record that `actor_id` did `deed` to `subject` now. `details` holds codes and keys, never names or free text."""
    tx.execute(
        _TABLE.insert(), {"at": tx.now, "actor_id": actor_id, "deed": deed, "subject": subject, "details": details}
    )


def last(tx: Tx, *, deed: str, subject: str) -> tuple[int, datetime] | None:
    """The person who was the last to do `deed` to `subject`, and when; None: nobody has."""
    done = sa.and_(_TABLE.c.deed == deed, _TABLE.c.subject == subject, _TABLE.c.actor_id.is_not(None))
    query = sa.select(_TABLE.c.actor_id, _TABLE.c.at).where(done).order_by(_TABLE.c.id.desc()).limit(1)
    row = tx.execute(query).one_or_none()
    return None if row is None else (row.actor_id, row.at)
