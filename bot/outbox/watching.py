"""The watch over doors: notices which of them takes nothing, for how long, and that it serves again.

Whoever carries the letters looks, and nobody else: it is for them that a door is out or not.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.address import Door
from bot.bells import held, policy
from bot.doors.channel import Channels
from bot.doors.outcomes import TROUBLE, NotDelivered
from bot.ledger import outages
from bot.ledger.outages import Outage
from bot.outbox import closing
from bot.people.reach import count_at
from bot.store import leases
from bot.store.audit import note
from bot.store.database import Database, Tx

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
FRESH = 150.0
"""Seconds for which an answered poll says that Telegram serves: nothing is asked then."""
UNWATCHED = 600.0
"""Seconds between two looks after which nobody knows what a door did meanwhile."""

Tell = Callable[[Tx, Outage], object]
"""Plans the letters to whoever must know that a door is out."""


class DoorWatch:
    """`leads`: true while this process carries letters. `span`: of civil time for which a door has to be out."""

    def __init__(
        self, channels: Channels, database: Database, leads: Callable[[], bool], tell: Tell, span: timedelta
    ) -> None:
        self._channels, self._database, self._leads = channels, database, leads
        self._tell, self._span = tell, span

    async def look(self) -> None:
        """See how every door is now, and say what has to be said."""
        if not self._leads():
            return
        telegram = await self._telegram_serves()
        zalobot = Door.ZALOBOT in self._channels.doors and await self._answers(Door.ZALOBOT)
        await self._database.run(lambda tx: self._record(tx, telegram, zalobot))

    async def _telegram_serves(self) -> bool:
        served = await self._database.read(lambda tx: leases.marked(tx, leases.SERVED))
        if served is not None and 0 <= self._database.clock.stamp() - served < FRESH:
            return True
        return await self._answers(Door.TELEGRAM)

    async def _answers(self, door: Door) -> bool:
        try:
            await self._channels.answers(door)
        except NotDelivered as error:
            return error.outcome not in TROUBLE
        return True

    def _record(self, tx: Tx, telegram: bool, zalobot: bool) -> None:
        watched = leases.mark(tx, leases.WATCHED) <= UNWATCHED
        for door, out in self._out(tx, telegram, zalobot).items():
            if not out:
                self._serves(tx, door)
            elif (noticed := outages.seen_out(tx, door, self._span, watched=watched)) is not None:
                log.error("a door is out", extra={"door": door.value})
                note(tx, "door.out", f"door_outage:{noticed.id}", door=door.value)
                self._tell(tx, noticed)
        closing.let_go(tx)

    def _serves(self, tx: Tx, door: Door) -> None:
        ended = outages.seen_serving(tx, door)
        if ended is not None:
            log.warning("a door serves again", extra={"door": door.value})
            note(tx, "door.back", f"door_outage:{ended}", door=door.value)

    def _out(self, tx: Tx, telegram: bool, zalobot: bool) -> dict[Door, bool]:
        """Each door with true if it takes nothing now. One that nobody uses is not missed."""
        at_zalo = not zalobot and bool(count_at(tx, Door.ZALOBOT))
        closed = Door.WEB not in self._channels.doors
        ringing = {one.door: one.rings and one.trouble is not None for one in policy.doors(tx)}
        web = closed and held.only_there(tx)
        return {Door.TELEGRAM: not telegram, Door.WEB: web, Door.ZALOBOT: at_zalo, **ringing}
