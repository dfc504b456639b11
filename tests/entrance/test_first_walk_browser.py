"""The first walk of somebody who has never been here, in a real browser of 360 pixels: from the invite on paper to the
receipt, every touch counted; and the same once more by the keys alone.

With THIDUA_PICTURES=folder the pictures are kept, to be looked at.
"""

import pytest
from playwright.async_api import Locator, expect

from tests.doors.web.test_web_browser import found_by_axe, is_too_wide, picture, too_small
from tests.doors.web.window import Visit, in_dark_and_light
from tests.entrance.conftest import WebDoor
from tests.entrance.test_coming_in import printed
from tests.entrance.test_entrance_browser import AGREE, ENTER, phone
from tests.office import Office
from tests.playground.page.browser import launched

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DUY, NHUNG = "Nguyễn Đức Duy", "Nguyễn Thị Ngọc Nhung"
STEPS = ("Đăng ký danh hiệu", "☐ Chiến sĩ thi đua cơ sở", "Tiếp tục", "Bổ sung sau", "Bỏ qua", "Gửi đăng ký")
MOST = 9
"""Touches from the code on paper to the receipt."""


class Finger:
    """A finger on the page, which counts what it touches; the page is looked at before each touch."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page = visit, visit.page
        self.touched, self.wrong = list[str](), list[str]()

    async def _touches(self, where: Locator, name: str) -> None:
        await expect(where).to_be_visible()
        state = f"{len(self.touched) + 1:02}-{name}"
        await self.looks(state)
        await where.tap()
        self.touched.append(name)

    async def looks(self, state: str) -> None:
        async for scheme in in_dark_and_light(self.visit):
            await picture(self.visit, f"first-walk-{scheme}-{state}")
            self.wrong += [f"{state}, {scheme}: {one}" for one in await found_by_axe(self.visit)]
        self.wrong += [f"{state}: small: {one}" for one in await too_small(self.visit) if not one.startswith(" 24x24")]
        if await is_too_wide(self.visit):
            self.wrong.append(f"{state}: too wide")

    async def presses(self, label: str) -> None:
        await self._touches(self.page.get_by_role("button", name=label, exact=True).last, label)

    async def types(self, name: str, text: str) -> None:
        """Types into a field; it is touched first, unless the page has put the cursor there."""
        field = self.page.locator(f"input[name={name}]")
        await expect(field).to_be_visible()
        if not await field.evaluate("one => one === document.activeElement"):
            await self._touches(field, f"({name})")
        await self.page.keyboard.type(text)


async def test_from_the_code_on_paper_to_the_receipt_in_at_most_nine_touches(office: Office, door: WebDoor) -> None:
    duy, nhung = await office.person(DUY), await office.person(NHUNG, linked=False)
    token = await printed(duy, nhung.person_id)
    async with launched() as chrome, await phone(chrome) as context:
        finger = Finger(Visit(await context.new_page(), door.url))
        await finger.page.goto(f"{door.url}/in/{token}")
        await finger.presses(AGREE)
        await finger.types("pin", "482915")
        await finger.types("again", "482915")
        await finger.presses(ENTER)
        await finger.visit.sees("Tình trạng: chưa đăng ký")
        for label in STEPS:
            await finger.presses(label)
        await finger.visit.sees("Mã số: TD23-0001")
        await finger.looks("receipt")
        print(f"{len(finger.touched)} touches: {', '.join(finger.touched)}")
        assert len(finger.touched) <= MOST, finger.touched
        assert finger.wrong == [] == finger.visit.problems


async def test_the_same_by_the_keys_alone(office: Office, door: WebDoor) -> None:
    duy, nhung = await office.person(DUY), await office.person(NHUNG, linked=False)
    token = await printed(duy, nhung.person_id)
    async with launched() as chrome, await phone(chrome) as context:
        visit = Visit(await context.new_page(), door.url)
        press = visit.page.keyboard.press

        async def goes_to(label: str) -> None:
            """By Tab, from wherever the page has put the cursor, to the button; and Enter."""
            wanted = visit.page.get_by_role("button", name=label, exact=True).last
            await expect(wanted).to_be_visible()
            for _ in range(40):
                if await wanted.evaluate("one => one === document.activeElement"):
                    return await press("Enter")
                await press("Tab")
            raise AssertionError(f"no key leads to {label!r}")

        await visit.page.goto(f"{door.url}/in/{token}")
        await goes_to(AGREE)
        await expect(visit.page.locator("input[name=pin]")).to_be_focused()
        await visit.page.keyboard.type("482915")
        await press("Tab")
        await visit.page.keyboard.type("482915")
        await press("Enter")
        await visit.sees("Tình trạng: chưa đăng ký")
        for label in STEPS:
            await goes_to(label)
        await visit.sees("Mã số: TD23-0001")
        assert visit.problems == []
