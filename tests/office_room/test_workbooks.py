"""Workbooks that the Office sends in chat: read beside everything else, compared, written once, taken back."""

import asyncio
import io
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa

from bot.awards.records import Award
from bot.nursery import Nursery
from bot.office.imports import kinds, reader, records
from bot.office.imports.records import Upload, UploadLine, UploadState
from bot.office.imports.targets import ShowUpload, TakeBackImport
from bot.people.records import Grant, Person, Role
from bot.people.roster.records import KEPT_DAYS, ImportKind, ImportRecord
from bot.personnel.targets import ShowImports
from bot.store.audit import Audit
from bot.store.files import StoredFile
from bot.store.schema import columns
from bot.store.scrub import Scrub
from bot.titles.catalogue import Catalogue
from bot.workbooks.reading import Progress
from tests.engines import both_engines, both_engines_at_length
from tests.office import Office, Phone
from tests.people.sheets import book, saved

DUY, HIEU, HAU = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
DATA = Path(__file__).resolve().parents[2] / "bot" / "playground" / "data"
_P, _U, _R = columns(Person), columns(Upload), columns(ImportRecord)
CODE, NAME, POST, UNIT, PHONE = 2, 3, 5, 6, 9


def changed_roster(*changes: tuple[str, int, Any], without: str = "", more: Sequence[Sequence[Any]] = ()) -> bytes:
    """The department's own workbook with cells changed: staff code, column, value."""
    workbook = openpyxl.load_workbook(DATA / "danh-sach-ccvc.xlsx")
    sheet = workbook.worksheets[0]
    rows = {sheet.cell(row, CODE).value: row for row in range(7, 100)}
    for code, column, value in changes:
        sheet.cell(rows[code], column, value)
    for place, row in enumerate(more):
        sheet.insert_rows(100 + place)
        for column, value in enumerate(row, start=1):
            sheet.cell(100 + place, column, value)
    if without:
        sheet.delete_rows(rows[without])
    return saved(workbook)


NEWCOMER = (
    94,
    "TN094",
    "Trần Thị Mới",
    "Nữ",
    "Chuyên viên",
    "Thanh tra Sở",
    None,
    "Công chức",
    "0912000094",
    "01/12/2022",
)
BAD = (
    95,
    "TN095",
    "Trần Văn Lạc",
    "Nam",
    "Chuyên viên",
    "Phòng Không Có",
    None,
    "Công chức",
    "0912000095",
    "01/12/2022",
)
ROSTER = changed_roster(
    ("TN010", PHONE, "0912000010"),
    ("TN010", POST, "Chuyên viên cao cấp"),
    ("TN012", UNIT, "Thanh tra Sở"),
    without="TN093",
    more=(NEWCOMER, BAD),
)


async def sends(phone: Phone, content: bytes, name: str = "ds.xlsx", *, roster: bool = True, **how: Any) -> None:
    """Up to the file, from wherever the person is."""
    await phone.says("/menu")
    await phone.forges(ShowImports(ImportKind.ROSTER if roster else ImportKind.AWARDS))
    await phone.taps("Gửi tệp danh sách" if roster else "Gửi tệp khen thưởng")
    await offers(phone, content, name, **how)


async def offers(phone: Phone, content: bytes, name: str, **how: Any) -> None:
    phone.office.world.sends_file(phone.user_id, name, content, **how)
    await phone.office.settle()


async def all_lines(phone: Phone) -> list[str]:
    """The lines behind the number that is open, on all its pages; then back."""
    found = list[str]()
    while True:
        assert len(phone.reads().splitlines()) <= 10
        found += [line[2:] for line in phone.reads().splitlines() if line.startswith("- ")]
        if "Trang sau" not in phone.buttons():
            break
        await phone.taps("Trang sau")
    await phone.taps("Quay lại")
    return found


async def people(office: Office) -> dict[str, Any]:
    return {row.code: row for row in await office.rows(sa.select(_P))}


