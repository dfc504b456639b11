"""Phones reported lost by whoever leads their owner: every browser of that person is locked at once, and asks for the
PIN; whether it is ended says the Office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.people.authentication import sessions
from bot.people.authentication.records import WebReport
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_R = columns(WebReport)


@dataclass(frozen=True, slots=True)
class Report:
    id: int
    person_id: int
    reported_by: int
    reported_at: datetime


def _report(row: Any) -> Report:
    return Report(*row)


_COLUMNS = [_R.c[name] for name in Report.__dataclass_fields__]
_OPEN = sa.select(*_COLUMNS).where(_R.c.decided_at.is_(None)).order_by(_R.c.reported_at, _R.c.id)


def report(tx: Tx, person_id: int, by: int) -> int:
    """Lock the person's browsers, and put it before the Office, once; how many were locked."""
    try:
        with tx.savepoint():
            values = {"person_id": person_id, "reported_by": by, "reported_at": tx.now}
            made = tx.execute(sa.insert(_R).values(values).returning(_R.c.id)).scalar_one()
            note(tx, "web.phone_lost", f"person:{person_id}", actor_id=by, report=made)
    except IntegrityError:
        pass  # it is before the Office already
    return sessions.lock(tx, person_id)


def open_reports(tx: Tx) -> list[Report]:
    """Those that wait, the oldest first."""
    return [_report(row) for row in tx.execute(_OPEN)]


def of(tx: Tx, person_id: int) -> Report | None:
    row = tx.execute(_OPEN.where(_R.c.person_id == person_id)).one_or_none()
    return None if row is None else _report(row)


def decide(tx: Tx, person_id: int, by: int | None, *, revoked: bool) -> bool:
    """Close the report on this person; False: there is none any more."""
    waits = sa.and_(_R.c.person_id == person_id, _R.c.decided_at.is_(None))
    values = {"decided_at": tx.now, "decided_by": by, "revoked": revoked}
    if not tx.execute(sa.update(_R).where(waits).values(values)).rowcount:
        return False
    note(tx, "web.report_decided", f"person:{person_id}", actor_id=by, revoked=revoked)
    return True
