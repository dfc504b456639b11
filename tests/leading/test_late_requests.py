"""Đề nghị bổ sung: a person asks after the deadline, the unit's lead says what he thinks, the Office grants an end."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot.leading.targets import AgreeLate, GrantLate, RefuseLate, ShowLateRequest, ShowLateRequests
from bot.ledger.letter import Letter
from bot.people.records import Grant, Role
from bot.registration.records import LateRequest, Registration
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.office import Office, Phone


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else _base36(number // 36) + digits[number % 36]


HAU, HIEU, DUY, THU = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Đức Duy", "Lâm Hồng Thu"
LAST = date(2023, 3, 10)
"""The last day of the time to supplement, in a button."""


async def _asks(office: Office) -> tuple[Phone, Phone, Phone]:
    """Hậu has asked on Thursday 2 March; Hiếu leads his unit, Duy is of the Office."""
    office.moves_clock_to(2023, 3, 2, 8, 20)
    hau, hieu, duy = [await office.person(name) for name in (HAU, HIEU, DUY)]
    for person in (hieu, duy):
        await person.says("/menu")
    await hau.says("/dangky")
    await hau.taps("Đề nghị bổ sung")
    await hau.says("Đi công tác từ 20/02 đến 01/3")
    await office.letters()
    return hau, hieu, duy


async def _granted(office: Office) -> tuple[Phone, Phone, Phone]:
    hau, hieu, duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    await office.letters()
    await duy.taps("Xem đề nghị")
    await duy.taps("Đồng ý đến 17:00 07/3/2023")
    await office.letters()
    return hau, hieu, duy


async def _states(office: Office) -> list[str]:
    table = columns(LateRequest)
    return [row.state for row in await office.rows(sa.select(table.c.state).order_by(table.c.id))]


@both_engines
async def test_lead_then_office_then_the_person_registers_late(office: Office) -> None:
    hau, hieu, duy = await _asks(office)
    assert "Nguyễn Công Hậu (Phòng Quản lý Khoa học) đề nghị đăng ký bổ sung" in hieu.reads()
    assert "đề nghị đăng ký bổ sung" not in duy.reads()  # first the lead
    await hieu.taps("Xem đề nghị")
    assert "Lý do: Đi công tác từ 20/02 đến 01/3" in hieu.reads()
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    assert "Anh Phạm Quốc Hiếu (đơn vị) đồng ý lúc 08:20 ngày 02/3/2023" in hieu.reads()
    await hieu.forges(GrantLate(1, LAST))  # which is for the Office
    assert "ngoài phạm vi phụ trách" in hieu.reads()
    await office.letters()
    assert "đề nghị đăng ký bổ sung" in duy.reads()
    await duy.says("/quanly")
    await duy.taps("Việc chờ xử lý (1)")
    await duy.taps("Đề nghị bổ sung (1)")
    await duy.taps("Nguyễn Công Hậu: đơn vị đồng ý")
    assert "Đồng ý đến 17:00 10/3/2023" in duy.buttons()
    await duy.taps("Đồng ý đến 17:00 07/3/2023")  # the third working day
    assert "chấp thuận lúc 08:20 ngày 02/3/2023: đăng ký đến 17:00 Thứ Ba, 07/3/2023" in duy.reads()
    await office.letters()
    assert "Anh đăng ký đến 17:00 Thứ Ba, 07/3/2023" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Đăng ký như năm trước")
    assert "sửa được đến 17:00 Thứ Ba, 07/3/2023" in hau.reads()
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    await hau.says("/cuatoi")
    assert "Đăng ký bổ sung, gửi 08:20 ngày 02/3/2023" in hau.reads()
    assert "Sửa" in hau.buttons()  # until the own deadline
    await hieu.says("/donvi")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()


@both_engines
@pytest.mark.parametrize("grants", [True, False])
async def test_the_lead_who_was_for_it_is_told_what_the_office_decided(office: Office, grants: bool) -> None:
    _hau, hieu, duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    await office.letters()
    await duy.taps("Xem đề nghị")
    if grants:
        await duy.taps("Đồng ý đến 17:00 07/3/2023")
    else:
        await duy.taps("Không đồng ý")
        await duy.says("Danh sách đã trình Sở Nội vụ.")
    before = len(hieu.from_bot())
    await office.letters()
    (told,) = hieu.from_bot()[before:]
    by = "Văn phòng Sở (Anh Nguyễn Đức Duy)"
    if grants:
        assert f"{by} chấp thuận đề nghị bổ sung của Nguyễn Công Hậu, đăng ký đến 17:00" in told.text
    else:
        assert f"{by} chưa chấp thuận đề nghị bổ sung của Nguyễn Công Hậu" in told.text
        assert "Ý kiến: Danh sách đã trình Sở Nội vụ." in told.text


async def test_an_extension_ends_when_it_said(office: Office) -> None:
    hau, _hieu, _duy = await _granted(office)
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Đăng ký như năm trước")
    office.moves_clock_to(2023, 3, 7, 17, 1)
    await hau.taps("Gửi đăng ký")
    assert await office.rows(sa.select(columns(Registration).c.id)) == []
    await hau.says("/dangky")
    assert "Thời gian bổ sung của Anh/Chị đã kết thúc lúc 17:00 Thứ Ba, 07/3/2023" in hau.reads()
    assert "Đề nghị bổ sung" in hau.buttons()


async def test_the_sender_sees_where_an_open_request_waits(office: Office) -> None:
    hau, hieu, _duy = await _asks(office)
    assert "Đề nghị bổ sung: chờ Anh Phạm Quốc Hiếu xem xét" in hau.reads()
    for command in ("/menu", "/cuatoi"):
        await hau.says(command)
        assert "Đề nghị bổ sung: chờ Anh Phạm Quốc Hiếu xem xét" in hau.reads()
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    for command in ("/menu", "/cuatoi"):
        await hau.says(command)
        assert "đơn vị đồng ý lúc 08:20 ngày 02/3/2023, chờ Văn phòng xem xét" in hau.reads()


@pytest.mark.parametrize("answers", [True, False])
async def test_on_the_last_day_of_an_extension_one_letter_comes_to_whoever_has_not_answered(
    office: Office, answers: bool
) -> None:
    hau, _hieu, _duy = await _granted(office)
    if answers:
        await hau.taps("Đăng ký danh hiệu")
        await hau.taps("Đăng ký như năm trước")
        await hau.taps("Gửi đăng ký")
    read = len(hau.from_bot())
    office.moves_clock_to(2023, 3, 6, 17)
    await office.letters()
    assert len(hau.from_bot()) == read
    office.moves_clock_to(2023, 3, 7, 8, 30)
    await office.letters()
    if answers:
        assert len(hau.from_bot()) == read
        return
    assert "kết thúc lúc 17:00 Thứ Ba, 07/3/2023. Hiện Anh chưa phản hồi." in hau.reads()
    assert hau.buttons() == ["Đăng ký danh hiệu", "Không đăng ký năm nay", "Trang chính"]
    await hau.says("/menu")
    read = len(hau.from_bot())
    office.moves_clock_to(2023, 3, 7, 14)
    await office.letters()
    assert len(hau.from_bot()) == read


@both_engines
async def test_the_lead_is_against_it_and_says_why(office: Office) -> None:
    hau, hieu, duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Không đồng ý")
    await hieu.says("Danh sách của phòng đã ký và nộp ngày 01/3.")
    assert await _states(office) == ["refused"]
    await office.letters()
    assert "chưa được chấp thuận (Anh Phạm Quốc Hiếu)" in hau.reads()
    assert "Ý kiến: Danh sách của phòng đã ký và nộp ngày 01/3." in hau.reads()
    assert "Anh liên hệ Chị Lâm Hồng Thu" in hau.reads()
    assert "Hỏi Văn phòng" in hau.buttons()
    await duy.forges(ShowLateRequests())
    assert "Không có đề nghị bổ sung nào" in duy.reads()
    await hau.says("/dangky")
    assert "Ý kiến: Danh sách của phòng" in hau.reads()


@both_engines_always
async def test_of_two_who_decide_at_once_the_second_is_told_what_the_first_did(office: Office) -> None:
    hau, hieu, duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    thu = await office.person(THU)
    await thu.says("/menu")
    for person in (duy, thu):
        await person.forges(ShowLateRequest(1))
    await thu.taps("Không đồng ý")
    duy.hits("Đồng ý đến 17:00 10/3/2023")
    await office.settle()
    await thu.says("Hết thời gian bổ sung.")
    assert "Anh Nguyễn Đức Duy đã chấp thuận đề nghị của Nguyễn Công Hậu" in thu.reads()
    await duy.forges(GrantLate(1, LAST))
    assert await _states(office) == ["granted"]
    await office.letters()
    assert sum("được chấp thuận" in message.text for message in hau.from_bot()) == 1


async def test_the_office_waits_one_working_day_for_a_lead_who_is_silent(office: Office) -> None:
    _hau, _hieu, duy = await _asks(office)
    await duy.forges(ShowLateRequests())
    assert "Không có đề nghị bổ sung nào" in duy.reads()
    await duy.forges(GrantLate(1, LAST))
    assert "sau một ngày làm việc Văn phòng quyết định được" in duy.reads()
    office.moves_clock_to(2023, 3, 3, 8, 21)
    await office.letters()
    assert "Lãnh đạo đơn vị chưa có ý kiến" in duy.reads()
    await duy.forges(ShowLateRequests())
    await duy.taps("Nguyễn Công Hậu: đơn vị chưa ý kiến")
    await duy.taps("Đồng ý đến 17:00 10/3/2023")
    assert await _states(office) == ["granted"]


async def test_nothing_is_granted_beyond_the_time_to_supplement(office: Office) -> None:
    _hau, hieu, duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    await office.letters()
    beyond = date(2023, 3, 11)
    await duy.forges(GrantLate(1, beyond))
    assert "Chỉ chấp thuận được đến 17:00 Thứ Sáu, 10/3/2023" in duy.reads()
    for number in ("0", "zzzzz"):
        await duy.forges(f"d:late_grant:1:{number}")
    assert await _states(office) == ["open"]
    office.moves_clock_to(2023, 3, 9)
    await duy.forges(ShowLateRequest(1))
    assert [label for label in duy.buttons() if label.startswith("Đồng ý")] == ["Đồng ý đến 17:00 10/3/2023"]


async def test_a_request_put_in_other_words_is_still_one(office: Office) -> None:
    hau, hieu, _duy = await _asks(office)
    await hau.says("/dangky")
    await hau.taps("Sửa")
    await hau.says("Đi công tác, có giấy đi đường")
    await office.letters()
    await hieu.taps("Xem đề nghị")
    assert "có giấy đi đường" in hieu.reads()
    assert await _states(office) == ["open"]
    letters = columns(Letter)
    to_hieu = sa.select(letters.c.id).where(letters.c.person_id == hieu.person_id)
    assert len(await office.rows(to_hieu)) == 1


@pytest.mark.parametrize("name", ["Ngô Quốc Kiên", "Lê Công Khôi", HAU])
async def test_nobody_else_sees_or_decides_a_request(office: Office, name: str) -> None:
    """Another unit's head, the lead of the union group, the person."""
    _hau, hieu, _duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    other = await office.person(name)
    await other.says("/menu")
    await other.forges(ShowLateRequests())
    assert "Nguyễn Công Hậu" not in " ".join(other.buttons())
    for payload in (ShowLateRequest(1), AgreeLate(1), GrantLate(1, LAST), RefuseLate(1)):
        await other.forges(payload)
        assert "ngoài phạm vi phụ trách" in other.reads()
    await hieu.forges(GrantLate(1, LAST))  # a lead does not grant
    assert await _states(office) == ["open"]


