"""A unit gets another name, or becomes part of another: by date, and both names are known ever after."""

from datetime import date

import sqlalchemy as sa

from bot.leading.targets import Confirm
from bot.people.records import Post, Unit
from bot.people.roster import importing as roster
from bot.people.roster import snapshot, tree
from bot.personnel.targets import ShowUnit, ShowUnits
from bot.playground.sample import DATA, ROSTER
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens, opens_personnel, registers, registration, unit_of

QLKH, TTRA = "Phòng Quản lý Khoa học", "Thanh tra Sở"


async def _opens_unit(office: Office, name: str) -> Phone:
    duy = await office.person("Nguyễn Đức Duy")
    await opens_personnel(duy)
    await duy.taps("Đơn vị")
    await duy.taps(name)
    return duy


@both_engines
async def test_a_renamed_unit_is_known_by_both_names(office: Office) -> None:
    duy = await _opens_unit(office, QLKH)
    assert "Lãnh đạo đơn vị: Phạm Quốc Hiếu" in duy.reads()
    await duy.taps("Đổi tên")
    await duy.says("Phòng Khoa học và Đổi mới sáng tạo")
    await duy.taps("Đổi tên")
    assert "Phòng Khoa học và Đổi mới sáng tạo" in duy.reads()
    assert f"Tên khác: P.QLKH; {QLKH}" in duy.reads()
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    assert "PHÒNG KHOA HỌC VÀ ĐỔI MỚI SÁNG TẠO" in hieu.reads().upper()
    await finds(duy, "ngo quoc kien")
    await duy.taps("Chuyển đơn vị")
    await duy.says("phong quan ly khoa hoc")  # the old name
    assert "tại Phòng Khoa học và Đổi mới sáng tạo?" in duy.reads()
    unit = await unit_of(office, "Phòng Khoa học và Đổi mới sáng tạo")
    index = tree.index(await office.database.run(snapshot.load))  # as an import looks units up
    assert index["phong quan ly khoa hoc"] == index["phong khoa hoc va doi moi sang tao"] == unit


async def test_a_unit_may_be_called_again_what_it_was_called(office: Office) -> None:
    duy = await _opens_unit(office, QLKH)
    for name in ("Phòng Khoa học", QLKH):
        await duy.taps("Đổi tên")
        await duy.says(name)
        await duy.taps("Đổi tên")
    assert "Tên khác: P.QLKH; Phòng Khoa học" in duy.reads()


async def test_a_name_of_another_unit_is_refused(office: Office) -> None:
    duy = await _opens_unit(office, QLKH)
    for taken in ("thanh tra sở", "TTra"):
        await duy.taps("Đổi tên")
        await duy.says(taken)
        await duy.taps("Đổi tên")
        assert f"Tên “{taken}” đang dùng cho một đơn vị khác" in duy.reads()
        await opens(duy, ShowUnit(await unit_of(office, QLKH)))


async def _merges(office: Office, day: str = "01/02") -> Phone:
    duy = await _opens_unit(office, TTRA)
    await duy.taps("Sáp nhập")
    await duy.says("qlkh")
    await duy.says(day)
    assert f"Sáp nhập {TTRA} vào {QLKH} từ Thứ Tư, 01/02/2023" in duy.reads()
    await duy.taps("Sáp nhập")
    return duy


