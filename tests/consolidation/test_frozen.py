"""A snapshot shows everybody once in each family, agrees with the store, and stays as it was taken."""

from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.consolidation import present, records
from bot.consolidation.content import SnapshotContent, freeze, thaw
from bot.consolidation.figures import Outline, outline
from bot.people.identity import Scope, roster
from bot.registration.reading import Registrant
from bot.sheets.content import RowState
from bot.store.database import Tx
from bot.store.files import file_content
from bot.titles.catalogue import Family, Subject
from tests.engines import both_engines
from tests.office import Office
from tests.sheets.desks import DEPUTY, HEAD, OFFICER, QLKH, STAFF, collective, registers, unit

DIRECTOR = "Ngô Thị Mỹ Mai"


@both_engines
async def test_everybody_is_in_it_once_and_what_is_registered_later_is_in_the_next(office: Office) -> None:
    office.moves_clock_to(2023, 2, 27)
    duy = await office.person(OFFICER)
    await registers(office, STAFF, "LDTT", "CSTDCS", "DVCDXS", initiative="Số hóa hồ sơ")
    await registers(office, DIRECTOR, "LDTT")
    await registers(office, DEPUTY, "LDTT", by=HEAD)
    await collective(office, Registrant(Subject.UNIT, await unit(office)), HEAD, "TTLDTT", "TTLDXS")

    first = await _taken(office, duy.person_id)
    state, union = first.part(Family.STATE), first.part(Family.UNION)
    assert state is not None and union is not None
    everybody = await office.database.read(lambda tx: roster(tx, Scope(everybody=True), tx.clock.today()))
    assert sorted(row.person for row in state.rows) == sorted(person.id for person in everybody)
    assert sorted(row.person for row in union.rows) == sorted(one.id for one in everybody if one.union_member)
    assert (state.people("LDTT"), state.people("CSTDCS"), union.people("DVCDXS")) == (3, 1, 1)
    assert (state.collectives("TTLDTT"), state.collectives("TTLDXS")) == (1, 1)
    assert sum(state.count(one) for one in RowState) == len(everybody)
    assert [group.name for group in state.groups if group.content.collective] == [QLKH]
    at_the_top = next(group for group in state.groups if any(row.name == DIRECTOR for row in group.rows))
    assert not at_the_top.collective and state.groups[0] is at_the_top
    assert thaw(freeze(first)) == first

    assert await office.database.read(_counted) == tuple(outline(part) for part in first.parts)

    await registers(office, HEAD, "LDTT")
    again = await office.database.read(lambda tx: _content(tx, 1))
    second = await _taken(office, duy.person_id)
    assert again == first
    after = second.part(Family.STATE)
    assert after is not None and after.people("LDTT") == 4


def _counted(tx: Tx) -> tuple[Outline, ...]:
    campaign = current_campaign(tx)
    assert campaign is not None
    return present.outlines(tx, campaign)


async def _taken(office: Office, by: int) -> SnapshotContent:
    def want(tx: Tx) -> int:
        campaign = current_campaign(tx)
        assert campaign is not None
        return records.want(tx, campaign.id, by)

    key = await office.database.run(want)
    await office.makes_papers()
    return await office.database.read(lambda tx: _content(tx, key))


def _content(tx: Tx, key: int) -> SnapshotContent:
    row: Any = tx.execute(sa.select(records.Snapshot.sha256).where(records.Snapshot.id == key)).one()  # type: ignore[call-overload]
    return thaw(file_content(tx, row.sha256))
