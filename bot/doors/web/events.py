"""Events: what changes in a conversation, told to a browser that is looking (server-sent events).

An event's id is the number of the address's last change that it tells: a browser that comes back says it, and misses
nothing. The stream ends with the session.
"""

import json
import re
from contextlib import suppress
from functools import partial

from aiohttp import web

from bot.doors.web.caller import Caller, Entrance
from bot.doors.web.conversation import Conversation
from bot.doors.web.guard import Guard
from bot.doors.web.hub import Hub
from bot.doors.web.messages import AT_ONCE

KEEP_ALIVE = 20.0
"""Seconds without news after which a line is sent that says nothing: proxies end what is silent for long."""
_NUMBER = re.compile(r"[0-9]{1,15}")


class Events:
    def __init__(
        self, conversation: Conversation, entrance: Entrance, hub: Hub, guard: Guard, *, keep_alive: float = KEEP_ALIVE
    ) -> None:
        self._conversation, self._entrance, self._hub, self._guard = conversation, entrance, hub, guard
        self._keep_alive = keep_alive

    async def stream(self, request: web.Request) -> web.StreamResponse:
        caller = await self._entrance.caller(request, active=False, bare=True)
        if caller is None:
            return web.Response(status=204)  # a browser that is told so asks no more
        answer = web.StreamResponse(headers={**self._guard.headers, "X-Accel-Buffering": "no"})
        answer.content_type = "text/event-stream"
        await answer.prepare(request)
        with suppress(ConnectionError):  # the browser has gone
            await self._tell(request, answer, caller)
        return answer

    async def _tell(self, request: web.Request, answer: web.StreamResponse, caller: Caller) -> None:
        await answer.write(b"retry: 3000\n\n")
        with self._hub.listening(caller.address, request.query.get("tab", "")) as listener:
            listener.told = _seq(request)
            while not listener.over:
                now, changed = await self._conversation.heard(
                    caller, listener.told, partial(self._entrance.still, request=request)
                )
                if now is None:
                    await answer.write(b"event: over\ndata: {}\n\n")
                    return
                caller = now
                if changed:
                    seq = changed[-1]["seq"]
                    listener.told = max(listener.told, seq)
                    await answer.write(f"id: {seq}\ndata: {json.dumps(changed)}\n\n".encode())
                if len(changed) < AT_ONCE and not await listener.wait(self._keep_alive):
                    await answer.write(b": \n\n")


def _seq(request: web.Request) -> int:
    """The last change that the browser knows: it says so itself when it comes back."""
    said = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return int(said) if _NUMBER.fullmatch(said) else 0
