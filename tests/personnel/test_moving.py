"""Moves in the year: the day decides who judges; nothing that was registered or confirmed is lost."""

from datetime import date

import sqlalchemy as sa

from bot.enquiries.targets import ShowMine, ShowStaff
from bot.leading.targets import Confirm, ShowPersonnel
from bot.ledger import planning
from bot.ledger.letter import Letter
from bot.people.records import Account, Grant, Person, Post
from bot.personnel.targets import (
    CancelLeaving,
    CancelTransfer,
    EndExemption,
    Exempt,
    FindPerson,
    MergeUnit,
    RecordLeaving,
    RenameUnit,
    ShowUnit,
    ShowUnits,
    Transfer,
)
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens, registers, registration, unit_of

KIEN_UNIT = "Phòng Quản lý Công nghệ và Chuyên ngành"


async def _transfers(office: Office, name: str, unit: str = "qlcn", since: str = "01/02") -> Phone:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, name)
    await duy.taps("Chuyển đơn vị")
    await duy.says(unit)
    if any(label.startswith("Giữ chức vụ") for label in duy.buttons()):
        await duy.taps(next(label for label in duy.buttons() if label.startswith("Giữ chức vụ")))
    await duy.says(since)
    await duy.taps("Chuyển đơn vị")
    return duy


async def _confirms(phone: Phone, name: str) -> None:
    await phone.says("/donvi")
    await phone.taps("Xem từng người")
    await phone.taps(f"{name}: chờ xác nhận")
    await phone.taps("Xác nhận")


