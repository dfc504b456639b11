"""A coordinator prepares; a deputy confirms from a day to a day; neither ever more than that."""

from datetime import date

import sqlalchemy as sa

from bot.leading.targets import Confirm, ShowDelegation
from bot.people.records import Grant, Post, Role
from bot.personnel.targets import Delegate, EndStandIn, NameCoordinator
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import opens, registers, registration, unit_of

QLKH = "Phòng Quản lý Khoa học"


async def _head(office: Office) -> Phone:
    hieu = await office.person("Phạm Quốc Hiếu")
    await opens(hieu, ShowDelegation())
    return hieu


async def _delegates(office: Office, since: str = "10/01", last: str = "13/01") -> Phone:
    """Hiếu hands the confirming to Khôi, his only deputy."""
    hieu = await _head(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    await hieu.taps("Lê Công Khôi, Phó Trưởng phòng")
    await hieu.says(since)
    await hieu.says(last)
    await hieu.taps("Ủy quyền")
    return hieu


@both_engines
async def test_a_head_delegates_and_the_deputy_confirms_in_those_days_only(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    ref, version, _state = await registration(office, hau)
    hieu = await _delegates(office)
    assert "Sẽ ủy quyền: Lê Công Khôi, từ 10/01/2023 đến hết 13/01/2023" in hieu.reads()
    khoi = await office.person("Lê Công Khôi")

    office.moves_clock_to(2023, 1, 9)  # the day before
    await opens(khoi, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in khoi.reads()
    office.moves_clock_to(2023, 1, 14, 0, 1)  # the first minute after
    await opens(khoi, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in khoi.reads()
    assert (await registration(office, hau))[2] == "submitted"

    office.moves_clock_to(2023, 1, 13, 23, 59)  # the last minute of the last day
    await khoi.says("/donvi")
    await khoi.taps("Xem từng người")
    await khoi.taps("Nguyễn Công Hậu: chờ xác nhận")
    await khoi.taps("Xác nhận")
    assert "Đã xác nhận" in khoi.reads()
    await office.letters()
    assert "Anh Lê Công Khôi đã xác nhận phần Nhà nước" in hau.reads()


@both_engines
async def test_both_hear_of_it_and_of_its_end(office: Office) -> None:
    hieu = await _delegates(office)
    khoi = await office.person("Lê Công Khôi")
    await office.letters()
    assert "Anh Phạm Quốc Hiếu ủy quyền cho Anh/Chị xác nhận đăng ký của Phòng Quản lý Khoa học" in khoi.reads()
    assert "từ 10/01/2023 đến hết 13/01/2023" in khoi.reads()
    # Not before its day: the board would send away whoever has just been told of it.
    assert "Từ 10/01/2023, mục «Đơn vị phụ trách» có trên Trang chính" in khoi.reads()
    assert khoi.buttons() == ["Trang chính"]
    assert "Đã ghi: Anh Lê Công Khôi được ủy quyền" in hieu.reads()
    await opens(hieu, ShowDelegation())
    await hieu.taps("Chấm dứt ủy quyền: Lê Công Khôi")
    assert "Hiện nay không có ủy quyền." in hieu.reads()
    await hieu.taps("Đơn vị phụ trách")
    await hieu.taps("Đầu mối, ủy quyền")
    assert "Trang chính" in hieu.buttons(), "there and back"
    await office.letters()
    assert "Ủy quyền xác nhận đăng ký của Phòng Quản lý Khoa học đã chấm dứt" in khoi.reads()
    assert "Đã chấm dứt ủy quyền cho Anh Lê Công Khôi" in hieu.reads()
    hau = await registers(office, "Nguyễn Công Hậu")
    ref, version, _state = await registration(office, hau)
    office.moves_clock_to(2023, 1, 11)
    await opens(khoi, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in khoi.reads()


async def test_what_was_taken_back_at_once_is_told_as_ended_and_never_as_given(office: Office) -> None:
    hieu = await _delegates(office)
    await hieu.taps("Chấm dứt ủy quyền: Lê Công Khôi")
    khoi = await office.person("Lê Công Khôi")
    await office.letters()
    assert [seen.text for seen in khoi.from_bot() if "ủy quyền cho Anh/Chị" in seen.text] == []


async def test_nobody_confirms_an_own_registration_while_acting(office: Office) -> None:
    await _delegates(office)
    khoi = await registers(office, "Lê Công Khôi")
    ref, version, _state = await registration(office, khoi)
    office.moves_clock_to(2023, 1, 11)
    await opens(khoi, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in khoi.reads()
    assert (await registration(office, khoi))[2] == "submitted"
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    assert "Xác nhận tất cả (1)" in hieu.buttons()


async def test_the_heads_own_waits_for_the_deputy_director_and_not_for_who_acts(office: Office) -> None:
    hieu = await registers(office, "Phạm Quốc Hiếu")
    await _delegates(office)
    office.moves_clock_to(2023, 1, 11)
    await hieu.says("/cuatoi")
    assert "Phần Nhà nước: chờ Chị Thái Thị Châu" in hieu.reads()


@both_engines
async def test_a_coordinator_sees_the_board_and_confirms_nothing(office: Office) -> None:
    hau = await registers(office, "Nguyễn Công Hậu")
    ref, version, _state = await registration(office, hau)
    hieu = await _head(office)
    assert "Hiện nay chưa có đầu mối." in hieu.reads()
    await hieu.taps("Chọn đầu mối")
    await hieu.says("mai thi thanh dung")
    assert "CHỌN ĐẦU MỐI" in hieu.reads()  # looked for, not yet named
    await hieu.taps("Mai Thị Thanh Dung, Chuyên viên chính")
    assert "Đầu mối hiện nay: Mai Thị Thanh Dung" in hieu.reads()
    dung = await office.person("Mai Thị Thanh Dung")
    await office.letters()
    assert "giao Anh/Chị làm đầu mối thi đua của Phòng Quản lý Khoa học" in dung.reads()
    await dung.says("/donvi")
    assert "Chờ người khác xác nhận (1): Nguyễn Công Hậu" in dung.reads()
    assert not [label for label in dung.buttons() if "Xác nhận" in label]
    await opens(dung, Confirm(ref, version))
    assert "ngoài phạm vi phụ trách" in dung.reads()
    assert (await registration(office, hau))[2] == "submitted"
    await opens(hieu, ShowDelegation())
    await hieu.taps("Chấm dứt làm đầu mối: Mai Thị Thanh Dung")
    await office.letters()
    assert "Anh/Chị thôi làm đầu mối" in dung.reads()
    await dung.says("/donvi")
    assert "dành cho lãnh đạo đơn vị" in dung.reads()


async def test_the_end_of_a_later_week_is_not_called_this_week(office: Office) -> None:
    hieu = await _head(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    await hieu.taps("Lê Công Khôi, Phó Trưởng phòng")
    await hieu.says("từ ngày 9 tháng 1")
    assert hieu.buttons()[:2] == ["Đến hết Chủ Nhật, 15/01", "Đến hạn đăng ký, 28/02"]


async def test_confirming_goes_to_a_deputy_only(office: Office) -> None:
    hieu = await _head(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    assert [label for label in hieu.buttons() if ", " in label] == ["Lê Công Khôi, Phó Trưởng phòng"]
    await hieu.says("Nguyễn Công Hậu")
    assert "chỉ ủy quyền cho cấp phó" in hieu.reads()
    assert "đề nghị Văn phòng" in hieu.reads()


async def test_a_unit_without_a_deputy_is_sent_to_the_office_which_may_name_anybody(office: Office) -> None:
    khoi = await office.person("Lê Công Khôi")
    posts = columns(Post)
    await office.database.run(
        lambda tx: tx.execute(
            sa.update(posts).where(posts.c.person_id == khoi.person_id).values(title="Chuyên viên chính")
        )
    )
    hieu = await _head(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    assert "chưa có cấp phó" in hieu.reads()
    assert "đề nghị Văn phòng" in hieu.reads()
    duy = await office.person("Nguyễn Đức Duy")
    await opens(duy, ShowDelegation(await unit_of(office, QLKH)))
    await duy.taps("Ủy quyền cho cấp phó")
    await duy.says("nguyen cong hau")
    await duy.says("hôm nay")
    await duy.taps("Đến hết tuần này, 08/01")
    await duy.taps("Ủy quyền")
    assert "Đang ủy quyền: Nguyễn Công Hậu, từ 03/01/2023 đến hết 08/01/2023" in duy.reads()
    hau = await office.person("Nguyễn Công Hậu")
    await office.letters()
    assert "Anh Nguyễn Đức Duy ủy quyền cho Anh/Chị" in hau.reads()
    await hau.says("/donvi")
    assert "Đã phản hồi 0/7" in hau.reads()


async def test_days_are_asked_again_until_they_make_sense(office: Office) -> None:
    hieu = await _head(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    await hieu.says("khoi")
    await hieu.says("02/01")
    assert "Ngày sớm nhất có thể chọn là Thứ Ba, 03/01/2023" in hieu.reads()
    await hieu.says("thứ sáu tuần tới")
    assert "Chưa rõ ngày nào" in hieu.reads()
    await hieu.taps("Hôm nay, 03/01")
    await hieu.says("02/01")
    assert "Ngày sớm nhất có thể chọn là Thứ Ba, 03/01/2023" in hieu.reads()
    await hieu.taps("Đến hạn đăng ký, 28/02")
    await hieu.taps("Ủy quyền")
    assert "Đang ủy quyền: Lê Công Khôi, từ 03/01/2023 đến hết 28/02/2023" in hieu.reads()
    (row,) = await office.rows(
        sa.select(columns(Grant).c.until, columns(Grant).c.granted_by).where(columns(Grant).c.role == Role.ACTING_HEAD)
    )
    assert row.until.isoformat() == "2023-03-01"  # stored exclusive
    assert row.granted_by == hieu.person_id


async def test_one_deputy_has_one_delegation_at_a_time(office: Office) -> None:
    hieu = await _delegates(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    await hieu.says("khoi")
    await hieu.says("13/01")
    await hieu.says("20/01")
    await hieu.taps("Ủy quyền")
    assert "đã được ủy quyền từ 10/01/2023" in hieu.reads()


async def test_others_neither_see_nor_change_who_stands_in(office: Office) -> None:
    hieu = await _delegates(office)
    qlkh = await unit_of(office, QLKH)
    (grant,) = await office.rows(sa.select(columns(Grant).c.id).where(columns(Grant).c.role == Role.ACTING_HEAD))
    for name in ("Ngô Quốc Kiên", "Nguyễn Công Hậu", "Thái Thị Châu", "Lê Công Khôi"):
        other = await office.person(name)
        for payload in (
            ShowDelegation(qlkh),
            NameCoordinator(qlkh),
            Delegate(qlkh),
            EndStandIn(grant.id),
        ):
            await opens(other, payload)
            assert "ngoài phạm vi phụ trách" in other.reads(), (name, payload)
    await opens(hieu, ShowDelegation())
    assert "Lê Công Khôi" in hieu.reads()


async def test_a_head_of_several_units_chooses_which(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu")
    row = {
        "person_id": hieu.person_id,
        "role": Role.UNIT_HEAD,
        "unit_id": await unit_of(office, "Thanh tra Sở"),
        "since": date(2023, 1, 1),
        "from_roster": True,
    }
    await office.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), row))
    await opens(hieu, ShowDelegation())
    await hieu.taps("Thanh tra Sở")
    assert "ĐẦU MỐI, ỦY QUYỀN: Thanh tra Sở" in hieu.reads()


async def test_what_was_looked_at_yesterday_does_not_begin_yesterday(office: Office) -> None:
    hieu = await _head(office)
    await hieu.taps("Ủy quyền cho cấp phó")
    await hieu.says("khoi")
    await hieu.taps("Hôm nay, 03/01")
    await hieu.says("13/01")
    office.moves_clock_to(2023, 1, 4)
    await hieu.taps("Ủy quyền")
    assert "Ngày sớm nhất có thể chọn là Thứ Tư, 04/01/2023" in hieu.reads()
    assert await office.rows(sa.select(columns(Grant).c.id).where(columns(Grant).c.role == Role.ACTING_HEAD)) == []
