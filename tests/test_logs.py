"""What stands in the log, as `run` sets it up, after the worst that libraries have to say: no words, no number, no
token; but enough to find the fault."""

import asyncio
import gc
import io
import itertools
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from telegram import Bot
from telegram.request import HTTPXRequest

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

CUT = json.dumps({"ok": True, "result": [UPDATE]}, ensure_ascii=False).encode()[:-4]
ECHO = f'{{"ok": false, "error_code": 400, "description": "Bad Request: {WORDS} {PHONE}"}}'.encode()
ANSWERS = (
    (200, CUT),
    (200, CUT + b"}]}}}"),
    (200, WORDS.encode("utf-16")),
    (200, json.dumps({"ok": True, "result": {"text": WORDS, "phone_number": PHONE}}).encode()),
    (200, json.dumps({"ok": True, "result": [{"update_id": 3, "message": {"text": [WORDS, PHONE]}}]}).encode()),
    (400, ECHO),
    (403, ECHO.replace(b"400", b"403")),
    (409, ECHO.replace(b"400", b"409")),
    (500, f"<html>/bot{TOKEN}/ {WORDS} {PHONE}</html>".encode()),
    (502, f"http://relay/bot{TOKEN}/sendMessage {WORDS}".encode()),
    (301, f"moved to /bot{TOKEN}/ {WORDS}".encode()),
    (0, b""),
)
"""Status and body of the answers of a Bot API, or a relay, that has lost its mind; 0: none, the connection ends."""
both_forms = pytest.mark.parametrize("form", ["text", "json"])


@pytest.fixture
def log(form: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What reaches stderr once the log is configured as the service does it."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    for owner, hook in ((warnings, "showwarning"), (sys, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(owner, hook, getattr(owner, hook))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    root, before, makes = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in (*logging.root.manager.loggerDict, "root")}
    root.handlers = []
    warnings.simplefilter("always")  # the test run makes errors of them
    logs.configure(form)
    yield written
    root.handlers = before
    logging.setLogRecordFactory(makes)
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
    assert PHONE.encode() in CUT and WORDS.encode() in CUT

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
            body = CUT if b"/getUpdates" in head else json.dumps({"ok": True, "result": ME}).encode()
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
async def test_whatever_is_answered_to_polls_and_letters_no_level_tells_it(
    database: Database, log: io.StringIO, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every answer once to a poll, to a message, and to a message by the library's other transport, at DEBUG."""
    monkeypatch.setattr(sys, "stderr", log)
    logs.configure(form, "debug")
    monkeypatch.setattr(intake, "REFUSED_SECONDS", 0.0)
    monkeypatch.setattr(intake, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(asyncio, "sleep", _at_once(asyncio.sleep))
    polls = itertools.chain(ANSWERS, itertools.repeat((200, b'{"ok": true, "result": []}')))
    sends = itertools.cycle(ANSWERS)
    all_asked, asked = asyncio.Event(), 0

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        head, _ = await head_and_body(reader)
        status, body = 200, json.dumps({"ok": True, "result": ME}).encode()
        if b"/getUpdates" in head:
            asked += 1
            status, body = next(polls)
            if asked > len(ANSWERS) + 1:
                all_asked.set()
                await asyncio.Event().wait()
        elif b"/sendMessage" in head:
            status, body = next(sends)
        if status:
            line = f"HTTP/1.1 {status} {WORDS.encode('ascii', 'replace').decode()}\r\n"
            more = f"Location: /bot{TOKEN}/x\r\nX-Said: {PHONE}\r\nConnection: close\r\n"
            writer.write(f"{line}{more}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()

    async with server(relay) as url:
        settings = Settings(bot_token=TOKEN, database_url=database.url, api_url=url.removesuffix("/bot"))
        async with service(settings, database.clock, database) as running:
            await running.intake.lead()
            running.intake.start(polling=True)
            async with asyncio.timeout(60):
                await all_asked.wait()
            async with Bot(TOKEN, base_url=url, request=HTTPXRequest()) as other:
                for bot in (running.bot, other):
                    for _ in ANSWERS:
                        with suppress(Exception):
                            await bot.send_message(9, f"{WORDS} {PHONE}")
            await running.intake.stop()
    assert_keeps_secrets(log.getvalue())
    assert len(each_is_whole(log.getvalue(), form)) > 3 * len(ANSWERS)
    for library in ("telegram.", "httpx", "httpcore"):
        assert library in log.getvalue(), "its DEBUG was heard"


def _at_once(sleep: Any) -> Any:
    async def at_once(_seconds: float) -> None:
        await sleep(0)

    return at_once


@both_forms
def test_a_library_with_a_handler_of_its_own_writes_no_more_than_we_do(
    log: io.StringIO, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`echo=True` lets SQLAlchemy write to stdout by itself, past every filter of ours."""
    own = io.StringIO()
    monkey = logging.StreamHandler(own)
    monkey.setFormatter(logging.Formatter("%(message)s %(args)s %(exc_text)s"))
    loud = logging.getLogger("sqlalchemy.engine")
    loud.addHandler(monkey)
    loud.setLevel(logging.DEBUG)
    try:
        with sa.create_engine("sqlite://", echo="debug").connect() as connection:
            connection.execute(sa.text("SELECT :words, :phone"), {"words": WORDS, "phone": PHONE}).all()
            try:
                raise ValueError(WORDS)
            except ValueError:
                loud.exception("it failed with %s", PHONE)
    finally:
        loud.removeHandler(monkey)
    assert own.getvalue().count("\n") > 3 and "it failed with %s" in own.getvalue()
    assert_keeps_secrets(own.getvalue() + log.getvalue() + capsys.readouterr().out)


@both_forms
def test_an_exception_among_our_own_values_is_named_and_not_quoted(log: io.StringIO, form: str) -> None:
    ours = logging.getLogger("bot.outbox.courier")
    try:
        raise ValueError(f"{WORDS} {PHONE}")
    except ValueError as error:
        ours.error("letter not sent: %s", error, extra={"why": error})
        ours.exception("letter not sent")
    assert_keeps_secrets(log.getvalue())
    assert log.getvalue().count("ValueError at test_logs.py:") == 3


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
    asks.error("the link is https://t.me/thidua_bot?start=%s", SECRET)
    for number in (PHONE, f"+84{PHONE[1:]}", "0912.345.678", "091 234 5678"):
        asks.error("called %s", number, extra={"number": number})
    unfit = logging.LogRecord("bot.telegram", logging.ERROR, __file__, 1, "%d of them", (WORDS,), None)
    next(one for one in logging.getLogger().handlers if getattr(one, "stream", None) is log).handle(unfit)
    assert_keeps_secrets(log.getvalue())
    lines = log.getvalue().splitlines()
    assert sum("letter not sent: blocked" in line and "512" in line for line in lines) == 3
    assert sum("<secret>" in line for line in lines) == 9
    assert "345" not in log.getvalue()
    assert "a record of test_logs.py:" in lines[-1]
