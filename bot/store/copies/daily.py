"""The copy of each day: made by one process, in a folder where so many of them are kept. No other file is touched."""

import asyncio
import logging
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.logs import where
from bot.refusal import Refusal
from bot.store import leases
from bot.store.copies import copying
from bot.store.database import Database
from bot.store.upkeep import StoreTooNew

log = logging.getLogger(__name__)

LOOK_SECONDS = 600.0
MORNING = time(1)
"""Civil time from which on the copy of a day may be made."""
LONGEST = 3600.0
"""Seconds after which a process that makes a copy is taken for dead."""
_NAME = re.compile(r"thidua-\d{4}-\d\d-\d\d\.backup\.db")


@dataclass(frozen=True, slots=True)
class DailyPlan:
    """The place of the copies, and the number of them that is kept: one a day."""

    folder: Path
    keep: int


class Daily:
    def __init__(self, plan: DailyPlan, database: Database) -> None:
        self._plan, self._database = plan, database
        self._owner = secrets.token_hex(8)
        self.failing_since: datetime | None = None
        """None: the last one that was tried is there."""

    async def look(self) -> None:
        """Make the copy of the day, if it is time and nobody has; delete those that are too many."""
        clock, owner = self._database.clock, self._owner
        local = clock.local()
        file = self._plan.folder / f"thidua-{local:%Y-%m-%d}.backup.db"
        if local.time() < MORNING:
            return
        if not await self._database.run(lambda tx: leases.take_once(tx, leases.COPIED, owner, LONGEST)):
            return
        until = clock.stamp() + LOOK_SECONDS / 2
        try:
            if not await asyncio.to_thread(file.exists):
                await asyncio.to_thread(copying.make, self._database.url, file, clock)
                log.info("the copy of the day is made")
            await asyncio.to_thread(self._delete_old)
            tomorrow = datetime.combine(local.date() + timedelta(days=1), MORNING, clock.zone)
            until, self.failing_since = clock.stamp() + (tomorrow - local).total_seconds(), None
        except StoreTooNew:  # another process, of the version that has brought it so far, makes the copy
            until = clock.stamp() - 1.0
            log.info("the copy of the day is left to a newer version")
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again, and somebody must know
            self.failing_since = self.failing_since or clock.now()
            why = error.key if isinstance(error, Refusal) else where(error)
            log.error("the copy of the day failed: %s", why)
        finally:
            await self._database.run(lambda tx: leases.keep_until(tx, leases.COPIED, owner, until))

    def _delete_old(self) -> None:
        ours = sorted(file for file in self._plan.folder.iterdir() if _NAME.fullmatch(file.name))
        for file in ours[: -self._plan.keep]:
            file.unlink(missing_ok=True)
