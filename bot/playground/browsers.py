"""Browsers of the cast: the bot's own web door under a path of each person, so that a visitor's one browser keeps the
cookies of all of them apart; and under one more path as it is, for links from elsewhere.

The door is the real one, with its own guard, entrance and headers. Only here, and only for the demo's own page, the
headers allow it to stand in a frame.
"""

import socket
from collections.abc import Callable, Iterable

from aiohttp import web

from bot.playground.same_origin import on_this_machine

HOST = "127.0.0.1"
ELSEWHERE = "/web"
_POLICY, _ALONE = "Content-Security-Policy", "frame-ancestors 'none'"
OpenDoor = Callable[[web.Application, str], None]
"""Mounts the web door in an application, which people see at an address."""


def path_of(user_id: int) -> str:
    return f"/p/{user_id}"


def listener(port: int) -> socket.socket:
    """A socket on this port of this machine, or on any free one where that is taken: forms say from where they come, so
    the address is known before the door is there."""
    try:
        return socket.create_server((HOST, port))
    except OSError:
        return socket.create_server((HOST, 0))


def address_of(listening: socket.socket) -> str:
    return f"http://{HOST}:{listening.getsockname()[1]}"


def browsers(users: Iterable[int], open_door: OpenDoor, address: str, page: str) -> web.Application:
    """The doors of all of them at `address`; those of the cast may stand in a frame of `page`, and of nothing else."""
    app = web.Application(middlewares=[web.middleware(on_this_machine)])
    for path in (ELSEWHERE, *map(path_of, users)):
        own = web.Application()
        open_door(own, address + path)
        app.add_subapp(path, own)

    async def framed(request: web.Request, answer: web.StreamResponse) -> None:
        if request.path.startswith("/p/") and _POLICY in answer.headers:
            answer.headers[_POLICY] = answer.headers[_POLICY].replace(_ALONE, f"frame-ancestors {page}")
            answer.headers.popall("X-Frame-Options", None)

    app.on_response_prepare.append(framed)
    return app
