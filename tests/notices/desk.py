"""The Office at its desk: what every notice begins with."""

from datetime import date

import sqlalchemy as sa

from bot.leading.targets import ComposeNotice
from bot.people.records import Grant, Role
from bot.store.schema import columns
from tests.office import Office, Phone

DUY, HAU, KHOI, HIEU, HONG = (
    "Nguyễn Đức Duy",
    "Nguyễn Công Hậu",
    "Lê Công Khôi",
    "Phạm Quốc Hiếu",
    "Nguyễn Thị Hồng",
)
WORDS = "Kính gửi {họ tên}, {đơn vị}. Sở phát động phong trào thi đua."


async def meets(office: Office, *names: str) -> list[Phone]:
    """People who have used the bot before, and can be written to."""
    people = [await office.person(name) for name in names]
    for person in people:
        await person.says("/menu")
    return people


async def joins_the_office(office: Office, name: str) -> Phone:
    person = await office.person(name)
    row = {"person_id": person.person_id, "role": Role.OFFICE, "since": date(2023, 1, 1), "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), row) and None)
    await person.says("/menu")
    return person


async def composes(duy: Phone, words: str = WORDS, *, known: bool = True) -> None:
    """A draft with words, without files or number."""
    await duy.forges(ComposeNotice()) if duy.from_bot() else None
    await duy.says(words)
    await duy.taps("Không kèm tệp")
    await duy.taps("Bỏ qua")
    if known:
        await duy.taps("☐ Đã nắm thông tin")
    await duy.taps("Tiếp tục")


async def for_names(duy: Phone, *names: str) -> None:
    """On the desk of a draft: it is for these."""
    await duy.taps("Chọn người nhận")
    await duy.taps("Gõ tên")
    await duy.says(", ".join(names))
    await duy.taps("Tiếp tục")
    await duy.taps(f"Chọn {len(names)} người này")


async def tries_out(office: Office, duy: Phone) -> None:
    """From the screen that counts, back to it, with a trial that has arrived."""
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await duy.taps("Kiểm tra và gửi")


async def ready(office: Office, *names: str, words: str = WORDS, known: bool = True) -> Phone:
    """Duy, in front of «Gửi ngay»."""
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy, words, known=known)
    await for_names(duy, *names)
    await tries_out(office, duy)
    return duy
