"""The pages of the entrance in a real browser of 360 pixels, light and dark: each state, read by axe.

With THIDUA_PICTURES=folder the pictures are kept, to be looked at.
"""

import pytest
from playwright.async_api import Browser, BrowserContext

from bot.people.authentication.records import LinkKind
from tests.doors.web.test_web_browser import found_by_axe, is_too_wide, picture, too_small
from tests.doors.web.window import PHONE, Visit, in_dark_and_light
from tests.entrance.conftest import WebDoor
from tests.office import Office
from tests.playground.page.browser import PATIENCE, launched

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DUY, HIEU, HAU = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
AGREE, ENTER, UNLOCK = "Tôi đồng ý, vào trang", "Vào trang", "Mở khóa"


async def phone(chrome: Browser, *, script: bool = True) -> BrowserContext:
    made = await chrome.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=script,
        locale="vi-VN",
    )
    made.set_default_timeout(PATIENCE * 1000)
    return made


class Walk:
    """One phone on its way in, whose pages are looked at one by one."""

    def __init__(self, door: WebDoor, visit: Visit) -> None:
        self.door, self.visit, self.page = door, visit, visit.page
        self.wrong: list[str] = []

    async def opens(self, path: str) -> None:
        await self.page.goto(f"{self.door.url}/{path}")

    async def presses(self, label: str, **typed: str) -> None:
        form = self.page.locator("form").filter(has=self.page.get_by_role("button", name=label, exact=True))
        for name, value in typed.items():
            await form.locator(f"input[name={name}]").fill(value)
        async with self.page.expect_navigation():
            await form.get_by_role("button", name=label, exact=True).click()

    async def looks(self, state: str, words: str) -> None:
        """The page is this one, and nothing is wrong with it, dark and light."""
        assert words in await self.page.inner_text("body"), state
        async for scheme in in_dark_and_light(self.visit):
            await picture(self.visit, f"entrance-{state}-{scheme}")
            self.wrong += [f"{state}, {scheme}: {one}" for one in await found_by_axe(self.visit)]
        self.wrong += [f"{state}: small: {one}" for one in await too_small(self.visit) if not one.startswith(" 24x24")]
        if await is_too_wide(self.visit):
            self.wrong.append(f"{state}: too wide")


async def test_every_page_of_the_entrance_is_as_it_should_be(office: Office, door: WebDoor) -> None:
    hieu = await office.person(HIEU)
    await office.person(HAU)
    async with launched() as chrome:
        context, other = await phone(chrome), await phone(chrome)
        walk = Walk(door, Visit(await context.new_page(), door.url))
        await walk.opens("")
        await walk.looks("out", "Anh/Chị vào trang bằng liên kết riêng")
        await walk.opens("in/" + "0" * 43)
        await walk.looks("gone", "không dùng được")
        await walk.opens(await door.link(HAU))
        await walk.looks("notice", AGREE)
        await walk.page.locator("details.full > summary").click()
        await walk.looks("notice-full", "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15")
        await walk.presses(AGREE)
        await walk.looks("new-pin", "Đặt mã PIN")
        await walk.presses(ENTER, pin="123456", again="123456")
        await walk.looks("new-pin-refused", "dễ đoán")
        await walk.presses(ENTER, pin="482915", again="482915")
        await walk.looks("in", HAU)
        await walk.page.locator("#menu > summary").click()
        await walk.looks("menu", "Đổi mã PIN")
        await walk.page.get_by_role("link", name="Đổi mã PIN").click()
        await walk.looks("change-pin", "Mã PIN đang dùng")
        for label in ("Cài đặt", "Trang web", "Mở trang web ở máy khác"):
            await walk.opens("")
            if label == "Cài đặt":
                await walk.visit.commands(label)
                await walk.visit.sees("Trang web")
            else:
                await walk.visit.taps(label)
                await walk.visit.sees("trình duyệt" if label == "Trang web" else "/in/")
        await walk.page.locator(".message.screen img").evaluate("one => one.decode()")
        await walk.looks("own-link", "/in/")
        await walk.page.locator("#menu > summary").click()
        await walk.presses("Khóa màn hình")
        await walk.looks("locked", "Trang đã khóa")
        await walk.presses(UNLOCK, pin="000000")
        await walk.looks("locked-wrong", "chưa đúng")
        second = Walk(door, Visit(await other.new_page(), door.url))
        await second.opens(await door.link(HAU, LinkKind.LEAD, hieu.person_id))
        await second.presses(AGREE)
        await second.looks("pin", "Nhập mã PIN")
        await second.presses("Tôi quên mã PIN")
        await second.looks("wait", "Mã đối chiếu")
        async with await phone(chrome, script=False) as plain:
            third = Visit(await plain.new_page(), door.url)
            await third.page.goto(f"{door.url}/telegram")
            await picture(third, "entrance-telegram")
        assert walk.wrong + second.wrong == []
        for visit in (walk.visit, second.visit):
            visit.forgives("Failed to load resource")  # statuses of what was refused
            assert visit.problems == []
