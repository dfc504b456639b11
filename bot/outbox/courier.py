"""Carries letters: leases what is due, makes it ready, calls, records. One replica at a time leads.

A letter is in flight from the commit before its call to the commit after it. At most `width` are, so at most so many
become unknown when the process dies. While the Bot API does not answer no letter is risked: harmless calls ask whether
it is back, and then one letter goes ahead of the others. The same holds for what a source says for the first time.
"""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress

from bot.address import Door
from bot.dialogue.screens import Album, Screen
from bot.doors.channel import Channel, Channels
from bot.doors.outcomes import TROUBLE, NotDelivered
from bot.doors.rendering import Rendered, render
from bot.doors.telegram.gate import Gate
from bot.ledger import outages
from bot.ledger.halts import halt_what_waited
from bot.ledger.letter import Kind
from bot.logs import where
from bot.nursery import Nursery
from bot.outbox import claims
from bot.outbox.amending import recover_changes
from bot.outbox.changing import Changing
from bot.outbox.claims import Leased, Outgoing
from bot.outbox.elsewhere import Elsewhere
from bot.outbox.queue import LOOK_SECONDS, Queue
from bot.outbox.settling import Settled, recover, settle
from bot.outbox.verdict import ARRIVED, NOT_YET, UNDRAWN, judge
from bot.phrases.catalogue import Phrases
from bot.store import generations, leases
from bot.store.database import Database, Tx
from bot.store.witness import Saw, not_seen

log = logging.getLogger(__name__)

COURIER = "courier"
WIDTH = 8
LONGEST_PAUSE = 30.0
"""Seconds between two questions whether the Bot API is back. They double from one."""
RETRY_SECONDS = 1.0
LONG_AWAY = 2 * 3600.0
"""Seconds. After a shorter time without anybody who sends, letters go on by themselves."""


