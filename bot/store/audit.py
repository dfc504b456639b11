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
