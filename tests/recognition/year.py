"""The department when its year is over: who has registered what, and a decision in the Office's hands."""

from collections.abc import Sequence

from bot.campaigns.records import current_campaign
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Registrant, TitleLine
from bot.store.database import Tx
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
