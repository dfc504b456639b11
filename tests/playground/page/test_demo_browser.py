"""`python -m bot demo` in a real browser: a head of office opens the address and registers a title by clicking."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.store.engines.sqlite import sqlite_path
from tests.engines import Stores
from tests.kill.lives import PREPARED, Life, Zygote
from tests.playground.page.browser import DESKTOP, NARROW, PHONE, Window, visiting

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The command on any free port, forked where everything is imported already, on a copy of the store that it would
    make; its printed address."""
    with tempfile.TemporaryDirectory(prefix="thidua-demo-") as folder:
        prepared = sqlite_path(await asyncio.to_thread(Stores("demo").sample, "sqlite", Path(folder)))
        zygote = await Zygote.start({**os.environ, PREPARED: str(prepared)}, ROOT, Path(folder) / "log")
        try:
            async with _serving(await zygote.bears("demo", "--port", "0")) as url:
                yield url
        finally:
            await zygote.close()


@asynccontextmanager
async def typed_demo() -> AsyncIterator[str]:
    """The same from its first import, as somebody types it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    async with _serving(process) as url:
        yield url


@asynccontextmanager
async def _serving(process: Life | asyncio.subprocess.Process) -> AsyncIterator[str]:
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 300)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        assert await process.wait() == 0


@pytest.mark.parametrize(
    ("start", "window"),
    [
        pytest.param(typed_demo, DESKTOP, id="desktop"),
        pytest.param(demo, PHONE, id="phone", marks=pytest.mark.at_length),
    ],
)
async def test_a_returning_person_registers_by_clicking(
    start: Callable[[], AbstractAsyncContextManager[str]], window: Window, chrome: Browser
) -> None:
    async with start() as url, visiting(chrome, url, window) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.sees("Tình trạng: chưa đăng ký")
        await desk.taps("Đăng ký danh hiệu")
        await desk.sees("Năm 2022 Anh đạt")
        await desk.taps("Đăng ký như năm trước")
        await desk.sees("XEM LẠI ĐĂNG KÝ NĂM 2023")
        await desk.taps("Gửi đăng ký")
        await desk.sees("Mã số: TD23-0001")


async def test_a_newcomer_is_linked_by_the_own_number_and_registers(tmp_path: Path, chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        await desk.chooses("Nguyễn Thị Ngọc Nhung")
        await desk.starts()
        await desk.sees("Kính chào Anh/Chị")
        await desk.taps("Xem và cho ý kiến")
        await desk.sees("SỬ DỤNG THÔNG TIN CÁ NHÂN")
        await desk.taps("Tôi đồng ý")
        await desk.sees("XÁC NHẬN ANH/CHỊ LÀ AI")
        await desk.presses("Chia sẻ số điện thoại")
        await desk.shares_own_contact()
        await desk.sees("Đã liên kết")
        await desk.taps("Đăng ký danh hiệu")
        await desk.sees("CHỌN DANH HIỆU")
        await desk.taps("☐ Chiến sĩ thi đua cơ sở")
        await desk.sees("Đang chọn: Lao động tiên tiến; Chiến sĩ thi đua cơ sở")
        await desk.taps("Tiếp tục")
        await desk.sees("SÁNG KIẾN HOẶC ĐỀ TÀI")
        await desk.says("Số hóa hồ sơ kế toán")
        await desk.sees("NỘI DUNG PHẤN ĐẤU")
        await desk.taps("Bỏ qua")
        await desk.sees("Sáng kiến: Số hóa hồ sơ kế toán")
        await desk.taps("Gửi đăng ký")
        await desk.sees("Mã số: TD23-0001")
        await desk.taps("Đăng ký của tôi")
        await desk.sees("chờ Chị Phạm Thị Ngọc Liên xác nhận")
        await desk.picture(tmp_path / "receipt.png")


WIDTHS = [DESKTOP, Window(768, 1024), PHONE, NARROW]
FILTERS = ["Tất cả", "Nhân viên", "Lãnh đạo đơn vị", "Tổ trưởng công đoàn", "Văn phòng", "Ban Giám đốc"]
CUT_OFF = """chips => chips.filter(chip => {
    const box = chip.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || chip.scrollWidth > chip.clientWidth;
}).map(chip => chip.textContent)"""

COVERED = """tag => {
    const box = tag.getBoundingClientRect();
    const places = [[box.left + 3, box.top + 8], [box.right - 3, box.top + 8], [box.left + box.width / 2, box.top + 8]];
    return places.some(([x, y]) => !tag.contains(document.elementFromPoint(x, y)));
}"""
"""True if any of it is hidden below something else, or out of view."""


@pytest.mark.at_length
async def test_filters_suggestions_and_the_word_simulation_are_in_view_at_every_width(chrome: Browser) -> None:
    async with demo() as url:
        for window in WIDTHS:
            async with visiting(chrome, url, window) as desk:
                chips = desk.page.locator("#chips .chip")
                assert await chips.all_inner_texts() == FILTERS
                assert await chips.evaluate_all(CUT_OFF) == []
                assert "mô phỏng" in (await desk.part("simulation").inner_text()).lower()
                assert await desk.part("simulation").evaluate(COVERED) is False
                await expect(desk.part("tour-next")).to_be_in_viewport(ratio=1)
                suggested = await desk.page.locator("[data-testid=suggested]:visible .row-try").all_inner_texts()
                roles = {line.split(":")[0] for line in suggested}
                assert {"Nhân viên", "Lãnh đạo đơn vị", "Tổ trưởng công đoàn", "Văn phòng", "Giám đốc"} == roles
                await desk.chooses("Nguyễn Công Hậu")
                assert await desk.part("simulation").evaluate(COVERED) is False
                assert await desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_tour_says_the_next_person_and_tap_and_marks_what_is_done(chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, PHONE) as desk:
        await expect(desk.part("tour-next")).to_have_text("Đăng ký: Nguyễn Công Hậu, bấm «Bắt đầu»")
        await desk.part("tour-next").get_by_test_id("tour-person").click()
        await desk.starts()
        for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
            also = "" if label == "Đăng ký danh hiệu" else ", hoặc làm tiếp ở «Trình duyệt»"
            await expect(desk.part("tour-next")).to_have_text(f"Đăng ký: Nguyễn Công Hậu, bấm «{label}»{also}")
            await desk.taps(label)
        await expect(desk.part("tour-count")).to_have_text("1/7")
        await expect(desk.part("tour-next")).to_have_text("Xác nhận: Phạm Quốc Hiếu, bấm «Bắt đầu»")
        await desk.part("tour-toggle").click()
        await expect(desk.part("tour-step").first).to_have_class("done")
        await desk.part("tour-close").click()
        await expect(desk.part("tour")).to_be_hidden()
        await desk.part("back").click()
        await desk.part("hint").get_by_test_id("tour-open").click()
        await expect(desk.part("tour-count")).to_have_text("1/7")
