"""A request to register late that nobody decides: the Office hears once more, has a few days, and then it ends."""

from datetime import date

import sqlalchemy as sa

from bot.leading.targets import GrantLate, ShowLateRequest
from bot.registration.records import LateRequest
from bot.store.schema import columns
from tests.engines import both_engines_at_length
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

HAU, HIEU, DUY = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Đức Duy"


async def _asked(timed: TimedOffice) -> tuple[Phone, Phone]:
    """Hậu has asked on Thursday 2 March, the lead has agreed, the Office has been told of it."""
    hau, hieu, duy = [await timed.person(name) for name in (HAU, HIEU, DUY)]
    await timed.comes_to(at(2023, 3, 2, 8, 30))
    await hau.says("/dangky")
    await hau.taps("Đề nghị bổ sung")
    await hau.says("Đi công tác từ 20/02 đến 01/3")
    await timed.letters()
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    await timed.letters()
    return hau, duy


def _told(phone: Phone) -> list[str]:
    return [seen.text for seen in phone.from_bot() if "Thời gian xem xét kết thúc" in seen.text]


@both_engines_at_length
async def test_the_office_hears_once_more_and_at_the_end_the_person_is_told_what_to_do(timed: TimedOffice) -> None:
    hau, duy = await _asked(timed)
    for day in (3, 6, 7, 8, 9):
        await timed.comes_to(at(2023, 3, day, 9))
    assert _told(duy) == []
    for hour in (8, 9, 14):
        await timed.comes_to(at(2023, 3, 10, hour, 40))
    assert len(_told(duy)) == 1 and "kết thúc lúc 17:00 Thứ Sáu, 10/3/2023" in _told(duy)[0]
    for day in (13, 14, 15, 16, 17):
        await timed.comes_to(at(2023, 3, day, 9))
    assert len(_told(duy)) == 2 and "kết thúc lúc 17:00 Thứ Sáu, 17/3/2023" in _told(duy)[1]
    await timed.comes_to(at(2023, 3, 20, 9))
    assert "chưa có quyết định khi hết thời gian xem xét" in hau.reads()
    assert "Anh liên hệ Chị Lâm Hồng Thu, Văn phòng Sở" in hau.reads() and "Hỏi Văn phòng" in hau.buttons()
    await hau.says("/dangky")
    assert "sẽ xem xét" not in hau.reads()
    await duy.forges(ShowLateRequest(1))
    assert "chưa có quyết định" in duy.reads() and not [one for one in duy.buttons() if one.startswith("Đồng ý")]
    await duy.forges(GrantLate(1, date(2023, 3, 21)))
    assert "đã hết thời gian xem xét" in duy.reads()
    count = len(hau.from_bot())
    await timed.comes_to(at(2023, 3, 21, 9))
    assert len(hau.from_bot()) == count, "once"


async def test_what_was_asked_in_time_may_be_granted_for_some_days_after_the_end(timed: TimedOffice) -> None:
    hau, duy = await _asked(timed)
    await timed.comes_to(at(2023, 3, 14, 9))
    await duy.forges(ShowLateRequest(1))
    assert "Đồng ý đến 17:00 17/3/2023" in duy.buttons()
    await duy.forges(GrantLate(1, date(2023, 3, 20)))
    assert "Chỉ chấp thuận được đến 17:00 Thứ Sáu, 17/3/2023" in duy.reads()
    await duy.forges(GrantLate(1, date(2023, 3, 17)))
    await timed.letters()
    assert "Anh đăng ký đến 17:00 Thứ Sáu, 17/3/2023" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    table = columns(LateRequest)
    assert [row.state for row in await timed.rows(sa.select(table.c.state))] == ["granted"]
