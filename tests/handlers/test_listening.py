"""The limits of the HTTP side, over real sockets: nobody who is slow, large or many keeps it from the others."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest

from bot.refusal import Refusal
from handlers import listening, web
from handlers.health import Front
from handlers.intake import WEBHOOK_PATH
from handlers.listening import listen
from handlers.web import web_app
from tests.office import Office

SECRET = "a-secret-of-the-webhook"
HEAD = f"POST {WEBHOOK_PATH} HTTP/1.1\r\nHost: a.vn\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n".encode()
GOOD = b'{"update_id": 5, "message": {"from": {"id": 7}}}'
LONG = 60.0
"""Seconds: longer than any limit in these tests, so that who is never sent away fails."""


@pytest.fixture
async def port(office: Office) -> AsyncIterator[int]:
    app = web_app(
        Front(office.service.intake, office.database, office.service.gate), polling=False, secret=SECRET, token="x" * 8
    )
    async with AsyncExitStack() as stack:
        yield (await listen(stack, app, "127.0.0.1", 0)).port


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


Dial = Callable[[], Awaitable[Connection]]


@asynccontextmanager
async def dialled(port: int) -> AsyncIterator[Dial]:
    """Connections to `port`, ended afterwards."""
    made: list[asyncio.StreamWriter] = []

    async def dial() -> Connection:
        connection = await asyncio.open_connection("127.0.0.1", port)
        made.append(connection[1])
        return connection

    yield dial
    for writer in made:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def answer(connection: Connection, *pieces: bytes) -> bytes:
    """The first line that is answered to these bytes; nothing where the connection is ended without one."""
    reader, writer = connection
    for piece in pieces:
        writer.write(piece)
    async with asyncio.timeout(LONG):
        try:
            return (await reader.readline()).strip()
        except ConnectionError:
            return b""


async def good_status(port: int) -> int:
    async with dialled(port) as dial:
        said = await answer(await dial(), HEAD, b"Content-Length: %d\r\n\r\n" % len(GOOD), GOOD)
        return int(said.split()[1])


async def test_who_sends_a_head_byte_by_byte_is_sent_away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.3)
    app = web_app(Front(office.service.intake, office.database, office.service.gate), polling=False, secret=SECRET)
    async with AsyncExitStack() as stack:
        port = (await listen(stack, app, "127.0.0.1", 0)).port
        dial = await stack.enter_async_context(dialled(port))
        first, second = await dial(), await dial()

        async def drips(connection: Connection) -> None:
            with suppress(ConnectionError):
                for number in range(int(LONG * 20)):
                    connection[1].write(b"X-%d: drop\r\n" % (number % 40))
                    await asyncio.sleep(0.05)

        # The one begins so; the other has had an answer on its connection before.
        assert b" 200 " in await answer(second, HEAD, b"Content-Length: %d\r\n\r\n" % len(GOOD), GOOD)
        while await second[0].readline() not in (b"\r\n", b""):
            pass
        for connection in (first, second):
            connection[1].write(b"GET /health HTTP/1.1\r\nHost: a.vn\r\n")
            dripping = asyncio.ensure_future(drips(connection))
            assert await answer(connection) == b"", "it is ended, and nothing was answered"
            dripping.cancel()
        assert await good_status(port) == 200


async def test_who_sends_a_body_byte_by_byte_is_told_so(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "BODY_SECONDS", 0.2)
    async with dialled(port) as dial:
        assert b" 408 " in await answer(await dial(), HEAD, b"Content-Length: 5000\r\n\r\n", b"{")
    assert await good_status(port) == 200


async def test_connections_beyond_the_limit_are_refused_and_those_before_are_served(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_CONNECTIONS", 3)
    asks = b"GET /health HTTP/1.1\r\nHost: a.vn\r\n\r\n"
    async with dialled(port) as dial:
        for _ in range(3):  # a server takes them in its own time, and keeps them
            assert b" 401 " in await answer(await dial(), asks)
        assert b" 503 " in await answer(await dial())
    async with asyncio.timeout(LONG):
        while await good_status(port) != 200:  # noqa: ASYNC110 - a server forgets them in its own time, too
            await asyncio.sleep(0.01)


BOMB = gzip.compress(json.dumps({"update_id": 6, "text": "a" * 5_000_000}).encode())


@pytest.mark.parametrize(
    ("fields", "body", "expected"),
    [
        (b"X-Long: " + b"a" * 4_500 + b"\r\nContent-Length: %d" % len(GOOD), GOOD, 400),
        (b"".join(b"X-%d: a\r\n" % number for number in range(80)) + b"Content-Length: %d" % len(GOOD), GOOD, 400),
        (b"X-Long: " + b"a" * 3_500 + b"\r\nContent-Length: %d" % len(GOOD), GOOD, 200),
        (b"Content-Length: 2000000", b"", 413),
        (b"Transfer-Encoding: chunked", (b"20000\r\n" + b"a" * 0x20000 + b"\r\n") * 9, 413),
        (b"Content-Encoding: gzip\r\nContent-Length: %d" % len(BOMB), BOMB, 400),
    ],
    ids=["field", "fields", "long field", "length", "chunks", "compressed"],
)
async def test_what_is_too_large_is_refused_as_soon_as_it_is_seen(
    port: int, fields: bytes, body: bytes, expected: int
) -> None:
    async with dialled(port) as dial:
        said = await answer(await dial(), HEAD, fields + b"\r\n\r\n", body)
    assert int(said.split()[1]) == expected
    assert await good_status(port) == 200


async def test_an_address_that_is_taken_is_said(port: int) -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(Refusal) as refused:
            await listen(stack, web_app(Front(), polling=True), "127.0.0.1", port)
    assert (refused.value.key, refused.value.values["port"]) == ("run.port_taken", port)
