"""Calls of doors that ring over HTTP: one session, an answer in bounds, and whether a call may have been done."""

import json
from typing import Any, Final

import aiohttp

from bot.doors.outcomes import NotDelivered, Outcome

CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 30.0
MAX_ANSWER: Final = 1 << 16
_UNCONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
"""The connection was never made. Everything else may have happened after the call had left."""


class Calls:
    """One door's session. `answer_seconds`: the time that an answer may take."""

    def __init__(self, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=answer_seconds)
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, headers: dict[str, str], **body: Any) -> tuple[int, Any]:
        """Status and JSON of the answer; None for what is no JSON. Raises NotDelivered: no answer came."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        try:
            async with self._session.post(url, headers=headers, allow_redirects=False, **body) as answer:
                return answer.status, _json(await _read(answer.content))
        except _UNCONNECTED:
            raise NotDelivered(Outcome.NOT_SENT, answered=False) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise NotDelivered(Outcome.UNKNOWN, answered=False) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


async def _read(stream: aiohttp.StreamReader) -> bytes:
    """The whole answer, however many packets it comes in; of one that is too long, its beginning."""
    content = b""
    while len(content) < MAX_ANSWER and (more := await stream.read(MAX_ANSWER - len(content))):
        content += more
    return content


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
