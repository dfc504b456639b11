"""Server-sent events to open tabs, a stream a tab.

A tab gets `state`, everything, once; then `people` (whoever has news, however often that was), `tour` after it, where
there is one, and `clock`. A slow tab holds nothing up: what it has not been told yet is a set, not a queue.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.playground.same_origin import HEADERS

JSON = dict[str, Any]

HEARTBEAT = 15.0  # seconds; also how far the shown clock can be off when something else has moved it
RETRY = 1000  # milliseconds after which a browser tries again


@dataclass(eq=False, slots=True)
class _Tab:
    """The news that this one has not been told."""

    people: set[int] = field(default_factory=set)
    clock: bool = False
    doors: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class Live:
    """`state`, `news` (of one person), `clock`, `tour`, `doors` say what is so now; they are asked when it is told."""

    def __init__(
        self,
        state: Callable[[], Awaitable[JSON]],
        news: Callable[[int], JSON],
        clock: Callable[[], Awaitable[JSON]],
        tour: Callable[[], JSON] | None = None,
        doors: Callable[[], Awaitable[JSON]] | None = None,
    ) -> None:
        self._state, self._news, self._clock, self._tour, self._doors = state, news, clock, tour, doors
        self._tabs: set[_Tab] = set()
        self._closing = False

    def person_changed(self, user_id: int) -> None:
        for tab in self._tabs:
            tab.people.add(user_id)
            tab.wake.set()

    def clock_moved(self) -> None:
        for tab in self._tabs:
            tab.clock = True
            tab.wake.set()

    def doors_changed(self) -> None:
        for tab in self._tabs:
            tab.doors = True
            tab.wake.set()

    def close(self) -> None:
        """Let open streams end, or the server would wait for them."""
        self._closing = True
        for tab in self._tabs:
            tab.wake.set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
        tab = _Tab()
        self._tabs.add(tab)
        try:
            await response.prepare(request)
            await _tell(response, "state", await self._state())
            while not self._closing:
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARTBEAT):
                        await tab.wake.wait()
                tab.wake.clear()
                people, tab.people = tab.people, set()
                moved, tab.clock = tab.clock, False
                doors, tab.doors = tab.doors, False
                if people:
                    await _tell(response, "people", [self._news(user_id) for user_id in sorted(people)])
                    if self._tour is not None:
                        await _tell(response, "tour", self._tour())
                if doors and self._doors is not None:
                    await _tell(response, "doors", await self._doors())
                if moved or not (people or doors):
                    await _tell(response, "clock", await self._clock())
        except ConnectionResetError:
            pass  # the tab was closed
        finally:
            self._tabs.discard(tab)
        return response


async def _tell(response: web.StreamResponse, event: str, data: Any) -> None:
    await response.write(f"event: {event}\nretry: {RETRY}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