async def test_nobody_of_the_office_grants_an_own_request(office: Office) -> None:
    office.moves_clock_to(2023, 3, 2, 8, 20)
    duy, thu = await office.person(DUY), await office.person(THU)
    await thu.says("/menu")
    await duy.says("/dangky")
    await duy.taps("Đề nghị bổ sung")
    await duy.says("Đi công tác từ 20/02 đến 01/3")
    await office.letters()
    await thu.taps("Xem đề nghị")  # who leads the Office's own people, and is of the Office
    await thu.taps("Đồng ý, chuyển Văn phòng")
    await duy.forges(GrantLate(1, LAST))
    assert "ngoài phạm vi phụ trách" in duy.reads()
    await thu.taps("Đồng ý đến 17:00 10/3/2023")
    assert await _states(office) == ["granted"]


async def test_a_head_who_is_of_the_office_counts_the_units_own_on_the_units_board(office: Office) -> None:
    """Thu leads the Office's own people; Hậu is of another unit."""
    _hau, hieu, duy = await _asks(office)
    await hieu.taps("Xem đề nghị")
    await hieu.taps("Đồng ý, chuyển Văn phòng")
    thu = await office.person(THU)
    await thu.says("/donvi")
    assert not [label for label in thu.buttons() if label.startswith("Đề nghị bổ sung")]
    await duy.says("/dangky")
    await duy.taps("Đề nghị bổ sung")
    await duy.says("Đi công tác từ 20/02 đến 01/3")
    await thu.says("/donvi")
    await thu.taps("Đề nghị bổ sung (1)")
    assert "Nguyễn Đức Duy: mới" in thu.buttons() and not [one for one in thu.buttons() if HAU in one]
    await thu.says("/quanly")
    assert "Việc chờ xử lý (2)" in thu.buttons()


async def test_a_coordinator_decides_nothing(office: Office) -> None:
    await _asks(office)
    grants, head = columns(Grant), await office.person(HIEU)
    (row,) = await office.rows(sa.select(grants.c.unit_id).where(grants.c.person_id == head.person_id))
    dung = await office.person("Mai Thị Thanh Dung")
    values = {"person_id": dung.person_id, "role": Role.COORDINATOR, "unit_id": row.unit_id, "since": date(2023, 1, 3)}
    await office.database.run(lambda tx: tx.execute(sa.insert(grants), {**values, "from_roster": False}) and None)
    await dung.says("/menu")
    await dung.forges(AgreeLate(1))
    assert "ngoài phạm vi phụ trách" in dung.reads()
    table = columns(LateRequest)
    assert (await office.rows(sa.select(table.c.agreed_by)))[0].agreed_by is None
