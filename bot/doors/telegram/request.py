"""The wire under python-telegram-bot: one aiohttp session, and errors that say whether a call may have been done.

Two things matter to whoever sends letters. `NotSent`: the call cannot have been carried out, so it may be made again.
`NoAnswer`: it left and no answer came; Telegram has no idempotency key, so only a person may decide to send it again.

Addresses contain the token. No message, repr or cause of an exception made here contains an address, and an error page
of a relay is blanked where it echoes one.
"""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator
from typing import Any, Final

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

#: Idle connections are closed by us before nginx would (75 s by default), so that a call never meets a dying one.
KEEP_ALIVE: Final = 55.0
_CHUNK: Final = 1 << 16
#: Bytes of an answer, and of a file: a hundred of the longest messages are under 2 MB, files have 20 MB at most.
MAX_ANSWER: Final = 16 << 20
MAX_FILE: Final = 21 << 20
_SECRET = re.compile(r"/bot[0-9]+(?::|%3A)([^/]+)/")  # python-telegram-bot quotes the colon in file addresses
_BLANK: Final = b"<secret>"
#: Seconds after a 429: a larger number does not fit everywhere. What of it is believed is the gate's affair.
_LONGEST_ASKED: Final = 86_400.0
#: The connection was never made. Everything else may have happened after the call had left.
_UNCONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class NotSent(NetworkError):
    """No connection was made, or the body did not leave whole: making the call again is safe."""


class NoAnswer(TimedOut):
    """The call was sent and no answer came, in time or at all. It may or may not have been carried out."""


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's transport over aiohttp. Use one instance for calls and another for getUpdates.

    Timeouts in seconds, None for none: `connect_timeout` for the connection, `pool_timeout` for a free one among
    `connections`, `read_timeout` between two reads of an answer, `media_write_timeout` between two writes of an upload.
    `proxy` is an http:// address. Measured against HTTPXRequest: ten times the calls per second at 30 in flight.
    """

    __slots__ = ("_connect", "_connections", "_media_write", "_pool", "_proxy", "_read", "_session")

    def __init__(
        self,
        *,
        connections: int = 256,
        proxy: str | None = None,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
        read_timeout: float | None = 10.0,
        media_write_timeout: float | None = 20.0,
    ) -> None:
        if proxy is not None and not proxy.startswith("http://"):
            raise ValueError("only http:// proxies are supported")
        self._connections = connections
        self._proxy = proxy
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._read = read_timeout
        self._media_write = media_write_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE),
                cookie_jar=aiohttp.DummyCookieJar(),
                # Uncompressed: what comes is then as large as it says, and a small answer cannot grow here.
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "identity"},
                auto_decompress=False,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """(HTTP status, body). Raises NotSent or NoAnswer."""
        if self._session is None:
            raise RuntimeError("this transport is not initialized")
        connect = _given(connect_timeout, self._connect)
        pool = _given(pool_timeout, self._pool)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=None if connect is None or pool is None else connect + pool,
            sock_connect=connect,
            sock_read=_given(read_timeout, self._read),
        )
        upload: _Upload | None = None
        body: bytes | AsyncIterator[bytes] | None = None
        headers: dict[str, str] = {}
        failure: NetworkError
        try:
            # aiohttp has no write timeout of its own: the upload pushes this deadline on with every piece that leaves.
            async with asyncio.timeout(None) as deadline:
                if request_data is not None and request_data.contains_files:
                    upload = _Upload(request_data, deadline, _given(write_timeout, self._media_write))
                    body, headers = upload.pieces(), upload.headers()
                elif request_data is not None and (parameters := request_data.parameters):
                    body, headers = json.dumps(parameters).encode(), {"Content-Type": "application/json"}
                async with self._session.request(
                    method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
                ) as response:
                    most = MAX_FILE if "/file/bot" in url else MAX_ANSWER
                    status, answer = response.status, await _within(response, most)
        except _UNCONNECTED as error:
            failure = NotSent(type(error).__name__)
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            partly = upload is not None and not upload.left_whole
            failure = (NotSent if partly else NoAnswer)(type(error).__name__)
        else:
            return from_telegram(status, _blanked(url, status, answer))
        # Raised here and not above, where the library's error, which names the address, would hang on as the context.
        raise failure


async def _within(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The body of `response`. Raises ClientPayloadError as soon as it is larger than `most` bytes."""
    pieces: list[bytes] = []
    size = 0
    while piece := await response.content.readany():
        size += len(piece)
        if size > most:
            response.close()
            raise aiohttp.ClientPayloadError("larger than any answer")
        pieces.append(piece)
    return b"".join(pieces)


def from_telegram(status: int, body: bytes) -> tuple[int, bytes]:
    """The answer as it came. Raises NotSent for a page by which something on the way has refused to carry the call:
    python-telegram-bot goes by the status alone, and takes a 403 for a person who has blocked us, a 404 for a token
    that is not accepted. Raises RetryAfter for any 429: where it does not say how long, or says what is no time, the
    library would not know that the call has not been carried out."""
    if status == 429:  # of something on the way, too
        raise RetryAfter(_asked_seconds(body))
    if 300 <= status < 500 and not body.lstrip().startswith(b"{"):
        raise NotSent(f"a page in place of an answer ({status})")
    return status, body


def _asked_seconds(body: bytes) -> int:
    try:
        return int(min(max(float(json.loads(body)["parameters"]["retry_after"]), 0.0), _LONGEST_ASKED))
    except (ValueError, TypeError, LookupError, OverflowError):
        return 0


class _Upload:
    """A multipart body, in pieces. File names go as raw UTF-8: Telegram's server does not read `filename*=`."""

    def __init__(self, request_data: RequestData, deadline: asyncio.Timeout, seconds: float | None) -> None:
        self._deadline = deadline
        self._seconds = seconds
        self._boundary = secrets.token_hex(16)
        self.left_whole = False
        parts = [self._part(name, value.encode()) for name, value in request_data.json_parameters.items()]
        for name, (filename, content, mime) in request_data.multipart_data.items():
            data = content if isinstance(content, bytes | str) else content.read()
            data = data.encode() if isinstance(data, str) else data
            parts.append(self._part(name, data, f'; filename="{_quoted(filename)}"\r\nContent-Type: {mime}'))
        self._body = b"".join(parts) + f"--{self._boundary}--\r\n".encode()

    def headers(self) -> dict[str, str]:
        return {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(len(self._body)),
        }

    async def pieces(self) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        for start in range(0, len(self._body), _CHUNK):
            if self._seconds is not None:
                self._deadline.reschedule(loop.time() + self._seconds)
            yield self._body[start : start + _CHUNK]
        self._deadline.reschedule(None)
        self.left_whole = True

    def _part(self, name: str, data: bytes, more: str = "") -> bytes:
        head = f'--{self._boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"{more}\r\n\r\n'
        return head.encode() + data + b"\r\n"


def _quoted(text: str) -> str:
    """As browsers write it in a header."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _given(value: Any, default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _blanked(url: str, status: int, body: bytes) -> bytes:
    """Error pages and what is not JSON end up in exception texts; some servers write the address into them."""
    if 200 <= status < 300 and (body.startswith(b"{") or "/file/bot" in url):
        return body
    found = _SECRET.search(url)
    return body.replace(found[1].encode(), _BLANK) if found else body
