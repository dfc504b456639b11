"""The time of a tick that plans for a large department, ten thousand people in three hundred units: a reminder for all,
and the digests of all that waits."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.campaigns.calendar import vietnam
from bot.reminders.actions import plan_due
from bot.reminders.digests import plan_waiting
from bot.settings import OFFICE_ZONE
from bot.slices import waits
from bot.store.database import Database, Tx
from tests.bench.department import department, hire, register_all

PEOPLE, UNITS = 10_000, 300
STAFF, DIGEST = datetime(2023, 2, 14, 8, 30, tzinfo=OFFICE_ZONE), datetime(2023, 2, 21, 14, tzinfo=OFFICE_ZONE)
REGISTERED, MORNING = datetime(2023, 1, 3, 15, tzinfo=OFFICE_ZONE), datetime(2023, 1, 4, 8, 30, tzinfo=OFFICE_ZONE)


def planning(folder: Path) -> tuple[float, float]:
    """Seconds to plan a reminder for all staff, and the digests of all leads, each in its one transaction."""
    database, clock = department(folder / "planning.db", STAFF, _hire)
    letters, staff = _timed(database, plan_due)
    assert letters == PEOPLE, letters
    clock.move_to(DIGEST)
    _, both = _timed(database, plan_due)
    database.close_now()
    return staff, both


def waiting(folder: Path) -> float:
    """Seconds to find what waits for everybody and plan the digests, when all have registered in both families and
    nothing is confirmed: 20,000 pieces of work."""
    database, clock = department(folder / "waiting.db", REGISTERED, _hire)
    database.run_now(lambda tx: register_all(tx, range(1, PEOPLE + 1)))
    clock.move_to(MORNING)
    vietnam(MORNING.year)  # a bot that runs has read it before its first tick, and knows all kinds of work
    assert waits()
    letters, seconds = _timed(database, plan_waiting)
    assert letters == 2 * UNITS, letters
    database.close_now()
    return seconds


def _hire(tx: Tx) -> None:
    hire(tx, PEOPLE, UNITS)


def _timed(database: Database, body: Callable[[Tx], int]) -> tuple[int, float]:
    began = time.perf_counter()
    done = database.run_now(body)
    return done, time.perf_counter() - began
