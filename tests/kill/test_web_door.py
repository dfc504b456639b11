"""The process dies, by SIGKILL, while somebody is in a dialogue in a browser: what was begun goes on, once."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.people.authentication import links
from bot.people.authentication.records import LinkKind
from bot.registration.records import Registration
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines
from tests.entrance.browser import Browser
from tests.kill.stage import Bot, Stage
from tests.office import staff_called

pytestmark = [pytest.mark.slow, both_engines]

HAU = "Nguyễn Công Hậu"
TRIES = 8
"""Deaths in the moments after «Gửi đăng ký» was pressed."""
_R = columns(Registration)


@pytest.fixture
async def door(stage: Stage) -> AsyncIterator[tuple[Bot, Browser]]:
    """A bot with its web door, not started yet, and a browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/thidua"
    browser = Browser(url + "/")
    yield stage.new_bot(THIDUA_HTTP_PORT=str(port), THIDUA_WEB_URL=url), browser
    await browser.close()


async def comes_in(stage: Stage, browser: Browser) -> None:
    def link(tx: Tx) -> str:
        return links.create(tx, staff_called(tx, HAU).id, LinkKind.OFFICE, by=None)

    await browser.opens(f"in/{await stage.database.run(link)}")
    await browser.presses("Tôi đồng ý, vào trang")
    await browser.presses("Vào trang", pin="482915", again="482915")
    assert browser.status == 200


async def test_killed_after_each_step_the_page_is_as_it_was(stage: Stage, door: tuple[Bot, Browser]) -> None:
    bot, browser = door
    await bot.start()
    await comes_in(stage, browser)
    for label in ("Trang chính", "Đăng ký danh hiệu", "Đăng ký như năm trước"):
        before = await browser.presses(label)
        await bot.kill()
        await bot.start()
        assert await browser.opens("") == before
    await browser.presses("Gửi đăng ký")
    assert "Mã số" in browser.reads()


async def test_killed_in_the_midst_of_the_sending_it_is_sent_once(stage: Stage, door: tuple[Bot, Browser]) -> None:
    """The same form again, as a browser sends it that has heard no answer."""
    bot, browser = door
    await bot.start()
    await comes_in(stage, browser)
    for label in ("Trang chính", "Đăng ký danh hiệu", "Đăng ký như năm trước"):
        await browser.presses(label)
    form = browser.html
    for number in range(TRIES):
        browser.html = form
        pressing = asyncio.create_task(browser.presses("Gửi đăng ký"))
        await asyncio.sleep(0.004 * number)
        await bot.kill()
        await asyncio.gather(pressing, return_exceptions=True)
        await bot.start()
    browser.html = form
    await browser.presses("Gửi đăng ký")
    assert "Mã số" in await browser.opens("")
    rows = await stage.rows(sa.select(_R.c.version))
    assert [row.version for row in rows] == [1]
    receipts = [message for message in browser.html.split("<article")[1:] if "Mã số" in message]
    assert len(receipts) == 1
