"""`python -m bot demo` in a real browser: the Office launches the next year's campaign with its plan, and moves the
deadline of the one that runs."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.playground.page.browser import PHONE, visiting
from tests.playground.page.test_demo_browser import demo

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]


async def test_the_office_launches_a_campaign_and_moves_a_deadline(tmp_path: Path, chrome: Browser) -> None:
    plan = tmp_path / "ke-hoach-2024.pdf"
    plan.write_bytes(b"%PDF-1.7 ke hoach")
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        pictures = iter(range(1, 20))

        async def looks_at(name: str) -> None:
            await desk.picture(tmp_path / f"{next(pictures):02}-{name}.png")

        await desk.chooses("Nguyễn Đức Duy")
        await desk.starts()
        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Thiết lập")
        await desk.taps("Thiết lập phong trào")
        await desk.taps("Thiết lập năm 2023")
        await desk.sees("THIẾT LẬP: Phong trào thi đua năm 2023")
        await looks_at("settings")
        await desk.taps("Hạn đăng ký")
        await desk.says("trước ngày 6/3")
        await desk.taps("Tính cả ngày này: 17:00 Thứ Hai, 06/3/2023")
        await desk.sees("Hạn đăng ký: 17:00 Thứ Ba, 28/02/2023 → 17:00 Thứ Hai, 06/3/2023")
        await looks_at("what-follows")
        await desk.taps("Lưu thay đổi")
        await desk.sees("đã đổi hạn đăng ký")

        await desk.taps("Các phong trào")
        await desk.taps("Mở phong trào")
        await desk.taps("Như năm 2023")
        await desk.sees("Số, ngày của kế hoạch")
        await desk.taps("Bổ sung sau")
        await desk.says("Luật Thi đua, khen thưởng ngày 15/6/2022")
        await desk.sees("1 văn bản")
        await desk.taps("Tiếp tục")
        await desk.uploads(plan, as_photo=False)
        await desk.sees("Mở đăng ký từ khi nào?")
        await desk.says("03/01/2024")
        await desk.sees("Hạn đăng ký là khi nào?")
        await looks_at("deadline")
        await desk.says("28/02/2024")
        await desk.taps("Không có thời gian bổ sung")
        await desk.taps("Luật 2022, Nghị định 98/2023")
        await looks_at("titles")
        await desk.taps("Tiếp tục")
        await desk.sees("Tỷ lệ tối đa")
        await desk.taps("Tiếp tục")
        await desk.taps("Không đặt hạn")
        await desk.sees("TRƯỚC KHI PHÁT ĐỘNG: Phong trào thi đua năm 2024")
        await looks_at("summary")
        await desk.taps("Phát động")
        await desk.sees("THIẾT LẬP: Phong trào thi đua năm 2024")
        await looks_at("launched")
        await desk.taps("Thông báo phát động (bản nháp)")
        await desk.sees("Kèm 1 tệp")
        await looks_at("announcement")
