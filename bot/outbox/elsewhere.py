"""Letters of people whom Telegram does not reach, while it takes nothing: that does not hold them up. They go by
another door, or it is known that no door takes them, so that a bell may ring. While Telegram is out for long, these
are also the letters that the Office has let pass by it. A letter that has failed goes on to its next door in
`settling.py`.

While all is well the courier carries them with the others, in the order in which they are due.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from bot.bells import held
from bot.outbox import claims
from bot.outbox.claims import Holder, Leased
from bot.store import leases
from bot.store.database import Database, Tx

LOOK_SECONDS = 1.0
"""Seconds between two looks."""


class Elsewhere:
    """`send`: puts leased letters in flight and calls; the calls that were begun. `away`: true while Telegram takes
    nothing, and letters are to go on. `held`: lets go of the letters that are leased for it, and says which they were:
    some may go past it."""

    def __init__(
        self,
        database: Database,
        kinds: Collection[str],
        send: Callable[[list[Leased]], Awaitable[Collection[asyncio.Task[None]]]],
        away: Callable[[], bool],
        held: Callable[[], list[int]],
        here: Holder,
    ) -> None:
        self._database, self._kinds, self._send = database, frozenset(kinds), send
        self._away, self._held, self._here = away, held, here
        self._to_give_back = list[int]()
        """Letters that wait for nobody any more: a store that is away must not keep them leased."""

    async def carry(self) -> None:
        while True:
            await self.deliver()
            await asyncio.sleep(LOOK_SECONDS)

    async def deliver(self) -> None:
        """Send whatever is due past Telegram, while that is away."""
        if self._away():  # once a look: while it has nothing to do it costs the more, the more letters wait
            await self._database.run(self._let_pass)
        while self._away():
            self._to_give_back += self._held()
            letters = await self._database.run(self._claim)
            self._to_give_back.clear()
            if not letters:
                return
            if calls := await self._send(letters):
                await asyncio.wait(calls)  # no more are out than the courier has: of each a death leaves a doubt

    def _let_pass(self, tx: Tx) -> None:
        if leases.take(tx, self._here.lease, self._here.owner):
            held.let_pass(tx)

    def _claim(self, tx: Tx) -> list[Leased]:
        if not leases.take(tx, self._here.lease, self._here.owner):
            return []
        if self._to_give_back:
            claims.give_back(tx, self._here.owner, self._to_give_back)
        return claims.claim(tx, self._here.owner, self._kinds, self._here.width, bulk=True, past_telegram=True)
