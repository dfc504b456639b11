"""`check` finds each thing that is wrong, says what to do about it, and does not call wrong what is well."""

import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.clock import Clock
from bot.commands.checking import machine
from bot.commands.checking.check import findings
from bot.phrases.catalogue import Phrases
from bot.playground.http_door import http_door, serving
from bot.playground.inprocess import InProcessRequest
from bot.playground.world import World
from bot.settings import OFFICE_ZONE, Settings
from bot.store.engines.opening import open_database, sync_engine
from bot.variables import PREFIX
from bot.wiring import service
from handlers.health import Front
from handlers.web import web_app
from tests.bells.servers import PASSWORD, mail_server
from tests.engines import Stores

SAYS = Phrases(OFFICE_ZONE)


class Operator(NamedTuple):
    """Somebody with a bot that is set up well, in a folder of its own."""

    folder: Path
    world: World
    env: pytest.MonkeyPatch

    def sets(self, **settings: str) -> None:
        for name, value in settings.items():
            self.env.setenv(PREFIX + name, value)

    async def told(self, *, offline: bool = False) -> list[str]:
        """The sentences that count."""
        found = await findings(offline=offline)
        return [SAYS.plain("vi", finding.phrase) for finding in found if finding.wrong]

    async def notes(self) -> list[str]:
        found = await findings(offline=True)
        return [SAYS.plain("vi", finding.phrase) for finding in found if not finding.wrong]


@pytest.fixture
async def operator(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Operator]:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    url = stores.empty("sqlite", tmp_path)
    monkeypatch.chdir(tmp_path)
    world = World()
    async with serving(http_door(world)) as api_url:
        operator = Operator(tmp_path, world, monkeypatch)
        store_of(operator, url).chmod(0o600)
        (tmp_path / "copies").mkdir()
        (tmp_path / "copies" / f"thidua-{datetime.now():%Y-%m-%d}.backup.db").touch(0o600)
        operator.sets(
            BACKUP_FOLDER="copies", BOT_TOKEN=world.token, API_URL=api_url, DATABASE_URL=url, HTTP_PORT=str(free_port())
        )
        yield operator


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def store_of(operator: Operator, url: str | None = None) -> Path:
    return operator.folder / Path(url or os.environ["THIDUA_DATABASE_URL"]).name


async def test_what_is_well_is_not_called_wrong(operator: Operator) -> None:
    assert (await operator.told(), await operator.notes()) == ([], [])


def mistypes(operator: Operator) -> None:
    operator.sets(SEND_RATE="fast", TIMEZONE="Saigon")


def opens_env(operator: Operator) -> None:
    (operator.folder / ".env").write_text("THIDUA_SEND_RATE=20\n")
    (operator.folder / ".env").chmod(0o644)


def opens_secret(operator: Operator) -> None:
    (operator.folder / "token").write_text(os.environ["THIDUA_BOT_TOKEN"])
    (operator.folder / "token").chmod(0o640)
    operator.env.delenv("THIDUA_BOT_TOKEN")
    operator.sets(BOT_TOKEN_FILE=str(operator.folder / "token"))


def opens_secret_of_env(operator: Operator) -> None:
    opens_secret(operator)
    operator.env.delenv("THIDUA_BOT_TOKEN_FILE")
    (operator.folder / ".env").write_text("THIDUA_BOT_TOKEN_FILE=token\n")
    (operator.folder / ".env").chmod(0o600)


def opens_store(operator: Operator) -> None:
    store_of(operator).chmod(0o644)


def fills_disk(operator: Operator) -> None:
    operator.env.setattr(machine, "LEAST_FREE", shutil.disk_usage(operator.folder).total * 2)


def stops_copying(operator: Operator) -> None:
    (copy,) = (operator.folder / "copies").iterdir()
    os.utime(copy, (0, 0))


def opens_copies(operator: Operator) -> None:
    (copy,) = (operator.folder / "copies").iterdir()
    copy.chmod(0o604)


def loses_copies(operator: Operator) -> None:
    shutil.rmtree(operator.folder / "copies")


def damages_store(operator: Operator) -> None:
    whole = bytearray(store_of(operator).read_bytes())
    whole[9 * 4096 : 12 * 4096] = bytes(3 * 4096)
    store_of(operator).write_bytes(whole)


def writes_garbage(operator: Operator) -> None:
    store_of(operator).write_bytes(b"PK\x03\x04" * 900)


def runs_ahead(operator: Operator) -> None:
    with sync_engine(os.environ["THIDUA_DATABASE_URL"]).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


