"""Drill: two stores are served with one token, each by a process of its own. Each notices, and says so in /health; who
writes to the store that does not know them is not taken for a stranger. Half a minute long: in `make drill` only."""

import os
from pathlib import Path

import pytest

from tests.engines import Stores
from tests.kill.stage import Stage, health_becomes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("THIDUA_TWO_STORES" not in os.environ, reason="make drill: takes half a minute"),
]


async def test_two_stores_with_one_token_notice_each_other(stage: Stage, stores: Stores, tmp_path: Path) -> None:
    stage.failures_expected = True
    folder = tmp_path / "other"
    folder.mkdir()
    other = stage.new_bot(THIDUA_DATABASE_URL=stores.empty("sqlite", folder))
    hau = await stage.person("Nguyễn Công Hậu")
    await stage.bot.start()
    await hau.says("/menu")
    assert "Nguyễn Công Hậu" in hau.reads()
    await other.start()
    for bot in (stage.bot, other):
        body = await health_becomes(bot, 503)
        assert body["contention"] == "polls" and "cùng mã truy cập" in body["says"]
        assert "somebody else uses this token: polls" in bot.log.read_text()
    before = len(hau.from_bot())
    stage.world.says(hau.user_id, "/start")
    await stage.until(lambda _tx: len(hau.from_bot()) > before, "nobody answered")
    assert "Nguyễn Công Hậu" in hau.reads() or hau.reads().startswith("Kênh đang được kiểm tra kỹ thuật")
    assert "Xem và cho ý kiến" not in hau.buttons()
