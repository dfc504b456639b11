"""The process as whoever runs it meets it: a graceful stop, a second start, /health, and logs that keep secrets."""

import asyncio
import re
import socket
from asyncio.subprocess import Process

import pytest

from bot.people.linking.invites import create_invite
from bot.playground.api.faults import answered, cut_off, halted
from tests.engines import both_engines
from tests.kill.dialogues import LONGEST, assert_all_is_told, assert_registered_once, does
from tests.kill.stage import PATIENCE, Blow, Stage, health_becomes

pytestmark = pytest.mark.slow

IMPATIENT = """
import sys
import handlers.intake, handlers.health
handlers.intake.POLL_SECONDS, handlers.health.STALE_POLL = 1, 5.0
from bot.commands.cli import main
sys.exit(main(["run"]))
"""
"""`bot run` with a short long poll, and /health that loses its patience soon."""


@both_engines
async def test_told_to_stop_it_finishes_what_it_does_and_the_dialogue_goes_on_after_the_next_start(
    stage: Stage,
) -> None:
    hau = await stage.person("Nguyễn Công Hậu")
    stops = 0

    def stop_now_and_then(method: str) -> Blow | None:
        nonlocal stops
        if method == "editMessageText" and stops < 2:
            stops += 1
            stage.bot.process.terminate()
        return None

    await stage.bot.start()
    await does(hau, "= /menu")
    stage.world.omen = stop_now_and_then
    for step, reads in LONGEST[1:]:
        await does(hau, step)
        assert reads in hau.reads()
        if stops and stage.bot.starts <= stops:
            assert await stage.bot.process.wait() == 0
            await assert_all_is_told(stage)
            before = hau.chat
            await stage.bot.start()
            await stage.settled()
            assert hau.chat == before
    assert await stage.bot.stop() == 0
    await assert_registered_once(stage, hau)


async def test_a_second_run_on_the_same_store_is_refused_in_one_sentence(stage: Stage) -> None:
    await stage.bot.start()
    second = stage.new_bot()
    second.process = await second.spawn()
    assert await second.process.wait() == 2
    said = second.log.read_text()
    second.log.unlink()
    assert said.startswith("Bot đang chạy trên kho dữ liệu ") and str(stage.bot.process.pid) in said
    assert said.count("\n") == 1, "one line, no traceback"
    hau = await stage.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    assert "Nguyễn Công Hậu" in hau.reads()


async def test_health_says_so_when_telegram_cannot_be_reached_any_more(stage: Stage) -> None:
    bot = stage.bot = stage.new_bot(code=IMPATIENT)
    await bot.start()
    body = await health_becomes(bot, 200)
    assert body["database"] == "ok"
    stage.world.faults.expect("getUpdates", cut_off(), times=1_000_000)
    await health_becomes(bot, 503)
    stage.world.faults.clear()
    await health_becomes(bot, 200)


async def test_without_telegram_at_the_start_health_answers_and_says_what_is_away(stage: Stage) -> None:
    bot = stage.bot
    stage.world.faults.expect("getMe", cut_off(), times=1_000_000)
    bot.process = await bot.spawn()
    assert isinstance(bot.process, Process) and bot.process.stdout is not None
    said = (await bot.process.stdout.readline()).decode()
    assert said.startswith("Chưa kết nối được Telegram từ ") and said.endswith("bot thử lại mỗi 5 giây.\n")
    found = re.search(r"/health on port (\d+)", bot.log.read_text())
    assert found is not None
    bot.port = int(found[1])
    body = await health_becomes(bot, 503)
    assert (body["away"], body["says"]) == ("telegram", said.strip())
    stage.world.faults.clear()
    body = await health_becomes(bot, 200)
    assert (body["away"], body["database"]) == (None, "ok")


async def test_without_its_database_at_the_start_it_waits_and_says_so(stage: Stage) -> None:
    bot = stage.new_bot(THIDUA_DATABASE_URL="postgresql://thidua:a-password@127.0.0.1:9/thidua")
    stage.secrets.add("a-password")
    bot.process = await bot.spawn()
    assert isinstance(bot.process, Process) and bot.process.stdout is not None
    said = (await bot.process.stdout.readline()).decode()
    assert said.startswith("Chưa kết nối được cơ sở dữ liệu 127.0.0.1/thidua từ ")
    found = re.search(r"/health on port (\d+)", bot.log.read_text())
    assert found is not None
    bot.port = int(found[1])
    body = await health_becomes(bot, 503)
    assert (body["away"], body["says"], body["healthy"]) == ("store", said.strip(), False)
    assert await bot.stop() == 0


async def test_systemd_hears_when_people_are_served_and_that_it_lives(stage: Stage) -> None:
    stage.plain = True  # from its first import on
    address = str(stage.folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.setblocking(False)
        bot = stage.new_bot(NOTIFY_SOCKET=address, WATCHDOG_USEC="1000000")
        heard: list[str] = []

        async def hears(line: str) -> None:
            async with asyncio.timeout(PATIENCE):
                while not heard or not heard[-1].startswith(line):
                    heard.append((await asyncio.get_running_loop().sock_recv(manager, 4096)).decode())

        await bot.start()
        for line in ("READY=1", "STATUS=Đang phục vụ.", "WATCHDOG=1", "WATCHDOG=1"):
            await hears(line)
            heard.append("")
        assert await bot.stop() == 0
        await hears("STOPPING=1")


async def test_a_start_that_nobody_answered_leaves_nothing_open(stage: Stage) -> None:
    bot = stage.new_bot(THIDUA_API_URL="http://127.0.0.1:9")
    bot.process = await bot.spawn()
    assert isinstance(bot.process, Process) and bot.process.stdout is not None
    await bot.process.stdout.readline()
    bot.process.terminate()
    assert await bot.process.wait() == 0
    assert "Unclosed" not in bot.log.read_text()


async def test_no_fault_of_the_network_brings_a_secret_into_the_log(stage: Stage) -> None:
    """Relays may answer with the address they were asked for, and that holds the token."""
    world, hau = stage.world, await stage.person("Nguyễn Công Hậu", linked=False)
    token = await stage.database.run(lambda tx: create_invite(tx, hau.person_id, False))
    stage.secrets.add(token)
    telltale = answered(502, f"http://relay.invalid/bot{world.token}/sendMessage failed")
    await stage.bot.start()
    for method, fault in (("getUpdates", telltale), ("getUpdates", cut_off()), ("sendMessage", telltale)):
        world.faults.expect(method, fault)
        world.opens_link(hau.user_id, token)
        await hau.settle()
        assert "91/2025/QH15" in hau.reads()
    world.faults.expect("answerCallbackQuery", telltale)
    world.faults.expect("editMessageText", halted(1))
    await hau.taps("Tôi đồng ý")
    world.shares_contact(hau.user_id, hau.phone or "", hau.user_id, hau.name)
    await hau.settle()
    await hau.says(f"số của tôi là +{hau.phone}")
    log = stage.bot.log.read_text()
    assert "screen not shown" in log, "something was logged that might have held a secret"
