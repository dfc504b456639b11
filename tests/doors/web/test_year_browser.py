"""The end of the year at the web door, in a real browser of a phone's width: the Office consolidates and submits, the
Director answers, a decision is entered and let go, and each reads the own result and nobody else's.

With THIDUA_PICTURES=folder the pictures are kept, to be looked at.
"""

import pytest
from playwright.async_api import Browser, expect

from tests.doors.web.stage import WebOffice
from tests.doors.web.test_web_browser import is_too_wide, picture
from tests.doors.web.window import Visit, visiting
from tests.office import Office
from tests.sheets.desks import registers

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

DUY, MAI, HAU, HONG = "Nguyễn Đức Duy", "Ngô Thị Mỹ Mai", "Nguyễn Công Hậu", "Nguyễn Thị Hồng"


async def goes(visit: Visit, *steps: str) -> None:
    """Taps each of these; the next one is there when its screen is."""
    for step in steps:
        await visit.taps(step)


async def looks(visit: Visit, name: str) -> None:
    await picture(visit, f"year-{name}")
    assert not await is_too_wide(visit), name


async def test_from_the_snapshot_to_the_own_result(sample_url: str, chrome: Browser) -> None:
    office = Office(sample_url)
    await office.open()
    office.moves_clock_to(2023, 2, 27)
    await registers(office, HAU, "LDTT", "CSTDCS")
    await registers(office, HONG, "LDTT")
    async with WebOffice(office) as web:
        async with visiting(chrome, web, DUY) as duy, visiting(chrome, web, MAI) as mai:
            await consolidates_and_submits(web, duy)
            await mai.says("/menu")
            await mai.sees("Ngô Thị Mỹ Mai")
            await goes(mai, "Việc đang chờ (1)", "Bản tổng hợp chờ ý kiến (1)")
            await mai.sees("2/93 người đã phản hồi")
            await mai.taps("Đồng ý")
            await mai.sees("đồng ý, lúc")
            await looks(mai, "answered")
            await duy.says("tổng hợp")
            await duy.taps("Bản tổng hợp số 1")
            await duy.sees("Chị Ngô Thị Mỹ Mai: đồng ý")

            office.moves_clock_to(2023, 12, 20)
            await decides(duy)
        await reads_the_own(web, chrome, HAU, "LĐTT, CSTĐ cơ sở.", HONG)
        await reads_the_own(web, chrome, HONG, "LĐTT.", HAU)
    await office.close()


async def consolidates_and_submits(web: WebOffice, duy: Visit) -> None:
    await duy.says("tổng hợp")
    await duy.sees("Còn thiếu vẫn tổng hợp được")
    await duy.taps("Tổng hợp")
    await duy.sees("Đang tổng hợp bản số 1")
    await web.office.makes_papers()
    await duy.sees("BẢN TỔNG HỢP SỐ 1")
    await looks(duy, "snapshot")
    await goes(duy, "Bảng phần Chính quyền", "Bảng tổng hợp", "PDF để ký")
    await duy.sees("Đang lập")
    await web.office.makes_papers()
    await expect(duy.page.get_by_text("bang-tong-hop-2023-ban-1.pdf")).to_be_visible()
    await looks(duy, "paper")
    await goes(duy, "Bản tổng hợp số 1", "Gửi Giám đốc")
    await duy.sees("Gửi đến: Chị Ngô Thị Mỹ Mai")
    await duy.taps("Gửi")
    await duy.sees("tin đi khi văn bản kèm theo lập xong")
    await web.office.makes_papers()
    await duy.sees("Đã gửi Giám đốc lúc")
    await looks(duy, "submitted")


async def decides(duy: Visit) -> None:
    await duy.says("quyết định, kết quả")
    await goes(duy, "Nhập quyết định", "Danh hiệu cấp cơ sở")
    await duy.sees("số và ngày của quyết định?")
    await duy.says("125/QĐ-SKHCN ngày 15/12/2023")
    await goes(duy, "Giám đốc Sở", "Bỏ qua")
    await goes(duy, "Lấy từ danh sách đăng ký", "LĐTT", "Đưa vào 2 tên")
    await goes(duy, "Lấy từ danh sách đăng ký", "CSTĐ cơ sở", "Đưa vào 1 tên")
    await duy.sees("LĐTT: 2; CSTĐ cơ sở: 1.")
    await duy.taps("Ghi nhận quyết định")
    await duy.sees("1/2 LĐTT đạt CSTĐ cơ sở = 50,0%; mức 15% là nhiều nhất 0, nhiều hơn 1.")
    await looks(duy, "before-entering")
    await duy.taps("Ghi nhận quyết định")
    await duy.sees("ghi nhận lúc")
    await goes(duy, "Kết quả cho từng người", "Gửi kết quả")
    await duy.sees("Tin: ")
    await looks(duy, "let-go")


async def reads_the_own(web: WebOffice, chrome: object, name: str, result: str, other: str) -> None:
    async with visiting(chrome, web, name) as visit:  # type: ignore[arg-type]
        await visit.says("/cuatoi")
        await visit.taps("Kết quả của tôi")
        await visit.sees(f"Năm 2023: {result} Quyết định số 125/QĐ-SKHCN")
        await looks(visit, f"own-{len(result)}")
        assert other not in await visit.page.locator("body").inner_text()
