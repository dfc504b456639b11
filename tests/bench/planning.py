"""The time of a tick that plans for a large department, ten thousand people in three hundred units: a reminder for all,
the digests of all that waits, and letters that go to people by three doors."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.address import Door, room
from bot.bells import planning as ringing
from bot.bells import policy
from bot.bells.coverage import coverage
from bot.bells.records import BellDoor
from bot.campaigns.calendar import vietnam
from bot.ledger.letter import Letter, Reason, State
from bot.ledger.planning import plan_all
from bot.people.records import Account, Person
from bot.reminders.actions import plan_due
from bot.reminders.digests import plan_waiting
from bot.settings import OFFICE_ZONE
from bot.slices import waits
from bot.store.database import Database, Tx
from bot.store.schema import columns
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


def three_doors(folder: Path) -> float:
    """Seconds of one core to count whom each door reaches, with quota and price, to plan a letter for all, and to plan
    the rings for those whom it reaches by neither Telegram nor the web: a third each."""
    database, _ = department(folder / "doors.db", STAFF, _at_three_doors)
    everybody = range(1, PEOPLE + 1)

    def count_and_plan(tx: Tx) -> int:
        reached = coverage(tx, everybody, policy.doors(tx))
        found = (reached.telegram, reached.web, reached.ringing[Door.EMAIL], reached.in_person)
        assert found == (*(len(one) for one in _THIRDS), 0), found
        return plan_all(tx, "notice", "notice:1", "1", {person: {"notice": 1} for person in everybody})

    planned, seconds = _spent(database, count_and_plan)
    assert planned == PEOPLE, planned
    database.run_now(_come_back)
    rung = 0
    while rung < len(_THIRDS[2]):
        rows, more = _spent(database, ringing.plan)
        rung, seconds = rung + rows, seconds + more
        assert rows, rung
    database.close_now()
    return seconds


_THIRDS: tuple[range, range, range] = (
    range(1, PEOPLE + 1, 3),
    range(2, PEOPLE + 1, 3),
    range(3, PEOPLE + 1, 3),
)
"""Keys of those at Telegram, in browsers, and with an address for mail alone."""


def _at_three_doors(tx: Tx) -> None:
    _hire(tx)
    account, person = columns(Account), columns(Person)
    web, mail = list(_THIRDS[1]), list(_THIRDS[2])
    tx.execute(sa.delete(account).where(account.c.person_id.in_([*web, *mail])))
    common: dict[str, Any] = {"language": "vi", "consented_at": tx.now, "linked_at": tx.now, "created_at": tx.now}
    rows = [common | {"user_id": room(one).number, "person_id": one, "web_since": tx.now} for one in web]
    tx.insert_new(Account, rows)
    address = sa.literal("x") + sa.cast(person.c.id, sa.String) + "@so.gov.vn"
    tx.execute(sa.update(person).where(person.c.id.in_(mail)).values(email=address))
    door = {"door": Door.EMAIL, "is_set": True, "is_on": True, "on_since": tx.now, "place": 1, "price": 200}
    tx.execute(sa.delete(columns(BellDoor)).where(columns(BellDoor).c.door == Door.EMAIL))
    tx.insert_new(BellDoor, [door | {"quota": PEOPLE}])


def _come_back(tx: Tx) -> None:
    """The courier has found nobody at the place of these letters."""
    letter = columns(Letter)
    ended = {"state": State.BLOCKED, "reason": Reason.NOT_LINKED, "ended_at": tx.now}
    tx.execute(sa.update(letter).where(letter.c.person_id.in_(list(_THIRDS[2]))).values(**ended))


def _hire(tx: Tx) -> None:
    hire(tx, PEOPLE, UNITS)


def _spent(database: Database, body: Callable[[Tx], int]) -> tuple[int, float]:
    began = time.process_time()
    done = database.run_now(body)
    return done, time.process_time() - began


def _timed(database: Database, body: Callable[[Tx], int]) -> tuple[int, float]:
    began = time.perf_counter()
    done = database.run_now(body)
    return done, time.perf_counter() - began
