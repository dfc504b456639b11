"""Đăng ký thay: a lead registers for a person who said so; the person agrees, changes it or takes it back."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot.leading.targets import (
    AskProxy,
    DeclineForPerson,
    RegisterForPerson,
    ShowProxied,
    ShowProxy,
    ShowProxyDecline,
)
from bot.people.records import Grant, Role
from bot.registration.records import Declination, DeclineReason, Receipt, Registration, RegistrationVersion
from bot.registration.targets import AgreeToProxy
from bot.slices import ticks
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.office import Office, Phone

AN, KHOI, HIEU, HAU = "Hồ Quốc An", "Lê Công Khôi", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
DUNG = "Mai Thị Thanh Dung"
LDTT, CSTDCS = "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"
FOR_KHOI = RegisterForPerson(24)


async def _head(office: Office) -> tuple[Phone, Phone]:
    """Hiếu on a Wednesday of February, and Khôi, who has not answered."""
    office.moves_clock_to(2023, 2, 22)
    khoi, hieu = await office.person(KHOI), await office.person(HIEU)
    assert khoi.person_id == int("o", 36)
    for person in (khoi, hieu):
        await person.says("/menu")
    return hieu, khoi


async def _coordinator(office: Office, name: str) -> Phone:
    """Somebody who prepares for the unit that Hiếu heads."""
    grants = columns(Grant)
    head, one = await office.person(HIEU), await office.person(name)
    (row,) = await office.rows(sa.select(grants.c.unit_id).where(grants.c.person_id == head.person_id))
    values = {"person_id": one.person_id, "role": Role.COORDINATOR, "unit_id": row.unit_id, "since": date(2023, 1, 3)}
    await office.database.run(lambda tx: tx.execute(sa.insert(grants), {**values, "from_roster": False}) and None)
    await one.says("/menu")
    return one


async def _up_to_the_summary(lead: Phone) -> None:
    await lead.forges(FOR_KHOI)
    await lead.taps(CSTDCS)
    await lead.taps("Tiếp tục")
    await lead.says("20/2")


async def _registers_for_khoi(lead: Phone) -> None:
    await _up_to_the_summary(lead)
    await lead.taps("Gửi đăng ký")


async def _stands(office: Office) -> list[tuple[str, str, int, int]]:
    """Of everybody: state, agreement, version, and who registered."""
    table = columns(Registration)
    rows = await office.rows(sa.select(table).order_by(table.c.id))
    return [(row.state, row.agreement, row.version, row.registered_by) for row in rows]


@both_engines
async def test_a_lead_registers_for_a_person_who_agrees_in_chat(office: Office) -> None:
    hieu, khoi = await _head(office)
    await hieu.says("/donvi")
    await hieu.taps("Đăng ký thay (6)")
    await hieu.taps("Lê Công Khôi: chưa phản hồi")
    assert "ĐĂNG KÝ THAY: Lê Công Khôi, Phó Trưởng phòng" in hieu.reads()
    await hieu.taps(CSTDCS)
    assert "Đang chọn: Lao động tiên tiến; Chiến sĩ thi đua cơ sở" in hieu.reads()
    await hieu.taps("Tiếp tục")
    await hieu.says("30/2")
    assert "Chưa đọc được ngày" in hieu.reads()
    await hieu.says("từ ngày 23 tháng 2 năm 2023")
    assert "đến 22/02/2023" in hieu.reads()  # nobody has said so tomorrow
    await hieu.taps("Hôm qua, 21/02")
    assert "Căn cứ: Anh Lê Công Khôi đã nêu ý kiến trực tiếp ngày 21/02/2023" in hieu.reads()
    assert "“Phạm Quốc Hiếu đăng ký thay”" in hieu.reads()
    await hieu.taps("Gửi đăng ký")
    assert "Đã đăng ký thay, mã số TD23-0001" in hieu.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu đã đăng ký thay Anh, mã số TD23-0001" in khoi.reads()
    assert "Căn cứ: Anh đã nêu ý kiến trực tiếp ngày 21/02/2023" in khoi.reads()
    assert khoi.buttons() == ["Đúng, tôi đồng ý", "Sửa", "Rút đăng ký"]
    letter = khoi.screen
    await khoi.says("/cuatoi")
    assert "Anh Phạm Quốc Hiếu đăng ký thay, chờ Anh/Chị xác nhận" in khoi.reads()
    await khoi.taps("Đúng, tôi đồng ý", message=letter)
    assert "Anh Phạm Quốc Hiếu đăng ký thay, Anh/Chị đã đồng ý" in khoi.reads()
    assert "Đúng, tôi đồng ý" not in khoi.buttons()
    assert await _stands(office) == [("submitted", "chat", 1, hieu.person_id)]
    versions = columns(RegistrationVersion)
    (version,) = await office.rows(sa.select(versions.c.by, versions.c.told_on))
    assert (version.by, version.told_on) == (hieu.person_id, date(2023, 2, 21))


async def test_a_person_who_will_sign_on_paper_hears_of_it_all_the_same(office: Office) -> None:
    hieu, khoi = await _head(office)
    await _up_to_the_summary(hieu)
    await hieu.taps("Sẽ ký bản giấy")
    await office.letters()
    assert "Đơn vị sẽ in danh sách để Anh ký" in khoi.reads()
    audit = columns(Audit)
    (deed,) = await office.rows(sa.select(audit.c.details).where(audit.c.deed == "registration.by_proxy"))
    assert deed.details["on_paper"] is True


async def test_somebody_who_is_not_on_the_app_is_registered_and_confirmed_before_the_paper_is_signed(
    office: Office,
) -> None:
    hieu, _khoi = await _head(office)
    await hieu.forges(ShowProxy())
    await hieu.taps("Hồ Quốc An: chưa phản hồi")
    await hieu.taps(LDTT)
    await hieu.taps("Tiếp tục")
    await hieu.taps("Hôm nay, 22/02")
    await hieu.taps("Sẽ ký bản giấy")
    assert "xin ký vào danh sách in của đơn vị" in hieu.reads()
    await hieu.says("/donvi")
    await hieu.taps("Xác nhận tất cả (1)")
    await hieu.taps("Xác nhận 1 người")
    an = await office.person(AN)
    assert await _stands(office) == [("confirmed", "awaited", 1, hieu.person_id)]
    await an.says("/cuatoi")  # on the app at last
    await an.taps("Đúng, tôi đồng ý")
    assert await _stands(office) == [("confirmed", "chat", 1, hieu.person_id)]


@both_engines
async def test_an_own_change_makes_it_the_persons_own(office: Office) -> None:
    hieu, khoi = await _head(office)
    await _registers_for_khoi(hieu)
    await office.letters()
    await khoi.taps("Sửa")
    await khoi.taps("Danh hiệu")
    await khoi.taps(CSTDCS)
    await khoi.taps("Tiếp tục")
    await khoi.taps("Gửi đăng ký")
    assert await _stands(office) == [("submitted", "own", 2, khoi.person_id)]
    await hieu.forges(FOR_KHOI)
    assert "Lê Công Khôi đã tự gửi đăng ký" in hieu.reads()


async def test_sending_the_same_again_in_person_is_agreeing(office: Office) -> None:
    hieu, khoi = await _head(office)
    await _registers_for_khoi(hieu)
    await office.letters()
    await khoi.taps("Sửa")
    await khoi.taps("Danh hiệu")
    await khoi.taps("Tiếp tục")
    await khoi.taps("Gửi đăng ký")
    assert await _stands(office) == [("submitted", "chat", 1, hieu.person_id)]


async def test_nobody_agrees_to_what_was_changed_since_it_was_seen(office: Office) -> None:
    hieu, khoi = await _head(office)
    await _registers_for_khoi(hieu)
    await office.letters()
    letter = khoi.screen
    await hieu.forges(FOR_KHOI)
    await hieu.taps(CSTDCS)  # back to one title
    await hieu.taps("Tiếp tục")
    await hieu.taps("Hôm nay, 22/02")
    await hieu.taps("Gửi đăng ký")
    await khoi.taps("Đúng, tôi đồng ý", message=letter)
    assert "vừa thay đổi" in khoi.reads()
    assert await _stands(office) == [("submitted", "awaited", 2, hieu.person_id)]
    await office.letters()
    await khoi.taps("Đúng, tôi đồng ý")
    assert await _stands(office) == [("submitted", "chat", 2, hieu.person_id)]


@both_engines
async def test_nothing_that_was_sent_in_person_is_overwritten(office: Office) -> None:
    hieu, khoi = await _head(office)
    await _up_to_the_summary(hieu)
    await khoi.says("/dangky")
    await khoi.taps(LDTT)
    await khoi.taps("Tiếp tục")
    await khoi.taps("Bỏ qua")
    await khoi.taps("Gửi đăng ký")
    await hieu.taps("Gửi đăng ký")
    assert "Lê Công Khôi đã tự gửi đăng ký" in hieu.reads()
    assert await _stands(office) == [("submitted", "own", 1, khoi.person_id)]


@both_engines_always
async def test_of_two_who_register_for_one_person_the_second_is_told_what_the_first_did(office: Office) -> None:
    hieu, khoi = await _head(office)
    dung = await _coordinator(office, DUNG)
    await _up_to_the_summary(hieu)
    await _up_to_the_summary(dung)
    hieu.hits("Gửi đăng ký")
    dung.hits("Gửi đăng ký")
    await office.settle()
    assert len(await _stands(office)) == 1
    said = [hieu.reads(), dung.reads()]
    assert sum("Đã đăng ký thay, mã số TD23-0001" in text for text in said) == 1
    assert sum("đã đăng ký thay Lê Công Khôi lúc 09:00 ngày 22/02/2023" in text for text in said) == 1
    await office.letters()
    assert sum("đã đăng ký thay Anh" in message.text for message in khoi.from_bot()) == 1
    assert await office.undone() == []


async def test_a_declination_is_not_ended_unawares(office: Office) -> None:
    hieu, khoi = await _head(office)
    await _up_to_the_summary(hieu)
    await khoi.says("Không đăng ký năm nay")
    await khoi.taps("Danh hiệu Nhà nước")
    await khoi.taps("Lý do cá nhân")
    await hieu.taps("Gửi đăng ký")
    assert "đã có ý kiến không đăng ký" in hieu.reads()
    assert await _stands(office) == []
    await hieu.forges(ShowProxy())
    await hieu.taps("Lê Công Khôi: không đăng ký")
    assert "Gửi đăng ký này sẽ thay cho ý kiến đó" in hieu.reads()
    await hieu.taps(LDTT)
    await hieu.taps("Tiếp tục")
    await hieu.taps("Hôm nay, 22/02")
    assert "Gửi đăng ký này sẽ thay cho ý kiến đó" in hieu.reads()
    await hieu.taps("Gửi đăng ký")
    assert await _stands(office) == [("submitted", "awaited", 1, hieu.person_id)]
    declinations = columns(Declination)
    assert (await office.rows(sa.select(declinations.c.ended_at)))[0].ended_at is not None


@both_engines
async def test_a_lead_records_that_somebody_does_not_register(office: Office) -> None:
    hieu, khoi = await _head(office)
    await hieu.forges(FOR_KHOI)
    await hieu.taps("Không đăng ký năm nay")
    await hieu.taps("Cả hai")
    await hieu.taps("Đi học, biệt phái dài hạn")
    assert "Đã ghi nhận không đăng ký năm nay" in hieu.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu đã ghi nhận Anh không đăng ký danh hiệu năm 2023" in khoi.reads()
    await khoi.says("/cuatoi")
    assert "Anh Phạm Quốc Hiếu ghi nhận theo ý kiến của Anh/Chị" in khoi.reads()
    for revision in (0, 1):  # another reason, on a button from before, and on one from now
        await hieu.forges(DeclineForPerson(24, revision, DeclineReason.PERSONAL))
        assert "đã có ý kiến không đăng ký lúc 09:00" in hieu.reads()
        await hieu.says("/menu")
    table = columns(Declination)
    rows = await office.rows(sa.select(table.c.family, table.c.reason, table.c.by).order_by(table.c.family))
    assert [tuple(row) for row in rows] == [(family, "away", hieu.person_id) for family in ("state", "union")]


async def test_somebody_asks_to_be_registered_for(office: Office) -> None:
    hieu, khoi = await _head(office)
    await khoi.forges(AskProxy())
    assert "Đã chuyển lời nhờ đăng ký thay tới Anh Phạm Quốc Hiếu" in khoi.reads()
    await khoi.forges(AskProxy())
    await office.letters()
    assert sum("Lê Công Khôi" in message.text and "nhờ đăng ký thay" in message.text for message in hieu.chat) == 1
    await hieu.taps("Đăng ký thay")
    assert "ĐĂNG KÝ THAY: Lê Công Khôi" in hieu.reads()


async def test_the_reminder_before_the_last_days_leads_to_asking(office: Office) -> None:
    _hieu, khoi = await _head(office)
    office.moves_clock_to(2023, 2, 24, 9)
    await ticks(office.database).run_due()
    await office.letters()
    await khoi.taps("Nhờ đăng ký thay")
    assert "Đã chuyển lời nhờ đăng ký thay" in khoi.reads()


async def test_after_the_deadline_nobody_is_registered_for(office: Office) -> None:
    hieu, _khoi = await _head(office)
    await _up_to_the_summary(hieu)
    office.moves_clock_to(2023, 3, 1)
    await hieu.taps("Gửi đăng ký")
    assert "đã kết thúc" in hieu.reads()
    assert await _stands(office) == []


@pytest.mark.parametrize("name", ["Ngô Quốc Kiên", HAU, "Thái Thị Châu", "Nguyễn Đức Duy", KHOI])
async def test_nobody_else_registers_for_a_person(office: Office, name: str) -> None:
    """Another unit's head, a colleague, the deputy director in charge, the Office, the person."""
    await _head(office)
    other = await office.person(name)
    await other.says("/menu")
    for payload in (FOR_KHOI, ShowProxied(24), ShowProxyDecline(24), DeclineForPerson(24, 0, DeclineReason.AWAY)):
        await other.forges(payload)
        assert "ngoài phạm vi phụ trách" in other.reads()
    await other.forges(ShowProxy())
    assert "Lê Công Khôi:" not in " ".join(other.buttons())
    assert await office.rows(sa.select(columns(Receipt).c.id)) == []


