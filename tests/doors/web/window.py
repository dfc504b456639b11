"""A real Chromium at the web door, with a session already, as a person's phone or office computer.

Leaving checks that the page stayed clean: no error in the console, no request to any other machine.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.doors.web.stage import COOKIE, WebOffice
from tests.playground.page.browser import PATIENCE, Window

PHONE = Window(360, 640, touch=True)
COMPUTER = Window(1280, 800)


class Visit:
    """One tab. `problems`: what a console has said, or what went elsewhere."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.problems = page, list[str]()
        self._host = urlsplit(origin).netloc
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("blob", "data") and address.netloc != self._host:
            self.problems.append(f"asked another machine: {request.url}")

    def forgives(self, words: str) -> None:
        """Errors of the console that belong to what the test did."""
        self.problems = [problem for problem in self.problems if words not in problem]

    @property
    def screen(self) -> Locator:
        return self.page.locator(".message.screen")

    async def sees(self, words: str) -> None:
        """Wait until the screen that is up holds these words."""
        await expect(self.screen.last).to_contain_text(words)

    async def taps(self, label: str) -> None:
        await self.screen.last.get_by_role("button", name=label, exact=True).click()

    async def says(self, text: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.locator("#say button").click()

    async def commands(self, label: str) -> None:
        await self.page.locator("#menu > summary").click()
        await self.page.locator("#menu").get_by_role("button", name=label, exact=True).click()

    async def picture(self, path: Path | str, *, whole: bool = False) -> None:
        await self.page.screenshot(path=path, full_page=whole)


@asynccontextmanager
async def visiting(
    chrome: Browser, web: WebOffice, name: str, window: Window = PHONE, *, dark: bool = False, script: bool = True
) -> AsyncIterator[Visit]:
    """A browser of this person's that is in already."""
    cookie, _ = await web.lets_in(name)
    context = await chrome.new_context(
        viewport={"width": window.width, "height": window.height},
        has_touch=window.touch,
        is_mobile=window.touch,
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        locale="vi-VN",
    )
    context.set_default_timeout(PATIENCE * 1000)
    await context.add_cookies([{"name": COOKIE, "value": cookie, "url": web.origin}])
    try:
        visit = Visit(await context.new_page(), web.origin)
        await visit.page.goto(web.url)
        yield visit
        assert visit.problems == []
    finally:
        await context.close()


async def in_dark_and_light(visit: Visit) -> AsyncIterator[str]:
    """The page as it stands, in the dark and then in the light."""
    for scheme in ("dark", "light"):
        await visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield scheme
