"""The webhook under attack: whatever bytes come, the answer is a 4xx, and what is asked of the store stays small."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from handlers.intake import WEBHOOK_PATH
from handlers.web import Front, web_app
from tests.office import Office

SECRET = "a-secret-of-the-webhook"
GOOD = b'{"update_id": 5, "message": {"from": {"id": 7}}}'
NESTED = b'{"update_id": 5, "message": ' * 3_000 + b"{}" + b"}" * 3_000
WIDE = json.dumps({"update_id": 5, "list": [[[[[[]]]]]]}).encode()


@pytest.fixture
async def port(office: Office) -> AsyncIterator[int]:
    app = web_app(Front(office.service.intake, office.database, office.service.gate), polling=False, secret=SECRET)
    async with TestServer(app) as server:
        yield int(str(server.port))


async def status(port: int, body: bytes, headers: bytes = b"", secret: bytes = SECRET.encode()) -> int:
    """The status that these very bytes are answered with."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = b"POST " + WEBHOOK_PATH.encode() + b" HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\n"
    head += b"X-Telegram-Bot-Api-Secret-Token: " + secret + b"\r\n" + headers
    writer.write(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    line = await reader.readline()
    writer.close()
    return int(line.split()[1])


JSON = b"Content-Type: application/json\r\n"
UNKNOWN = b"Content-Type: application/json; charset=tcvn3\r\n"


@pytest.mark.parametrize(
    ("body", "headers", "secret", "expected"),
    [
        (GOOD, JSON, b"\xff\xfe\x80", 403),
        (GOOD, JSON, "bí mật".encode(), 403),
        (GOOD, JSON, b"", 403),
        (NESTED, JSON, SECRET.encode(), 400),
        (b"[" * 100_000 + b"]" * 100_000, JSON, SECRET.encode(), 400),
        (GOOD.decode().encode("utf-16"), JSON, SECRET.encode(), 400),
        (b"\xff\xff", UNKNOWN, SECRET.encode(), 400),
        (b"", JSON, SECRET.encode(), 400),
        (b"null", JSON, SECRET.encode(), 400),
        (b"[]", JSON, SECRET.encode(), 400),
        (b'{"update_id": -1}', JSON, SECRET.encode(), 400),
        (b'{"update_id": 1' + b"0" * 5_000 + b"}", JSON, SECRET.encode(), 400),
        (b"a" * (2 << 20), JSON, SECRET.encode(), 413),
        (GOOD, UNKNOWN, SECRET.encode(), 200),
        (WIDE, JSON, SECRET.encode(), 200),
    ],
)
async def test_whatever_bytes_come_the_answer_is_no_500(
    port: int, body: bytes, headers: bytes, secret: bytes, expected: int
) -> None:
    assert await status(port, body, headers, secret) == expected
