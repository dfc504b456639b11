"""`python -m bot demo` in a real browser: the Office enters a decision and lets the results go; a person reads the own
result, and nobody else's."""

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


async def test_a_decision_is_entered_and_each_reads_the_own_result(tmp_path: Path, chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        pictures = iter(range(1, 30))

        async def looks_at(name: str) -> None:
            await desk.picture(tmp_path / f"{next(pictures):02}-{name}.png")

        for name in ("Nguyễn Công Hậu", "Phạm Quốc Hiếu"):
            await desk.chooses(name)
            await desk.starts()
            await desk.sees("Tình trạng: chưa đăng ký")
            await desk.says("/dangky")
            await desk.taps("Đăng ký như năm trước")
            await desk.taps("Gửi đăng ký")
            await desk.sees("Mã số: ")
        await desk.moves_clock("2023-12-20T09:00")
        await desk.chooses("Nguyễn Đức Duy")
        await desk.starts()
        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Quyết định, kết quả")
        await desk.sees("QUYẾT ĐỊNH CÔNG NHẬN NĂM 2023")
        await looks_at("decisions")
        await desk.taps("Nhập quyết định")
        await desk.taps("Danh hiệu cấp cơ sở")
        await desk.says("125/QĐ-SKHCN ngày 15/12/2023")
        await desk.taps("Giám đốc Sở")
        await desk.taps("Bỏ qua")
        await desk.taps("Lấy từ danh sách đăng ký")
        await desk.sees("Lấy danh hiệu nào?")
        await looks_at("from-list")
        await desk.taps("LĐTT")
        await looks_at("all-but")
        await desk.taps("☑ Phạm Quốc Hiếu, Phòng Quản lý Khoa học")
        await desk.sees("Đã bỏ ra 1: Phạm Quốc Hiếu")
        await desk.taps("Đưa vào 1 tên")
        await desk.taps("Thêm từng tên")
        await desk.taps("CSTĐ cơ sở")
        await desk.says("pham quoc hieu")
        await desk.taps("Vẫn thêm")
        await desk.taps("Thêm, không ghi chú")
        await desk.sees("LĐTT: 1; CSTĐ cơ sở: 1.")
        await desk.taps("Ghi nhận quyết định")
        await looks_at("before-entering")
        await desk.taps("Ghi nhận quyết định")
        await desk.taps("Kết quả cho từng người")
        await looks_at("before-sending")
        await desk.taps("Gửi kết quả")
        await desk.sees("Tin: ")
        await desk.says("/quanly")
        await desk.sees("toàn Sở")
        await desk.taps("Quyết định, kết quả")
        await desk.taps("Đăng ký và đạt")
        await looks_at("achieved")

        await desk.chooses("Phạm Quốc Hiếu")
        await desk.sees("Anh được công nhận năm 2023:")
        read = await desk.last_message_text()
        assert "Chiến sĩ thi đua cơ sở" in read and "Lao động tiên tiến" not in read
        assert "Công Hậu" not in read
        await looks_at("own-result")
        await desk.taps("Kết quả của tôi")
        await desk.sees("KẾT QUẢ CỦA Phạm Quốc Hiếu")
        assert "Công Hậu" not in await desk.last_message_text()
        await looks_at("my-results")
        await desk.chooses("Nguyễn Công Hậu")
        await desk.sees("Lao động tiên tiến")
        assert "Quốc Hiếu" not in await desk.last_message_text()
