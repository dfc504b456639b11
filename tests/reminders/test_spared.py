"""People who need not answer: on leave for a time, away for the year, back in the midst of it. They are told so, are
not reminded, and are counted alike everywhere; whoever is back is asked as everybody is."""

from bot.enquiries.targets import NameState, ShowNames
from bot.leading.targets import ShowMember, ShowProxy
from bot.titles.catalogue import Family
from tests.office import Phone
from tests.personnel.steps import finds
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

AWAY, ON_LEAVE, BACK = "Nguyễn Công Hậu", "Hồ Quốc An", "Mai Thị Thanh Dung"
HIEU, KHOI, DUY, MAI = "Phạm Quốc Hiếu", "Lê Công Khôi", "Nguyễn Đức Duy", "Ngô Thị Mỹ Mai"
T14, T7, T3 = at(2023, 2, 14, 8, 30), at(2023, 2, 21, 8, 30), at(2023, 2, 24, 8, 30)
T1, DAY0, AFTER = at(2023, 2, 27, 9), at(2023, 2, 28, 8, 30), at(2023, 3, 1, 8, 30)


async def _exempts(duy: Phone, name: str, reason: str, last: str | None) -> None:
    await finds(duy, name)
    await duy.taps("Biệt phái / đi học / nghỉ dài ngày")
    await duy.taps(reason)
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Hôm nay")))
    if last is None:
        await duy.taps("Đến hết đợt thi đua")
    else:
        await duy.says(last)
    await duy.taps("Ghi không thuộc diện")


async def _letters_at(timed: TimedOffice, moment: object, *people: Phone) -> list[int]:
    before = [len(person.from_bot()) for person in people]
    await timed.comes_to(moment)  # type: ignore[arg-type]
    return [len(person.from_bot()) - count for person, count in zip(people, before, strict=True)]


async def test_who_is_on_leave_away_or_back(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    people = [await timed.person(name) for name in (AWAY, ON_LEAVE, BACK)]
    away, on_leave, back = people
    await _exempts(duy, AWAY, "Đi học dài hạn", None)
    await _exempts(duy, ON_LEAVE, "Nghỉ dài ngày theo chế độ", "24/02")
    await _exempts(duy, BACK, "Biệt phái", None)

    await timed.letters()
    for person in people:
        assert person.reads().startswith("Anh Nguyễn Đức Duy đã ghi nhận ") and len(person.from_bot()) == 1

    # What they read themselves.
    for person, end in ((away, "đến hết đợt thi đua"), (on_leave, "đến hết 24/02/2023")):
        await person.says("/menu")
        assert f"Tình trạng: không thuộc diện đăng ký {end}" in person.reads()
        assert "Đăng ký danh hiệu" in person.buttons(), "whoever wants to may"
        await person.says("/cuatoi")
        assert f"Năm 2023: không thuộc diện đăng ký {end}" in person.reads()

    # What their lead, their union's, the Office and the Director read: one number of people.
    hieu, khoi, mai = await timed.person(HIEU), await timed.person(KHOI), await timed.person(MAI)
    await hieu.says("/donvi")
    assert "Đã phản hồi 0/4" in hieu.reads() and "Không thuộc diện đăng ký (3): " in hieu.reads()
    assert "Chưa phản hồi (3)" in hieu.reads() or "Chưa phản hồi, chưa dùng kênh này" in hieu.reads()
    await hieu.forges(ShowMember(Family.STATE, away.person_id))
    assert "Không thuộc diện đăng ký (do Văn phòng ghi)" in hieu.reads()
    assert "Gửi lời nhắc" not in hieu.buttons() and "Đăng ký thay" not in hieu.buttons()
    await hieu.forges(ShowProxy())
    assert not [label for label in hieu.buttons() if label.startswith((AWAY, ON_LEAVE, BACK))]
    await khoi.says("/congdoan")
    assert "Không thuộc diện đăng ký (2): " in khoi.reads(), "An is no member"
    await duy.says("/quanly")
    assert "0/90" in duy.reads() and "3" in duy.reads()
    await mai.says("/quanly")
    assert "0/90" in mai.reads()
    await duy.forges(ShowNames(Family.STATE, NameState.EXEMPT, None))
    assert all(any(name in label for label in duy.buttons()) for name in (AWAY, ON_LEAVE, BACK))

    # Who is reminded: nobody of the three until they are back.
    assert await _letters_at(timed, T14, *people) == [0, 0, 0]
    assert await _letters_at(timed, T7, *people) == [0, 0, 0]
    timed.moves_clock_to(2023, 2, 22)
    await finds(duy, BACK)
    await duy.taps("Chấm dứt không thuộc diện")
    await timed.letters()
    assert "lại thuộc diện đăng ký thi đua năm 2023" in back.reads()
    await back.says("/menu")
    assert "Tình trạng: chưa đăng ký" in back.reads()
    assert await _letters_at(timed, T3, *people) == [0, 0, 1]
    assert await _letters_at(timed, T1, *people) == [0, 1, 1]
    await hieu.says("/donvi")
    assert "Đã phản hồi 0/6" in hieu.reads() and f"Không thuộc diện đăng ký (1): {AWAY}" in hieu.reads()
    assert await _letters_at(timed, DAY0, *people) == [0, 1, 1]
    assert await _letters_at(timed, AFTER, *people) == [0, 1, 1]
    await away.says("/menu")
    assert "không thuộc diện đăng ký đến hết đợt thi đua" in away.reads()
