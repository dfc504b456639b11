"""The year 2023 by chat alone: launched, registered, confirmed, sent, consolidated, submitted, answered, decided, told,
closed, and the next one proposed. Every paper on the way says the store's numbers, and they say each other's."""

import io
import re
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from docx import Document
from pypdf import PdfReader

from bot.awards.records import Award
from bot.people.records import Role
from bot.store.schema import columns
from tests.engines import both_engines_at_length
from tests.launching.test_launching import TO_CAMPAIGNS, goes
from tests.no_campaign import without_campaign
from tests.office import Phone
from tests.recognition.year import DUY, HAU, HIEU, HONG, KHOI, begins
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import DEPUTY, grants
from tests.tables import reading

STANDS = sa.text(
    "SELECT t.title, count(*) AS count FROM registration r"
    " JOIN registration_version v ON v.registration_id = r.id AND v.version = r.version"
    " JOIN registration_title t ON t.version_id = v.id GROUP BY t.title"
)
"""Titles as they stand in the store, each with the number of those who have registered it."""
NUMBERS = {
    "LDTT": re.compile(r"(?<!thể )[Ll]ao động tiên tiến[: ]+(?:Cá nhân )?(\d+)"),
    "CSTDCS": re.compile(r"Chiến sĩ thi đua cơ sở[: ]+(?:Cá nhân )?(\d+)"),
    "TTLDTT": re.compile(r"Tập thể lao động tiên tiến[: ]+(?:Tập thể )?(\d+)"),
}
"""The number that a letter says beside a title."""
MAI, THU = "Ngô Thị Mỹ Mai", "Lâm Hồng Thu"


@pytest.fixture
async def before(timed: TimedOffice) -> AsyncIterator[TimedOffice]:
    await timed.database.run(without_campaign)
    yield timed


async def paper(office: TimedOffice, duy: Phone, group: str, kind: str, form: str) -> bytes:
    """The paper as it comes into the chat."""
    await goes(duy, "tổng hợp", "«Bản tổng hợp số 1»", f"«{group}»", f"«{kind}»", f"«{form}»")
    await office.makes_papers()
    sent = duy.screen.attachment
    assert sent is not None, duy.reads()
    return sent.data


async def register(phone: Phone, *titles: str) -> None:
    await phone.says("/dangky")
    for label in ("Chọn lại", *titles, "Tiếp tục", "Bổ sung sau", "Bỏ qua", "Gửi đăng ký"):
        if label not in ("Chọn lại", "Bổ sung sau", "Bỏ qua") or label in phone.buttons():
            await phone.taps(label)
    assert "Mã số: TD23-" in phone.reads(), phone.reads()


def said(document: bytes) -> str:
    """All that a docx or a PDF says, on one line."""
    if document.startswith(b"%PDF"):
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    else:
        body = Document(io.BytesIO(document))
        cells = (cell.text for table in body.tables for row in table.rows for cell in row.cells)
        words = " ".join([*(one.text for one in body.paragraphs), *cells])
    return " ".join(words.split())


