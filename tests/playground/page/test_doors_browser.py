"""The demo's doors beside Telegram in a real browser: one person at either door, mail and SMS that arrive, what they
cost, and Telegram cut off.

With THIDUA_PICTURES=folder the pictures are kept, to be looked at.
"""

import os
import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.async_api import Browser, FrameLocator, expect

from tests.playground.page.browser import DESKTOP, NARROW, Desk, Window, visiting
from tests.playground.page.test_demo_browser import demo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

HAU, NHUNG, AN, THU = "Nguyễn Công Hậu", "Nguyễn Thị Ngọc Nhung", "Hồ Quốc An", "Lâm Hồng Thu"
PIN = "482915"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Seat:
    """A visitor at the demo, who looks at each state with axe too."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.page, self._name = desk, desk.page, name
        self._shots = 0
        self.wrong: list[str] = []

    @property
    def web(self) -> FrameLocator:
        """The page in the person's own browser."""
        return self.page.frame_locator("[data-testid=browser-frame]")

    async def looks(self) -> None:
        self._shots += 1
        self.desk.forgives("Blocked autofocusing")  # a browser's own word on frames
        if folder := os.environ.get("THIDUA_PICTURES"):
            await self.desk.picture(Path(folder) / f"doors-{self._name}-{self._shots:02}.png")
        await self.page.evaluate(f"() => {{ {AXE} }}")
        # The frame is a page of its own, with tests of its own.
        told: dict[str, Any] = await self.page.evaluate(
            "rules => axe.run({exclude: ['iframe']}, {runOnly: {type: 'tag', values: rules}, iframes: false})", RULES
        )
        self.wrong += [f"{one['id']}: {node['html'][:100]}" for one in told["violations"] for node in one["nodes"]]
        if await self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{self._shots}: too wide")

    async def turns_to(self, way: str) -> None:
        await self.desk.part(f"way-{way}").click()
        await expect(self.desk.part(f"way-{way}")).to_have_attribute("aria-pressed", "true")

    async def enters(self) -> None:
        """From the notice behind a link to the first screen, as for the first time."""
        await self.web.get_by_role("button", name="Tôi đồng ý, vào trang").click()
        await self.web.locator("input[name=pin]").fill(PIN)
        await self.web.locator("input[name=again]").fill(PIN)
        await self.web.get_by_role("button", name="Vào trang").click()
        await self.web.locator("#say").wait_for()

    async def reads_web(self, words: str) -> None:
        await expect(self.web.locator(".message.screen").last).to_contain_text(words)

    async def taps_web(self, label: str) -> None:
        await self.web.locator(".message.screen").last.get_by_role("button", name=label, exact=True).click()

    async def waits_until(self, step: str) -> None:
        await self.desk.part("clock-open").click()
        await self.desk.part("clock-box").get_by_test_id(step).click()
        await expect(self.desk.part("clock-box")).to_have_count(0)
        await expect(self.desk.part("clock-open")).not_to_have_attribute("aria-busy", re.compile("."))


@pytest.mark.parametrize(
    "window",
    [pytest.param(DESKTOP, id="desktop", marks=pytest.mark.at_length), pytest.param(NARROW, id="phone")],
)
async def test_one_person_turns_to_the_browser_in_the_midst_of_a_dialogue_and_back(
    window: Window, chrome: Browser
) -> None:
    async with demo() as url, visiting(chrome, url, window) as desk:
        seat = Seat(desk, f"turns-{window.width}")
        await desk.chooses(HAU)
        await desk.starts()
        await desk.taps("Đăng ký danh hiệu")
        await desk.taps("Chọn lại")
        await desk.sees("Đang chọn: chưa có")
        await seat.turns_to("browser")
        await expect(desk.part("browser-before")).to_be_visible()
        await seat.looks()
        await desk.part("browser-enter").click()
        await seat.enters()
        await seat.reads_web("CHỌN DANH HIỆU")
        await seat.taps_web("☐ Chiến sĩ thi đua cơ sở")
        await seat.reads_web("Đang chọn: Lao động tiên tiến; Chiến sĩ thi đua cơ sở")
        await seat.looks()
        await seat.turns_to("telegram")
        await expect(desk.part("messages")).to_contain_text("Đang chọn: Lao động tiên tiến; Chiến sĩ thi đua cơ sở")
        await expect(desk.part("messages")).to_contain_text("Có đăng nhập trang web bằng tên Anh")
        await desk.taps("Tiếp tục")
        await desk.says("Số hóa hồ sơ khoa học")
        await desk.sees("NỘI DUNG PHẤN ĐẤU")
        await seat.turns_to("browser")
        await seat.reads_web("NỘI DUNG PHẤN ĐẤU")
        await seat.taps_web("Bỏ qua")
        await seat.taps_web("Gửi đăng ký")
        await seat.reads_web("Mã số: TD23-0001")
        await seat.looks()
        await expect(desk.part("simulation")).to_contain_text(re.compile("mô phỏng", re.IGNORECASE))
        # Somebody else's browser is another one: nobody is in there.
        await desk.chooses("Phạm Quốc Hiếu")
        await expect(desk.part("browser")).to_be_hidden()
        await seat.turns_to("browser")
        await expect(desk.part("browser-before")).to_be_visible()
        await desk.chooses(HAU)
        await seat.reads_web("Mã số: TD23-0001")
        assert seat.wrong == []


