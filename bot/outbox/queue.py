"""The courier's queue: letters that this process has leased, in the order in which they go.

It is kept short: long enough for the calls, short enough for urgent letters to come first. Of a source that has not
been proven to arrive, one letter goes ahead of the others, its scout.
"""

from collections import deque
from collections.abc import Iterable, Mapping

from bot.doors.telegram.gate import Gate
from bot.ledger.letter import Kind
from bot.outbox import claims
from bot.outbox.claims import Leased
from bot.store import leases
from bot.store.database import Database, Tx

LOOK_SECONDS = 0.25
"""Seconds within which a letter is noticed that was planned just now."""
EXPIRE_SECONDS = 1.0
"""Seconds between two times at which, in a long run, what has no use any more is given up. A letter is asked again
before it leaves."""


class Queue:
    """`lease`: the name under which `owner` leads, or does not. `width`: letters that are out at once, at most."""

    def __init__(
        self, database: Database, kinds: Mapping[str, Kind], gate: Gate, *, lease: str, owner: str, width: int
    ) -> None:
        self._database, self._kinds, self._gate = database, kinds, gate
        self._lease, self._owner, self._width = lease, owner, width
        self._clock = database.clock
        self._urgent = frozenset(kind.name for kind in kinds.values() if not kind.bulk)
        self._bulk = frozenset(kinds) - self._urgent
        self._letters: deque[Leased] = deque()
        self._looked_at, self._expired_at, self._exhausted = float("-inf"), float("-inf"), False
        self._proven, self._scouts = set[str](), set[str]()
        """Sources of which a letter has arrived; those of which the first is out."""

    def __len__(self) -> int:
        return len(self._letters)

    def clear(self) -> None:
        """Forget all letters: whoever leads now has taken them."""
        self._letters.clear()

    def given_up(self) -> list[int]:
        """Forget all letters, and say which they were: whoever calls gives them back."""
        ids = [letter.id for letter in self._letters]
        self.clear()
        return ids

    async def fill(self) -> bool:
        """Lease what is due, as far as there is room for it; False where another process leads by now."""
        now = self._clock.monotonic()
        waits = bool(self._letters) and now - self._looked_at < LOOK_SECONDS
        if waits and (len(self._letters) >= self._width or self._exhausted):
            return True
        self._looked_at = now
        wanted = max(2 * self._width - len(self._letters), 0)
        # In the middle of a long run there is more for certain: to ask costs the more, the more there is.
        if self._exhausted and not await self._database.read(lambda tx: claims.anything_due(tx, self._kinds)):
            return True
        expires = self._exhausted or now - self._expired_at >= EXPIRE_SECONDS
        if expires:
            self._expired_at = now

        def body(tx: Tx) -> tuple[list[Leased], list[Leased]] | None:
            # Asked here again: what was leased after another leader's recovery, nobody would ever set free.
            if not leases.take(tx, self._lease, self._owner):
                return None
            if expires:
                claims.expire(tx)
            urgent = claims.claim(tx, self._owner, self._urgent, self._width, bulk=False)
            return urgent, claims.claim(tx, self._owner, self._bulk, wanted - len(urgent), bulk=True)

        claimed = await self._database.run(body)
        if claimed is None:
            return False
        urgent, bulk = claimed
        self._exhausted = len(urgent) + len(bulk) < wanted
        self.put_first(urgent)
        self._letters.extend(bulk)
        return True

    def choose(self, room: int) -> list[Leased]:
        """Take out the next letters that may go: at most `room`, in their order, one a person."""
        chosen, passed, people = list[Leased](), list[Leased](), set[int]()
        while self._letters and len(chosen) < room:
            letter = self._letters.popleft()
            new = letter.kind in self._bulk and letter.source not in self._proven
            if (
                letter.person_id in people
                or self._gate.free_in(letter.person_id) > 0
                or (new and letter.source in self._scouts)
            ):
                passed.append(letter)
                continue
            chosen.append(letter)
            people.add(letter.person_id)
            if new:
                self._scouts.add(letter.source)
        self.put_first(passed)
        return chosen

    def put_first(self, letters: Iterable[Leased]) -> None:
        """Let these go before all others, in their order."""
        self._letters.extendleft(reversed(list(letters)))

    def put_back(self, letters: list[Leased]) -> None:
        """These were chosen, and nothing was done with them."""
        self.put_first(letters)
        self.not_out(letter.source for letter in letters)

    def not_out(self, sources: Iterable[str]) -> None:
        """No letter of these is out any more: the next one may be a scout."""
        self._scouts.difference_update(sources)

    def arrived(self, source: str) -> None:
        """A letter of it has arrived: the others follow."""
        self._proven.add(source)

    def free_in(self) -> float:
        """Seconds until the person of one of them, whichever is first, may be written to."""
        return min(self._gate.free_in(letter.person_id) for letter in self._letters)
