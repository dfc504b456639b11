"""Screens of the Office that steer the year: days off, the department in numbers, and who may do what."""

import io

from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.enquiries.targets import NameState, ShowNames, ShowRoles, ShowStaff
from bot.notices.targets import RequireApproval, ShowApprovalPolicy
from bot.personnel.roles.duties import Duty
from bot.personnel.roles.targets import ShowDuty
from bot.personnel.targets import ShowUnits
from bot.titles.catalogue import Family
from tests.conversations.tour.guide import Guide
from tests.office import Phone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _days(guide, duy)
    await _department(guide, duy)
    await _paper(guide, duy)
    await _accounts(guide, duy)
    await _roles(guide, duy)


def _called(phone: Phone, begins: str) -> str:
    """The label of the button that begins so."""
    return next(label for label in phone.buttons() if label.startswith(begins))


async def _days(guide: Guide, duy: Phone) -> None:
    await guide.says(duy, "ngày nghỉ", "Ngày nghỉ, làm bù")
    await guide.taps(duy, "Khai ngày nghỉ", "Nghỉ những ngày nào")
    await guide.says(duy, "thứ Năm 10/2", "Thứ không khớp với ngày")
    await guide.says(duy, "14/2, 20-24/2", "Nghỉ theo văn bản nào")
    await guide.says(duy, "theo công văn số 12/UBND-NC", "Xem lại ngày nghỉ")
    await guide.taps(duy, "Khai báo", "Đã khai ngày nghỉ")
    await guide.taps(duy, "Nghỉ: 14/02–24/02/2023", "Một đợt ngày nghỉ")
    await duy.taps("Bỏ khai báo này")
    await duy.taps("Khai ngày làm bù")
    await duy.says("25/2")
    await duy.taps("Bỏ qua")
    await guide.sees(duy, "Xem lại ngày làm bù")
    await duy.taps("Để sau")