async def test_a_lead_who_is_no_more_cannot_send_what_was_begun(office: Office) -> None:
    hieu, _khoi = await _head(office)
    await _up_to_the_summary(hieu)
    grants = columns(Grant)
    ended = sa.update(grants).where(grants.c.person_id == hieu.person_id).values(until=date(2023, 2, 22))
    await office.database.run(lambda tx: tx.execute(ended) and None)
    await hieu.taps("Gửi đăng ký")
    assert "ngoài phạm vi phụ trách" in hieu.reads()
    assert await _stands(office) == []


async def test_nobody_agrees_for_somebody_else(office: Office) -> None:
    hieu, _khoi = await _head(office)
    await _registers_for_khoi(hieu)
    await hieu.forges(AgreeToProxy(1, 1))
    assert "ngoài phạm vi phụ trách" in hieu.reads()
    assert await _stands(office) == [("submitted", "awaited", 1, hieu.person_id)]


async def test_a_day_before_registration_opened_is_neither_offered_nor_taken(office: Office) -> None:
    hieu, _khoi = await _head(office)
    office.moves_clock_to(2023, 1, 3)
    await hieu.forges(FOR_KHOI)
    await hieu.taps(CSTDCS)
    await hieu.taps("Tiếp tục")
    assert [label for label in hieu.buttons() if "03/01" in label or "02/01" in label] == ["Hôm nay, 03/01"]
    await hieu.says("2/1")
    assert "Xin chọn ngày từ 03/01/2023 đến 03/01/2023" in hieu.reads()


async def test_of_somebody_who_is_not_on_the_app_no_answer_in_chat_is_promised(office: Office) -> None:
    hieu, _khoi = await _head(office)
    await hieu.forges(ShowProxy())
    await hieu.taps("Hồ Quốc An: chưa phản hồi")
    await hieu.taps(LDTT)
    await hieu.taps("Tiếp tục")
    await hieu.taps("Hôm nay, 22/02")
    assert "Anh An chưa nhận tin tại kênh này; xin ký vào danh sách in của đơn vị" in hieu.reads()
    assert "xác nhận tại kênh này" not in hieu.reads()
    await hieu.taps("Gửi đăng ký")
    await hieu.says("/donvi")
    await hieu.taps("Xác nhận tất cả (1)")
    await hieu.taps("Xác nhận 1 người")
    assert "người chưa dùng xem danh sách in của đơn vị" in hieu.reads()
