"""`python -m bot demo` in a real browser at the width of a phone: the Office consolidates and submits, the Director
answers."""

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


async def test_the_office_consolidates_and_submits_and_the_director_answers(tmp_path: Path, chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        pictures = iter(range(1, 30))

        async def looks_at(name: str) -> None:
            await desk.picture(tmp_path / f"{next(pictures):02}-{name}.png")

        await desk.chooses("Ngô Thị Mỹ Mai")
        await desk.starts()
        await desk.chooses("Nguyễn Đức Duy")
        await desk.starts()
        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Tổng hợp")
        await desk.sees("Còn thiếu vẫn tổng hợp được")
        await looks_at("before")
        await desk.taps("Tổng hợp")
        await desk.sees("BẢN TỔNG HỢP SỐ 1")
        await looks_at("snapshot")
        await desk.taps("Bảng phần Chính quyền")
        await desk.taps("Bảng tổng hợp")
        await desk.taps("PDF để ký")
        name, paper = await desk.downloads()
        assert name == "bang-tong-hop-2023-ban-1.pdf" and paper.startswith(b"%PDF")
        await looks_at("paper")
        await desk.taps("Bản tổng hợp số 1")
        await desk.taps("Gửi Giám đốc")
        await desk.sees("Gửi đến: Chị Ngô Thị Mỹ Mai")
        await looks_at("submitting")
        await desk.taps("Gửi")
        await desk.sees("Đã gửi Giám đốc lúc")
        await looks_at("submitted")

        await desk.chooses("Ngô Thị Mỹ Mai")
        await desk.sees("Văn phòng báo cáo kết quả đăng ký thi đua năm 2023")
        await looks_at("digest")
        await desk.taps("Xem chi tiết")
        await desk.taps("Trả lại")
        await desk.says("Đề nghị bổ sung Phòng Quản lý Công nghệ.")
        await desk.sees("trả lại, lúc")
        await desk.taps("Đồng ý")
        await desk.sees("đồng ý, lúc")
        await looks_at("answered")

        await desk.chooses("Nguyễn Đức Duy")
        await desk.sees("Ý KIẾN về bản tổng hợp số 1")
        await looks_at("opinion")
