"""Lists that come back, or of which titles have changed, wait for whoever sends them."""

from bot.address import chat
from bot.leading.targets import ShowSheet
from bot.people.identity import load_actor
from bot.registration.reading import Registrant
from bot.sheets.receiving.actions import accept, send_back
from bot.sheets.sending.actions import send
from bot.titles.catalogue import Subject
from tests.engines import both_engines
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import opens, registers, sender

HAU, HIEU, KHOI, DUY = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Lê Công Khôi", "Nguyễn Đức Duy"
CHAIR = "Lâm Trọng Sang"
SENDERS = {Subject.UNIT: HIEU, Subject.UNION_GROUP: KHOI}
RECEIVERS = {Subject.UNIT: DUY, Subject.UNION_GROUP: CHAIR}
TUESDAY = at(2023, 1, 3, 15)


async def sends(timed: TimedOffice, subject: Subject) -> None:
    head, who = await timed.person(SENDERS[subject]), Registrant(*await sender(timed, subject))
    await timed.database.run(lambda tx: send(tx, load_actor(tx, head.user_id, chat(head.user_id)), who))


async def returns(timed: TimedOffice, subject: Subject, sheet: int = 1) -> None:
    by = await timed.person(RECEIVERS[subject])
    reason = "Trang 2 thiếu chữ ký"
    await timed.database.run(lambda tx: send_back(tx, load_actor(tx, by.user_id, chat(by.user_id)), sheet, 1, reason))


async def accepts(timed: TimedOffice, subject: Subject, sheet: int = 1, version: int = 1) -> None:
    by = await timed.person(RECEIVERS[subject])
    await timed.database.run(lambda tx: accept(tx, load_actor(tx, by.user_id, chat(by.user_id)), sheet, version))


async def waits(person: Phone) -> str:
    """The screen of all that waits for this person; nothing where the first screen says that nothing does."""
    await person.says("/menu")
    label = next((label for label in person.buttons() if label.startswith("Việc đang chờ")), None)
    if label is None:
        return ""
    await person.taps(label)
    return person.reads()


def heard(person: Phone, since: int = 0) -> str:
    """The words that have reached this person, from that message on."""
    return "\n".join(seen.text for seen in person.from_bot()[since:])


@both_engines
async def test_a_list_that_was_returned_waits_for_whoever_sends_it(timed: TimedOffice) -> None:
    hieu, khoi, hau = await timed.person(HIEU), await timed.person(KHOI), await timed.person(HAU)
    timed.clock.move_to(TUESDAY)
    for subject in SENDERS:
        await sends(timed, subject)
    assert "Danh sách" not in await waits(hieu)
    await returns(timed, Subject.UNIT, 1)
    await returns(timed, Subject.UNION_GROUP, 2)
    assert "Danh sách đơn vị được trả lại, cần gửi lại: 1, từ 03/01/2023" in await waits(hieu)
    assert await waits(hau) == ""
    assert "Danh sách tổ công đoàn được trả lại, cần gửi lại: 1, từ 03/01/2023" in await waits(khoi)
    await khoi.taps("Danh sách tổ công đoàn (1)")
    await khoi.taps("Gửi danh sách")
    assert await waits(khoi) == ""
    await waits(hieu)
    await hieu.taps("Danh sách đơn vị (1)")
    await hieu.taps("Gửi danh sách")
    assert await waits(hieu) == ""


@both_engines
async def test_a_list_of_which_titles_have_changed_waits_to_be_sent_anew(timed: TimedOffice) -> None:
    hieu, khoi = await timed.person(HIEU), await timed.person(KHOI)
    timed.clock.move_to(TUESDAY)
    await registers(timed, HAU, "LDTT", "DVCDXS")
    for subject in SENDERS:
        await sends(timed, subject)
    await accepts(timed, Subject.UNIT, 1)
    await timed.comes_to(at(2023, 1, 4, 9))
    await registers(timed, HAU, "LDTT", "DVCDXS", pledge="Hoàn thành tốt nhiệm vụ")
    assert "gửi bản mới" not in await waits(hieu), "nothing that was signed has changed"
    await registers(timed, HAU, "LDTT", "CSTDCS")
    await timed.comes_to(at(2023, 1, 5, 8, 30))
    told = "cần gửi bản mới và ký lại (danh hiệu đã đổi): 1, từ 04/01/2023"
    assert f"Danh sách đơn vị {told}" in hieu.reads(), "in the morning's letter"
    assert f"Danh sách tổ công đoàn {told}" in khoi.reads()
    assert f"Danh sách đơn vị {told}" in await waits(hieu)
    await hieu.taps("Danh sách đơn vị (1)")
    assert "xin gửi bản mới, rồi in và ký lại" in hieu.reads()
    await hieu.taps("Gửi danh sách")
    assert "gửi bản mới" not in await waits(hieu)
    await registers(timed, HAU, "LDTT")
    assert f"Danh sách đơn vị {told.replace('04', '05')}" in await waits(hieu)
    await opens(hieu, ShowSheet(Subject.UNIT))
    assert "xin gửi bản mới, rồi in và ký lại" in hieu.reads(), "as the list itself says"


