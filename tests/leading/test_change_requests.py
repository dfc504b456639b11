"""Đề nghị chỉnh sửa: taken back, remembered, made after the deadline in the time that was given, and never for ever."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.leading.targets import AskChange, Confirm, ExtendChange, ShowExtendChange, ShowMember, TakeBackChange
from bot.ledger.letter import Letter
from bot.people.records import Grant, Role
from bot.registration.questions import Part
from bot.registration.records import ChangeRequest, DeclineReason, Registration
from bot.registration.targets import Decline, EditPart, ShowEdit, ShowWithdraw
from bot.settings import OFFICE_ZONE
from bot.slices import ticks
from bot.store.audit import Audit
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office, Phone

HAU, HIEU, DUNG, KHOI = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Mai Thị Thanh Dung", "Lê Công Khôi"
WORDS = "Xem thêm Chiến sĩ thi đua cơ sở"


async def _asked(office: Office, *at: int) -> tuple[Phone, Phone]:
    """Hậu has registered on 3 January, and Hiếu, who leads his unit, asks for a change at that time."""
    hau, hieu = await office.person(HAU), await office.person(HIEU)
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    if at:
        office.moves_clock_to(2023, *at)
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    await hieu.taps("Đề nghị chỉnh sửa")
    await hieu.says(WORDS)
    return hau, hieu


async def _comes(office: Office, *at: int) -> None:
    """The clock comes to that time: what is due is done, and letters leave."""
    office.moves_clock_to(2023, *at)
    await ticks(office.database).run_due()
    await office.letters()


async def _state(office: Office) -> str:
    return str((await office.rows(sa.select(columns(Registration).c.state)))[0].state)


async def _outcomes(office: Office) -> list[str | None]:
    table = columns(ChangeRequest)
    return [row.outcome for row in await office.rows(sa.select(table.c.outcome).order_by(table.c.id))]


async def _letters(office: Office, person: Phone) -> list[tuple[str, str]]:
    """Kind and state of each letter about a change."""
    table = columns(Letter)
    query = sa.select(table.c.kind, table.c.state).where(
        table.c.person_id == person.person_id, table.c.kind.like("change%")
    )
    return [(row.kind, row.state) for row in await office.rows(query.order_by(table.c.id))]


async def _changes(person: Phone) -> None:
    """From the question which part to the receipt."""
    await person.taps("Danh hiệu")
    await person.taps("Chiến sĩ thi đua cơ sở")
    await person.taps("Tiếp tục")
    await person.taps("Bổ sung sau")
    await person.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in person.reads()


async def _sees(hieu: Phone, label: str) -> None:
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps(label)


# --- taken back -------------------------------------------------------------------------------------------------------


@both_engines
async def test_a_request_is_taken_back_and_what_stands_is_confirmed(office: Office) -> None:
    hau, hieu = await _asked(office)
    await office.letters()
    assert "Sửa ngay" in hau.buttons()
    arrived = len(hau.from_bot())
    await hau.says("/cuatoi")
    assert "Nội dung cần chỉnh sửa: Xem thêm Chiến sĩ thi đua cơ sở" in hau.reads()
    await hieu.says("/donvi")
    assert "Đang chỉnh sửa (1): Nguyễn Công Hậu" in hieu.reads()
    await _sees(hieu, "Nguyễn Công Hậu: đang chỉnh sửa")
    assert "Xác nhận" not in hieu.buttons()
    await hieu.taps("Rút đề nghị")
    assert "đề nghị chỉnh sửa" not in hieu.reads()
    assert "Xác nhận" in hieu.buttons()
    await office.service.display.refresh()
    await office.letters()
    letter = hau.from_bot()[arrived - 1]
    assert "Anh Phạm Quốc Hiếu đã rút đề nghị chỉnh sửa đăng ký TD23-0001" in letter.text
    assert letter.labels() == ["Đăng ký của tôi"]
    assert "chờ Anh Phạm Quốc Hiếu xác nhận" in hau.reads()  # the page that is open follows
    assert "cần chỉnh sửa" not in hau.reads()
    await hieu.taps("Xác nhận")
    assert "Đã xác nhận" in hieu.reads()
    assert await _state(office) == "confirmed"
    assert await _outcomes(office) == ["taken_back"]


async def test_a_request_that_has_not_left_is_never_heard_of(office: Office) -> None:
    hau, hieu = await _asked(office)
    await hieu.taps("Rút đề nghị")
    await office.letters()
    assert not any("chỉnh sửa" in message.text for message in hau.from_bot())
    assert {state for _kind, state in await _letters(office, hau)} == {"cancelled"}


async def test_whoever_confirms_now_takes_it_back_and_nobody_else(office: Office) -> None:
    _hau, hieu = await _asked(office)
    for name in (HAU, DUNG, "Ngô Quốc Kiên"):
        other = await office.person(name)
        await other.says("/menu")
        await other.forges(TakeBackChange(1, 1))
        assert "ngoài phạm vi phụ trách" in other.reads()
    grants, dung = columns(Grant), await office.person(DUNG)
    (row,) = await office.rows(sa.select(grants.c.unit_id).where(grants.c.person_id == hieu.person_id))
    acting = {"person_id": dung.person_id, "role": Role.ACTING_HEAD, "unit_id": row.unit_id, "since": date(2023, 1, 3)}
    await office.database.run(lambda tx: tx.execute(sa.insert(grants), {**acting, "from_roster": False}) and None)
    await dung.forges(TakeBackChange(1, 1))
    assert await _state(office) == "submitted"
    await hieu.forges(TakeBackChange(1, 1))
    assert "không có đề nghị chỉnh sửa nào đang chờ" in hieu.reads()


async def test_nobody_confirms_what_another_has_asked_to_change(office: Office) -> None:
    _hau, hieu = await _asked(office)
    await hieu.forges(Confirm(1, 1))
    assert "Anh Phạm Quốc Hiếu đã đề nghị Nguyễn Công Hậu chỉnh sửa" in hieu.reads()
    assert await _state(office) == "change_asked"


async def test_asked_twice_it_is_one_request_in_the_newer_words(office: Office) -> None:
    hau, hieu = await _asked(office)
    await hieu.taps("Đề nghị chỉnh sửa")
    await hieu.taps("Nội dung phấn đấu chưa rõ")
    await office.letters()
    assert "Nội dung phấn đấu chưa rõ" in hau.reads()
    assert sum("đề nghị Anh/Chị chỉnh sửa" in message.text for message in hau.from_bot()) == 1
    assert await _outcomes(office) == ["replaced", None]


# --- answered ---------------------------------------------------------------------------------------------------------


@both_engines
async def test_a_change_ends_the_request_and_so_does_sending_it_again_as_it_was(office: Office) -> None:
    hau, hieu = await _asked(office)
    await office.letters()
    await hau.taps("Sửa ngay")
    await hau.taps("Danh hiệu")
    await hau.taps("Tiếp tục")
    await hau.taps("Gửi đăng ký")
    assert (await _state(office), await _outcomes(office)) == ("submitted", ["kept"])
    await _sees(hieu, "Nguyễn Công Hậu: chờ xác nhận")
    assert "giữ nguyên nội dung sau đề nghị chỉnh sửa: Xem thêm" in hieu.reads()
    await hieu.taps("Đề nghị chỉnh sửa")
    await hieu.says(WORDS)
    await office.letters()
    await hau.taps("Sửa ngay")
    await _changes(hau)
    assert (await _state(office), await _outcomes(office)) == ("submitted", ["kept", "changed"])


@pytest.mark.parametrize("way", ["withdraws", "declines"])
async def test_a_registration_that_goes_takes_its_request_along(office: Office, way: str) -> None:
    hau, hieu = await _asked(office)
    if way == "withdraws":
        await hau.forges(ShowWithdraw())
        await hau.taps("Rút đăng ký")
    else:
        await hau.forges(Decline(DeclineReason.PERSONAL))
    assert (await _state(office), await _outcomes(office)) == ("withdrawn", ["withdrawn"])
    await _comes(office, 1, 5, 9)
    assert not any("chỉnh sửa" in message.text for message in hau.from_bot())
    await hieu.forges(TakeBackChange(1, 1))
    assert "đã rút đăng ký" in hieu.reads()


async def test_it_is_remembered_once_and_on_the_last_day(office: Office) -> None:
    hau, _hieu = await _asked(office, 2, 16, 15)  # a Thursday
    await office.letters()
    for day in (17, 20, 21, 22, 28):
        for hour in (8, 9, 14):
            await _comes(office, 2, day, hour, 31)
    about = [message.text for message in hau.from_bot() if "chỉnh sửa" in message.text]
    assert [text.splitlines()[0] for text in about] == [
        "Anh Phạm Quốc Hiếu đề nghị Anh/Chị chỉnh sửa đăng ký TD23-0001.",
        "Đăng ký TD23-0001 đang chờ Anh/Chị chỉnh sửa theo đề nghị của Anh Phạm Quốc Hiếu ngày 16/02/2023.",
        "Hạn chỉnh sửa đăng ký TD23-0001 theo đề nghị của Anh Phạm Quốc Hiếu: 17:00 Thứ Ba, 28/02/2023.",
    ]
    assert "trở lại chờ xác nhận từ 17:00 Thứ Năm, 02/3/2023." in about[-1]
    table = columns(Letter)
    due = await office.rows(sa.select(table.c.due_at).where(table.c.kind == "change_waits"))
    assert [office.clock.local(row.due_at).strftime("%d %H:%M") for row in due] == ["20 09:00"]  # Monday's hour


@both_engines
async def test_a_reminder_that_could_not_leave_by_day_waits_for_the_morning(office: Office) -> None:
    hau, _hieu = await _asked(office, 2, 15, 15)  # a Wednesday; of use until the 28th
    await office.letters()
    office.moves_clock_to(2023, 2, 17, 9)  # and the courier cannot reach Telegram all day
    for hour in (21, 23):
        await _comes(office, 2, 17, hour)
        assert ("change_waits", "planned") in await _letters(office, hau)
    await _comes(office, 2, 20, 9)
    assert ("change_waits", "sent") in await _letters(office, hau)


async def test_nobody_is_reminded_of_what_is_done(office: Office) -> None:
    hau, _hieu = await _asked(office, 2, 16, 15)
    await office.letters()
    await hau.taps("Sửa ngay")
    await _changes(hau)
    for day in (20, 28):
        await _comes(office, 2, day, 9, 31)
    assert [kind for kind, state in await _letters(office, hau) if state == "sent"] == ["change_asked"]


# --- after the deadline -----------------------------------------------------------------------------------------------


@both_engines
async def test_a_change_that_is_open_at_the_deadline_has_two_working_days(office: Office) -> None:
    hau, hieu = await _asked(office, 2, 16, 15)
    await office.letters()
    await _comes(office, 3, 1, 9)
    assert await _state(office) == "change_asked"
    await hau.forges(ShowEdit())  # as «Sửa ngay» of the letter does
    await _changes(hau)
    assert await _outcomes(office) == ["changed"]
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()


@both_engines
async def test_when_the_time_is_over_it_waits_to_be_confirmed_and_may_be_given_more(office: Office) -> None:
    hau, hieu = await _asked(office, 2, 16, 15)
    await office.letters()
    await _comes(office, 3, 2, 16, 59)
    assert await _state(office) == "change_asked"
    await _comes(office, 3, 2, 17, 1)
    assert (await _state(office), await _outcomes(office)) == ("submitted", ["lapsed"])
    deeds = columns(Audit)
    noted = await office.rows(sa.select(deeds.c.actor_id).where(deeds.c.deed == "registration.change_lapsed"))
    assert [row.actor_id for row in noted] == [None]
    await hau.forges(ShowEdit())
    assert "Thời gian đăng ký đã kết thúc" in hau.reads()
    assert "Đề nghị bổ sung" in hau.buttons()
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()
    await hieu.taps("Xác nhận tất cả (1)")
    assert "LĐTT (đã đề nghị chỉnh sửa, không có bản sửa)" in hieu.reads()
    await _sees(hieu, "Nguyễn Công Hậu: chờ xác nhận")
    assert f"Hết thời hạn, không có bản sửa theo đề nghị: {WORDS}" in hieu.reads()
    await hieu.taps("Gia hạn chỉnh sửa")
    assert [label for label in hieu.buttons() if label.startswith("Đến")] == [
        "Đến Thứ Hai, 06/3/2023",
        "Đến Thứ Năm, 09/3/2023",
        "Đến Thứ Sáu, 10/3/2023",
    ]
    await hieu.taps("Đến Thứ Hai, 06/3/2023")
    assert f"Đã đề nghị chỉnh sửa: {WORDS} (chờ đến 17:00 Thứ Hai, 06/3/2023)" in hieu.reads()
    await office.letters()
    assert "Hạn: 17:00 Thứ Hai, 06/3/2023" in hau.reads()
    await hau.taps("Sửa ngay")
    await _changes(hau)
    assert await _outcomes(office) == ["lapsed", "changed"]


@both_engines
async def test_when_the_time_is_over_the_letters_say_so_in_their_place(office: Office) -> None:
    hau, _hieu = await _asked(office, 2, 16, 15)
    await office.letters()
    await _comes(office, 2, 20, 9, 31)
    asked, reminded = hau.from_bot()[-2:]
    assert "Sửa ngay" in asked.labels() and "Sửa ngay" in reminded.labels()
    await _comes(office, 3, 2, 17, 1)
    for letter in hau.from_bot()[-2:]:
        assert letter.message_id in (asked.message_id, reminded.message_id)
        assert letter.text == (
            "Đã hết thời hạn chỉnh sửa đăng ký TD23-0001.\n"
            "Đăng ký được giữ nguyên như đã gửi và chuyển người có thẩm quyền xem xét, xác nhận."
        )
        assert letter.labels() == ["Đăng ký của tôi"]


async def test_asked_after_the_deadline_whoever_asks_says_until_when(office: Office) -> None:
    hau, hieu = await _asked(office, 3, 1, 9)
    assert "Xin Anh/Chị chọn ngày cuối để Nguyễn Công Hậu gửi bản sửa" in hieu.reads()
    await hieu.taps("Đến Thứ Tư, 08/3/2023")
    assert "(chờ đến 17:00 Thứ Tư, 08/3/2023)" in hieu.reads()
    await office.letters()
    assert "Hạn: 17:00 Thứ Tư, 08/3/2023" in hau.reads()
    await hau.says("/cuatoi")
    assert "(đến 17:00 Thứ Tư, 08/3/2023)" in hau.reads()
    assert "Rút đăng ký" not in hau.buttons()  # only the change was asked for
    await hau.forges(ShowWithdraw())
    assert "Thời gian đăng ký đã kết thúc" in hau.reads()
    await hau.forges(Decline(DeclineReason.PERSONAL))
    assert "Thời gian đăng ký đã kết thúc" in hau.reads()
    await hau.says("/dangky")
    await _changes(hau)
    assert await _state(office) == "submitted"
    await hau.forges(ShowEdit())
    assert "Thời gian đăng ký đã kết thúc" in hau.reads()


async def test_after_the_deadline_only_the_family_that_was_asked_for_is_changed(office: Office) -> None:
    dung = await office.person(DUNG)
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    for label in ("Lao động tiên tiến", "Đoàn viên CĐ xuất sắc", "Tiếp tục", "Bỏ qua", "Gửi đăng ký"):
        await dung.taps(label)
    office.moves_clock_to(2023, 3, 1, 9)
    khoi = await office.person(KHOI)
    await khoi.says("/congdoan")
    await khoi.taps("Xem từng người")
    await khoi.taps(f"{DUNG}: chờ xác nhận")
    await khoi.taps("Đề nghị chỉnh sửa")
    await khoi.taps("Xem lại danh hiệu")
    await khoi.taps("Đến Thứ Sáu, 03/3/2023")
    await office.letters()
    letter = dung.screen
    await dung.says("/dangky")
    assert [label for label in dung.buttons() if "phấn đấu" in label.lower()] == []
    await dung.taps("Sửa ngay", message=letter)
    assert "Tiếp tục" in dung.buttons() and "Danh hiệu" not in dung.buttons(), "it is the question itself"
    await dung.says("/cuatoi")
    await dung.taps("Sửa ngay")
    assert not any("Lao động tiên tiến" in label for label in dung.buttons())
    await dung.taps("Tiếp tục")
    await dung.taps("Gửi đăng ký")
    table = columns(Registration)
    rows = await office.rows(sa.select(table.c.family, table.c.state, table.c.version).order_by(table.c.family))
    assert [tuple(row) for row in rows] == [(Family.STATE, "submitted", 1), (Family.UNION, "submitted", 1)]
    assert await _outcomes(office) == ["kept"]


async def test_when_the_campaign_has_closed_nothing_is_asked_for_and_nothing_is_left_open(office: Office) -> None:
    hau, hieu = await _asked(office, 3, 9, 9)
    await hieu.taps("Đến Thứ Sáu, 10/3/2023")
    await _comes(office, 3, 10, 17, 1)
    assert (await _state(office), await _outcomes(office)) == ("submitted", ["lapsed"])
    await hieu.forges(ShowMember(Family.STATE, hau.person_id))
    assert "Xác nhận" in hieu.buttons()
    assert not {"Đề nghị chỉnh sửa", "Gia hạn chỉnh sửa"} & set(hieu.buttons())
    for forged in (AskChange(1, 1), ShowExtendChange(1, 1), ExtendChange(1, 1, date(2023, 3, 13))):
        await hieu.forges(forged)
        assert "đã kết thúc lúc 17:00 Thứ Sáu, 10/3/2023" in hieu.reads()


async def test_no_day_is_given_beyond_the_campaign_and_none_before_its_deadline(office: Office) -> None:
    _hau, hieu = await _asked(office)
    await hieu.forges(ExtendChange(1, 1, date(2023, 3, 1)))
    assert "hạn chỉnh sửa là hạn đăng ký chung" in hieu.reads()
    office.moves_clock_to(2023, 3, 1, 9)
    for day in (date(2023, 3, 13), date(2023, 2, 28)):
        await hieu.forges(ExtendChange(1, 1, day))
        assert "đã kết thúc lúc 17:00 Thứ Sáu, 10/3/2023" in hieu.reads()
    assert await _outcomes(office) == [None]


async def test_after_its_time_a_change_is_made_in_time_that_the_office_grants(office: Office) -> None:
    hau, hieu = await _asked(office, 2, 16, 15)
    duy = await office.person("Nguyễn Đức Duy")
    for person in (hau, duy):
        await person.says("/menu")
    await _comes(office, 3, 2, 17, 1)
    await hau.forges(ShowEdit())
    await hau.taps("Đề nghị bổ sung")
    await hau.says("Đi công tác từ 20/02 đến 02/3")
    await office.letters()
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    await office.letters()
    await duy.taps("Xem đề nghị")
    await duy.taps("Đồng ý đến 17:00 07/3/2023")
    await hau.forges(ShowEdit())
    await _changes(hau)
    assert (await _state(office), await _outcomes(office)) == ("submitted", ["lapsed"])


# --- both families ----------------------------------------------------------------------------------------------------


async def _dung_asked(office: Office, *requests: tuple[str, int]) -> Phone:
    """Dung has registered in both families, and whoever confirms asks for a change of these registrations."""
    dung = await office.person(DUNG)
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    for label in ("Lao động tiên tiến", "Đoàn viên CĐ xuất sắc", "Tiếp tục", "Bỏ qua", "Gửi đăng ký"):
        await dung.taps(label)
    for name, key in requests:
        lead = await office.person(name)
        await lead.says("/menu")
        await lead.forges(AskChange(key, 1))
        await lead.says(WORDS)
    await office.letters()
    await dung.forges(ShowEdit())
    return dung


@both_engines
async def test_of_two_requests_what_is_sent_again_as_it_was_is_answered_too(office: Office) -> None:
    dung = await _dung_asked(office, (HIEU, 1), (KHOI, 2))
    assert await _outcomes(office) == [None, None]
    await _changes(dung)
    assert await _outcomes(office) == ["changed", "kept"]
    table = columns(Registration)
    rows = await office.rows(sa.select(table.c.state, table.c.version).order_by(table.c.id))
    assert [tuple(row) for row in rows] == [("submitted", 2), ("submitted", 1)]


async def test_a_change_that_nobody_asked_for_does_not_answer_the_other_familys_request(office: Office) -> None:
    dung = await _dung_asked(office, (KHOI, 2))
    await _changes(dung)
    assert await _outcomes(office) == [None]


async def test_a_draft_of_before_the_deadline_brings_no_title_of_the_other_family(office: Office) -> None:
    dung = await _dung_asked(office)
    await dung.forges(EditPart(Part.PLEDGE))
    await dung.says("Hoàn thành tốt nhiệm vụ được giao")  # and is not sent
    office.moves_clock_to(2023, 3, 1, 9)
    hieu = await office.person(HIEU)
    await hieu.says("/menu")
    await hieu.forges(AskChange(1, 1))
    await hieu.says(WORDS)
    await hieu.taps("Đến Thứ Sáu, 03/3/2023")
    await office.letters()
    await dung.taps("Sửa ngay")
    await dung.forges(EditPart(Part.PLEDGE))
    await dung.says("Hoàn thành xuất sắc nhiệm vụ được giao")
    await dung.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in dung.reads()
    assert await _outcomes(office) == ["changed"]


# --- when the campaign's times move -----------------------------------------------------------------------------------


async def _moves(office: Office, **times: datetime) -> None:
    await office.database.run(lambda tx: tx.execute(sa.update(columns(Campaign)).values(**times)) and None)


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, month, day, hour, minute, tzinfo=OFFICE_ZONE)


async def test_time_that_was_given_is_no_shorter_than_a_deadline_that_was_moved_on(office: Office) -> None:
    hau, hieu = await _asked(office, 3, 1, 9)
    await hieu.taps("Đến Thứ Sáu, 03/3/2023")
    await _moves(office, deadline_at=_at(3, 9, 17), supplement_until=_at(3, 20, 17))
    await _comes(office, 3, 6, 9)
    assert await _state(office) == "change_asked"
    await hau.says("/cuatoi")
    assert "(đến 17:00 Thứ Năm, 09/3/2023)" in hau.reads()
    await _comes(office, 3, 9, 17, 1)
    assert await _outcomes(office) == ["lapsed"]


async def test_on_the_last_morning_there_is_one_letter_of_it(office: Office) -> None:
    hau, _hieu = await _asked(office, 2, 16, 15)
    await office.letters()
    await _moves(office, deadline_at=_at(2, 20, 17))
    for minute in (1, 31):
        await _comes(office, 2, 20, 9, minute)
    assert [kind for kind, state in await _letters(office, hau) if state == "sent"] == ["change_asked", "change_ends"]


async def test_the_day_on_which_the_campaign_closes_lasts_until_it_does(office: Office) -> None:
    await _moves(office, supplement_until=_at(3, 10, 20))
    hau, hieu = await _asked(office, 3, 10, 18)
    await hieu.taps("Đến Thứ Sáu, 10/3/2023")
    assert f"Đã đề nghị chỉnh sửa: {WORDS} (chờ đến 20:00 Thứ Sáu, 10/3/2023)" in hieu.reads()
    await _comes(office, 3, 10, 19, 59)
    await hau.forges(ShowEdit())
    await _changes(hau)
    assert await _outcomes(office) == ["changed"]
