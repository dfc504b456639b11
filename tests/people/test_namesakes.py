"""People of one name are told apart wherever anybody reads or chooses them."""

import pytest
import sqlalchemy as sa

from bot.leading.targets import ConfirmAll, ShowMember, ShowMembers, ShowPersonnel
from bot.notices.audience.recipients import matching
from bot.people.identity import Scope, roster
from bot.people.naming import post_of
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office

NAME, HIS, HERS = "Nguyễn Công Hậu", "TN028", "TN026"


def _called(code: str, name: str) -> sa.Executable:
    table = columns(Person)
    return sa.update(table).where(table.c.code == code).values(full_name=name)


@both_engines
async def test_two_of_one_name_in_one_unit_are_told_apart_on_boards_buttons_cards_and_lists(office: Office) -> None:
    hau, hieu = await office.person(NAME), await office.person("Phạm Quốc Hiếu")
    await office.database.run(lambda tx: tx.execute(_called(HERS, NAME)))
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    assert f"({HIS})" not in hau.reads()  # nobody is told apart from himself
    await hieu.says("/donvi")
    assert f"Chờ xác nhận (1): {NAME} ({HIS})" in hieu.reads() and f"{NAME} ({HERS})" in hieu.reads()
    await hieu.forges(ShowMembers(Family.STATE))
    assert {f"{NAME} ({HIS}): chờ xác nhận", f"{NAME} ({HERS}): chưa phản hồi"} <= set(hieu.buttons())
    await hieu.forges(ShowMember(Family.STATE, hau.person_id))
    assert hieu.reads().startswith(f"{NAME} ({HIS}), Chuyên viên")
    await hieu.forges(ConfirmAll(Family.STATE))
    assert f"- {NAME} ({HIS}): LĐTT" in hieu.reads()
    await hieu.says("danh sách đơn vị")
    await hieu.taps("Xem danh sách")
    assert f"{NAME} ({HIS}): LĐTT" in hieu.reads() and f"{NAME} ({HERS}): chưa phản hồi" in hieu.reads()

    def named(tx: Tx) -> set[str]:
        return {one.full_name for one in matching(tx, {"everybody": True}) if NAME in one.full_name}

    assert await office.database.run(named) == {f"{NAME} ({HIS})", f"{NAME} ({HERS})"}


async def test_those_of_one_name_in_several_units_are_told_apart_by_their_units(office: Office) -> None:
    def people(tx: Tx) -> dict[str, str]:
        tx.execute(_called("TN002", NAME))
        everybody = roster(tx, Scope(everybody=True), tx.clock.today())
        return {one.code: one.name for one in everybody if one.full_name == NAME}

    units = {HIS: "P.QLKH", "TN002": "BGĐ"}
    assert await office.database.run(people) == {code: f"{NAME} ({unit})" for code, unit in units.items()}
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/menu")
    await duy.forges(ShowPersonnel())
    await duy.taps("Tìm người")
    await duy.says("cong hau")
    assert len({label for label in duy.buttons() if NAME in label}) == 2


@pytest.mark.parametrize(
    ("position", "unit", "post"),
    [
        ("Trưởng phòng", "Phòng Quản lý Khoa học", "Trưởng phòng Quản lý Khoa học"),
        ("Phó Trưởng phòng", "Phòng Kế hoạch - Tài chính", "Phó Trưởng phòng Kế hoạch - Tài chính"),
        ("Chánh Văn phòng", "Văn phòng Sở", "Chánh Văn phòng Sở"),
        ("Chánh Thanh tra", "Thanh tra Sở", "Chánh Thanh tra Sở"),
        ("Chi cục trưởng", "Chi cục Tiêu chuẩn", "Chi cục trưởng Chi cục Tiêu chuẩn"),
        ("Phó Giám đốc", "Trung tâm Ứng dụng", "Phó Giám đốc Trung tâm Ứng dụng"),
        ("Giám đốc Sở", "Ban Giám đốc Sở", "Giám đốc Sở"),
        ("Phó Giám đốc Sở", "Ban Giám đốc Sở", "Phó Giám đốc Sở"),
        ("Chuyên viên", "Phòng Quản lý Khoa học", "Chuyên viên, Phòng Quản lý Khoa học"),
        ("", "Văn phòng Sở", "Văn phòng Sở"),
        ("Chuyên viên", "", "Chuyên viên"),
    ],
)
def test_a_post_is_written_with_its_unit_as_offices_write_it(position: str, unit: str, post: str) -> None:
    assert post_of(position, unit) == post
