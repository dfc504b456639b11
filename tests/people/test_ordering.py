"""The order of people on lists: heads first, or by given name, alike on the screen and on the paper."""

import random
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.campaigns.description import read
from bot.campaigns.records import current_campaign
from bot.campaigns.saving import save
from bot.people.identity import Staff
from bot.people.ordering import PeopleOrder, in_order
from bot.people.records import StaffKind, UnionOffice
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE
from bot.titles.loading import shared as catalogue
from tests.office import Office

DESCRIPTION = """
year = 2023
name = "Phong trào thi đua năm 2023"
regime = "A_2003"
opens = 2023-01-03
deadline = 2023-02-28
"""


def _person(name: str, position: str, office: UnionOffice | None = None) -> Staff:
    return Staff(0, "K", name, None, StaffKind.CIVIL_SERVANT, None, None, position, 1, "Đơn vị", None, "", office)


BY_OFFICE = [
    ("Trần Văn Yên", "Chi cục trưởng"),
    ("Đỗ Thị Xuân", "Phó Chi cục trưởng"),
    ("Lê Văn Vinh", "Trưởng phòng Hành chính - Tổng hợp"),
    ("Phan Thị Yến", "Quyền Trưởng phòng"),
    ("Ngô Thị Tuyết", "Phó Trưởng phòng phụ trách"),
    ("Bùi Văn An", "Chuyên viên"),
    ("Bùi Thị Ánh", "Kế toán trưởng"),
    ("Cao Văn Bảo", "Phụ trách kế toán"),
]


@pytest.mark.parametrize("seed", range(5))
def test_heads_come_first_then_deputies_then_the_others_by_given_name(seed: int) -> None:
    people = [_person(*one) for one in BY_OFFICE]
    mixed = random.Random(seed).sample(people, len(people))
    assert [one.full_name for one in in_order(mixed, PeopleOrder.OFFICE)] == [name for name, _ in BY_OFFICE]
    by_name = [one.full_name.split()[-1] for one in in_order(mixed, PeopleOrder.GIVEN_NAME)]
    assert by_name == ["An", "Ánh", "Bảo", "Tuyết", "Vinh", "Xuân", "Yên", "Yến"]


def test_a_union_group_lists_its_own_officers_first() -> None:
    an, lead = _person("Bùi Văn An", "Trưởng phòng", UnionOffice.MEMBER), _person("Lê Thị Yến", "Chuyên viên")
    lead = replace(lead, union_office=UnionOffice.GROUP_LEAD)
    assert in_order([an, lead], PeopleOrder.OFFICE, union=True) == [lead, an]
    assert in_order([an, lead], PeopleOrder.GIVEN_NAME, union=True) == [an, lead]


@pytest.mark.parametrize(
    ("said", "order"), [("", PeopleOrder.OFFICE), ('order = "given_name"', PeopleOrder.GIVEN_NAME)]
)
def test_the_campaigns_description_says_which(tmp_path: Path, said: str, order: PeopleOrder) -> None:
    file = tmp_path / "campaign.toml"
    file.write_text(DESCRIPTION + said, "utf-8")
    assert read(file, OFFICE_ZONE, catalogue()).people_order is order


def test_another_order_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "campaign.toml"
    file.write_text(DESCRIPTION + 'order = "age"', "utf-8")
    with pytest.raises(Refusal):
        read(file, OFFICE_ZONE, catalogue())


async def test_a_campaign_that_is_imported_again_lists_people_as_it_now_says(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "campaign.toml"
    for said, order in (('order = "given_name"', PeopleOrder.GIVEN_NAME), ("", PeopleOrder.OFFICE)):
        file.write_text(DESCRIPTION + said, "utf-8")
        described = read(file, OFFICE_ZONE, catalogue())
        await office.database.run(partial(save, described=described))
        campaign = await office.database.run(current_campaign)
        assert campaign is not None and campaign.people_order is order