@both_engines
async def test_a_merged_units_people_wait_at_the_new_head_and_the_old_one_leads_it_no_more(office: Office) -> None:
    hien = await registers(office, "Phạm Thị Hiền")
    oanh, hieu = await office.person("Đặng Thị Thanh Oanh"), await office.person("Phạm Quốc Hiếu")
    ref, version, _state = await registration(office, hien)
    duy = await _merges(office)
    await office.letters()
    for one in (hien, oanh, hieu):
        assert f"Từ Thứ Tư, 01/02/2023, {TTRA} sáp nhập vào {QLKH}" in one.reads()
    await oanh.says("/donvi")
    assert "Phạm Thị Hiền" in oanh.reads()  # until the day
    await opens(duy, ShowUnit(await unit_of(office, TTRA)))
    assert f"Sáp nhập vào {QLKH}; ngày cuối là 31/01/2023" in duy.reads()
    assert "Sáp nhập" not in duy.buttons()

    office.moves_clock_to(2023, 2, 1)
    await opens(oanh, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in oanh.reads()
    await oanh.says("/donvi")
    assert "dành cho lãnh đạo đơn vị" in oanh.reads()
    await hien.says("/cuatoi")
    assert "chờ Anh Phạm Quốc Hiếu" in hien.reads()
    await opens(hieu, Confirm(ref, version))
    assert (await registration(office, hien))[2] == "confirmed"
    await opens(duy, ShowUnits())
    assert TTRA not in duy.buttons()
    (old,) = await office.rows(sa.select(columns(Unit)).where(columns(Unit).c.name == TTRA))
    assert old.merged_into == await unit_of(office, QLKH)
    now = await office.rows(
        sa.select(columns(Post).c.id).where(columns(Post).c.unit_id == old.id, columns(Post).c.until.is_(None))
    )
    assert now == []


async def test_a_move_planned_for_later_than_the_merger_is_kept(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "pham thi hien")
    await duy.taps("Chuyển đơn vị")
    await duy.says("van phong so")
    await duy.says("Chuyên viên")
    await duy.says("01/3")
    await duy.taps("Chuyển đơn vị")
    await _merges(office)
    hien = await office.person("Phạm Thị Hiền")
    for day, unit in (((2023, 1, 31), TTRA), ((2023, 2, 1), QLKH), ((2023, 3, 1), "Văn phòng Sở")):
        office.moves_clock_to(*day)
        await hien.says("/menu")
        assert f"Chị Phạm Thị Hiền, {unit}" in hien.reads()


async def test_who_was_to_come_to_the_old_unit_comes_to_the_new_one(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "tran trong minh")
    await duy.taps("Chuyển đơn vị")
    await duy.says("thanh tra")
    await duy.says("Thanh tra viên")
    await duy.says("15/02")
    await duy.taps("Chuyển đơn vị")
    await _merges(office)
    minh = await office.person("Trần Trọng Minh")
    for day, unit in ((14, "Phòng Quản lý Công nghệ và Chuyên ngành"), (15, QLKH)):
        office.moves_clock_to(2023, 2, day)
        await minh.says("/menu")
        assert f"Anh Trần Trọng Minh, {unit}" in minh.reads()
    posts = columns(Post)
    rows = await office.rows(
        sa.select(posts.c.since, posts.c.until).where(posts.c.person_id == minh.person_id).order_by(posts.c.since)
    )
    assert [(row.since, row.until) for row in rows][1:] == [(date(2023, 2, 15), None)]  # nor is anywhere twice


async def test_a_unit_with_others_below_it_cannot_go_before_them(office: Office) -> None:
    duy = await _opens_unit(office, "Chi cục Tiêu chuẩn - Đo lường - Chất lượng")
    await duy.taps("Sáp nhập")
    assert "Đơn vị còn các đơn vị trực thuộc: Phòng Hành chính" in duy.reads()


async def test_nobody_moves_to_a_unit_that_is_about_to_end(office: Office) -> None:
    duy = await _merges(office)
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chuyển đơn vị")
    await duy.says("thanh tra")
    assert "Chưa tìm thấy tên này" in duy.reads()


@both_engines
async def test_a_workbook_that_still_names_the_merged_unit_moves_nobody_back(office: Office) -> None:
    await _merges(office)
    reading = roster.parse(DATA / ROSTER, ROSTER, date(2023, 1, 3))
    for day, open_there in ((date(2023, 1, 20), True), (date(2023, 2, 2), False)):
        office.moves_clock_to(day.year, day.month, day.day)
        index = tree.index(await office.database.run(snapshot.load))
        assert (index["thanh tra so"] == index["phong quan ly khoa hoc"]) is not open_there
    report = await office.database.run(lambda tx: roster.import_roster(tx, reading, date(2023, 2, 2)))
    hien = await office.person("Phạm Thị Hiền")
    posts = columns(Post)
    (post,) = await office.rows(
        sa.select(posts.c.unit_id).where(posts.c.person_id == hien.person_id, posts.c.until.is_(None))
    )
    assert post.unit_id == await unit_of(office, QLKH), report
