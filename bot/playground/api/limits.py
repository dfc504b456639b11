"""Telegram's flood limits, for runs that want them: messages a second overall, to one chat, to one group.

Undocumented in detail, so both readings can be set: a kind server lets a burst through, an unkind one none.
"""

import math
from collections import Counter
from dataclasses import dataclass, field

from bot.playground.api.refused import flood

#: What counts as writing.
COUNTED = frozenset(
    {
        *("sendMessage", "sendDocument", "sendPhoto", "sendMediaGroup", "copyMessage", "forwardMessage"),
        *("editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"),
    }
)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float

    def wait(self, now: float, rate: float, burst: float, cost: int) -> float:
        """Refill; seconds until `cost` tokens are there (0: now)."""
        self.tokens = min(burst, self.tokens + (now - self.at) * rate)
        self.at = now
        return 0.0 if self.tokens >= cost else (min(cost, burst) - self.tokens) / rate


@dataclass(slots=True)
class Limits:
    """(messages per second, burst) each; None switches one off."""

    overall: tuple[float, int] | None = (30.0, 30)
    per_chat: tuple[float, int] | None = (1.0, 3)
    per_group: tuple[float, int] | None = (20 / 60, 20)
    #: Answers 429 by the limit that said so ("overall", "chat", "group"); "halt": called before retry_after was over.
    refusals: Counter[str] = field(default_factory=Counter)
    _buckets: dict[str | int, _Bucket] = field(default_factory=dict)
    _halts: dict[str | int, float] = field(default_factory=dict)

    def admit(self, chat_id: int, now: float, cost: int = 1) -> None:
        """Count `cost` messages to `chat_id` at `now` (monotonic). Raises Refused (429)."""
        wanted: list[tuple[str, str | int, tuple[float, int]]] = []
        if self.overall:
            wanted.append(("overall", "overall", self.overall))
        if chat_id < 0 and self.per_group:
            wanted.append(("group", chat_id, self.per_group))
        if chat_id >= 0 and self.per_chat:
            wanted.append(("chat", chat_id, self.per_chat))
        for _, key, _ in wanted:
            if (until := self._halts.get(key, -math.inf)) > now:
                self.refusals["halt"] += 1
                raise flood(math.ceil(until - now))
        buckets = [self._buckets.setdefault(key, _Bucket(burst, now)) for _, key, (_, burst) in wanted]
        for bucket, (name, key, (rate, burst)) in zip(buckets, wanted, strict=True):
            if (seconds := bucket.wait(now, rate, burst, cost)) > 0:
                self.refusals[name] += 1
                retry_after = math.ceil(seconds)
                self._halts[key] = now + retry_after
                raise flood(retry_after)
        for bucket in buckets:
            bucket.tokens -= cost
