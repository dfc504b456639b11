"""Delivering updates to a webhook as Telegram does: one in flight per queue, the same one again until it is taken.

Queues are a chat's messages and, apart from them, one person's taps; so a tap may overtake a message, as it really may
(tdlib/telegram-bot-api, WebhookActor.cpp).
"""

import asyncio
import json
from collections import deque
from types import TracebackType

import aiohttp

from bot.nursery import Nursery
from bot.playground.api.updates import Waiting
from bot.playground.messages.state import State, Webhook

ANSWER_WITHIN = 60.0  # seconds
LONGEST_PAUSE = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Lane = tuple[str, int]


class Delivery:
    """`async with Delivery(world):` delivers for as long as it lasts. A refused update is offered again after `pause`
    seconds, then after twice that, and so on."""

    def __init__(self, state: State, *, pause: float = 1.0) -> None:
        self._state = state
        self._pause = pause
        self._lanes: dict[Lane, deque[Waiting]] = {}
        self._queued: set[int] = set()
        self._news = asyncio.Event()
        self._nursery = Nursery()
        self._session: aiohttp.ClientSession | None = None
        self._stop_listening = state.updates.listen(self._news.set)

    async def __aenter__(self) -> "Delivery":
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        self._nursery.start(self._watch(), "webhook")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_listening()
        await self._nursery.drain(0)
        if self._session is not None:
            await self._session.close()

    async def _watch(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            if not self._state.webhook.url:
                continue
            for waiting in self._state.updates.snapshot():
                if waiting.update_id in self._queued:
                    continue
                self._queued.add(waiting.update_id)
                if waiting.lane in self._lanes:
                    self._lanes[waiting.lane].append(waiting)
                else:
                    self._lanes[waiting.lane] = deque([waiting])
                    self._nursery.start(self._walk(waiting.lane), "webhook queue")

    async def _walk(self, lane: Lane) -> None:
        """Deliver one queue, oldest first, until it is empty or the webhook is gone."""
        queue = self._lanes[lane]
        pause = self._pause
        while queue and (hook := self._state.webhook).url:
            if await self._post(hook, queue[0]):
                taken = queue.popleft()
                self._queued.discard(taken.update_id)
                self._state.updates.delivered(taken)
                pause = self._pause
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        del self._lanes[lane]
        self._queued.difference_update(waiting.update_id for waiting in queue)

    async def _post(self, hook: Webhook, waiting: Waiting) -> bool:
        assert self._session is not None
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: hook.secret} if hook.secret else {})
        try:
            async with self._session.post(
                hook.url, data=json.dumps(waiting.body).encode(), headers=headers, allow_redirects=False
            ) as answer:
                trouble = "" if 200 <= answer.status < 300 else f"Wrong response from the webhook: {answer.status}"
        except (aiohttp.ClientError, OSError) as error:
            trouble = f"Connection failed: {type(error).__name__}"
        if trouble:
            hook.last_error, hook.last_error_at = trouble, self._state.timestamp()
        return not trouble
