"""Days off and make-up days: entered as people write them, with what moves before it is done; nobody is written to on a
day off, and nothing twice."""

from datetime import date

import sqlalchemy as sa

from bot.campaigns.records import DayKind, SpecialDay, declare_day
from bot.office.days import ahead
from bot.office.days.rules import Moved, What
from bot.people.records import Grant, Role
from bot.reminders.records import RoundState, rounds
from bot.settings import OFFICE_ZONE
from bot.slices import ticks
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

DUY, HIEU, HAU, HONG = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Nguyễn Thị Hồng"
TUESDAY = date(2023, 2, 21)


async def declares(phone: Phone, days: str, name: str | None = None, kind: str = "Khai ngày nghỉ") -> None:
    """Up to the question whether to."""
    await phone.says("ngày nghỉ")
    await phone.taps(kind)
    await phone.says(days)
    await (phone.taps("Bỏ qua") if name is None else phone.says(name))


def all_pages(read: str) -> list[str]:
    return [line.removeprefix("• ") for line in read.splitlines() if line.startswith("• ")]


async def moves_shown(phone: Phone) -> list[str]:
    found = all_pages(phone.reads())
    while "Trang sau" in phone.buttons():
        await phone.taps("Trang sau")
        found += all_pages(phone.reads())
    return found


def letters(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.from_bot())


@both_engines
async def test_a_day_off_moves_what_would_have_come_on_it(timed: TimedOffice) -> None:
    duy, hieu, hong = [await timed.person(name) for name in (DUY, HIEU, HONG)]
    timed.clock.move_to(at(2023, 2, 20, 21))
    await hieu.says("/donvi")
    await hieu.taps("Gửi lời nhắc (1)")
    await hieu.taps("Gửi lời nhắc")
    before = len(hong.from_bot())

    await duy.says("/quanly")
    await duy.taps("Thiết lập")
    await duy.taps("Ngày nghỉ, làm bù")
    assert "Văn phòng chưa khai ngày nào." in duy.reads()
    assert "29/4–03/5/2023" in duy.reads(), "what the State has fixed"
    await declares(duy, "thứ Ba 21/2", "theo công văn số 12/UBND-NC")
    assert "Nghỉ: Thứ Ba, 21/02/2023" in duy.reads()
    assert "Căn cứ: theo công văn số 12/UBND-NC" in duy.reads()
    moved = await moves_shown(duy)
    assert "1 lời nhắc của lãnh đạo: 08:00 21/02 → 08:00 22/02" in moved
    assert "Nhắc người chưa phản hồi: 08:30 21/02 → 08:00 22/02" in moved
    assert "Bản tổng hợp việc chờ buổi sáng: 08:30 21/02 → 08:30 22/02" in moved
    assert await timed.rows(sa.select(columns(SpecialDay))) == [], "nothing is done before it is confirmed"
    await duy.taps("Khai báo")
    assert "Nghỉ: Thứ Ba, 21/02/2023" in duy.buttons()

    for hour, minute in ((8, 0), (8, 30), (9, 45), (14, 0), (15, 59)):
        await timed.comes_to(at(2023, 2, 21, hour, minute))
    assert len(hong.from_bot()) == before, "nobody is written to on a day off"
    for hour, minute in ((8, 0), (8, 30), (9, 45), (14, 0)):
        await timed.comes_to(at(2023, 2, 22, hour, minute))
    assert letters(hong, "Phạm Quốc Hiếu") == 1
    assert len(hong.from_bot()) == before + 2, "the lead's reminder and the ladder's, once each"
    (noted,) = await timed.rows(sa.select(columns(Audit)).where(columns(Audit).c.deed == "days.declared"))
    assert (noted.actor_id, noted.details) == (duy.person_id, {"kind": "off", "days": ["2023-02-21"]})


