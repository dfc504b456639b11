"""People who write to the bot at Zalo: given a place and heard, or told in one sentence that there is none."""

from collections.abc import Awaitable, Mapping
from typing import Any, Protocol

from bot.address import Address
from bot.dialogue.screens import say
from bot.doors.zalobot import records
from bot.doors.zalobot.arriving import Misshapen, read
from bot.doors.zalobot.channel import ZaloBot
from bot.nursery import Nursery
from bot.people.authentication import place
from bot.store.database import Database


class Receive(Protocol):
    """Keeps what somebody has sent, and begins with it; its number. The same `key` is the same update."""

    def __call__(self, address: Address, user_id: int, key: str, sent: Mapping[str, Any], /) -> Awaitable[int]: ...


class Guests:
    def __init__(self, receive: Receive, database: Database, channel: ZaloBot) -> None:
        self._receive, self._database, self.channel = receive, database, channel
        self._telling = Nursery()

    async def receive(self, update: Any) -> bool:
        """Keep what Zalo has brought; false for what it never sends. When this returns it is durable."""
        try:
            said = read(update, self._database.clock.now())
        except Misshapen:
            return False
        if said is None:
            return True
        guest = await self._database.run(lambda tx: records.admit(tx, said.chat_id))
        if guest.address is not None:
            await self._receive(guest.address, guest.user_id, said.key, said.sent)
        elif guest.tell:
            at, most = place.address(), records.MOST_PEOPLE
            full = say("zalobot.full_web", count=most, url=at) if at else say("zalobot.full", count=most)
            self._telling.start(self.channel.say(said.chat_id, full), "no place at Zalo")
        return True

    async def idle(self) -> None:
        """Return when everybody has been told."""
        await self._telling.join()

    async def stop(self) -> None:
        """End what is being said, and the connections."""
        await self._telling.drain(5.0)
        await self.channel.close()
