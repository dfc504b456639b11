"""Nhật ký: what was done, by whom and when, read and searched by the head of the Office, and by nobody who is only a
member of it; what was altered says so."""

import io
import re
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.deeds import Group
from bot.enquiries.targets import ShowJournal
from bot.office.journal import reading
from bot.office.journal.reading import Search
from bot.office.journal.targets import FindInJournal
from bot.people.records import Grant, Role
from bot.store.audit import Audit, note
from bot.store.chain.sealing import Sealer
from bot.store.chain.verifying import Patrol
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines, on_postgresql
from tests.notices.tracking.test_tracking_table import file_of
from tests.office import Office, Phone
from tests.office_room.test_days import DUY, HAU
from tests.outbox.test_plans import plan, plan_of_postgresql

THU, DIRECTOR = "Lâm Hồng Thu", "Ngô Thị Mỹ Mai"
_A, _G = columns(Audit), columns(Grant)


async def sealed(office: Office) -> None:
    await Sealer(office.database).look()
    await Patrol(office.database).look()


def written(by: int, number: int) -> Callable[[Tx], None]:
    return lambda tx: note(tx, "notice.written", f"notice:{number}", actor_id=by)


async def opens(phone: Phone) -> None:
    await phone.says("/quanly")
    await phone.taps("Thiết lập")
    await phone.taps("Nhật ký")


def entries(phone: Phone) -> list[str]:
    return [line.split(": ", 1)[1] for line in phone.reads().splitlines() if line[:1].isdigit()]


@both_engines
async def test_the_head_reads_what_was_done_and_finds_it_by_name_kind_and_day(office: Office) -> None:
    hau, duy, thu = [await office.person(name) for name in (HAU, DUY, THU)]
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await office.database.run(lambda tx: note(tx, "nudge.told", f"person:{hau.person_id}", actor_id=thu.person_id))
    office.moves_clock_to(2023, 1, 4, 7, 30)
    for number in range(1, 6):
        await office.database.run(written(duy.person_id, number))
    await opens(duy)
    assert "Đã niêm phong đến mục 0; đang kiểm tra." in duy.reads()
    await sealed(office)
    await opens(duy)
    assert duy.reads().splitlines()[1].startswith("Nguyên vẹn đến mục 10. Niêm phong: 10-")
    assert entries(duy) == [
        *(f"Nguyễn Đức Duy soạn thông báo (thông báo {number})" for number in (5, 4, 3, 2, 1)),
        "Lâm Hồng Thu nhắc trực tiếp (Nguyễn Công Hậu)",
    ]
    await duy.taps("Cũ hơn")
    older = [
        "Nguyễn Công Hậu gửi đăng ký (TD23-0001)",
        "Hệ thống lập phong trào (Phong trào thi đua năm 2023)",
        "Hệ thống nhập khen thưởng các năm trước",
        "Hệ thống nhập danh sách nhân sự",
    ]
    assert entries(duy) == older
    assert "Cũ hơn" not in duy.buttons()
    await duy.taps("Mới hơn")
    assert entries(duy)[0] == "Nguyễn Đức Duy soạn thông báo (thông báo 5)"
    assert ("Mới hơn" in duy.buttons(), "Cũ hơn" in duy.buttons()) == (False, True)

    await duy.taps("Loại việc")
    await duy.taps("Đăng ký")
    assert entries(duy) == older[:1]
    await duy.taps("1")
    assert duy.reads().splitlines()[:5] == [
        "gửi đăng ký",
        "Người thực hiện: Nguyễn Công Hậu",
        "Lúc 08:10:00 ngày 03/01/2023",
        "Đối tượng: Nguyễn Công Hậu, TD23-0001",
        "Chi tiết: danh hiệu: LĐTT",
    ]
    assert duy.reads().endswith(", khớp.")
    await duy.taps("Quay lại")
    assert entries(duy) == older[:1]
    await duy.taps("Toàn bộ nhật ký")

    await duy.taps("Tìm người, ngày")
    await duy.says("người không có")
    assert duy.screen.labels() == ["Quay lại", "Để sau"]
    await duy.says("cong hau")
    assert "Đang xem: Nguyễn Công Hậu" in duy.reads()
    assert entries(duy) == ["Lâm Hồng Thu nhắc trực tiếp (Nguyễn Công Hậu)", older[0]], "by and about"
    await duy.taps("Tìm người, ngày")
    await duy.says("4/1")
    assert "Đang xem: ngày 04/01/2023" in duy.reads()
    assert len(entries(duy)) == 5
    await duy.taps("Tải về bảng tính")
    book = load_workbook(io.BytesIO(file_of(duy)))
    rows = list(book.active.values)
    assert (len(rows), rows[0][:4]) == (6, ("Mục", "Thời điểm", "Người thực hiện", "Việc"))
    assert rows[0][4:9] == ("Đối tượng", "Chi tiết", "Mã việc", "Mã đối tượng", "Dữ liệu đã ghi")
    assert rows[1][2:8] == ("Nguyễn Đức Duy", "soạn thông báo", "thông báo 5", None, "notice.written", "notice:5")
    await duy.taps("Nhật ký")
    await duy.taps("Tìm người, ngày")
    await duy.says("5/1")
    assert "Không có việc nào như vậy." in duy.reads()

    # What is altered says so: the entry at once, the whole as soon as it was walked along.
    await office.database.run(lambda tx: tx.execute(sa.update(_A).where(_A.c.id == 9).values(subject="notice:7")))
    await opens(duy)
    assert entries(duy)[1].startswith("KHÔNG KHỚP NIÊM PHONG, Nguyễn Đức Duy soạn thông báo")
    await sealed(office)
    await opens(duy)
    assert duy.reads().splitlines()[1].startswith("KHÔNG còn nguyên vẹn từ mục 9.")
    await duy.taps("2")
    assert duy.reads().splitlines()[-1].startswith("Mục 9: KHÔNG KHỚP với niêm phong")


