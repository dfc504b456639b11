"""State and union are answered apart: by a member, as the group's lead and the list see it, and as it is read again."""

import re

import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.leading.records import UnitComment
from bot.leading.targets import ShowMember, ShowNudge, ShowProxyDecline, ShowSheet
from bot.people.records import Unit
from bot.registration.records import Declination, DeclineReason, FamilyChoice, Receipt, Registration
from bot.registration.targets import Decline, ShowDecline
from bot.sheets.targets import ShowSheetPeople
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from tests.engines import both_engines
from tests.last_year import registered_last_year
from tests.office import Office, Phone
from tests.people.test_my_data import read_file
from tests.sheets.desks import GROUP_LEAD, HEAD, STAFF, opens, registers, sender

DUNG = "Mai Thị Thanh Dung"
NO_MEMBER = "Hồ Quốc An"
UNION, STATE = "Danh hiệu Công đoàn", "Danh hiệu Nhà nước"


async def _standing(office: Office) -> list[tuple[str, str]]:
    """Family and state of each registration of this year."""
    table, receipt, campaign = columns(Registration), columns(Receipt), columns(Campaign)
    query = (
        sa.select(table.c.family, table.c.state)
        .join(receipt, receipt.c.id == table.c.receipt_id)
        .join(campaign, campaign.c.id == receipt.c.campaign_id)
        .where(campaign.c.year == 2023)
        .order_by(table.c.family)
    )
    rows = await office.rows(query)
    return [(row.family, row.state) for row in rows]


async def _declines(person: Phone, which: str) -> None:
    await person.says("Không đăng ký năm nay")
    await person.taps(which)
    await person.taps("Lý do cá nhân")


async def _registers_as_last_year(person: Phone) -> None:
    await person.says("/dangky")
    await person.taps("Đăng ký như năm trước")
    await person.taps("Gửi đăng ký")


# --- by a member ------------------------------------------------------------------------------------------------------


@both_engines
async def test_declining_one_family_leaves_the_other_registered(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "DVCDXS")
    hau = await office.person(STAFF)
    await hau.says("Không đăng ký năm nay")
    assert "- Danh hiệu Nhà nước: đã đăng ký\n- Danh hiệu Công đoàn: đã đăng ký" in hau.reads()
    await hau.taps(UNION)
    assert "KHÔNG ĐĂNG KÝ DANH HIỆU CÔNG ĐOÀN NĂM 2023" in hau.reads()
    assert "Đăng ký TD23-0001 của phần này sẽ được rút" in hau.reads()
    await hau.taps("Lý do cá nhân")
    assert "không đăng ký danh hiệu Công đoàn." in hau.reads()
    assert "Đăng ký danh hiệu Nhà nước được giữ nguyên." in hau.reads()
    assert await _standing(office) == [("state", "submitted"), ("union", "withdrawn")]
    await hau.says("/menu")
    assert "Tình trạng: phần Nhà nước đã gửi, chờ xác nhận; phần Công đoàn không đăng ký năm nay" in hau.reads()
    await hau.says("/cuatoi")
    assert "Năm 2023: LĐTT (TD23-0001)" in hau.reads()
    assert "- Phần Công đoàn: không đăng ký năm nay" in hau.reads()


@both_engines
async def test_registering_ends_the_declination_of_that_family_only(office: Office) -> None:
    hau = await office.person(STAFF)
    await _declines(hau, "Cả hai")
    await hau.says("/cuatoi")
    assert "Năm 2023: không đăng ký (TD23-0001)" in hau.reads()
    await _registers_as_last_year(hau)
    assert "Đăng ký danh hiệu Công đoàn" not in hau.buttons()  # has answered
    await hau.taps("Đăng ký của tôi")
    assert "- Phần Nhà nước: chờ Anh Phạm Quốc Hiếu xác nhận" in hau.reads()
    assert "- Phần Công đoàn: không đăng ký năm nay" in hau.reads()


async def test_declining_the_union_does_not_answer_for_the_state(office: Office) -> None:
    hau, hieu = await office.person(STAFF), await office.person(HEAD)
    await _declines(hau, UNION)
    await hau.says("/menu")
    assert "Tình trạng: phần Nhà nước chưa phản hồi; phần Công đoàn không đăng ký năm nay" in hau.reads()
    assert hau.buttons()[0] == "Đăng ký danh hiệu"
    await hau.says("/cuatoi")
    assert "- Phần Nhà nước: chưa phản hồi" in hau.reads()
    await hieu.says("/donvi")
    assert "Đã phản hồi 0/7" in hieu.reads()


