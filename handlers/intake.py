"""Updates come in, by polling or webhook, are stored, and only then confirmed; workers do them from the inbox.

At most one update of a person is being done at a time, and always the oldest; different persons go side by side. A
replica that only serves the webhook, or that is not the poller, finds work by looking at the inbox now and then.
"""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.address import Address, address_of
from bot.dialogue.engine.events import SentFile
from bot.dialogue.screens import Phrase
from bot.doors.incoming import arrivals
from bot.doors.incoming import sent as browsers
from bot.doors.incoming.awaited import Awaited
from bot.doors.telegram.outcomes import wait_seconds
from bot.doors.telegram.wire import Wire
from bot.logs import where
from bot.nursery import Nursery
from bot.store import generations, inbox, leases, parking
from bot.store.database import Database, Tx
from bot.store.inbox import Claimed
from bot.store.together.arrivals import Arrived, Kept, keeping
from handlers.contention import Contention
from handlers.driver import Driver
from handlers.gaps import Gaps
from handlers.meter import Meter
from handlers.pace import FloodWords, Pace
from handlers.raw import is_parsed, numbers_of, tapped, who_waits
from handlers.routing import Strict

log = logging.getLogger(__name__)

WIDTH = 64
"""The number of persons who are served at once. More would only wait for each other."""
WEBHOOK_PATH = "/telegram"
POLL_SECONDS = 25
LONGEST_PAUSE = 30.0
"""Seconds between two polls, whatever went wrong with the first."""
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""Sticky at Telegram: said on every poll, so that an earlier setting cannot starve us."""
LOOK_SECONDS = 0.25
"""Seconds within which a replica notices updates that another one has stored."""
EARLY_SECONDS = 1.0
"""An empty answer within this of a poll that was to wait is not Telegram's: it holds the poll until something comes."""
HANDS_OVER_SECONDS = 5.0
"""Seconds by which a process of an older version lets newer ones go first with what it has failed at."""
REFUSED_SECONDS = 5.0
"""After a poll that was refused, or whose answer could not be read."""
POLLER = "poller"


