"""Telegram answers 429 to one chat, or to all: who waits, who does not, and what /health says of it."""

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.doors.telegram.gate import LONGEST_SILENCE
from bot.playground.api.faults import halted
from bot.playground.api.limits import COUNTED
from handlers.health import Front
from handlers.web import web_app
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, KHOI, meets
from tests.office import Office, Phone

MENU = "Phong trào thi đua năm 2023"


def registers(person: Phone) -> bool:
    """Whether the last message is the first question of the registration."""
    return "muốn đăng ký như năm 2022 hay chọn lại?" in person.reads() or "CHỌN DANH HIỆU" in person.reads()


def tries(person: Phone) -> int:
    """How often the bot has tried to write to this person."""
    world, chat_id = person.office.world, person.user_id
    return len([call for call in world.calls if call.method in COUNTED and call.params.get("chat_id") == chat_id])


async def asked(office: Office, path: str = "/health") -> tuple[int, Any]:
    app = web_app(Front(office.service.intake, office.database, office.service.gate), polling=False, secret=None)
    async with TestClient(TestServer(app)) as client, client.get(path) as answer:
        return answer.status, await (answer.json() if path == "/health" else answer.text())


@both_engines
async def test_one_chat_is_limited_and_whoever_else_taps_is_answered_at_once(timed: Office) -> None:
    hau, khoi = await meets(timed, HAU, KHOI)
    timed.world.calls.clear()
    timed.world.faults.expect("editMessageText", halted(30), chat_id=hau.user_id)
    began = timed.clock.monotonic()
    await hau.taps("Đăng ký danh hiệu")
    await khoi.taps("Đăng ký danh hiệu")
    assert registers(khoi) and not timed.world.spinning(hau.user_id)
    await hau.says("/menu")
    await hau.says("/dangky")
    await khoi.says("/menu")
    assert MENU in khoi.reads()
    assert timed.clock.monotonic() - began < 5
    assert MENU in hau.reads() and tries(hau) == 1, "it is left alone"
    seen = len(hau.from_bot())
    await timed.clock.sleep(31)
    await timed.settle()
    assert registers(hau) and len(hau.from_bot()) == seen + 1, "what was wanted last, once"


@both_engines
async def test_when_it_may_be_written_to_again_a_tap_is_answered_at_once(timed: Office) -> None:
    (hau,) = await meets(timed, HAU)
    timed.world.faults.expect("editMessageText", halted(10**9), chat_id=hau.user_id)
    await hau.taps("Đăng ký danh hiệu")
    await timed.clock.sleep(LONGEST_SILENCE + 1)
    await hau.says("/dangky")
    assert registers(hau)


@pytest.mark.parametrize("seconds", [0, -30])
async def test_a_refusal_that_asks_for_no_time_is_not_answered_with_the_next_call_at_once(
    timed: Office, seconds: int
) -> None:
    (hau,) = await meets(timed, HAU)
    timed.world.calls.clear()
    timed.world.faults.expect("editMessageText", halted(seconds), chat_id=hau.user_id)
    await hau.taps("Đăng ký danh hiệu")
    await timed.settle()
    assert tries(hau) == 1
    await timed.clock.sleep(1)
    await timed.settle()
    assert registers(hau)


async def test_in_the_next_process_a_limited_chat_is_left_alone_still_and_shown_what_it_is_owed_when_it_may_be(
    timed: Office,
) -> None:
    hau, khoi = await meets(timed, HAU, KHOI)
    timed.world.faults.expect("*", halted(30), chat_id=hau.user_id)
    timed.world.calls.clear()
    await hau.taps("Đăng ký danh hiệu")
    await timed.restart()
    await hau.says("/dangky")
    await khoi.taps("Đăng ký danh hiệu")
    assert registers(khoi) and tries(hau) == 1
    await timed.clock.sleep(31)
    await timed.settle()
    assert registers(hau)


@both_engines
async def test_when_several_chats_are_refused_at_once_all_wait_also_after_a_restart_and_health_says_how_long(
    timed: Office,
) -> None:
    people = await meets(timed, HAU, KHOI, HIEU, DUY)
    assert (await asked(timed))[1]["sending_halted_seconds"] == 0
    timed.world.calls.clear()
    timed.world.faults.expect("sendMessage", halted(10**9), times=99)
    for person in people:
        await person.says("/dangky")
    assert [tries(person) for person in people] == [1, 1, 1, 0]
    await timed.restart()
    await people[3].says("/dangky")
    assert [tries(person) for person in people] == [1, 1, 1, 0]
    timed.world.faults.clear()
    status, body = await asked(timed)
    assert status == 200 and body["healthy"]
    assert LONGEST_SILENCE - 5 < body["sending_halted_seconds"] <= LONGEST_SILENCE
    assert f"\nthidua_sending_halted_seconds {body['sending_halted_seconds']}\n" in (await asked(timed, "/metrics"))[1]
    await timed.clock.sleep(LONGEST_SILENCE)
    await timed.settle()
    assert [registers(person) for person in people] == [True] * 4
    assert (await asked(timed))[1]["sending_halted_seconds"] == 0


async def test_health_says_how_many_chats_are_left_alone(timed: Office) -> None:
    (hau,) = await meets(timed, HAU)
    timed.world.faults.expect("editMessageText", halted(30), chat_id=hau.user_id)
    await hau.taps("Đăng ký danh hiệu")
    status, body = await asked(timed)
    assert (status, body["silent_chats"], body["sending_halted_seconds"]) == (200, 1, 0)
    await timed.clock.sleep(31)
    assert (await asked(timed))[1]["silent_chats"] == 0


async def test_a_refused_poll_asks_again_soon_and_silences_nobody(
    timed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.LONGEST_PAUSE", 0.01)
    (khoi,) = await meets(timed, KHOI)
    timed.world.faults.expect("getUpdates", halted(86_400), times=3)
    khoi.hits("Đăng ký danh hiệu")
    arrived = asyncio.Event()
    timed.world.watch(lambda _chat_id: arrived.set())
    timed.service.intake._loops.start(timed.service.intake.poll(), "poll")
    timed.service.intake._leads.set()
    await asyncio.wait_for(arrived.wait(), 120)
    await timed.service.intake.idle()
    assert registers(khoi)
    assert timed.service.gate.halted_for == 0
    assert len([call for call in timed.world.calls if call.status == 429]) == 3