async def test_who_is_no_union_member_is_asked_for_no_family(office: Office) -> None:
    an = await office.person(NO_MEMBER)
    await an.says("Không đăng ký năm nay")
    assert "Xin Anh/Chị chọn lý do" in an.reads()
    await an.taps("Lý do cá nhân")
    assert "Đã ghi nhận: năm 2023 Anh/Chị không đăng ký danh hiệu." in an.reads()
    for what in (FamilyChoice.UNION, FamilyChoice.BOTH):
        await an.forges(ShowDecline(what))
        assert "chỉ dành cho đoàn viên công đoàn" in an.reads()
    await an.says("/dangky")
    await an.taps("Đăng ký như năm trước")
    await an.taps("Gửi đăng ký")
    assert "Đăng ký danh hiệu Công đoàn" not in an.buttons()


async def test_own_words_are_kept_for_the_family_that_they_are_about(office: Office) -> None:
    hau = await office.person(STAFF)
    await hau.says("Không đăng ký năm nay")
    await hau.taps(UNION)
    await hau.taps("Lý do khác (gõ)")
    await hau.says("Mới tham gia tổ công đoàn")
    assert "không đăng ký danh hiệu Công đoàn.\nLý do: Mới tham gia tổ công đoàn." in hau.reads()
    an = await office.person(NO_MEMBER)
    await an.says("/menu")
    await an.forges(Decline(DeclineReason.AWAY, FamilyChoice.BOTH))
    assert "chỉ dành cho đoàn viên công đoàn" in an.reads()
    table = columns(Declination)
    rows = await office.rows(sa.select(table.c.family, table.c.words))
    assert [tuple(row) for row in rows] == [("union", "Mới tham gia tổ công đoàn")]


async def test_a_member_is_asked_once_about_the_union_after_the_receipt(office: Office) -> None:
    hau = await office.person(STAFF)
    await _registers_as_last_year(hau)
    assert "xin cho biết ý kiến về danh hiệu Công đoàn" in hau.reads()
    await hau.taps("Đăng ký danh hiệu Công đoàn")
    await hau.taps("Đoàn viên CĐ giỏi")
    await hau.taps("Tiếp tục")
    await hau.taps("Gửi đăng ký")
    assert await _standing(office) == [("state", "submitted"), ("union", "submitted")]
    assert "xin cho biết ý kiến" not in hau.reads()
    dung = await office.person("Nguyễn Hồng Hà")
    await _registers_as_last_year(dung)
    await dung.taps("Sửa")  # goes on without an answer, and is not asked again
    await dung.taps("Phấn đấu")
    await dung.taps("Chọn 1")
    await dung.taps("Gửi đăng ký")
    assert "Mã số" in dung.reads() and "xin cho biết ý kiến" not in dung.reads()


async def test_the_answer_on_the_receipt_is_two_taps(office: Office) -> None:
    hau = await office.person(STAFF)
    await _registers_as_last_year(hau)
    await hau.taps("Không đăng ký danh hiệu Công đoàn")
    await hau.taps("Lý do cá nhân")
    assert "Đăng ký danh hiệu Nhà nước được giữ nguyên." in hau.reads()


@both_engines
async def test_as_last_year_takes_the_union_title_that_was_registered_and_shows_it_before(office: Office) -> None:
    hau, dung = await office.person(STAFF), await office.person(DUNG)
    await office.database.run(lambda tx: registered_last_year(tx, hau.person_id, "CSTDCS", "DVCDXS"))
    await office.database.run(lambda tx: registered_last_year(tx, dung.person_id, "DVCDG"))
    await hau.says("/dangky")
    # The State's were recognised: what was only registered gives way to that.
    assert "Năm 2022 Anh đạt:\nLao động tiên tiến\n" in hau.reads()
    assert "Năm 2022 Anh đã đăng ký:\nĐoàn viên công đoàn xuất sắc" in hau.reads()
    await hau.taps("Đăng ký như năm trước")
    assert "Nhà nước: Lao động tiên tiến\n" in hau.reads()
    assert "Công đoàn: Đoàn viên công đoàn xuất sắc" in hau.reads()
    await hau.taps("Gửi đăng ký")
    assert await _standing(office) == [("state", "submitted"), ("union", "submitted")]
    await dung.says("/dangky")
    assert "đã đăng ký" not in dung.reads()  # both of hers were recognised
    khoi = await office.person(GROUP_LEAD)
    await khoi.says("/congdoan")
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in khoi.reads()


async def test_personal_data_say_for_which_family_one_has_declined(office: Office) -> None:
    hau = await office.person(STAFF)
    await _declines(hau, UNION)
    said = await read_file(hau)
    assert re.search(r"TD23-0001 \d\d:\d\d ngày 03/01/2023 Công đoàn ", said), said


