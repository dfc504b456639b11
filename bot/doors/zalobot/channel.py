"""The door by Zalo's bot as a channel: a screen is sent anew each time, its buttons as numbers, within Zalo's limits.

Nothing that was sent can be edited or taken away there, and no file goes: what has one says where it is to be had.
"""

import logging
from collections import deque
from collections.abc import Collection, Sequence

from bot.address import Address, Door
from bot.dialogue.screens import Album, Attachment, Paper, Phrase, say
from bot.dialogue.surface import Surface
from bot.doors import numbering
from bot.doors.channel import Record
from bot.doors.outcomes import TROUBLE, NotDelivered, Outcome
from bot.doors.rendering import Rendered
from bot.doors.zalobot import records, words
from bot.doors.zalobot.api import Api
from bot.ledger import quotas
from bot.ledger.quotas import PLANS
from bot.people.authentication import place
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx

log = logging.getLogger(__name__)

AT_ONCE, SPAN = 6, 12.0
"""Messages to one chat within so many seconds; a screen more waits, and is the newest when it goes."""
REFUSED_SECONDS, TOKEN_SECONDS, SPENT_SECONDS = 60.0, 300.0, 3600.0
"""Seconds for which nothing is tried after «too many», after a token that is not known, and after a quota that Zalo
says is used up before our own count does."""
FRESH_SECONDS = 150.0
"""Seconds for which an answer says that Zalo serves."""
_REMEMBERED = 256
_PLAN = PLANS[Door.ZALOBOT]
_FOR_LETTERS = _PLAN.messages - _PLAN.reserved


