"""A snapshot, its papers, its submission and an opinion happen once though the process dies at any commit."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.consolidation.records import Opinion, Snapshot, SnapshotPaper, Submission
from bot.consolidation.targets import ShowSubmission
from bot.ledger.letter import Letter
from bot.store.schema import columns
from tests.consolidation.test_submitting import DIRECTOR
from tests.engines import both_engines_at_length
from tests.launching.test_once import dies_at_every_commit
from tests.notices.mortal import MortalOffice, apart
from tests.sheets.desks import OFFICER

_S, _P, _B, _O, _L = columns(Snapshot), columns(SnapshotPaper), columns(Submission), columns(Opinion), columns(Letter)


class Paperwork(MortalOffice):
    """Papers are made whenever it lives."""

    async def lives(self) -> None:
        await super().lives()
        await self.service.paper_maker.look()
        await super().lives()


@pytest.fixture
async def paperwork(sample_url: str) -> AsyncIterator[Paperwork]:
    office = Paperwork(sample_url)
    await office.open()
    office.moves_clock_to(2023, 2, 27)
    yield office
    await office.close()


@pytest.mark.slow
@both_engines_at_length
async def test_it_dies_at_every_commit_and_all_is_done_once(paperwork: Paperwork) -> None:
    office = paperwork
    duy, mai = await office.person(OFFICER), await office.person(DIRECTOR)
    office.world.came_before(mai.user_id)
    snapshots = submissions = 0

    async def to_take() -> None:
        await duy.says("tổng hợp")

    async def is_taken() -> None:
        nonlocal snapshots
        snapshots += 1
        rows = await office.rows(sa.select(_S.c.number, _S.c.sha256).order_by(_S.c.number))
        assert [row.number for row in rows] == list(range(1, snapshots + 1)) and all(row.sha256 for row in rows)
        assert f"BẢN TỔNG HỢP SỐ {snapshots}" in duy.reads()

    assert await dies_at_every_commit(office, duy, "Tổng hợp", to_take, is_taken) > 4 // apart(office.url)

    async def to_submit() -> None:
        """A snapshot for each time: one is submitted once."""
        nonlocal snapshots
        snapshots += 1
        await duy.says("tổng hợp")
        await duy.taps("Tổng hợp")
        await office.makes_papers()
        await duy.taps("Gửi Giám đốc")

    async def is_submitted() -> None:
        nonlocal submissions
        submissions += 1
        assert len(await office.rows(sa.select(_B.c.id))) == submissions
        made = await office.rows(sa.select(_P.c.sha256))
        assert len(made) == 2 * submissions and all(row.sha256 for row in made)
        planned = await office.rows(sa.select(_L.c.source).where(_L.c.kind == "submission"))
        assert len(planned) == 3 * submissions, "the Director's and both deputies', once each"
        assert f"bản tổng hợp số {snapshots}, số liệu" in mai.reads()

    assert await dies_at_every_commit(office, duy, "Gửi", to_submit, is_submitted) > 4 // apart(office.url)

    async def to_agree() -> None:
        await office.database.run(lambda tx: tx.execute(sa.delete(_O)) and None)
        await mai.says("/menu")
        await mai.forges(ShowSubmission(submissions))

    async def is_agreed() -> None:
        assert len(await office.rows(sa.select(_O.c.id))) == 1
        assert "đồng ý, lúc" in mai.reads()

    assert await dies_at_every_commit(office, mai, "Đồng ý", to_agree, is_agreed) > 2 // apart(office.url)
