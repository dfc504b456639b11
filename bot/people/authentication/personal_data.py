"""Personal data of getting in by the web, for the person's own eyes: PIN, links, browsers, lost phones."""

from typing import Any

import sqlalchemy as sa

from bot.people.authentication import access
from bot.people.authentication.records import WebLink, WebReport, WebSession
from bot.store.database import Tx
from bot.store.schema import columns

_L, _S, _R = columns(WebLink), columns(WebSession), columns(WebReport)


def personal_data_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """All of it but hashes, which say nothing to anybody: JSON-ready, moments in ISO 8601."""
    pin = access.pin_since(tx, person_id)
    return {
        "pin_since": None if pin is None else pin.isoformat(),
        "links": _rows(tx, _L, ("created_at", "claimed_at", "browser", "state"), person_id),
        "browsers": _rows(tx, _S, ("created_at", "seen_at", "browser", "ended_at"), person_id),
        "lost": _rows(tx, _R, ("reported_at", "decided_at"), person_id),
    }


def _rows(tx: Tx, table: sa.Table, names: tuple[str, ...], person_id: int) -> list[dict[str, Any]]:
    query = sa.select(*(table.c[name] for name in names)).where(table.c.person_id == person_id).order_by(table.c.id)
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row._mapping.items()}
        for row in tx.execute(query)
    ]
