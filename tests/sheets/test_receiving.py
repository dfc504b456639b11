"""The Office takes a list over or returns it; the union's chair does the same for union groups."""

import sqlalchemy as sa

from bot.leading.targets import ShowSheet, ShowSheets
from bot.people.records import Role
from bot.recognition.year_records import end
from bot.registration.reading import Registrant
from bot.registration.records import Registration
from bot.sheets.targets import AcceptSheet, RecordOriginal, SendSheet, ShowReceivedSheet
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines, both_engines_always
from tests.office import Office, Phone
from tests.sheets.desks import (
    CHAIR,
    GROUP_LEAD,
    HEAD,
    JPEG,
    OFFICER,
    STAFF,
    acts,
    collective,
    grants,
    group,
    lists,
    loses,
    opens,
    registers,
    sender,
    sends_page,
    unit,
    versions,
)


async def sent(office: Office) -> Phone:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    return hieu


async def registrations(office: Office) -> list[tuple[str, str]]:
    table = columns(Registration)
    query = sa.select(table.c.agreement, table.c.state).order_by(table.c.id)
    return [(row.agreement.value, row.state.value) for row in await office.rows(query)]


@both_engines
async def test_the_office_sees_all_lists_and_takes_one_over(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hieu, duy = await sent(office), await office.person(OFFICER)
    await duy.says("/menu")
    await office.letters()
    assert "đã gửi danh sách DS23-01" in duy.reads()
    assert "chưa có" not in duy.reads()  # a letter stays in the chat, and what is missing now may come in an hour
    await opens(duy, ShowSheets())
    assert "Đã về 1/14 danh sách." in duy.reads()
    assert "4. Phòng Quản lý Khoa học: chờ tiếp nhận" in duy.reads()
    await duy.taps("Trang sau")
    assert "14. Phòng Kỹ thuật Tiêu chuẩn - Đo lường - Chất lượng: chưa gửi" in duy.reads()
    await duy.taps("Xem 14")
    await duy.taps("Quay lại")
    assert "14. Phòng Kỹ thuật" in duy.reads(), "to the page on which it stands"
    await duy.taps("Trang trước")
    await duy.taps("Quản lý phong trào")
    await duy.taps("Danh sách đã gửi")
    await duy.taps("Xem 4")
    assert "Anh Phạm Quốc Hiếu gửi lúc" in duy.reads()
    assert "7 người: đăng ký 1, chưa phản hồi 6." in duy.reads()
    assert "Bản đã ký: chưa có; biên bản họp: chưa có." in duy.reads()
    await duy.taps("Tiếp nhận")
    assert "Văn phòng Sở đã tiếp nhận lúc" in duy.reads()
    await office.letters()
    assert "Văn phòng Sở đã tiếp nhận danh sách DS23-01, bản 1" in hieu.reads()
    assert "Bản gốc nộp Văn phòng Sở." in hieu.reads()
    await opens(duy, ShowSheets())
    assert "đã tiếp nhận 1" in duy.reads()


@both_engines
async def test_a_list_is_returned_with_a_reason_that_reaches_the_head_at_once(office: Office) -> None:
    hieu, duy = await sent(office), await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Trả lại")
    await duy.says("Trang 2 thiếu chữ ký")
    assert "trả lại" in duy.reads()
    assert "Tiếp nhận" not in duy.buttons()
    await office.letters()
    assert "Văn phòng Sở trả lại danh sách DS23-01, bản 1." in hieu.reads()
    assert "Nội dung: Trang 2 thiếu chữ ký" in hieu.reads()
    await hieu.taps("Xem danh sách")
    await hieu.taps("Gửi danh sách")  # nothing has changed but that it was returned
    assert "bản 2" in hieu.reads()
    assert await versions(office) == [(1, 1), (1, 2)]
    await opens(duy, ShowReceivedSheet(1))
    assert "Chờ tiếp nhận" in duy.reads()
    await duy.taps("Tiếp nhận")
    assert "đã tiếp nhận" in duy.reads()


@both_engines
async def test_nothing_is_decided_about_a_version_that_was_not_seen(office: Office) -> None:
    hieu, duy = await sent(office), await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    seen = duy.screen
    await registers(office, STAFF, "LDTT")
    await acts(hieu, SendSheet(*await sender(office)))
    for label in ("Tiếp nhận", "Trả lại", "Đã nhận bản gốc"):
        await duy.forges(next(b.data for row in seen.rows for b in row if b.text == label and b.data))
        assert "Danh sách DS23-01 đã có bản mới (bản 2)" in duy.reads()
    (row,) = await lists(office)
    assert (row.state, row.original_at) == ("submitted", None)


@both_engines_always
async def test_a_double_tap_decides_once_and_of_two_the_second_hears_of_the_first(office: Office) -> None:
    hieu, duy = await sent(office), await office.person(OFFICER)
    lam = await office.person("Lâm Minh Lâm")
    for person in (duy, lam):
        await opens(person, ShowReceivedSheet(1))
    duy.hits("Tiếp nhận")
    duy.hits("Tiếp nhận")
    lam.hits("Tiếp nhận")
    await office.settle()
    (row,) = await lists(office)
    first, second = (duy, lam) if row.decided_by == duy.person_id else (lam, duy)
    assert f"{first.name} tiếp nhận lúc" in second.reads()
    await duy.taps("Đã nhận bản gốc")
    await acts(lam, RecordOriginal(1, 1))
    assert "Bản gốc của danh sách DS23-01 đã nhận lúc" in lam.reads()
    before = len(hieu.from_bot())
    await office.letters()
    assert len(hieu.from_bot()) == before + 1  # told once


@both_engines
async def test_who_was_registered_for_has_agreed_once_a_signed_copy_is_taken_over(office: Office) -> None:
    await registers(office, STAFF, "LDTT", by=HEAD)
    await registers(office, "Hồ Quốc An", "LDTT", by=HEAD)
    hieu, duy = await sent(office), await office.person(OFFICER)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG)
    await hieu.taps("Xong (1 tệp)")
    # What he has signed is not what is registered for him now.
    await registers(office, "Hồ Quốc An", "LDTT", "CSTDCS", by=HEAD)
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Tiếp nhận bản 1 như đã gửi")
    assert await registrations(office) == [("paper", "submitted"), ("awaited", "submitted")]


