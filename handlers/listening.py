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
MOST_BROWSERS = 2048
"""Connections at once where the web door is open: each browser that is looked at keeps one."""
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


class Listener:
    """A port that is listened at, and what is served there now."""

    def __init__(self, stack: AsyncExitStack, most: int | None) -> None:
        self._stack, self._most = stack, most
        self._serves: web.Server | None = None
        self.port = 0

    async def serve(self, app: web.Application) -> None:
        """Serve `app` on every connection from now on; those that there are end with what they were begun with."""
        self._serves = await _server(self._stack, app)

    def connected(self) -> asyncio.BaseProtocol:
        serves = self._serves
        assert serves is not None
        return serves() if len(serves.connections) < (self._most or MOST_CONNECTIONS) else _Full()


async def listen(
    stack: AsyncExitStack, app: web.Application, host: str, port: int, most: int | None = None
) -> Listener:
    """Serve `app` until the stack ends, `most` connections at once (None: for
    Telegram's). Raises Refusal where the port cannot be had."""
    listener = Listener(stack, most)
    await listener.serve(app)
    try:
        server = await asyncio.get_running_loop().create_server(listener.connected, host, port)
    except OSError:
        raise Refusal("run.port_taken", host=host, port=port) from None
    stack.callback(server.close)
    listener.port = int(server.sockets[0].getsockname()[1])
    return listener


async def _server(stack: AsyncExitStack, app: web.Application) -> web.Server:
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
    return serves
