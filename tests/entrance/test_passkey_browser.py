"""Passkeys in a real browser of 360 pixels whose device is Chromium's own virtual one: offered, used, cancelled.

With THIDUA_PICTURES=folder the pictures are kept, to be looked at.
"""

from typing import Any

import pytest
from playwright.async_api import BrowserContext, CDPSession, expect

from bot.people.passkeys.records import Passkey
from bot.store.schema import columns
from tests.doors.web.window import Visit
from tests.entrance.conftest import WebDoor
from tests.entrance.test_entrance_browser import Walk, phone
from tests.office import Office
from tests.playground.page.browser import launched

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HAU = "Nguyễn Công Hậu"
AGREE, ENTER, LOCK = "Tôi đồng ý, vào trang", "Vào trang", "Khóa màn hình"
PIN = "482915"


async def device(context: BrowserContext, page: Any) -> CDPSession:
    """A phone that recognises its owner and keeps passkeys."""
    said = await context.new_cdp_session(page)
    await said.send("WebAuthn.enable")
    phone = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    await said.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": phone | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    return said


async def test_a_first_time_person_takes_the_passkey_and_comes_back_by_it(office: Office, named: WebDoor) -> None:
    async with launched() as chrome:
        context = await phone(chrome)
        walk = Walk(named, Visit(await context.new_page(), named.url))
        page = walk.page
        await device(context, page)
        await walk.opens(await named.link(HAU))
        await walk.presses(AGREE)
        await expect(page.locator("[name=can]")).to_have_value("1")
        await walk.presses(ENTER, pin=PIN, again=PIN)
        await walk.looks("passkey-offer", "Khóa truy cập thay cho mã PIN")
        assert "Chrome" in await page.locator("input[name=label]").input_value()
        await page.locator("input[name=label]").fill("Điện thoại của tôi")
        await walk.presses("Thêm khóa truy cập")
        await walk.looks("passkey-added", "tên là «Điện thoại của tôi»")
        await page.get_by_role("link", name="Tiếp tục").click()
        await page.locator("#menu > summary").click()
        await walk.presses(LOCK)
        await walk.looks("passkey-locked", "Mở bằng khóa truy cập")
        await walk.presses("Mở bằng khóa truy cập")
        await walk.looks("passkey-unlocked", HAU)
        await page.locator("#menu > summary").click()
        await page.get_by_role("link", name="Khóa truy cập (passkey)").click()
        await walk.looks("passkey-proof", "Để thêm khóa, xin nhập mã PIN đang dùng")
        await walk.presses("Tiếp tục", pin=PIN)
        await page.get_by_role("button", name="Thêm khóa truy cập").click()
        await expect(page.get_by_role("alert")).to_have_text("Máy này đã có khóa truy cập của Anh/Chị.")
        await walk.looks("passkey-known", "đã có khóa truy cập")
        await walk.opens("new-pin")
        await walk.looks("passkey-new-pin", "Lưu mã PIN mới bằng khóa truy cập")
        await walk.opens("")
        for label, words in (("Trang web", "Anh/Chị có 1 khóa"), ("Khóa truy cập", "Điện thoại của tôi")):
            if label == "Trang web":
                await walk.visit.commands("Cài đặt")
                await walk.visit.sees(label)
            await walk.visit.taps(label)
            await walk.visit.sees(words)
        await walk.looks("passkey-list", "KHÓA TRUY CẬP (PASSKEY)")
        await walk.visit.screen.last.get_by_role("button", name="Điện thoại của tôi").click()
        await walk.visit.sees("Gỡ khóa này")
        await walk.looks("passkey-one", "Dùng gần nhất")
        await page.locator("#menu > summary").click()
        await walk.presses("Đăng xuất")
        await walk.opens("")
        await walk.looks("passkey-out", "Vào bằng khóa truy cập")
        await walk.presses("Vào bằng khóa truy cập")
        await walk.looks("passkey-in", HAU)
        assert walk.wrong == []
        walk.visit.forgives("Failed to load resource")  # statuses of what was refused
        assert walk.visit.problems == []


async def test_a_browser_without_passkeys_is_offered_none_and_one_that_cancels_goes_on(
    office: Office, named: WebDoor
) -> None:
    async with launched() as chrome:
        plain = await phone(chrome)
        await plain.add_init_script("delete window.PublicKeyCredential")
        walk = Walk(named, Visit(await plain.new_page(), named.url))
        await walk.opens("")
        await walk.looks("passkey-none", "liên kết riêng")
        assert await walk.page.locator("[data-passkey]").is_hidden()
        await walk.opens(await named.link(HAU))
        await walk.presses(AGREE)
        await walk.presses(ENTER, pin=PIN, again=PIN)
        assert HAU in await walk.page.inner_text("body"), "nothing comes between"
        assert await walk.page.locator("#passkey").is_hidden()
        context = await phone(chrome)
        other = Walk(named, Visit(await context.new_page(), named.url))
        await device(context, other.page)  # it knows no passkey of this site
        await other.opens("")
        await other.page.get_by_role("button", name="Vào bằng khóa truy cập").click()
        await expect(other.page.get_by_role("alert")).to_contain_text("Máy chưa dùng khóa truy cập được")
        await other.looks("passkey-cancelled", "vào bằng cách khác")
        assert await named.rows(columns(Passkey)) == []
        assert walk.wrong + other.wrong == []
