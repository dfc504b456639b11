"""The pace at which one person's updates are done: as they come, until somebody sends more than a person can."""

from dataclasses import dataclass

from bot.clock import Clock

BURST, RATE = 40, 5.0
"""Updates that may come at once, and how many a second after that. Nobody taps that fast for that long."""
_REMEMBERED = 1024


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

    def flooding(self) -> list[int]:
        """The people who have used up what may come at once, and wait for their turns."""
        return [person for person, one in self._allowances.items() if one.left < 1.0 and person]

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