class Intake:
    def __init__(
        self, application: Strict, bot: Wire, database: Database, driver: Driver, contention: Contention
    ) -> None:
        self._application, self._bot, self._database, self._driver = application, bot, database, driver
        self.contention, self.clock = contention, database.clock
        self._pace, self._floods = Pace(self.clock), FloodWords(self.clock, self._tell)
        self._loops, self._looks, self._workers = Nursery(), Nursery(), Nursery()
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._yields = 0.0  # seconds by which other replicas go first
        self._behind = False  # something may wait in the inbox that could not be begun at once
        self._clear = False  # nothing can wait there but what the workers have
        self._stopping = False
        self._awaited, self._gaps = Awaited(database), Gaps(database, driver)
        self._keeping = keeping(database, self._claim_new, browsers.arrive)
        # Alone on a store, nobody else's updates are to be found; a retry or a lost wake still is, in time.
        self._look_seconds = 5.0 if database.url.startswith("sqlite") else LOOK_SECONDS
        self._leads = asyncio.Event()  # this replica is the poller
        self.last_poll: float | None = None
        """Monotonic second of the last answered poll or webhook call, or when another replica was last seen to be the
        poller: what /health looks at."""
        self.tried_at = self.clock.monotonic()
        """Monotonic second at which the poll was last seen to go on, whatever came of it: what a watchdog looks at."""
        self.token_refused = False  # by the last poll
        self.replies, self.refusals = Meter(), 0
        """From the moment an update is here to its answer; polls that were answered 429."""

    # --- receiving ----------------------------------------------------------------------------------------------------

    async def receive(self, updates: Sequence[Any]) -> None:
        """Keep raw `updates` and begin with them. When this returns they are durable, and may be confirmed."""
        senders = [inbox.person_key(update) for update in updates if inbox.number(update) is not None]
        await self._keep(updates, senders)

    async def receive_web(
        self, address: Address, user_id: int, key: str, sent: Mapping[str, Any], content: bytes | None = None
    ) -> int:
        """Keep what a browser has sent, with its file, and begin; its number. The same `key` is the same update."""
        return (await self._keep([], [user_id], browsers.Sent(address, user_id, key, sent, content))).number

    async def do_web(
        self, address: Address, user_id: int, key: str, sent: Mapping[str, Any], content: bytes | None = None
    ) -> bool:
        """The same, and `done`."""
        kept = await self._keep([], [user_id], browsers.Sent(address, user_id, key, sent, content))
        return await self._awaited.ended(kept.number, new=kept.new)

    async def _keep(self, updates: Sequence[Any], senders: Sequence[int], sent: browsers.Sent | None = None) -> Kept:
        flooding = self._pace.flooding(senders)
        kept = await self._keeping.do(Arrived(updates, tuple(senders), flooding, sent))
        if self._stopping:
            return kept
        self._begin(kept.claimed)
        self._floods.heard(kept.crowds, senders)
        if len(kept.claimed) < kept.count:
            self._behind, self._clear = True, False
            self._wake.set()
        return kept

    def _claim_new(self, tx: Tx) -> list[Claimed]:
        width = 0 if self._stopping else max(WIDTH - len(self._workers), 0)
        return inbox.claim(tx, self._owner, self.clock.stamp() - self._yields, width) if width else []

    async def done(self, number: int) -> bool:
        """Return true when the update of a browser has been done here and shown; false when that takes longer, or
        another process does it."""
        return await self._awaited.ended(number)

    async def poll(self) -> None:
        """Ask Telegram for updates as long as this replica is the poller. Steps back for another one; never crashes for
        what a network can do."""
        offset: int | None = None
        pause = 1.0
        while not self._stopping:
            if not self._leads.is_set():
                offset = None
                await self._leads.wait()
            self.tried_at = self.clock.monotonic()
            # The first poll returns at once: whether we are served is known before anybody asks /health.
            wait = 0 if self.last_poll is None else POLL_SECONDS
            began = self.clock.monotonic()
            try:
                updates = await self._bot.ask(
                    "getUpdates",
                    {"offset": offset, "timeout": wait, "allowed_updates": ALLOWED},
                    read_timeout=POLL_SECONDS + 10,
                )
            except RetryAfter as error:
                # Nothing about sending, and not to be believed for long: nobody is heard meanwhile.
                self.refusals += 1
                seconds = min(wait_seconds(error), LONGEST_PAUSE)
                log.warning("polling was refused for a while", extra={"seconds": round(seconds)})
                await self.clock.sleep(seconds)
                continue
            except Conflict:
                log.warning("another poller is at work with this token; stepping back")
                if self._leads.is_set():
                    await self.contention.refused()
                await self.clock.sleep(leases.SECONDS)
                continue
            except InvalidToken:
                log.error("Telegram does not accept the token")
                self.token_refused = True
                await self.clock.sleep(30)
                continue
            except NetworkError as error:
                log.warning("no connection to the Bot API: %s", type(error).__name__)
                await self.clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            except TelegramError as error:
                log.warning("no updates: the answer was a refusal or could not be read: %s", type(error).__name__)
                await self.clock.sleep(REFUSED_SECONDS)
                continue
            numbers = numbers_of(updates)
            early = numbers == [] and wait > 0 and self.clock.monotonic() - began < EARLY_SECONDS
            if numbers is None or early:
                # Nobody is served by what answers so, and asking again at once would be all that this process does.
                log.warning("no updates: what came is not what Telegram answers")
                await self.clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause, self.token_refused = 1.0, False
            self.last_poll = self.clock.monotonic()
            self.contention.served()
            await self._gaps.served()
            if numbers:
                await self.receive(updates)
                offset = max(numbers) + 1

    async def lead(self) -> None:
        """Be the poller, or be ready to take over within seconds from one that was killed."""
        leads = False
        try:
            leads = await self._database.run(lambda tx: leases.take(tx, POLLER, self._owner))
            if not leads:
                self.last_poll = self.tried_at = self.clock.monotonic()
        finally:
            if leads:
                self._leads.set()
            elif self._leads.is_set():
                self._leads.clear()
                self.contention.ends()  # whoever polls now is of this store, and notices for itself

    @property
    def leads(self) -> bool:
        """True while this replica is the poller."""
        return self._leads.is_set()

    # --- doing --------------------------------------------------------------------------------------------------------

    def start(self, *, polling: bool) -> None:
        self._wake.set()  # what a process that died had taken, and not done, is done first
        self._looks.last(self._look, "inbox")
        if polling:
            self._loops.last(self.poll, "poll")

    async def stop(self, seconds: float = 10.0) -> None:
        """Take no more; finish what has begun; give the rest back."""
        self._stopping = True
        self._wake.set()
        await self._workers.drain(seconds)
        await self._looks.drain(seconds)
        await self._loops.drain(0.0)
        await self._keeping.join()  # what is leased when the rest has been given back is nobody's for LEASE_SECONDS
        await self._database.run(lambda tx: inbox.free(tx, self._owner))
        await self._database.run(lambda tx: leases.release(tx, POLLER, self._owner))

    async def idle(self) -> None:
        """Return when everything that reached this replica has been done and shown (tests)."""
        while await self._workers.join() or not self._clear:
            if not self._clear:
                self._behind = self._clear = True  # unless meanwhile something comes that cannot be begun
                self._wake.set()
                await asyncio.sleep(0.005)
                self._clear = not await self._database.run(inbox.undone_count) and self._clear

    async def _look(self) -> None:
        """Take work that `receive` could not begin at once: a person's second update, a retry, another replica's."""
        while not self._stopping:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._look_seconds)
            self._wake.clear()
            width, stamp = WIDTH - len(self._workers), self.clock.stamp() - self._yields
            if width <= 0 or self._stopping:
                continue
            # A person's next update can only be claimed when the one before is done: whoever is at work looks then.
            claimed, self._behind = await self._database.run(lambda tx: self._claim(tx, stamp, width))  # noqa: B023
            self._floods.look()
            self._begin([] if self._stopping else claimed)

    def _claim(self, tx: Tx, stamp: float, width: int) -> tuple[list[Claimed], bool]:
        """The updates that can be begun with, and whether more may wait."""
        parking.admit(tx)
        claimed = inbox.claim(tx, self._owner, stamp, width)
        return claimed, bool(claimed) or parking.is_waiting(tx, stamp)

    def _begin(self, claimed: Sequence[Claimed]) -> None:
        for row in claimed:
            if inbox.is_web(row.raw):
                self._awaited.begin(row.update_id)
            self._workers.start(self._do(row), f"update {row.update_id}")

    async def _do(self, row: Claimed) -> None:
        try:
            with self._awaited.doing(row.update_id):
                await self._pace.turn(row.person_key)
                await self._handle(row)
            if row.received_at is not None:
                self.replies.observe((self.clock.now() - row.received_at).total_seconds())
        except Exception as error:  # noqa: BLE001 - the row must say so, and nobody else may fall with it
            await self._failed(row, error)
            self._behind, self._clear = True, False
        finally:
            if self._behind:
                self._wake.set()

    async def _handle(self, row: Claimed) -> None:
        if inbox.is_web(row.raw):
            event = browsers.event_of(row.raw)
            await self._driver.handle(event)
            if isinstance(event.what, SentFile):
                await self._database.run(lambda tx: arrivals.done(tx, row.update_id))
        else:
            await self._application.process_update(Update.de_json(row.raw, self._bot))

    def _tell(self, person: int, word: Phrase) -> None:
        self._workers.start(self._driver.apologise(address_of(person), None, word), "a flood")

    async def _failed(self, row: Claimed, error: Exception) -> None:
        log.error("update failed: %s", where(error), extra={"update": row.update_id, "tries": row.tries + 1})
        parsed = inbox.is_web(row.raw) or is_parsed(row.raw, self._bot)
        stamp = self.clock.stamp()
        dead = await self._database.run(lambda tx: inbox.fail(tx, row.update_id, error, stamp, final=not parsed))
        self._yields = HANDS_OVER_SECONDS if await self._database.read(generations.is_outgrown) else 0.0
        asyncio.get_running_loop().call_later(inbox.RETRY_SECONDS * (row.tries + 1) + 0.05, self._wake.set)
        waits = who_waits(row.raw)
        if dead and waits is not None:
            await self._driver.apologise(waits, tapped(row.raw))
            self._awaited.end(row.update_id)
