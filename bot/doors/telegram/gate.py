"""The gate: letters leave evenly, one a second to one chat at most, and nothing while a 429 asks for silence.

Even, because how much of a burst Telegram takes is nowhere written: a sender that never bursts is at the limit under a
kind server and an unkind one. A reply to a tap does not queue here; it only makes letters wait when there are many.

A 429 does not say which limit was met. The rule: it silences the chat that was written to, and nobody else. All are
silenced when the call was to no chat (getMe), or when three different chats have been refused within two seconds, or
with nothing taken from us since the first of them; then for as long as three of them were told. One person who taps
too fast is one chat; a limit for all refuses whoever comes next, so the third refusal is a tenth of a second away.
getUpdates has a limit of its own, which is no word about sending (handlers/intake.py).

channel.py tells it of the 429s of messages, screens and `answers`; a tap's acknowledgement, a file, the menu and the
introduction at the start tell it nothing. Every silence is stored: each process and the next start keep it. None
lasts longer than a quarter of an hour.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Database, Tx
from bot.store.schema import columns

log = logging.getLogger(__name__)

LONGEST_SILENCE = 900.0
"""Seconds, whatever an answer or the store says. To ask again after a quarter of an hour costs a true limit one refused
call, or three; to believe a number of days costs everybody the days."""
ALIKE, ALIKE_SECONDS = 3, 2.0
"""So many chats refused within so many seconds are not refused each for its own sake."""
Silence = Callable[[int], float]
"""Seconds for which a chat may not be written to."""
SLACK = 0.020
"""Seconds that may be caught up after a late call. Well below the interval at 30/s: the pace seen from
outside never exceeds the rate by as much as one message."""
MARGIN = 1.002
"""Intervals are longer by this: at exactly a limiter's rate it never regains what jitter has once taken."""
LEAD = 0.005
"""Seconds before its turn at which a letter is made ready: its commit takes about as long."""
HORIZON = 0.020
"""Letters whose turns lie within so many seconds are made ready together."""
CHAT_SECONDS = 1.0
RESERVE = 5.0
"""Replies a second that cost letters nothing: what Telegram allows beyond the usual rate. More take their turns."""
LOOK_SECONDS = 0.5
"""Seconds within which a halt that another replica was told of is known here."""
_REMEMBERED = 1024


class SendingHalt(SQLModel, table=True):
    """The last 429 that silences all, whichever process was answered it. One row."""

    __tablename__ = "sending_halt"
    id: int = Field(primary_key=True)
    until: float = Field(sa_type=sa.Double)
    """Epoch second until which nothing is sent."""
    seconds: float = Field(sa_type=sa.Double)
    """Seconds that Telegram asked for: a clock that was set back cannot make the halt longer."""


class ChatHalt(SQLModel, table=True):
    """The last 429 of one chat, whichever process was answered it. Gone when it is over."""

    __tablename__ = "chat_halt"
    chat_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    until: float = Field(sa_type=sa.Double)
    """Epoch second until which nothing is sent there."""


_H, _C = columns(SendingHalt), columns(ChatHalt)


def bounded(seconds: float) -> float:
    """The seconds that a 429 gets, whatever it asked for: less than a second, forever, or no number at all."""
    return min(max(1.0, seconds), LONGEST_SILENCE)


@dataclass(frozen=True, slots=True)
class _Silent:
    """A chat that was refused, in monotonic seconds."""

    since: float
    until: float


