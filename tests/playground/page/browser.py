"""A real Chromium on the playground's page, driven as a visitor would.

async with browsing(url, PHONE) as desk:
    await desk.chooses("Nguyễn Công Hậu")
    await desk.says("/menu")
    await desk.taps("Đăng ký danh hiệu")
    await desk.sees("Danh hiệu nào")

Leaving checks that the page stayed clean: no error in the console, no request to any other machine.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    ElementHandle,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)

PATIENCE = float(os.environ.get("PAT", "120"))  # seconds; only a failing test waits that long
expect.set_options(timeout=PATIENCE * 1000)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Window(NamedTuple):
    width: int
    height: int
    touch: bool = False


PHONE = Window(390, 844, touch=True)
NARROW = Window(360, 640, touch=True)
DESKTOP = Window(1280, 800)


def chromium() -> str:
    """The installed browser; without one the test is skipped, or fails where THIDUA_REQUIRE_BROWSER=1."""
    if found := shutil.which("chromium") or shutil.which("chromium", path="/usr/bin"):
        return found
    reason = "no Chromium is installed (Debian: apt-get install chromium): the page is not tested in a browser"
    if os.environ.get("THIDUA_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser with a profile of its own, which it throws away. Starting one takes a second or two."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visiting(
    browser: Browser, url: str, window: Window = DESKTOP, *, dark: bool = False
) -> AsyncIterator["Desk"]:
    """A visitor at `url` of whom the browser remembers nothing."""
    context = await browser.new_context(
        viewport={"width": window.width, "height": window.height},
        has_touch=window.touch,
        is_mobile=window.touch,
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
    )
    context.set_default_timeout(PATIENCE * 1000)
    try:
        desk = await Desk.at(url, context)
        yield desk
        assert desk.problems == [], desk.problems
    finally:
        await context.close()


@asynccontextmanager
async def browsing(url: str, window: Window = DESKTOP, *, dark: bool = False) -> AsyncIterator["Desk"]:
    """Both at once, for a test that stands alone."""
    async with launched() as browser, visiting(browser, url, window, dark=dark) as desk:
        yield desk


class Desk:
    """One visitor at one tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.problems: list[str] = []
        self._host = urlsplit(url).hostname
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", self._asked)

    @classmethod
    async def at(cls, url: str, context: BrowserContext) -> "Desk":
        desk = cls(await context.new_page(), url)
        await desk.page.goto(url)
        await desk.part("person-row").first.wait_for()
        return desk

    def part(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    # --- what the visitor does ---------------------------------------------------------------------------------------

    async def finds(self, query: str) -> list[str]:
        """Search the list; the names that are left."""
        await self.part("search").fill(query)
        return await self.listed()

    async def chooses(self, name: str) -> None:
        """Be `name` from now on."""
        if await self.part("back").is_visible():
            await self.part("back").click()
        await self.part("search").fill(name)
        await self.part("people").get_by_text(name, exact=True).first.click()
        await expect(self.part("person")).to_have_text(name)
        await self.part("phone").wait_for()

    async def starts(self) -> None:
        await self.part("start").click()

    async def says(self, text: str) -> None:
        await self.part("field").fill(text)
        await self.part("send").click()
        await expect(self.part("field")).to_have_value("")

    async def taps(self, label: str) -> None:
        """Tap the newest inline button called `label` (an icon before it, a count after it); waits for the answer."""
        button = await self._labelled("inline-button", label)
        await button.click()
        await self.page.wait_for_function("key => !key.isConnected || !key.hasAttribute('aria-busy')", arg=button)

    async def presses(self, label: str) -> None:
        """Press a button of the keyboard below the field."""
        await (await self._labelled("key", label)).click()

    async def shares_own_contact(self) -> None:
        """In the dialog that the keyboard's contact button has opened: the own number."""
        await self.part("contact-own").click()

    async def shares_contact_of(self, name: str) -> None:
        """In that dialog: somebody else's number, by mistake."""
        choice = self.part("contact-whose").locator("option").filter(has_text=name).first
        await self.part("contact-whose").select_option(value=await choice.get_attribute("value"))
        await self.part("contact-other").click()

    async def uploads(self, file: Path, caption: str = "", *, as_photo: bool = True) -> None:
        await self.part("file-input").set_input_files(file)
        await self.part("file-caption").fill(caption)
        if await self.part("file-photo").count():
            await self.part("file-photo").set_checked(as_photo)
        await self.part("file-send").click()

    async def downloads(self) -> tuple[str, bytes]:
        """Keep the newest file of the chat: its name and its bytes."""
        async with self.page.expect_download() as waiting:
            await self.part("download").last.click()
        download = await waiting.value
        return download.suggested_filename, (await download.path()).read_bytes()

    async def moves_clock(self, to: str) -> None:
        """`to` is wall time, 2023-02-28T17:00."""
        await self.part("clock-open").click()
        day, time = to.split("T")
        await self.part("clock-date").fill("/".join(reversed(day.split("-"))))
        await self.part("clock-time").fill(time)
        await self.part("clock-set").click()
        await expect(self.part("clock")).to_have_attribute("datetime", to)

    # --- what the visitor sees ---------------------------------------------------------------------------------------

    async def listed(self) -> list[str]:
        return await self.part("people").locator(".row-name").all_inner_texts()

    async def sees(self, text: str) -> None:
        """Wait until the bot's newest message contains `text`."""
        await expect(self.part("message-bot").last.get_by_test_id("text")).to_contain_text(text)

    async def last_message_text(self) -> str:
        return await self.part("message-bot").last.get_by_test_id("text").inner_text()

    async def buttons(self) -> list[str]:
        """Labels under the bot's newest message."""
        return await self.part("message-bot").last.get_by_test_id("inline-button").all_inner_texts()

    def forgives(self, words: str) -> None:
        """Errors of the console that belong to what the test did."""
        self.problems = [problem for problem in self.problems if words not in problem]

    async def picture(self, path: Path | str) -> None:
        await self.page.screenshot(path=path)

    # -----------------------------------------------------------------------------------------------------------------

    async def _labelled(self, testid: str, label: str) -> ElementHandle:
        """The newest of these. Not its place among them: others go as one looks."""
        # Matched here: to the expressions of a browser, Vietnamese letters are no letters.
        wanted = re.compile(rf"[\W_]*{re.escape(label)}[\W\d_]*")
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            buttons = await self.part(testid).element_handles()
            texts = [await button.text_content() or "" for button in buttons]
            for button, text in zip(reversed(buttons), reversed(texts), strict=True):
                if wanted.fullmatch(text.strip()):
                    return button
            assert loop.time() < until, f"no button {label!r}; there are {texts}"
            await asyncio.sleep(0.05)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("blob", "data") and address.hostname != self._host:
            self.problems.append(f"asked another machine: {request.url}")
