"""Personal data of passkeys, for the person's own eyes."""

from typing import Any

from bot.people.passkeys import keeping
from bot.store.database import Tx


def personal_data_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """All that says anything to anybody, JSON-ready, moments in ISO 8601; keys and counters say nothing."""
    return {
        "passkeys": [
            {
                "label": one.label,
                "created_at": one.created_at.isoformat(),
                "used_at": None if one.used_at is None else one.used_at.isoformat(),
            }
            for one in reversed(keeping.passkeys(tx, person_id))
        ]
    }
