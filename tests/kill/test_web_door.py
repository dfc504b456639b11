"""The process dies, by SIGKILL, while somebody is in a dialogue in a browser: what was begun goes on, once."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.people.authentication import links
from bot.people.authentication.records import LinkKind
from bot.playground.api.faults import answered, cut_off
from bot.registration.records import Registration
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines
from tests.entrance.browser import Browser
from tests.kill.lives import SHORT_PAUSES
from tests.kill.stage import Bot, Stage, health_becomes
from tests.office import staff_called

pytestmark = [pytest.mark.slow, both_engines]

HAU, DUY = "Nguyễn Công Hậu", "Nguyễn Đức Duy"
EVERYTHING = ("getMe", "getUpdates", "getWebhookInfo", "deleteWebhook", "sendMessage", "editMessageText")
"""The calls of a start, and those that reach people."""
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
    settings = {"THIDUA_HTTP_PORT": str(port), "THIDUA_WEB_URL": url, SHORT_PAUSES: "1"}
    yield stage.new_bot(**settings), browser
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
        await stage.is_born_again(bot)
        assert await browser.opens("") == before
    await browser.presses("Gửi đăng ký")
    assert "Mã số" in browser.reads()


async def test_without_telegram_at_the_start_people_are_served_in_the_browser(
    stage: Stage, door: tuple[Bot, Browser]
) -> None:
    bot, browser = door
    duy = await stage.person(DUY)
    for method in EVERYTHING:
        stage.world.faults.expect(method, cut_off(), times=1_000_000)
    for _life in range(2):
        await bot.start()
        body = await health_becomes(bot, 503)
        assert body["away"] == "telegram"
        assert body["says"].startswith("Không nhận được trả lời của Telegram từ ")
        if browser.html:
            assert "Đăng ký danh hiệu" in await browser.opens("")
        else:
            await comes_in(stage, browser)
            await browser.presses("Trang chính")
        await bot.kill()
        await stage.outlasts()
    await bot.start()
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
        await browser.presses(label)
    assert "Mã số" in browser.reads()
    assert not duy.chat, "nothing has reached Telegram"
    stage.world.faults.clear()
    body = await health_becomes(bot, 200)
    assert (body["away"], body["database"]) == (None, "ok")
    stage.world.says(duy.user_id, "/menu")
    await stage.until(lambda _tx: bool(duy.from_bot()), "Telegram is back, and nobody was answered")
    assert DUY in duy.reads()


async def test_a_token_that_is_refused_takes_no_browser_from_anybody(stage: Stage, door: tuple[Bot, Browser]) -> None:
    """As when Telegram has closed the bot: a start with no other door ends with a sentence, this one serves."""
    bot, browser = door
    stage.failures_expected = True
    for method in EVERYTHING:
        stage.world.faults.expect(method, answered(401, "Unauthorized"), times=1_000_000)
    await bot.start()
    await comes_in(stage, browser)
    body = await health_becomes(bot, 503)
    assert body["says"].startswith("Telegram không chấp nhận THIDUA_BOT_TOKEN từ ")
    assert await bot.stop() == 0


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
    while "Mã số" not in await browser.opens(""):  # noqa: ASYNC110 - on PostgreSQL a dead life keeps its updates a while
        await asyncio.sleep(0.2)
    rows = await stage.rows(sa.select(_R.c.version))
    assert [row.version for row in rows] == [1]
    receipts = [message for message in browser.html.split("<article")[1:] if "Mã số" in message]
    assert len(receipts) == 1
