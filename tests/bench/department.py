"""A large department for the bench: people, units, a campaign and registrations, written as rows."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignTitle
from bot.clock import Clock
from bot.folding import fold
from bot.people.records import Account, Grant, Person, Post, Role, StaffKind, UnionGroup, UnionMembership, Unit
from bot.people.records import UnionOffice as Office
from bot.registration.records import Agreement, Receipt, Registration, RegistrationState
from bot.settings import OFFICE_ZONE
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.store.upkeep import migrate
from bot.titles.catalogue import Family

SINCE = date(2020, 1, 1)


def department(file: Path, at: datetime, build: Callable[[Tx], None]) -> tuple[Database, Clock]:
    """A new store with what `build` writes into it."""
    url = f"sqlite:///{file}"
    migrate(url)
    clock = Clock(OFFICE_ZONE)
    clock.move_to(at)
    database = open_database(url, clock)
    database.run_now(build)
    return database, clock


def register_all(tx: Tx, people: range, families: Collection[Family] = tuple(Family)) -> None:
    """Everybody of `people` has registered in these families, and nothing is confirmed."""
    receipts = [{"id": key, "campaign_id": 1, "number": key, "code": f"T{key}", "person_id": key} for key in people]
    tx.insert_new(Receipt, receipts)
    common = {"state": RegistrationState.SUBMITTED, "version": 1, "submitted_at": tx.now, "agreement": Agreement.OWN}
    for family in families:
        rows = [common | {"receipt_id": key, "registered_by": key, "family": family} for key in people]
        tx.insert_new(Registration, rows)


def hire(tx: Tx, number: int, of_units: int) -> None:
    """So many people in so many units, each with a head, and as many union groups, each with a lead; everybody is on
    the app, and a campaign is open."""
    people, units = range(1, number + 1), range(1, of_units + 1)
    window = {"opens_at": datetime(2023, 1, 3, tzinfo=OFFICE_ZONE)}
    window["deadline_at"] = datetime(2023, 2, 28, 17, tzinfo=OFFICE_ZONE)
    campaign = {"id": 1, "year": 2023, "name": "2023", "regime": "A_2003", "created_at": tx.now, "updated_at": tx.now}
    tx.execute(sa.insert(columns(Campaign)), campaign | window)
    tx.insert_new(CampaignTitle, [{"campaign_id": 1, "title": title} for title in ("LDTT", "DVCDXS")])
    tx.insert_new(Unit, [_named(unit, f"Phòng {unit}") | {"since": SINCE, "is_collective": True} for unit in units])
    tx.insert_new(UnionGroup, [_named(group, f"Tổ {group}") for group in units])
    tx.insert_new(Person, [_person(person) for person in people])
    tx.insert_new(Post, [_in_unit(person, of_units) | {"title": "Chuyên viên"} for person in people])
    tx.insert_new(UnionMembership, [_member(person, of_units) for person in people])
    tx.insert_new(Grant, [_in_unit(unit, of_units) | {"role": Role.UNIT_HEAD, "from_roster": True} for unit in units])
    tx.insert_new(Account, [_account(tx, person) for person in people])


def _named(key: int, name: str) -> dict[str, object]:
    return {"id": key, "name": name, "folded": fold(name), "position": key}


def _person(key: int) -> dict[str, object]:
    name = f"Nguyễn Văn {key}"
    known = {"id": key, "code": f"X{key}", "full_name": name, "folded": fold(name)}
    return known | {"kind": StaffKind.CIVIL_SERVANT, "position": key}


def _in_unit(person: int, units: int) -> dict[str, object]:
    return {"person_id": person, "unit_id": (person - 1) % units + 1, "since": SINCE}


def _member(person: int, units: int) -> dict[str, object]:
    office = Office.GROUP_LEAD if units < person <= 2 * units else Office.MEMBER
    return {"person_id": person, "group_id": (person - 1) % units + 1, "office": office, "since": SINCE}


def _account(tx: Tx, person: int) -> dict[str, object]:
    user_id = 6_000_000_000 + person
    known = {"user_id": user_id, "person_id": person, "language": "vi"}
    return known | {"consented_at": tx.now, "linked_at": tx.now, "created_at": tx.now}
