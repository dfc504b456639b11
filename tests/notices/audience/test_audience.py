"""Whom a description means: each criterion against the plain rows, and how they are put together."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.notices.audience import recipients
from bot.notices.audience.recipients import Reach
from bot.people.identity import Scope, Staff, grants, roster
from bot.people.reach import subtree
from bot.people.records import Account, Person, Role, StaffKind, Unit
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import both_engines

EVERYBODY = Scope(everybody=True)
Says = Callable[[Tx, Staff], bool]


def _unit(tx: Tx, name: str) -> int:
    table = columns(Unit)
    return int(tx.execute(sa.select(table.c.id).where(table.c.name.like(f"{name}%"))).scalars().first() or 0)


def _heads(tx: Tx, person: Staff) -> bool:
    return any(held.role is Role.UNIT_HEAD for held in grants(tx, tx.clock.today()).get(person.id, ()))


CRITERIA: dict[str, tuple[Callable[[Tx], dict[str, Any]], Says]] = {
    "everybody": (lambda _tx: {"everybody": True}, lambda _tx, _one: True),
    "a unit with those below": (
        lambda tx: {"units": [_unit(tx, "Chi cục")]},
        lambda tx, one: one.unit_id in subtree(tx, [_unit(tx, "Chi cục")], tx.clock.today()),
    ),
    "a union group": (lambda _tx: {"groups": [1]}, lambda _tx, one: one.union_group_id == 1),
    "heads": (lambda _tx: {"roles": ["unit_head"]}, _heads),
    "workers": (lambda _tx: {"kinds": ["worker"]}, lambda _tx, one: one.kind is StaffKind.WORKER),
    "who has not answered": (lambda _tx: {"answer": "missing"}, lambda _tx, _one: True),
    "who has": (lambda _tx: {"answer": "registered"}, lambda _tx, _one: False),
    "names": (lambda _tx: {"people": [3, 5, 8]}, lambda _tx, one: one.id in (3, 5, 8)),
    "all but some": (
        lambda _tx: {"all": [{"everybody": True}, {"not": {"people": [3]}}]},
        lambda _tx, one: one.id != 3,
    ),
    "either": (
        lambda _tx: {"any": [{"people": [3]}, {"groups": [1]}]},
        lambda _tx, one: one.id == 3 or one.union_group_id == 1,
    ),
    "both": (
        lambda _tx: {"all": [{"kinds": ["worker"]}, {"groups": [1]}]},
        lambda _tx, one: one.kind is StaffKind.WORKER and one.union_group_id == 1,
    ),
    "nobody": (lambda _tx: {"any": []}, lambda _tx, _one: False),
}


@both_engines
@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_description_means_those_of_whom_it_holds(sample_url: str, clock: Clock, criterion: str) -> None:
    description, holds = CRITERIA[criterion]
    database = open_database(sample_url, clock)

    def body(tx: Tx) -> tuple[list[int], list[int]]:
        found = [one.person_id for one in recipients.matching(tx, description(tx))]
        return found, [one.id for one in roster(tx, EVERYBODY, tx.clock.today()) if holds(tx, one)]

    found, meant = database.run_now(body)
    database.close_now()
    assert found == meant
    assert criterion in ("nobody", "who has") or found


@both_engines
def test_who_has_left_is_nobodys_recipient_and_reach_is_told_apart(sample_url: str, clock: Clock) -> None:
    database = open_database(sample_url, clock)

    def body(tx: Tx) -> dict[Reach, int]:
        person, account = columns(Person), columns(Account)
        tx.execute(sa.update(person).where(person.c.id == 8).values(left_on=date(2023, 1, 1)))
        for key, blocked in ((3, None), (5, tx.now)):
            row = {"user_id": key, "person_id": key, "language": "vi", "consented_at": tx.now}
            tx.execute(sa.insert(account), row | {"created_at": tx.now, "blocked_at": blocked})
        return recipients.count(recipients.matching(tx, {"people": [3, 5, 7, 8]}))

    counted = database.run_now(body)
    database.close_now()
    assert counted == {Reach.REACHED: 1, Reach.UNLINKED: 1, Reach.BLOCKED: 1}
