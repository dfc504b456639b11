"""A signed form is entered by the Office, with its date, as what it is; it replaces nothing that was sent in person."""

import sqlalchemy as sa

from bot.personnel.targets import EnterForm
from bot.registration.records import Receipt, Registration, RegistrationVersion
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Phone
from tests.personnel.steps import finds, opens
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers

DUNG = "Mai Thị Thanh Dung"
DUY, THU, HIEU, AN, HAU = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Phạm Quốc Hiếu", "Hồ Quốc An", "Nguyễn Công Hậu"


async def answers(phone: Phone, *said: str) -> None:
    for one in said:
        await (phone.taps(one) if one in phone.buttons() else phone.says(one))


@both_engines
async def test_a_signed_form_is_entered_once_with_its_date(timed: TimedOffice) -> None:
    duy, thu, hieu, an = [await timed.person(name) for name in (DUY, THU, HIEU, AN)]
    timed.clock.move_to(at(2023, 1, 10, 9))
    for phone in (duy, thu):
        await finds(phone, AN)
        await phone.taps("Nhập đăng ký giấy")
    await answers(duy, "☐ Chiến sĩ thi đua cơ sở", "Tiếp tục", "Quản lý hồ sơ trên mạng nội bộ")
    for typed in ("31/12", "20/02"):
        await duy.says(typed)
        assert "Ngày ký phải từ 03/01/2023 đến 10/01/2023." in duy.reads()
    await duy.says("06/01")
    assert "Nguồn: đăng ký giấy ký ngày 06/01/2023." in duy.reads()
    assert "Sáng kiến, đề tài: Quản lý hồ sơ trên mạng nội bộ" in duy.reads()
    await duy.taps("Nhập đăng ký")
    assert "Mã số: TD23-0001" in duy.reads() and "Nguồn: đăng ký giấy ký ngày 06/01/2023." in duy.reads()
    await answers(thu, "☐ Lao động tiên tiến", "Tiếp tục", "06/01", "Nhập đăng ký")
    assert "vừa thay đổi, người ghi: Anh Nguyễn Đức Duy" in thu.reads()
    await timed.letters()
    assert "Anh Nguyễn Đức Duy đã nhập bản đăng ký giấy Anh ký ngày 06/01/2023." in an.reads()
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    assert "Hồ Quốc An: chờ xác nhận" in hieu.buttons()
    version, kept, receipt = columns(RegistrationVersion), columns(Registration), columns(Receipt)
    query = (
        sa.select(version.c.told_on, version.c.on_paper, version.c.by, kept.c.agreement, kept.c.state)
        .join(kept, kept.c.id == version.c.registration_id)
        .join(receipt, receipt.c.id == kept.c.receipt_id)
        .where(receipt.c.person_id == an.person_id)
    )
    (row,) = await timed.rows(query)
    assert (row.told_on.isoformat(), row.on_paper, row.by) == ("2023-01-06", True, duy.person_id)
    assert (row.agreement.value, row.state.value) == ("paper", "submitted")
    for phone, held in ((an, 1), (duy, 0)):
        await phone.says("dữ liệu của tôi")
        assert f"Bản đăng ký đã gửi: {held}." in phone.reads(), "of one's own, whoever has entered it"


async def test_a_signed_form_may_say_that_nothing_is_registered(timed: TimedOffice) -> None:
    duy, thu, hieu, dung = [await timed.person(name) for name in (DUY, THU, HIEU, DUNG)]
    timed.clock.move_to(at(2023, 1, 10, 9))
    for phone in (duy, thu):
        await finds(phone, DUNG)
        await phone.taps("Nhập đăng ký giấy")
    await answers(duy, "Không đăng ký năm nay", "Cả hai", "Đi học, biệt phái dài hạn", "31/12")
    assert "Ngày ký phải từ" in duy.reads()
    await duy.says("06/01")
    for line in ("Không đăng ký danh hiệu năm nay.", "Lý do: Đi học, biệt phái dài hạn", "ký ngày 06/01/2023"):
        assert line in duy.reads()
    await duy.taps("Ghi nhận không đăng ký")
    assert "Không đăng ký danh hiệu năm nay." in duy.reads() and "Mã số: TD23-0001" in duy.reads()
    await answers(thu, "☐ Lao động tiên tiến", "Tiếp tục", "06/01", "Nhập đăng ký")
    assert "vừa thay đổi, người ghi: Anh Nguyễn Đức Duy" in thu.reads()
    await timed.letters()
    assert "Anh Nguyễn Đức Duy đã nhập bản đăng ký giấy Chị ký ngày 06/01/2023." in dung.reads()
    assert "Không đăng ký danh hiệu năm nay." in dung.reads()
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    assert "Mai Thị Thanh Dung: không đăng ký" in hieu.buttons()
    # One family may be declined beside a registration in the other.
    await finds(duy, DUNG)
    await duy.taps("Nhập đăng ký giấy")
    await answers(duy, "☐ Lao động tiên tiến", "Tiếp tục", "07/01", "Nhập đăng ký")
    assert "Lao động tiên tiến" in duy.reads()
    assert "Không đăng ký danh hiệu Công đoàn năm nay." in duy.reads()


async def test_paper_does_not_replace_what_was_sent_in_person(timed: TimedOffice) -> None:
    duy, hau, an = [await timed.person(name) for name in (DUY, HAU, AN)]
    timed.clock.move_to(at(2023, 1, 10, 9))
    await registers(timed, HAU, "LDTT")
    await opens(duy, EnterForm(hau.person_id))
    assert "Nguyễn Công Hậu đã tự đăng ký lúc 09:00" in duy.reads()
    await opens(duy, EnterForm(duy.person_id))
    assert "Đăng ký của chính mình" in duy.reads()
    await opens(an, EnterForm(hau.person_id))
    assert "Mục này dành cho Văn phòng" in an.reads()
    timed.clock.move_to(at(2023, 6, 1, 9))
    await opens(duy, EnterForm(an.person_id))
    assert "Thời gian đăng ký, bổ sung đã hết lúc" in duy.reads()
