"""What stands in the log, as `run` sets it up, after the worst that libraries have to say: no words, no number, no
token; but enough to find the fault."""

import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress

import aiohttp
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot import logs
from bot.settings import Settings
from bot.store.database import Database
from bot.wiring import service
from handlers import intake
from tests.doors.telegram.test_request import head_and_body, server

WORDS, PHONE = "Tôi không đăng ký vì lý do gia đình", "0912345678"
SECRET = "AAH-this_must-stay-between-us-0123456789"
TOKEN = f"2023:{SECRET}"
UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 5,
        "date": 1_677_000_000,
        "chat": {"id": 9, "type": "private"},
        "text": WORDS,
        "contact": {"phone_number": PHONE, "first_name": "Hậu"},
    },
}
ME = {"id": 2023, "is_bot": True, "first_name": "Thi đua", "username": "thidua_bot"}

both_forms = pytest.mark.parametrize("form", ["text", "json"])


@pytest.fixture
def log(form: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What reaches stderr once the log is configured as the service does it."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    for owner, hook in ((warnings, "showwarning"), (sys, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(owner, hook, getattr(owner, hook))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in (*logging.root.manager.loggerDict, "root")}
    root.handlers = []
    warnings.simplefilter("always")  # the test run makes errors of them
    logs.configure(form)
    yield written
    root.handlers = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def assert_keeps_secrets(written: str) -> None:
    for private in (WORDS, "gia đình", "gia \\u0111", PHONE, PHONE[1:], SECRET, "contact"):
        assert private not in written, written


def each_is_whole(written: str, form: str) -> list[str]:
    """The lines; of JSON each must be one."""
    lines = written.splitlines()
    return [json.loads(line)["what"] for line in lines] if form == "json" else lines


@both_forms
async def test_an_answer_cut_off_in_the_midst_of_a_message_leaves_a_line_without_it(
    database: Database, log: io.StringIO, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relay that dies half way through getUpdates: the library logs all of what it could not read."""
    cut = json.dumps({"ok": True, "result": [UPDATE]}, ensure_ascii=False).encode()[:-4]
    assert PHONE.encode() in cut and WORDS.encode() in cut

    monkeypatch.setattr(intake, "REFUSED_SECONDS", 0.01)
    asked: list[bytes] = []
    asked_again = asyncio.Event()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head, _ = await head_and_body(reader)
            if b"/getUpdates" in head:
                asked.append(head)
            if len(asked) > 1:
                asked_again.set()
            body = cut if b"/getUpdates" in head else json.dumps({"ok": True, "result": ME}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    async with server(relay) as url:
        settings = Settings(bot_token=TOKEN, database_url=database.url, api_url=url.removesuffix("/bot"))
        async with service(settings, database.clock, database) as running:
            await running.intake.lead()
            running.intake.start(polling=True)
            await running.intake.lead()
            async with asyncio.timeout(60):
                await asked_again.wait()
            await running.intake.stop()
    assert_keeps_secrets(log.getvalue())
    said = each_is_whole(log.getvalue(), form)
    assert any("no updates: the answer was a refusal or could not be read" in line for line in said)
    assert any("Can not load invalid JSON data" in line and "_baserequest.py:" in line for line in said)


@both_forms
def test_what_a_database_was_asked_is_not_logged_at_any_level(log: io.StringIO, form: str) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    for library in ("sqlalchemy.engine", "sqlalchemy.pool"):
        logging.getLogger(library).setLevel(logging.DEBUG)
    table = sa.Table("person", sa.MetaData(), sa.Column("phone", sa.Text, unique=True), sa.Column("said", sa.Text))
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        connection.execute(sa.insert(table), {"phone": PHONE, "said": WORDS})
        assert connection.execute(sa.select(table)).all()
        try:
            connection.execute(sa.insert(table), {"phone": PHONE, "said": WORDS})
        except IntegrityError as error:
            assert PHONE in str(error)
            logging.getLogger("sqlalchemy.pool").exception("Exception during reset or similar")
            logging.getLogger("alembic.runtime").error(str(error), extra={"parameters": error.params})
            logging.getLogger("bot.store.engines.sqlite").error("commit failed", exc_info=True)
    engine.dispose()
    assert_keeps_secrets(log.getvalue())
    said = each_is_whole(log.getvalue(), form)
    assert sum("sqlalchemy" in line for line in log.getvalue().splitlines()) > 3
    assert any("commit failed" in line for line in said)
    assert log.getvalue().count("IntegrityError at ") == 2


@both_forms
async def test_what_the_event_loop_tells_of_is_named_and_not_quoted(log: io.StringIO, form: str) -> None:
    async def breaks() -> None:
        raise ValueError(f"{WORDS} {PHONE} https://api.telegram.org/bot{TOKEN}/getMe")

    def breaks_with(words: str) -> None:
        raise KeyError(words)

    task = asyncio.create_task(breaks())
    await asyncio.wait([task])
    asyncio.get_running_loop().call_soon(breaks_with, WORDS)
    session = aiohttp.ClientSession(f"http://{PHONE}.example.vn/", headers={"X-Said": SECRET})
    await asyncio.sleep(0)
    del task, session
    gc.collect()
    assert_keeps_secrets(log.getvalue())
    said = each_is_whole(log.getvalue(), form)
    for known in ("Task exception was never retrieved", "Exception in callback", "Unclosed client session"):
        assert any(known in line for line in said), known
    assert "ValueError at test_logs.py:" in log.getvalue()
    assert "KeyError at test_logs.py:" in log.getvalue()


@both_forms
def test_warnings_and_what_nobody_catches_go_the_same_way(log: io.StringIO, form: str) -> None:
    class Falls:
        def __del__(self) -> None:
            raise ValueError(WORDS)

    def dies() -> None:
        raise ValueError(PHONE)

    warnings.warn(f"{WORDS} {PHONE}", UserWarning, stacklevel=1)
    Falls()
    gc.collect()
    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    with suppress(ValueError):
        dies()
    try:
        dies()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert_keeps_secrets(log.getvalue())
    assert "UserWarning at test_logs.py:" in log.getvalue()
    assert log.getvalue().count("uncaught: ValueError at test_logs.py:") == 3
    assert all(each_is_whole(log.getvalue(), form))


@both_forms
@pytest.mark.parametrize("library", ["httpx", "telegram.Bot", "aiohttp.client", "psycopg.pool", "apscheduler.x", "new"])
def test_of_a_librarys_record_only_its_own_sentence_is_kept(log: io.StringIO, form: str, library: str) -> None:
    speaks = logging.getLogger(library)
    speaks.error("Got %s from %s", WORDS, f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    speaks.error(f"Got {WORDS} for {PHONE}")
    speaks.error(ValueError(WORDS))
    speaks.error("Got it", extra={"body": WORDS, "number": PHONE})
    assert_keeps_secrets(log.getvalue())
    said = each_is_whole(log.getvalue(), form)
    assert ["Got %s from %s at test_logs.py:" in said[0], "Got it at test_logs.py:" in said[3]] == [True, True]
    assert all("test_logs.py:" in line for line in said) and len(said) == 4


@both_forms
def test_our_own_records_say_all_they_have_to_say_but_never_a_token(log: io.StringIO, form: str) -> None:
    for ours in ("bot.outbox.courier", "handlers.intake", "scheduler.ticks"):
        logging.getLogger(ours).warning("letter not sent: %s", "blocked", extra={"letter": 512})
    asks = logging.getLogger("bot.telegram")
    asks.error("asked https://api.telegram.org/bot%s/getMe", TOKEN)
    asks.error("asked /file/bot2023%%3A%s/photos", SECRET)
    asks.error("the token is %s", f"2023202320:{SECRET}", extra={"token": f"2023202320:{SECRET}"})
    asks.error("by http://proxy:%s@10.0.0.1:3128", SECRET)
    unfit = logging.LogRecord("bot.telegram", logging.ERROR, __file__, 1, "%d of them", (WORDS,), None)
    next(one for one in logging.getLogger().handlers if getattr(one, "stream", None) is log).handle(unfit)
    assert_keeps_secrets(log.getvalue())
    lines = log.getvalue().splitlines()
    assert sum("letter not sent: blocked" in line and "512" in line for line in lines) == 3
    assert sum("<secret>" in line for line in lines) == 4
    assert "a record of test_logs.py:" in lines[-1]