class ZaloBot:
    """A Channel (`bot/doors/channel.py`)."""

    def __init__(self, api: Api, database: Database, phrases: Phrases) -> None:
        self._api, self._database, self._phrases = api, database, phrases
        self._clock = database.clock
        self._silent_until = float("-inf")
        self._spent_until = float("-inf")
        self._lately: dict[Address, deque[float]] = {}
        self.trouble: Outcome | None = None
        """The outcome of the last call, where it was the door's own fault."""
        self.served_at: float | None = None
        """Monotonic second of the last answer that was one."""

    # --- messages -----------------------------------------------------------------------------------------------------

    async def send(self, address: Address, rendered: Rendered, key: str = "") -> tuple[int, ...]:
        return await self._put(address, rendered, None, of_letter=True)

    async def put(self, surface: Surface, rendered: Rendered, language: str, record: Record) -> Surface | None:
        sent = await self._put(surface.address, rendered, language, of_letter=False)
        return await record.after(sent[-1])

    async def edit(self, address: Address, message_id: int, rendered: Rendered, *, other_file: bool) -> None:
        raise NotDelivered(Outcome.GONE)

    async def delete(self, address: Address, message_ids: Sequence[int]) -> None:
        raise NotDelivered(Outcome.GONE)

    async def say(self, chat_id: str, phrase: Phrase) -> None:
        """One sentence to a chat for which there is no place; never raises for the door's sake."""
        text = self._phrases.plain("vi", phrase)
        try:
            await self._leave([text], chat_id, most=_FOR_LETTERS)
        except NotDelivered as error:
            log.warning("nobody was told that there is no place: %s", error.outcome)

    async def _put(
        self, address: Address, rendered: Rendered, language: str | None, *, of_letter: bool
    ) -> tuple[int, ...]:
        """Give its buttons their numbers, and send it: the numbers are on record before anybody may read them.
        `language`: None for that of the chat's account."""
        if self._clock.monotonic() < self._spent_until:
            raise NotDelivered(Outcome.SPENT)
        offered = words.buttons(rendered)

        def body(tx: Tx) -> tuple[str, str, int] | None:
            found = records.chat_at(tx, address)
            first = numbering.give(tx, address, [data for _, data in offered], of_letter=of_letter)
            return None if found is None else (*found, first)

        known = await self._database.run(body)
        if known is None:
            raise NotDelivered(Outcome.UNREACHABLE)
        chat_id, spoken, first = known
        lines = words.numbered([label for label, _ in offered], first)
        below = self._below(rendered, language or spoken, numbers=bool(offered))
        parts = words.parted("\n".join(line for line in (words.plain(rendered.text), *lines, *below) if line))
        self._goes(address)
        return await self._leave(parts, chat_id, most=_FOR_LETTERS if of_letter else _PLAN.messages)

    async def _leave(self, parts: Sequence[str], chat_id: str, *, most: int) -> tuple[int, ...]:
        """Send these messages in their order; their numbers. Where one of several has gone and another has not, nobody
        may try again: the whole is in doubt."""
        if not await self._database.run(lambda tx: quotas.take(tx, Door.ZALOBOT, len(parts), most=most)):
            raise NotDelivered(Outcome.SPENT)
        gone = list[int]()
        for part in parts:
            try:
                result = await self._asks("sendMessage", chat_id=chat_id, text=part)
            except NotDelivered as error:
                if error.outcome is not Outcome.UNKNOWN:
                    left = len(parts) - len(gone)
                    await self._database.run(lambda tx: quotas.give_back(tx, Door.ZALOBOT, left))  # noqa: B023
                if gone:
                    raise NotDelivered(Outcome.UNKNOWN, answered=error.answered) from None
                raise
            gone.append(_number(result.get("date"), self._clock.stamp()))
        return tuple(gone)

    async def _asks(self, method: str, **given: str) -> dict[str, object]:
        try:
            result = await self._api.ask(method, **given)
        except NotDelivered as error:
            self._troubled(error.outcome)
            raise
        self.trouble, self.served_at = None, self._clock.monotonic()
        return result

    def _troubled(self, outcome: Outcome) -> None:
        now = self._clock.monotonic()
        self.trouble = outcome if outcome in TROUBLE else None
        if outcome is Outcome.WAIT:
            self._silent_until = now + REFUSED_SECONDS
        elif outcome is Outcome.TOKEN:
            self._silent_until = now + TOKEN_SECONDS
        elif outcome is Outcome.SPENT:
            self._spent_until = now + SPENT_SECONDS

    def _below(self, rendered: Rendered, language: str, *, numbers: bool) -> list[str]:
        """The lines below the numbers."""
        below = [say("number.hint")] if numbers else []
        if names := _names(rendered):
            at = place.address()
            below.append(say("file.by_web", names=names, url=at) if at else say("file.by_office", names=names))
        return [self._phrases.plain(language, line) for line in below]

    # --- the door itself ----------------------------------------------------------------------------------------------

    async def introduce(self, url: str, secret: str) -> None:
        """Tell Zalo where it is to bring what people write. Raises NotDelivered."""
        await self._asks("setWebhook", url=url, secret_token=secret)

    async def acknowledge(self, tap: str) -> None:
        """Nothing waits there."""

    async def answers(self) -> None:
        now = self._clock.monotonic()
        if self.trouble is None and self.served_at is not None and now - self.served_at < FRESH_SECONDS:
            return  # it has answered just now
        await self._asks("getMe")

    async def close(self) -> None:
        await self._api.close()

    # --- pace ---------------------------------------------------------------------------------------------------------

    def _goes(self, address: Address) -> None:
        if len(self._lately) >= _REMEMBERED:
            del self._lately[next(iter(self._lately))]
        self._lately.setdefault(address, deque(maxlen=AT_ONCE)).append(self._clock.monotonic())

    def silent_for(self, address: Address) -> float:
        now, lately = self._clock.monotonic(), self._lately.get(address)
        full = lately is not None and len(lately) == AT_ONCE
        rests = lately[0] + SPAN - now if lately is not None and full else 0.0
        return max(self._silent_until - now, rests, 0.0)

    def silent_addresses(self) -> Collection[Address]:
        return [address for address in self._lately if self.silent_for(address) > 0]

    def halted(self) -> bool:
        return self._clock.monotonic() < self._silent_until

    def replied(self) -> None:
        """Nothing is kept back for replies but the month's last messages."""

    async def aside(self) -> bool:
        return True

    async def turn(self) -> bool:
        return not self.halted()


def _names(rendered: Rendered) -> tuple[str, ...]:
    match rendered.file:
        case Album(files):
            return tuple(file.name for file in files)
        case Attachment() | Paper() as file:
            return (file.name,)
    return ()


def _number(date: object, stamp: float) -> int:
    """A number for a message that has none but text: its moment in milliseconds."""
    if isinstance(date, int) and not isinstance(date, bool) and 0 < date < 1 << 52:
        return date
    return int(stamp * 1000)
