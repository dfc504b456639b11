"""A unit's head sends its list, changes come after it, and heads come and go."""

import io
from datetime import timedelta

import sqlalchemy as sa
from pypdf import PdfReader

from bot.leading.targets import ShowSheet
from bot.ledger.letter import Letter
from bot.organisation import records as organisation
from bot.organisation.records import Word
from bot.people.records import Person, Post, Role
from bot.registration.reading import Registrant
from bot.registration.records import DeclineReason, Exemption, ExemptReason
from bot.registration.targets import Decline
from bot.sheets.targets import (
    AcceptSheet,
    AddMinutes,
    AddSigned,
    RecordOriginal,
    ReturnSheet,
    SendSheet,
    ShowReceivedSheet,
    ShowSheetChanges,
    ShowSheetFile,
    ShowSheetFiles,
    ShowSheetPdf,
    ShowSheetPeople,
    SignByHand,
)
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines, both_engines_always
from tests.office import Office
from tests.sheets.desks import (
    DEPUTY,
    HEAD,
    OFFICER,
    QLKH,
    STAFF,
    acts,
    collective,
    grants,
    lists,
    loses,
    opens,
    registers,
    sender,
    unit,
    versions,
)


@both_engines
async def test_a_head_sees_what_is_missing_and_sends_the_list_all_the_same(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "CSTDCS")
    await registers(office, "Hồ Quốc An", "LDTT", by=HEAD)
    await collective(office, Registrant(Subject.UNIT, await unit(office)), HEAD, "TTLDTT")
    hong = await office.person("Nguyễn Thị Hồng")
    await hong.says("/dangky")
    await acts(hong, Decline(DeclineReason.LEAVING))
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    assert "GỬI DANH SÁCH PHÒNG QUẢN LÝ KHOA HỌC" in hieu.reads()
    assert "7 người: đăng ký 2, không đăng ký 1, chưa phản hồi 4." in hieu.reads()
    assert "Không đăng ký: Nguyễn Thị Hồng (nghỉ hưu, chuyển công tác)." in hieu.reads()
    assert "Đăng ký thay, chờ chữ ký: Hồ Quốc An." in hieu.reads()
    assert "Tập thể: TTLĐTT." in hieu.reads()
    assert "Biên bản họp: chưa có." in hieu.reads()
    assert await lists(office) == []
    duy = await office.person(OFFICER)
    await duy.says("/menu")
    office.moves_clock_to(2023, 2, 27, 15, 12)
    await hieu.taps("Gửi danh sách")
    assert "Đã gửi Văn phòng Sở lúc 15:12 Thứ Hai, 27/02/2023. Mã danh sách: DS23-01, bản 1." in hieu.reads()
    assert "Bản giấy là căn cứ chính thức" in hieu.reads()
    await office.letters()
    assert "Phòng Quản lý Khoa học đã gửi danh sách DS23-01, bản 1" in duy.reads()


@both_engines
async def test_the_same_list_is_not_sent_twice(office: Office) -> None:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    hieu.hits("Gửi danh sách")
    hieu.hits("Gửi danh sách")
    await office.settle()
    assert await versions(office) == [(1, 1)]
    assert "DS23-01, bản 1 đã gửi lúc" in hieu.reads()
    assert "nội dung không đổi nên không gửi thêm" in hieu.reads()
    # Printed again later, it carries the name under which it was sent.
    await office.database.run(lambda tx: organisation.write(tx, {Word.NAME: "Sở Nội vụ"}, None))
    await opens(hieu, ShowSheetPdf(Subject.UNIT, await unit(office)))
    assert hieu.screen.attachment is not None and hieu.screen.attachment.data is not None
    (page,) = PdfReader(io.BytesIO(hieu.screen.attachment.data)).pages
    printed = " ".join(page.extract_text().split())
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" in printed and "SỞ NỘI VỤ" not in printed