@both_engines
async def test_what_is_declared_is_taken_back_with_the_same_view(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    timed.clock.move_to(at(2023, 2, 20, 16, 30))
    await declares(duy, "21/2, 24-27/2")
    assert "vốn là ngày nghỉ: 25/02–26/02/2023" in duy.reads()
    await duy.taps("Khai báo")
    await duy.taps("Nghỉ: 21/02–27/02/2023")
    assert "Người khai: Anh Nguyễn Đức Duy, lúc 16:30 ngày 20/02/2023." in duy.reads()
    moved = await moves_shown(duy)
    assert "Bản tổng hợp việc chờ buổi sáng: thêm lúc 08:30 21/02" in moved
    await duy.taps("Bỏ khai báo này")
    assert "Văn phòng chưa khai ngày nào." in duy.reads()
    assert await timed.rows(sa.select(columns(SpecialDay))) == []
    hong = await timed.person(HONG)
    await timed.comes_to(at(2023, 2, 21, 8, 30))
    assert len(hong.from_bot()) == 1, "as if nothing had been declared"


@both_engines_always
async def test_two_members_at_once(timed: TimedOffice) -> None:
    """What the first has done the second reads, with whose it was."""
    duy, hieu = await timed.person(DUY), await timed.person(HIEU)
    role = {"person_id": hieu.person_id, "role": Role.OFFICE, "since": date(2023, 1, 1), "from_roster": False}
    await timed.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), role))
    timed.clock.move_to(at(2023, 2, 20, 16, 30))
    for phone in (duy, hieu):
        await declares(phone, "21-22/2")
    await duy.taps("Khai báo")
    await hieu.taps("Khai báo")
    assert "Anh Nguyễn Đức Duy vừa khai nghỉ Thứ Ba, 21/02/2023." in hieu.reads()
    await hieu.taps("Quay lại")
    await hieu.taps("Quay lại")
    await hieu.says("21-23/2")
    assert "Thứ Năm, 23/02/2023" in hieu.reads() and "21/02" not in hieu.reads(), "only what is left"
    await hieu.taps("Để sau")
    for phone in (duy, hieu):
        await phone.says("ngày nghỉ")
        await phone.taps("Nghỉ: 21/02–22/02/2023")
    await hieu.taps("Bỏ khai báo này")
    await duy.taps("Bỏ khai báo này")
    assert "Thứ Ba, 21/02/2023 không còn trong khai báo." in duy.reads() + duy.toast()
    deeds = await timed.rows(sa.select(columns(Audit).c.deed).where(columns(Audit).c.deed.startswith("days.")))
    assert [row.deed for row in deeds] == ["days.declared", "days.taken_back"]


async def test_what_cannot_be_declared_is_one_clear_sentence(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    timed.clock.move_to(at(2023, 2, 20, 10))
    await duy.says("nghỉ bù")
    await duy.taps("Khai ngày nghỉ")
    for typed, sentence in (
        ("17/2", "Thứ Sáu, 17/02/2023 đã qua, không khai được nữa."),
        ("Chủ nhật 26/2", "Đã là ngày nghỉ, không cần khai: Chủ Nhật, 26/02/2023."),
        ("25-26/2", "Đã là ngày nghỉ, không cần khai: 25/02–26/02/2023."),
        ("1/3-15/4", "Mỗi lần khai nhiều nhất 30 ngày."),
        ("thứ Năm 21/2", "Ngày này là Thứ Ba, 21/02/2023, thứ không khớp."),
        ("10/3/2025", "Ngày xa nhất có thể chọn là"),
        ("tuần sau", "Chưa rõ ngày nào."),
    ):
        await duy.says(typed)
        assert duy.reads().startswith(sentence), (typed, duy.reads())
    await duy.says("1-30/6")
    await duy.taps("Bỏ qua")
    await duy.taps("Khai báo")
    await duy.taps("Khai ngày nghỉ")
    await duy.says("1-30/7")
    assert "hơn 45 ngày liền" in duy.reads(), "what moves must have somewhere to go"
    await duy.taps("Để sau")
    await duy.taps("Khai ngày làm bù")
    await duy.says("23/2")
    assert "Đã là ngày làm việc, không cần khai" in duy.reads()


@both_engines
async def test_what_is_said_to_move_does(timed: TimedOffice) -> None:
    """The ladder comes when the Office was told, over the last days of the campaign."""
    days = (date(2023, 2, 27),)

    def declare(tx: Tx) -> list[Moved]:
        moved = ahead.moves(tx, days, DayKind.OFF)
        for day in days:
            declare_day(tx, day, DayKind.OFF, "", None)
        return moved

    timed.clock.move_to(at(2023, 2, 21, 16))
    await ticks(timed.database).run_due()
    told = await timed.database.run(declare)
    wanted = {(one.what, one.to) for one in told if one.what in (What.STAFF, What.LEAD) and one.to is not None}
    assert wanted
    for day in range(22, 29):
        for hour in (8, 9, 10, 14, 15):
            for minute in (0, 30):
                timed.clock.move_to(at(2023, 2, day, hour, minute))
                await ticks(timed.database).run_due()
    decided = await timed.database.read(lambda tx: rounds(tx, 1))
    sent = {
        (What(one.audience.value), one.decided_at.replace(microsecond=0))
        for one in decided
        if one.state is RoundState.SENT
    }
    assert wanted <= sent
    assert not [at for _, at in sent if at.astimezone(OFFICE_ZONE).date() in days]
