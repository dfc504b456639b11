"""Whoever leads reminds: by a letter that is seen before it goes, at most one a day; or in person, as is recorded."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from bot.campaigns.calendar import Calendar, PublicDays
from bot.leading.hours import leaves_at
from bot.leading.records import Nudge
from bot.leading.targets import RecordTold, SendNudge, ShowNudge, ShowTell, ShowTellPerson
from bot.ledger.letter import Letter
from bot.people.records import Grant, Role
from bot.settings import OFFICE_ZONE
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office, Phone

AN, KHOI, HIEU, HAU = "Hồ Quốc An", "Lê Công Khôi", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"


async def _leads(office: Office) -> Phone:
    """Hiếu on a Tuesday of February; of his people Khôi and Hậu are linked."""
    office.moves_clock_to(2023, 2, 21)
    for name in (KHOI, HAU):
        await (await office.person(name)).says("/menu")
    hieu = await office.person(HIEU)
    await hieu.says("/menu")
    return hieu


async def _may(office: Office, name: str, role: Role, unit_of: str = HIEU) -> None:
    """Give somebody a role over the unit that `unit_of` heads."""
    grants = columns(Grant)

    async def person_id(who: str) -> int:
        return (await office.person(who)).person_id

    me, head = await person_id(name), await person_id(unit_of)
    (row,) = await office.rows(sa.select(grants.c.unit_id).where(grants.c.person_id == head))
    values = {"person_id": me, "role": role, "unit_id": row.unit_id, "since": date(2023, 1, 3), "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(grants), values) and None)


async def _nudges(office: Office) -> list[tuple[str, int]]:
    table = columns(Nudge)
    rows = await office.rows(sa.select(table.c.channel, table.c.person_id).order_by(table.c.person_id))
    return [(row.channel, row.person_id) for row in rows]


@both_engines
async def test_a_lead_sees_the_reminder_and_those_who_have_not_answered_get_it(office: Office) -> None:
    hieu = await _leads(office)
    khoi, hau = office.people[KHOI], office.people[HAU]
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await hieu.says("/donvi")
    await hieu.taps("Gửi lời nhắc (1)")
    assert "Gửi tới (1): Lê Công Khôi." in hieu.reads()
    assert "Kính gửi Anh Khôi," in hieu.reads()
    assert "nhờ Anh đăng ký hoặc cho ý kiến trước 17:00 Thứ Ba, 28/02/2023" in hieu.reads()
    assert "Hồ Quốc An" in hieu.reads()  # who is to be told in person
    await hieu.taps("Gửi lời nhắc")
    assert "Đã gửi lời nhắc lúc 09:00 tới 1 người: Lê Công Khôi." in hieu.reads()
    await office.letters()
    assert "Kính gửi Anh Khôi," in khoi.reads()
    assert "Trân trọng. Phạm Quốc Hiếu" in khoi.reads()
    assert khoi.buttons() == ["Đăng ký danh hiệu", "Không đăng ký năm nay"]
    assert "Kính gửi" not in hau.reads()


@both_engines
async def test_of_reminders_there_is_one_a_day_whoever_sends_it(office: Office) -> None:
    hieu = await _leads(office)
    await _may(office, "Mai Thị Thanh Dung", Role.COORDINATOR)
    dung = await office.person("Mai Thị Thanh Dung")
    await dung.says("/menu")
    await hieu.forges(ShowNudge(Family.STATE))
    await dung.forges(ShowNudge(Family.STATE))
    hieu.hits("Gửi lời nhắc")
    dung.hits("Gửi lời nhắc")
    await office.settle()
    letters = columns(Letter)
    people = [row.person_id for row in await office.rows(sa.select(letters.c.person_id))]
    assert len(people) == len(set(people)) >= 2
    await dung.forges(ShowNudge(Family.STATE))
    assert "Đã có lời nhắc trong ngày" in dung.reads()
    assert any(f"Lê Công Khôi ({first}, 09:00)" in dung.reads() for first in (HIEU, dung.name))
    assert "Gửi lời nhắc" not in dung.buttons()
    office.moves_clock_to(2023, 2, 22)
    await dung.forges(ShowNudge(Family.STATE))
    assert "Gửi lời nhắc" in dung.buttons()


async def test_a_typed_reminder_goes_to_the_unit_that_is_named_or_asks_which(office: Office) -> None:
    """A deputy in charge of four units and all below them."""
    await _leads(office)
    chau = await office.person("Thái Thị Châu")
    await chau.says("gửi lời nhắc cho phòng quản lý khoa học")
    if not chau.reads().startswith("Gửi tới"):
        await chau.taps("Gửi lời nhắc: Phòng Quản lý Khoa học")
    assert "Gửi lời nhắc" in chau.buttons()
    assert KHOI in chau.reads() and HAU in chau.reads()
    await chau.taps("Gửi lời nhắc")
    assert "Đã gửi" in chau.reads()
    assert len(await office.rows(sa.select(columns(Nudge).c.id))) == 3, "of that unit alone"
    await chau.says("gửi lời nhắc cho trung tâm")
    assert "Phạm Thị Hà" in chau.reads(), "of the centre alone"
    assert KHOI not in chau.reads() and HAU not in chau.reads()
    await chau.says("gửi lời nhắc cho phòng hành chính")
    assert len([label for label in chau.buttons() if label.startswith("Gửi lời nhắc: Phòng Hành chính")]) == 2
    await chau.says("gửi lời nhắc cho mọi người")
    assert not any(label.startswith("Gửi lời nhắc: ") for label in chau.buttons())
    hieu = office.people[HIEU]
    await hieu.forges(ShowNudge(Family.STATE, None, 1))
    assert "phạm vi" in hieu.reads(), "nobody reminds a unit of others"


async def test_whoever_answers_before_it_leaves_gets_none(office: Office) -> None:
    hieu = await _leads(office)
    khoi = office.people[KHOI]
    await hieu.forges(ShowNudge(Family.STATE))
    await hieu.taps("Gửi lời nhắc")
    await khoi.says("Không đăng ký năm nay")
    await khoi.taps("Danh hiệu Nhà nước")
    await khoi.taps("Lý do cá nhân")
    await office.letters()
    assert "Kính gửi" not in khoi.reads()
    letters = columns(Letter)
    states = await office.rows(sa.select(letters.c.state).where(letters.c.person_id == khoi.person_id))
    assert [row.state for row in states] == ["cancelled"]


async def test_own_words_are_seen_in_their_frame_before_they_go(office: Office) -> None:
    hieu = await _leads(office)
    await hieu.forges(ShowNudge(Family.STATE))
    await hieu.taps("Sửa nội dung")
    await hieu.says("ok")
    assert "ít nhất 10" in hieu.reads() or "10 ký tự" in hieu.reads()
    await hieu.says("Chiều nay phòng chốt danh sách <nhé>, nhờ Anh/Chị đăng ký.")
    assert "Chiều nay phòng chốt danh sách <nhé>" in hieu.reads()
    await hieu.taps("Gửi lời nhắc")
    await office.letters()
    assert "Chiều nay phòng chốt danh sách <nhé>" in office.people[KHOI].reads()
    assert "Trân trọng. Phạm Quốc Hiếu" in office.people[KHOI].reads()


async def test_in_the_evening_it_is_said_that_it_goes_in_the_morning(office: Office) -> None:
    hieu = await _leads(office)
    khoi = office.people[KHOI]
    office.moves_clock_to(2023, 2, 24, 20, 30)  # a Friday
    await hieu.forges(ShowNudge(Family.STATE))
    assert "lời nhắc sẽ đi lúc 09:00 Thứ Hai, 27/02/2023" in hieu.reads()
    await hieu.taps("Gửi lời nhắc")
    assert "Tin sẽ đi lúc 09:00 Thứ Hai, 27/02/2023" in hieu.reads()
    await office.letters()
    assert "Kính gửi" not in "".join(message.text for message in khoi.from_bot())
    office.moves_clock_to(2023, 2, 27, 9, 1)
    await hieu.forges(ShowNudge(Family.STATE))  # it is that day's
    assert "Gửi lời nhắc" not in hieu.buttons()
    await office.letters()
    assert "Kính gửi Anh Khôi," in khoi.reads()


async def test_nobody_is_reminded_once_the_window_is_shut(office: Office) -> None:
    hieu = await _leads(office)
    office.moves_clock_to(2023, 2, 28, 20, 30)
    await hieu.forges(ShowNudge(Family.STATE))
    assert "đã kết thúc" in hieu.reads()
    await hieu.forges(SendNudge(Family.STATE))
    assert await _nudges(office) == []


async def test_a_letter_that_could_only_leave_after_the_deadline_is_not_promised(office: Office) -> None:
    hieu = await _leads(office)
    deadline = "UPDATE campaign SET deadline_at = '2023-02-26 10:00:00.000000'"  # a Sunday
    await office.database.run(lambda tx: tx.execute(sa.text(deadline)) and None)
    office.moves_clock_to(2023, 2, 25, 9, 0)
    await hieu.forges(ShowNudge(Family.STATE))
    assert "Xin Anh báo trực tiếp" in hieu.reads()


@both_engines
async def test_who_is_not_on_the_app_is_told_in_person_and_it_is_recorded_once_a_day(office: Office) -> None:
    hieu = await _leads(office)
    await hieu.says("/donvi")
    await hieu.taps("Báo qua Zalo (4)")
    await hieu.taps(AN)
    an = await office.person(AN, linked=False)
    national = "0" + (an.phone or "").removeprefix("84")
    assert f"{AN}, {national[:4]} {national[4:7]} {national[7:]}: chưa dùng kênh này" in hieu.reads()
    assert "Kính gửi Anh An," in hieu.reads()
    await hieu.taps("Đã báo trực tiếp")
    assert "Đã báo trực tiếp 21/02, Phạm Quốc Hiếu." in hieu.reads()
    assert "Đã báo trực tiếp" not in hieu.buttons()
    await hieu.forges(RecordTold(Family.STATE, an.person_id))  # a tap that came twice
    assert await _nudges(office) == [("direct", an.person_id)]
    await hieu.taps("Quay lại")
    assert "Hồ Quốc An (đã báo 21/02)" in hieu.buttons()


async def test_while_one_may_ask_to_register_late_whoever_no_letter_reaches_is_still_told(office: Office) -> None:
    hieu = await _leads(office)
    office.moves_clock_to(2023, 3, 1, 9)
    await hieu.says("/donvi")
    assert not any("Gửi lời nhắc" in label for label in hieu.buttons())
    await hieu.taps("Báo qua Zalo (4)")
    await hieu.taps(AN)
    assert "Anh đề nghị bổ sung được đến 17:00 Thứ Sáu, 10/3/2023" in hieu.reads()
    assert "đang đăng ký thi đua" not in hieu.reads()
    assert "Đăng ký thay" not in hieu.buttons()
    await hieu.taps("Đã báo trực tiếp")
    assert "Đã báo trực tiếp 01/3, Phạm Quốc Hiếu." in hieu.reads()
    office.moves_clock_to(2023, 3, 10, 18)
    await hieu.says("/donvi")
    assert not any("Báo qua Zalo" in label for label in hieu.buttons())


async def test_after_the_deadline_nobody_is_said_to_have_been_registered_for(office: Office) -> None:
    hieu = await _leads(office)
    office.moves_clock_to(2023, 3, 1, 9)
    await hieu.says("đăng ký thay")
    assert "Không còn ai cần đăng ký thay" not in hieu.reads()
    assert "Thời gian đăng ký đã kết thúc" in hieu.reads()


@pytest.mark.parametrize("name", ["Ngô Quốc Kiên", "Nguyễn Công Hậu", "Nguyễn Đức Duy", "Lâm Trọng Sang"])
async def test_nobody_else_sees_a_number_or_reminds(office: Office, name: str) -> None:
    """The head of another unit, a colleague, the Office, the union's chair: the numbers of a unit are its lead's."""
    await _leads(office)
    an = await office.person(AN, linked=False)
    other = await office.person(name)
    await other.says("/menu")
    ha = await office.person("Nguyễn Hồng Hà", linked=False)  # of a union group, as An is not
    for whom in (an.person_id, ha.person_id):
        await other.forges(ShowTellPerson(Family.STATE, whom))
        await other.forges(ShowTellPerson(Family.UNION, whom))
        await other.forges(ShowNudge(Family.STATE, whom))
        await other.forges(RecordTold(Family.UNION, whom))
    for payload in (ShowTell(Family.STATE), ShowTell(Family.UNION), ShowNudge(Family.STATE), ShowNudge(Family.UNION)):
        await other.forges(payload)
        assert AN not in other.reads() + " ".join(other.buttons())
    await other.forges(SendNudge(Family.STATE, office.people[KHOI].person_id))
    shown = "".join(message.text for message in other.from_bot())
    for one in (an, ha):
        assert one.phone and one.phone[-6:] not in shown.replace(" ", "")
    assert await _nudges(office) == []


async def test_a_union_groups_lead_reminds_of_union_titles(office: Office) -> None:
    await _leads(office)
    khoi, hau = office.people[KHOI], office.people[HAU]
    await khoi.says("/menu")
    await khoi.forges(ShowNudge(Family.UNION))
    assert "danh hiệu Công đoàn năm 2023" in khoi.reads()
    await khoi.taps("Gửi lời nhắc")
    await office.letters()
    assert "hoàn thiện danh sách danh hiệu Công đoàn" in hau.reads()
    assert hau.buttons() == ["Đăng ký danh hiệu Công đoàn", "Không đăng ký danh hiệu Công đoàn"]


async def test_a_deputy_director_reminds_in_the_units_in_charge(office: Office) -> None:
    await _leads(office)
    chau = await office.person("Thái Thị Châu")
    await chau.says("/menu")
    await chau.forges(ShowNudge(Family.STATE))
    assert "Lê Công Khôi" in chau.reads()
    await chau.taps("Gửi lời nhắc")
    await office.letters()
    assert "Trân trọng. Thái Thị Châu" in office.people[KHOI].reads()


@pytest.mark.parametrize(
    ("wanted", "leaves"),
    [
        ((2023, 2, 21, 11, 30), (2023, 2, 21, 11, 30)),  # a lunch break is for whoever writes to judge
        ((2023, 2, 21, 19, 59), (2023, 2, 21, 19, 59)),
        ((2023, 2, 21, 20, 0), (2023, 2, 22, 8, 0)),
        ((2023, 2, 22, 6, 59), (2023, 2, 22, 8, 0)),
        ((2023, 2, 25, 10, 0), (2023, 2, 27, 9, 0)),  # Saturday; Monday begins with the briefing
        ((2023, 2, 26, 23, 0), (2023, 2, 27, 9, 0)),
    ],
)
def test_a_reminder_leaves_at_a_civil_hour(wanted: tuple[int, ...], leaves: tuple[int, ...]) -> None:
    calendar = Calendar(OFFICE_ZONE, {}, lambda _year: PublicDays(frozenset(), frozenset()))
    assert leaves_at(calendar, _at(*wanted)) == _at(*leaves)


def _at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=OFFICE_ZONE)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else _base36(number // 36) + digits[number % 36]