class Gate:
    def __init__(self, database: Database, rate: float) -> None:
        """`rate`: letters a second; infinity for no limit."""
        self._database, self._clock = database, database.clock
        self._interval = MARGIN / rate
        self.together = max(1, int(min(HORIZON * rate, 64.0)))
        """The number of letters that are made ready in one transaction."""
        self._door = asyncio.Lock()
        self._next = 0.0
        self._quiet_until = 0.0
        self._seen_until = 0.0
        self._seen_chats: frozenset[tuple[int, float]] = frozenset()
        self._silent: dict[int, _Silent] = {}
        """Replaced and never changed: transactions read it from their own threads."""
        self._taken_at = float("-inf")
        self.refusals = {"chat": 0, "all": 0}
        """Calls that were answered 429, so far: by whether they were to a chat."""
        self._chats: dict[int, float] = {}
        self._spare, self._spare_at = RESERVE, 0.0

    # --- silence ------------------------------------------------------------------------------------------------------

    @property
    def halted_for(self) -> float:
        """Seconds for which nothing may be sent to anybody; 0 when all is well."""
        return max(0.0, self._quiet_until - self._clock.monotonic())

    def silent_for(self, chat_id: int) -> float:
        """Seconds for which nothing may be sent to this chat for its own sake; 0: nothing is known against it."""
        chat = self._silent.get(chat_id)
        return 0.0 if chat is None else max(0.0, chat.until - self._clock.monotonic())

    @property
    def silent_chats(self) -> Collection[int]:
        """The chats that may not be written to for their own sake."""
        now = self._clock.monotonic()
        return [chat_id for chat_id, chat in self._silent.items() if chat.until > now]

    async def refused(self, chat_id: int | None, seconds: float) -> None:
        """A call was answered 429, which asked for `seconds` of silence. `chat_id`: to whom it was to write; None: to
        nobody in particular."""
        self.refusals["all" if chat_id is None else "chat"] += 1
        if chat_id is None:
            await self.halt(seconds)
            return
        now = self._clock.monotonic()
        silent = {key: chat for key, chat in self._silent.items() if chat.until > now}
        before = silent.get(chat_id)
        until = max(now + bounded(seconds), before.until if before else now)
        silent[chat_id] = _Silent(now, until)
        self._silent = silent
        ends = self._clock.stamp() + until - now
        await self._stored(lambda tx: _keep_chat(tx, chat_id, ends))
        since = min(now - ALIKE_SECONDS, self._taken_at)
        alike = sorted((chat.until for chat in silent.values() if chat.since > since), reverse=True)
        if len(alike) >= ALIKE:
            await self.halt(alike[ALIKE - 1] - now)

    def taken(self) -> None:
        """A call that writes to a chat was carried out: there is no limit for all just now."""
        self._taken_at = self._clock.monotonic()

    async def halt(self, seconds: float) -> None:
        """Send nothing to anybody for `seconds`: here from this instant, and soon everywhere."""
        seconds = bounded(seconds)
        if self.halted_for == 0:
            log.warning("nothing is sent to anybody for a while", extra={"seconds": round(seconds)})
        self._quiet_until = max(self._quiet_until, self._clock.monotonic() + seconds)
        until = self._clock.stamp() + seconds
        await self._stored(lambda tx: _keep(tx, until, seconds))

    async def _stored(self, keep: Callable[[Tx], None]) -> None:
        try:
            await self._database.run(keep)
        except Exception as error:  # noqa: BLE001 - whoever was refused has to record that first of all
            log.error("a halt is known here only: %s", type(error).__name__)

    async def look(self) -> None:
        """Learn of halts that another process, or this one before a restart, was told of."""
        row, chats = await self._database.read(_kept)
        self._learns(chats)
        # Once each: read again under a clock that was set back, it would seem to begin anew.
        if row is None or row.until == self._seen_until:
            return
        self._seen_until = row.until
        stamp = self._clock.stamp()
        left = min(row.until - stamp, row.seconds, LONGEST_SILENCE)
        self._quiet_until = max(self._quiet_until, self._clock.monotonic() + left)
        if row.until - stamp > left + ALIKE_SECONDS:
            # Stored before there was a longest one, or before the clock was set back: the next start is not to begin
            # it anew. (Clocks of two machines differ by less.)
            await self._database.run(lambda tx: _shorten(tx, row.until, stamp + left, left))

    def _learns(self, chats: Collection[tuple[int, float]]) -> None:
        """(chat, epoch second until which it is silent). One that is known here already is not counted anew: under a
        clock that was set back it would seem to begin again."""
        now, stamp = self._clock.monotonic(), self._clock.stamp()
        learnt = {chat: until for chat, until in chats if until > stamp and (chat, until) not in self._seen_chats}
        self._seen_chats = frozenset(chats)
        if not learnt:
            return
        silent = {key: chat for key, chat in self._silent.items() if chat.until > now}
        for chat_id, until in learnt.items():
            ends = now + min(until - stamp, LONGEST_SILENCE)
            # Long ago, since it is no sign of a limit for all just now.
            before = silent.get(chat_id, _Silent(float("-inf"), now))
            silent[chat_id] = _Silent(before.since, max(before.until, ends))
        self._silent = silent

    # --- turns --------------------------------------------------------------------------------------------------------

    async def nears(self) -> None:
        """Return a moment before the next turn: time to make a letter ready."""
        while (left := max(self._next - self._clock.monotonic() - LEAD, self.halted_for)) > 0:
            await self._clock.sleep(left)

    async def turn(self) -> bool:
        """Return at the next free turn, to send at once; False when a halt began meanwhile: then nothing may leave."""
        async with self._door:
            while True:
                if self.halted_for > 0:
                    return False
                now = self._clock.monotonic()
                if now >= self._next:
                    # After a pause there is nothing to catch up: the second letter is not to follow at once.
                    late = now - self._next
                    slack = SLACK if late < 2 * self._interval else 0.0
                    self._next = max(self._next, now - slack) + self._interval
                    return True
                await self._clock.sleep(self._next - now)

    async def aside(self) -> bool:
        """`turn` for an edit that nobody waits for: at once out of the reserve, while replies leave more than half of
        it, and else in the letters' row."""
        if self.halted_for > 0:
            return False
        self._refill()
        if self._spare <= RESERVE / 2:
            return await self.turn()
        self._spare -= 1.0
        return True

    def free_in(self, chat_id: int) -> float:
        """Seconds until this chat may be written to again; 0: now."""
        return max(0.0, self._chats.get(chat_id, 0.0) - self._clock.monotonic())

    def wrote(self, chat_id: int) -> None:
        """A letter has gone to this chat."""
        now = self._clock.monotonic()
        if len(self._chats) >= _REMEMBERED:
            self._chats = {chat: free for chat, free in self._chats.items() if free > now}
        self._chats[chat_id] = now + CHAT_SECONDS

    def replied(self) -> None:
        """A reply has gone past the turns. Beyond the reserve it takes one, so that both together stay at the limit."""
        now = self._refill()
        self._spare -= 1.0
        if self._spare < 0:
            self._spare = 0.0
            # Not further than a second ahead: replies slow letters down, and never stop them for good.
            self._next = min(max(self._next, now) + self._interval, now + CHAT_SECONDS)

    def _refill(self) -> float:
        """Give the reserve what it has regained; now."""
        now = self._clock.monotonic()
        self._spare = min(RESERVE, self._spare + (now - self._spare_at) * RESERVE)
        self._spare_at = now
        return now


