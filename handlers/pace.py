"""The pace at which one person's updates are done: as they come, until somebody sends more than a person can; and what
such a person is told. How fast we may be with Telegram is the gate's affair (bot/doors/telegram/gate.py)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.dialogue.screens import Phrase, say

BURST, RATE = 40, 5.0
"""Updates that may come at once, and how many a second after that. Nobody taps that fast for that long."""
_REMEMBERED = 1024
TOLD_SECONDS = 60.0
"""Between two words to somebody who floods."""


@dataclass(slots=True)
class _Allowance:
    left: float
    at: float
    """The monotonic second at which `left` was so."""


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._allowances: dict[int, _Allowance] = {}

    async def turn(self, person: int) -> None:
        """Return when the next update of this person may be done. Only that person waits: it has one worker at most,
        and what waits behind it stays in the inbox."""
        allowance = self._allowances.get(person)
        if allowance is None:
            self._forget_the_slow()
            allowance = self._allowances[person] = _Allowance(BURST, self._clock.monotonic())
        self._refill(allowance)
        if allowance.left < 1.0:
            await self._clock.sleep((1.0 - allowance.left) / RATE)
            self._refill(allowance)
        allowance.left -= 1.0

    def flooding(self, people: Iterable[int]) -> frozenset[int]:
        """Those of `people` who have used up what may come at once, and wait for their turns."""
        known = self._allowances
        return frozenset(who for who in people if who and (one := known.get(who)) is not None and one.left < 1.0)

    def _refill(self, allowance: _Allowance) -> None:
        now = self._clock.monotonic()
        allowance.left = min(BURST, allowance.left + (now - allowance.at) * RATE)
        allowance.at = now

    def _forget_the_slow(self) -> None:
        """Those whose allowance is whole again need not be remembered."""
        if len(self._allowances) < _REMEMBERED:
            return
        for allowance in self._allowances.values():
            self._refill(allowance)
        self._allowances = {person: one for person, one in self._allowances.items() if one.left < BURST}


@dataclass(slots=True)
class _Untold:
    """The updates of a person that were not taken, and have not been spoken of."""

    count: int
    since: datetime
    until: datetime


class FloodWords:
    """Words to those who flood, once a minute: that what they send is read in turn; of what was not taken exactly how
    much, and when it was sent. `tell`: brings a person a phrase."""

    def __init__(self, clock: Clock, tell: Callable[[int, Phrase], None]) -> None:
        self._clock, self._tell = clock, tell
        self._told_at: dict[int, float] = {}
        self._untold: dict[int, _Untold] = {}

    def heard(self, crowds: Mapping[int, int], senders: Iterable[int]) -> None:
        """Updates of these senders came, a number each time; of `crowds` so many could still be kept."""
        room, now = dict(crowds), self._clock.now()
        for who in senders:
            if who in room:
                room[who] -= 1
            if room.get(who, 0) < 0:
                untold = self._untold.setdefault(who, _Untold(0, now, now))
                untold.count, untold.until = untold.count + 1, now
        for who in crowds:
            if self._is_due(who):
                self._speak(who)

    def look(self) -> None:
        """Say what could not be said yet."""
        for who in [who for who in self._untold if self._is_due(who)]:
            self._speak(who)

    def _is_due(self, who: int) -> bool:
        return self._clock.monotonic() - self._told_at.get(who, float("-inf")) >= TOLD_SECONDS

    def _speak(self, who: int) -> None:
        now, untold = self._clock.monotonic(), self._untold.pop(who, None)
        self._told_at = {one: at for one, at in self._told_at.items() if now - at < TOLD_SECONDS} | {who: now}
        if who <= 0:
            return
        if untold is None:
            self._tell(who, say("flood.in_turn"))
        else:
            self._tell(who, say("flood.not_taken", count=untold.count, since=untold.since, until=untold.until))
