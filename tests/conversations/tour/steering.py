"""Screens of the Office that steer the year: days off and make-up days, the department in numbers, campaigns."""

from bot.enquiries.targets import NameState, ShowNames
from bot.titles.catalogue import Family
from tests.conversations.tour.guide import Guide
from tests.office import Phone


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _days(guide, duy)
    await _department(guide, duy)
    await _campaigns(guide, duy)
    await _next_campaign(guide, duy)


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


async def _campaigns(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await guide.taps(duy, "Thiết lập phong trào", "Các phong trào")
    await guide.taps(duy, "Thiết lập năm 2023", "Thiết lập phong trào")
    await guide.taps(duy, "Các mốc nhắc", "Các mốc nhắc của phong trào")
    await duy.taps("Thiết lập năm 2023")
    parts = {
        "Tên": "Đổi tên phong trào",
        "Số, ngày kế hoạch": "Đổi số, ngày kế hoạch",
        "Căn cứ": "Sửa căn cứ",
        "Tệp kế hoạch": "Thay tệp kế hoạch",
        "Ngày mở": "Đổi ngày mở",
        "Hạn bổ sung": "Đổi hạn bổ sung",
        "Quy định": "Đổi quy định",
        "Danh hiệu": "Chọn danh hiệu của phong trào",
        "Lịch nhắc": "Đổi lịch nhắc",
        "Tỷ lệ": "Đổi tỷ lệ",
        "Hạn sáng kiến": "Đổi hạn sáng kiến",
        "Hạn đăng ký": "Đổi hạn đăng ký",
    }
    for label, caption in parts.items():
        await guide.taps(duy, label, caption)
        if label != "Hạn đăng ký":
            await duy.taps("Để sau")
    await duy.taps("Để sau")
    await duy.taps("Căn cứ")
    await duy.says("Luật Thi đua, khen thưởng\nNghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ")
    duy.office.world.sends_file(duy.user_id, "nghi-dinh-91.pdf", b"%PDF-1.7 thu", mime="application/pdf")
    await duy.office.settle()
    await guide.sees(duy, "Căn cứ với tệp")
    await duy.taps("Tiếp tục")
    await guide.sees(duy, "Xem trước khi sửa căn cứ")
    await duy.taps("Lưu thay đổi")
    await guide.taps(duy, "Xem căn cứ", "Danh sách căn cứ")
    await guide.taps(duy, "Mở văn bản 2", "Tệp của một căn cứ")
    await duy.taps("Xem căn cứ")
    await duy.taps("Thiết lập năm 2023")
    await duy.taps("Hạn đăng ký")
    await guide.says(duy, "trước ngày 11/3", "Trước ngày có tính ngày đó không")
    await guide.taps(duy, "Tính cả ngày này: 17:00 Thứ Bảy, 11/3/2023", "Hạn vào ngày nghỉ")
    await guide.taps(duy, "Chuyển sang Thứ Hai, 13/3/2023", "Hạn bổ sung không còn sau hạn")
    await guide.says(duy, "20/3", "Xem trước khi đổi hạn")
    await duy.taps("Để sau")


async def _next_campaign(guide: Guide, duy: Phone) -> None:
    await duy.taps("Các phong trào")
    await guide.taps(duy, "Mở phong trào", "Mở phong trào: bắt đầu từ đâu")
    await guide.taps(duy, "Từ danh mục danh hiệu", "Mở phong trào: năm")
    await guide.says(duy, "2023", "Năm đã có phong trào")
    await guide.taps(duy, "Năm 2024", "Mở phong trào: tên")
    await guide.taps(duy, "Phong trào thi đua năm 2024", "Mở phong trào: số, ngày kế hoạch")
    await guide.taps(duy, "Bổ sung sau", "Mở phong trào: căn cứ")
    await guide.says(duy, "Luật Thi đua, khen thưởng ngày 15/6/2022", "Mở phong trào: căn cứ đã gõ")
    await guide.taps(duy, "Tiếp tục", "Mở phong trào: tệp kế hoạch")
    await guide.taps(duy, "Bổ sung sau", "Mở phong trào: ngày mở")
    await guide.says(duy, "03/01/2024", "Mở phong trào: hạn đăng ký")
    await guide.says(duy, "trước ngày 2/3/2024", "Mở phong trào: trước ngày")
    await guide.taps(duy, "Tính cả ngày này: 17:00 Thứ Bảy, 02/3/2024", "Mở phong trào: hạn vào ngày nghỉ")
    await guide.taps(duy, "Chuyển sang Thứ Sáu, 01/3/2024", "Mở phong trào: hạn bổ sung")
    await guide.taps(duy, "Không có thời gian bổ sung", "Mở phong trào: quy định")
    await guide.taps(duy, "Luật Thi đua, khen thưởng 2022", "Mở phong trào: danh hiệu")
    await guide.taps(duy, "Tiếp tục", "Mở phong trào: lịch nhắc")
    await guide.taps(duy, "Cá nhân", "Mở phong trào: lịch nhắc cá nhân")
    await duy.says("14, 7, 1, 0 lúc 9h")
    await guide.taps(duy, "Tiếp tục", "Mở phong trào: tỷ lệ")
    await guide.taps(duy, "CSTĐ cơ sở", "Mở phong trào: một tỷ lệ")
    await duy.taps("Xong")
    await guide.taps(duy, "Tiếp tục", "Mở phong trào: hạn sáng kiến")
    await guide.taps(duy, "Không đặt hạn", "Trước khi phát động")
    await guide.taps(duy, "Sửa từng mục", "Sửa mục nào của phong trào")
    await duy.taps("Về bản tóm tắt")
    await duy.taps("Để sau")
    await guide.sees(duy, "Phong trào đang soạn")
