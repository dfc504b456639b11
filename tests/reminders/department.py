"""The sample department without its bot: a clock, ticks, and the ledger of letters."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.clock import Clock
from bot.ledger.letter import Letter, State
from bot.people.records import Person, UnionGroup, Unit
from bot.registration.records import Declination, DeclineReason, Receipt, Registration, RegistrationState
from bot.reminders import records
from bot.reminders.actions import next_due, plan_due
from bot.sheets.records import SheetState, UnitSheet
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.titles.catalogue import Family

_L, _C, _P = columns(Letter), columns(Campaign), columns(Person)


class Department:
    def __init__(self, url: str, clock: Clock) -> None:
        self.clock = clock
        self.database = open_database(url, clock)

    async def tick(self, at: datetime) -> int:
        """How many letters are new."""
        self.clock.move_to(at)
        return await self.database.run(plan_due)

    async def next_due(self, at: datetime) -> datetime | None:
        self.clock.move_to(at)
        return await self.database.read(next_due)

    async def run(self, body: Any) -> Any:
        return await self.database.run(body)

    async def person(self, name: str) -> int:
        query = sa.select(_P.c.id).where(_P.c.full_name == name)
        return int(await self.database.read(lambda tx: tx.execute(query).scalar_one()))

    async def everybody(self) -> list[int]:
        return list(await self.database.read(lambda tx: list(tx.execute(sa.select(_P.c.id)).scalars())))

    async def register(
        self,
        people: Iterable[int],
        state: RegistrationState = RegistrationState.CONFIRMED,
        families: Iterable[Family] = tuple(Family),
    ) -> None:
        await self.database.run(lambda tx: register(tx, people, state, families))

    async def send_lists(self, but: str | None = None) -> None:
        """Every unit's and union group's list is with who receives it; not that of the unit whose name is `but`."""
        await self.database.run(lambda tx: send_lists(tx, but))

    async def moves_deadline(self, to: datetime, supplement_until: datetime | None = None) -> None:
        statement = sa.update(_C).values(deadline_at=to, supplement_until=supplement_until)
        await self.database.run(lambda tx: tx.execute(statement))

    async def deliver(self, most: int | None = None) -> list[Any]:
        """What a courier would now send, or the first so many; it is then sent."""

        def body(tx: Tx) -> list[Any]:
            due = sa.and_(_L.c.state == State.PLANNED, _L.c.due_at <= tx.now)
            tx.execute(
                sa.update(_L).where(due, _L.c.useful_until <= tx.now).values(state=State.MISSED, ended_at=tx.now)
            )
            query = sa.select(_L.c.id, _L.c.source, _L.c.person_id).where(due).order_by(_L.c.id).limit(most)
            found = list(tx.execute(query))
            sent = _L.c.id.in_([row.id for row in found])
            tx.execute(sa.update(_L).where(sent).values(state=State.SENT, ended_at=tx.now))
            return found

        return await self.database.run(body)

    async def letters(self, **where: Any) -> list[Any]:
        query = sa.select(_L).where(*(_L.c[name] == value for name, value in where.items())).order_by(_L.c.id)
        return list(await self.database.read(lambda tx: tx.execute(query).all()))

    async def of(self, audience: str, person_id: int) -> list[str]:
        """Rules by which this person was, or is to be, written to."""
        return [
            letter.source.split(":")[3]
            for letter in await self.letters(person_id=person_id)
            if letter.source.split(":")[2] == audience and letter.state is not State.CANCELLED
        ]

    async def rounds(self) -> list[records.RoundRow]:
        return await self.database.read(lambda tx: records.rounds(tx, 1))


def register(tx: Tx, people: Iterable[int], state: RegistrationState, families: Iterable[Family]) -> None:
    """As if they had registered; at the level of records."""
    receipt, registration = columns(Receipt), columns(Registration)
    for person_id in people:
        values = {"campaign_id": 1, "number": person_id, "code": f"T{person_id}", "person_id": person_id}
        made = tx.execute(sa.insert(receipt).returning(receipt.c.id), values).scalar_one()
        for family in families:
            row = {
                "receipt_id": made,
                "family": family,
                "state": state,
                "version": 1,
                "submitted_at": tx.now,
                "registered_by": person_id,
            }
            tx.execute(sa.insert(registration), row)


def send_lists(tx: Tx, but: str | None) -> None:
    """As if they had been sent; at the level of records."""
    units, groups, lists = columns(Unit), columns(UnionGroup), columns(UnitSheet)
    wanted = sa.select(units.c.id).where(units.c.is_collective, units.c.name != (but or ""))
    senders = [{"unit_id": key} for key in tx.execute(wanted).scalars()]
    senders += [{"union_group_id": key} for key in tx.execute(sa.select(groups.c.id)).scalars()]
    for number, sender in enumerate(senders, 1):
        row = {"campaign_id": 1, "number": number, "code": f"DS{number}", "version": 1, "state": SheetState.SUBMITTED}
        tx.execute(sa.insert(lists), {**row, **sender, "brought_in_person": False})


def decline(tx: Tx, person_id: int) -> None:
    receipt, declination = columns(Receipt), columns(Declination)
    values = {"campaign_id": 1, "number": person_id, "code": f"T{person_id}", "person_id": person_id}
    made = tx.execute(sa.insert(receipt).returning(receipt.c.id), values).scalar_one()
    row = {"receipt_id": made, "family": Family.STATE, "reason": DeclineReason.PERSONAL, "at": tx.now, "by": person_id}
    tx.execute(sa.insert(declination), row)


def beats(first: datetime, last: datetime, every: timedelta) -> Iterable[datetime]:
    while first <= last:
        yield first
        first += every
