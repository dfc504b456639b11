"""The signed copy comes back as photos or a PDF; whatever else is sent instead is answered, and no page is lost."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.leading.targets import ShowSheet
from bot.sheets.records import SheetFile
from bot.sheets.targets import SendSheet, ShowReceivedSheet
from bot.store.files import LARGEST
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.sheets.desks import (
    HEAD,
    JPEG,
    OFFICER,
    PDF,
    PNG,
    STAFF,
    acts,
    lists,
    opens,
    registers,
    sender,
    sends_page,
    unit,
)


async def kept(office: Office) -> list[Any]:
    table = columns(SheetFile)
    query = sa.select(table.c.version, table.c.kind, table.c.name, table.c.mime).order_by(table.c.id)
    return [tuple(row) for row in await office.rows(query)]


async def sent(office: Office) -> Phone:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    return hieu


@both_engines
async def test_the_signed_copy_is_taken_page_by_page_and_opened_again_by_the_office(office: Office) -> None:
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG, photo=True)
    assert "Đã nhận 1 tệp" in hieu.reads()
    await sends_page(hieu, "quet.pdf", PDF, mime="application/pdf")
    await hieu.taps("Xong (2 tệp)")
    assert "Bản đã ký: 2 tệp" in hieu.reads()
    assert await kept(office) == [
        (1, "signed", "DS23-01-ban-ky-1.jpg", "image/jpeg"),
        (1, "signed", "DS23-01-ban-ky-2.pdf", "application/pdf"),
    ]
    duy = await office.person(OFFICER)
    await opens(duy, ShowReceivedSheet(1))
    await duy.taps("Xem tệp (2)")
    assert "2. Bản đã ký: DS23-01-ban-ky-2.pdf" in duy.reads()
    await duy.taps("Mở 2")
    assert duy.screen.attachment is not None
    assert duy.screen.attachment.data == PDF


WRONG = {
    "empty": ("trang.jpg", b"", "Tệp rỗng"),
    "a word document": ("ban-ky.docx", b"PK\x03\x04 docx", "không phải ảnh hoặc PDF"),
    "a program called a photo": ("anh.jpg", b"MZ\x90\x00", "không phải ảnh hoặc PDF"),
    "text": ("ghi chu.txt", b"da ky", "không phải ảnh hoặc PDF"),
    "too big": ("scan.pdf", PDF + b" " * LARGEST, "lớn hơn 20 MB"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_file_gets_one_sentence_and_the_pages_before_it_stay(office: Office, case: str) -> None:
    name, data, sentence = WRONG[case]
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.png", PNG)
    await sends_page(hieu, name, data)
    assert sentence in hieu.reads()
    assert "Đã nhận 1 tệp" in hieu.reads()
    await hieu.taps("Xong (1 tệp)")
    assert [name for _version, _kind, name, _mime in await kept(office)] == ["DS23-01-ban-ky-1.png"]
    assert await office.undone() == []


@both_engines
async def test_the_same_page_twice_is_one(office: Office) -> None:
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG)
    await sends_page(hieu, "trang1 (1).jpg", JPEG)
    assert "Trang này đã có" in hieu.reads()
    await hieu.taps("Xong (1 tệp)")
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG)
    await sends_page(hieu, "trang2.jpg", JPEG + b"2")
    await hieu.taps("Xong (2 tệp)")
    assert [name for _version, _kind, name, _mime in await kept(office)] == [
        "DS23-01-ban-ky-1.jpg",
        "DS23-01-ban-ky-2.jpg",
    ]


async def test_a_page_sent_by_mistake_is_dropped_and_pages_wait_for_another_day(office: Office) -> None:
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG)
    await sends_page(hieu, "khac.jpg", PNG)
    await hieu.taps("Bỏ tệp cuối")
    await hieu.says("/huy")
    office.waits(days=3)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi bản đã ký")
    assert "Đã nhận 1 tệp" in hieu.reads()
    await hieu.says("chờ tôi một chút")
    assert "gửi ảnh hoặc tệp PDF" in hieu.reads()
    await hieu.taps("Xong (1 tệp)")
    assert len(await kept(office)) == 1


@both_engines
async def test_minutes_go_with_the_list_that_is_not_sent_yet(office: Office) -> None:
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Thêm biên bản họp")
    await sends_page(hieu, "bien-ban.pdf", PDF)
    await hieu.taps("Xong (1 tệp)")
    assert "Biên bản họp: 1 tệp, gửi kèm danh sách" in hieu.reads()
    assert await kept(office) == []
    await hieu.taps("Gửi danh sách")
    assert "biên bản họp: 1 tệp" in hieu.reads()
    assert await kept(office) == [(1, "minutes", "DS23-01-bien-ban-1.pdf", "application/pdf")]
    await hieu.taps("Thêm biên bản họp")
    await sends_page(hieu, "bien-ban-2.pdf", PDF + b"2")
    await hieu.taps("Xong (1 tệp)")
    assert "biên bản họp: 2 tệp" in hieu.reads()


async def test_pages_of_a_version_that_is_not_the_newest_any_more_are_not_taken_for_it(office: Office) -> None:
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG)
    done = hieu.screen.rows[0][0].data
    assert done is not None
    await registers(office, STAFF, "LDTT")
    await acts(hieu, SendSheet(*await sender(office)))
    await hieu.forges(done)
    assert "đã có bản mới (bản 2)" in hieu.reads()
    assert await kept(office) == []


@both_engines
async def test_signatures_hold_while_titles_stay_and_lapse_when_they_change(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "CSTDCS")
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    await sends_page(hieu, "trang1.jpg", JPEG)
    await hieu.taps("Xong (1 tệp)")
    await registers(office, STAFF, "LDTT", "CSTDCS", initiative="Phần mềm")
    await acts(hieu, SendSheet(*await sender(office)))
    assert "bản 2" in hieu.reads() and "Bản đã ký: 1 tệp" in hieu.reads()
    await registers(office, STAFF, "LDTT")
    await acts(hieu, SendSheet(*await sender(office)))
    assert "bản 3" in hieu.reads() and "Bản đã ký: chưa có" in hieu.reads()


async def test_a_unit_with_a_seal_tells_the_number_of_its_letter(office: Office) -> None:
    hanh = await office.person("Nguyễn Thị Ngọc Hạnh")
    await opens(hanh, ShowSheet(Subject.UNIT, await unit(office, "Chi cục Tiêu chuẩn - Đo lường - Chất lượng")))
    await hanh.taps("Gửi danh sách")
    assert "con dấu riêng" in hanh.reads()
    await hanh.taps("Số công văn")
    await hanh.says("25/TĐC-HCTH ngày 27/02/2023")
    assert "công văn: 25/TĐC-HCTH ngày 27/02/2023" in hanh.reads()
    assert "con dấu riêng" not in hanh.reads()
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    assert "Số công văn" not in hieu.buttons()
    assert len(await lists(office)) == 2


async def test_what_was_kept_for_this_version_is_said_before_more_is_added(office: Office) -> None:
    hieu = await sent(office)
    await hieu.taps("Gửi bản đã ký")
    assert "Đã lưu cho bản này" not in hieu.reads()
    await sends_page(hieu, "trang1.jpg", JPEG)
    await hieu.taps("Xong (1 tệp)")
    await hieu.taps("Gửi bản đã ký")
    assert "Đã lưu cho bản này: 1 tệp" in hieu.reads()


async def test_a_page_of_what_has_changed_is_refused_with_the_reason_and_the_way_on(office: Office) -> None:
    hieu = await sent(office)
    await sends_page(hieu, "trang1.jpg", JPEG, photo=True)
    assert "Xin bấm «Gửi bản đã ký»" in hieu.reads()
    await hieu.taps("Gửi bản đã ký")
    await registers(office, STAFF, "LDTT")
    await sends_page(hieu, "trang1.jpg", JPEG, photo=True)  # in the dialogue that was begun before
    assert "không được lưu: danh hiệu đã đổi sau bản 1" in hieu.reads()
    await hieu.taps("Quay lại")
    await sends_page(hieu, "trang1.jpg", JPEG, photo=True)
    assert "không được lưu: danh hiệu đã đổi sau bản 1" in hieu.reads()
    assert "Gửi danh sách" in hieu.buttons()
    assert await kept(office) == []


async def test_a_file_elsewhere_is_answered_as_ever(office: Office) -> None:
    hau = await office.person(STAFF)
    await hau.says("/menu")
    await sends_page(hau, "trang1.jpg", JPEG, photo=True)
    assert "Bước này chưa cần tệp" in hau.reads()
