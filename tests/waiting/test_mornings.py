"""Work that waits is told on the next working morning, in one letter, and not again; nothing is told that was done."""

import json
import random
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.campaigns.records import Campaign
from bot.enquiries.actions import ask
from bot.enquiries.records import Topic
from bot.ledger.letter import Letter, State
from bot.people.identity import load_actor
from bot.people.records import Grant, Post, Role
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.registration.records import Registration, RegistrationState
from bot.sheets.sending.actions import send
from bot.slices import next_reminder, ticks
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.waiting.actions import set_rises_after
from bot.waiting.targets import SetRising, ShowWaiting
from tests.engines import both_engines
from tests.no_campaign import without_campaign
from tests.office import Phone, link
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers, unit
from tests.waiting.test_everybody import fill

HAU, HIEU, KHOI, DUY, THU = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Lê Công Khôi", "Nguyễn Đức Duy", "Lâm Hồng Thu"
CHAIR, DEPUTY, DIRECTOR = "Lâm Trọng Sang", "Thái Thị Châu", "Ngô Thị Mỹ Mai"
TUESDAY, WEDNESDAY, THURSDAY = at(2023, 1, 3, 15), at(2023, 1, 4, 8, 30), at(2023, 1, 5, 8, 30)
FRIDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = at(2023, 1, 6, 8, 30), at(2023, 1, 10, 8, 30), at(2023, 1, 11, 8, 30)
WORDS = "Tôi nghỉ thai sản thì đăng ký thế nào?"


async def rises_after(timed: TimedOffice, days: int, by: str = DUY) -> None:
    actor = await timed.person(by)
    await timed.database.run(lambda tx: set_rises_after(tx, load_actor(tx, actor.user_id, chat(actor.user_id)), days))


async def asks(timed: TimedOffice, name: str = HAU) -> None:
    """Put a question to the Office, as of now."""
    person = await timed.person(name)
    await timed.database.run(
        lambda tx: ask(tx, load_actor(tx, person.user_id, chat(person.user_id)), Topic.OFFICE, WORDS)
    )


async def confirmed(timed: TimedOffice, family: Family) -> None:
    """Everything of this family is confirmed, by whomever."""
    table = columns(Registration)
    done = (
        sa.update(table)
        .where(table.c.family == family)
        .values(state=RegistrationState.CONFIRMED, confirmed_version=table.c.version)
    )
    await timed.database.run(lambda tx: tx.execute(done))


async def heard(timed: TimedOffice, person: Phone, moment: datetime) -> str:
    """The text that the person reads when it has come to be `moment`; nothing without a new message."""
    before = len(person.from_bot())
    await timed.comes_to(moment)
    return "\n".join(seen.text for seen in person.from_bot()[before:])


@both_engines
async def test_a_union_title_is_told_to_the_groups_lead_and_the_leads_own_to_the_chair(timed: TimedOffice) -> None:
    khoi, sang = await timed.person(KHOI), await timed.person(CHAIR)
    hieu, mai = await timed.person(HIEU), await timed.person(DIRECTOR)
    timed.clock.move_to(TUESDAY)
    for name in (HAU, KHOI):
        await registers(timed, name, "DVCDXS")
    assert await heard(timed, khoi, at(2023, 1, 4, 8, 29)) == ""
    await timed.comes_to(WEDNESDAY)
    told = "Đăng ký danh hiệu Công đoàn chờ xác nhận: 1, từ 03/01/2023"
    assert khoi.reads().splitlines() == [
        "Kính gửi Anh Lê Công Khôi,",
        "Việc đang chờ Anh:",
        told,
        "Văn phòng Sở trân trọng cảm ơn.",
    ]
    assert told in sang.reads()
    assert hieu.from_bot() == [] and mai.from_bot() == [], "the union's way is its own"
    await khoi.taps("Tổ công đoàn")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in khoi.reads()
    assert "Đăng ký của Anh/Chị: chờ Anh Lâm Trọng Sang xác nhận" in khoi.reads()


