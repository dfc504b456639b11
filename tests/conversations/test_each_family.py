"""The answer of each family is said alike wherever it is said, and the union's question can be answered later."""

from bot.people.targets import ShowLinked
from bot.registration.targets import RegisterUnion
from tests.office import Office, Phone
from tests.sheets.desks import GROUP_LEAD, HEAD, STAFF, registers

NO_MEMBER = "Hồ Quốc An"
NEW = "Nguyễn Thị Ngọc Nhung"
REGISTER_UNION, DECLINE_UNION = "Đăng ký danh hiệu Công đoàn", "Không đăng ký danh hiệu Công đoàn"


async def _confirms_all(lead: Phone, command: str) -> None:
    await lead.says(command)
    await lead.taps("Xác nhận tất cả (1)")
    await lead.taps("Xác nhận 1 người")


async def test_the_first_question_of_whoever_has_no_last_year_has_the_other_answer_too(office: Office) -> None:
    nhung = await office.person(NEW)
    await nhung.says("/dangky")
    assert "CHỌN DANH HIỆU" in nhung.reads()
    assert "Không đăng ký năm nay" in nhung.buttons()
    await nhung.taps("Lao động tiên tiến")
    assert "Không đăng ký năm nay" not in nhung.buttons(), "one decision a screen"
    await nhung.taps("Lao động tiên tiến")
    nhung.tapped = 0
    await nhung.taps("Không đăng ký năm nay")
    await nhung.taps("Danh hiệu Nhà nước")
    await nhung.taps("Mới vào cơ quan")
    assert "Đã ghi nhận: năm 2023 Anh/Chị không đăng ký danh hiệu Nhà nước." in nhung.reads()
    assert nhung.tapped <= 4


