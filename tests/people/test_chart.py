"""The chart says of many the same as the chain says of each: random offices, every person, both families."""

import random
from datetime import date

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.clock import Clock
from bot.leading.rights import may_confirm
from bot.people.chain import Holder, state_confirmer, union_confirmer
from bot.people.chart import chart
from bot.people.identity import Scope, load_actor, roster
from bot.people.records import Grant, Role, UnionMembership, UnionOffice
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import link

_G, _M = columns(Grant), columns(UnionMembership)
DAY, USERS = date(2023, 1, 3), 6_000_000_000


@both_engines
@pytest.mark.parametrize("seed", range(4))
async def test_the_first_step_confirms_and_nobody_stands_above_himself(
    sample_url: str, clock: Clock, seed: int
) -> None:
    database = open_database(sample_url, clock)
    await database.run(lambda tx: _shuffle(tx, random.Random(seed)))
    await database.run(_compare)
    await database.close()


def _shuffle(tx: Tx, chance: random.Random) -> None:
    """Heads, deputies, leads and the chair go and come, some act for others, and some hold two offices."""
    grants = tx.execute(sa.select(_G.c.id, _G.c.unit_id).where(_G.c.role != Role.OFFICE)).all()
    units = sorted({row.unit_id for row in grants if row.unit_id is not None})
    gone = chance.sample([row.id for row in grants], len(grants) // 3)
    tx.execute(sa.delete(_G).where(_G.c.id.in_(gone)))
    people = [person.id for person in roster(tx, Scope(everybody=True), DAY)]
    for key in people:
        link(tx, USERS + key, key)
    for role in (Role.UNIT_HEAD, Role.ACTING_HEAD, Role.ACTING_HEAD, Role.DEPUTY):
        for unit in chance.sample(units, 4):
            row = {"person_id": chance.choice(people), "role": role, "unit_id": unit, "since": DAY}
            tx.execute(sa.insert(_G), row | {"from_roster": False})
    for office in (UnionOffice.GROUP_LEAD, UnionOffice.CHAIR, UnionOffice.MEMBER):
        some = chance.sample(people, 3)
        tx.execute(sa.update(_M).where(_M.c.person_id.in_(some)).values(office=office))


def _compare(tx: Tx) -> None:
    everybody = roster(tx, Scope(everybody=True), DAY)
    found = chart(tx, DAY)
    assert len(everybody) > 80
    for person in everybody:
        chains = {
            Family.STATE: found.state(person.id, person.unit_id),
            Family.UNION: found.union(person.id, person.union_group_id, person.union_office),
        }
        for family, chain in chains.items():
            confirmer = (state_confirmer if family is Family.STATE else union_confirmer)(tx, person, DAY)
            assert (confirmer.holder is Holder.PERSON) == bool(chain), person
            assert confirmer.staff is None or confirmer.staff.id in chain[0], person
            steps = [one for step in chain for one in step]
            assert person.id not in steps and len(steps) == len(set(steps)), person
            for one in chain[0] if chain else ():
                actor = load_actor(tx, USERS + one, chat(USERS + one))
                assert may_confirm(tx, actor, person, family, DAY), (actor, person)