@pytest.mark.long
@both_engines_at_length
async def test_from_the_launch_to_the_next_years_proposal(before: TimedOffice) -> None:
    office = before
    duy, thu, mai, hieu, hau, hong, khoi, chau = [
        await office.person(name) for name in (DUY, THU, MAI, HIEU, HAU, HONG, KHOI, DEPUTY)
    ]
    await grants(office, THU, Role.OFFICE_HEAD, None)

    # Launched.
    await goes(thu, *TO_CAMPAIGNS, "«Mở phong trào»", "«Từ danh mục danh hiệu»", "«Năm 2023»")
    await goes(thu, "«Phong trào thi đua năm 2023»", "«Bổ sung sau»", "Luật Thi đua, khen thưởng", "«Tiếp tục»")
    await goes(thu, "«Bổ sung sau»", "«Hôm nay, Thứ Ba, 03/01/2023»", "28/2", "10/3", "«Luật 2003»", "«Tiếp tục»")
    await goes(thu, "«Tiếp tục»", "«Tiếp tục»", "«Không đặt hạn»", "«Phát động»")
    assert "đã phát động phong trào" in thu.reads()

    # Registered in four taps each; confirmed by who is above; the unit's own title, and its list.
    office.clock.move_to(at(2023, 2, 20, 9))
    await register(hau, "Chiến sĩ thi đua cơ sở", "Đoàn viên CĐ xuất sắc")
    for phone in (hong, khoi, hieu):
        await register(phone, "Lao động tiên tiến")
    await goes(hieu, "/donvi", "«Xác nhận tất cả (3)»", "«Xác nhận 3 người»")
    await goes(hieu, "/donvi", "«Đăng ký tập thể»", "«Tập thể lao động tiên tiến»", "«Tiếp tục»", "«Gửi đăng ký»")
    await goes(chau, "/donvi", "«Xác nhận tất cả (1)»", "«Xác nhận 1 người»")
    await goes(hieu, "/donvi", "«Gửi danh sách»", "«Gửi danh sách»")
    assert "Mã danh sách: DS23-01, bản 1." in hieu.reads()
    await goes(duy, "/quanly", "«Việc chờ xử lý (1)»", "«Xử lý việc lâu nhất»", "«Tiếp nhận»")

    # Consolidated: every paper says the store's numbers.
    office.clock.move_to(at(2023, 3, 13, 9))
    await goes(thu, "tổng hợp", "«Tổng hợp»")
    await office.makes_papers()
    assert "BẢN TỔNG HỢP SỐ 1" in thu.reads()
    stands = {row.title: row.count for row in await office.rows(STANDS)}
    assert stands == {"LDTT": 4, "CSTDCS": 1, "DVCDXS": 1, "TTLDTT": 1}
    state, union, words = "Bảng phần Chính quyền", "Bảng phần Công đoàn", "Tờ trình, công văn, báo cáo"
    for group, kind, ids in (
        (state, "Bảng tổng hợp", (("LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO"), ("TTLDTT", "TTLDXS"))),
        (union, "Bảng tổng hợp Công đoàn", (("DVCDXS", "DVCDG", "CBCDXS", "CBCDG", "BK_LDLD"), ("TCDXS", "TCDVM"))),
    ):
        pdf, docx, xlsx = [await paper(office, thu, group, kind, form) for form in ("PDF để ký", "Word", "Excel")]
        totals = [total for _, total in reading.of_pdf(pdf)]
        assert [one.total for one in reading.of_docx(docx)] == [one.total for one in reading.of_xlsx(xlsx)] == totals
        assert reading.of_xlsx(xlsx)[0].crosses == tuple(number for number in totals[0] if number)
        assert totals[0] == tuple(stands.get(title, 0) for title in ids[0])
        assert totals[1][1:][: len(ids[1])] == tuple(stands.get(title, 0) for title in ids[1])
    for label in ("Tờ trình", "Dự thảo quyết định", "Báo cáo kết quả đăng ký"):
        for form in ("PDF để ký", "Word"):
            document = said(await paper(office, thu, words, label, form))
            found = {title: NUMBERS[title].search(document) for title in NUMBERS}
            assert {title: int(one[1]) for title, one in found.items() if one} == {"LDTT": 4, "CSTDCS": 1, "TTLDTT": 1}

    # Submitted; the Director answers.
    await goes(thu, "tổng hợp", "«Bản tổng hợp số 1»", "«Gửi Giám đốc»", "«Gửi»")
    await office.makes_papers()
    await office.letters()
    assert "4/93 người đã phản hồi" in mai.reads()
    await mai.taps("Đồng ý")
    await office.letters()

    # Decided, from what was submitted; each reads the own result, and nobody else's.
    office.clock.move_to(at(2023, 12, 20, 9))
    await begins(thu)
    for title in ("LĐTT", "CSTĐ cơ sở", "TTLĐTT"):
        await thu.taps("Lấy từ danh sách đăng ký")
        assert "bản tổng hợp số 1" in thu.reads()
        await thu.taps(title)
        await thu.taps(next(label for label in thu.buttons() if label.startswith("Đưa vào")))
    await goes(thu, "«Ghi nhận quyết định»", "«Ghi nhận quyết định»", "«Kết quả cho từng người»", "«Gửi kết quả»")
    await office.letters()
    for phone in (hau, hong, khoi):
        (told,) = [one.text for one in phone.from_bot() if "được công nhận năm 2023" in one.text]
        assert "Lao động tiên tiến" in told and ("Chiến sĩ thi đua cơ sở" in told) is (phone is hau)
        assert not any(other.name in told for other in (hau, hong, khoi) if other is not phone)
    awards = await office.rows(
        sa.select(columns(Award).c.title, sa.func.count()).where(columns(Award).c.year == 2023).group_by("title")
    )
    assert {row[0]: row[1] for row in awards} == {"LDTT": 4, "CSTDCS": 1, "TTLDTT": 1}

    # Closed, and the next year proposed from this one.
    await goes(thu, "/quanly", "«Quyết định, kết quả»", "«Tổng kết năm»")
    assert "1 quyết định, 6 danh hiệu được công nhận." in thu.reads()
    await goes(thu, "«Kết thúc phong trào»", "«Kết thúc phong trào»")
    assert "kết thúc phong trào lúc 09:00 ngày 20/12/2023" in thu.reads()
    await goes(thu, "«Mở phong trào năm 2024»", "«Như năm 2023»")
    assert "Số, ngày của kế hoạch" in thu.reads()
