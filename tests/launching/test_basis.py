"""The documents that a plan refers to, each with its file: entered, shown, opened again, replaced and removed in chat;
and papers name them."""

import io
import re

from pypdf import PdfReader

from bot.campaigns.records import basis_of, campaign_of_year
from bot.store.files import file_content
from tests.engines import both_engines
from tests.launching.test_beginnings import docx
from tests.launching.test_launching import DUY, TO_CAMPAIGNS, goes
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import sends_page

LAW = "Luật Thi đua, khen thưởng ngày 26/11/2003"
DECREE = "Nghị định số 91/2017/NĐ-CP ngày 31/7/2017"
CIRCULAR = "Thông tư số 12/2019/TT-BNV"
ONE, TWO, THREE = (b"%PDF-1.7 " + name for name in (b"mot", b"hai", b"ba"))


def opened(phone: Phone) -> tuple[str, bytes] | None:
    """The file that stands on the screen."""
    shown = phone.screen.attachment
    return None if shown is None else (shown.name, shown.data)


@both_engines
async def test_each_document_has_its_file_from_the_first_line_to_the_papers(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    timed.clock.move_to(at(2023, 2, 27, 9))
    await goes(duy, *TO_CAMPAIGNS, "«Thiết lập năm 2023»", "«Căn cứ»", "«Xóa hết»")
    count = int(re.findall(r"Xóa cả (\d+) văn bản khỏi danh sách căn cứ", duy.reads())[0])
    await goes(duy, "«Giữ nguyên»")
    assert f"{count} văn bản" in duy.reads(), "nothing went"
    await goes(duy, "«Xóa hết»", f"«Xóa {count} văn bản»", f"{LAW}\n{DECREE}")
    assert f"1. {LAW}\n2. {DECREE}\n" in duy.reads()

    # A file goes with the last document; of one that has its file already, it is asked which one it is for.
    await sends_page(duy, "nghi-dinh.pdf", ONE)
    assert f"2. {DECREE} (có tệp)" in duy.reads() and f"1. {LAW}\n" in duy.reads()
    await sends_page(duy, "luat.pdf", TWO)
    assert duy.reads().startswith(f"“{DECREE}” đã có tệp. Xin chọn số của văn bản cần gắn")
    assert f"1. {LAW}\n" in duy.reads(), "nothing was replaced"
    await duy.taps("Văn bản 1")
    assert f"Văn bản 1: {LAW}\nChưa có tệp." in duy.reads()
    await sends_page(duy, "anh.jpg", b"\xff\xd8\xff\xe0" + bytes(100), photo=True)
    assert "nhận tệp PDF, Word" in duy.reads()
    await sends_page(duy, "luat.pdf", TWO)
    assert "Tệp: luat.pdf" in duy.reads()

    # Opened, replaced, named anew, left without a file, across a restart.
    await duy.taps("Mở tệp")
    assert opened(duy) == ("luat.pdf", TWO)
    await sends_page(duy, "luat-2003.docx", word := docx())
    assert "Tệp: luat-2003.docx" in duy.reads() and opened(duy) is None
    await timed.restart()
    await goes(duy, "Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003", "«Xong»", "«Văn bản 2»", "«Bỏ tệp»")
    assert "Chưa có tệp." in duy.reads() and "Mở tệp" not in duy.buttons()
    await sends_page(duy, "nghi-dinh-91.pdf", THREE)
    await goes(duy, "«Xong»", CIRCULAR, "Văn bản thừa số 1", "«Văn bản 4»", "«Xóa văn bản này»")
    assert "3 văn bản" in duy.reads() and "Văn bản thừa" not in duy.reads()
    await goes(duy, "«Tiếp tục»", "«Lưu thay đổi»", "«Xem căn cứ»", "«Mở văn bản 1»")
    assert opened(duy) == ("luat-2003.docx", word)
    await goes(duy, "«Xem căn cứ»", "«Mở văn bản 2»")
    assert opened(duy) == ("nghi-dinh-91.pdf", THREE)
    await duy.taps("Xem căn cứ")
    assert "Mở văn bản 3" not in duy.buttons()
    assert f"2. {DECREE} (có tệp)\n3. {CIRCULAR}" in duy.reads()

    # The next change begins with what stands.
    await goes(duy, "«Thiết lập năm 2023»", "«Căn cứ»", "«Văn bản 2»", "«Mở tệp»")
    assert opened(duy) == ("nghi-dinh-91.pdf", THREE)
    await goes(duy, "«Xong»", "\n".join(f"Văn bản số {number}" for number in range(4, 13)))
    assert "Trang 3/3" in duy.reads() and "12. Văn bản số 12" in duy.reads()
    await goes(duy, "«Trang trước»", "ngắn")
    assert duy.reads().startswith("Nội dung quá ngắn.")
    assert len([line for line in duy.reads().splitlines() if line]) == 10, "five of them, and what is refused"
    await duy.taps("Văn bản 6")
    assert "Văn bản 6: Văn bản số 6" in duy.reads()
    await duy.taps("Xong")
    assert "Trang 2/3" in duy.reads(), "back to the page on which it stands"
    await goes(duy, "«Để sau»", "«Căn cứ»", "«Văn bản 1»", "«Bỏ tệp»", "«Xong»", "«Tiếp tục»")
    assert "Căn cứ: 3 văn bản → 3 văn bản (đổi tệp 1)" in duy.reads(), "the number is the same, and what has changed"
    await duy.taps("Để sau")
    await goes(
        duy, "«Xem căn cứ»", "«Sửa căn cứ»", "«Văn bản 3»", "«Xóa văn bản này»", CIRCULAR + " (sửa)", "«Tiếp tục»"
    )
    assert "3 văn bản (sửa tên 1)" in duy.reads()
    await duy.taps("Quay lại")
    await goes(duy, "Văn bản thêm số 4", "«Văn bản 1»", "Luật Thi đua ngày 26/11/2003", "«Xong»", "«Tiếp tục»")
    assert "4 văn bản (thêm 3, bỏ 2)" in duy.reads()
    await duy.taps("Để sau")
    campaign = await timed.database.read(lambda tx: campaign_of_year(tx, 2023))
    assert campaign is not None
    kept = await timed.database.read(lambda tx: basis_of(tx, campaign.id))
    assert [one.file_name for one in kept] == ["luat-2003.docx", "nghi-dinh-91.pdf", None]
    sha256 = kept[1].sha256
    assert sha256 is not None and await timed.database.read(lambda tx: file_content(tx, sha256)) == THREE

    # Papers name them, in their order.
    await goes(duy, "tổng hợp", "«Tổng hợp»")
    await timed.makes_papers()
    await goes(duy, "«Tờ trình, công văn, báo cáo»", "«Tờ trình»", "«PDF để ký»")
    await timed.makes_papers()
    said = text(duy)
    lines = [f"Căn cứ {one};" for one in ("Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003", DECREE, CIRCULAR)]
    assert all(line in said for line in lines), said
    assert sorted(lines, key=said.index) == lines


def text(phone: Phone) -> str:
    shown = phone.screen.attachment
    assert shown is not None
    pages = PdfReader(io.BytesIO(shown.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
