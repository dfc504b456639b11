"""A unit's forms come back as a workbook: looked at before anything is written, entered at once, and what cannot be is
named row by row."""

import io

import sqlalchemy as sa
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from bot.office.targets import ShowFormTemplate
from bot.personnel.targets import ShowUnit, ShowUnitForms
from bot.registration.records import Receipt, Registration, RegistrationVersion
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Phone
from tests.office_room.test_workbooks import all_lines
from tests.personnel.steps import opens, unit_of
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers

DUY, THU, HAU, AN = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Nguyễn Công Hậu", "Hồ Quốc An"
HONG, KHOI = "Nguyễn Thị Hồng", "Lê Công Khôi"
QLKH = "Phòng Quản lý Khoa học"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filled(template: bytes, marks: dict[str, tuple[tuple[str, ...], str]]) -> bytes:
    """The workbook with these titles marked, by name, and the day on which the form was signed."""
    book = load_workbook(io.BytesIO(template))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        name = sheet.cell(row, heads["Họ và tên"]).value
        if name in marks:
            titles, day = marks[name]
            for title in titles:
                if title in ("nghỉ hưu", "ốm"):
                    sheet.cell(row, heads["Không đăng ký"]).value = title
                    continue
                sheet.cell(row, heads[title]).value = "x"
            sheet.cell(row, heads["Ngày ký"]).value = day
    sheet.append(["TN999", "Người Khác", "", "x"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def sends(duy: Phone, name: str, content: bytes) -> None:
    duy.office.world.sends_file(duy.user_id, name, content, mime=XLSX)
    await duy.office.settle()


async def template(timed: TimedOffice, duy: Phone) -> bytes:
    await opens(duy, ShowUnit(await unit_of(timed, QLKH)))
    await duy.taps("Đăng ký giấy (Excel)")
    await duy.taps("Tải biểu mẫu (Excel)")
    assert duy.screen.attachment is not None
    return duy.screen.attachment.data


@both_engines
async def test_a_units_forms_are_entered_at_once(timed: TimedOffice) -> None:
    duy, an = await timed.person(DUY), await timed.person(AN)
    timed.clock.move_to(at(2023, 1, 10, 9))
    await registers(timed, HAU, "LDTT")
    made = await template(timed, duy)
    people = [row[1].value for row in load_workbook(io.BytesIO(made)).active.iter_rows(min_row=2)]
    assert AN in people and HAU not in people, "who has registered in person is not on it"
    others = [name for name in people if name not in (AN, "Phạm Quốc Hiếu")]
    ldtt = "Lao động tiên tiến"
    marks = {AN: ((ldtt,), "06/01/2023"), others[0]: ((ldtt,), "06/01/2022"), others[1]: ((), "06/01/2023")}
    marks |= {others[2]: (("nghỉ hưu",), "06/01/2023"), others[3]: (("ốm",), "06/01/2023")}
    marks |= {"Phạm Quốc Hiếu": ((ldtt, "nghỉ hưu"), "06/01/2023")}
    await duy.taps("Gửi tệp đã điền")
    await sends(duy, "dang-ky.xlsx", filled(made, marks))
    assert "Đang đọc và đối chiếu…" in duy.reads()
    await timed.reads_workbooks()
    assert "Sẽ nhập: 2 người." in duy.reads() and "Trong đó không đăng ký: 1 người." in duy.reads()
    assert "Chưa nhập được: 5 dòng." in duy.reads()
    for button, expected in (
        ("Đăng ký (1)", [f"{AN}: LĐTT; ký 06/01/2023"]),
        ("Không đăng ký (1)", [f"{others[2]}: không đăng ký; ký 06/01/2023"]),
        (
            "Không nhận (5)",
            [
                "Phạm Quốc Hiếu: Vừa có danh hiệu vừa có «Không đăng ký».",
                f"{others[0]}: Ngày ký phải từ 03/01/2023 đến 10/01/2023.",
                f"{others[1]}: Chưa đánh x danh hiệu nào, cũng chưa",
                f"{others[3]}: Cột «Không đăng ký» chỉ nhận x hoặc: nghỉ hưu",
                "Người Khác: Chưa có ngày ký",
            ],
        ),
    ):
        await duy.taps(button)
        said = " ".join(await all_lines(duy))
        assert all(line in said for line in expected), said
    assert (
        await timed.rows(sa.select(columns(RegistrationVersion)).where(columns(RegistrationVersion).c.on_paper)) == []
    )
    await duy.taps("Ghi vào dữ liệu")
    await timed.reads_workbooks()
    assert "Đã nhập theo tệp." in duy.reads()
    assert "Đã nhập: 2 người." in duy.reads() and "Sẽ nhập" not in duy.reads()
    await duy.taps("Đăng ký giấy (Excel)")
    assert "Đã nhập từ giấy: 2." in duy.reads()
    kept, receipt = columns(Registration), columns(Receipt)
    query = sa.select(kept.c.agreement).join(receipt, receipt.c.id == kept.c.receipt_id)
    (row,) = await timed.rows(query.where(receipt.c.person_id == an.person_id))
    assert row.agreement.value == "paper"


@both_engines
async def test_no_paper_is_asked_of_whoever_has_answered(timed: TimedOffice) -> None:
    """In person, by declining, on paper that was entered, or not expected to; what a lead has said is yet to be
    signed."""
    duy, khoi = await timed.person(DUY), await timed.person(KHOI)
    timed.clock.move_to(at(2023, 1, 10, 9))
    before = await names(timed, duy)
    assert {AN, HAU, KHOI, HONG} <= before
    await registers(timed, HAU, "LDTT")
    await registers(timed, AN, "LDTT", by=HONG)
    await khoi.says("không đăng ký")
    for label in ("Cả hai", "Lý do cá nhân"):
        await khoi.taps(label)
    assert await names(timed, duy) == before - {HAU, KHOI}
    left = before - {HAU, KHOI}
    made = await template(timed, duy)
    await duy.taps("Gửi tệp đã điền")
    await sends(duy, "dang-ky.xlsx", filled(made, dict.fromkeys(left, (("nghỉ hưu",), "06/01/2023"))))
    await timed.reads_workbooks()
    await duy.taps("Ghi vào dữ liệu")
    await timed.reads_workbooks()
    await opens(duy, ShowUnitForms(await unit_of(timed, QLKH)))
    assert "Mọi người của đơn vị đã phản hồi" in duy.reads() and "Tải biểu mẫu (Excel)" not in duy.buttons()
    await duy.forges(ShowFormTemplate(await unit_of(timed, QLKH)))
    assert "không cần thu thêm phiếu giấy" in duy.reads()


async def names(timed: TimedOffice, duy: Phone) -> set[str]:
    """The people on the workbook that is to be filled in."""
    sheet = load_workbook(io.BytesIO(await template(timed, duy))).active
    return {row[1].value for row in sheet.iter_rows(min_row=2)}


async def test_what_is_no_such_workbook_is_said_in_one_sentence(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    timed.clock.move_to(at(2023, 1, 10, 9))
    made = await template(timed, duy)
    await duy.taps("Gửi tệp đã điền")
    await duy.says("đây")
    assert "Bước này xin Anh/Chị gửi tệp Excel đã điền." in duy.reads()
    other = io.BytesIO()
    book = Workbook()
    book.active.append(["Họ và tên", "Chức vụ"])
    book.save(other)
    for name, content, sentence in (
        ("don.pdf", b"%PDF-1.4", "không phải bảng tính Excel"),
        ("don.xlsm", made, "có chứa macro"),
        ("don.xlsx", other.getvalue(), "Chưa thấy cột «Mã CCVC» trong tệp."),
        ("don.xlsx", made, "Tệp chưa điền dòng nào."),
    ):
        await sends(duy, name, content)
        await timed.reads_workbooks()
        assert sentence in duy.reads(), (name, duy.reads())
        if "Gửi tệp khác" in duy.buttons():
            await duy.taps("Gửi tệp khác")
