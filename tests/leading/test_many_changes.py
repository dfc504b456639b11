"""Changes that were asked for, many at once: what a tick costs, and one that fails."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.leading.confirming import changes
from bot.ledger.letter import Letter
from bot.people.records import Person
from bot.registration.records import ChangeOutcome, ChangeReason, ChangeRequest, Registration, RegistrationState
from bot.settings import OFFICE_ZONE
from bot.store import audit
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.asked_of_postgresql import ASIDE
from tests.engines import both_engines_always
from tests.reminders.department import register

_C, _R, _L = columns(ChangeRequest), columns(Registration), columns(Letter)


def _asked_of(tx: Tx, first: int, last: int) -> None:
    """The people from the first to the last have registered, and each is asked for a change."""
    everybody = list(tx.execute(sa.select(columns(Person).c.id).order_by(columns(Person).c.id)).scalars())
    people = everybody[first - 1 : last]
    register(tx, people, RegistrationState.CHANGE_ASKED, (Family.STATE,))
    for key in tx.execute(sa.select(_R.c.id).where(_R.c.registered_by.in_(people))).scalars().all():
        row = {"registration_id": key, "version": 1, "reason": ChangeReason.TITLES, "by": people[0], "at": tx.now}
        tx.execute(sa.insert(_C), row)


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, month, day, hour, minute, tzinfo=OFFICE_ZONE)


@contextmanager
def _statements() -> Iterator[list[str]]:
    found = list[str]()

    def note(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if ASIDE not in connection.get_execution_options():
            found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


async def _tick(database: Database, at: datetime) -> int:
    """The number of statements."""
    database.clock.move_to(at)
    with _statements() as found:
        await database.run(changes.follow)
    return len(found)


@both_engines_always
async def test_a_tick_asks_the_store_as_much_about_fifty_as_about_five(sample_url: str, clock: Clock) -> None:
    database = open_database(sample_url, clock)
    planned = sa.select(sa.func.count()).where(_L.c.kind == changes.CHANGE_ENDS)
    costs = list[list[int]]()
    for first, last in ((1, 5), (6, 50)):
        clock.move_to(_at(2, 16, 15))
        await database.run(partial(_asked_of, first=first, last=last))
        # An ordinary day, the last morning, and any later moment of that day.
        costs.append([await _tick(database, at) for at in (_at(2, 20, 9), _at(2, 28, 9), _at(2, 28, 10))])
        assert await database.run(lambda tx: tx.execute(planned).scalar_one()) == last
    assert costs[0] == costs[1]
    assert max(costs[0]) < 10
    await database.close()


@both_engines_always
async def test_one_that_fails_stops_no_other(
    sample_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock.move_to(_at(2, 16, 15))
    database = open_database(sample_url, clock)
    await database.run(lambda tx: _asked_of(tx, 1, 3))
    asked = await database.run(lambda tx: list(tx.execute(sa.select(_R.c.id).order_by(_R.c.id)).scalars()))
    # The note of what happened to the second goes against a rule of the store.

    def note(tx: Tx, deed: str, about: str, **more: Any) -> None:
        if about == f"registration:{asked[1]}":
            tx.execute(sa.update(_R).where(_R.c.id == asked[1]).values(receipt_id=None))
        audit.note(tx, deed, about, **more)

    monkeypatch.setattr(changes, "note", note)
    with caplog.at_level(logging.ERROR):
        await _tick(database, _at(3, 2, 17, 1))
    states = sa.select(_R.c.state).order_by(_R.c.id)
    outcomes = sa.select(_C.c.outcome).order_by(_C.c.registration_id)
    submitted, lapsed = RegistrationState.SUBMITTED, ChangeOutcome.LAPSED
    assert await database.run(lambda tx: list(tx.execute(states).scalars())) == [
        submitted,
        RegistrationState.CHANGE_ASKED,
        submitted,
    ]
    assert await database.run(lambda tx: list(tx.execute(outcomes).scalars())) == [lapsed, None, lapsed]
    assert "could not be followed: IntegrityError" in caplog.text
    monkeypatch.undo()
    await _tick(database, _at(3, 2, 17, 2))
    assert await database.run(lambda tx: set(tx.execute(states).scalars())) == {submitted}
    await database.close()