@both_engines
async def test_who_moves_between_registering_and_confirming_waits_at_the_new_head(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    ref, version, _state = await registration(office, hau)
    hieu, kien = await office.person("Phạm Quốc Hiếu"), await office.person("Ngô Quốc Kiên")
    duy = await _transfers(office, "nguyen cong hau")
    assert f"Sẽ chuyển: Chuyên viên, {KIEN_UNIT}, từ 01/02/2023" in duy.reads()
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()  # until the day nothing has changed
    await opens(kien, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in kien.reads()

    office.moves_clock_to(2023, 2, 1, 0, 1)
    await opens(hieu, Confirm(ref, version))
    assert "Đã xác nhận" not in hieu.reads()
    assert (await registration(office, hau))[2] == "submitted"
    await hau.says("/cuatoi")
    assert "Phần Nhà nước: chờ Anh Ngô Quốc Kiên" in hau.reads()
    await _confirms(kien, "Nguyễn Công Hậu")
    assert await registration(office, hau) == (ref, version, "confirmed")


@both_engines
async def test_the_person_and_both_heads_hear_of_a_transfer(office: Office) -> None:
    hau, hieu, kien = [await office.person(name) for name in ("Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Ngô Quốc Kiên")]
    await _transfers(office, "TN028")
    await office.letters()
    move = f"từ Phòng Quản lý Khoa học về {KIEN_UNIT} từ Thứ Tư, 01/02/2023"
    assert f"Anh/Chị chuyển {move}" in hau.reads()
    assert "người xác nhận là Anh Ngô Quốc Kiên" in hau.reads()
    assert f"Anh Nguyễn Công Hậu chuyển {move}" in kien.reads()
    assert "Từ ngày đó Anh/Chị xác nhận" in kien.reads()
    assert f"Anh Nguyễn Công Hậu chuyển {move}" in hieu.reads()
    assert "Nêu ý kiến" in hieu.buttons()


async def test_what_was_confirmed_before_the_move_stays(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu")
    await _confirms(hieu, "Nguyễn Công Hậu")
    await _transfers(office, "nguyen cong hau")
    office.moves_clock_to(2023, 2, 2)
    assert (await registration(office, hau))[2] == "confirmed"
    kien = await office.person("Ngô Quốc Kiên")
    await kien.says("/donvi")
    assert "Đã xác nhận (1): Nguyễn Công Hậu" in kien.reads()


async def test_a_head_who_moves_leads_the_old_unit_no_more(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    ref, version, _state = await registration(office, hau)
    hieu = await office.person("Phạm Quốc Hiếu")
    await _transfers(office, "pham quoc hieu khoa hoc", unit="thanh tra")
    office.moves_clock_to(2023, 2, 1)
    await opens(hieu, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in hieu.reads()
    await hieu.says("/donvi")
    assert "dành cho lãnh đạo đơn vị" in hieu.reads()
    chau = await office.person("Thái Thị Châu")  # while there is no head, whoever is in charge
    await _confirms(chau, "Nguyễn Công Hậu")
    assert (await registration(office, hau))[2] == "confirmed"


@both_engines
async def test_a_planned_move_is_taken_back_and_everybody_hears(office: Office) -> None:
    hieu, hau = await office.person("Phạm Quốc Hiếu"), await office.person("Nguyễn Công Hậu")
    duy = await _transfers(office, "nguyen cong hau")
    await office.letters()
    await finds(duy, "nguyen cong hau")
    await duy.taps("Bỏ việc chuyển đơn vị")
    assert "Sẽ chuyển" not in duy.reads()
    await office.letters()
    assert "Việc chuyển đơn vị đã báo không thực hiện" in hau.reads()
    assert "Anh Nguyễn Công Hậu không chuyển đơn vị như đã báo" in hieu.reads()
    posts = await office.rows(
        sa.select(columns(Post).c.unit_id, columns(Post).c.until).where(columns(Post).c.person_id == hau.person_id)
    )
    assert [(row.unit_id, row.until) for row in posts] == [(await unit_of(office, "Phòng Quản lý Khoa học"), None)]


async def test_a_heads_planned_move_taken_back_gives_the_unit_back(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu")
    duy = await _transfers(office, "TN023", unit="thanh tra")
    await finds(duy, "TN023")
    await duy.taps("Bỏ việc chuyển đơn vị")
    office.moves_clock_to(2023, 2, 2)
    await hieu.says("/donvi")
    assert "Đã phản hồi 0/7" in hieu.reads()


async def test_a_transfer_may_bring_another_position_and_never_the_same_unit(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("Phòng không có thật")
    assert "Chưa tìm thấy tên này" in duy.reads()
    await duy.says("phong quan ly khoa hoc")
    await duy.says("Phó Trưởng phòng")
    await duy.says("hôm nay")
    await duy.taps("Chuyển đơn vị")
    assert "Đơn vị đến phải khác Phòng Quản lý Khoa học" in duy.reads()
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("P.KHTC")  # by its short name
    await duy.says("Phó Trưởng phòng")
    await duy.says("hôm nay")
    await duy.taps("Chuyển đơn vị")
    assert "Phó Trưởng phòng Kế hoạch - Tài chính, từ 03/01/2023" in duy.reads()


# --- finding ----------------------------------------------------------------------------------------------------------


async def test_namesakes_are_offered_to_choose_from(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen thi hong")
    assert "Có 3 người phù hợp" in duy.reads()
    await duy.taps("Nguyễn Thị Hồng, Phòng Quản lý Khoa học")
    assert "Chị Nguyễn Thị Hồng (TN026)" in duy.reads()
    assert "Chuyên viên chính, Phòng Quản lý Khoa học" in duy.reads()
    assert "Danh hiệu Nhà nước: chưa phản hồi" in duy.reads()


# --- leaving ----------------------------------------------------------------------------------------------------------


async def _leaves(office: Office, name: str, day: str) -> Phone:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, name)
    await duy.taps("Thôi công tác (nghỉ hưu, chuyển đi)")
    await duy.says(day)
    await duy.taps("Ghi ngày nghỉ")
    return duy


@both_engines
async def test_who_has_left_acts_no_more_and_gets_no_letters(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    before = await registration(office, hau)
    duy = await _leaves(office, "nguyen cong hau", "01/02")
    assert "Thôi công tác tại Sở từ 01/02/2023" in duy.reads()
    await office.database.run(
        lambda tx: planning.plan(tx, "moved", "test:1", hau.person_id, "once", {"post": 0, "person": 0, "old": 0})
    )
    office.moves_clock_to(2023, 1, 31)
    await hau.says("/menu")
    assert "Nguyễn Công Hậu" in hau.reads()
    office.moves_clock_to(2023, 2, 1)
    table = columns(Letter)
    await office.letters()
    states = await office.rows(sa.select(table.c.state, table.c.reason).where(table.c.person_id == hau.person_id))
    assert {(row.state, row.reason) for row in states} == {("cancelled", "left")}
    await hau.says("/cuatoi")
    assert "Đăng ký của tôi" not in hau.reads()
    await hau.forges(ShowMine())
    assert "TD23" not in hau.reads()
    assert await registration(office, hau) == before
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    assert "Nguyễn Công Hậu" not in hieu.reads()


async def test_a_head_who_leaves_holding_the_unit_leaves_it_to_whoever_is_in_charge(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    await _leaves(office, "TN023", "01/02")
    office.moves_clock_to(2023, 2, 1)
    await hau.says("/cuatoi")
    assert "Phần Nhà nước: chờ Chị Thái Thị Châu" in hau.reads()
    grants, people = columns(Grant), columns(Person)
    held = sa.select(grants.c.until).join(people, people.c.id == grants.c.person_id).where(people.c.code == "TN023")
    assert {row.until for row in await office.rows(held)} == {date(2023, 2, 1)}  # and comes back with nothing


async def test_leaving_may_be_taken_back_until_the_day(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu")
    duy = await _leaves(office, "TN023", "01/02")
    await duy.taps("Bỏ ngày thôi công tác")
    assert "Nghỉ từ" not in duy.reads()
    office.moves_clock_to(2023, 2, 2)
    await hieu.says("/donvi")
    assert "Đã phản hồi 0/7" in hieu.reads()
    open_ones = await office.rows(
        sa.select(columns(Grant).c.id).where(
            columns(Grant).c.person_id == hieu.person_id, columns(Grant).c.until.is_(None)
        )
    )
    assert len(open_ones) == 1


async def test_who_has_left_is_shown_so_and_comes_back_by_the_roster_only(office: Office) -> None:
    duy = await _leaves(office, "TN025", "hôm nay")
    assert "Không còn công tác tại Sở từ 03/01/2023" in duy.reads()
    assert "bảng nhân sự" in duy.reads()
    an = await office.rows(sa.select(columns(Person).c.id).where(columns(Person).c.code == "TN025"))
    await opens(duy, CancelLeaving(an[0].id))
    assert "Người này thôi công tác tại Sở từ 03/01/2023" in duy.reads()
    await opens(duy, Transfer(an[0].id))
    await duy.says("thanh tra")
    await duy.says("Chuyên viên")
    await duy.says("15/01")
    await duy.taps("Chuyển đơn vị")
    assert "thôi công tác tại Sở từ 03/01/2023" in duy.reads()


async def test_nobody_of_the_office_shuts_the_own_door(office: Office) -> None:
    duy = await _leaves(office, "TN005", "hôm nay")
    assert "không tự ghi thôi công tác cho mình" in duy.reads()


# --- rights -----------------------------------------------------------------------------------------------------------


async def test_personnel_is_the_offices_alone(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    for name in ("Phạm Quốc Hiếu", "Thái Thị Châu", "Nguyễn Công Hậu", "Lê Công Khôi"):
        other = await office.person(name)
        for payload in (
            ShowPersonnel(),
            ShowStaff(hau.person_id),
            ShowUnits(),
            ShowUnit(5),
            FindPerson(),
            Transfer(hau.person_id),
            CancelTransfer(hau.person_id),
            Exempt(hau.person_id),
            EndExemption(hau.person_id),
            RecordLeaving(hau.person_id),
            CancelLeaving(hau.person_id),
            RenameUnit(5),
            MergeUnit(5),
        ):
            await opens(other, payload)
            assert "Mục này dành cho Văn phòng" in other.reads(), (name, payload)


async def test_who_loses_the_office_in_the_midst_of_a_move_does_not_finish_it(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("qlcn")
    await duy.says("Chuyên viên")
    await duy.says("hôm nay")
    grants = columns(Grant)
    await office.database.run(
        lambda tx: tx.execute(
            sa.update(grants).where(grants.c.person_id == duy.person_id).values(until=tx.clock.today())
        )
    )
    await duy.taps("Chuyển đơn vị")
    posts = await office.rows(sa.select(columns(Post).c.id).where(columns(Post).c.person_id == hau.person_id))
    assert len(posts) == 1


async def test_accounts_of_those_who_stay_are_untouched(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _transfers(office, "nguyen cong hau")
    office.moves_clock_to(2023, 2, 2)
    await hau.says("/menu")
    assert f"Anh Nguyễn Công Hậu, {KIEN_UNIT}" in hau.reads()
    (account,) = await office.rows(
        sa.select(columns(Account).c.person_id).where(columns(Account).c.user_id == hau.user_id)
    )
    assert account.person_id == hau.person_id
