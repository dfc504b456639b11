"""The process dies at every commit of an answer by the bot at Zalo, before it and after it: what was sent is done once,
its screen comes, and no number is given twice."""

import asyncio
import json
import re
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.dialogue.surface import SurfaceRow
from bot.registration.records import Receipt, RegistrationVersion
from bot.store.chain.verifying import verify
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.doors.zalobot.stage import ZaloOffice
from tests.doors.zalobot.test_zalo_beside import CHAT, account, code_of, key_of
from tests.engines import both_engines_at_length
from tests.kill.nest import ROOT

pytestmark = [both_engines_at_length, pytest.mark.slow]
HAU = "Nguyễn Công Hậu"
_V, _R, _I, _S = columns(RegistrationVersion), columns(Receipt), columns(InboxRow), columns(SurfaceRow)
_NUMBERS = re.compile(r"^\[(\d+)\] ", re.MULTILINE)


async def dies_at_each(zalo: ZaloOffice, update: Any) -> int:
    """Kills processes that answer this at each of their commits; how many."""
    ahead = str((zalo.office.clock.now() - datetime.now(UTC)).total_seconds())
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.doors.zalobot.dying"),
        *(zalo.office.url, zalo.server.url, ahead, json.dumps(update)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return int(printed.split()[-1])


async def test_it_dies_at_every_commit_of_the_sending(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.says("menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước"):
        await hau.picks(label)
    update, office = hau.update(hau.offered()["Gửi đăng ký"]), zalo.office
    before = len(hau.texts())
    kills = await dies_at_each(zalo, update)
    said = hau.texts()[before:]
    print(f"kills {kills}, messages {len(said)}")
    assert kills >= 12
    assert [row.version for row in await office.rows(sa.select(_V.c.version))] == [1]
    assert len(await office.rows(sa.select(_R.c.code))) == 1
    assert len({_NUMBERS.sub("", text) for text in said if "Mã số" in text}) == 1, "it may come again, and is the same"
    given = [number for text in hau.texts() for number in _NUMBERS.findall(text)]
    assert len(given) == len(set(given))
    assert not await office.rows(sa.select(_I.c.update_id).where(_I.c.done_at.is_(None)))
    assert not await office.rows(sa.select(_S.c.id).where(_S.c.shown < _S.c.wanted))
    assert (await verify(office.database)).broken == 0


@pytest.mark.at_length
async def test_it_dies_at_every_commit_of_a_second_chat_of_which_the_first_is_told_once(zalo: ZaloOffice) -> None:
    hau, writer = await zalo.office.person(HAU), zalo.writer(CHAT)
    token = await code_of(hau)
    await writer.says(token)
    await writer.picks("Tôi đồng ý")
    assert await dies_at_each(zalo, writer.update(writer.offered()["Đúng, liên kết"])) >= 6
    await zalo.restart()
    zalo.office.waits(hours=1)  # to the clock of those processes, and beyond
    for _ in range(2):
        await zalo.office.letters()
    assert sum(seen.text.startswith("Có kênh mới") for seen in hau.from_bot()) == 1
    assert not any(text.startswith("Có kênh mới") for text in writer.texts())
    assert (await account(zalo, hau.person_id)).zalo_chat_key == await key_of(zalo)