async def test_who_has_registered_is_not_offered_to_decline_among_the_titles(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hau = await office.person(STAFF)
    await hau.says("/dangky")
    await hau.taps("Danh hiệu")
    await hau.taps("Lao động tiên tiến")  # off again
    assert "Đang chọn: chưa có" in hau.reads()
    assert "Không đăng ký năm nay" not in hau.buttons()


async def test_the_union_question_stays_on_the_own_page_until_it_is_answered(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hau, hieu = await office.person(STAFF), await office.person(HEAD)
    await _confirms_all(hieu, "/donvi")
    for come in ("/menu", ShowLinked()):
        await (hau.says(come) if isinstance(come, str) else hau.forges(come))
        assert "phần Nhà nước đã được xác nhận; phần Công đoàn chưa phản hồi (mã số TD23-0001)" in hau.reads()
    await hau.says("/cuatoi")
    assert "- Phần Công đoàn: chưa phản hồi" in hau.reads()
    assert DECLINE_UNION in hau.buttons()
    await hau.taps(REGISTER_UNION)
    assert "CHỌN DANH HIỆU CÔNG ĐOÀN" in hau.reads() and "☐ Lao động tiên tiến" not in hau.buttons()
    assert DECLINE_UNION in hau.buttons() and "Tiếp tục" not in hau.buttons()
    await hau.taps("Đoàn viên CĐ giỏi")
    await hau.taps("Tiếp tục")
    await hau.taps("Gửi đăng ký")
    # The State's part was not changed: it stays confirmed.
    assert "- Phần Nhà nước: đã xác nhận 03/01/2023" in hau.reads()
    assert "- Phần Công đoàn: chờ Anh Lê Công Khôi xác nhận" in hau.reads()
    await hau.says("/menu")
    assert "phần Nhà nước đã được xác nhận; phần Công đoàn đã gửi, chờ xác nhận" in hau.reads()
    await _confirms_all(await office.person(GROUP_LEAD), "/congdoan")
    await hau.says("/menu")
    assert "Tình trạng: đã được xác nhận (mã số TD23-0001)" in hau.reads()
    await hau.says("/cuatoi")
    assert not {REGISTER_UNION, DECLINE_UNION} & set(hau.buttons())


async def test_who_has_said_nothing_yet_or_is_no_member_is_not_asked_for_the_union_by_itself(office: Office) -> None:
    hau, an = await office.person(STAFF), await office.person(NO_MEMBER)
    await registers(office, NO_MEMBER, "LDTT")
    for person in (hau, an):
        await person.says("/cuatoi")
        assert not {REGISTER_UNION, DECLINE_UNION} & set(person.buttons())
    await an.says("/menu")
    assert "Tình trạng: đã gửi, chờ xác nhận (mã số TD23-0001)" in an.reads()


async def test_who_has_declined_the_state_only_reads_the_same_in_three_places(office: Office) -> None:
    hau = await office.person(STAFF)
    await hau.says("Không đăng ký năm nay")
    await hau.taps("Danh hiệu Nhà nước")
    await hau.taps("Lý do cá nhân")
    families = "- Phần Nhà nước: không đăng ký năm nay\n- Phần Công đoàn: chưa phản hồi"
    assert families in hau.reads()
    await hau.says("/cuatoi")
    assert families in hau.reads() and "chưa đăng ký" not in hau.reads()
    await hau.says("/menu")
    assert "phần Nhà nước không đăng ký năm nay; phần Công đoàn chưa phản hồi" in hau.reads()
    await hau.says("/cuatoi")
    await hau.taps(REGISTER_UNION)
    await hau.taps("Đoàn viên CĐ giỏi")
    await hau.taps("Tiếp tục")
    await hau.taps("Bỏ qua")
    await hau.taps("Gửi đăng ký")
    assert "- Phần Nhà nước: không đăng ký năm nay\n- Phần Công đoàn: chờ Anh Lê Công Khôi xác nhận" in hau.reads()


async def test_union_titles_are_not_chosen_by_whoever_is_no_member(office: Office) -> None:
    an = await office.person(NO_MEMBER)
    await an.says("/menu")
    await an.forges(RegisterUnion())
    assert "chỉ dành cho đoàn viên công đoàn" in an.reads()


# --- when it is over --------------------------------------------------------------------------------------------------


async def test_after_the_deadline_registering_leads_to_more_time_and_declining_needs_none_while_there_is_some(
    office: Office,
) -> None:
    hau = await office.person(STAFF)
    office.moves_clock_to(2023, 3, 2)
    await hau.says("/menu")
    assert "nhận đề nghị bổ sung đến 17:00 Thứ Sáu, 10/3/2023" in hau.reads()
    await hau.says("đăng ký danh hiệu")
    assert {"Đề nghị bổ sung", "Không đăng ký năm nay"} <= set(hau.buttons())
    await hau.says("tôi không đăng ký")
    assert "Xin Anh/Chị chọn phần không đăng ký." in hau.reads(), "which needs no request"
    await hau.says("/menu")
    await hau.taps("Đăng ký danh hiệu")
    assert "Đề nghị bổ sung" in hau.buttons()
    office.moves_clock_to(2023, 3, 13)
    await hau.says("/menu")
    assert "bổ sung" not in hau.reads() and "Đăng ký danh hiệu" not in hau.buttons()
    await hau.forges(ShowLinked())
    assert "Đăng ký danh hiệu" not in hau.buttons()
    for words in ("tôi không đăng ký", "đăng ký danh hiệu"):
        await hau.says(words)
        assert "đã kết thúc" in hau.reads() and "Đề nghị bổ sung" not in hau.buttons()


async def test_the_union_question_ends_with_the_deadline(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hau = await office.person(STAFF)
    office.moves_clock_to(2023, 3, 2)
    await hau.says("/cuatoi")
    assert "- Phần Công đoàn: chưa phản hồi" in hau.reads()
    assert not {REGISTER_UNION, DECLINE_UNION} & set(hau.buttons())
    await hau.forges(RegisterUnion())
    assert "Đề nghị bổ sung" in hau.buttons()


async def test_withdrawing_nothing_names_no_button_that_is_not_there(office: Office) -> None:
    hau = await office.person(STAFF)
    await hau.says("rút đăng ký")
    assert "Anh chưa có đăng ký để rút." in hau.reads() and "Bấm" not in hau.reads()


async def test_words_against_the_unions_titles_lead_to_the_reasons_of_that_family(office: Office) -> None:
    hau = await office.person(STAFF)
    await hau.says("không đăng ký danh hiệu công đoàn")
    assert "KHÔNG ĐĂNG KÝ DANH HIỆU CÔNG ĐOÀN NĂM 2023" in hau.reads()
    await hau.taps("Lý do cá nhân")
    assert "không đăng ký danh hiệu Công đoàn." in hau.reads()


async def test_who_has_registered_union_titles_only_is_led_to_the_states(office: Office) -> None:
    """By the receipt, by the own page, and by whatever button says to register."""
    hau, hieu = await office.person(STAFF), await office.person(HEAD)
    await hau.says("/menu")
    await hau.forges(RegisterUnion())
    await hau.taps("Đoàn viên CĐ giỏi")
    await hau.taps("Tiếp tục")
    await hau.taps("Bỏ qua")
    await hau.taps("Gửi đăng ký")
    assert "- Phần Nhà nước: chưa phản hồi" in hau.reads()
    assert "Xin Anh/Chị cho biết ý kiến về danh hiệu Nhà nước." in hau.reads()
    assert hau.buttons()[:2] == ["Đăng ký danh hiệu Nhà nước", "Không đăng ký danh hiệu Nhà nước"]
    await hau.says("/cuatoi")
    assert "Không đăng ký danh hiệu Nhà nước" in hau.buttons()
    await hau.says("/dangky")
    assert "☐ Lao động tiên tiến" in hau.buttons() and "☐ Đoàn viên CĐ giỏi" not in hau.buttons()
    await hau.taps("Lao động tiên tiến")
    await hau.taps("Tiếp tục")
    await hau.taps("Gửi đăng ký")
    assert "- Phần Nhà nước: chưa phản hồi" not in hau.reads()
    await hau.says("/cuatoi")
    assert "Năm 2023: LĐTT, Đoàn viên CĐ giỏi" in hau.reads()
    assert "Không đăng ký danh hiệu Nhà nước" not in hau.buttons()
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()


async def test_the_states_part_that_was_put_aside_goes_on_where_it_was(office: Office) -> None:
    hau = await office.person(STAFF)
    await hau.says("/menu")
    await hau.forges(RegisterUnion())
    await hau.taps("Đoàn viên CĐ giỏi")
    await hau.taps("Tiếp tục")
    await hau.taps("Bỏ qua")
    await hau.taps("Gửi đăng ký")
    await hau.taps("Đăng ký danh hiệu Nhà nước")
    await hau.taps("Lao động tiên tiến")
    await hau.taps("Để sau")
    for way in ("/dangky", "Đăng ký danh hiệu Nhà nước"):
        if way not in hau.buttons() and not way.startswith("/"):
            await hau.says("/cuatoi")
        await (hau.says(way) if way.startswith("/") else hau.taps(way))
        assert "☑ Lao động tiên tiến" in hau.buttons(), way
        await hau.taps("Để sau")
