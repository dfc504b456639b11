"""The process dies, by SIGKILL, at each message that it sends to Zalo, before that is out or after: the screen comes,
with numbers of its own, and what was chosen is done once."""

import asyncio
import json
import re
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.address import zalo_chat
from bot.people.records import ZaloChat
from bot.playground.http_door import serving
from bot.registration.records import Receipt, RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from tests.doors.zalobot.server import SECRET, TOKEN, ZaloBotServer, app_of
from tests.engines import both_engines_at_length
from tests.kill.dialogues import LONGEST, assert_all_is_told
from tests.kill.stage import Blow, Bot, Stage
from tests.office import link, staff_called

pytestmark = [pytest.mark.slow, both_engines_at_length]
HAU, CHAT = "Nguyễn Công Hậu", "6ede9afa66b88fe6d6a9"
_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


class FatefulZalo(ZaloBotServer):
    """Asks at each message whether the bot dies of it."""

    bot: Bot
    blow: Blow | None = None

    async def _sendMessage(self, request: web.Request, said: dict[str, Any]) -> web.StreamResponse:
        blow, self.blow = self.blow, None
        if blow is Blow.DONE:
            await super()._sendMessage(request, said)
        if blow is not None:
            self.bot.strike()
            await asyncio.Event().wait()  # nobody is there to hear an answer
        return await super()._sendMessage(request, said)


@pytest.fixture
async def zalo(stage: Stage) -> AsyncIterator[FatefulZalo]:
    server = FatefulZalo()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with serving(app_of(server)) as url:
        server.stays = f"http://127.0.0.1:{port}/zalobot"
        server.bot = stage.new_bot(
            THIDUA_HTTP_PORT=str(port),
            THIDUA_ZALOBOT_TOKEN=TOKEN,
            THIDUA_ZALOBOT_SECRET=SECRET,
            THIDUA_ZALOBOT_URL="https://thidua.example.vn",
            THIDUA_ZALOBOT_API_URL=url,
        )
        stage.secrets |= {TOKEN.partition(":")[2], SECRET}
        yield server


def linked(tx: Tx) -> None:
    made = sa.insert(columns(ZaloChat)).values(zalo_id=CHAT, seen_at=tx.now).returning(columns(ZaloChat).c.id)
    link(tx, zalo_chat(tx.execute(made).scalar_one()).number, staff_called(tx, HAU).id)


async def test_it_dies_at_each_message_before_it_is_out_or_after(stage: Stage, zalo: FatefulZalo) -> None:
    await stage.database.run(linked)
    await zalo.bot.start()
    for place, (step, reads) in enumerate(LONGEST):
        typed = step.removeprefix("= ") if step.startswith("= ") else _offered(zalo)[step]
        before = len(zalo.taken)
        zalo.blow = (Blow.UNDONE, Blow.DONE)[place % 2]
        update = zalo.update(CHAT, typed, int(time.time() * 1000))
        assert await zalo.brings(update) == 200
        await zalo.bot.process.wait()
        await zalo.bot.start()
        await stage.until(lambda _tx: len(zalo.taken) > before + place % 2, f"no answer to {step}")  # noqa: B023
        await stage.until(lambda tx: _none_lags(tx), "a screen lags")
        assert reads in zalo.texts(CHAT)[-1]
        assert await zalo.brings(update) == 200, "and Zalo brings it again"
    versions, receipts = columns(RegistrationVersion), columns(Receipt)
    assert {row.version for row in await stage.rows(sa.select(versions.c.version))} == {1}
    assert len(await stage.rows(sa.select(receipts.c.code))) == 1
    await assert_all_is_told(stage)
    given = [number for text in zalo.texts(CHAT) for number, _ in _LINE.findall(text)]
    assert len(given) == len(set(given)), "no number twice"
    assert zalo.webhook == "https://thidua.example.vn/zalobot" and zalo.secret == SECRET
    log = zalo.bot.log.read_text()
    assert not [secret for secret in (*stage.secrets, CHAT) if secret in log]
    assert all(json.loads(line) for line in log.splitlines() if line.startswith("{"))
    print(f"\n{zalo.bot.starts - 1} kills at messages to Zalo: every screen came, one registration")


def _offered(zalo: FatefulZalo) -> dict[str, str]:
    return {label.lstrip("☑☐ "): number for number, label in _LINE.findall(zalo.texts(CHAT)[-1])}


def _none_lags(tx: Tx) -> bool:
    lags = sa.text("SELECT count(*) FROM surface WHERE shown < wanted")
    return not tx.execute(lags).scalar_one()
