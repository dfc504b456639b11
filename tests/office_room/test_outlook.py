"""The standing of the department: lists by state, shares of titles, a forecast that says how good it is, the chart."""

import random
import re
from datetime import date, timedelta

from bot.enquiries.targets import ShowOutlook
from bot.office.outlook.forecast import AHEAD, Answered, Course
from bot.office.targets import ShowChart, ShowForecast, ShowLists, ShowShares
from bot.sheets.standing import Standing
from tests.engines import both_engines
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

DUY, MAI, HAU, HIEU, HONG = (
    "Nguyễn Đức Duy",
    "Ngô Thị Mỹ Mai",
    "Nguyễn Công Hậu",
    "Phạm Quốc Hiếu",
    "Nguyễn Thị Hồng",
)


async def registers(phone: Phone) -> None:
    await phone.says("/dangky")
    await phone.taps("Đăng ký như năm trước")
    await phone.taps("Gửi đăng ký")


async def opens(phone: Phone) -> None:
    await phone.says("/quanly")
    if "Toàn Sở" in phone.buttons():  # the Director is there already
        await phone.taps("Toàn Sở")
    await phone.taps("Số liệu, dự báo")


@both_engines
async def test_the_office_and_the_director_see_where_it_will_end(timed: TimedOffice) -> None:
    duy, mai, hau, hieu = [await timed.person(name) for name in (DUY, MAI, HAU, HIEU)]
    timed.clock.move_to(at(2023, 1, 3, 9))
    await opens(duy)
    too_early = "Chưa dự báo được vì chưa đủ 3 ngày làm việc; có dự báo từ 05/01/2023. Hiện có 0/93 người phản hồi."
    assert too_early in duy.reads()
    await duy.taps("Dự báo")
    assert duy.reads().splitlines()[:2] == [
        "DỰ BÁO: hiện có 0/93 người phản hồi",
        "Chưa dự báo được vì chưa đủ 3 ngày làm việc; có dự báo từ 05/01/2023.",
    ], "the count is said once"
    timed.clock.move_to(at(2023, 1, 5, 8))
    await opens(duy)
    assert "Chưa dự báo" not in duy.reads() and "/93 người phản hồi khi hết hạn" in duy.reads()
    await registers(hau)
    timed.clock.move_to(at(2023, 2, 20, 9))
    await registers(hieu)
    for phone in (duy, mai):
        await opens(phone)
        assert "Danh sách đơn vị đã tiếp nhận: 0/14" in phone.reads()
        assert "CSTĐ cơ sở: đăng ký " in phone.reads() and "Mức tối đa 15%" in phone.reads()
        low, high = map(int, re.findall(r": (\d+) đến (\d+)/93 người phản hồi khi hết hạn", phone.reads())[0])
        assert 2 <= low < high < 40, "one answer in the last five days"
        await phone.taps("Dự báo")
        assert (
            "hiện có 2/93 người phản hồi" in phone.reads()
            and "lần dự báo trước 5 ngày làm việc là đúng" in phone.reads()
        )
        assert ("Soạn thông báo" in phone.buttons()) is (phone is duy)
        wanted, named = int(re.findall(r"trao đổi với (\d+) người", phone.reads())[0]), dict[str, int]()
        while True:
            named |= {m[1]: int(m[2]) for m in re.finditer(r"- (.+): (\d+) người", phone.reads())}
            alone = re.findall(r"(\d+) người không có lãnh đạo", phone.reads())
            if "Trang sau" not in phone.buttons():
                break
            await phone.taps("Trang sau")
        assert len(named) == wanted and sum(named.values()) + sum(map(int, alone)) == 91, (
            "nobody who is left is left out"
        )
        assert named["Phạm Quốc Hiếu"] == 5, "who has answered is not to be spoken to"


@both_engines
async def test_lists_by_state_and_shares_by_unit(timed: TimedOffice) -> None:
    duy, hau = await timed.person(DUY), await timed.person(HAU)
    await registers(hau)
    await opens(duy)
    await duy.taps("Chưa gửi (14)")
    units = list[str]()
    while True:
        units += [line[2:] for line in duy.reads().splitlines() if line.startswith("- ")]
        if "Trang sau" not in duy.buttons():
            break
        await duy.taps("Trang sau")
    assert len(units) == len(set(units)) == 14
    await duy.taps("Tổ công đoàn (6)")
    assert "CHƯA GỬI DANH SÁCH: 6 tổ công đoàn" in duy.reads()
    for label in ("Sửa", "Danh hiệu", "Chiến sĩ thi đua cơ sở", "Tiếp tục", "Bổ sung sau", "Gửi đăng ký"):
        await hau.taps(label)
    await opens(duy)
    await duy.taps("Tỷ lệ danh hiệu")
    assert "Chính thức: chưa có quyết định công nhận." in duy.reads()
    registered = re.findall(r"đăng ký (\d+), bằng (\d+)% số đăng ký LĐTT \((\d+)\)", duy.reads())[0]
    assert registered == ("1", "100", "1")
    assert "- Phòng Quản lý Khoa học: 1/1 (mức chung: 0)" in duy.reads() and "nhiều hơn 1" in duy.reads()