@both_engines
async def test_without_a_signature_to_be_seen_nobody_has_agreed_until_the_original_is_there(office: Office) -> None:
    await registers(office, STAFF, "LDTT", by=HEAD)
    _hieu, duy = await sent(office), await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Tiếp nhận")
    assert await registrations(office) == [("awaited", "submitted")]
    await duy.taps("Đã nhận bản gốc")
    assert await registrations(office) == [("paper", "submitted")]
    assert "Đã nhận bản gốc ngày" in duy.reads()


async def test_an_original_that_comes_before_the_decision_settles_nothing_by_itself(office: Office) -> None:
    await registers(office, STAFF, "LDTT", by=HEAD)
    _hieu, duy = await sent(office), await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Đã nhận bản gốc")
    assert await registrations(office) == [("awaited", "submitted")]
    await duy.taps("Tiếp nhận")
    assert await registrations(office) == [("paper", "submitted")]


async def test_of_a_closed_campaign_only_the_original_is_still_taken(office: Office) -> None:
    _hieu, duy = await sent(office), await office.person(OFFICER)
    await office.database.run(lambda tx: end(tx, 1, duy.person_id) and None)
    await opens(duy, ShowReceivedSheet(1))
    assert "Phong trào đã kết thúc lúc" in duy.reads()
    assert not {"Tiếp nhận", "Trả lại"} & set(duy.buttons())
    await duy.taps("Đã nhận bản gốc")
    assert "Đã nhận bản gốc ngày" in duy.reads(), "the year's summary names the lists that lack it"


