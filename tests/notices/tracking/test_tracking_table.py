"""The tracking table arrives as a paper and as a workbook, for the Office, while a notice goes out and afterwards."""

import io

from openpyxl import load_workbook  # type: ignore[import-untyped]
from pypdf import PdfReader

from bot.notices.reader_targets import ShowNoticeToTell
from bot.notices.sent_targets import ShowTracking, TableForm
from bot.notices.targets import ShowCheck, ShowOfficeNotice
from tests.notices.correcting.test_recalling import takes_back
from tests.notices.desk import HAU, HIEU, KHOI, meets, ready
from tests.office import Office, Phone

AN = "Hồ Quốc An"


def file_of(person: Phone) -> bytes:
    attachment = person.screen.attachment
    assert attachment is not None
    return attachment.data


def paper(person: Phone) -> str:
    pages = PdfReader(io.BytesIO(file_of(person))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


async def test_the_table_says_by_name_what_became_of_it_and_who_was_told_by_whom(office: Office) -> None:
    hieu, hau, _khoi = await meets(office, HIEU, HAU, KHOI)
    duy = await ready(office, HAU, KHOI, AN)
    await duy.taps("Gửi ngay")
    await duy.taps("Bảng theo dõi (PDF)")
    assert "Đang gửi, số liệu lúc" in paper(duy)
    await duy.taps("Quay lại")
    await office.letters()
    await hau.taps("Đã nắm thông tin")
    await hieu.forges(ShowNoticeToTell(1))
    await hieu.taps("Đã báo tất cả (1)")
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Bảng theo dõi (PDF)")
    text = paper(duy)
    assert "Phòng Quản lý Khoa học" in text and "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG" in text
    assert "Cộng 3 người: đã gửi 2, đã nắm 1, báo trực tiếp 1" in text
    assert "Tổng cộng (danh sách người nhận: 3) 3" in text
    await duy.taps("Quay lại")
    await duy.taps("Bảng theo dõi (Excel)")
    people = load_workbook(io.BytesIO(file_of(duy))).worksheets[0]
    found = {row[1]: row for row in people.iter_rows(values_only=True) if isinstance(row[0], int)}
    assert list(found) == [KHOI, AN, HAU]
    assert found[HAU][4] is not None and found[KHOI][4] is None
    assert found[AN][2] == "Chưa dùng kênh" and found[AN][6] is None, "said once"
    assert found[AN][3] is None and found[HAU][3] is not None, "a time stands where something happened"
    assert found[AN][5].startswith(f"{HIEU}, ")
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã nắm thông tin: 1. Chưa bấm: 1." in duy.reads()
    await duy.taps("Xem theo tên")
    await duy.taps("Đã nắm: 1")
    assert duy.reads().startswith("ĐÃ NẮM THÔNG TIN: 1 người") and HAU in duy.reads() and KHOI not in duy.reads()


async def test_of_what_was_taken_back_there_is_a_table_and_of_a_draft_there_is_none(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU)
    await duy.forges(ShowTracking(1, TableForm.PDF))
    assert duy.screen.attachment is None
    await duy.forges(ShowCheck(1))
    await duy.taps("Gửi ngay")
    await office.letters()
    await takes_back(office, duy)
    await duy.taps("Bảng theo dõi (PDF)")
    assert "Tổng cộng (danh sách người nhận: 1) 1" in paper(duy)
    assert "Đã thu hồi lúc 08:" in paper(duy) and "Đã gửi, sau đó thu hồi 1" in paper(duy)
    await hau.forges(ShowTracking(1, TableForm.PDF))
    assert hau.screen.attachment is None