async def _department(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await guide.taps(duy, "Toàn Sở", "Toàn Sở của Văn phòng")
    await guide.taps(duy, _called(duy, "Ban Giám đốc"), "Một đơn vị bằng số")
    await guide.taps(duy, _called(duy, "Tất cả"), "Tên sau một con số")
    await duy.says("/quanly")
    await duy.taps("Toàn Sở")
    await duy.taps("Tìm tên")
    await guide.sees(duy, "Tìm tên")
    await guide.says(duy, "hau", "Tên tìm được")
    await duy.taps("Để sau")
    await duy.says("/quanly")
    await duy.taps("Toàn Sở")
    await guide.taps(duy, "Tập thể", "Tập thể đã đăng ký")
    mai = await guide.office.person("Ngô Thị Mỹ Mai")
    await mai.says("/quanly")
    await guide.sees(mai, "Toàn Sở của Giám đốc")
    await mai.forges(ShowNames(Family.STATE, NameState.MISSING))
    await guide.sees(mai, "Tên, Giám đốc xem")
    sang = await guide.office.person("Lâm Trọng Sang")
    await sang.says("/congdoan")
    await guide.taps(sang, "Toàn công đoàn", "Toàn công đoàn bằng số")


async def _paper(guide: Guide, duy: Phone) -> None:
    dung = await guide.office.person("Mai Thị Thanh Dung")
    await duy.says("/menu")
    await duy.forges(ShowStaff(dung.person_id))
    await guide.taps(duy, "Nhập đăng ký giấy", "Đăng ký giấy: chọn danh hiệu")
    await duy.taps("☐ Chiến sĩ thi đua cơ sở")
    await guide.taps(duy, "Tiếp tục", "Đăng ký giấy: sáng kiến")
    await guide.taps(duy, "Bản giấy chưa ghi tên", "Đăng ký giấy: ký ngày nào")
    await guide.taps(duy, _called(duy, "Hôm nay"), "Xem lại đăng ký giấy")
    await guide.taps(duy, "Nhập đăng ký", "Đã nhập đăng ký giấy")
    await duy.says("/menu")
    await duy.forges(ShowUnits())
    await duy.taps("Phòng Kế hoạch - Tài chính")
    await guide.taps(duy, "Đăng ký giấy (Excel)", "Đăng ký giấy của một đơn vị")
    await guide.taps(duy, "Tải biểu mẫu (Excel)", "Biểu mẫu đăng ký giấy của đơn vị")
    assert duy.screen.attachment is not None
    template = duy.screen.attachment.data
    await guide.taps(duy, "Gửi tệp đã điền", "Gửi tệp đăng ký giấy đã điền")
    book = load_workbook(io.BytesIO(template))
    for row in (2, 3):
        book.active.cell(row, 4).value = "x"
        book.active.cell(row, book.active.max_column).value = "03/01/2023" if row == 2 else "32/01/2023"
    out = io.BytesIO()
    book.save(out)
    guide.office.world.sends_file(duy.user_id, "dang-ky-giay.xlsx", out.getvalue(), mime=XLSX)
    await guide.office.settle()
    await guide.sees(duy, "Xem lại tệp đăng ký giấy")
    await duy.taps("Để sau")


async def _accounts(guide: Guide, duy: Phone) -> None:
    dung = await guide.office.person("Mai Thị Thanh Dung")
    await duy.says("/menu")
    await duy.forges(ShowStaff(dung.person_id))
    await guide.taps(duy, "Tài khoản", "Tài khoản của một người")
    await guide.taps(duy, "Chuyển cho đúng người", "Chuyển tài khoản cho ai")
    await guide.says(duy, "TN004", "Xem lại việc chuyển tài khoản")
    await duy.taps("Để sau")
    await guide.taps(duy, "Ngắt liên kết", "Có ngắt liên kết không")
    await guide.taps(duy, "Ngắt liên kết", "Văn phòng đã ngắt liên kết")
    await guide.sees(dung, "Tài khoản được báo đã ngắt liên kết")


async def _roles(guide: Guide, duy: Phone) -> None:
    """The head of the Office is named last of all, and not any more when it is over."""
    await duy.says("/menu")
    await duy.forges(ShowRoles())
    await guide.sees(duy, "Vai trò, số người đang giữ")
    await guide.taps(duy, _called(duy, "Lãnh đạo đơn vị"), "Một vai trò, nhiều người giữ")
    await guide.taps(duy, "Giao vai trò", "Giao vai trò ở đơn vị nào")
    await duy.taps("Để sau")
    await duy.taps("Vai trò")
    await guide.taps(duy, _called(duy, "Chánh Văn phòng"), "Một vai trò, chưa ai giữ")
    await guide.taps(duy, "Giao vai trò", "Giao vai trò cho ai")
    await guide.says(duy, "nguyen duc duy", "Không tự giao vai trò cho mình")
    await guide.says(duy, "lam hong thu", "Giữ vai trò từ ngày nào")
    await guide.taps(duy, _called(duy, "Hôm nay"), "Giữ vai trò đến ngày nào")
    await guide.taps(duy, "Không thời hạn", "Xem lại việc giao vai trò")
    await guide.taps(duy, "Giao vai trò", "Đã giao vai trò")
    thu = await guide.office.person("Lâm Hồng Thu")
    guide.office.world.came_before(thu.user_id)
    await guide.office.letters()
    await guide.sees(thu, "Thư: được giao vai trò")
    await duy.says("/menu")
    await duy.forges(RequireApproval(300))
    await guide.sees(duy, "Việc của Chánh Văn phòng")
    await duy.forges(ShowApprovalPolicy())
    await guide.sees(duy, "Duyệt trước khi gửi, do Chánh Văn phòng")
    await thu.says("/menu")
    await thu.forges(ShowDuty(Duty.OFFICE_HEAD))
    await guide.sees(thu, "Một vai trò, người đang giữ")
    await guide.taps(thu, "Lâm Hồng Thu", "Vai trò của một người")
    await guide.taps(thu, "Kết thúc vai trò", "Thôi vai trò khi nào")
    await guide.taps(thu, "Ngay bây giờ", "Xem lại việc kết thúc vai trò")
    await guide.taps(thu, "Kết thúc vai trò", "Đã kết thúc vai trò")