class Courier:
    def __init__(
        self,
        channels: Channels,
        database: Database,
        phrases: Phrases,
        kinds: Mapping[str, Kind],
        gate: Gate,
        saw: Saw = not_seen,
        *,
        width: int = WIDTH,
    ) -> None:
        self._channels, self._database, self._gate = channels, database, gate
        self._phrases, self._kinds = phrases, kinds
        self._saw, self._width, self._clock = saw, width, database.clock
        self._owner = secrets.token_hex(8)
        self._loops, self._calls = Nursery(), Nursery()
        self._leads, self._wake = asyncio.Event(), asyncio.Event()
        self._stopping = False
        self._making_ready = asyncio.Lock()
        self._queue = Queue(database, kinds, gate, lease=COURIER, owner=self._owner, width=width)
        self._chosen: list[Leased] = []  # letters that wait for their turn, taken out of the queue
        self._out = 0  # calls begun and not recorded
        self._trouble, self._careful, self._pauses = False, False, 0
        """The Bot API does not answer, or is known to be out; does again, and one letter shows it; questions so far."""
        here = claims.Holder(COURIER, self._owner, width)
        self.elsewhere = Elsewhere(database, kinds, self._send, self._telegram_is_away, self._let_go, here)
        self._results, self._pen = list[Settled](), asyncio.Lock()
        self._changing = Changing(
            channels, database, kinds, self._draw, gate, saw, lease=COURIER, owner=self._owner, width=width
        )

    # --- leading ------------------------------------------------------------------------------------------------------

    def start(self, *, proven: bool = True) -> None:
        """Begin. `proven`: Telegram has answered this process; where it has not, a harmless call asks first."""
        self._trouble |= not proven
        self._loops.last(self._work, "courier")
        self._loops.last(self._change, "changes")
        if self._channels.doors != {Door.TELEGRAM}:
            self._loops.last(self.elsewhere.carry, "letters by the web")

    async def stop(self, seconds: float = 10.0) -> None:
        """Begin nothing more; wait for what is in flight; give the rest back."""
        self._stopping = True
        async with self._making_ready:
            await self._loops.drain(0.0)
        await self._calls.drain(seconds)
        await self._changing.stop(seconds)
        self._leads.clear()
        self._queue.clear()
        owner = self._owner
        await self._database.run(lambda tx: claims.give_back(tx, owner))
        await self._database.run(lambda tx: leases.release(tx, COURIER, owner))

    @property
    def leads(self) -> bool:
        """True while this replica carries the letters."""
        return self._leads.is_set()

    @property
    def troubled(self) -> bool:
        """True while the Bot API does not take calls: no letter is risked then."""
        return self._trouble

    async def take_over(self) -> bool:
        """Lead, if nobody else does; what a leader before has left behind is then put right."""
        led, owner = self._leads.is_set(), self._owner

        def body(tx: Tx) -> tuple[bool, int | None, int]:
            leads = leases.take(tx, COURIER, owner)
            self._trouble |= leads and outages.out_now(tx, Door.TELEGRAM) is not None
            away = leases.mark(tx, leases.CARRIED) if leads else 0.0
            # However little is sent, a copy is older than what was seen a few seconds after it.
            generation = generations.rise(tx) if leads else generations.generation(tx)
            if led or not leads:
                return leads, generation, 0
            recover_changes(tx, owner)
            # Its own too, where it had to step down: the queue that held them was cleared then.
            claims.give_back(tx, owner)
            unknown = recover(tx, owner, self._kinds)
            if away > LONG_AWAY:  # after that: what a dead process had leased waits again
                halt_what_waited(tx, self._kinds)
            return leads, generation, unknown

        leads, unknown = False, 0
        try:
            leads, generation, unknown = await self._database.run(body)
            self._note(generation)
        finally:
            if leads:
                self._leads.set()
            else:
                self._step_down()
        if unknown:
            log.warning("a process died while it sent letters; whether they arrived is unknown", extra={"n": unknown})
        return leads

    def _note(self, generation: int | None) -> None:
        if generation is not None:
            self._saw(generation)

    def _step_down(self) -> None:
        self._leads.clear()
        self._queue.clear()  # whoever leads now has taken them

    async def _work(self) -> None:
        while not self._stopping:
            await self._leads.wait()
            await self.deliver()
            await asyncio.sleep(LOOK_SECONDS)

    async def _change(self) -> None:
        while not self._stopping:
            await self._leads.wait()
            await self.change()
            await asyncio.sleep(LOOK_SECONDS)

    def _telegram_is_away(self) -> bool:
        return (self._trouble or self._gate.halted_for > 0) and self._leads.is_set() and not self._stopping

    def _let_go(self) -> list[int]:
        """Hold no letter of those that have not begun to leave; which they were."""
        chosen, self._chosen = self._chosen, []
        self._queue.put_back(chosen)
        return self._queue.given_up()

    async def change(self) -> None:
        """Make whatever change to letters is due; return when there is nothing to do now."""
        await self._changing.deliver(lambda: self._leads.is_set() and not self._stopping)

    # --- carrying -----------------------------------------------------------------------------------------------------

    async def deliver(self) -> None:
        """Send whatever is due, as far and as fast as it may be; return when there is nothing to do now."""
        while self._leads.is_set() and not self._stopping:
            if self._trouble:
                await self._wait_for_telegram()
            if not await self._queue.fill():
                self._step_down()
                return
            self._wake.clear()
            if chosen := self._choose():
                self._chosen = chosen
                await self._gate.nears()
                batch, self._chosen = self._chosen, []
                await self._send(batch)
            elif self._out:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            elif self._queue:
                await self._clock.sleep(min(self._queue.free_in(), LOOK_SECONDS))
            else:
                return

    def _choose(self) -> list[Leased]:
        """The next letters that may go, as many as there is room for."""
        return self._queue.choose(min((1 if self._careful else self._width) - self._out, self._gate.together))

    async def _send(self, batch: list[Leased]) -> list[asyncio.Task[None]]:
        """Put these in flight; the calls that were begun."""
        calls = list[asyncio.Task[None]]()

        def begin(tx: Tx) -> tuple[list[Outgoing], int | None]:
            messages = claims.begin(tx, self._owner, batch, self._kinds, self._draw, self._channels.silent_for)
            return messages, generations.rise(tx) if messages else None

        async with self._making_ready:
            try:
                messages, generation = await self._database.run(begin)
            except BaseException:
                self._queue.put_back(batch)
                raise
            self._note(generation)  # before anything leaves
            called = {message.letter.source for message in messages}
            self._queue.not_out(letter.source for letter in batch if letter.source not in called)
            for number, message in enumerate(messages):
                channel = self._channels.to(message.address)
                if not await self._turns(channel, message.rendered):
                    self._queue.not_out(message.letter.source for message in messages[number:])
                    await self._record(*(Settled(message, NOT_YET) for message in messages[number:]))
                    break
                if self._channels.silent_for(message.address) > 0:  # since it was made ready
                    self._queue.not_out([message.letter.source])
                    await self._record(Settled(message, NOT_YET))
                    continue
                self._gate.wrote(message.letter.person_id)
                self._out += 1
                calls.append(self._calls.start(self._call(message), f"letter {message.letter.id}"))
        return calls

    async def _turns(self, channel: Channel, rendered: Rendered) -> bool:
        """Telegram counts every file of an album. False when a halt began meanwhile."""
        messages = len(rendered.file.files) if isinstance(rendered.file, Album) else 1
        return all([await channel.turn() for _ in range(messages)])

    def _draw(self, language: str, screen: Screen) -> Rendered:
        return render(self._phrases, language, screen)

    async def _call(self, message: Outgoing) -> None:
        source = message.letter.source
        try:
            settled = await self._called(message)
            if settled.verdict is ARRIVED:
                self._careful, self._pauses = False, 0
                self._queue.arrived(source)
            await self._record(settled)
        finally:
            self._queue.not_out([source])
            self._out -= 1
            self._wake.set()

    async def _called(self, message: Outgoing) -> Settled:
        try:
            at, key = message.address, f"{message.letter.id}:{message.place}"
            return Settled(message, ARRIVED, await self._channels.to(at).send(at, message.rendered, key))
        except NotDelivered as error:
            self._trouble |= error.outcome in TROUBLE and message.address.door is Door.TELEGRAM
            verdict = judge(error.outcome, error.words, answered=error.answered)
            log.warning("letter not sent: %s", error.outcome, extra={"letter": message.letter.id})
            return Settled(message, verdict)
        except Exception as error:  # noqa: BLE001 - a paper that cannot be made, a file that is not there
            log.error("letter not sent: %s", where(error), extra={"letter": message.letter.id})
            return Settled(message, UNDRAWN)

    async def _record(self, *settled: Settled) -> None:
        """Record these with whatever else waits for it: one commit for all calls that end together. A letter stays in
        flight until this is done, however long the database is away."""
        self._results += settled
        async with self._pen:
            while self._results:
                batch, self._results = self._results, []
                try:
                    more = await self._database.run(lambda tx: settle(tx, batch, self._kinds))  # noqa: B023
                except Exception as error:  # noqa: BLE001 - what has become of a letter must not be lost
                    log.error("letters not recorded yet: %s", where(error))
                    self._results = batch + self._results
                    await asyncio.sleep(RETRY_SECONDS)
                else:
                    self._queue.put_first(reversed(more))

    async def _wait_for_telegram(self) -> None:
        """Ask until the Bot API answers. Then one letter goes ahead; the pauses grow on until it has arrived."""
        while self._trouble and self._leads.is_set() and not self._stopping:
            await self._clock.sleep(min(2.0**self._pauses, LONGEST_PAUSE))
            self._pauses += 1
            try:
                await self._channels.answers(Door.TELEGRAM)
            except NotDelivered as error:
                log.warning("no letters: the Bot API does not answer: %s", error.outcome)
            else:
                self._trouble, self._careful = False, True
