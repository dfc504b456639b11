"""/health and /metrics as a monitor meets them: guarded, true from the first moment, and without a person in them."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.dialogue.screens import Phrase, say
from bot.ledger import sources
from bot.ledger.letter import Letter
from bot.phrases.catalogue import Phrases
from bot.playground.api.faults import halted
from bot.settings import OFFICE_ZONE
from bot.store.database import Body
from bot.store.schema import columns
from handlers import health
from handlers.health import Front, look
from handlers.web import web_app
from tests.engines import both_engines
from tests.notices.desk import HAU, KHOI, meets
from tests.office import Office

TOKEN = "a-token-of-the-monitor"
SAYS = Phrases(OFFICE_ZONE)


def vietnamese(phrase: Phrase) -> str:
    return SAYS.plain("vi", phrase)


def front_of(office: Office) -> Front:
    service = office.service
    return Front(service.intake, office.database, service.gate, courier=service.courier, say=vietnamese)


@pytest.fixture
async def monitor(office: Office) -> AsyncIterator[TestClient[Any, Any]]:
    app = web_app(front_of(office), polling=False, token=TOKEN)
    async with TestClient(TestServer(app)) as client:
        yield client


SHOWN = {"Authorization": f"Bearer {TOKEN}"}


async def samples(office: Office) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every figure of /metrics, by its name and the values of its labels."""
    async with TestClient(TestServer(web_app(front_of(office), polling=False))) as client:
        answer = await client.get("/metrics")
        assert (answer.status, answer.headers["Content-Type"]) == (
            200,
            "text/plain; version=0.0.4; charset=utf-8",
        )
        families = list(text_string_to_metric_families(await answer.text()))
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