async def test_from_an_entry_one_comes_back_to_its_page_and_to_the_whole_newest_one(office: Office) -> None:
    duy = await office.person(DUY)
    for number in range(1, 9):
        await office.database.run(written(duy.person_id, number))
    await opens(duy)
    newest = entries(duy)
    await duy.taps("3")
    await duy.taps("Quay lại")
    assert entries(duy) == newest and "Mới hơn" not in duy.buttons()
    await duy.taps("Cũ hơn")
    older = entries(duy)
    await duy.taps("2")
    await duy.taps("Quay lại")
    assert entries(duy) == older and "Mới hơn" in duy.buttons()
    await duy.taps("Mới hơn")
    assert entries(duy) == newest, "never a page of less than there is"
    # What has come since is there too, although the older page knew nothing of it.
    await duy.taps("Cũ hơn")
    await office.database.run(written(duy.person_id, 9))
    await duy.taps("Mới hơn")
    assert entries(duy) == [f"Nguyễn Đức Duy soạn thông báo (thông báo {number})" for number in (8, 7, 6, 5, 4, 3)]
    await duy.taps("Mới hơn")
    assert entries(duy)[0].endswith("(thông báo 9)") and len(entries(duy)) == len(newest)


async def test_the_director_goes_back_to_the_figures_and_not_to_the_settings(office: Office) -> None:
    director = await office.person(DIRECTOR)
    await director.says("/menu")
    await director.taps("Toàn Sở")
    await director.taps("Nhật ký")
    assert "Thiết lập" not in director.buttons()
    await director.taps("Toàn Sở")
    assert director.reads().splitlines()[1].startswith("Đã phản hồi 0/93")


async def test_a_member_of_the_office_does_not_read_it_once_there_is_a_head(office: Office) -> None:
    duy, thu, director = [await office.person(name) for name in (DUY, THU, DIRECTOR)]
    head = {"person_id": thu.person_id, "role": Role.OFFICE_HEAD, "since": date(2023, 1, 1), "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(_G), head) and None)
    await duy.says("/quanly")
    await duy.taps("Thiết lập")
    assert "Nhật ký" not in duy.buttons()
    for to in (ShowJournal(), FindInJournal()):
        await duy.forges(to)
        assert "quyết định: Chị Lâm Hồng Thu" in duy.reads()
    for phone in (thu, director):
        await phone.says("/menu")
        await phone.forges(ShowJournal())
        assert len(entries(phone)) == 3


async def test_however_long_it_is_a_page_goes_by_an_index(office: Office) -> None:
    rows = [
        {"at": office.clock.now(), "actor_id": n % 90 + 1, "deed": "notice.known", "subject": f"x:{n}", "details": {}}
        for n in range(3000)
    ]
    await office.database.run(lambda tx: tx.execute(_A.insert(), rows) and None)
    await office.database.run(lambda tx: tx.execute(sa.text("ANALYZE audit")) and None)
    for search, indexes in (
        (Search(), ("SEARCH audit USING INTEGER PRIMARY KEY",)),
        (Search(group=Group.REGISTRATION), ("ix_audit_deed",)),
        (Search(person=10), ("ix_audit_actor", "ix_audit_subject")),
        (Search(person=10, group=Group.NOTICES), ("ix_audit_actor", "ix_audit_subject")),
        (Search(day=office.clock.today()), ("ix_audit_at",)),
    ):
        seen = await plan(office, lambda tx, search=search: reading.page(tx, search, 2500, newer=False))  # type: ignore[misc]
        assert all(index in seen for index in indexes), seen
        assert not re.search(r"SCAN audit(?!_seal| USING)", seen), seen


SEARCHES = {
    "all": (Search(), "pk_audit"),
    "one kind": (Search(group=Group.REGISTRATION), "ix_audit_deed"),
    "one person": (Search(person=10), "ix_audit_actor"),
    "a person's deeds of a kind": (Search(person=10, group=Group.NOTICES), "ix_audit_actor"),
    "one day": (Search(day=date(2023, 1, 5)), "ix_audit_at"),
    "one kind on a day": (Search(group=Group.REGISTRATION, day=date(2023, 1, 5)), "ix_audit_at"),
}
LENGTH = 100_000


@on_postgresql
async def test_however_long_it_is_postgresql_goes_by_an_index(office: Office) -> None:
    """Two hundred days of five hundred deeds, most of them of one kind."""
    fill = sa.text(
        "INSERT INTO audit (at, actor_id, deed, subject, details)"
        " SELECT timestamptz '2022-09-01 01:00:00+00' + n / 500 * interval '1 day' + n % 500 * interval '1 minute',"
        " n % 90 + 1, CASE WHEN n % 50 = 0 THEN 'registration.submitted' ELSE 'notice.known' END, 'notice:' || n, '{}'"
        " FROM generate_series(0, :last) AS n"
    )
    await office.database.run(lambda tx: tx.execute(fill, {"last": LENGTH - 1}) and None)
    await office.database.run(lambda tx: tx.execute(sa.text("ANALYZE audit")) and None)
    for name, (search, index) in SEARCHES.items():
        for entry in (None, LENGTH // 2):
            asked = lambda tx, search=search, entry=entry: reading.page(tx, search, entry, newer=False)  # noqa: E731
            found = await plan_of_postgresql(office, asked)
            assert index in found, (name, found)
            assert not re.search(r"Seq Scan on audit\b", found), (name, found)
            assert "InitPlan" not in found, (name, "it walks along all keys", found)
