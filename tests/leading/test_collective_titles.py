"""Đăng ký tập thể: the lead registers the unit, after seeing what the members' registrations say so far."""

import sqlalchemy as sa

from bot.leading.targets import RegisterCollective, ShowCollective, WithdrawCollective
from bot.people.records import Post, Unit
from bot.registration.records import Receipt, Registration
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines
from tests.office import Office, Phone

HIEU, HAU, HA, HONG = "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Nguyễn Hồng Hà", "Nguyễn Thị Hồng"
XS, TT = "Tập thể lao động xuất sắc", "Tập thể lao động tiên tiến"


async def _members_register(office: Office, *names: str) -> None:
    for name in names:
        person = await office.person(name)
        await person.says("/dangky")
        await person.taps("Đăng ký như năm trước")
        await person.taps("Gửi đăng ký")


async def _chooses(lead: Phone, title: str) -> None:
    await lead.says("/donvi")
    await lead.taps("Đăng ký tập thể")
    await lead.taps(title)
    await lead.taps("Tiếp tục")


async def _states(office: Office) -> list[tuple[str, str]]:
    table = columns(Registration)
    rows = await office.rows(sa.select(table.c.family, table.c.state).order_by(table.c.id))
    return [(row.family.value, row.state.value) for row in rows]


@both_engines
async def test_the_check_counts_the_members_and_names_the_article(office: Office) -> None:
    await _members_register(office, HAU, HA)
    hieu = await office.person(HIEU)
    await _chooses(hieu, XS)
    said = hieu.reads()
    assert "2/7 (28,6%); cần ít nhất 70% (5 người): chưa đủ" in said
    assert "Điều" in said and "Số liệu dự kiến" in said
    await hieu.taps("Gửi đăng ký")  # it explains, and stops nobody
    assert XS in hieu.reads() and TT in hieu.reads()  # the higher brings the lower along
    assert "mã TD23-" in hieu.reads()
    assert (await _states(office))[-1] == ("state", "confirmed")
    await hieu.says("/donvi")
    assert "Tập thể: TTLĐXS, TTLĐTT" in hieu.reads() or "Tập thể: TTLĐTT, TTLĐXS" in hieu.reads()


async def test_only_the_lower_title_in_one_tap(office: Office) -> None:
    hieu = await office.person(HIEU)
    await _chooses(hieu, XS)
    await hieu.taps("Chỉ đăng ký TTLĐTT")
    assert TT in hieu.reads() and XS not in hieu.reads()


async def test_it_may_be_changed_and_taken_back_until_the_end(office: Office) -> None:
    hieu = await office.person(HIEU)
    await _chooses(hieu, TT)
    await hieu.taps("Gửi đăng ký")
    await hieu.taps("Rút đăng ký")
    assert "chưa đăng ký" in hieu.reads()
    office.moves_clock_to(2023, 3, 10, 16)
    await _chooses(hieu, TT)
    await hieu.taps("Gửi đăng ký")
    assert TT in hieu.reads()
    office.moves_clock_to(2023, 3, 13)
    await hieu.says("/donvi")
    await hieu.taps("Danh hiệu tập thể")
    assert "Đã hết thời gian đăng ký" in hieu.reads() and "Sửa" not in hieu.buttons()


async def test_after_the_end_it_is_not_offered_and_no_question_is_asked_for_nothing(office: Office) -> None:
    hieu = await office.person(HIEU)
    office.moves_clock_to(2023, 3, 10, 16)
    await hieu.says("/donvi")
    await hieu.taps("Đăng ký tập thể")
    question = hieu.screen
    office.moves_clock_to(2023, 3, 13)
    await hieu.taps(XS, message=question)
    assert "Thời gian đăng ký tập thể đã kết thúc" in hieu.reads() and "liên hệ Văn phòng" in hieu.reads()
    await hieu.says("/donvi")
    assert "Đăng ký tập thể" not in hieu.buttons()
    await hieu.taps("Danh hiệu tập thể")
    assert "Gửi đăng ký" not in hieu.buttons() and "Đăng ký tập thể" not in hieu.buttons()


async def test_a_unit_of_two_is_told_that_shares_say_little(office: Office) -> None:
    posts, units = columns(Post), columns(Unit)
    hieu = await office.person(HIEU)
    (unit,) = await office.rows(sa.select(posts.c.unit_id).where(posts.c.person_id == hieu.person_id))
    rows = await office.rows(sa.select(posts.c.id, posts.c.person_id).where(posts.c.unit_id == unit.unit_id))
    other, *_ = await office.rows(sa.select(units.c.id).where(units.c.is_collective.is_(False)))
    gone = [row.id for row in rows if row.person_id != hieu.person_id][1:]
    await office.database.run(
        lambda tx: tx.execute(sa.update(posts).where(posts.c.id.in_(gone)).values(unit_id=other.id)) and None
    )
    await _chooses(hieu, TT)
    assert "có 2 người nên tỷ lệ chỉ để tham khảo" in hieu.reads()


async def test_a_union_group_is_registered_by_its_lead_and_waits_for_the_chair(office: Office) -> None:
    khoi = await office.person("Lê Công Khôi")
    await khoi.says("/congdoan")
    await khoi.taps("Đăng ký tập thể")
    await khoi.taps("Tổ CĐ vững mạnh")
    await khoi.taps("Tiếp tục")
    await khoi.taps("Gửi đăng ký")
    assert "Chờ Chủ tịch Công đoàn cơ sở xác nhận" in khoi.reads()
    assert (await _states(office))[-1] == ("union", "submitted")


@both_engines
async def test_nobody_else_registers_the_unit_or_sees_what_it_registers(office: Office) -> None:
    hieu = await office.person(HIEU)
    await _chooses(hieu, TT)
    await hieu.taps("Gửi đăng ký")
    (unit,) = await office.rows(sa.select(columns(Receipt).c.unit_id).where(columns(Receipt).c.unit_id.is_not(None)))
    for name in (HAU, "Nguyễn Thị Ngọc Hạnh", "Lê Công Khôi"):
        other = await office.person(name)
        await other.says("/menu")
        for forged in (
            ShowCollective(Subject.UNIT, unit.unit_id),
            RegisterCollective(Subject.UNIT, unit.unit_id),
            WithdrawCollective(Subject.UNIT, unit.unit_id, 1),
        ):
            await other.forges(forged)
            assert TT not in other.reads() and "TD23-" not in other.reads(), (name, forged)
    assert await _states(office) == [("state", "confirmed")]


def _base36(number: int) -> str:
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]


async def test_ban_giam_doc_registers_no_collective(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/menu")
    await duy.forges(RegisterCollective(Subject.UNIT, 1))
    assert "không thuộc diện đăng ký danh hiệu tập thể" in duy.reads()