@both_engines
async def test_a_question_is_in_the_offices_digest_and_on_its_board_without_its_words(timed: TimedOffice) -> None:
    duy, thu = await timed.person(DUY), await timed.person(THU)
    timed.clock.move_to(TUESDAY)
    await asks(timed)
    await timed.comes_to(WEDNESDAY)
    for member in (duy, thu):
        assert "Câu hỏi chờ trả lời: 1, từ 03/01/2023" in member.reads()
        assert "thai sản" not in member.reads()
    await duy.taps("Câu hỏi (1)")
    assert "1 câu hỏi chờ trả lời" in duy.reads()
    await duy.says("/quanly")
    assert "Việc chờ xử lý (1)" in duy.buttons()
    await duy.says("/menu")
    assert "Việc đang chờ: 1" in duy.reads()
    await duy.taps("Việc đang chờ (1)")
    assert duy.reads().splitlines() == ["VIỆC ĐANG CHỜ: 1", "Câu hỏi chờ trả lời: 1, từ 03/01/2023"]
    assert duy.buttons() == ["Câu hỏi (1)", "Báo việc lên cấp trên", "Trang chính"]


@both_engines
async def test_what_was_done_before_the_morning_or_before_the_letter_left_is_not_told(timed: TimedOffice) -> None:
    hieu, khoi = await timed.person(HIEU), await timed.person(KHOI)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT", "DVCDXS")
    await confirmed(timed, Family.STATE)
    timed.clock.move_to(WEDNESDAY)
    await ticks(timed.database).run_due()
    await confirmed(timed, Family.UNION)  # planned; the courier has not come to it
    await timed.letters()
    assert hieu.from_bot() == [] and khoi.from_bot() == []
    letters = columns(Letter)
    assert [row.state for row in await timed.rows(sa.select(letters.c.state))] == [State.CANCELLED]


