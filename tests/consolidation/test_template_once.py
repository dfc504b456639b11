"""A template is sent, tried, taken and given up once though the process dies at any commit."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bot.consolidation.template_targets import ShowTemplate
from bot.organisation import template_records
from bot.organisation.template_records import OfficialTemplate, TemplateState
from bot.papers.official import apart as apart_in
from bot.papers.official import checking
from bot.papers.official.filling import filled_in
from bot.papers.official.official import OfficialKind
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.consolidation.test_consolidated_once import Paperwork
from tests.consolidation.test_templates import changed
from tests.engines import both_engines_at_length
from tests.launching.test_once import dies_at_every_commit
from tests.notices.mortal import apart
from tests.office import Phone
from tests.sheets.desks import OFFICER, opens

_T, _A = columns(OfficialTemplate), columns(Audit)
KIND = OfficialKind.SUBMISSION


@pytest.fixture
async def paperwork(sample_url: str) -> AsyncIterator[Paperwork]:
    office = Paperwork(sample_url)
    await office.open()
    office.moves_clock_to(2023, 2, 27)
    yield office
    await office.close()


@pytest.fixture(autouse=True)
def tried_within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are checked and filled within this process, and not in one of their own each time, as
    tests/consolidation/test_templates.py has them: what counts here are commits."""

    def tried(kind: OfficialKind, template: bytes, names: Mapping[str, Any], at: datetime) -> bytes:
        checking.check(kind, template)
        return filled_in(template, names, apart_in.moment(at))

    monkeypatch.setattr(apart_in, "tried", tried)


class Sending:
    """Somebody who sends a file where others press a button."""

    def __init__(self, phone: Phone) -> None:
        self._phone, self._number = phone, 0

    def hits(self, name: str) -> None:
        self._number += 1
        own = changed("Kính trình Giám đốc", f"Lần {self._number}, kính trình Giám đốc")
        self._phone.office.world.sends_file(self._phone.user_id, name, own, mime="application/octet-stream")


async def deeds(office: Paperwork, deed: str) -> int:
    return len(await office.rows(sa.select(_A.c.id).where(_A.c.deed == deed)))


@pytest.mark.at_length
@pytest.mark.slow
@both_engines_at_length
async def test_it_dies_at_every_commit_and_a_template_is_sent_and_taken_once(paperwork: Paperwork) -> None:
    office = paperwork
    duy = await office.person(OFFICER)
    sent = taken = given_up = 0
    sending = Sending(duy)

    async def to_send() -> None:
        await opens(duy, ShowTemplate(KIND))
        await duy.taps("Gửi mẫu mới")

    async def is_tried() -> None:
        nonlocal sent
        sent += 1
        rows = await office.rows(sa.select(_T.c.state, _T.c.sha256).order_by(_T.c.id))
        assert [row.state for row in rows] == [*[TemplateState.LEFT] * (sent - 1), TemplateState.TRIED]
        assert len({row.sha256 for row in rows}) == sent == await deeds(office, "template.sent")
        assert await deeds(office, "template.tried") == sent
        assert "Đã điền thử xong" in duy.reads()

    deaths = await dies_at_every_commit(office, cast(Phone, sending), "to-trinh.docx", to_send, is_tried)
    assert deaths > 4 // apart(office.url)

    async def to_take() -> None:
        if await office.database.read(lambda tx: template_records.offered(tx, KIND)) is None:
            await to_send()
            sending.hits("to-trinh.docx")
            await office.lives()
        await duy.taps("Xem bản điền thử")

    async def is_taken() -> None:
        nonlocal taken
        taken += 1
        rows = await office.rows(sa.select(_T.c.id).where(_T.c.state == TemplateState.TAKEN))
        assert len(rows) == taken == await deeds(office, "template.taken")
        assert list(await office.database.read(template_records.in_use)) == [KIND]
        assert "to-trinh.docx" in duy.reads()

    deaths = await dies_at_every_commit(office, duy, "Dùng mẫu này", to_take, is_taken)
    assert deaths > 2 // apart(office.url)

    async def to_give_up() -> None:
        if not await office.database.read(template_records.in_use):
            await to_take()
            await duy.taps("Dùng mẫu này")
            await is_taken()
        await opens(duy, ShowTemplate(KIND))

    async def is_given_up() -> None:
        nonlocal taken, given_up
        taken, given_up = taken + 1, given_up + 1  # the built-in one is taken anew
        assert await office.database.read(template_records.in_use) == {}
        rows = await office.rows(sa.select(_T.c.id).where(_T.c.sha256.is_(None)))
        assert len(rows) == given_up
        assert await deeds(office, "template.taken") == taken
        assert "Mẫu có sẵn" in duy.reads()

    deaths = await dies_at_every_commit(office, duy, "Dùng lại mẫu có sẵn", to_give_up, is_given_up)
    assert deaths > 2 // apart(office.url)
