"""Không đăng ký, said after the deadline: an answer with its reason, without a request; no title is gained by it."""

from bot.leading.targets import DeclineForPerson
from bot.registration.records import DeclineReason, FamilyChoice
from bot.registration.targets import Decline
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.sheets.desks import GROUP_LEAD, HEAD, STAFF, registers

LATE = (2023, 3, 2, 8, 20)
OVER = (2023, 3, 13)


async def _reads_of(lead: Phone, name: str) -> str:
    await lead.says("/donvi")
    await lead.taps("Xem từng người")
    await lead.taps(next(label for label in lead.buttons() if label.startswith(name)))
    return lead.reads()


@both_engines
async def test_who_does_not_register_says_so_after_the_deadline_and_the_lead_reads_why(office: Office) -> None:
    office.moves_clock_to(*LATE)
    hau, hieu, duy = [await office.person(name) for name in (STAFF, HEAD, "Nguyễn Đức Duy")]
    await hau.says("/dangky")
    assert "không cần đề nghị bổ sung" in hau.reads()
    await hau.taps("Không đăng ký năm nay")
    await hau.taps("Cả hai")
    assert "Đã hết hạn đăng ký; ý kiến không đăng ký vẫn được ghi nhận đến 17:00 Thứ Sáu, 10/3/2023." in hau.reads()
    assert "đổi ý" not in hau.reads(), "there is no time left for that"
    await hau.taps("Đi học, biệt phái dài hạn")
    assert "Đã ghi nhận: năm 2023 Anh/Chị không đăng ký danh hiệu." in hau.reads()
    assert hau.tapped == 3
    assert "Ý kiến lúc 08:20 ngày 02/3/2023, lý do: đi học, biệt phái" in await _reads_of(hieu, STAFF)
    await hieu.says("/donvi")
    assert f"Không đăng ký năm nay (1): {STAFF}" in hieu.reads()
    await duy.says("/quanly")
    assert "không đăng ký 1" in duy.reads()


async def test_it_may_be_said_in_words_with_a_reason_of_ones_own(office: Office) -> None:
    office.moves_clock_to(*LATE)
    hau = await office.person(STAFF)
    await hau.says("năm nay em không đăng ký")
    await hau.taps("Danh hiệu Nhà nước")
    await hau.says("Đi công tác nước ngoài đến hết năm")
    await hau.taps("Ghi nhận không đăng ký")
    assert "Lý do: Đi công tác nước ngoài đến hết năm" in hau.reads()
    await hau.says("/cuatoi")
    assert "- Phần Nhà nước: không đăng ký năm nay\n- Phần Công đoàn: chưa phản hồi" in hau.reads()


async def test_nothing_that_was_registered_is_withdrawn_so(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hau = await office.person(STAFF)
    office.moves_clock_to(*LATE)
    await hau.says("năm nay em không đăng ký")
    assert "KHÔNG ĐĂNG KÝ DANH HIỆU CÔNG ĐOÀN" in hau.reads(), "the only part without an answer"
    for what in (FamilyChoice.STATE, FamilyChoice.BOTH):
        await hau.forges(Decline(DeclineReason.PERSONAL, what))
        assert "Thời gian đăng ký đã kết thúc" in hau.reads() or "đã hết hạn" in hau.reads().lower()
    await hau.says("/cuatoi")
    assert "Năm 2023: LĐTT" in hau.reads()
    khoi = await office.person(GROUP_LEAD)
    await hau.forges(Decline(DeclineReason.PERSONAL, FamilyChoice.UNION))
    await khoi.says("/congdoan")
    assert f"Không đăng ký năm nay (1): {STAFF}" in khoi.reads()


async def test_who_had_asked_for_more_time_and_then_declines_asks_no_more(office: Office) -> None:
    office.moves_clock_to(*LATE)
    hau, hieu = await office.person(STAFF), await office.person(HEAD)
    await hau.says("/dangky")
    await hau.taps("Đề nghị bổ sung")
    await hau.says("Đi công tác từ 20/02 đến 01/3")
    await hieu.says("/donvi")
    assert "Đề nghị bổ sung (1)" in hieu.buttons()
    await hau.taps("Không đăng ký năm nay")
    await hau.taps("Cả hai")
    await hau.taps("Lý do cá nhân")
    await hieu.says("/donvi")
    assert "Đề nghị bổ sung (1)" not in hieu.buttons()


async def test_when_the_campaign_takes_nothing_any_more_it_says_so(office: Office) -> None:
    office.moves_clock_to(*OVER)
    hau = await office.person(STAFF)
    await hau.says("năm nay em không đăng ký")
    assert "đã kết thúc" in hau.reads() and "Không đăng ký năm nay" not in hau.buttons()
    await hau.forges(Decline(DeclineReason.PERSONAL, FamilyChoice.STATE))
    await hau.says("/cuatoi")
    assert "không đăng ký" not in hau.reads()


async def test_a_lead_records_it_of_somebody_without_the_app_who_said_so(office: Office) -> None:
    hieu = await office.person(HEAD)
    an = await office.person("Hồ Quốc An", linked=False)
    office.moves_clock_to(*LATE)
    assert (await _reads_of(hieu, an.name)).startswith(f"{an.name}, Chuyên viên chính\nChưa phản hồi")
    assert "Đăng ký thay" not in hieu.buttons(), "no title is gained"
    await hieu.taps("Ghi nhận không đăng ký")
    await hieu.taps("Nghỉ hưu, chuyển công tác trong năm")
    assert "không đăng ký" in hieu.reads()
    assert "Ý kiến lúc 08:20 ngày 02/3/2023, lý do: nghỉ hưu, chuyển công tác" in await _reads_of(hieu, an.name)
    assert "Ghi nhận không đăng ký" not in hieu.buttons()
    office.moves_clock_to(*OVER)
    await hieu.forges(DeclineForPerson(an.person_id, 1, DeclineReason.AWAY))
    assert "lý do: nghỉ hưu, chuyển công tác" in await _reads_of(hieu, an.name), "too late to change it"
