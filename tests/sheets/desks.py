"""People of the sample department at work on their lists, as several tests need them."""

from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.dialogue.targets import ToAct, ToView
from bot.people.records import Grant, Role, UnionGroup, Unit
from bot.registration.filing import Filing, file
from bot.registration.reading import Registrant, TitleLine
from bot.registration.records import Agreement
from bot.sheets.records import SheetVersion, UnitSheet
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from bot.titles.loading import shared
from tests.office import Office, Phone

QLKH = "Phòng Quản lý Khoa học"
HEAD, STAFF, OFFICER, DEPUTY = "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Nguyễn Đức Duy", "Thái Thị Châu"
GROUP, GROUP_LEAD, CHAIR = "Tổ công đoàn Quản lý Khoa học và Công nghệ", "Lê Công Khôi", "Lâm Trọng Sang"
JPEG, PNG, PDF = b"\xff\xd8\xff\xe0 page", b"\x89PNG\r\n\x1a\n page", b"%PDF-1.7 page"


async def unit(office: Office, name: str = QLKH) -> int:
    table = columns(Unit)
    return int((await office.rows(sa.select(table.c.id).where(table.c.name == name)))[0].id)


async def group(office: Office, name: str = GROUP) -> int:
    table = columns(UnionGroup)
    return int((await office.rows(sa.select(table.c.id).where(table.c.name == name)))[0].id)


async def sender(office: Office, subject: Subject = Subject.UNIT) -> tuple[Subject, int]:
    """The sender as buttons name it."""
    return subject, await unit(office) if subject is Subject.UNIT else await group(office)


async def opens(person: Phone, view: ToView) -> None:
    """Come to a view as if from a button that led there."""
    if not person.from_bot():
        await person.says("/menu")
    await person.forges(view)


async def acts(person: Phone, act: ToAct) -> None:
    if not person.from_bot():
        await person.says("/menu")
    await person.forges(act)


async def registers(office: Office, name: str, *titles: str, by: str | None = None, **said: Any) -> None:
    """`name` has registered these titles; `by`: somebody else on his or her behalf, who waits for agreement."""
    person = await office.person(name)
    whose = await office.person(by or name)
    who = Registrant(Subject.PERSON, person.person_id)
    agreement = Agreement.OWN if by is None else Agreement.AWAITED
    await office.database.run(lambda tx: _file(tx, who, titles, Filing(whose.person_id, agreement), **said))


async def collective(office: Office, who: Registrant, by: str, *titles: str) -> None:
    person = await office.person(by)
    await office.database.run(lambda tx: _file(tx, who, titles, Filing(person.person_id)))


def _file(
    tx: Tx,
    who: Registrant,
    titles: tuple[str, ...],
    filing: Filing,
    initiative: str | None = None,
    pledge: str | None = None,
) -> None:
    campaign = current_campaign(tx)
    assert campaign is not None
    lines = {title: TitleLine(title, initiative if title == "CSTDCS" else None, False) for title in titles}
    file(tx, campaign, shared().regime(campaign.regime), who, lines, {"pledge": pledge}, filing)


async def sends_page(
    person: Phone, name: str, data: bytes, *, mime: str = "application/octet-stream", photo: bool = False
) -> None:
    """As a document, or `photo`: as the camera's picture, which Telegram names itself."""
    person.office.world.sends_file(person.user_id, name, data, mime, as_photo=photo)
    await person.office.settle()


async def lists(office: Office) -> list[Any]:
    table = columns(UnitSheet)
    return await office.rows(sa.select(table).order_by(table.c.id))


async def versions(office: Office) -> list[tuple[int, int]]:
    """(list, version) of everything that was ever sent."""
    table = columns(SheetVersion)
    query = sa.select(table.c.sheet_id, table.c.version).order_by(table.c.id)
    return [(row.sheet_id, row.version) for row in await office.rows(query)]


async def grants(office: Office, name: str, role: Role, unit_id: int | None) -> None:
    person = await office.person(name)
    row = {"person_id": person.person_id, "role": role, "unit_id": unit_id}
    since = office.clock.today()
    await office.database.run(
        lambda tx: tx.execute(sa.insert(columns(Grant)), {**row, "since": since, "from_roster": False})
    )


async def loses(office: Office, name: str, role: Role) -> None:
    """The grant ends today."""
    person = await office.person(name)
    table = columns(Grant)
    ended = sa.update(table).where(table.c.person_id == person.person_id, table.c.role == role)
    await office.database.run(lambda tx: tx.execute(ended.values(until=office.clock.today())))
