"""An office with doors that ring: its people, a ledger of letters that nobody takes, and servers of mail, SMS, Zalo."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.bells import policy
from bot.bells.records import Bell as BellRow
from bot.bells.records import BellLetter
from bot.doors.bell import Bell
from bot.doors.email.smtp import Mail
from bot.doors.sms.gateway import Sms
from bot.doors.zalo.template import Zalo
from bot.ledger.letter import Letter, State
from bot.ledger.planning import plan
from bot.people.authentication import place
from bot.people.records import Person
from bot.ringing.doors import link_to_ring
from bot.ringing.ringer import Ringer
from bot.store import leases
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bells.servers import Gateway, MailServer, ZaloServer, mail_server, served
from tests.office import Office

URL = "https://td.example.vn/thidua"
ALL = (Door.EMAIL, Door.ZALO, Door.SMS)
_B, _BL, _L, _P = columns(BellRow), columns(BellLetter), columns(Letter), columns(Person)


class House:
    def __init__(self, office: Office, mail: MailServer, gateway: Gateway, zalo: ZaloServer) -> None:
        self.office, self.mail, self.gateway, self.zalo = office, mail, gateway, zalo
        self.ringers: list[Ringer] = []
        self.planned = 0

    def bells(self) -> dict[Door, Bell]:
        return {
            Door.EMAIL: Mail(f"smtp://127.0.0.1:{self.mail.port}", "vanphong@so.example.vn", self.office.clock),
            Door.ZALO: Zalo(
                self.office.database, "app", "zbs-secret", "first", "321", api=self.zalo.url, oauth=self.zalo.url
            ),
            Door.SMS: Sms(self.gateway.url, self.gateway.token),
        }

    async def ringer(self) -> Ringer:
        """A process that rings; the one before it is dead, and its lease over."""
        await self.office.database.run(lambda tx: tx.execute(sa.delete(columns(leases.Lease))))
        self.ringers.append(Ringer(self.office.database, self.office.service.phrases, self.bells(), link_to_ring))
        await self.ringers[-1].begin()
        return self.ringers[-1]

    async def opens(self, *doors: Door, **values: Any) -> None:
        """The Office opens these doors, in this order, and closes the others."""

        def body(tx: Tx) -> None:
            for number, door in enumerate((*doors, *(one for one in ALL if one not in doors))):
                on = door in doors
                policy.change(tx, door, is_on=on, on_since=tx.now if on else None, place=number, **values)

        await self.office.database.run(body)

    async def closes(self, door: Door) -> None:
        await self.office.database.run(lambda tx: policy.change(tx, door, is_on=False))

    async def rings(self) -> int:
        return await self.ringers[-1].look()

    async def mailbox(self, name: str, address: str | None) -> int:
        """The roster has this address of the person; the person's key."""

        def body(tx: Tx) -> int:
            called = sa.select(_P.c.id).where(_P.c.full_name == name).order_by(_P.c.id)
            found = int(tx.execute(called).scalars().first() or 0)
            tx.execute(sa.update(_P).where(_P.c.id == found).values(email=address))
            return found

        return await self.office.database.run(body)

    async def writes_to(self, *people: int) -> None:
        """A letter to each of them, which the courier then carries."""
        await self.plans(*people)
        await self.office.letters()

    async def plans(self, *people: int) -> None:
        """A letter to each of them, of a kind that may wait, and that nobody carries yet."""
        self.planned += 1
        source = f"trial:{self.planned}"

        def body(tx: Tx) -> None:
            for person in people:
                plan(tx, "data_erased", source, person, "1", {"asked": tx.now.isoformat()})

        await self.office.database.run(body)

    async def told(self, person: int | None = None) -> list[tuple[Any, ...]]:
        """Door, state and reason of every bell, in the order in which they were planned."""
        query = sa.select(_B.c.door, _B.c.state, _B.c.reason).order_by(_B.c.id)
        rows = await self.office.rows(query if person is None else query.where(_B.c.person_id == person))
        return [tuple(None if one is None else one.value for one in row) for row in rows]

    async def rows(self) -> Sequence[Any]:
        return await self.office.rows(sa.select(_B).order_by(_B.c.id))

    async def letters_of(self) -> list[tuple[int, str]]:
        """Letter and door of every row, each of which there is once."""
        rows = await self.office.rows(sa.select(_BL.c.letter_id, _BL.c.door).order_by(_BL.c.letter_id, _BL.c.bell_id))
        return [(row.letter_id, row.door.value) for row in rows]

    async def blocked(self) -> int:
        rows = await self.office.rows(sa.select(_L.c.id).where(_L.c.state == State.BLOCKED))
        return len(rows)


@asynccontextmanager
async def house_of(office: Office) -> AsyncIterator[House]:
    place.open_at(URL)
    async with AsyncExitStack() as stack:
        mail = await stack.enter_async_context(mail_server())
        gateway, zalo = Gateway(), ZaloServer(now=office.clock.local)
        for double in (gateway, zalo):
            await stack.enter_async_context(served(double))
        house = House(office, mail, gateway, zalo)
        await house.ringer()
        try:
            yield house
        finally:
            for ringer in house.ringers:
                await ringer.stop()
            place.open_at("")