def is_served_elsewhere(operator: Operator) -> None:
    with sync_engine(os.environ["THIDUA_DATABASE_URL"]).begin() as connection:
        connection.execute(sa.text("INSERT INTO store_identity (id, store, generation) VALUES (1, 'another', 7)"))


def loses_store(operator: Operator) -> None:
    store_of(operator).unlink()


def forgets_token(operator: Operator) -> None:
    operator.env.delenv("THIDUA_BOT_TOKEN")


def has_another_token(operator: Operator) -> None:
    operator.sets(BOT_TOKEN="2023:AAH-a-token-that-nobody-has-given")


def is_cut_off(operator: Operator) -> None:
    operator.sets(API_URL=f"http://127.0.0.1:{free_port()}")


def lets_another_serve(operator: Operator) -> None:
    operator.world.call("setWebhook", {"url": "http://localhost:9/telegram"})


def leads_nowhere(operator: Operator) -> None:
    operator.sets(WEBHOOK_URL=f"http://127.0.0.1:{free_port()}", WEBHOOK_SECRET="x" * 8)


def leads_to_another(operator: Operator) -> None:
    operator.sets(WEBHOOK_URL=os.environ["THIDUA_API_URL"], WEBHOOK_SECRET="x" * 8)


@pytest.mark.parametrize(
    ("does", "beginnings"),
    [
        (mistypes, ["THIDUA_TIMEZONE không phải múi giờ", "THIDUA_SEND_RATE phải là số từ 0.1 đến 1000."]),
        (opens_env, ["Người dùng khác trên máy đọc được .env. Xin chạy lệnh: chmod 600 .env"]),
        (opens_secret, ["Người dùng khác trên máy đọc được "]),
        (opens_secret_of_env, ["Người dùng khác trên máy đọc được token."]),
        (opens_store, ["Người dùng khác trên máy đọc được "]),
        (fills_disk, ["Ổ đĩa chứa "]),
        (stops_copying, ["Bản sao lưu mới nhất trong copies là lúc 08:00 ngày 01/01/1970."]),
        (opens_copies, ["Người dùng khác trên máy đọc được copies/thidua-"]),
        (loses_copies, ["Không ghi được vào thư mục sao lưu copies."]),
        (damages_store, ["Tệp "]),
        (writes_garbage, ["Tệp "]),
        (runs_ahead, ["Kho dữ liệu ở bản 9999, mới hơn phiên bản bot này"]),
        (is_served_elsewhere, ["Kho dữ liệu này đã phục vụ ở nơi khác"]),
        (loses_store, ["Chưa có kho dữ liệu."]),
        (forgets_token, ["Chưa có THIDUA_BOT_TOKEN."]),
        (has_another_token, ["Telegram không chấp nhận THIDUA_BOT_TOKEN."]),
        (is_cut_off, ["Chưa kết nối được Telegram (NotSent)."]),
        (lets_another_serve, ["Mã bot đang gửi tin về localhost, không phải bot này."]),
        (leads_nowhere, ["Không gọi được THIDUA_WEBHOOK_URL (ConnectionRefusedError)."]),
        (leads_to_another, ["THIDUA_WEBHOOK_URL không dẫn đến bot này (trả lời 404)."]),
    ],
)
async def test_each_thing_that_is_wrong_is_said_alone(
    operator: Operator, does: Callable[[Operator], None], beginnings: list[str]
) -> None:
    does(operator)
    told = await operator.told()
    assert len(told) == len(beginnings), told
    for sentence, beginning in zip(told, beginnings, strict=True):
        assert sentence.startswith(beginning) and "\n" not in sentence
    assert os.environ.get("THIDUA_BOT_TOKEN", "?") not in " ".join(told)


async def test_what_is_only_worth_knowing_does_not_count(operator: Operator) -> None:
    operator.sets(TIMEZONE="Asia/Tokyo", BOT_TOKN="x")
    operator.env.delenv("THIDUA_BACKUP_FOLDER")
    notes = await operator.notes()
    assert [note.split(" ")[2] for note in notes] == ["THIDUA_BOT_TOKN", "chưa", "múi"]
    assert f"bây giờ là {datetime.now(ZoneInfo('Asia/Tokyo')):%H:}" in notes[-1]
    assert await operator.told() == []


async def test_the_first_copy_comes_when_it_is_said_to_come(operator: Operator) -> None:
    """As soon as the bot serves, and in the first hour of a day after that."""
    folder, clock = operator.folder / "copies", Clock(OFFICE_ZONE)
    said = "bot tạo bản đầu tiên ngay khi bắt đầu phục vụ (trước 01:00 thì đợi đến sau 01:00)."
    for hour, minute, copies in ((0, 59, 0), (1, 0, 1), (16, 0, 1)):
        for file in folder.iterdir():
            file.unlink()
        assert await operator.notes() == [f"Lưu ý: copies chưa có bản sao lưu nào; {said}"]
        clock.move_to(clock.local().replace(hour=hour, minute=minute))
        await serves_once(operator, clock)
        assert len(list(folder.iterdir())) == copies, f"{hour}:{minute}"
    assert await operator.notes() == []


