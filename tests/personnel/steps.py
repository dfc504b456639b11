"""What the transcripts of this slice do again and again."""

import sqlalchemy as sa

from bot.dialogue.targets import Payload
from bot.doors.buttons import pack
from bot.leading.targets import ShowPersonnel
from bot.people.records import Unit
from bot.registration.records import Receipt, Registration
from bot.store.schema import columns
from tests.office import Office, Phone


async def opens(phone: Phone, payload: Payload) -> None:
    """Tap a button that stands on somebody else's screen."""
    await phone.says("/menu")
    await phone.forges(pack(payload))


async def registers(office: Office, name: str) -> Phone:
    """Registers, the simplest way."""
    person = await office.person(name)
    await person.says("/dangky")
    if "Đăng ký như năm trước" in person.buttons():
        await person.taps("Đăng ký như năm trước")
    else:
        await person.taps("Lao động tiên tiến")
        await person.taps("Tiếp tục")
        await person.taps("Bỏ qua")
    await person.taps("Gửi đăng ký")
    assert "Mã số" in person.reads()
    return person


async def registration(office: Office, person: Phone) -> tuple[int, int, str]:
    """Key, version and state of what the person has registered among the State titles."""
    table, receipts = columns(Registration), columns(Receipt)
    query = (
        sa.select(table.c.id, table.c.version, table.c.state)
        .join(receipts, receipts.c.id == table.c.receipt_id)
        .where(receipts.c.person_id == person.person_id, table.c.family == "state")
    )
    (row,) = await office.rows(query)
    return row.id, row.version, row.state.value


async def unit_of(office: Office, name: str) -> int:
    (row,) = await office.rows(sa.select(columns(Unit).c.id).where(columns(Unit).c.name == name))
    return int(row.id)


async def finds(duy: Phone, name: str) -> None:
    """The Office opens somebody's page."""
    await opens_personnel(duy)
    await duy.taps("Tìm người")
    await duy.says(name)


async def opens_personnel(duy: Phone) -> None:
    await opens(duy, ShowPersonnel())