# --- as the union sees it ---------------------------------------------------------------------------------------------


@both_engines
async def test_a_declination_is_an_answer_on_the_unions_board_and_list(office: Office) -> None:
    hau, khoi = await office.person(STAFF), await office.person(GROUP_LEAD)
    await khoi.says("/congdoan")
    assert "Đã phản hồi 0/12" in khoi.reads()
    await _declines(hau, UNION)
    await khoi.says("/congdoan")
    assert "Đã phản hồi 1/12" in khoi.reads()
    assert "Không đăng ký năm nay (1): Nguyễn Công Hậu" in khoi.reads()
    await khoi.forges(ShowNudge(Family.UNION, hau.person_id))
    assert "đã phản hồi" in khoi.reads()
    group = await sender(office, Subject.UNION_GROUP)
    await opens(khoi, ShowSheet(*group))
    assert "12 người: đăng ký 0, không đăng ký 1, chưa phản hồi 11." in khoi.reads()
    assert "Không đăng ký: Nguyễn Công Hậu (lý do cá nhân)." in khoi.reads()
    await opens(khoi, ShowSheetPeople(*group))
    assert "Nguyễn Công Hậu: không đăng ký năm nay" in khoi.reads()


async def test_declining_the_states_titles_is_no_answer_to_the_union(office: Office) -> None:
    hau, khoi = await office.person(STAFF), await office.person(GROUP_LEAD)
    await _declines(hau, STATE)
    await khoi.says("/congdoan")
    assert "Đã phản hồi 0/12" in khoi.reads()


async def test_a_reminder_of_the_group_is_answered_from_it_and_no_other_leaves(office: Office) -> None:
    hau, khoi = await office.person(STAFF), await office.person(GROUP_LEAD)
    await hau.says("/menu")
    await khoi.says("/menu")
    await khoi.forges(ShowNudge(Family.UNION, hau.person_id))
    await khoi.taps("Gửi lời nhắc")
    await office.letters()
    await hau.taps("Không đăng ký danh hiệu Công đoàn")
    await hau.taps("Lý do cá nhân")
    said = hau.reads()
    office.moves_clock_to(2023, 1, 4)
    await khoi.forges(ShowNudge(Family.UNION))
    assert "Nguyễn Công Hậu" not in khoi.reads()
    await office.letters()
    assert hau.reads() == said


async def test_a_group_lead_sees_the_unions_part_only(office: Office) -> None:
    """No award of the State's, and no comment of a unit."""
    await registers(office, DUNG, "LDTT", "DVCDXS")
    dung, khoi, hieu = await office.person(DUNG), await office.person(GROUP_LEAD), await office.person(HEAD)
    await office.database.run(lambda tx: _commented(tx, dung.person_id, hieu.person_id))
    await khoi.says("/menu")
    await khoi.forges(ShowMember(Family.UNION, dung.person_id))
    assert "Năm 2022: Đoàn viên CĐ xuất sắc" in khoi.reads()
    assert "LĐTT" not in khoi.reads()
    assert "Ý kiến của đơn vị cũ" not in khoi.buttons()
    await hieu.says("/menu")
    await hieu.forges(ShowMember(Family.STATE, dung.person_id))
    assert "Năm 2022: LĐTT" in hieu.reads() and "CĐ" not in hieu.reads()
    assert "Ý kiến của đơn vị cũ" in hieu.buttons()


def _commented(tx: Tx, person_id: int, by: int) -> None:
    receipt = tx.execute(sa.select(columns(Receipt).c.id).where(columns(Receipt).c.person_id == person_id)).scalar_one()
    unit = tx.execute(sa.select(columns(Unit).c.id)).scalars().first()
    row = {"receipt_id": receipt, "unit_id": unit, "words": "Hoàn thành tốt", "by": by, "at": tx.now}
    tx.execute(sa.insert(columns(UnitComment)), row)


async def test_a_lead_records_a_declination_of_one_family(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "DVCDXS", by=HEAD)
    hau, hieu = await office.person(STAFF), await office.person(HEAD)
    await hau.says("/menu")
    await hieu.says("/menu")
    await hieu.forges(ShowProxyDecline(hau.person_id))
    await hieu.taps(UNION)
    await hieu.taps("Lý do cá nhân")
    assert "Đã đăng ký thay, mã số TD23-0001." in hieu.reads()
    assert "Đã ghi nhận không đăng ký danh hiệu Công đoàn năm nay" in hieu.reads()
    assert await _standing(office) == [("state", "submitted"), ("union", "withdrawn")]
    await office.letters()
    assert "đã ghi nhận Anh không đăng ký danh hiệu Công đoàn năm 2023" in hau.reads()
