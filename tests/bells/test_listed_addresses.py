"""The Office's workbook has a column of addresses for mail: what it says is read, shown, written, and rung at."""

from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import sqlalchemy as sa

from bot.address import Door
from bot.people.contacts.targets import ShowContacts
from bot.people.records import Person
from bot.store.schema import columns
from tests.bells.house import House
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, meets
from tests.office import Phone
from tests.office_room.test_workbooks import all_lines, sends
from tests.people.sheets import DATA, saved

NAME, ADDRESS = 3, 15
THU = "Lâm Hồng Thu"
WRITTEN = {
    HAU: "Cong.Hau@SO.example.vn",
    HIEU: "hieu@so.example.vn; phamhieu@gmail.com",
    THU: "thu(at)so.example.vn",
}
_P = columns(Person)


def with_addresses(sample: Path = DATA / "danh-sach-ccvc.xlsx") -> bytes:
    workbook = openpyxl.load_workbook(sample)
    sheet = workbook.worksheets[0]
    sheet.cell(6, ADDRESS, "Hộp thư công vụ")
    for row in range(7, 100):
        if (address := WRITTEN.get(sheet.cell(row, NAME).value)) is not None:
            sheet.cell(row, ADDRESS, address)
    return saved(workbook)


@both_engines
async def test_addresses_of_the_roster_are_taken_where_they_can_be_read(house: House) -> None:
    office = house.office
    duy, hau = await meets(office, DUY, HAU)
    await house.opens(Door.EMAIL)
    await house.mailbox(THU, "thu@so.example.vn")
    await sends(duy, with_addresses())
    await office.reads_workbooks()
    understood = await _pages(duy)
    assert "«Hộp thư công vụ» → Thư điện tử" in understood, understood
    await duy.taps("Xem kết quả đối chiếu")
    assert "thay đổi: 2" in duy.reads(), duy.reads()
    await duy.taps("Thay đổi (2)")
    lines = await all_lines(duy)
    assert all(line.endswith("thư điện tử") for line in lines), lines
    assert "@" not in "".join(lines), "what is shown to the Office names the column, not the address"
    await duy.taps("Xin xem lại (2)")
    looked_at = "\n".join(await all_lines(duy))
    assert "đã lấy địa chỉ đầu tiên" in looked_at and "Không đọc được địa chỉ thư điện tử" in looked_at, looked_at
    await duy.taps("Ghi vào dữ liệu")
    await office.reads_workbooks()
    kept = await _kept(house)
    assert kept == {HAU: "Cong.Hau@so.example.vn", HIEU: "hieu@so.example.vn", THU: "thu@so.example.vn"}
    await hau.forges(ShowContacts())
    assert "theo danh sách của Văn phòng: C…@so.example.vn" in hau.reads()
    hieu = await house.mailbox(HIEU, kept[HIEU])
    await house.writes_to(hieu)
    await house.rings()
    assert [taken.rcpt_tos for taken in house.mail.taken] == [["hieu@so.example.vn"]]
    await sends(duy, (DATA / "danh-sach-ccvc.xlsx").read_bytes(), "khong-co-cot-thu.xlsx")
    await office.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    assert "không có gì để ghi" in duy.reads()
    assert await _kept(house) == kept, "a workbook without the column says nothing of addresses"


async def _kept(house: House) -> dict[str, str]:
    rows = await house.office.rows(sa.select(_P.c.full_name, _P.c.email).where(_P.c.email.is_not(None)))
    return {row.full_name: row.email for row in rows}


async def _pages(duy: Phone) -> str:
    found = [duy.reads()]
    while "Trang sau" in duy.buttons():
        await duy.taps("Trang sau")
        found.append(duy.reads())
    return "\n".join(found)
