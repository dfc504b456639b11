"""The queue of updates that the bot has not confirmed: order, offsets, allowed types, and what Telegram forgets."""

import math
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

#: Seconds an unconfirmed update is kept (Client.cpp: add_message_update, add_new_callback_query).
KEPT, TAP_KEPT = 86_400.0, 150.0
#: Sent only to a bot that asks for them by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_KNOWN = _ON_REQUEST | {
    *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "inline_query"),
    *("chosen_inline_result", "my_chat_member", "chat_join_request", "poll", "poll_answer"),
    *("shipping_query", "pre_checkout_query", "chat_boost", "removed_chat_boost", "purchased_paid_media"),
    *("business_connection", "business_message", "edited_business_message", "deleted_business_messages"),
    *("managed_bot", "guest_message"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One undelivered update. Telegram keeps one queue per `lane`: a chat, or one person's button taps."""

    update_id: int
    body: Any
    lane: tuple[str, int]
    until: float


class Updates:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._waiting: OrderedDict[int, Waiting] = OrderedDict()
        self._listeners: set[Callable[[], None]] = set()
        self._repeats: deque[Waiting] = deque()
        self.next_id = 500_000_001
        self.allowed: frozenset[str] = frozenset(_KNOWN - _ON_REQUEST)
        self.twice = False
        self._earliest = math.inf  # when the next one may expire, so that a long queue is not searched at each poll

    def allow(self, kinds: Iterable[str]) -> None:
        """Sticky until changed; an empty list means the default. Unknown names are ignored, as Telegram does."""
        named = _KNOWN.intersection(kinds)
        self.allowed = frozenset(named or _KNOWN - _ON_REQUEST)

    def add(self, kind: str, body: Any, lane: tuple[str, int]) -> int | None:
        """Queue `{update_id, kind: body}`; None when the bot did not ask for this kind."""
        if kind not in self.allowed:
            return None
        return self._queue(
            {"update_id": self.next_id, kind: body}, lane, TAP_KEPT if kind == "callback_query" else KEPT
        )

    def inject(self, raw: Any) -> int:
        """Queue anything at all, also what Telegram would never send. A mapping without update_id gets one."""
        if isinstance(raw, dict):
            raw = {"update_id": self.next_id, **raw}
        return self._queue(raw, ("raw", self.next_id), KEPT)

    def fetch(self, offset: int, limit: int) -> list[Any]:
        """Confirm everything below `offset` (negative: counted from the end), return up to `limit` of what is left."""
        if offset < 0:
            offset = next(iter(list(self._waiting)[offset:]), 0)
        before = len(self._waiting)
        while self._waiting and next(iter(self._waiting)) < offset:
            self._confirm(self._waiting.popitem(last=False)[1])
        if len(self._waiting) < before:
            self.nudge()
        self._forget_old()
        repeated = [self._repeats.popleft().body for _ in range(len(self._repeats))]
        return repeated + [waiting.body for waiting in islice(self._waiting.values(), limit)]

    def delivered(self, waiting: Waiting) -> None:
        """The webhook took this one."""
        if self._waiting.pop(waiting.update_id, None):
            self._confirm(waiting)
        self.nudge()

    def snapshot(self) -> list[Waiting]:
        """The updates that wait, oldest first: repeats, then the rest."""
        self._forget_old()
        repeated = list(self._repeats)
        self._repeats.clear()
        return repeated + list(self._waiting.values())

    def drop(self) -> None:
        self._waiting.clear()

    def __len__(self) -> int:
        self._forget_old()
        return len(self._waiting) + len(self._repeats)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever the queue has grown or shrunk; returns how to stop that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def nudge(self) -> None:
        """Make whoever waits look again."""
        for listener in tuple(self._listeners):
            listener()

    def _queue(self, body: Any, lane: tuple[str, int], kept: float) -> int:
        update_id, self.next_id = self.next_id, self.next_id + 1
        until = self._monotonic() + kept
        self._waiting[update_id] = Waiting(update_id, body, lane, until)
        self._earliest = min(self._earliest, until)
        self.nudge()
        return update_id

    def _confirm(self, waiting: Waiting) -> None:
        if self.twice:
            self._repeats.append(waiting)

    def _forget_old(self) -> None:
        now = self._monotonic()
        if now < self._earliest:
            return
        for old in [waiting.update_id for waiting in self._waiting.values() if waiting.until <= now]:
            del self._waiting[old]
        self._earliest = min((waiting.until for waiting in self._waiting.values()), default=math.inf)
