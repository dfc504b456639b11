"""Roles are given and ended in chat, by date, by whoever may; what the head of the Office decides, others do not."""

from datetime import date

import sqlalchemy as sa

from bot.leading.targets import ShowPersonnel
from bot.notices.targets import RequireApproval, ShowApprovalPolicy
from bot.people.records import Grant, Role, UnionMembership, UnionOffice
from bot.personnel.roles.duties import Duty
from bot.personnel.roles.targets import EndDuty, GiveDuty, ShowDuty
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens

DUY, THU, HIEU, KHOI = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Phạm Quốc Hiếu", "Lê Công Khôi"
AN, LAM, HAU = "Hồ Quốc An", "Lâm Minh Lâm", "Nguyễn Công Hậu"
G = columns(Grant)


async def gives(phone: Phone, duty: Duty, *answers: str) -> None:
    """Each answer is typed, or the label of a button."""
    await opens(phone, GiveDuty(duty))
    await answers_with(phone, *answers)


async def answers_with(phone: Phone, *answers: str) -> None:
    for answer in answers:
        await (phone.taps(answer) if answer in phone.buttons() else phone.says(answer))


async def key_of(office: Office, name: str, role: Role) -> int:
    person = await office.person(name)
    rows = await office.rows(sa.select(G.c.id).where(G.c.person_id == person.person_id, G.c.role == role))
    return int(rows[-1].id)


async def the_head(office: Office) -> tuple[Phone, Phone]:
    """Duy and Thu, whom he has made the head of the Office."""
    duy, thu = await office.person(DUY), await office.person(THU)
    await gives(duy, Duty.OFFICE_HEAD, "lam hong thu", "hôm nay", "Không thời hạn", "Giao vai trò")
    return duy, thu


@both_engines
async def test_a_role_is_given_and_ended_by_date(office: Office) -> None:
    duy, an = await office.person(DUY), await office.person(AN)
    await opens(duy, ShowPersonnel())
    await duy.taps("Vai trò")
    await duy.taps("Văn phòng (3)")
    assert "• Nguyễn Đức Duy, từ" in duy.reads()
    await duy.taps("Giao vai trò")
    await duy.says("nguyen duc duy")
    assert "Không ai tự giao vai trò cho mình." in duy.reads()
    await answers_with(duy, "ho quoc an", "02/01")
    assert "Ngày sớm nhất có thể chọn là" in duy.reads(), "nothing is dated back"
    await answers_with(duy, "05/01", "04/01")
    assert "Ngày sớm nhất có thể chọn là" in duy.reads(), "the end before the beginning"
    await answers_with(duy, "31/03", "Giao vai trò")
    assert "Người giao: Anh Nguyễn Đức Duy." in duy.reads()
    await office.letters()
    assert "Anh Nguyễn Đức Duy giao Anh/Chị vai trò «Văn phòng»" in an.reads()
    assert "đến hết Thứ Sáu, 31/3/2023" in an.reads()
    await an.says("/quanly")
    assert "Mục này dành cho Văn phòng" in an.reads(), "it has not begun"
    office.moves_clock_to(2023, 1, 5)
    await an.says("/quanly")
    assert "Nhân sự" in an.buttons()

    await gives(duy, Duty.OFFICE, "ho quoc an", "01/3", "Không thời hạn", "Giao vai trò")
    assert "đã có vai trò này từ 05/01/2023, do Anh Nguyễn Đức Duy giao" in duy.reads(), "no two at one time"
    for phone in (duy, an):
        await opens(phone, EndDuty(Duty.OFFICE, await key_of(office, AN, Role.OFFICE)))
        await answers_with(phone, "Hết hôm nay, 05/01")
    await duy.taps("Kết thúc vai trò")
    await an.taps("Kết thúc vai trò")
    assert "đã có ngày cuối là Thứ Năm, 05/01/2023" in an.reads()
    await office.letters()
    assert "vai trò «Văn phòng» của Anh/Chị kết thúc hết ngày 05/01/2023" in an.reads()
    office.moves_clock_to(2023, 1, 6)
    await an.says("/quanly")
    assert "Mục này dành cho Văn phòng" in an.reads()
    await opens(duy, ShowDuty(Duty.OFFICE, before=True))
    assert "• Hồ Quốc An, từ 05/01/2023 đến hết 05/01/2023" in duy.reads()
    await duy.taps("Hồ Quốc An")
    assert "Người cho kết thúc: Anh Nguyễn Đức Duy." in duy.reads()
    audit = columns(Audit)
    deeds = await office.rows(sa.select(audit.c.deed).where(audit.c.deed.startswith("role.")).order_by(audit.c.id))
    assert [row.deed for row in deeds] == ["role.given", "role.ended"]