async def test_changes_after_the_list_are_shown_to_the_office(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    _hieu, duy = await sent(office), await office.person(OFFICER)
    await registers(office, STAFF, "LDTT", "CSTDCS")
    await opens(duy, ShowReceivedSheet(1))
    assert "Có 1 thay đổi sau bản này; danh hiệu đã đổi" in duy.reads()
    await duy.taps("Xem chi tiết")
    assert "Nguyễn Công Hậu: danh hiệu nay là LĐTT, CSTĐ cơ sở" in duy.reads()
    await duy.taps("Quay lại")
    await duy.taps("Xem danh sách")
    assert "Nguyễn Công Hậu: LĐTT\n" in duy.reads()


async def test_a_returned_list_of_a_unit_without_a_head_goes_to_the_head_above(office: Office) -> None:
    part = "Phòng Quản lý Đo lường"
    hanh, duy = await office.person("Nguyễn Thị Ngọc Hạnh"), await office.person(OFFICER)
    await loses(office, "Dương Văn Hiếu", Role.UNIT_HEAD)
    await opens(hanh, ShowSheet(Subject.UNIT, await unit(office, part)))
    await hanh.taps("Gửi danh sách")
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Trả lại")
    await duy.says("Thiếu chữ ký")
    await office.letters()
    assert "Nội dung: Thiếu chữ ký" in hanh.reads()


async def test_a_letter_about_a_list_is_not_sent_to_who_leads_it_no_more(office: Office) -> None:
    hieu, duy = await sent(office), await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Tiếp nhận")
    await loses(office, HEAD, Role.UNIT_HEAD)
    before = len(hieu.from_bot())
    await office.letters()
    assert len(hieu.from_bot()) == before


# --- union groups -----------------------------------------------------------------------------------------------------


@both_engines
async def test_a_union_groups_list_goes_to_the_chair_who_confirms_the_whole(office: Office) -> None:
    who = Registrant(Subject.UNION_GROUP, await group(office))
    await registers(office, STAFF, "LDTT", "DVCDXS")
    await registers(office, GROUP_LEAD, "CBCDXS")
    await collective(office, who, GROUP_LEAD, "TCDVM")
    khoi, chair, duy = await office.person(GROUP_LEAD), await office.person(CHAIR), await office.person(OFFICER)
    await chair.says("/menu")
    await duy.says("/menu")
    await opens(khoi, ShowSheet(Subject.UNION_GROUP))
    assert "GỬI DANH SÁCH TỔ CÔNG ĐOÀN QUẢN LÝ KHOA HỌC VÀ CÔNG NGHỆ" in khoi.reads()
    assert "đăng ký 2, chưa phản hồi 10." in khoi.reads()
    assert "Tập thể: Tổ CĐ vững mạnh." in khoi.reads()
    await khoi.taps("Gửi danh sách")
    assert "Đã gửi Chủ tịch Công đoàn cơ sở lúc" in khoi.reads()
    before = duy.reads()
    await office.letters()
    assert duy.reads() == before  # none of the Office's business
    assert "đã gửi danh sách DS23-01" in chair.reads()
    await chair.taps("Xem danh sách")
    await chair.taps("Tiếp nhận")
    # State and union part of the member, the lead's own, the group's: in the order of their keys.
    assert [state for _agreement, state in await registrations(office)] == [
        "submitted",
        "submitted",
        "confirmed",
        "confirmed",
    ]
    await chair.taps("Quay lại")
    assert "Đã về 1/6 danh sách; đã tiếp nhận 1." in chair.reads()
    await office.letters()
    assert "Chủ tịch Công đoàn cơ sở đã tiếp nhận danh sách DS23-01" in khoi.reads()


async def test_nobody_else_sees_or_receives_a_union_groups_list(office: Office) -> None:
    khoi = await office.person(GROUP_LEAD)
    await opens(khoi, ShowSheet(Subject.UNION_GROUP))
    await khoi.taps("Gửi danh sách")
    for name in (OFFICER, HEAD, STAFF, "Đỗ Công Toàn", "Nguyễn Thị Hồng"):
        person = await office.person(name)
        for view in (ShowSheet(Subject.UNION_GROUP, await group(office)), ShowReceivedSheet(1)):
            await opens(person, view)
            assert "ngoài phạm vi phụ trách" in person.reads(), (name, view)
        await acts(person, AcceptSheet(1, 1))
        assert "ngoài phạm vi phụ trách" in person.reads(), name
    (row,) = await lists(office)
    assert row.state == "submitted"


async def test_a_chair_who_is_in_the_office_too_has_both_lists_of_lists(office: Office) -> None:
    await grants(office, CHAIR, Role.OFFICE, None)
    chair = await office.person(CHAIR)
    await opens(chair, ShowSheets())
    assert "DANH SÁCH CỦA CÁC ĐƠN VỊ" in chair.reads()
    await chair.taps("Danh sách các tổ công đoàn")
    assert "Đã về 0/6 danh sách" in chair.reads()
    await chair.taps("Công đoàn cơ sở")
    await chair.taps("Danh sách đã gửi")
    assert "Đã về 0/6 danh sách" in chair.reads()
    await chair.taps("Xem 1")
    assert "TỔ CÔNG ĐOÀN VĂN PHÒNG" in chair.reads()


async def test_staff_have_no_list_of_lists(office: Office) -> None:
    for name in (STAFF, HEAD, GROUP_LEAD):
        person = await office.person(name)
        await opens(person, ShowSheets())
        assert "dành cho Văn phòng" in person.reads()


@both_engines
async def test_a_list_that_has_changed_since_is_not_taken_over_by_one_blind_tap(office: Office) -> None:
    await sent(office)
    duy = await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    await registers(office, STAFF, "LDTT")
    await duy.taps("Tiếp nhận")  # of the screen from before
    assert "Danh hiệu đã đổi sau khi gửi danh sách DS23-01, bản 1" in duy.reads()
    assert [row.state for row in await lists(office)] == ["submitted"]
    await opens(duy, ShowReceivedSheet(1))
    assert duy.buttons()[:2] == ["Trả lại", "Tiếp nhận bản 1 như đã gửi"]
    await duy.taps("Tiếp nhận bản 1 như đã gửi")
    assert "Văn phòng Sở đã tiếp nhận lúc" in duy.reads()


async def test_the_list_of_a_union_group_names_those_who_have_not_answered(office: Office) -> None:
    await registers(office, STAFF, "DVCDXS")
    khoi = await office.person(GROUP_LEAD)
    await opens(khoi, ShowSheet(Subject.UNION_GROUP))
    assert "Chưa phản hồi: Lê Công Khôi" in khoi.reads()
    assert "Nguyễn Công Hậu" not in khoi.reads().split("Chưa phản hồi:")[1].splitlines()[0]
