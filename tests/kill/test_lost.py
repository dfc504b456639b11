"""The store goes away under a bot that serves: it ends with a sentence, and confirms nothing after it has noticed."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.engines.opening import open_database
from bot.store.engines.sqlite import sqlite_path
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.engines import Stores, on_postgresql
from tests.kill.stage import PATIENCE, Bot, Stage

pytestmark = pytest.mark.slow

_I = columns(InboxRow)


def delete_log(store: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{store}{end}").unlink()


async def ended(bot: Bot, stage: Stage) -> str:
    """The sentence with which the bot ends by itself; what else it has said is a log."""
    assert await asyncio.wait_for(bot.process.wait(), PATIENCE) == 2
    stage.failures_expected = True
    lines = bot.log.read_text().splitlines()
    said = [line for line in lines if not line.startswith("{")]
    bot.log.write_text("".join(f"{line}\n" for line in lines if line.startswith("{")))
    (sentence,) = said
    return sentence


def seen_by_people(stage: Stage) -> int:
    """The calls so far that are none of those by which a bot introduces itself, which may still go on, and polls."""
    return len([call for call in stage.world.calls if not call.method.startswith(("get", "set", "deleteWebhook"))])


async def test_a_log_that_is_deleted_ends_the_bot_and_all_that_it_confirmed_is_there(stage: Stage) -> None:
    hau = await stage.person("Nguyễn Công Hậu")
    await stage.bot.start()
    await hau.says("/menu")
    await hau.taps("Đăng ký danh hiệu")
    await stage.database.close()
    confirmed = hau.reads()
    delete_log(sqlite_path(stage.url))
    assert "-wal đã bị xóa khi bot đang chạy" in await ended(stage.bot, stage)
    assert hau.reads() == confirmed
    with closing(sqlite3.connect(sqlite_path(stage.url))) as store:
        assert store.execute("SELECT count(*) FROM inbox WHERE done_at IS NULL").fetchone() == (0,)
        assert store.execute("SELECT count(*) FROM inbox").fetchone()[0] >= 2
    stage.database = open_database(stage.url, stage.clock)
    await stage.bot.start()
    await hau.says("/menu")
    assert "Tình trạng" in hau.reads()


@on_postgresql
async def test_a_database_that_was_made_anew_ends_the_bot_and_its_copy_is_not_served(
    stage: Stage, stores: Stores
) -> None:
    hau = await stage.person("Nguyễn Công Hậu")
    await stage.database.close()
    kept = await asyncio.to_thread(stores.copy, stage.url, "kept")
    stage.database = open_database(stage.url, stage.clock)
    await stage.bot.start()
    await hau.says("/menu")
    await stage.database.close()
    told = seen_by_people(stage)
    await asyncio.to_thread(stores.replace, stage.url, kept)
    stage.database = open_database(stage.url, stage.clock)
    assert "đã bị thay bằng kho khác" in await ended(stage.bot, stage)
    assert seen_by_people(stage) == told
    assert await stage.rows(sa.select(_I)) == [], "nothing was written into the other one"