async def as_office(office: Office, name: str) -> Phone:
    """Somebody who is of the Office too."""
    phone = await office.person(name)
    role = {"person_id": phone.person_id, "role": Role.OFFICE, "since": date(2023, 1, 1), "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), role))
    return phone


@both_engines
async def test_a_roster_is_compared_written_and_taken_back(office: Office) -> None:
    duy, before = await office.person(DUY), await people(office)
    await sends(duy, ROSTER)
    assert "Đang đọc và đối chiếu…" in duy.reads()
    await office.reads_workbooks()
    assert "Trang «Danh sách», tiêu đề ở dòng 6:" in duy.reads()
    assert "«Mã CCVC» → Mã CCVC" in duy.reads() and "Trang 1/" in duy.reads()
    await duy.taps("Xem kết quả đối chiếu")
    assert "Thêm mới: 1 · thay đổi: 1 · giữ nguyên: 90" in duy.reads()
    assert "Chưa ghi gì." in duy.reads()
    for button, expected in (
        ("Thêm mới (1)", ["Trần Thị Mới (TN094), Thanh tra Sở"]),
        ("Thay đổi (1)", [f"{before['TN010'].full_name} (TN010): số điện thoại, chức vụ"]),
        ("Chuyển đơn vị (1)", [f"{before['TN012'].full_name} (TN012): Văn phòng Sở → Thanh tra Sở"]),
        ("Không có trong tệp (1)", ["Hồ Quốc Toàn (TN093)"]),
        ("Không nhận (1)", ["Danh sách, dòng 100: Đơn vị: Không có đơn vị «Phòng Không Có» trong danh sách đơn vị."]),
    ):
        await duy.taps(button)
        lines = await all_lines(duy)
        assert len(lines) == len(expected)
        assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines
        assert not lines[0].endswith("đơn vị"), "of whoever stays in the unit only the post is another"
    await duy.taps("Không nhận (1)")
    await duy.taps("Tải các dòng cần sửa (Excel)")
    assert duy.screen.attachment is not None and duy.screen.attachment.name == "can-sua.xlsx"
    rows = list(openpyxl.load_workbook(io.BytesIO(duy.screen.attachment.data)).worksheets[0].values)
    assert rows[1][CODE - 1] == "TN095" and "Phòng Không Có" in str(rows[1][-1])
    await duy.taps("Quay lại")
    assert await people(office) == before, "nothing is written before it is confirmed"

    await duy.taps("Ghi vào dữ liệu")
    assert "Đang ghi vào dữ liệu…" in duy.reads()
    await office.reads_workbooks()
    assert "Đã ghi vào dữ liệu." in duy.reads() and "Anh Nguyễn Đức Duy" in duy.reads()
    after = await people(office)
    assert after["TN094"].full_name == "Trần Thị Mới" and after["TN010"].phone == "+84912000010"
    assert after["TN093"].left_on is None and "TN095" not in after

    await sends(duy, ROSTER, "ds-lan-hai.xlsx")
    await office.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    assert "không có gì để ghi" in duy.reads() and "Ghi vào dữ liệu" not in duy.buttons()

    await duy.taps("Danh sách nhân sự")
    assert "tệp «ds.xlsx»" in duy.reads()
    await duy.taps("Hoàn tác")
    assert "HOÀN TÁC LẦN NHẬP?" in duy.reads()
    record = (await office.rows(sa.select(sa.func.max(_R.c.id))))[0][0]
    await duy.taps("Hoàn tác")
    assert "Đã hoàn tác: dữ liệu trở lại như trước" in duy.reads()
    assert await people(office) == before
    await duy.forges(TakeBackImport(ImportKind.ROSTER, record))
    assert "Đã có lần nhập khác sau lần này, hoặc đã hoàn tác rồi." in duy.reads()
    deeds = await office.rows(sa.select(columns(Audit).c.deed).where(columns(Audit).c.deed.startswith("roster.")))
    assert [row.deed for row in deeds].count("roster.imported") == 2, "once with the sample, once now"
    await go_by_their_date(office, duy)


async def go_by_their_date(office: Office, duy: Phone) -> None:
    """The workbooks that were sent, the names and numbers of their lines, and what would take them back."""
    workbooks = sa.select(columns(StoredFile).c.sha256).where(columns(StoredFile).c.mime.contains("sheet"))
    uploads, kept = await office.rows(sa.select(_U)), sa.select(_R.c.id).where(sa.cast(_R.c.changes, sa.Text) != "{}")
    before = await office.rows(workbooks)
    assert await office.database.run(records.forget_old) == 0 and len(uploads) == 2 and await office.rows(kept)
    office.waits(days=KEPT_DAYS + 1)
    assert await office.database.run(records.forget_old) == 2
    gone = {sha256 for row in uploads for sha256 in (row.sha256, row.rejects_sha256) if sha256}
    assert {row.sha256 for row in before} - {row.sha256 for row in await office.rows(workbooks)} == gone
    assert await office.rows(kept) == await office.rows(sa.select(columns(UploadLine))) == []
    await duy.forges(ShowUpload(uploads[0].id))
    assert "Nút này thuộc tin cũ" in duy.reads()
    assert await Scrub(office.database).look(), "the files of the store are cleaned of them"


@both_engines
async def test_what_has_changed_since_it_was_shown_is_shown_anew(office: Office) -> None:
    duy, hieu = await office.person(DUY), await as_office(office, HIEU)
    await sends(duy, ROSTER)
    await office.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    upload = (await office.rows(sa.select(_U.c.id)))[0].id
    taken = sa.update(_P).where(_P.c.code == "TN050").values(phone="+84912000010")
    await office.database.run(lambda tx: tx.execute(taken))
    await hieu.says("/menu")
    await hieu.forges(ShowUpload(upload))
    await duy.taps("Ghi vào dữ liệu")
    await office.reads_workbooks()
    assert "CÁCH HIỂU CÁC CỘT" in duy.reads()
    await duy.taps("Xem kết quả đối chiếu")
    assert "Dữ liệu đã thay đổi từ lúc Anh/Chị xem nên chưa ghi." in duy.reads()
    assert "Không nhận (2)" in duy.buttons() or "Thay đổi (2)" in duy.buttons()
    assert "TN094" not in await people(office)

    await hieu.taps("Xem kết quả đối chiếu")
    await duy.taps("Ghi vào dữ liệu")
    await hieu.taps("Ghi vào dữ liệu")
    await office.reads_workbooks()
    for phone in (duy, hieu):
        assert "Anh Nguyễn Đức Duy" in phone.reads(), "one decision, and both read whose it was"
    assert "TN094" in await people(office)
    assert len(await office.rows(sa.select(_R.c.id).where(_R.c.kind == "roster"))) == 2


async def test_what_depends_on_an_import_keeps_it(office: Office) -> None:
    duy = await office.person(DUY)
    await sends(duy, ROSTER)
    await office.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    await duy.taps("Ghi vào dữ liệu")
    await office.reads_workbooks()
    await office.person("Trần Thị Mới")
    await duy.taps("Hoàn tác")
    await duy.taps("Hoàn tác")
    assert "Không hoàn tác được: đã có dữ liệu dựa vào lần nhập này: tài khoản đã liên kết (1)." in duy.reads()
    assert "Trần Thị Mới" in duy.reads()


LOCKED = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(512)
NOT_TAKEN: Mapping[str, tuple[str, bytes, str]] = {
    "a picture": ("bang.jpg", b"\xff\xd8\xff\xe0", "Đây là ảnh, không phải bảng tính."),
    "another kind": ("ke-hoach.pdf", b"%PDF-1.7", "không phải bảng tính Excel"),
    "macros": ("ds.xlsm", b"PK", "có chứa macro"),
    "nothing": ("ds.xlsx", b"", "không có dữ liệu"),
}
NOT_READ: Mapping[str, tuple[str, bytes, str]] = {
    "a password": ("ds.xlsx", LOCKED, "đang đặt mật khẩu"),
    "not what its name says": ("ds.xlsx", b"chao cac ban" * 50, "không đọc được như một bảng tính Excel"),
    "awards": ("kt.xlsx", (DATA / "khen-thuong-2019-2022.xlsx").read_bytes(), "Đây là danh sách khen thưởng"),
    "no header": ("ds.xlsx", book(("Trang", [("a", "b"), (1, 2)])), "Không tìm thấy dòng tiêu đề"),
}


async def test_what_is_no_roster_is_one_clear_sentence(office: Office) -> None:
    duy = await office.person(DUY)
    await sends(duy, b"x", "anh", as_photo=True)
    assert "Đây là ảnh" in duy.reads()
    for name, content, sentence in NOT_TAKEN.values():
        await offers(duy, content, name)
        assert sentence in duy.reads() and "Gửi tệp" not in duy.buttons(), "the question still stands"
    await duy.says("đây ạ")
    assert "Xin gửi một tệp bảng tính" in duy.reads()
    for name, content, sentence in NOT_READ.values():
        await sends(duy, content, name)
        await office.reads_workbooks()
        assert sentence in duy.reads() and "Chưa ghi gì vào dữ liệu." in duy.reads(), duy.reads()
        assert "Gửi tệp khác" in duy.buttons()
    hau = await office.person(HAU)
    await hau.says("/menu")
    await hau.forges(ShowImports(ImportKind.ROSTER))
    assert "DANH SÁCH NHÂN SỰ" not in hau.reads()


@both_engines_at_length
async def test_killed_at_any_step_it_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies over the file, before it and after it: whoever has sent it is answered, and it is written
    once."""
    duy = await office.person(DUY)
    await sends(duy, ROSTER)
    await office.restart()
    with monkeypatch.context() as broken:
        broken.setitem(kinds.IMPORTERS, ImportKind.ROSTER, _dying(kinds.IMPORTERS[ImportKind.ROSTER]))
        await office.reads_workbooks()
    assert "Đang đọc và đối chiếu…" in duy.reads()
    await office.restart()
    await office.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    await duy.taps("Ghi vào dữ liệu")
    await office.restart()
    await office.reads_workbooks()
    assert "Đã ghi vào dữ liệu." in duy.reads()
    await office.restart()
    await office.reads_workbooks()
    assert len(await office.rows(sa.select(_R.c.id).where(_R.c.kind == "roster"))) == 2

    await sends(duy, ROSTER, "hong.xlsx")
    with monkeypatch.context() as broken:
        broken.setitem(kinds.IMPORTERS, ImportKind.ROSTER, _dying(kinds.IMPORTERS[ImportKind.ROSTER]))
        for _ in range(4):
            await office.reads_workbooks()
    assert "Hệ thống chưa đọc được tệp này." in duy.reads(), "nobody waits for ever"


def _dying(importer: kinds.Importer) -> kinds.Importer:
    def parse(*_: object) -> Any:
        raise MemoryError

    return replace(importer, parse=parse)


async def test_nobody_waits_while_a_workbook_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is drawn; others are answered; whoever went away meanwhile gets a letter."""
    duy, hau = await office.person(DUY), await office.person(HAU)
    await sends(duy, ROSTER)
    goes_on, importer = threading.Event(), kinds.IMPORTERS[ImportKind.ROSTER]

    def parse(content: bytes, name: str, today: date, year: int, titles: Catalogue, progress: Progress) -> Any:
        progress(4321, 43)
        assert goes_on.wait(120)
        return importer.parse(content, name, today, year, titles, progress)

    monkeypatch.setitem(kinds.IMPORTERS, ImportKind.ROSTER, replace(importer, parse=parse))
    monkeypatch.setattr(reader, "STEP", 0.01)
    beside = Nursery()
    beside.start(office.service.reader.look(), "workbooks")
    while "Đã đọc 4.321 dòng (43% tệp)." not in duy.reads():  # noqa: ASYNC110 - a thread makes it so
        await asyncio.sleep(0.01)
    await hau.says("/menu")
    assert "Tình trạng: chưa đăng ký" in hau.reads()
    await duy.says("/menu")
    goes_on.set()
    await beside.join()
    assert "Trang chính" not in duy.reads() and "CÁCH HIỂU" not in duy.reads(), "a screen is not put over another one"
    await office.letters()
    assert "Tệp «ds.xlsx» đã đọc xong" in duy.reads()
    await duy.taps("Xem tệp")
    assert "CÁCH HIỂU CÁC CỘT" in duy.reads()
    state = await office.rows(sa.select(_U.c.state))
    assert [row.state for row in state] == [UploadState.READ]


async def test_awards_are_taken_with_a_year_that_the_file_does_not_say(office: Office) -> None:
    duy = await office.person(DUY)
    before = await office.rows(sa.select(columns(Award).c.id))
    name = (await people(office))["TN010"].full_name
    content = book(("Sheet1", [("Mã CCVC", "Họ và tên", "Danh hiệu"), ("TN010", name, "Chiến sĩ thi đua cấp tỉnh")]))
    await sends(duy, content, "kt.xlsx", roster=False)
    await office.reads_workbooks()
    assert "Tệp không cho biết danh hiệu của năm nào." in duy.reads()
    await duy.taps("Ghi năm")
    await duy.says("năm ngoái")
    assert "Xin gõ một năm bốn chữ số" in duy.reads()
    await duy.says("2018")
    await office.reads_workbooks()
    assert "Năm 2018: theo năm Văn phòng ghi khi nhập" in duy.reads()
    await duy.taps("Xem kết quả đối chiếu")
    assert "Khen thưởng thêm mới: 1" in duy.reads()
    await duy.taps("Thêm mới (1)")
    assert await all_lines(duy) == [f"{name} (TN010): CSTĐ cấp tỉnh, năm 2018"]
    await duy.taps("Ghi vào dữ liệu")
    await office.reads_workbooks()
    assert len(await office.rows(sa.select(columns(Award).c.id))) == len(before) + 1
    await duy.taps("Hoàn tác")
    await duy.taps("Hoàn tác")
    assert await office.rows(sa.select(columns(Award).c.id)) == before
