"""The Office consolidates while others register, reads what differs, submits, and is answered."""

from tests.engines import both_engines
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import DEPUTY, HEAD, OFFICER, STAFF, registers


def shows(phone: Phone) -> str:
    """Printed, so that whoever runs it alone reads the transcript."""
    print(f"\n--- {phone.name}\n{phone.reads()}\n{phone.buttons()}")
    return phone.reads()


@both_engines
async def test_the_office_consolidates_and_is_answered(timed: TimedOffice) -> None:
    timed.clock.move_to(at(2023, 2, 27, 9))
    duy = await timed.person(OFFICER)
    await registers(timed, STAFF, "LDTT", "CSTDCS", "DVCDXS", initiative="Số hóa hồ sơ")
    await registers(timed, HEAD, "LDTT")

    await duy.says("tổng hợp")
    assert "91 người chưa phản hồi" in shows(duy)
    await duy.taps("Tổng hợp")
    assert "Đang tổng hợp bản số 1" in shows(duy)
    await registers(timed, DEPUTY, "LDTT")
    await timed.makes_papers()
    assert "BẢN TỔNG HỢP SỐ 1" in shows(duy)
    assert "LĐTT 3, CSTĐ cơ sở 1" in duy.reads()
    await duy.taps("Bảng phần Chính quyền")
    await duy.taps("Bảng tổng hợp")
    await duy.taps("PDF để ký")
    assert "Đang lập" in shows(duy)
    await timed.makes_papers()
    first = duy.screen.attachment
    assert first is not None and first.name == "bang-tong-hop-2023-ban-1.pdf"