@both_engines_always
async def test_of_two_heads_who_send_at_once_one_makes_the_version(office: Office) -> None:
    await grants(office, STAFF, Role.ACTING_HEAD, await unit(office))
    hieu, hau = await office.person(HEAD), await office.person(STAFF)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await opens(hau, ShowSheet(Subject.UNIT))
    hieu.hits("Gửi danh sách")
    hau.hits("Gửi danh sách")
    await office.settle()
    assert await versions(office) == [(1, 1)]
    assert sorted("nội dung không đổi" in phone.reads() for phone in (hieu, hau)) == [False, True]


async def test_each_unit_has_a_code_of_its_own(office: Office) -> None:
    for name in (HEAD, "Ngô Quốc Kiên"):
        head = await office.person(name)
        await opens(head, ShowSheet(Subject.UNIT))
        await head.taps("Gửi danh sách")
    assert [row.code for row in await lists(office)] == ["DS23-01", "DS23-02"]


@both_engines
async def test_other_titles_need_a_new_version_and_new_signatures(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    await hieu.taps("Sẽ nộp trực tiếp")
    assert "Bản đã ký: sẽ nộp trực tiếp" in hieu.reads()
    await registers(office, STAFF, "LDTT", "CSTDCS")
    await opens(hieu, ShowSheet(Subject.UNIT))
    assert "Có 1 thay đổi so với bản 1:" in hieu.reads()
    assert "Nguyễn Công Hậu: danh hiệu nay là LĐTT, CSTĐ cơ sở" in hieu.reads()
    assert "xin gửi bản mới, rồi in và ký lại" in hieu.reads()
    assert "Gửi bản đã ký" not in hieu.buttons()  # it would be of what is out of date
    await hieu.taps("Gửi danh sách")
    assert "Mã danh sách: DS23-01, bản 2." in hieu.reads()
    assert "thay đổi" not in hieu.reads()
    assert "Bản đã ký: chưa có" in hieu.reads()


@both_engines
async def test_another_initiative_needs_no_signature_and_the_office_is_told_once(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "CSTDCS")
    hieu, duy = await office.person(HEAD), await office.person(OFFICER)
    await duy.says("/menu")
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    await office.letters()
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Tiếp nhận")
    await registers(office, STAFF, "LDTT", "CSTDCS", initiative="Phần mềm quản lý nhiệm vụ")
    await opens(hieu, ShowSheet(Subject.UNIT))
    assert "Nguyễn Công Hậu: thêm tên sáng kiến" in hieu.reads()
    assert "không cần ký lại" in hieu.reads()
    assert "Gửi danh sách" not in hieu.buttons()
    await hieu.taps("Xem chi tiết")
    assert "Nguyễn Công Hậu: thêm tên sáng kiến" in hieu.reads()
    await hieu.taps("Quay lại")
    hieu.hits("Xác nhận thay đổi")
    hieu.hits("Xác nhận thay đổi")
    await office.settle()
    assert await versions(office) == [(1, 1), (1, 2)]
    assert "đã tiếp nhận" in hieu.reads()  # what the Office decided stands
    await office.letters()
    assert "DANH SÁCH CÓ THAY ĐỔI" in duy.reads()
    assert "Nguyễn Công Hậu: thêm tên sáng kiến" in duy.reads()
    table = columns(Letter)
    sent = await office.rows(sa.select(table.c.person_id).where(table.c.kind == "sheet_changed"))
    assert len(sent) == len({row.person_id for row in sent}) == 3


@both_engines
async def test_a_head_who_has_lost_the_office_cannot_send_and_the_next_one_goes_on(office: Office) -> None:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    await registers(office, STAFF, "LDTT")
    await opens(hieu, ShowSheet(Subject.UNIT))
    await loses(office, HEAD, Role.UNIT_HEAD)
    await grants(office, STAFF, Role.UNIT_HEAD, await unit(office))
    await hieu.taps("Gửi danh sách")
    assert "ngoài phạm vi phụ trách" in hieu.reads()
    hau = await office.person(STAFF)
    await opens(hau, ShowSheet(Subject.UNIT))
    assert "Mã danh sách: DS23-01, bản 1." in hau.reads()
    await hau.taps("Gửi danh sách")
    assert "Mã danh sách: DS23-01, bản 2." in hau.reads()


async def test_a_head_who_has_left_while_holding_the_list_sends_nothing(office: Office) -> None:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    table = columns(Person)
    left = sa.update(table).where(table.c.id == hieu.person_id).values(left_on=office.clock.today())
    await office.database.run(lambda tx: tx.execute(left))
    await hieu.taps("Gửi danh sách")
    assert await lists(office) == []


async def test_whoever_is_transferred_is_gone_from_the_one_list_and_new_on_the_other(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hieu, kien = await office.person(HEAD), await office.person("Ngô Quốc Kiên")
    for head in (hieu, kien):
        await opens(head, ShowSheet(Subject.UNIT))
        await head.taps("Gửi danh sách")
    hau = await office.person(STAFF)
    table, other = columns(Post), await unit(office, "Phòng Quản lý Công nghệ và Chuyên ngành")
    moved = sa.update(table).where(table.c.person_id == hau.person_id).values(unit_id=other)
    await office.database.run(lambda tx: tx.execute(moved))
    await opens(hieu, ShowSheet(Subject.UNIT))
    assert "Nguyễn Công Hậu: không còn trong danh sách" in hieu.reads()
    await opens(kien, ShowSheet(Subject.UNIT))
    assert "Nguyễn Công Hậu: mới có trong danh sách" in kien.reads()


async def test_whoever_is_exempt_on_the_day_is_counted_apart(office: Office) -> None:
    today = office.clock.today()
    spans = {
        "Hồ Quốc An": (today, None, None),
        "Nguyễn Hồng Hà": (today + timedelta(days=1), None, None),  # not yet
        "Nguyễn Thị Hồng": (today - timedelta(days=9), today, None),  # until yesterday
        "Lê Công Khôi": (today, None, office.clock.now()),  # taken back
    }
    for name, (since, until, ended) in spans.items():
        person = await office.person(name)
        row = {"campaign_id": 1, "person_id": person.person_id, "reason": ExemptReason.STUDY, "since": since}
        more = {"until": until, "ended_at": ended, "by": person.person_id, "at": office.clock.now()}
        statement = sa.insert(columns(Exemption)).values(**row, **more)
        await office.database.run(lambda tx, statement=statement: tx.execute(statement))  # type: ignore[misc]
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    assert "7 người: đăng ký 0, chưa phản hồi 6, không thuộc diện đăng ký 1." in hieu.reads()
    await hieu.taps("Xem danh sách")
    assert "Hồ Quốc An: không thuộc diện" in hieu.reads()


async def test_the_office_hears_of_the_newest_version_only_and_only_the_office(office: Office) -> None:
    duy, lam = await office.person(OFFICER), await office.person("Lâm Minh Lâm")
    for person in (duy, lam):
        await person.says("/menu")
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    await registers(office, STAFF, "LDTT")
    await acts(hieu, SendSheet(*await sender(office)))
    await loses(office, "Lâm Minh Lâm", Role.OFFICE)
    before = len(duy.from_bot()), len(lam.from_bot())
    await office.letters()
    assert (len(duy.from_bot()), len(lam.from_bot())) == (before[0] + 1, before[1])
    assert "bản 2" in duy.reads()


async def test_a_unit_with_nobody_sends_its_list_too(office: Office) -> None:
    await office.database.run(lambda tx: tx.execute(sa.text("UPDATE post SET until = '2022-12-31' WHERE unit_id = 10")))
    khoa = await office.person("Nguyễn Thị Ngọc Hạnh")  # heads the body above
    await opens(khoa, ShowSheet(Subject.UNIT, 10))
    assert "chưa có người trong danh sách" in khoa.reads()
    await khoa.taps("Gửi danh sách")
    assert "DS23-01" in khoa.reads()


async def test_a_body_with_parts_lists_its_own_people_only_and_its_head_chooses(office: Office) -> None:
    hanh = await office.person("Nguyễn Thị Ngọc Hạnh")
    await opens(hanh, ShowSheet(Subject.UNIT))
    assert "1. Chi cục Tiêu chuẩn - Đo lường - Chất lượng: chưa gửi" in hanh.reads()
    assert "4. Phòng Quản lý Đo lường: chưa gửi" in hanh.reads()
    await hanh.taps("Xem 1")
    assert "3 người" in hanh.reads()
    await hanh.taps("Quay lại")
    await hanh.taps("Xem 4")
    assert "5 người" in hanh.reads()


async def test_people_of_a_part_that_is_no_collective_are_on_the_list_of_what_is_above_it(office: Office) -> None:
    await office.database.run(
        lambda tx: tx.execute(sa.text("UPDATE unit SET is_collective = false WHERE name = 'Phòng Quản lý Đo lường'"))
    )
    hanh = await office.person("Nguyễn Thị Ngọc Hạnh")
    await opens(hanh, ShowSheet(Subject.UNIT, await unit(office, "Chi cục Tiêu chuẩn - Đo lường - Chất lượng")))
    assert "8 người" in hanh.reads()


async def test_the_directors_board_sends_no_list(office: Office) -> None:
    mai = await office.person("Ngô Thị Mỹ Mai")
    await opens(mai, ShowSheet(Subject.UNIT))
    assert "không gửi danh sách" in mai.reads()
    await acts(mai, SendSheet(Subject.UNIT, 1))
    assert await lists(office) == []


async def test_a_coordinator_looks_and_prints_and_a_deputy_director_looks(office: Office) -> None:
    await grants(office, STAFF, Role.COORDINATOR, await unit(office))
    for name in (STAFF, DEPUTY):
        person = await office.person(name)
        await opens(person, ShowSheet(Subject.UNIT, await unit(office)))
        assert "DANH SÁCH PHÒNG QUẢN LÝ KHOA HỌC" in person.reads()
        assert "Gửi danh sách" not in person.buttons()
        await acts(person, SendSheet(*await sender(office)))
        assert "do lãnh đạo đơn vị" in person.reads()
        await acts(person, AddMinutes(*await sender(office)))
        assert "do lãnh đạo đơn vị" in person.reads()
        await opens(person, ShowSheet(Subject.UNIT, await unit(office)))
        await person.taps("In để ký (PDF)")
        assert person.screen.attachment is not None
        assert person.screen.attachment.name == "danh-sach-dang-ky-du-thao.pdf"
    assert await lists(office) == []


async def test_nobody_sees_another_units_list(office: Office) -> None:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    who = await sender(office)
    strangers = (STAFF, "Ngô Quốc Kiên", "Lê Công Khôi", "Lâm Trọng Sang", "Ngô Thị Mỹ Mai")
    for name in strangers:
        person = await office.person(name)
        for view in (
            ShowSheet(*who),
            ShowSheetPeople(*who),
            ShowSheetChanges(*who),
            ShowSheetPdf(*who),
            ShowReceivedSheet(1),
            ShowSheetFiles(1),
            ShowSheetFile(1),
        ):
            await opens(person, view)
            assert "ngoài phạm vi phụ trách" in person.reads(), (name, view)
        for act in (
            SendSheet(*who),
            AddSigned(*who, 1),
            AddMinutes(*who, 1),
            SignByHand(*who, 1),
            AcceptSheet(1, 1),
            ReturnSheet(1, 1),
            RecordOriginal(1, 1),
        ):
            await acts(person, act)
            assert "ngoài phạm vi phụ trách" in person.reads(), (name, act)
    (row,) = await lists(office)
    assert (row.state, row.version, row.brought_in_person, row.original_at) == ("submitted", 1, False, None)


async def test_what_was_sent_reads_as_it_was_whatever_happens_since(office: Office) -> None:
    await registers(office, STAFF, "LDTT")
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    await registers(office, STAFF, "LDTT", "CSTDCS")
    await opens(hieu, ShowSheetPeople(*await sender(office)))
    assert "Nguyễn Công Hậu: LĐTT\n" in hieu.reads()
    assert QLKH.upper() in hieu.reads()


async def test_a_list_of_a_person_is_none(office: Office) -> None:
    hieu = await office.person(HEAD)
    await hieu.says("/menu")
    for forged in ("s:sheet:person:1", "s:collective:person:1", "d:send_sheet:person:1"):
        await hieu.forges(forged)
        assert "Nút này thuộc tin cũ" in hieu.reads(), forged
    assert await office.undone() == []
