"""The time of a tick that plans for a large department, ten thousand people in three hundred units: a reminder for all,
and the digests of all that waits."""

import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from bot.campaigns.calendar import vietnam
from bot.campaigns.records import Campaign, CampaignTitle
from bot.clock import Clock
from bot.folding import fold
from bot.people.records import Account, Grant, Person, Post, Role, StaffKind, UnionGroup, UnionMembership, Unit
from bot.people.records import UnionOffice as Office
from bot.registration.records import Agreement, Receipt, Registration, RegistrationState
from bot.reminders.actions import plan_due
from bot.reminders.digests import plan_waiting
from bot.settings import OFFICE_ZONE
from bot.slices import waits
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.store.upkeep import migrate
from bot.titles.catalogue import Family

PEOPLE, UNITS = 10_000, 300
SINCE = date(2020, 1, 1)
STAFF, DIGEST = datetime(2023, 2, 14, 8, 30, tzinfo=OFFICE_ZONE), datetime(2023, 2, 21, 14, tzinfo=OFFICE_ZONE)
REGISTERED, MORNING = datetime(2023, 1, 3, 15, tzinfo=OFFICE_ZONE), datetime(2023, 1, 4, 8, 30, tzinfo=OFFICE_ZONE)


def planning(folder: Path) -> tuple[float, float]:
    """Seconds to plan a reminder for all staff, and the digests of all leads, each in its one transaction."""
    database, clock = _department(folder / "planning.db", STAFF)
    letters, staff = _timed(database, plan_due)
    assert letters == PEOPLE, letters
    clock.move_to(DIGEST)
    _, both = _timed(database, plan_due)
    database.close_now()
    return staff, both


def waiting(folder: Path) -> float:
    """Seconds to find what waits for everybody and plan the digests, when all have registered in both families and
    nothing is confirmed: 20,000 pieces of work."""
    database, clock = _department(folder / "waiting.db", REGISTERED)
    database.run_now(_register_all)
    clock.move_to(MORNING)
    vietnam(MORNING.year)  # a bot that runs has read it before its first tick, and knows all kinds of work
    assert waits()
    letters, seconds = _timed(database, plan_waiting)
    assert letters == 2 * UNITS, letters
    database.close_now()
    return seconds


def _department(file: Path, at: datetime) -> tuple[Database, Clock]:
    url = f"sqlite:///{file}"
    migrate(url)
    clock = Clock(OFFICE_ZONE)
    clock.move_to(at)
    database = open_database(url, clock)
    database.run_now(_hire)
    return database, clock


def _register_all(tx: Tx) -> None:
    people = range(1, PEOPLE + 1)
    receipts = [{"id": key, "campaign_id": 1, "number": key, "code": f"T{key}", "person_id": key} for key in people]
    tx.insert_new(Receipt, receipts)
    common = {"state": RegistrationState.SUBMITTED, "version": 1, "submitted_at": tx.now, "agreement": Agreement.OWN}
    for family in Family:
        rows = [common | {"receipt_id": key, "registered_by": key, "family": family} for key in people]
        tx.insert_new(Registration, rows)


def _timed(database: Database, body: Callable[[Tx], int]) -> tuple[int, float]:
    began = time.perf_counter()
    done = database.run_now(body)
    return done, time.perf_counter() - began


def _hire(tx: Tx) -> None:
    people, units = range(1, PEOPLE + 1), range(1, UNITS + 1)
    window = {"opens_at": datetime(2023, 1, 3, tzinfo=OFFICE_ZONE)}
    window["deadline_at"] = datetime(2023, 2, 28, 17, tzinfo=OFFICE_ZONE)
    campaign = {"id": 1, "year": 2023, "name": "2023", "regime": "A_2003", "created_at": tx.now, "updated_at": tx.now}
    tx.execute(sa.insert(columns(Campaign)), campaign | window)
    tx.insert_new(CampaignTitle, [{"campaign_id": 1, "title": title} for title in ("LDTT", "DVCDXS")])
    tx.insert_new(Unit, [_named(unit, f"Phòng {unit}") | {"since": SINCE} for unit in units])
    tx.insert_new(UnionGroup, [_named(group, f"Tổ {group}") for group in units])
    tx.insert_new(Person, [_person(person) for person in people])
    tx.insert_new(Post, [_in_unit(person) | {"title": "Chuyên viên"} for person in people])
    tx.insert_new(UnionMembership, [_member(person) for person in people])
    tx.insert_new(Grant, [_in_unit(unit) | {"role": Role.UNIT_HEAD, "from_roster": True} for unit in units])
    tx.insert_new(Account, [_account(tx, person) for person in people])


def _named(key: int, name: str) -> dict[str, object]:
    return {"id": key, "name": name, "folded": fold(name), "position": key}


def _person(key: int) -> dict[str, object]:
    name = f"Nguyễn Văn {key}"
    known = {"id": key, "code": f"X{key}", "full_name": name, "folded": fold(name)}
    return known | {"kind": StaffKind.CIVIL_SERVANT, "position": key}


def _in_unit(person: int) -> dict[str, object]:
    return {"person_id": person, "unit_id": (person - 1) % UNITS + 1, "since": SINCE}


def _member(person: int) -> dict[str, object]:
    office = Office.GROUP_LEAD if UNITS < person <= 2 * UNITS else Office.MEMBER
    return {"person_id": person, "group_id": (person - 1) % UNITS + 1, "office": office, "since": SINCE}


def _account(tx: Tx, person: int) -> dict[str, object]:
    user_id = 6_000_000_000 + person
    known = {"user_id": user_id, "chat_id": user_id, "person_id": person, "language": "vi"}
    return known | {"consented_at": tx.now, "linked_at": tx.now, "created_at": tx.now}
