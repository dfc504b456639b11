"""Listening for HTTP within limits: how many connections, how long a request may take to come, how large it is.

Who sends a header byte by byte keeps a connection, and nothing else, for `HEAD_SECONDS`; a body has its own time
(handlers/web.py). What is beyond the limits is refused without having been read.
"""

import asyncio
import logging
from contextlib import AsyncExitStack

from aiohttp import web

from bot.refusal import Refusal

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 256
"""Telegram makes 100 at most."""
HEAD_SECONDS = 10.0
"""Seconds within which a connection has to bring a whole head of a request, the first as well as the next."""
LINE_BYTES, FIELD_BYTES, FIELDS = 2048, 4096, 64
LINGER_SECONDS = 2.0
"""Seconds for which the rest of a refused body is still read, so that the refusal is."""
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class _Full(asyncio.Protocol):
    """A connection too many: told so, and ended."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(_FULL)
        transport.close()


async def listen(stack: AsyncExitStack, app: web.Application, host: str, port: int) -> int:
    """Serve `app` until the stack ends; the port. Raises Refusal where it cannot be had."""
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=5.0,
        keepalive_timeout=HEAD_SECONDS,
        lingering_time=LINGER_SECONDS,
        max_line_size=LINE_BYTES,
        max_field_size=FIELD_BYTES,
        max_headers=FIELDS,
        # A body that says it is compressed is not: what comes is as large as it says.
        auto_decompress=False,
    )
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    serves = runner.server
    assert serves is not None

    def connected() -> asyncio.BaseProtocol:
        return serves() if len(serves.connections) < MOST_CONNECTIONS else _Full()

    try:
        server = await asyncio.get_running_loop().create_server(connected, host, port)
    except OSError:
        raise Refusal("run.port_taken", host=host, port=port) from None
    stack.callback(server.close)
    return int(server.sockets[0].getsockname()[1])
