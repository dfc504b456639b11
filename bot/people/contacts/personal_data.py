"""Personal data of contacts, for the person's own eyes, and their end."""

from typing import Any

from bot.people.contacts import records
from bot.store.database import Tx


def personal_data_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """All of it, JSON-ready. The roster's address is with the person's row."""
    found = records.contacts(tx, [person_id])[person_id]
    choice = None if found.choice is None else [door.value for door in found.choice]
    return {"email": found.own_email, "choice": choice}


def erase(tx: Tx, person_id: int) -> None:
    """Forget what the person has said of contacts."""
    records.forget(tx, person_id)
