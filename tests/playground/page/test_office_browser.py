"""`python -m bot demo` in a real browser: the Office sends a roster, finds a name, enters a form on paper, declares a
day off and gives a role; the Director sees the department."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.playground.sample import DATA
from tests.playground.page.browser import PHONE, Desk, visiting
from tests.playground.page.test_demo_browser import demo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def _named_on_every_page(desk: Desk) -> set[str]:
    """The people whom the Office reads, page after page, with their units."""
    found: set[str] = set()
    while True:
        buttons = await desk.buttons()
        found |= {button for button in buttons if ", " in button}
        if "Trang sau" not in buttons:
            return found
        page = re.findall(r"Trang (\d+)/", await desk.last_message_text())[0]
        await desk.taps("Trang sau")
        await desk.sees(f"Trang {int(page) + 1}/")


async def test_the_office_steers_the_year_and_the_director_sees_it(tmp_path: Path, chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        pictures = iter(range(1, 30))

        async def looks_at(name: str) -> None:
            await desk.picture(tmp_path / f"{next(pictures):02}-{name}.png")

        await desk.chooses("Nguyễn Đức Duy")
        await desk.starts()
        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Nhân sự")
        await desk.taps("Danh sách nhân sự")
        await desk.taps("Gửi tệp danh sách")
        await desk.uploads(DATA / "danh-sach-ccvc-loi.xlsx", as_photo=False)
        await desk.sees("CÁCH HIỂU CÁC CỘT")
        await looks_at("columns")
        await desk.taps("Xem kết quả đối chiếu")
        await desk.sees("ĐỐI CHIẾU tệp")
        await looks_at("comparison")
        await desk.taps("Ghi vào dữ liệu")
        await desk.sees("Đã ghi vào dữ liệu")

        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Chưa phản hồi")
        missing = await _named_on_every_page(desk)
        assert len(missing) == int(re.findall(r"CHƯA PHẢN HỒI: (\d+) người", await desk.last_message_text())[0]) > 90
        await looks_at("names")
        await desk.taps("Tìm tên")
        await desk.says("cong hau")
        await desk.sees("«cong hau»: 1 người")
        await desk.taps("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
        await desk.taps("Nhập đăng ký giấy")
        await desk.taps("Lao động tiên tiến")
        await desk.taps("Tiếp tục")
        await desk.taps("Hôm nay")
        await looks_at("paper")
        await desk.taps("Nhập đăng ký")
        await desk.sees("Nguyễn Công Hậu")

        await desk.says("ngày nghỉ")
        await desk.taps("Khai ngày nghỉ")
        await desk.says("14/2")
        await desk.taps("Bỏ qua")
        await desk.taps("Khai báo")
        await desk.sees("Văn phòng đã khai 1 đợt.")
        await looks_at("day-off")

        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Thiết lập")
        await desk.taps("Vai trò")
        await desk.taps("Chánh Văn phòng")
        await desk.taps("Giao vai trò")
        await desk.says("lam hong thu")
        await desk.taps("Hôm nay")
        await desk.taps("Không thời hạn")
        await desk.taps("Giao vai trò")
        await desk.sees("Lâm Hồng Thu")
        await looks_at("role")

        await desk.chooses("Ngô Thị Mỹ Mai")
        await desk.starts()
        await desk.says("/quanly")
        await desk.sees("Đã phản hồi 1/9")
        await looks_at("department")
        await desk.taps("Số liệu, dự báo")
        await desk.sees("Danh sách đơn vị đã tiếp nhận: 0/14")
        await looks_at("outlook")
