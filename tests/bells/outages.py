"""Telegram that takes nothing, and what an office does meanwhile."""

from datetime import date

import sqlalchemy as sa

from bot.address import room
from bot.doors.web.messages import WebMessage
from bot.ledger.letter import Letter, LetterPart
from bot.people.records import Grant, Role
from bot.playground.api.faults import cut_off
from bot.store.database import Tx
from bot.store.schema import columns
from tests.office import Office

CALLS = (
    *("getMe", "sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup"),
    *("deleteMessage", "answerCallbackQuery"),
)
"""Everything but what a test asks the stand-in for itself."""
_L, _PART, _M = columns(Letter), columns(LetterPart), columns(WebMessage)


def goes_out(office: Office) -> None:
    """From now on no call leaves for Telegram."""
    for call in CALLS:
        office.world.faults.expect(call, cut_off(), times=10**9)


def comes_back(office: Office) -> None:
    office.world.faults.clear()


async def looks(office: Office, **later: float) -> None:
    """Whoever carries letters looks at the doors, so much later."""
    office.waits(**later)
    await office.service.courier.take_over()
    await office.service.doors.look()


async def carries_elsewhere(office: Office) -> None:
    """Carry what may go while Telegram is away."""
    await office.service.courier.take_over()
    courier = office.service.courier
    while True:
        await courier.elsewhere.deliver()
        await courier._calls.join()
        if not courier._queue:  # of a letter in several parts the next one
            return


async def heads_the_office(office: Office, person_id: int) -> None:
    def body(tx: Tx) -> None:
        for role in (Role.OFFICE, Role.OFFICE_HEAD):
            row = {"person_id": person_id, "role": role, "since": date(2023, 1, 1), "from_roster": False}
            tx.insert_new(Grant, [row])

    await office.database.run(body)


async def at_the_web(office: Office, person_id: int) -> list[str]:
    """The words of every message that this person has at the web."""
    rows = await office.rows(sa.select(_M.c.content).where(_M.c.address == room(person_id)).order_by(_M.c.id))
    return [str(row.content) for row in rows]


async def letters(office: Office, source: str) -> dict[int, str]:
    """The state of every letter of a source, by person; each person has one."""
    rows = await office.rows(sa.select(_L.c.person_id, _L.c.state).where(_L.c.source == source))
    assert len(rows) == len({row.person_id for row in rows})
    return {row.person_id: row.state.value for row in rows}
