# mypy: ignore-errors
"""What was done in the old store last: its people are to be told of it, and have not been told yet.

Part of make_store.py, which ran once; see there.
"""

import sqlalchemy as sa

from bot.database import columns
from bot.people.records import Grant
from bot.registration.records import LateRequest
from bot.sheets.records import UnitSheet
from bot.slices import ticks
from tests.migrations.crowd import Crowd, Recorder
from tests.migrations.scenes import DAT, OANH, last, registers
from tests.notices.desk import DUY, HAU, HIEU
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens_personnel, registration
from tests.sheets.desks import CHAIR, acts, opens


async def deeds(guide: Recorder, crowd: Crowd) -> dict[str, int]:
    """What people are to be told and have not been told yet; by name, the keys of what is still to be done."""
    office = guide.office
    hieu, duy = await office.person(HIEU), await office.person(DUY)
    hau, chosen = await crowd.twin(HAU), await crowd.twin(HAU)
    await registers(hau)
    ref, version, _state = await registration(office, hau)
    await acts(hieu, "ask_change", ref, version)
    await hieu.says("Viết rõ hơn nội dung phấn đấu.")
    right, asks, entrusts = [await crowd.twin(HAU) for _ in range(3)]
    await registers(right)
    await acts(hieu, "confirm", *(await registration(office, right))[:2])
    await acts(asks, "ask_proxy")
    await acts(hieu, "proxy", entrusts.person_id)
    await hieu.taps("Lao động tiên tiến")
    await hieu.taps("Tiếp tục")
    await hieu.taps(hieu.buttons()[0])
    await hieu.taps("Gửi đăng ký")
    await hieu.forges("v:proxy:0:0")
    await opens(hieu, "proxy_decline", chosen.person_id)
    await hieu.taps(hieu.buttons()[1])
    await guide.sees(hieu, "Ghi nhận thay: không đăng ký")
    await hieu.forges("v:delegation:0:0")
    await hieu.taps("Ủy quyền cho cấp phó")
    await hieu.says("le cong khoi")
    await hieu.taps(hieu.buttons()[0])
    await hieu.taps(hieu.buttons()[0])
    await hieu.taps("Ủy quyền")
    await acts(hieu, "end_stand_in", await last(office, Grant))
    await finds(duy, "ngo quoc kien")
    await duy.taps("Chuyển đơn vị")
    await duy.says("thanh tra")
    await duy.taps(duy.buttons()[0])
    await duy.says("01/03")
    await duy.taps("Chuyển đơn vị")
    await finds(duy, "ngo quoc kien")
    await duy.taps("Bỏ việc chuyển đơn vị")
    await (await office.person(DAT)).says("/menu")
    await opens_personnel(duy)
    await duy.taps("Đơn vị")
    await duy.taps("Trang sau")
    await duy.taps("Phòng Dịch vụ Khoa học và Công nghệ")
    await duy.taps("Sáp nhập")
    await duy.says("Phòng Công nghệ sinh học và Thử nghiệm")
    await duy.says("hôm nay")
    await duy.taps("Sáp nhập")
    await _links(guide, duy)
    await _lists(office, duy)
    silent = await crowd.twin(HAU)
    return {"silent": silent.person_id, "late": await last(office, LateRequest)}


async def _links(guide: Recorder, duy: Phone) -> None:
    office = guide.office
    for words in ("Lê Văn Phát, Văn phòng Sở", "Nguyễn Văn B, Thanh tra Sở"):
        stranger = await office.stranger(f"8495{len(office.people):07d}")
        await stranger.says("/start")
        await stranger.taps("Xem và cho ý kiến")
        await stranger.taps("Tôi đồng ý")
        await stranger.shares_own_contact()
        await stranger.says(words)
    await duy.forges("v:link_requests:0:0")
    await duy.taps("Lê Văn Phát, Văn phòng Sở")
    await duy.taps("Chọn người trong danh sách")
    await duy.says("le van phat")
    await duy.taps(duy.buttons()[0])
    await guide.sees(duy, "Đã duyệt liên kết")


async def _lists(office: Office, duy: Phone) -> None:
    table, chair = columns(UnitSheet), await office.person(CHAIR)
    for sheet in await office.rows(sa.select(table).where(table.c.state == "submitted").order_by(table.c.id)):
        if sheet.unit_id is not None:
            await acts(duy, "accept_sheet", sheet.id, sheet.version)
        else:
            await acts(chair, "return_sheet", sheet.id, sheet.version)
            await chair.says("Thiếu biên bản họp tổ.")
    oanh = await office.person(OANH)
    await opens(oanh, "sheet")
    await oanh.taps("Gửi danh sách")


async def due_reminders(guide: Recorder) -> None:
    office = guide.office
    office.moves_clock_to(2023, 2, 21, 14, 5)
    await ticks(office.database).run_due()
