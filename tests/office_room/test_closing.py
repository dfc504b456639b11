"""The end of a campaign is told once to everybody who leads: how it ended, and what is left."""

import sqlalchemy as sa

from bot.ledger.letter import Letter
from bot.store.schema import columns
from tests.engines import both_engines
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import CHAIR, DEPUTY, GROUP_LEAD, HEAD, OFFICER, STAFF, registers
from tests.waiting.conftest import timed

__all__ = ["timed"]
DIRECTOR = "Ngô Thị Mỹ Mai"


@both_engines
async def test_whoever_leads_is_told_once_how_it_ended_and_what_is_left(timed: TimedOffice) -> None:
    names = (HEAD, GROUP_LEAD, CHAIR, DEPUTY, DIRECTOR, OFFICER)
    people = {name: await timed.person(name) for name in names}
    hau = await timed.person(STAFF)
    timed.clock.move_to(at(2023, 2, 20, 15))
    await registers(timed, STAFF, "LDTT", "DVCDXS")
    await timed.comes_to(at(2023, 3, 13, 9))
    await timed.comes_to(at(2023, 3, 13, 14))
    kinds = columns(Letter)
    told = await timed.rows(sa.select(kinds.c.person_id).where(kinds.c.kind == "closed"))
    word = "đã kết thúc lúc 17:00 ngày 10/3"
    read = {name: next(one.text for one in of.from_bot() if word in one.text) for name, of in people.items()}
    for text in read.values():
        print(text, end="\n\n")
        assert len(text.splitlines()) <= 10
    assert "Phòng Quản lý Khoa học: 1/7 người đã phản hồi, 1 đăng ký" in read[HEAD]
    assert "Còn lại: 6 người chưa phản hồi, 1 đăng ký chưa xác nhận, 1 danh sách chưa gửi" in read[HEAD]
    assert "(danh hiệu Công đoàn): 1/12 người" in read[GROUP_LEAD]
    assert "Công đoàn cơ sở (danh hiệu Công đoàn): 1/" in read[CHAIR]
    assert "Toàn Sở: 1/" in read[DIRECTOR] and "Toàn Sở: 1/" in read[OFFICER]
    assert "4 đơn vị: 1/69" in read[DEPUTY]
    assert not any(word in one.text for one in hau.from_bot())
    for moment in (at(2023, 3, 13, 15), at(2023, 3, 14, 14)):
        await timed.comes_to(moment)
    assert len(await timed.rows(sa.select(kinds.c.id).where(kinds.c.kind == "closed"))) == len(told)