async def serves_once(operator: Operator, clock: Clock) -> None:
    """The bot starts, does what it does at once, and stops."""
    url = os.environ["THIDUA_DATABASE_URL"]
    settings = Settings(bot_token=operator.world.token, database_url=url, backup_folder=operator.folder / "copies")
    database = open_database(url, clock)
    async with service(settings, clock, database, lambda: InProcessRequest(operator.world)) as running:
        await running.clockwork.start()
        await running.clockwork.stop()
    await database.close()


async def test_offline_asks_nothing_of_the_network(operator: Operator) -> None:
    leads_nowhere(operator)
    has_another_token(operator)
    operator.world.calls.clear()
    assert await operator.told(offline=True) == []
    assert not operator.world.calls


async def test_our_own_webhook_is_found_through_whatever_leads_to_it(operator: Operator) -> None:
    """Also while nobody serves at the port, as before the first start, and while the bot itself does."""
    port = free_port()
    operator.sets(WEBHOOK_URL=f"http://127.0.0.1:{port}", WEBHOOK_SECRET="x" * 8, HTTP_PORT=str(port))
    assert await operator.told() == []
    front = Front()
    async with serving(web_app(front, polling=False, secret="x" * 8), port=port):
        assert [one.split(".")[0] for one in await operator.told()] == ["Bot đang chạy nhưng chưa phục vụ được"]


async def test_what_the_serving_bot_notes_is_said(operator: Operator) -> None:
    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"healthy": True, "notes": ["Sao lưu chưa thực hiện được."]})

    app = web.Application()
    app.router.add_get("/health", health)
    async with serving(app) as url:
        operator.sets(HTTP_PORT=url.rpartition(":")[2])
        assert await operator.told() == ["Bot đang chạy, nhưng cần lưu ý: Sao lưu chưa thực hiện được."]


async def test_a_port_of_somebody_else_is_said(operator: Operator) -> None:
    async with serving(web.Application()) as url:
        operator.sets(HTTP_PORT=url.rpartition(":")[2])
        assert [one.split(" ")[0] for one in await operator.told()] == ["Cổng"]


async def test_a_clock_that_is_wrong_is_said_with_the_right_time(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Clock.now

    def slow(clock: Clock) -> Any:
        return right(clock).replace(year=2020)

    monkeypatch.setattr(Clock, "now", slow)
    told = await operator.told()
    assert len(told) == 1 and told[0].startswith("Đồng hồ máy lệch ")


async def test_a_database_server_that_is_away_is_one_sentence(operator: Operator) -> None:
    operator.sets(DATABASE_URL=f"postgresql://thidua:a-password@127.0.0.1:{free_port()}/thidua")
    (told,) = await operator.told()
    assert told.startswith("Không kết nối được cơ sở dữ liệu 127.0.0.1/thidua.")


async def test_the_store_is_left_as_it_was(operator: Operator) -> None:
    before = store_of(operator).read_bytes()
    assert await operator.told() == []
    assert store_of(operator).read_bytes() == before


async def test_a_mail_server_is_asked_and_told_nothing(operator: Operator) -> None:
    async with mail_server() as server:
        operator.sets(SMTP_URL=f"smtp://127.0.0.1:{server.port}", MAIL_FROM="vanphong@so.example.vn")
        assert await operator.told() == [] and server.taken == []
        operator.sets(SMTP_URL=f"smtp://vp:secret-word@127.0.0.1:{server.port}")
        (said,) = await operator.told()
        assert said == "Máy chủ thư không nhận tên hoặc mật khẩu trong THIDUA_SMTP_URL."
        operator.sets(SMTP_URL=f"smtp://vp:{PASSWORD}@127.0.0.1:{server.port}")
        assert await operator.told() == [] and server.taken == []
    operator.sets(SMTP_URL=f"smtp://127.0.0.1:{server.port}", SMS_URL="http://127.0.0.1:9/send", SMS_TOKEN="a-token")
    assert len(await operator.told()) == 2


async def test_half_of_what_a_door_needs_is_a_fault(operator: Operator) -> None:
    operator.sets(SMTP_URL="smtp://mail.example.vn", ZBS_APP_ID="1")
    said = await operator.told(offline=True)
    assert any("THIDUA_MAIL_FROM" in one for one in said) and any("THIDUA_ZBS_SECRET" in one for one in said)
