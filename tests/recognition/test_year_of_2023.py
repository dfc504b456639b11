"""The year 2023 by chat alone: launched, registered, confirmed, sent, consolidated, submitted, answered, decided, told,
closed, and the next one proposed. Four register in the chat, and the other 89 of the department by the store, as if
they had: every paper on the way says the store's numbers, and they say each other's, where no two are alike."""

import io
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping

import pytest
import sqlalchemy as sa
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pypdf import PdfReader

from bot.awards.records import Award
from bot.people.records import Role
from bot.store.schema import columns
from bot.titles.loading import shared
from tests.engines import both_engines_at_length
from tests.launching.test_launching import TO_CAMPAIGNS, goes
from tests.no_campaign import without_campaign
from tests.office import Phone
from tests.recognition.year import DUY, HAU, HIEU, HONG, KHOI, begins, the_rest_registers
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
    "LDTT": r"(?<!thể )[Ll]ao động tiên tiến[: ]+(?:Cá nhân )?(\d+)",
    "CSTDCS": r"Chiến sĩ thi đua cơ sở[: ]+(?:Cá nhân )?(\d+)",
    "CSTD_TINH": r"Chiến sĩ thi đua cấp tỉnh[: ]+(?:Cá nhân )?(\d+)",
    "TTLDTT": r"Tập thể lao động tiên tiến[: ]+(?:Tập thể )?(\d+)",
    "TTLDXS": r"Tập thể lao động xuất sắc[: ]+(?:Tập thể )?(\d+)",
    "DVCDXS": r"Đoàn viên công đoàn xuất sắc[: ]+(?:Cá nhân )?(\d+)",
}
"""The numbers that a letter says beside a title."""
BASE, STATE = ("LDTT", "CSTDCS", "TTLDTT"), ("LDTT", "CSTDCS", "CSTD_TINH", "TTLDTT", "TTLDXS")
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


STATE_TABLES, UNION_TABLES, WORDS = "Bảng phần Chính quyền", "Bảng phần Công đoàn", "Tờ trình, công văn, báo cáo"
TABLES = (
    (STATE_TABLES, "Bảng tổng hợp", (("LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO"), ("TTLDTT", "TTLDXS"))),
    (STATE_TABLES, "Danh sách đề nghị công nhận", (("LDTT", "CSTDCS"), ("TTLDTT",))),
    (STATE_TABLES, "Danh sách đăng ký với cấp trên", (("CSTD_TINH", "CSTD_BO"), ("TTLDXS",))),
    (
        UNION_TABLES,
        "Bảng tổng hợp Công đoàn",
        (("DVCDXS", "DVCDG", "CBCDXS", "CBCDG", "BK_LDLD"), ("TCDXS", "TCDVM")),
    ),
)
"""Each table with the titles of its columns, of people and of collectives."""