@both_engines
async def test_the_board_says_where_the_list_stands(timed: TimedOffice) -> None:
    boards = {
        "/donvi": (await timed.person(HIEU), Subject.UNIT),
        "/congdoan": (await timed.person(KHOI), Subject.UNION_GROUP),
    }

    async def boards_say(state: str) -> None:
        for command, (person, _subject) in boards.items():
            await person.says(command)
            assert f"Danh sách: {state}" in person.reads().splitlines()

    timed.clock.move_to(TUESDAY)
    await boards_say("chưa gửi")
    for _person, subject in boards.values():
        await sends(timed, subject)
    await boards_say("đã gửi bản 1, chờ tiếp nhận")
    for number, (_person, subject) in enumerate(boards.values(), 1):
        await returns(timed, subject, number)
    await boards_say("được trả lại, cần gửi lại")
    for _person, subject in boards.values():
        await sends(timed, subject)
    for number, (_person, subject) in enumerate(boards.values(), 1):
        await accepts(timed, subject, number, 2)
    await boards_say("bản 2 đã được tiếp nhận")
    await registers(timed, HAU, "LDTT", "DVCDXS")
    await boards_say("danh hiệu đã đổi, cần gửi bản mới")


@both_engines
async def test_the_letter_of_the_deadline_tells_a_returned_list_from_one_that_was_not_sent(timed: TimedOffice) -> None:
    hieu, khoi = await timed.person(HIEU), await timed.person(KHOI)
    timed.clock.move_to(at(2023, 2, 24, 15))
    await timed.comes_to(at(2023, 2, 28, 8, 30))
    assert "gửi danh sách về Văn phòng" in heard(hieu)
    assert "Danh sách của Tổ công đoàn Quản lý Khoa học và Công nghệ chưa gửi" in heard(khoi)
    for subject in SENDERS:
        await sends(timed, subject)
    await returns(timed, Subject.UNIT, 1)
    await returns(timed, Subject.UNION_GROUP, 2)
    before = len(hieu.from_bot()), len(khoi.from_bot())
    await timed.comes_to(at(2023, 3, 1, 14))
    hieus, khois = heard(hieu, before[0]), heard(khoi, before[1])
    assert "gửi lại danh sách được trả lại" in hieus
    assert "được trả lại, cần gửi lại Chủ tịch Công đoàn cơ sở" in khois
    assert "chưa gửi" not in hieus + khois and "gửi danh sách về Văn phòng" not in hieus


@both_engines
async def test_leads_hear_of_what_is_left_before_the_supplement_ends(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    await timed.comes_to(at(2023, 3, 8, 15))
    before = len(hieu.from_bot())
    await timed.comes_to(at(2023, 3, 9, 8, 30))
    told = heard(hieu, before)
    assert "chưa phản hồi" in told and "gửi danh sách về Văn phòng" in told
    assert "trong thời gian bổ sung, trước 17:00 Thứ Sáu, 10/3/2023" in told
    before = len(hieu.from_bot())
    for hour in (9, 14):
        await timed.comes_to(at(2023, 3, 10, hour))
    assert heard(hieu, before) == "", "once"


async def test_a_board_that_stands_open_changes_when_its_list_is_returned(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    timed.clock.move_to(TUESDAY)
    await sends(timed, Subject.UNIT)
    await hieu.says("/donvi")
    assert "Danh sách: đã gửi bản 1" in hieu.reads()
    await returns(timed, Subject.UNIT)
    await timed.service.display.refresh()
    assert "Danh sách: được trả lại, cần gửi lại" in hieu.reads()
