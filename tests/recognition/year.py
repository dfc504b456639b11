"""The department when its year is over: who has registered what, and a decision in the Office's hands."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.people.identity import Scope, roster
from bot.people.records import UnionGroup, Unit
from bot.recognition.holders import COLUMNS, of
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Registrant, TitleLine
from bot.registration.records import Receipt
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from bot.titles.loading import shared
from tests.office import Office, Phone

DUY, HIEU, HAU, HONG, KHOI = (
    "Nguyễn Đức Duy",
    "Phạm Quốc Hiếu",
    "Nguyễn Công Hậu",
    "Nguyễn Thị Hồng",
    "Lê Công Khôi",
)
NUMBER = "125/QĐ-SKHCN"


def registers(tx: Tx, registrant: Registrant, *titles: str, by: int | None = None) -> None:
    """As if it had been sent in time."""
    campaign = current_campaign(tx)
    assert campaign is not None
    lines = {title: TitleLine(title, None, False) for title in titles}
    regime = shared().regime(campaign.regime)
    filing.file(tx, campaign, regime, registrant, lines, None, Filing(by or registrant.key))


def the_rest_registers(tx: Tx) -> None:
    """Whoever has not registered yet does, as if it had been done in the chat: all for the lowest title, every seventh
    for the one above it, every twenty-first for the province's; members of the union there too; and of units and union
    groups so many that no two titles have the same number."""
    receipts = tx.execute(sa.select(*(columns(Receipt).c[name] for name in COLUMNS))).all()
    there = {holder for row in receipts for holder in zip(COLUMNS, row, strict=True) if holder[1] is not None}
    found: list[tuple[Registrant, tuple[str, ...]]] = []
    people = roster(tx, Scope(everybody=True), tx.clock.today())
    for place, one in enumerate(people):
        higher = (("CSTDCS",) if place % 7 == 0 else ()) + (("CSTD_TINH",) if place % 21 == 0 else ())
        union = (("DVCDXS" if place % 9 else "DVCDG",)) if one.union_member else ()
        found.append((Registrant(Subject.PERSON, one.id), ("LDTT", *higher, *union)))
    unit, group = columns(Unit), columns(UnionGroup)
    for place, key in enumerate(tx.execute(sa.select(unit.c.id).where(unit.c.is_collective).order_by("id")).scalars()):
        if place % 3:
            found.append((Registrant(Subject.UNIT, key), ("TTLDTT", *(("TTLDXS",) if place % 5 == 0 else ()))))
    for place, key in enumerate(tx.execute(sa.select(group.c.id).order_by("id")).scalars()):
        found.append((Registrant(Subject.UNION_GROUP, key), ("TCDXS" if place % 3 else "TCDVM",)))
    for who, titles in found:
        if of(who.subject, who.key) not in there:
            registers(tx, who, *titles, by=who.key if who.subject is Subject.PERSON else people[0].id)


async def registered(office: Office, people: dict[str, Sequence[str]]) -> None:
    """Each of these people has registered these titles."""
    for name, titles in people.items():
        phone = await office.person(name)
        who = Registrant(Subject.PERSON, phone.person_id)
        await office.database.run(lambda tx, who=who, titles=titles: registers(tx, who, *titles))  # type: ignore[misc]


async def begins(duy: Phone, reference: str = f"{NUMBER} ngày 15/12/2023", kind: str = "Danh hiệu cấp cơ sở") -> None:
    """Up to the draft without names."""
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Nhập quyết định")
    await duy.taps(kind)
    await duy.says(reference)
    await duy.taps(next(label for label in duy.buttons() if label not in ("Quay lại", "Để sau")))
    await duy.taps("Bỏ qua")
