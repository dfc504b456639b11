"""A run of letters: people with chats on the stand-in, a ledger, and a courier that waits in no time."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.clock import Clock
from bot.dialogue.screens import Screen, say, screen
from bot.doors.channel import Channels
from bot.doors.telegram.channel import Telegram
from bot.doors.telegram.gate import Gate
from bot.doors.telegram.wire import Wire
from bot.ledger.letter import Kind, Letter, State
from bot.ledger.planning import plan_all
from bot.outbox.courier import WIDTH, Courier
from bot.people.identity import Actor
from bot.people.records import Account, Person, StaffKind
from bot.playground.api.faults import Fault, NoReply, Script
from bot.playground.api.limits import COUNTED
from bot.playground.inprocess import InProcessRequest
from bot.playground.sample import first_morning
from bot.playground.world import Call, World
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.store.witness import Saw, not_seen
from tests.ledger import figures
from tests.office import phrases_read_once
from tests.quick_clock import QuickClock

FIRST_USER = 6_000_000_000
SOURCE = "notice:1"
_L = columns(Letter)


def words(_tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """A letter that says `values["words"]`, unless it is told that it is not needed."""
    return None if values.get("done") else screen(say("asked.words", words=values["words"]))


BULK = Kind("bulk", words)
URGENT = Kind("urgent", words, bulk=False)
REPEATED = Kind("repeated", words, unknown_may_repeat=True)
KINDS = (BULK, URGENT, REPEATED)


class Weather(Script):
    """Faults by what is asked, and when, in place of those on order."""

    def __init__(self, forecast: Callable[[str, Mapping[str, Any]], Fault | None]) -> None:
        super().__init__()
        self.expect("never", Fault(NoReply()))  # a world looks at a script only while something is planned
        self.forecast = forecast

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        return self.forecast(method, params)


class Run:
    def __init__(self, url: str, people: int, kinds: tuple[Kind, ...], rate: float, width: int, clock: Clock) -> None:
        self.clock = clock
        self.clock.move_to(first_morning(OFFICE_ZONE))
        self.database = open_database(url, self.clock)
        self.world = World(now=self.clock.now, monotonic=self.clock.monotonic)
        self.people = list(range(1, people + 1))
        self._kinds, self._rate, self._width = {kind.name: kind for kind in kinds}, rate, width
        self.wires: list[Wire] = []

    async def open(self) -> None:
        await self.database.run(self._hire)
        for person_id in self.people:
            self.world.human(FIRST_USER + person_id, f"Người {person_id}")
            self.world.says(FIRST_USER + person_id, "/start")
        self.courier = await self.new_courier()
        await self.courier.take_over()

    async def close(self) -> None:
        for wire in self.wires:
            await wire.shutdown()
        await self.database.close()

    async def new_courier(self, saw: Saw = not_seen) -> Courier:
        """Another process, as it were: a courier with a gate of its own."""
        wire = Wire(
            self.world.token,
            base_url="http://stand-in/bot",
            base_file_url="http://stand-in/file/bot",
            request=InProcessRequest(self.world),
            get_updates_request=InProcessRequest(self.world),
        )
        await wire.initialize()
        self.wires.append(wire)
        self.gate = Gate(self.database, self._rate)
        phrases = phrases_read_once(OFFICE_ZONE)
        channels = Channels({Door.TELEGRAM: Telegram(wire, self.database, phrases, self.gate)})
        return Courier(channels, self.database, phrases, self._kinds, self.gate, saw, width=self._width)

    async def plan(self, kind: str = "bulk", source: str = SOURCE, occurrence: str = "1", **rest: Any) -> int:
        """One letter to everybody."""
        people = {person_id: {"words": f"Thư số {person_id}"} for person_id in self.people}
        return await self.database.run(lambda tx: plan_all(tx, kind, source, occurrence, people, **rest))

    async def delivers(self) -> None:
        await self.courier.deliver()

    async def totals(self, source: str = SOURCE) -> dict[str, int]:
        """The states that any letter is in."""
        found = await self.database.run(lambda tx: figures.totals(tx, source))
        return {state.value: count for state, count in found.items() if count}

    async def letters(self) -> list[Any]:
        return await self.database.run(lambda tx: list(tx.execute(sa.select(_L).order_by(_L.c.id))))

    async def state(self, person_id: int) -> tuple[State, str | None]:
        rows = [row for row in await self.letters() if row.person_id == person_id]
        return rows[-1].state, rows[-1].reason

    def received(self, person_id: int) -> list[str]:
        return [message.text for message in self.world.chat(FIRST_USER + person_id).messages if message.from_bot]

    def received_in_all(self) -> list[int]:
        """How many messages everybody has, in the order of the people."""
        return [len(self.received(person_id)) for person_id in self.people]

    def sends(self) -> list[Call]:
        return [call for call in self.world.calls if call.method in COUNTED]

    def _hire(self, tx: Tx) -> None:
        tx.insert_new(Person, [person_row(person_id) for person_id in self.people])
        tx.insert_new(Account, [_account(tx, person_id) for person_id in self.people])


def person_row(person_id: int) -> dict[str, Any]:
    name = f"Nguyễn Văn {person_id}"
    known = {"id": person_id, "code": f"X{person_id}", "full_name": name, "folded": name.lower()}
    return known | {"kind": StaffKind.CIVIL_SERVANT, "position": person_id}


def _account(tx: Tx, person_id: int) -> dict[str, Any]:
    user_id = FIRST_USER + person_id
    known = {"user_id": user_id, "person_id": person_id, "language": "vi"}
    return known | {"consented_at": tx.now, "linked_at": tx.now, "created_at": tx.now}


@asynccontextmanager
async def running(
    url: str,
    people: int = 3,
    *,
    kinds: tuple[Kind, ...] = KINDS,
    rate: float = 25.0,
    width: int = WIDTH,
    clock: Clock | None = None,
) -> AsyncIterator[Run]:
    """A run on the empty store `url`. Nothing is planned yet, and the courier leads."""
    run = Run(url, people, kinds, rate, width, clock or QuickClock(OFFICE_ZONE))
    await run.open()
    try:
        yield run
    finally:
        await run.close()
