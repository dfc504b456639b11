"""The webhook of the bot at Zalo takes what Zalo sends, once, from whoever knows the secret, and nothing else."""

import json
import logging
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, web

from bot.playground.http_door import serving
from bot.registration.records import Registration
from bot.settings import Settings
from bot.store.schema import columns
from handlers.health import Front
from handlers.web import MOST_BYTES, ZALOBOT_PATH, web_app
from tests.doors.zalobot.server import SECRET, TOKEN, Mood
from tests.doors.zalobot.stage import ZaloOffice

HAU = "Nguyễn Công Hậu"
_R = columns(Registration)


async def inbox_of(zalo: ZaloOffice) -> int:
    return int((await zalo.office.rows(sa.text("SELECT count(*) AS n FROM inbox")))[0].n)


@pytest.mark.parametrize("secret", ["", "x", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_without_the_secret_nothing_is_kept(zalo: ZaloOffice, secret: str) -> None:
    hau = await zalo.person(HAU)
    assert await zalo.server.brings(hau.update("menu"), secret=secret) == 403
    await zalo.settle()
    assert hau.texts() == [] and await inbox_of(zalo) == 0


async def test_an_update_that_is_brought_again_is_done_once(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.says("menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước"):
        await hau.picks(label)
    last = hau.update(hau.offered()["Gửi đăng ký"])
    for _ in range(3):
        assert await zalo.server.brings(last) == 200
        await zalo.settle()
    assert [row.version for row in await zalo.office.rows(sa.select(_R.c.version))] == [1]
    assert sum("Mã số" in text for text in hau.texts()) == 1
    await zalo.restart()
    assert await zalo.server.brings(last) == 200
    await zalo.settle()
    assert sum("Mã số" in text for text in hau.texts()) == 1


async def test_one_that_is_older_than_what_is_remembered_is_not_done_again(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    old = hau.update("menu")
    assert await zalo.server.brings(old) == 200
    await zalo.settle()
    zalo.office.waits(days=2, minutes=1)
    assert await zalo.server.brings(old) == 200
    await zalo.settle()
    assert len(hau.texts()) == 1


def _with(update: dict[str, Any], **changed: Any) -> dict[str, Any]:
    result = update["result"]
    return {**update, "result": {**result, "message": {**result["message"], **changed}}}


async def test_what_zalo_never_sends_is_refused_and_kills_nobody(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    good = hau.update("menu")
    deep: Any = "menu"
    for _ in range(60):
        deep = [deep]
    wrong: list[Any] = [
        *(None, 1, "x", [], [good], {}, {"ok": True}, {"ok": True, "result": 1}, {"ok": True, "result": {}}),
        {"ok": True, "result": {"event_name": "message.text.received", "message": "menu"}},
        {"ok": True, "result": {**good["result"], "event_name": "x" * 5000}},
        {"ok": True, "result": {**good["result"], "event_name": None}},
        *(_with(good, chat=one) for one in (None, 1, {}, {"id": 5, "chat_type": "PRIVATE"}, {"id": "x" * 200})),
        *(_with(good, **{"from": one}) for one in (None, "x")),
        *(_with(good, message_id=one) for one in (None, 5, "", "x" * 200, "a b", "../..")),
        *(_with(good, date=one) for one in (None, "x", -1, 1 << 60, True, 1.5)),
        *(_with(good, text=one) for one in (None, 5, {"a": "b"}, deep)),
        {**good, "deep": deep},
    ]
    for one in wrong:
        assert await zalo.server.brings(one) == 400, one
    for body in (b"", b"{", b"\xff\xfe", b"[" * 100_000, json.dumps(good).encode()[:-1]):
        assert await zalo.server.brings(None, body=body) == 400
    assert await zalo.server.brings(None, body=b" " * (MOST_BYTES + 1)) == 413
    assert await inbox_of(zalo) == 0
    await hau.says("menu")
    assert hau.offered()


async def test_a_group_and_another_bot_are_not_answered(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    good = hau.update("menu")
    sender = good["result"]["message"]["from"]
    group = {"id": hau.chat_id, "chat_type": "GROUP"}
    for one in (_with(good, chat=group), _with(good, **{"from": {**sender, "is_bot": True}})):
        assert await zalo.server.brings(one) == 200
    await zalo.settle()
    assert hau.texts() == [] and await inbox_of(zalo) == 0


async def test_off_as_it_is_by_default_nothing_listens() -> None:
    assert await _status(web_app(Front(), polling=True)) == 404
    assert await _status(web_app(Front(), polling=False, secret=SECRET)) == 404
    assert not Settings().zalobot.is_on


async def test_before_the_bot_is_there_it_is_to_be_brought_again() -> None:
    assert await _status(web_app(Front(), polling=True, zalobot=SECRET)) == 503


async def _status(app: web.Application) -> int:
    headers = {"X-Bot-Api-Secret-Token": SECRET}
    async with (
        serving(app) as url,
        ClientSession() as client,
        client.post(url + ZALOBOT_PATH, headers=headers) as answer,
    ):
        return answer.status


async def test_no_secret_and_no_words_in_the_log(zalo: ZaloOffice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hau = await zalo.person(HAU)
    token = await zalo.invite("Nguyễn Hồng Hà")
    zalo.server.moods = [Mood(cuts=True), Mood(code=401, description=f"bad token {TOKEN}"), Mood(page=True, status=502)]
    for words in ("Lời riêng của tôi", token, "menu", "menu"):
        assert await hau.brings(words) == 200
        await zalo.settle()
    assert await zalo.server.brings(hau.update("menu"), secret="sai") == 403
    said = caplog.text
    for secret in (TOKEN, SECRET, token, "Lời riêng", hau.chat_id, TOKEN.partition(":")[2]):
        assert secret not in said
    assert TOKEN not in repr(zalo.office.service.settings) and SECRET not in repr(zalo.office.service.settings)
