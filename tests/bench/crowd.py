"""Many people at once, each on a phone of the stand-in, each waiting for an answer before the next tap."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.people.records import Account, Person, Post, StaffKind
from bot.playground.persons.phone import Seen
from bot.playground.world import World
from bot.store.database import Tx
from bot.store.schema import columns

FIRST_USER = 7_000_000_000
TITLE = "Lao động tiên tiến"


def prepare_crowd(tx: Tx, people: int, first: int = 0) -> None:
    """As many linked members of staff beside those of the sample, numbered from `first`."""
    unit_id = tx.execute(sa.select(columns(Post).c.unit_id)).scalars().first()
    today = tx.clock.today()
    for number in range(first, first + people):
        name = f"Nguyễn Văn {number}"
        row = {
            "code": f"BN{number:04d}",
            "full_name": name,
            "folded": name.lower(),
            "kind": StaffKind.CIVIL_SERVANT,
            "position": 1000 + number,
        }
        person_id = tx.execute(sa.insert(columns(Person)).returning(columns(Person).c.id), row).scalar_one()
        post = {"person_id": person_id, "unit_id": unit_id, "title": "Chuyên viên", "since": today}
        tx.execute(sa.insert(columns(Post)), post)
        user_id = FIRST_USER + number
        account = {
            "user_id": user_id,
            "person_id": person_id,
            "language": "vi",
            "consented_at": tx.now,
            "linked_at": tx.now,
            "created_at": tx.now,
        }
        tx.execute(sa.insert(columns(Account)), account)


def keep_open(tx: Tx) -> None:
    """The campaign's window holds today: bots of the bench live by the real calendar."""
    tx.execute(sa.update(columns(Campaign)).values(deadline_at=datetime(2100, 1, 1, tzinfo=UTC)))


class Crowd:
    def __init__(self, world: World, people: int, steps: int) -> None:
        self._world, self._steps = world, steps
        self._users = [FIRST_USER + number for number in range(people)]
        self._changed = {user_id: asyncio.Event() for user_id in self._users}
        for user_id in self._users:
            world.human(user_id, f"Người {user_id}")
        world.watch(self._wake)

    def _wake(self, chat_id: int) -> None:
        if chat_id in self._changed:
            self._changed[chat_id].set()

    async def arrive(self, *, registering: bool) -> None:
        """Everybody is where the measured steps begin."""
        await asyncio.gather(*(self._say(user_id, "/dangky" if registering else "hello") for user_id in self._users))

    async def echo(self) -> int:
        async def one(user_id: int) -> None:
            for number in range(self._steps):
                await self._say(user_id, f"hello {number}")

        await asyncio.gather(*(one(user_id) for user_id in self._users))
        return len(self._users) * self._steps

    async def register(self) -> int:
        async def one(user_id: int) -> None:
            for _ in range(self._steps):
                await self._tap(user_id)

        await asyncio.gather(*(one(user_id) for user_id in self._users))
        return len(self._users) * self._steps

    async def tap_alone(self, times: int) -> list[float]:
        """Seconds from each tap to the changed screen, one at a time. By one person after the other: whoever tapped all
        of them would be slowed down."""
        return [await self.tap(number % len(self._users)) for number in range(times)]

    async def tap(self, number: int) -> float:
        """Seconds from one tap of that person to the changed screen."""
        return await self._tap(self._users[number])

    async def tap_at(self, rate: float, seconds: float) -> list[float]:
        """The same at `rate` taps a second of everybody in turn."""
        taken: list[asyncio.Task[float]] = []
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            taken.append(asyncio.create_task(self._tap(self._users[number % len(self._users)])))
        return await asyncio.gather(*taken)

    async def _say(self, user_id: int, text: str) -> float:
        before = self._last(user_id)
        began = time.perf_counter()
        self._world.says(user_id, text)
        while (seen := self._last(user_id)) is None or (before is not None and seen.message_id == before.message_id):
            await self._news(user_id)
        return time.perf_counter() - began

    async def _tap(self, user_id: int) -> float:
        seen = self._last(user_id)
        assert seen is not None
        button = next(b for row in seen.rows for b in row if b.text.endswith(TITLE))
        assert button.data is not None
        began = time.perf_counter()
        self._world.taps(user_id, seen.message_id, button.data)
        while (now := self._last(user_id)) is None or now.rows == seen.rows:
            await self._news(user_id)
        return time.perf_counter() - began

    async def _news(self, user_id: int) -> None:
        event = self._changed[user_id]
        event.clear()
        await asyncio.wait_for(event.wait(), 120)

    def _last(self, user_id: int) -> Seen | None:
        messages: Any = self._world.chat(user_id).messages
        return next((message for message in reversed(messages) if message.from_bot), None)
