"""The door with sockets: the Bot API over HTTP on loopback, for the demo, benchmarks and processes that get killed.

app = http_door(world)        # pages may add their own routes before it is served
async with serving(app) as url: ...

line = Line(world)            # the same by itself, to be cut and mended
await line.open()
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web

from bot.playground.api.faults import CutOff, NoReply, Page
from bot.playground.api.files import MAX_UPLOAD, Upload
from bot.playground.api.refused import Refused
from bot.playground.methods.webhook import Delivery
from bot.playground.same_origin import programs_only
from bot.playground.world import World

WORLD = web.AppKey("world", World)
_DELIVERY = web.AppKey("delivery", Delivery)
_ENVELOPE_ROOM = 1 << 20  # what a request may weigh beside its file


def http_door(world: World) -> web.Application:
    """Routes /bot<token>/<method> and /file/bot<token>/<path>; webhooks are delivered while the application runs."""
    app = web.Application(client_max_size=MAX_UPLOAD + _ENVELOPE_ROOM)
    app[WORLD] = world
    app.router.add_route("*", "/bot{token}/{method}", programs_only(_call))
    app.router.add_get("/file/bot{token}/{path:.+}", programs_only(_download))
    app.cleanup_ctx.append(_deliver)
    return app


@asynccontextmanager
async def serving(
    app: web.Application, *, host: str = "127.0.0.1", port: int = 0, listening: socket.socket | None = None
) -> AsyncIterator[str]:
    """Serve `app` on loopback; gives `http://127.0.0.1:<port>`. `listening`: a socket that is there already. Without an
    access log, since paths hold tokens."""
    # handler_cancellation: the long poll of a bot that was killed must not eat the updates of the next one.
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port) if listening is None else web.SockSite(runner, listening)
        await site.start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def page_app() -> web.Application:
    """An application for a page alone, which takes files as large as the Bot API does."""
    return web.Application(client_max_size=MAX_UPLOAD + _ENVELOPE_ROOM)


class Line:
    """The Bot API on a port of its own, which nobody reaches while it is cut: connections are refused, as where a
    network blocks Telegram."""

    def __init__(self, world: World) -> None:
        self._world, self._port, self._stack = world, 0, AsyncExitStack()

    async def open(self) -> str:
        """Let it be reached, from now on at the address that this returns."""
        url = await self._stack.enter_async_context(serving(http_door(self._world), port=self._port))
        self._port, self._world.cut_off = int(url.rpartition(":")[2]), False
        return url

    async def cut(self) -> None:
        self._world.cut_off = True
        await self._stack.aclose()


async def _deliver(app: web.Application) -> AsyncIterator[None]:
    async with Delivery(app[WORLD]):
        yield


async def _call(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    if not world.admits(request.match_info["token"]):
        return _json(*world.unauthorized())
    try:
        params, files = await _read(request)
        status, envelope = await world.answer(request.match_info["method"], params, files)
    except Refused as refused:
        return _json(refused.status, refused.envelope())
    except web.HTTPRequestEntityTooLarge:
        return _json(413, Refused(413, "Request Entity Too Large").envelope())
    except NoReply:
        await asyncio.Event().wait()  # until the client gives up, which cancels this handler
        raise
    except Page as page:
        return web.Response(body=page.body, status=page.status, content_type="text/html")
    except CutOff:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    return _json(status, envelope)


async def _download(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    if not world.admits(request.match_info["token"]):
        return _json(*world.unauthorized())
    stored = world.files.at(request.match_info["path"])
    if stored is None:
        return _json(404, Refused(404, "Not Found").envelope())
    return web.Response(body=stored.data, content_type="application/octet-stream")


async def _read(request: web.Request) -> tuple[Mapping[str, Any], dict[str, Upload]]:
    """Parameters from the query string and from a JSON, form or multipart body; files from the latter."""
    kind = request.content_type
    if request.method == "GET" or not request.body_exists:
        return dict(request.query), {}
    if kind == "application/json":
        try:
            body = json.loads(await request.read())
        except ValueError:
            raise Refused(400, "Bad Request: can't parse request JSON object") from None
        if not isinstance(body, dict):
            raise Refused(400, "Bad Request: can't parse request JSON object")
        return {**request.query, **body}, {}
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            params[name] = value
    return params, files


def _json(status: int, envelope: dict[str, Any]) -> web.Response:
    return web.Response(body=json.dumps(envelope).encode(), status=status, content_type="application/json")
