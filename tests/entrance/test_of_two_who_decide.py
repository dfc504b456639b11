"""Two members of the Office decide on somebody's way in by the web: one does, and both know whose decision it was."""

import sqlalchemy as sa

from bot.office.entrance.targets import DecideEntry, LeaveReport, ShowEntry
from bot.people.authentication.records import LinkKind, WebLink, WebReport, WebSession
from bot.people.authentication.targets import ShowWebAccess
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines_always
from tests.entrance.conftest import WebDoor
from tests.entrance.test_coming_in import AGREE
from tests.office import Office, Phone

DUY, THU, HIEU, HAU = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
DECIDED = "Anh Nguyễn Đức Duy đã quyết định lúc 08:10 ngày 03/01/2023. Không cần thao tác thêm."
_L, _R, _S, _A = columns(WebLink), columns(WebReport), columns(WebSession), columns(Audit)


async def deeds(office: Office, deed: str) -> int:
    return len(await office.rows(sa.select(_A.c.id).where(_A.c.deed == deed)))


async def reported(hieu: Phone, hau: Phone, *deciding: Phone) -> None:
    """The lead reports the phone, and these have it on their screens."""
    await hieu.says("/donvi")
    await hieu.forges(ShowWebAccess(hau.person_id))
    await hieu.taps("Báo mất điện thoại")
    await hieu.taps("Báo mất điện thoại")
    for phone in deciding:
        await phone.says("/menu")
        await phone.forges(ShowWebAccess(hau.person_id))
        assert "Đã tìm thấy, không thu hồi" in phone.buttons()


@both_engines_always
async def test_a_browser_that_waits_is_let_in_or_not_by_one(office: Office, door: WebDoor) -> None:
    duy, thu, hieu = [await office.person(name) for name in (DUY, THU, HIEU)]
    await office.person(HAU, linked=False)
    lan = await door.browser()
    await lan.opens(await door.link(HAU, LinkKind.LEAD, hieu.person_id))
    await lan.presses(AGREE)
    (link,) = await office.rows(sa.select(_L.c.id))
    for phone in (duy, thu):
        await phone.says("/menu")
        await phone.forges(ShowEntry(link.id))
        assert "Đúng người, cho vào" in phone.buttons()
    await duy.taps("Đúng người, cho vào")
    await thu.taps("Từ chối")
    assert thu.reads().startswith(DECIDED)
    assert await deeds(office, "web.entry_approved") == 1 and await deeds(office, "web.entry_refused") == 0
    for phone in (duy, thu):
        await phone.forges(ShowEntry(link.id))
        assert "Nguyễn Đức Duy" in phone.reads(), "both read whose it was"
        await phone.forges(DecideEntry(link.id, yes=True))
    assert await deeds(office, "web.entry_approved") == 1


@both_engines_always
async def test_a_lost_phone_is_decided_on_by_one(office: Office, door: WebDoor) -> None:
    duy, thu, hieu = [await office.person(name) for name in (DUY, THU, HIEU)]
    hau = await office.person(HAU, linked=False)
    await door.comes_in(HAU)

    async def browsers() -> int:
        return len(await office.rows(sa.select(_S.c.id).where(_S.c.ended_at.is_(None))))

    await reported(hieu, hau, duy, thu)
    await thu.taps("Thu hồi trang web")
    await duy.taps("Đã tìm thấy, không thu hồi")
    await thu.taps("Thu hồi trang web")
    assert thu.reads().startswith(DECIDED) and await browsers() == 1, "what a colleague has decided stands"

    await reported(hieu, hau, duy, thu)
    for phone in (duy, thu):
        await phone.taps("Thu hồi trang web")
    await duy.taps("Thu hồi trang web")
    await thu.taps("Thu hồi trang web")
    assert thu.reads().startswith(DECIDED) and await browsers() == 0
    await thu.forges(LeaveReport(hau.person_id))
    assert thu.reads().startswith(DECIDED)
    decided = await office.rows(sa.select(_R.c.decided_by, _R.c.revoked).order_by(_R.c.id))
    assert [(row.decided_by, row.revoked) for row in decided] == [(duy.person_id, False), (duy.person_id, True)]