@both_engines
async def test_an_unchanged_list_is_not_told_again_and_a_longer_one_is(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    await rises_after(timed, 3)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT")
    assert "Đăng ký chờ xác nhận: 1, từ 03/01/2023" in await heard(timed, hieu, WEDNESDAY)
    for moment in (at(2023, 1, 4, 14), THURSDAY, at(2023, 1, 5, 14), FRIDAY, at(2023, 1, 9, 9), NEXT_TUESDAY):
        once_more = "báo lên cấp trên" in await heard(timed, hieu, moment)
        assert once_more is (moment == THURSDAY), "on the eve of rising alone"
    await registers(timed, KHOI, "LDTT")
    assert await heard(timed, hieu, at(2023, 1, 10, 14)) == "", "told today already, or to be told tomorrow"
    assert "Đăng ký chờ xác nhận: 2, từ 03/01/2023" in await heard(timed, hieu, NEXT_WEDNESDAY)


@both_engines
async def test_whoever_sends_a_changed_registration_is_work_anew(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT")
    assert await heard(timed, hieu, WEDNESDAY) != ""
    await registers(timed, HAU, "LDTT", "CSTDCS")
    assert "Đăng ký chờ xác nhận: 1, từ 04/01/2023" in await heard(timed, hieu, THURSDAY)


@both_engines
async def test_it_rises_within_its_family_step_by_step_and_stops_when_it_is_done(timed: TimedOffice) -> None:
    hieu, chau, sang, mai = [await timed.person(name) for name in (HIEU, DEPUTY, CHAIR, DIRECTOR)]
    await rises_after(timed, 3)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT", "DVCDXS")
    for moment in (WEDNESDAY, THURSDAY):
        await timed.comes_to(moment)
    assert chau.from_bot() == [] and sang.from_bot() == []
    await timed.comes_to(FRIDAY)
    state = "Phòng Quản lý Khoa học: 1 đăng ký chờ xác nhận từ 03/01/2023"
    union = "Tổ công đoàn Quản lý Khoa học và Công nghệ: 1 đăng ký chờ xác nhận từ 03/01/2023"
    assert "Đã chờ từ 3 ngày làm việc trở lên:" in chau.reads()
    assert state in chau.reads() and union not in chau.reads()
    assert union in sang.reads() and state not in sang.reads()
    assert mai.from_bot() == [] and HAU not in chau.reads()
    for moment in (at(2023, 1, 9, 9), NEXT_TUESDAY):
        await timed.comes_to(moment)
    assert mai.from_bot() == []
    await confirmed(timed, Family.STATE)
    await timed.comes_to(NEXT_WEDNESDAY)
    assert mai.from_bot() == [], "confirmed on the eve of the next step"
    await registers(timed, HAU, "CSTDCS", "DVCDXS")
    for day in (12, 13, 16, 17, 18, 19):
        await timed.comes_to(at(2023, 1, day, 9))
    assert "Phòng Quản lý Khoa học: 1 đăng ký chờ xác nhận từ 11/01/2023" in mai.reads()
    assert "Tổ công đoàn" not in mai.reads(), "above the chair there is paper alone"
    assert len([seen for seen in chau.from_bot() if state[:24] in seen.text]) == 2, "once for each time"
    assert len(hieu.from_bot()) == 4, "each time at once, and before it rises"


async def test_the_office_sets_after_how_many_days_it_rises(timed: TimedOffice) -> None:
    chau, duy = await timed.person(DEPUTY), await timed.person(DUY)
    with pytest.raises(Refusal):
        await rises_after(timed, 1, DEPUTY)
    await duy.says("/menu")
    await duy.forges(ShowWaiting())
    await duy.taps("Báo việc lên cấp trên")
    assert "theo thời gian còn lại của đợt" in duy.reads()
    await duy.forges(SetRising(1))
    assert "sau 1 ngày làm việc" in duy.reads()
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT")
    assert "Phòng Quản lý Khoa học: 1 đăng ký chờ xác nhận" in await heard(timed, chau, WEDNESDAY)


async def test_the_more_time_is_left_the_longer_it_may_wait(timed: TimedOffice) -> None:
    chau = await timed.person(DEPUTY)
    january = at(2023, 1, 3, 15), 11, 12
    february = at(2023, 2, 6, 15), 8, 9
    for begins, quiet, rises in (january, february):
        timed.clock.move_to(begins)
        await registers(timed, HAU, "LDTT")
        assert await heard(timed, chau, begins.replace(day=quiet, hour=9)) == ""
        assert "1 đăng ký chờ xác nhận từ" in await heard(timed, chau, begins.replace(day=rises, hour=9))
        await confirmed(timed, Family.STATE)
        await registers(timed, HAU, "CSTDCS")
        await confirmed(timed, Family.STATE)


@both_engines
async def test_it_holds_after_the_deadline_and_in_the_time_to_supplement(timed: TimedOffice) -> None:
    khoi, duy = await timed.person(KHOI), await timed.person(DUY)
    for moment in (at(2023, 3, 1, 8, 30), at(2023, 3, 1, 14), at(2023, 3, 2, 8, 30), at(2023, 3, 3, 8, 30)):
        await timed.comes_to(moment)
    timed.clock.move_to(at(2023, 3, 3, 15))
    await registers(timed, HAU, "DVCDXS")
    await asks(timed)
    monday = at(2023, 3, 6, 9)
    assert "Đăng ký danh hiệu Công đoàn chờ xác nhận: 1, từ 03/3/2023" in await heard(timed, khoi, monday)
    assert "Câu hỏi chờ trả lời: 1, từ 03/3/2023" in duy.reads()
    timed.clock.move_to(at(2023, 6, 5, 15))
    await registers(timed, "Nguyễn Hồng Hà", "DVCDXS")
    assert "chờ xác nhận: 2, từ 03/3/2023" in await heard(timed, khoi, at(2023, 6, 6, 8, 30))


async def test_a_question_is_told_where_there_is_no_campaign_at_all(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)

    await timed.database.run(without_campaign)
    timed.clock.move_to(TUESDAY)
    await asks(timed)
    assert "Câu hỏi chờ trả lời: 1" in await heard(timed, duy, WEDNESDAY)


@both_engines
async def test_somebody_at_the_door_is_told_of_at_once_but_not_at_night(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    for moment, words in ((at(2023, 1, 3, 14, 30), "Nguyễn Văn A"), (at(2023, 1, 3, 20), "Trần Thị B")):
        timed.clock.move_to(moment)
        stranger = await timed.stranger(f"8491100{moment.hour}11")
        await stranger.says("/start")
        await stranger.taps("Xem và cho ý kiến")
        await stranger.taps("Tôi đồng ý")
        await stranger.shares_own_contact()
        await stranger.says(f"{words}, Thanh tra Sở")
        said = await heard(timed, duy, moment + timedelta(minutes=1))
        assert ("Có đề nghị liên kết tài khoản, gửi lúc 14:30 Thứ Ba, 03/01/2023." in said) == (moment.hour == 14)
        assert words not in said
        assert await heard(timed, duy, moment + timedelta(minutes=2)) == "", "once"
    assert "gửi lúc 20:00" in await heard(timed, duy, at(2023, 1, 4, 8))
    assert await heard(timed, duy, WEDNESDAY) == "", "and not in the digest again"
    await duy.taps("Đề nghị liên kết (1)")
    assert any("Trần Thị B" in label for label in duy.buttons())


async def test_on_a_day_of_the_ladder_the_mornings_letter_has_its_figures_and_is_the_only_one(
    timed: TimedOffice,
) -> None:
    hieu, chau = await timed.person(HIEU), await timed.person(DEPUTY)
    timed.clock.move_to(at(2023, 2, 20, 15))
    await registers(timed, HAU, "LDTT")
    morning = await heard(timed, hieu, at(2023, 2, 21, 8, 30))
    digests = [text for text in morning.split("Kính gửi") if "trân trọng cảm ơn" in text]
    assert len(digests) == 1 and "1/7 người đã phản hồi" in digests[0] and "Cần Anh: xác nhận 1" in digests[0]
    assert await heard(timed, hieu, at(2023, 2, 21, 14)) == ""
    await confirmed(timed, Family.STATE)
    await registers(timed, HIEU, "LDTT")
    waits = "Đăng ký chờ xác nhận: 1"
    assert waits in await heard(timed, chau, at(2023, 2, 22, 8, 30))
    assert "báo lên cấp trên" in await heard(timed, chau, at(2023, 2, 23, 8, 30)), "on the eve of rising"
    assert waits in await heard(timed, chau, at(2023, 2, 24, 14)), "a set day: whoever confirms hears what still waits"


async def test_the_ladders_figures_of_one_unit_do_not_hide_what_waits_from_another(timed: TimedOffice) -> None:
    """A deputy director stands in for the head of one unit, and confirms the head of another."""
    chau = await timed.person(DEPUTY)
    acting = {"person_id": chau.person_id, "role": Role.ACTING_HEAD, "since": TUESDAY.date()}
    acting["unit_id"] = await unit(timed, "Thanh tra Sở")
    await timed.database.run(lambda tx: tx.insert_new(Grant, [acting | {"from_roster": False}]))
    timed.clock.move_to(at(2023, 2, 21, 13))
    await registers(timed, HIEU, "LDTT")
    await registers(timed, "Nguyễn Thùy Loan", "LDTT")
    said = await heard(timed, chau, at(2023, 2, 21, 14))
    assert "Thanh tra Sở" in said and "xác nhận 1" in said
    assert "Đăng ký chờ xác nhận: 1, từ 21/02/2023" in said
    assert await heard(timed, chau, at(2023, 2, 22, 8, 30)) == ""


async def test_a_lead_who_is_of_the_office_has_all_of_it_in_one_letter(timed: TimedOffice) -> None:
    thu = await timed.person(THU)
    timed.clock.move_to(TUESDAY)
    await registers(timed, "Phạm Thị Ánh", "LDTT")
    await asks(timed)
    said = await heard(timed, thu, WEDNESDAY)
    assert said.count("Kính gửi") == 1
    assert "Đăng ký chờ xác nhận: 1" in said and "Câu hỏi chờ trả lời: 1" in said


async def test_a_letter_that_could_not_leave_is_drawn_with_what_waits_when_it_does(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    await rises_after(timed, 3)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT")
    timed.clock.move_to(WEDNESDAY)
    await ticks(timed.database).run_due()  # and the courier cannot reach Telegram all day
    await registers(timed, KHOI, "LDTT")
    said = await heard(timed, hieu, THURSDAY)
    assert said.count("Kính gửi") == 1
    assert "Đăng ký chờ xác nhận: 2" in said
    assert "báo lên cấp trên" in await heard(timed, hieu, FRIDAY), "the second one rises on Monday"
    assert await heard(timed, hieu, at(2023, 1, 9, 9)) == ""


async def test_whoever_begins_to_act_for_a_head_is_told_of_what_waits(timed: TimedOffice) -> None:
    hieu, khoi = await timed.person(HIEU), await timed.person(KHOI)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT")
    assert await heard(timed, khoi, WEDNESDAY) == ""
    posts = columns(Post)
    (post,) = await timed.rows(sa.select(posts.c.unit_id).where(posts.c.person_id == hieu.person_id))
    acting = {"person_id": khoi.person_id, "role": Role.ACTING_HEAD, "unit_id": post.unit_id, "since": WEDNESDAY.date()}
    await timed.database.run(lambda tx: tx.insert_new(Grant, [acting | {"from_roster": False}]))
    assert "Đăng ký chờ xác nhận: 1, từ 03/01/2023" in await heard(timed, khoi, THURSDAY)


async def test_whoever_comes_to_the_app_later_is_told_of_what_has_waited(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU, linked=False)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT")
    await timed.comes_to(WEDNESDAY)
    timed.clock.move_to(at(2023, 1, 4, 15))
    await timed.database.run(lambda tx: link(tx, hieu.user_id, hieu.person_id))
    assert "Đăng ký chờ xác nhận: 1, từ 03/01/2023" in await heard(timed, hieu, THURSDAY)
    assert await heard(timed, hieu, FRIDAY) == ""


async def test_what_a_letter_of_its_own_has_told_is_told_in_a_digest_only_to_whoever_did_not_get_it(
    timed: TimedOffice,
) -> None:
    hieu, duy, khoi = await timed.person(HIEU), await timed.person(DUY), await timed.person(KHOI)
    timed.clock.move_to(TUESDAY)
    who = Registrant(Subject.UNIT, await unit(timed))
    await timed.database.run(lambda tx: send(tx, load_actor(tx, hieu.user_id, chat(hieu.user_id)), who))
    assert "Danh sách đơn vị chờ tiếp nhận" not in await heard(timed, duy, TUESDAY)
    assert "DS23-01" in duy.reads()
    assert await heard(timed, duy, WEDNESDAY) == ""
    joins = {"person_id": khoi.person_id, "role": Role.OFFICE, "unit_id": None, "since": WEDNESDAY.date()}
    await timed.database.run(lambda tx: tx.insert_new(Grant, [joins | {"from_roster": False}]))
    assert "Danh sách đơn vị chờ tiếp nhận: 1, từ 03/01/2023" in await heard(timed, khoi, THURSDAY)
    (before_it_rises,) = [seen.text for seen in duy.from_bot() if "chờ tiếp nhận" in seen.text]
    assert "báo lên cấp trên" in before_it_rises
    await duy.says("/menu")
    assert "Việc đang chờ: 1" in duy.reads()


async def test_whoever_has_had_the_ladders_letter_today_hears_of_what_is_new_on_the_next_morning(
    timed: TimedOffice,
) -> None:
    hieu = await timed.person(HIEU)
    ladder = json.dumps([{"days_before": 7, "at": "08:00:00", "to": ["lead"]}])
    await timed.database.run(lambda tx: tx.execute(sa.update(columns(Campaign)).values(reminders=ladder)))
    assert "Cần Anh: chưa phản hồi 7" in await heard(timed, hieu, at(2023, 2, 21, 8))
    timed.clock.move_to(at(2023, 2, 21, 8, 10))
    await registers(timed, HAU, "LDTT")
    assert await heard(timed, hieu, at(2023, 2, 21, 8, 30)) == ""
    assert "Đăng ký chờ xác nhận: 1, từ 21/02/2023" in await heard(timed, hieu, at(2023, 2, 22, 8, 30))


async def test_the_next_reminder_is_the_morning_on_which_somebody_is_told(timed: TimedOffice) -> None:
    await timed.comes_to(at(2023, 1, 3, 14))
    assert await timed.database.read(next_reminder) == at(2023, 2, 14, 8, 30)
    await registers(timed, HAU, "LDTT")
    assert await timed.database.read(next_reminder) == WEDNESDAY
    await timed.comes_to(WEDNESDAY)
    assert await timed.database.read(next_reminder) == at(2023, 2, 14, 8, 30)


async def test_a_letter_has_at_most_ten_lines_however_much_waits(timed: TimedOffice) -> None:
    """To a deputy director who chairs the union and is of the Office, when most have registered and nobody confirms."""
    sang = await timed.person(CHAIR)
    await rises_after(timed, 3)
    timed.clock.move_to(TUESDAY)
    office = {"person_id": sang.person_id, "role": Role.OFFICE, "unit_id": None, "since": TUESDAY.date()}
    await timed.database.run(lambda tx: tx.insert_new(Grant, [office | {"from_roster": False}]))
    await timed.database.run(lambda tx: fill(tx, random.Random(0)))
    for day in (4, 5, 6, 9):
        await timed.comes_to(at(2023, 1, day, 9))
    digests = [seen.text for seen in sang.from_bot() if "Việc đang chờ Anh:" in seen.text]
    assert "Đã chờ từ 3 ngày làm việc trở lên:" in digests[-1] and "mục khác" in digests[-1]
    assert max(len(text.splitlines()) for text in digests) <= 10
