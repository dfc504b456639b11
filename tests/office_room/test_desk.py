"""The desk of the Office: what waits, the oldest first, with the next one after each; of two who decide, one does."""

from datetime import date

import sqlalchemy as sa

from bot.address import chat
from bot.enquiries.targets import ShowStaff
from bot.notices.approval import actions as approval
from bot.notices.targets import ShowApprovals, ShowCheck
from bot.people.identity import load_actor
from bot.people.records import Grant, Role
from bot.personnel.targets import EndExemption
from bot.store.schema import columns
from bot.waiting.targets import ShowDesk, TakeNext
from tests.engines import both_engines, both_engines_always
from tests.notices.desk import ready
from tests.office import Phone
from tests.personnel.steps import finds, opens
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers
from tests.waiting.test_mornings import asks

DUY, THU, LAM, MAI = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Lâm Minh Lâm", "Ngô Thị Mỹ Mai"
HAU, AN = "Nguyễn Công Hậu", "Hồ Quốc An"


async def fills_the_desk(timed: TimedOffice, duy: Phone) -> None:
    """A question, the Director's registration and the end of an exemption, in this order."""
    timed.clock.move_to(at(2023, 1, 3, 14))
    await asks(timed)
    timed.clock.move_to(at(2023, 1, 3, 15))
    await registers(timed, MAI, "LDTT")
    await finds(duy, AN)
    for said in ("Biệt phái / đi học / nghỉ dài ngày", "Biệt phái", "03/01", "04/01", "Ghi không thuộc diện"):
        await (duy.taps(said) if said in duy.buttons() else duy.says(said))
    timed.clock.move_to(at(2023, 1, 5, 9))


@both_engines
async def test_what_waits_is_done_one_after_the_other_the_oldest_first(timed: TimedOffice) -> None:
    duy, hau = await timed.person(DUY), await timed.person(HAU)
    await fills_the_desk(timed, duy)
    await duy.says("/quanly")
    await duy.taps("Việc chờ xử lý (3)")
    assert duy.reads().splitlines() == [
        "VIỆC CHỜ VĂN PHÒNG XỬ LÝ: 3",
        "Câu hỏi chờ trả lời: 1, từ 03/01/2023",
        "Đăng ký chờ Văn phòng Sở ghi nhận: 1, từ 03/01/2023",
        "Hết thời hạn không thuộc diện đăng ký: 1 người, từ 05/01/2023",
        "Lâu nhất: câu hỏi chờ từ 03/01/2023",
    ]
    await duy.taps("Xử lý việc lâu nhất")
    await duy.taps("Trả lời")
    await duy.says("Thời gian nghỉ được tính để xét.")
    await duy.taps("Việc tiếp theo (còn 2)")
    await duy.taps("Ghi nhận: Ngô Thị Mỹ Mai")
    await duy.taps("Việc tiếp theo (còn 1)")
    assert "Hồ Quốc An" in duy.reads(), "the person whose exemption is over"
    await duy.taps("Chấm dứt không thuộc diện")
    await opens(duy, TakeNext())
    assert "Không còn việc nào chờ xử lý." in duy.reads()
    for to in (ShowDesk(), TakeNext()):
        await opens(hau, to)
        assert "Mục này dành cho Văn phòng" in hau.reads()


@both_engines_always
async def test_of_two_who_decide_one_does_and_the_other_reads_whose_it_was(timed: TimedOffice) -> None:
    """Exemptions and approvals, which other tests do not have."""
    duy, thu = await timed.person(DUY), await timed.person(THU)
    await fills_the_desk(timed, duy)
    an = await timed.person(AN)
    for phone in (thu, duy):
        await opens(phone, ShowStaff(an.person_id))
    await thu.taps("Biệt phái / đi học / nghỉ dài ngày")
    await duy.taps("Chấm dứt không thuộc diện")
    for said in ("Biệt phái", "05/01", "31/01", "Ghi không thuộc diện"):
        await (thu.taps(said) if said in thu.buttons() else thu.says(said))
    ended = "Anh Nguyễn Đức Duy đã chấm dứt không thuộc diện của Hồ Quốc An lúc 09:00"
    assert ended in thu.reads(), "what she saw has ended meanwhile"
    await thu.taps("Để sau")
    await opens(thu, EndExemption(an.person_id))
    assert ended in thu.reads()
    for phone in (thu, duy):
        await opens(phone, ShowStaff(an.person_id))
        for said in ("Biệt phái / đi học / nghỉ dài ngày", "Biệt phái", "05/01", "31/01"):
            await (phone.taps(said) if said in phone.buttons() else phone.says(said))
    await duy.taps("Ghi không thuộc diện")
    await thu.taps("Ghi không thuộc diện")
    assert "Anh Nguyễn Đức Duy đã ghi Hồ Quốc An không thuộc diện đăng ký lúc 09:00" in thu.reads()


async def test_a_mass_notice_waits_for_the_head_of_the_office_alone(timed: TimedOffice) -> None:
    duy, thu, lam = [await timed.person(name) for name in (DUY, THU, LAM)]
    row = {"person_id": thu.person_id, "role": Role.OFFICE_HEAD, "since": date(2023, 1, 1), "from_roster": False}
    await timed.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), row) and None)
    timed.clock.move_to(at(2023, 1, 5, 9))
    await ready(timed, HAU, AN)
    await timed.database.run(lambda tx: approval.set_policy(tx, load_actor(tx, thu.user_id, chat(thu.user_id)), 1))
    await duy.forges(ShowCheck(1))
    await duy.taps("Xin duyệt")
    await opens(lam, ShowDesk())
    assert "Không còn việc nào chờ xử lý." in lam.reads()
    await opens(lam, ShowApprovals())
    assert "quyết định: Chị Lâm Hồng Thu" in lam.reads()
    await opens(thu, TakeNext())
    mark = next(b.data for row in thu.screen.rows for b in row if b.text == "Duyệt")
    assert mark is not None
    await lam.says("/menu")
    await lam.forges(mark)
    assert "quyết định: Chị Lâm Hồng Thu" in lam.reads()
    await asks(timed)
    await thu.taps("Duyệt")
    assert "Chị Lâm Hồng Thu đã duyệt lúc 09:00" in thu.reads()
    await thu.taps("Việc tiếp theo (còn 1)")
    assert "Trả lời" in thu.buttons()
    await duy.forges(ShowCheck(1))
    assert "Gửi ngay" in duy.buttons()