async def every_paper_says(office: TimedOffice, thu: Phone, stands: Mapping[str, int]) -> None:
    """Every paper of the snapshot, in every form, has these numbers."""
    for group, kind, ids in TABLES:
        pdf, docx, xlsx = [await paper(office, thu, group, kind, form) for form in ("PDF để ký", "Word", "Excel")]
        totals = [total for _, total in reading.of_pdf(pdf)]
        for sums in (reading.of_docx(docx), reading.of_xlsx(xlsx)):
            assert [one.total for one in sums] == totals, kind
            assert sums[0].crosses == tuple(number for number in totals[0] if number), kind
        assert totals[0] == tuple(stands.get(title, 0) for title in ids[0]), kind
        assert totals[1][1:][: len(ids[1])] == tuple(stands.get(title, 0) for title in ids[1]), kind
    people, letters = stands["LDTT"], dict[tuple[str, str], str]()
    for label in ("Tờ trình", "Dự thảo quyết định", "Báo cáo kết quả đăng ký", "Công văn đôn đốc"):
        for form in ("PDF để ký", "Word"):
            content = await paper(office, thu, WORDS, label, form)
            letters[label, form] = said(content)
            if (label, form) == ("Dự thảo quyết định", "Word"):
                lists = [one for one in Document(io.BytesIO(content)).tables if one.rows[0].cells[0].text == "TT"]
                assert [len(one.rows) - 2 for one in lists] == [stands[title] for title in BASE]
    told = {"Tờ trình": STATE, "Dự thảo quyết định": BASE, "Báo cáo kết quả đăng ký": (*STATE, "DVCDXS")}
    for (label, form), words in letters.items():
        found = {title: {int(number) for number in re.findall(NUMBERS[title], words)} for title in NUMBERS}
        wanted = {title: {stands[title]} for title in told.get(label, ())}
        assert {title: numbers for title, numbers in found.items() if numbers} == wanted, (label, form)
        if label.startswith("Báo cáo"):
            assert f"Cộng {people} {people} 0 0 0 100%" in words, form
        if label.startswith("Công văn"):
            assert f"có {people} người đã đăng ký danh hiệu Nhà nước trong tổng số {people} người" in words, form
    added = [re.findall(r"Cộng (\d+) (\d+) (\d+)", letters["Công văn đôn đốc", form]) for form in ("PDF để ký", "Word")]
    assert added[0] == added[1] and len(added[0]) == 1
    sheet = load_workbook(io.BytesIO(await paper(office, thu, STATE_TABLES, "Số liệu thống kê", "Excel"))).worksheets[1]
    listed = Counter[str]()
    for row in sheet.iter_rows(min_row=4, values_only=True):
        listed[str(row[1])] += row[3] if isinstance(row[3], int) else 0
    regime = shared().regime("A_2003")
    assert {regime.title(title).name.vi: count for title, count in stands.items()} == +listed


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
    await office.database.run(the_rest_registers)

    # Consolidated: every paper says the store's numbers.
    office.clock.move_to(at(2023, 3, 13, 9))
    await goes(thu, "tổng hợp", "«Tổng hợp»")
    await office.makes_papers()
    assert "BẢN TỔNG HỢP SỐ 1" in thu.reads()
    stands = {row.title: row.count for row in await office.rows(STANDS)}
    assert len({stands[title] for title in STATE}) == len(STATE), "no two alike, that none may pass for another"
    await every_paper_says(office, thu, stands)

    # Submitted; the Director answers.
    await goes(thu, "tổng hợp", "«Bản tổng hợp số 1»", "«Gửi Giám đốc»", "«Gửi»")
    await office.makes_papers()
    await office.letters()
    assert "93/93 người đã phản hồi" in mai.reads()
    await mai.taps("Đồng ý")
    await office.letters()

    # Decided, from what was submitted; each reads the own result, and nobody else's.
    office.clock.move_to(at(2023, 12, 20, 9))
    await begins(thu)
    for title, id in zip(("LĐTT", "CSTĐ cơ sở", "TTLĐTT"), BASE, strict=True):
        await thu.taps("Lấy từ danh sách đăng ký")
        assert "bản tổng hợp số 1" in thu.reads()
        await thu.taps(title)
        await thu.taps(f"Đưa vào {stands[id]} tên")
    await thu.taps("Ghi nhận quyết định")
    assert f"{stands['CSTDCS']}/{stands['LDTT']} LĐTT đạt CSTĐ cơ sở" in thu.reads()
    await goes(thu, "«Ghi nhận quyết định»", "«Kết quả cho từng người»", "«Gửi kết quả»")
    await office.letters()
    for phone in (hau, hong, khoi):
        (told,) = [one.text for one in phone.from_bot() if "được công nhận năm 2023" in one.text]
        assert "Lao động tiên tiến" in told and ("Chiến sĩ thi đua cơ sở" in told) is (phone is hau)
        assert not any(other.name in told for other in (hau, hong, khoi) if other is not phone)
    awards = await office.rows(
        sa.select(columns(Award).c.title, sa.func.count()).where(columns(Award).c.year == 2023).group_by("title")
    )
    assert {row[0]: row[1] for row in awards} == {title: stands[title] for title in BASE}

    # Closed, and the next year proposed from this one.
    await goes(thu, "/quanly", "«Quyết định, kết quả»", "«Tổng kết năm»")
    assert f"1 quyết định, {sum(stands[title] for title in BASE)} danh hiệu được công nhận." in thu.reads()
    await goes(thu, "«Kết thúc phong trào»", "«Kết thúc phong trào»")
    assert "kết thúc phong trào lúc 09:00 ngày 20/12/2023" in thu.reads()
    await goes(thu, "«Mở phong trào năm 2024»", "«Như năm 2023»")
    assert "Số, ngày của kế hoạch" in thu.reads()
