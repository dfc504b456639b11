"""Somebody who asks to be registered for waits for the leads who were asked, until the person has answered."""

from datetime import date

import sqlalchemy as sa

from bot.address import chat
from bot.campaigns.records import Campaign
from bot.leading.proxy.actions import ask
from bot.leading.targets import GrantLate
from bot.people.identity import load_actor
from bot.store.schema import columns
from tests.engines import both_engines
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers
from tests.waiting.test_lists import DUY, HAU, HIEU, waits

KIND = "Nhờ đăng ký thay: 1 người, từ 03/01/2023"


async def asks(timed: TimedOffice) -> None:
    hau = await timed.person(HAU)
    await timed.database.run(lambda tx: ask(tx, load_actor(tx, hau.user_id, chat(hau.user_id))))


@both_engines
async def test_whoever_was_asked_to_register_has_it_to_do_until_the_person_is_registered(timed: TimedOffice) -> None:
    hieu, hau = await timed.person(HIEU), await timed.person(HAU)
    timed.clock.move_to(at(2023, 1, 3, 15))
    await asks(timed)
    assert KIND in await waits(hieu)
    assert await waits(hau) == ""
    await timed.comes_to(at(2023, 1, 4, 9))
    await asks(timed)
    assert KIND.replace("03", "04", 1) in await waits(hieu), "one person, asked again"
    await hieu.taps("Nhờ đăng ký thay (1)")
    assert any(HAU in label for label in hieu.buttons())
    await registers(timed, HAU, "LDTT", by=HIEU)
    assert "Nhờ đăng ký thay" not in await waits(hieu)


@both_engines
async def test_what_nobody_has_done_by_the_deadline_goes_on_as_a_late_request(timed: TimedOffice) -> None:
    hieu, hau = await timed.person(HIEU), await timed.person(HAU)
    timed.clock.move_to(at(2023, 2, 27, 15))
    await asks(timed)
    assert "Nhờ đăng ký thay: 1 người" in await waits(hieu)
    await timed.comes_to(at(2023, 2, 28, 21))
    assert not hau.from_bot(), "nobody is written to in the evening"
    await timed.comes_to(at(2023, 3, 1, 9))
    assert "việc Anh nhờ đăng ký thay ngày 27/02/2023 chưa được thực hiện" in hau.reads()
    assert "đề nghị bổ sung, đang chờ Anh Phạm Quốc Hiếu" in hau.reads()
    assert "Thời gian đăng ký thi đua năm 2023 đã kết thúc" not in hau.reads(), "it says so itself"
    assert "Nhờ đăng ký thay" not in await waits(hieu)
    assert "Đề nghị bổ sung chờ ý kiến: 1" in hieu.reads()
    await hieu.taps("Đề nghị bổ sung (1)")
    await hieu.taps(f"{HAU}: mới")
    assert "Lý do: đã nhờ đăng ký thay trong hạn" in hieu.reads()
    await hau.taps("Xem đề nghị bổ sung")
    assert "Phạm Quốc Hiếu xem xét" in hau.reads() and "Lý do: đã nhờ đăng ký thay" in hau.reads()
    seen = hau.reads()
    await timed.comes_to(at(2023, 3, 2, 9))
    assert hau.reads() == seen, "it goes on once"
    # Granted, it is the lead's to do again, and the lead is told.
    assert "Đề nghị bổ sung chờ ý kiến: 1" in await waits(hieu)
    await hieu.taps("Đề nghị bổ sung (1)")
    await hieu.taps(f"{HAU}: mới")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    duy = await timed.person(DUY)
    await duy.says("/menu")
    await duy.forges(GrantLate(1, date(2023, 3, 10)))
    await timed.comes_to(at(2023, 3, 3, 9))
    assert "Nhờ đăng ký thay: 1 người, từ 02/3/2023" in hieu.reads()
    await hieu.says("/menu")
    assert "Nhờ đăng ký thay: 1 người" in await waits(hieu)
    await hieu.taps("Nhờ đăng ký thay (1)")
    assert any(HAU in label for label in hieu.buttons())
    await registers(timed, HAU, "LDTT", by=HIEU)
    assert "Nhờ đăng ký thay" not in await waits(hieu)


async def test_where_nothing_is_taken_after_the_deadline_the_person_is_told_whom_to_turn_to(timed: TimedOffice) -> None:
    hau = await timed.person(HAU)
    await timed.database.run(lambda tx: tx.execute(sa.update(columns(Campaign)).values(supplement_until=None)))
    timed.clock.move_to(at(2023, 2, 27, 15))
    await asks(timed)
    await timed.comes_to(at(2023, 3, 1, 9))
    assert "chưa được thực hiện" in hau.reads() and "(Văn phòng Sở)" in hau.reads()
    assert hau.buttons()[0] == "Hỏi Văn phòng"