@both_engines
async def test_only_the_head_decides_or_whoever_acts_in_those_days(office: Office) -> None:
    duy, thu = await the_head(office)
    await opens(duy, ShowApprovalPolicy())
    assert "Chị Lâm Hồng Thu xem và duyệt đúng nội dung sẽ gửi" in duy.reads()
    assert "Yêu cầu khi trên 50 người" not in duy.buttons()
    refused = "Việc này do Chánh Văn phòng, hoặc người được ủy quyền, quyết định: Chị Lâm Hồng Thu."
    for to in (RequireApproval(300), GiveDuty(Duty.OFFICE), GiveDuty(Duty.ACTING_OFFICE_HEAD)):
        await opens(duy, to)
        assert refused in duy.reads()

    await gives(thu, Duty.ACTING_OFFICE_HEAD, "nguyen duc duy", "10/01")
    assert "Ủy quyền cần ghi rõ ngày cuối." in thu.reads()
    await answers_with(thu, "13/01", "Giao vai trò")
    await office.letters()
    assert "vai trò «Ủy quyền của Chánh Văn phòng»" in duy.reads()
    office.moves_clock_to(2023, 1, 9, 23, 59)
    await opens(duy, RequireApproval(300))
    assert refused in duy.reads()
    office.moves_clock_to(2023, 1, 10)
    await opens(duy, RequireApproval(300))
    assert "yêu cầu khi gửi tới trên 300 người" in duy.reads()
    await opens(duy, GiveDuty(Duty.ACTING_OFFICE_HEAD))
    assert "Người được ủy quyền không ủy quyền lại." in duy.reads()
    await opens(thu, EndDuty(Duty.OFFICE, await key_of(office, DUY, Role.OFFICE)))
    await answers_with(thu, "Ngay bây giờ", "Kết thúc vai trò")
    assert "Xin kết thúc vai trò đó trước." in thu.reads()
    office.moves_clock_to(2023, 1, 14)
    await opens(duy, RequireApproval(100))
    assert refused in duy.reads()
    # What is ended on the day on which it began has been there, and stays on record.
    await gives(thu, Duty.ACTING_OFFICE_HEAD, "nguyen duc duy", "hôm nay", "20/01", "Giao vai trò")
    await answers_with(thu, "Kết thúc vai trò", "Ngay bây giờ", "Kết thúc vai trò")
    assert "Bắt đầu Thứ Bảy, 14/01/2023, đã chấm dứt ngay." in thu.reads()
    await opens(thu, ShowDuty(Duty.ACTING_OFFICE_HEAD, before=True))
    assert "• Nguyễn Đức Duy, từ 14/01/2023, chấm dứt ngay" in thu.reads()


async def test_the_last_of_the_office_stays(office: Office) -> None:
    duy = await office.person(DUY)
    own = EndDuty(Duty.OFFICE, await key_of(office, DUY, Role.OFFICE))
    await opens(duy, own)
    await answers_with(duy, "Ngay bây giờ", "Kết thúc vai trò")
    assert "chưa liên kết tài khoản" in duy.reads(), "nobody of the others could act"
    await duy.taps("Để sau")
    for name in (THU, LAM):
        await opens(duy, EndDuty(Duty.OFFICE, await key_of(office, name, Role.OFFICE)))
        await answers_with(duy, "Ngay bây giờ", "Kết thúc vai trò")
    await opens(duy, own)
    await answers_with(duy, "Ngay bây giờ", "Kết thúc vai trò")
    assert "Đây là thành viên duy nhất của Văn phòng." in duy.reads()
    await finds(duy, "nguyen duc duy")
    await answers_with(duy, "Thôi công tác (nghỉ hưu, chuyển đi)", "01/6", "Ghi ngày nghỉ")
    assert "Đây là thành viên duy nhất của Văn phòng." in duy.reads()


async def test_one_head_of_a_unit_at_a_time_and_one_chair(office: Office) -> None:
    duy, khoi = await office.person(DUY), await office.person(KHOI)
    unit = "Phòng Quản lý Khoa học"
    await gives(duy, Duty.UNIT_HEAD, unit, "le cong khoi", "01/02", "Không thời hạn", "Giao vai trò")
    assert "Phạm Quốc Hiếu giữ vai trò này từ" in duy.reads() and "theo danh sách nhân sự" in duy.reads()
    await duy.taps("Để sau")
    await opens(duy, EndDuty(Duty.UNIT_HEAD, await key_of(office, HIEU, Role.UNIT_HEAD)))
    await answers_with(duy, "31/01", "Kết thúc vai trò")
    await gives(duy, Duty.UNIT_HEAD, unit, "le cong khoi", "01/02", "Không thời hạn", "Giao vai trò")
    assert "Từ Thứ Tư, 01/02/2023, không thời hạn." in duy.reads()
    office.moves_clock_to(2023, 2, 1)
    await khoi.says("/donvi")
    assert unit.upper() in khoi.reads().upper()

    await gives(duy, Duty.CHAIR, "le cong khoi", "hôm nay", "Giao vai trò")
    assert "Lê Công Khôi giữ vai trò «Tổ trưởng công đoàn» từ" in duy.reads()
    await duy.taps("Để sau")
    hau = await office.person(HAU)
    await gives(duy, Duty.CHAIR, "nguyen cong hau", "hôm nay", "Giao vai trò")
    assert "Lâm Trọng Sang giữ vai trò này từ" in duy.reads()
    await duy.taps("Để sau")
    await opens(duy, ShowDuty(Duty.CHAIR))
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Lâm Trọng Sang")))
    await answers_with(duy, "Kết thúc vai trò", "Ngay bây giờ", "Kết thúc vai trò")
    await gives(duy, Duty.CHAIR, "nguyen cong hau", "hôm nay", "Giao vai trò")
    member = columns(UnionMembership)
    query = sa.select(member.c.office, member.c.since, member.c.until).where(member.c.person_id == hau.person_id)
    rows = await office.rows(query.order_by(member.c.id))
    assert [row.office for row in rows] == [UnionOffice.MEMBER, UnionOffice.CHAIR]
    assert rows[0].until == rows[1].since == date(2023, 2, 1) and rows[1].until is None
    await hau.says("/congdoan")
    assert "Toàn công đoàn" in hau.reads() + str(hau.buttons())