@pytest.mark.at_length
async def test_the_tour_leads_to_the_browser_in_the_midst_of_a_step_that_is_done_there(chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, NARROW) as desk:
        seat = Seat(desk, "tour")
        await desk.chooses(HAU)
        await desk.starts()
        await desk.taps("Đăng ký danh hiệu")
        await expect(desk.part("tour-next")).to_have_text(
            f"Đăng ký: {HAU}, bấm «Đăng ký như năm trước», hoặc làm tiếp ở «Trình duyệt»"
        )
        await seat.looks()
        await desk.part("back").click()
        await desk.part("tour-way").click()
        await expect(desk.part("way-browser")).to_have_attribute("aria-pressed", "true")
        await desk.part("browser-enter").click()
        await seat.enters()
        # The letter on coming in has none of the buttons of this step.
        await seat.turns_to("telegram")
        await expect(desk.part("messages")).to_contain_text("Có đăng nhập trang web bằng tên Anh")
        await expect(desk.part("tour-next")).to_contain_text("bấm «Đăng ký như năm trước»")
        await seat.turns_to("browser")
        await seat.taps_web("Đăng ký như năm trước")
        await expect(desk.part("tour-next")).to_have_text(
            f"Đăng ký: {HAU}, bấm «Gửi đăng ký», hoặc làm tiếp ở «Trình duyệt»"
        )
        await seat.taps_web("Gửi đăng ký")
        await seat.reads_web("Mã số: TD23-0001")
        await expect(desk.part("tour-count")).to_have_text("1/7")
        await seat.looks()
        await seat.turns_to("telegram")
        await expect(desk.part("messages")).to_contain_text("Mã số: TD23-0001")
        assert seat.wrong == []


@pytest.mark.at_length
async def test_mail_and_sms_ring_whoever_is_not_at_telegram_each_with_its_price_and_a_link_that_opens(
    chrome: Browser,
) -> None:
    async with demo() as url, visiting(chrome, url, NARROW) as desk:
        seat = Seat(desk, "rings")
        await seat.waits_until("clock-reminder")
        # By SMS, after Zalo has said that it does not know the number; from the link to the receipt.
        await desk.chooses(NHUNG)
        await expect(desk.part("box-unseen")).to_contain_text("1")
        await seat.turns_to("box")
        message = desk.part("box-message")
        await expect(message).to_have_attribute("data-door", "sms")
        await expect(message).to_contain_text("Nguyen Thi Ngoc Nhung: co thong tin moi")
        await expect(desk.part("box-price")).to_have_text("Chi phí: 400 đ")
        await expect(desk.part("box-unseen")).to_be_hidden()
        await seat.looks()
        await desk.part("box-link").click()
        await seat.enters()
        await seat.reads_web("Tình trạng: chưa đăng ký")
        for label in (
            "Đăng ký danh hiệu",
            "☐ Chiến sĩ thi đua cơ sở",
            "Tiếp tục",
            "Bổ sung sau",
            "Bỏ qua",
            "Gửi đăng ký",
        ):
            await seat.taps_web(label)
        await seat.reads_web("Mã số: TD23-0001")
        await seat.looks()
        # By mail, which costs nothing; the Zalo message has a button.
        await desk.chooses(AN)
        await seat.turns_to("box")
        await expect(message).to_have_attribute("data-door", "email")
        await expect(message).to_contain_text("Đến: tn025@so.example.vn")
        await expect(desk.part("box-price")).to_have_text("Chi phí: 0 đ")
        await seat.looks()
        await desk.part("box-link").click()
        await expect(seat.web.locator("body")).to_contain_text(AN)
        await desk.chooses("Thái Hữu Khoa")
        await seat.turns_to("box")
        await expect(message).to_have_attribute("data-door", "zalo")
        await seat.looks()
        await adds_up(desk, seat)
        assert seat.wrong == []


