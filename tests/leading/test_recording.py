"""Registrations that nobody in the chat confirms: whoever records what was decided on paper is told of them."""

import sqlalchemy as sa

from bot.leading.targets import Confirm, ShowToRecord
from bot.people.records import UnionMembership, UnionOffice
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers

MAI, DUY, HIEU, SANG = "Ngô Thị Mỹ Mai", "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Lâm Trọng Sang"


@both_engines
async def test_the_directors_own_waits_for_the_office_which_records_it(timed: TimedOffice) -> None:
    mai, duy, hieu = [await timed.person(name) for name in (MAI, DUY, HIEU)]
    timed.clock.move_to(at(2023, 1, 3, 15))
    await registers(timed, MAI, "LDTT")
    await mai.says("/cuatoi")
    assert "Phần Nhà nước: chờ Văn phòng Sở ghi nhận" in mai.reads()
    await timed.comes_to(at(2023, 1, 4, 9))
    assert "Đăng ký chờ Văn phòng Sở ghi nhận: 1, từ 03/01/2023" in duy.reads()
    await duy.says("/menu")
    assert "Việc đang chờ: 1" in duy.reads()
    await duy.taps("Việc đang chờ (1)")
    await duy.taps("Ghi nhận (1)")
    assert "Ngô Thị Mỹ Mai, Giám đốc Sở: LĐTT" in duy.reads()
    await duy.says("/quanly")
    await duy.taps("Việc chờ xử lý (1)")
    await duy.taps("Ghi nhận (1)")
    for other in (mai, hieu):
        await other.says("/menu")
        await other.forges(ShowToRecord())
        assert "Mục này dành cho Văn phòng" in other.reads()
        await other.forges(Confirm(1, 1))
        assert "ngoài phạm vi phụ trách" in other.reads()
    await duy.taps("Ghi nhận: Ngô Thị Mỹ Mai")
    assert "Đã ghi nhận đăng ký của Ngô Thị Mỹ Mai" in duy.reads()
    await timed.letters()
    assert "Anh Nguyễn Đức Duy đã xác nhận phần Nhà nước" in mai.reads()
    await duy.says("/quanly")
    assert not [label for label in duy.buttons() if label.startswith("Việc chờ xử lý")]
    await timed.comes_to(at(2023, 1, 5, 9))
    assert "Đăng ký chờ Văn phòng Sở ghi nhận" not in duy.reads()


@both_engines_always
async def test_of_two_who_record_it_one_does_and_the_other_reads_whose_it_was(timed: TimedOffice) -> None:
    duy, thu = await timed.person(DUY), await timed.person("Lâm Hồng Thu")
    await registers(timed, MAI, "LDTT")
    for phone in (duy, thu):
        await phone.says("/menu")
        await phone.forges(ShowToRecord())
    await duy.taps("Ghi nhận: Ngô Thị Mỹ Mai")
    await thu.taps("Ghi nhận: Ngô Thị Mỹ Mai")
    assert "Đăng ký của Ngô Thị Mỹ Mai đã được Anh Nguyễn Đức Duy xác nhận lúc" in thu.reads()
    audit = columns(Audit)
    deeds = await timed.rows(sa.select(audit.c.actor_id).where(audit.c.deed == "registration.confirmed"))
    assert [row.actor_id for row in deeds] == [duy.person_id]


@both_engines
async def test_the_chairs_own_waits_for_another_of_the_committee_or_for_the_office(timed: TimedOffice) -> None:
    sang, duy, hieu = [await timed.person(name) for name in (SANG, DUY, HIEU)]
    timed.clock.move_to(at(2023, 1, 3, 15))
    await registers(timed, SANG, "DVCDG")
    await sang.says("/cuatoi")
    assert "chờ Ban Chấp hành Công đoàn cơ sở xác nhận" in sang.reads()
    await timed.comes_to(at(2023, 1, 4, 9))
    assert "Đăng ký chờ ghi nhận ý kiến của Ban Chấp hành Công đoàn: 1, từ 03/01/2023" in duy.reads()
    await duy.says("/quanly")
    await duy.taps("Việc chờ xử lý (1)")
    await duy.taps("Ghi nhận (1)")
    assert "Lâm Trọng Sang, Phó Giám đốc Sở: Đoàn viên CĐ giỏi (Ban Chấp hành Công đoàn quyết định)" in duy.reads()
    # The roster names another member of the committee by now.
    member = columns(UnionMembership)
    committee = sa.update(member).where(member.c.person_id == hieu.person_id).values(office=UnionOffice.COMMITTEE)
    await timed.database.run(lambda tx: tx.execute(committee))
    await duy.taps("Ghi nhận: Lâm Trọng Sang")
    assert "ngoài phạm vi phụ trách" in duy.reads()
    await timed.comes_to(at(2023, 1, 5, 9))
    assert "Đăng ký chờ ghi nhận ý kiến của Ban Chấp hành Công đoàn: 1, từ 03/01/2023" in hieu.reads()
    await hieu.says("/menu")
    await hieu.taps("Việc đang chờ (1)")
    await hieu.taps("Ghi nhận (1)")
    await hieu.taps("Ghi nhận: Lâm Trọng Sang")
    assert "Đã ghi nhận đăng ký của Lâm Trọng Sang" in hieu.reads() and "Văn phòng" not in " ".join(hieu.buttons())
    await timed.letters()
    await sang.says("/cuatoi")
    assert "Phần Công đoàn: đã xác nhận 05/01/2023" in sang.reads()
    await hieu.says("/menu")
    assert not [label for label in hieu.buttons() if label.startswith("Việc đang chờ")]
