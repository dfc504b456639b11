"""A change that was asked for and came to nothing: what stands waits anew, from the moment at which it came back."""

from datetime import datetime

from bot.address import chat
from bot.leading.confirming.changes import take_back
from bot.people.identity import load_actor
from bot.store.database import Tx
from tests.engines import both_engines
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.waiting.test_mornings import DEPUTY, HAU, HIEU, WEDNESDAY, heard, rises_after


async def _asked(timed: TimedOffice, when: datetime) -> tuple[Phone, Phone]:
    """Hậu has registered on 3 January, Hiếu has heard of it the next morning, and asks for a change at that time."""
    await rises_after(timed, 3)
    hau, hieu = await timed.person(HAU), await timed.person(HIEU)
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    assert "Đăng ký chờ xác nhận: 1, từ 03/01/2023" in await heard(timed, hieu, WEDNESDAY)
    timed.clock.move_to(when)
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    await hieu.taps("Đề nghị chỉnh sửa")
    await hieu.says("Xem thêm Chiến sĩ thi đua cơ sở")
    await timed.letters()
    return hau, hieu


async def _told_anew(timed: TimedOffice, hieu: Phone, back: str, mornings: list[datetime]) -> None:
    """The head reads of it on the first morning and on the eve of the last, on which whoever stands above does."""
    chau, line = await timed.person(DEPUTY), f"1, từ {back}"
    first, *between, last = mornings
    above = f"Phòng Quản lý Khoa học: 1 đăng ký chờ xác nhận từ {back}"
    said = await heard(timed, hieu, first)
    assert f"Đăng ký chờ xác nhận: {line}" in said
    *quiet, eve = between
    for morning in quiet:
        assert await heard(timed, hieu, morning) == ""
    assert "được báo lên cấp trên vào ngày làm việc tiếp theo" in await heard(timed, hieu, eve)
    assert [seen.text for seen in chau.from_bot()] == []
    assert above in await heard(timed, chau, last)


TENTH = [at(2023, 1, day, 8, 30) for day in (11, 12, 13)]


@both_engines
async def test_what_was_taken_back_is_told_the_next_morning_and_rises_from_then(timed: TimedOffice) -> None:
    _hau, hieu = await _asked(timed, at(2023, 1, 4, 9))

    def body(tx: Tx) -> None:
        take_back(tx, load_actor(tx, hieu.user_id, chat(hieu.user_id)), 1, 1)

    timed.clock.move_to(at(2023, 1, 10, 15))
    await timed.database.run(body)
    await _told_anew(timed, hieu, "10/01/2023", TENTH)


@both_engines
async def test_what_was_sent_again_as_it_was_is_told_the_next_morning_and_rises_from_then(timed: TimedOffice) -> None:
    hau, hieu = await _asked(timed, at(2023, 1, 4, 9))
    timed.clock.move_to(at(2023, 1, 10, 15))
    await hau.says("/cuatoi")
    await hau.taps("Sửa")
    await hau.taps("Danh hiệu")
    await hau.taps("Tiếp tục")
    await hau.taps("Gửi đăng ký")
    await _told_anew(timed, hieu, "10/01/2023", TENTH)


@both_engines
async def test_what_was_not_changed_in_its_time_is_told_the_next_morning_and_rises_from_then(
    timed: TimedOffice,
) -> None:
    _hau, hieu = await _asked(timed, at(2023, 2, 16, 15))
    for moment in (at(2023, 3, 1, 14), at(2023, 3, 2, 17, 1)):
        await timed.comes_to(moment)
    await _told_anew(timed, hieu, "02/3/2023", [at(2023, 3, 3, 8, 30), at(2023, 3, 6, 9), at(2023, 3, 7, 8, 30)])