@pytest.mark.parametrize("shown", [None, "Bearer ", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer bí mật"])
@pytest.mark.parametrize("path", ["/health", "/metrics"])
async def test_without_the_token_nothing_is_told(monitor: TestClient[Any, Any], path: str, shown: str | None) -> None:
    answer = await monitor.get(path, headers={} if shown is None else {"Authorization": shown})
    assert (answer.status, await answer.text()) == (401, "")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert (await monitor.get(path, headers=SHOWN)).status in (200, 503)


async def test_at_another_address_than_the_webhook_each_has_its_own() -> None:
    async with TestClient(TestServer(web_app(Front(), polling=False, secret="x" * 8, status=False))) as webhook:
        assert [(await webhook.get(path)).status for path in ("/health", "/metrics")] == [404, 404]
    async with TestClient(TestServer(web_app(Front(), polling=False))) as status:
        assert (await status.post("/telegram", json={})).status == 404


async def test_before_the_bot_is_there_it_says_what_is_waited_for_and_since_when() -> None:
    front, since = Front(say=vietnamese), datetime(2026, 1, 2, 8, 30, tzinfo=UTC)
    front.misses("store", since, vietnamese(say("run.opens_store", since=since)))
    async with TestClient(TestServer(web_app(front, polling=True))) as client:
        answer = await client.get("/health")
        body = await answer.json()
        assert (answer.status, body["away"], body["since"]) == (503, "store", since.isoformat())
        assert body["says"] == "Đang mở kho dữ liệu, bắt đầu lúc 15:30 ngày 02/01/2026."
        metrics = await (await client.get("/metrics")).text()
    assert 'thidua_away{what="store"} 1.0' in metrics and "thidua_healthy 0.0" in metrics


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_store_that_fails_or_hangs_is_away_since_it_was_seen_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, hangs: bool
) -> None:
    front = front_of(office)
    assert (await look(front, polling=False)).healthy

    class Away(type(office.database)):  # type: ignore[misc]
        async def run(self, body: Body[Any]) -> Any:
            if hangs:
                await asyncio.Event().wait()
            return await super().run(lambda tx: tx.execute(sa.text("SELECT * FROM nothing_of_the_kind")))

    monkeypatch.setattr(health, "STORE_SECONDS", 0.05 if hangs else 60.0)
    office.database.__class__ = Away
    first = await look(front, polling=False)
    office.waits(minutes=5)
    second = await look(front, polling=False)
    office.database.__class__ = Away.__base__
    assert (first.healthy, first.away, first.database) == (
        False,
        "store",
        "TimeoutError" if hangs else "OperationalError",
    )
    assert (second.since, second.says) == (first.since, first.says)
    assert first.says is not None and first.says.startswith("Kho dữ liệu không trả lời từ ")
    assert (await look(front, polling=False)).away is None


async def test_telegram_and_an_update_that_waits_are_told_apart(office: Office) -> None:
    front = front_of(office)
    office.service.intake.last_poll = office.clock.monotonic() - 200
    found = await look(front, polling=True)
    assert (found.away, found.healthy) == ("telegram", False)
    assert found.says is not None and found.says.startswith("Không nhận được trả lời của Telegram từ ")
    office.service.intake.last_poll = office.clock.monotonic()
    await office.database.run(
        lambda tx: tx.execute(
            sa.text("INSERT INTO inbox (update_id, person_key, raw, tries, received_at) VALUES (9, 9, '{}', 0, :at)"),
            {"at": "2020-01-01 00:00:00.000000"},
        )
    )
    found = await look(front, polling=True)
    assert (found.away, found.undone_updates) == ("inbox", 1)
    assert found.says is not None and found.says.startswith("Có tin nhắn đến chờ xử lý từ ")


@both_engines
async def test_the_figures_are_those_of_the_ledger_the_gate_and_the_leases(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    await office.service.courier.take_over()
    planned = columns(Letter)
    rows = [
        {
            "kind": kind,
            "source": f"{kind}:{number}",
            "person_id": hau.person_id,
            "occurrence": str(number),
            "data": {},
            "state": state,
            "due_at": office.clock.now(),
            "planned_at": office.clock.now(),
        }
        for number, (kind, state) in enumerate(
            [("notice", "planned"), ("notice", "planned"), ("reminder", "planned"), ("notice", "unknown")]
        )
    ]
    await office.database.run(lambda tx: tx.execute(sa.insert(planned), rows))
    await office.database.run(lambda tx: sources.pause(tx, "notice:1", hau.person_id))
    office.waits(seconds=90)
    office.world.faults.expect("editMessageText", halted(30), chat_id=khoi.user_id)
    await khoi.taps("Đăng ký danh hiệu")
    found = await samples(office)
    assert found[("thidua_letters", ("notice", "planned"))] == 2
    assert found[("thidua_letters", ("notice", "unknown"))] == 1
    assert found[("thidua_letters_due", ("notice",))] == 1, "nothing is late that somebody has paused"
    assert 90 <= found[("thidua_letters_oldest_due_seconds", ("reminder",))] < 1_000
    assert found[("thidua_source_halts", ("office",))] == 1
    assert found[("thidua_too_many_requests_total", ("chat",))] == 1
    assert (found[("thidua_silent_chats", ())], found[("thidua_sending_halt_end_timestamp_seconds", ())]) == (1, 0)
    assert (
        found[("thidua_lease_own", ("courier",))] == 1 and ("thidua_lease_end_timestamp_seconds", ("courier",)) in found
    )
    assert found[("thidua_door_up", ("telegram", "out"))] == 1
    assert found[("thidua_reply_seconds_count", ())] == found[("thidua_reply_seconds_bucket", ("+Inf",))] > 0
    assert found[("thidua_inbox_updates", ())] == 0
    await office.service.gate.refused(None, 600)
    found = await samples(office)
    assert found[("thidua_too_many_requests_total", ("all",))] == 1
    assert found[("thidua_sending_halt_end_timestamp_seconds", ())] > office.clock.stamp()
    body = await look(front_of(office), polling=False)
    assert body.healthy and body.sending_halted_until is not None
    assert body.halted_sources == [{"source": "notice:1", "reason": "office", "since": body.halted_sources[0]["since"]}]
    assert [note.split(" ")[0] for note in body.notes] == ["Telegram", "1"]


async def test_no_label_says_who(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    await hau.taps("Đăng ký danh hiệu")
    for name, labels in await samples(office):
        assert re.fullmatch(r"(thidua|process|python)_[a-z0-9_]+", name)
        for value in labels:
            assert re.fullmatch(r"[a-z_]+|\d+(\.\d+)*|\+Inf", value), (name, value)
            assert value not in {str(person.user_id) for person in (hau, khoi)}


async def test_whoever_asks_all_the_time_costs_no_more(office: Office) -> None:
    asked = 0

    class Counting(type(office.database)):  # type: ignore[misc]
        async def run(self, body: Body[Any]) -> Any:
            nonlocal asked
            asked += 1
            return await super().run(body)

        async def read(self, body: Body[Any]) -> Any:
            nonlocal asked
            asked += 1
            return await super().read(body)

    office.database.__class__ = Counting
    async with TestClient(TestServer(web_app(front_of(office), polling=False))) as client:
        for _ in range(20):
            assert (await client.get("/metrics")).status == 200
    office.database.__class__ = Counting.__base__
    assert 0 < asked <= 6
