"""Carries changes to letters that have arrived: draws, calls, records, at the pace of the letters.

A change is in flight from the commit before its call to the commit after it. Whatever dies there is done again: what
already says so is not modified, and what is gone is not there.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

from bot.doors.channel import Channels
from bot.doors.outcomes import TROUBLE, NotDelivered
from bot.doors.telegram.gate import Gate
from bot.ledger.change import ChangeReason, ChangeState
from bot.ledger.letter import Kind
from bot.logs import where
from bot.nursery import Nursery
from bot.outbox import amending
from bot.outbox.amending import Amended, Amendment
from bot.outbox.claims import Draw
from bot.store import generations, leases
from bot.store.database import Database, Tx
from bot.store.witness import Saw

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
"""Seconds after calls that met nobody. They double from one; then one change goes ahead of the others."""


class Changing:
    """The part of the courier that changes letters. `lease`: the name under which `owner` leads, or does not."""

    def __init__(
        self,
        channels: Channels,
        database: Database,
        kinds: Mapping[str, Kind],
        draw: Draw,
        gate: Gate,
        saw: Saw,
        *,
        lease: str,
        owner: str,
        width: int,
    ) -> None:
        self._channels, self._database, self._kinds, self._draw, self._gate = channels, database, kinds, draw, gate
        self._lease, self._owner, self._width = lease, owner, width
        self._clock, self._saw = database.clock, saw
        self._calls = Nursery()
        self._pauses = 0

    async def deliver(self, goes_on: Callable[[], bool]) -> None:
        """Make whatever change is due, while `goes_on` says so; return when there is nothing to do now."""
        while goes_on() and await self._database.read(amending.anything_to_change):
            if self._pauses:
                await self._clock.sleep(min(2.0 ** (self._pauses - 1), LONGEST_PAUSE))
            await self._gate.nears()
            if not goes_on():
                return
            begun = await self._begin()
            if begun is None:  # another process leads by now
                return
            for one in begun:
                if await self._may_go(one):
                    self._calls.start(self._call(one), f"change {one.id}")
            await self._calls.join()

    async def stop(self, seconds: float) -> None:
        """Wait for what is in flight."""
        await self._calls.drain(seconds)

    async def _begin(self) -> list[Amendment] | None:
        """The next changes, in flight from now on; None where the lease is gone."""
        width = 1 if self._pauses else min(self._width, self._gate.together)

        def begin_changes(tx: Tx) -> tuple[list[Amendment] | None, int | None]:
            # Asked here again: what was begun after another leader's recovery, nobody would ever do again.
            if not leases.take(tx, self._lease, self._owner):
                return None, None
            begun = amending.begin_changes(tx, self._owner, width, self._kinds, self._draw, self._channels.silent_for)
            return begun, generations.rise(tx) if begun else None

        begun, generation = await self._database.run(begin_changes)
        if generation is not None:
            self._saw(generation)
        return begun

    async def _may_go(self, amendment: Amendment) -> bool:
        """Wait for its turn; False when a silence began meanwhile: it is then planned again."""
        while (wait := self._gate.free_in(amendment.person_id)) > 0:
            await self._clock.sleep(wait)
        turn = await self._channels.to(amendment.address).turn()
        if turn and not self._channels.silent_for(amendment.address):
            self._gate.wrote(amendment.person_id)
            return True
        await self._record(Amended(amendment, ChangeState.PLANNED, counts=False))
        return False

    async def _call(self, amendment: Amendment) -> None:
        await self._record(await self._called(amendment))

    async def _called(self, amendment: Amendment) -> Amended:
        channel = self._channels.to(amendment.address)
        try:
            if amendment.rendered is None:
                await channel.delete(amendment.address, amendment.message_ids)
            else:
                first = amendment.message_ids[0]
                await channel.edit(amendment.address, first, amendment.rendered, other_file=amendment.other_file)
        except NotDelivered as error:
            self._pauses = self._pauses + 1 if error.outcome in TROUBLE else 0
            log.info("letter not changed: %s", error.outcome, extra={"letter": amendment.letter_id})
            return amending.judge_change(amendment, error.outcome, error.words, answered=error.answered)
        except Exception as error:  # noqa: BLE001 - a paper that cannot be made, a file that is not there
            log.error("letter not changed: %s", where(error), extra={"letter": amendment.letter_id})
            return Amended(amendment, ChangeState.FAILED, ChangeReason.UNDRAWN)
        self._pauses = 0
        return Amended(amendment, ChangeState.DONE)

    async def _record(self, result: Amended) -> None:
        """A change stays in flight until this is done, however long the database is away."""

        def settle_changes(tx: Tx) -> None:
            amending.settle_changes(tx, [result])

        while True:
            try:
                return await self._database.run(settle_changes)
            except Exception as error:  # noqa: BLE001 - what has become of a change must not be lost
                log.error("change not recorded yet: %s", where(error))
                await asyncio.sleep(1.0)
