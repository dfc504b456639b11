"""Screens of the Office that steer the year: days off and make-up days, and the department in numbers."""

from bot.enquiries.targets import NameState, ShowNames
from bot.titles.catalogue import Family
from bot.titles.loading import house
from tests.conversations.tour.guide import Guide
from tests.office import Phone


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _days(guide, duy)
    await _regimes(guide, duy)
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


async def _regimes(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await guide.taps(duy, "Quy định áp dụng", "Quy định áp dụng")
    await guide.taps(duy, "Luật 2003", "Một bản quy định")
    await guide.taps(duy, "Trang sau", "Căn cứ của một bản quy định")
    await guide.taps(duy, "Tải tệp", "Tệp quy định")
    await guide.taps(duy, "Gửi bản mới", "Gửi tệp quy định")
    text = house()["A_2003"].text.replace("percent = 15", "percent = 20", 1)
    for content in (text.replace('"LĐTT"', '"LĐTT", "LĐTT"', 1), text):
        guide.office.world.sends_file(duy.user_id, "quy-dinh.toml", content.encode(), mime="text/plain")
        await guide.office.settle()
    await guide.sees(duy, "Bản mới thay đổi gì")
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