async def adds_up(desk: Desk, seat: Seat) -> None:
    """The costs in the page are those of the Office's own screen, and the sum of what lies in all boxes."""
    boxes = await desk.page.evaluate(
        """async () => {
            const all = await Promise.all(
                [...document.querySelectorAll("[data-person]")].map((row) =>
                    fetch(`api/people/${row.dataset.person}/box`).then((answer) => answer.json())));
            return all.flatMap((one) => one.messages).map((one) => [one.door, one.price]);
        }"""
    )
    cost = {door: sum(price for of, price in boxes if of == door) for door in ("email", "zalo", "sms")}
    assert cost["sms"] >= 400 and cost["zalo"] >= 200
    await desk.part("back").click()
    await desk.part("doors-open").click()
    for door, dong in cost.items():
        row = desk.part("doors-box").locator(f"[data-door={door}]")
        await expect(row.get_by_test_id("door-cost")).to_have_text(in_dong(dong))
    await expect(desk.part("doors-ever")).to_have_text(in_dong(sum(cost.values())))
    await seat.looks()
    await desk.part("doors-close").click()
    await desk.chooses(THU)
    await desk.says("/quanly")
    await desk.sees("toàn Sở")
    for label in ("Thiết lập", "Kênh liên hệ"):
        await desk.taps(label)
    for door in ("zalo", "sms"):
        sent = sum(of == door for of, _ in boxes)
        await desk.sees(f"tháng này {sent} tin báo · {in_dong(cost[door])}.")


def in_dong(amount: int) -> str:
    return f"{amount:,} đ".replace(",", ".")


@pytest.mark.at_length
async def test_telegram_is_cut_and_a_letter_goes_by_the_next_door_after_the_offices_word(chrome: Browser) -> None:
    async with demo() as url, visiting(chrome, url, DESKTOP) as desk:
        seat = Seat(desk, "cut")
        await desk.part("doors-open").click()
        await desk.part("telegram-cut").check()
        await desk.part("doors-close").click()
        await expect(desk.part("cut")).to_be_visible()
        await desk.chooses(HAU)
        await expect(desk.part("start")).to_be_hidden()
        await seat.looks()
        await desk.chooses(THU)
        for _hour in range(2):
            await seat.waits_until("clock-hour")
        await seat.turns_to("box")
        await expect(desk.part("box-message")).to_have_attribute("data-door", "zalo")
        await desk.part("box-link").click()
        await seat.enters()
        await expect(seat.web.locator("body")).to_contain_text("Kênh đang gián đoạn: Telegram")
        await seat.web.get_by_role("button", name="Xem kênh gián đoạn").last.click()
        await seat.taps_web("Gửi qua kênh kế tiếp")
        await seat.looks()
        await seat.taps_web("Đồng ý gửi")
        await seat.reads_web("đã cho gửi qua kênh kế tiếp lúc")
        # The ladder's letter goes past Telegram: to a bell, or to the web.
        await seat.waits_until("clock-reminder")
        await desk.chooses(HAU)
        await seat.turns_to("box")
        await expect(desk.part("box-message")).to_have_attribute("data-door", "sms")
        # Six weeks later her browser is out: the page in its frame has said so.
        desk.forgives("401 (Unauthorized)")
        await desk.part("cut-end").click()
        await expect(desk.part("cut")).to_be_hidden()
        await seat.turns_to("telegram")
        await desk.sees("28/02")
        await seat.looks()
        assert seat.wrong == []
