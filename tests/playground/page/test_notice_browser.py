"""`python -m bot demo` in a real browser: the Office sends a notice, a member of staff acknowledges it, the Office sees
so. The same tab, as a visitor would: one person after the other."""

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

DUY, HAU = "Nguyễn Đức Duy", "Nguyễn Công Hậu"


async def test_the_office_sends_a_notice_and_sees_that_a_member_of_staff_knows(tmp_path: Path, chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        pictures = iter(range(1, 20))

        async def looks_at(name: str) -> None:
            await desk.picture(tmp_path / f"{next(pictures):02}-{name}.png")

        await desk.chooses(DUY)
        await desk.starts()
        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Soạn thông báo")
        await desk.sees("SOẠN THÔNG BÁO")
        await looks_at("compose")
        await desk.says("Kính gửi {họ tên}, mời họp triển khai phong trào thi đua lúc 14:00 Thứ Sáu, 06/01/2023.")
        await desk.taps("Không kèm tệp")
        await desk.taps("Bỏ qua")
        await desk.taps("☐ Đã nắm thông tin")
        await desk.taps("Tiếp tục")
        await looks_at("draft")
        await desk.taps("Chọn người nhận")
        await desk.taps("Gõ tên")
        await desk.says(HAU)
        await desk.taps("Tiếp tục")
        await desk.taps("Chọn 1 người này")
        await desk.sees("Nhận được ngay: 1")
        await looks_at("count")
        await desk.taps("Gửi thử cho tôi")
        await desk.sees("Bản trên là đúng như người nhận sẽ thấy")
        await looks_at("trial")
        await desk.taps("Kiểm tra và gửi")
        await desk.sees("Gửi")
        await looks_at("ready")
        await desk.taps("Gửi ngay")
        await desk.sees("ĐÃ GỬI lúc")
        await looks_at("sent")

        await desk.chooses(HAU)
        await desk.sees("Kính gửi Nguyễn Công Hậu, mời họp triển khai phong trào thi đua")
        await looks_at("received")
        await desk.taps("Đã nắm thông tin")
        await desk.sees("Đã ghi nhận Anh/Chị nắm thông tin")
        await looks_at("known")

        await desk.chooses(DUY)
        await desk.taps("Xem theo tên")
        await desk.sees("KẾT QUẢ THEO TÊN")
        await desk.taps("Quay lại")
        await desk.sees("Đã nắm thông tin: 1. Chưa bấm: 0.")
        await looks_at("answered")
