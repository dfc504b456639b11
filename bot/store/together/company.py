"""Company: what is to be done for many is done for all who are ready, in one transaction.

Whoever comes while a transaction is under way waits for its end, and then goes with all others who have come meanwhile:
one BEGIN, one COMMIT, and one statement where each would have had one. It does so for them all or for none. When it
fails, or would have to wait for somebody else's lock, each is done alone, and so is whoever it leaves out. Of a COMMIT
without an answer nobody knows whether it was done: what is done here twice must be done once.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bot.nursery import Nursery
from bot.store.database import Database, Tx

I = TypeVar("I")
R = TypeVar("R")

MOST = 32
"""The most that go together: bounds how long the first of them waits."""
LONG = 0.05
"""Seconds after which a transaction that still lasts keeps nobody else waiting."""
SIDE_BY_SIDE = 4
"""Transactions at once, all but one of them longer than that."""


class LeftOut:
    """The result of whoever is to be done alone."""


LEFT_OUT = LeftOut()


class Company(Generic[I, R]):
    """`together`: does it for several, a result for each in their order. `alone`: does it for one. `reading`: beside
    the writer, by transactions that cannot write. `rest`: for what nobody waits for, the seconds from the beginning of
    one transaction to that of the next, unless as many wait as can go together."""

    def __init__(
        self,
        database: Database,
        together: Callable[[Tx, Sequence[I]], Sequence[R | LeftOut]],
        alone: Callable[[Tx, I], R],
        *,
        reading: bool = False,
        rest: float = 0.0,
    ) -> None:
        self._together, self._alone, self._rest = together, alone, rest
        self._run = database.read if reading else database.run
        self._waiting: deque[tuple[I, asyncio.Future[R]]] = deque()
        self._under_way: dict[int, float] = {}
        """Number of each transaction -> when it began."""
        self._begun = 0
        self._last = -math.inf
        """The moment, by the loop's clock, at which the last one began."""
        self._nursery = Nursery()

    async def do(self, item: I) -> R:
        """The result for `item`, once it is durable; raises what it raises alone."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        if len(self._waiting) in {0, MOST - 1}:
            loop.call_soon(self._look)  # when all have come who were woken by the same thing
        self._waiting.append((item, future))
        return await future

    async def join(self) -> None:
        """Wait until nothing is under way, also of those whose callers have left."""
        await self._nursery.join()

    def _look(self) -> None:
        """Begin with those who wait, unless a transaction is just under way."""
        loop = asyncio.get_running_loop()
        if not self._waiting or len(self._under_way) >= SIDE_BY_SIDE:
            return
        if any(loop.time() - began < LONG for began in self._under_way.values()):
            return
        rests = self._last + self._rest - loop.time()
        if rests > 0 and len(self._waiting) < MOST:
            loop.call_later(rests, self._look)
            return
        group = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        self._begun += 1
        self._under_way[self._begun] = self._last = loop.time()
        self._nursery.start(self._carry(self._begun, group), "in company")
        loop.call_later(LONG, self._look)

    async def _carry(self, number: int, group: list[tuple[I, "asyncio.Future[R]"]]) -> None:
        rest = group
        try:
            if len(group) > 1:
                rest = await self._in_one(group)
            else:
                await self._by_itself(*group[0])
                rest = []
        finally:
            del self._under_way[number]
            for item, future in rest:
                self._nursery.start(self._by_itself(item, future), "alone")
            self._look()

    async def _in_one(self, group: list[tuple[I, "asyncio.Future[R]"]]) -> list[tuple[I, "asyncio.Future[R]"]]:
        """Do it for them together; those for whom it is not done."""
        items = [item for item, _ in group]
        try:
            results = await self._run(lambda tx: self._impatiently(tx, items))
        except Exception:  # noqa: BLE001 - whose it was shows when each is done alone
            return group
        rest = []
        for (item, future), result in zip(group, results, strict=True):
            if isinstance(result, LeftOut):
                rest.append((item, future))
            elif not future.done():
                future.set_result(result)
        return rest

    def _impatiently(self, tx: Tx, items: Sequence[I]) -> Sequence[R | LeftOut]:
        tx.be_impatient()
        return self._together(tx, items)

    async def _by_itself(self, item: I, future: "asyncio.Future[R]") -> None:
        try:
            result = await self._run(lambda tx: self._alone(tx, item))
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            if not future.done():
                future.set_exception(error)
        else:
            if not future.done():
                future.set_result(result)
