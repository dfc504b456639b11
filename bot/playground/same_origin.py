"""The guards of the stand-in's routes: they are for the page's own script and for the bot, both on this machine.

Loopback keeps other machines out, not other web pages: one can post to 127.0.0.1 blindly, or have its own name point
there (DNS rebinding) and then read the answers. So the names are checked, a script must come from here, and answers
carry headers that keep whatever a bot or a file says from running.
"""

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.playground.api.loopback import is_loopback

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_SAID_BY_BROWSERS = ("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def guarded(handler: Handler) -> Handler:
    """`handler` behind the checks, every answer with HEADERS (one that it has set itself stays)."""

    @functools.wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            _refuse_foreign(request)
            response = await handler(request)
        except web.HTTPException as refusal:
            refusal.headers.update(HEADERS)
            raise
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return guard


def programs_only(handler: Handler) -> Handler:
    """`handler` for programs on this machine: whatever a browser sends, from any page, is refused. Browsers say where a
    request comes from (Origin, Sec-Fetch-Site), or which page it was on (Referer); bots say nothing of the kind."""

    @functools.wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        _refuse_elsewhere(request)
        if any(header in request.headers for header in _SAID_BY_BROWSERS):
            raise web.HTTPForbidden(text="not for browsers")
        return await handler(request)

    return guard


async def on_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """`handler` for whoever asks for this machine by its own name."""
    _refuse_elsewhere(request)
    return await handler(request)


async def json_body(request: web.Request) -> dict[str, Any]:
    """The object that was posted. Only as application/json: a form of another site cannot send that unasked."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="application/json only")
    try:
        body = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="not JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object is expected")
    return body


def _refuse_elsewhere(request: web.Request) -> None:
    if not is_loopback(f"//{request.host}"):
        raise web.HTTPForbidden(text="this page answers on loopback only")


def _refuse_foreign(request: web.Request) -> None:
    _refuse_elsewhere(request)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="another page may not ask")