async def test_the_chart_stays_as_a_picture_and_nothing_is_for_others(timed: TimedOffice) -> None:
    duy, hau = await timed.person(DUY), await timed.person(HAU)
    await opens(duy)
    await duy.taps("Biểu đồ")
    (chart,) = [message.attachment for message in duy.from_bot() if message.attachment]
    assert chart.kind == "photo" and "Trang 1/2" in duy.reads(), "twelve units a picture: no strip that nobody can read"
    await duy.taps("Trang sau")
    (first, second) = [message.attachment for message in duy.from_bot() if message.attachment]
    assert second.data != first.data and "Trang sau" not in duy.buttons()
    await hau.says("/menu")
    for to in (ShowOutlook(), ShowLists(Standing.SENT), ShowShares(), ShowForecast(), ShowChart()):
        await hau.forges(to)
        assert "DỰ BÁO" not in hau.reads() and not [message for message in hau.from_bot() if message.attachment]
    timed.clock.move_to(at(2023, 3, 20, 9))
    await duy.forges(ShowForecast())
    assert "Đợt đăng ký không còn mở" in duy.reads()
    await opens(duy)
    assert "Dự báo" not in duy.buttons()


def drawn(chance: random.Random, people: int, pace: float, linked: float) -> tuple[list[Answered], list[date]]:
    """People who answer on each working day at that pace, a third of it where they are not on the app, and the days."""
    days = [date(2023, 1, 2) + timedelta(days=day) for day in range(40) if day % 7 < 5]
    found = list[Answered]()
    for _ in range(people):
        on_app = chance.random() < linked
        daily = pace if on_app else pace / 3
        day = next((one for one in days if chance.random() < daily), None)
        found.append(Answered(day, days[0] if on_app else None))
    return found, days


def until(people: list[Answered], day: date) -> list[Answered]:
    return [Answered(one.day if one.day is not None and one.day <= day else None, one.linked) for one in people]


def test_of_a_hundred_forecasts_some_eighty_hold() -> None:
    """In departments of all sizes and paces, at any day, for any time ahead."""
    chance, held, tried, width = random.Random(2023), 0, 0, 0.0
    for _ in range(300):
        people, days = drawn(chance, chance.choice([6, 93, 400]), chance.choice([0.01, 0.05, 0.15]), chance.random())
        place, ahead = chance.randrange(4, 15), chance.randrange(1, 12)
        said = Course(until(people, days[place]), days[: place + 1]).ahead(ahead)
        came = sum(one.day is not None and one.day <= days[place + ahead] for one in people)
        held, tried = held + (said.low <= came <= said.high), tried + 1
        width += (said.high - said.low) / len(people)
    assert 0.78 <= held / tried <= 0.97
    assert width / tried < 0.3, "an interval of everything would hold as well"


def test_a_record_is_what_would_have_been_said() -> None:
    people, days = drawn(random.Random(7), 93, 0.08, 0.8)
    today = 20
    so_far = until(people, days[today])
    held = 0
    for place in range(2, today - AHEAD + 1):
        said = Course(until(people, days[place]), days[: place + 1]).ahead(AHEAD)
        held += said.low <= sum(one.day is not None and one.day <= days[place + AHEAD] for one in people) <= said.high
    record = Course(so_far, days[: today + 1]).record()
    assert (record.held, record.tried) == (held, today - AHEAD - 1)
    assert held > 0


def test_on_the_last_evening_nothing_more_is_promised_and_a_long_time_is_no_more_than_everybody() -> None:
    people, days = drawn(random.Random(3), 93, 0.05, 1.0)
    so_far = until(people, days[10])
    done = sum(one.day is not None for one in so_far)
    course = Course(so_far, days[:11])
    assert (course.ahead(0).low, course.ahead(0).high) == (done, done)
    assert course.ahead(1000).high == 93
