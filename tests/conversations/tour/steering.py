"""Screens of the Office that steer the year: days off and make-up days, and the department in numbers."""

from bot.enquiries.targets import NameState, ShowNames
from bot.organisation.targets import SetUpOrganisation
from bot.titles.catalogue import Family
from tests.conversations.tour.guide import Guide
from tests.office import Phone


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _days(guide, duy)
    await _organisation(guide, duy)
    await _department(guide, duy)


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


async def _organisation(guide: Guide, duy: Phone) -> None:
    """Left unsaved but for a signatory, who is ended again."""
    await guide.says(duy, "thông tin cơ quan", "Thông tin cơ quan")
    await duy.forges(SetUpOrganisation())
    await guide.sees(duy, "Thông tin cơ quan, tên đầy đủ")
    for caption in ("tên trên văn bản", "cấp trên", "địa danh", "công đoàn", "người liên hệ"):
        await guide.taps(duy, "Giữ như hiện nay", f"Thông tin cơ quan, {caption}")
    await guide.says(duy, "Chị Lâm Hồng Thu", "Thông tin cơ quan, số điện thoại")
    await guide.says(duy, "0276", "Số điện thoại chưa đúng")
    await guide.says(duy, "0276 3822 222", "Thông tin cơ quan, nơi lưu dữ liệu")
    await guide.says(duy, "máy chủ của Trung tâm Dữ liệu tỉnh", "Thông tin cơ quan, xưng hô")
    await guide.taps(duy, "Đồng chí", "Xem lại thông tin cơ quan")
    await guide.taps(duy, "Sửa", "Xem lại: sửa mục nào")
    await duy.taps("Quay lại")
    await duy.taps("Để sau")
    await guide.taps(duy, "Sửa thông tin", "Sửa mục nào")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Người ký văn bản", "Người ký văn bản")
    await guide.taps(duy, "Bảng theo dõi thông báo", "Người ký một văn bản")
    await guide.taps(duy, "Khai người ký", "Ký theo hình thức nào")
    await guide.taps(duy, "TL. (thừa lệnh)", "Thừa lệnh ai")
    await guide.says(duy, "Giám đốc", "Chức vụ người ký")
    await guide.says(duy, "Chánh Văn phòng", "Họ tên người ký")
    await guide.says(duy, "Lâm Hồng Thu", "Ký từ ngày nào")
    await guide.taps(duy, _called(duy, "Hôm nay"), "Ký đến ngày nào")
    await guide.taps(duy, "Chưa xác định", "Xem lại người ký")
    await guide.taps(duy, "Lưu", "Đã khai người ký")
    await guide.taps(duy, _called(duy, "Chánh Văn phòng"), "Một người ký")
    await duy.taps("Chấm dứt từ hôm nay")


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
    await duy.taps("Toàn Sở")
    await guide.taps(duy, "Số liệu, dự báo", "Số liệu, dự báo")
    await guide.taps(duy, _called(duy, "Chưa gửi"), "Danh sách theo tình trạng")
    await duy.taps("Số liệu, dự báo")
    await guide.taps(duy, "Tỷ lệ danh hiệu", "Tỷ lệ danh hiệu")
    await duy.taps("Số liệu, dự báo")
    await guide.taps(duy, "Dự báo", "Dự báo đến hạn")
    await duy.taps("Số liệu, dự báo")
    await guide.taps(duy, "Biểu đồ", "Biểu đồ tiến độ")
    mai = await guide.office.person("Ngô Thị Mỹ Mai")
    await mai.says("/quanly")
    await guide.sees(mai, "Toàn Sở của Giám đốc")
    await mai.forges(ShowNames(Family.STATE, NameState.MISSING))
    await guide.sees(mai, "Tên, Giám đốc xem")
    sang = await guide.office.person("Lâm Trọng Sang")
    await sang.says("/congdoan")
    await guide.taps(sang, "Toàn công đoàn", "Toàn công đoàn bằng số")