_OF_ALL, _OF_CHATS = sa.select(_H.c.until, _H.c.seconds), sa.select(_C.c.chat_id, _C.c.until)


def _kept(tx: Tx) -> tuple[sa.Row[tuple[float, float]] | None, list[tuple[int, float]]]:
    row = tx.execute(_OF_ALL).one_or_none()
    return row, [(chat.chat_id, chat.until) for chat in tx.execute(_OF_CHATS)]


def _keep_chat(tx: Tx, chat_id: int, until: float) -> None:
    """The later end counts, if there can be such a one. Those that are over go."""
    stamp = tx.clock.stamp()
    tx.execute(sa.delete(_C).where(sa.or_(_C.c.until < stamp, _C.c.until > stamp + LONGEST_SILENCE)))
    if not tx.insert_new(ChatHalt, [{"chat_id": chat_id, "until": until}]):
        tx.execute(sa.update(_C).where(_C.c.chat_id == chat_id, _C.c.until < until).values(until=until))


def _keep(tx: Tx, until: float, seconds: float) -> None:
    """The later end counts, if there can be such a one: answers to calls that left together come in any order."""
    tx.insert_new(SendingHalt, [{"id": 1, "until": 0.0, "seconds": 0.0}])
    over = sa.or_(_H.c.until < until, _H.c.until > tx.clock.stamp() + LONGEST_SILENCE)
    tx.execute(sa.update(_H).where(_H.c.id == 1, over).values(until=until, seconds=seconds))


def _shorten(tx: Tx, before: float, until: float, seconds: float) -> None:
    """Unless it is another halt by now."""
    tx.execute(sa.update(_H).where(_H.c.id == 1, _H.c.until == before).values(until=until, seconds=seconds))
