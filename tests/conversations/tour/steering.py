"""Screens of the Office that steer the year: days off and make-up days, and the department in numbers."""

from pathlib import Path

from bot.enquiries.targets import NameState, ShowNames
from bot.office.invites.targets import ShowInviteCards
from bot.people.targets import ShowInvites
from bot.titles.catalogue import Family
from tests.conversations.tour.guide import Guide
from tests.office import Office, Phone

DATA = Path(__file__).resolve().parents[3] / "bot" / "playground" / "data"


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _days(guide, duy)
    await _department(guide, duy)
    await _workbooks(guide, duy)
    await _invites(guide, duy)


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


async def _workbooks(guide: Guide, duy: Phone) -> None:
    """What is written is taken back at once."""
    office = guide.office
    await duy.says("/quanly")
    await duy.taps("Nhân sự")
    await guide.taps(duy, "Danh sách nhân sự", "Danh sách nhân sự")
    await guide.taps(duy, "Gửi tệp danh sách", "Gửi tệp danh sách")
    await _sends(office, duy, "anh.jpg", b"\xff\xd8")
    await guide.sees(duy, "Ảnh thay cho bảng tính")
    await _sends(office, duy, "ds-t1.xlsx", (DATA / "danh-sach-ccvc-loi.xlsx").read_bytes())
    await guide.sees(duy, "Tệp đang đọc")
    await office.reads_workbooks()
    await guide.sees(duy, "Cách hiểu các cột")
    await guide.taps(duy, "Xem kết quả đối chiếu", "Kết quả đối chiếu")
    await guide.taps(duy, _called(duy, "Không nhận"), "Các dòng không nhận")
    await guide.taps(duy, "Tải các dòng cần sửa (Excel)", "Tệp các dòng cần sửa")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Ghi vào dữ liệu", "Tệp đang ghi")
    await duy.says("/menu")
    await office.reads_workbooks()
    await office.letters()
    await guide.sees(duy, "Thư: tệp đã ghi")
    await guide.taps(duy, "Xem tệp", "Tệp đã ghi")
    await guide.taps(duy, "Hoàn tác", "Hoàn tác lần nhập")
    await guide.taps(duy, "Hoàn tác", "Đã hoàn tác")
    await duy.says("/quanly")
    await duy.taps("Nhân sự")
    await guide.taps(duy, "Khen thưởng các năm", "Khen thưởng các năm")
    await duy.taps("Gửi tệp khen thưởng")
    rows = "Mã CCVC,Họ và tên,Danh hiệu\nTN005,Nguyễn Đức Duy,Lao động tiên tiến\n"
    await _sends(office, duy, "kt.csv", rows.encode())
    await office.reads_workbooks()
    await guide.sees(duy, "Tệp không nhận được")
    await guide.taps(duy, "Ghi năm", "Ghi năm của danh hiệu")
    await duy.taps("Quay lại")


async def _invites(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await duy.taps("Nhân sự")
    await guide.taps(duy, "Phiếu mời QR", "Phiếu mời QR")
    await guide.taps(duy, _called(duy, "Thanh tra Sở"), "Phiếu mời QR của một đơn vị")
    await guide.taps(duy, _called(duy, "In phiếu mời QR"), "Tệp phiếu mời")
    await guide.taps(duy, "Phiếu mời QR", "Phiếu mời QR, có phiếu còn hiệu lực")
    oanh = await guide.office.person("Đặng Thị Thanh Oanh")
    await oanh.says("/menu")
    await oanh.forges(ShowInvites())
    await guide.sees(oanh, "Phiếu mời QR, lãnh đạo đơn vị")
    await oanh.forges(ShowInviteCards(1))
    await guide.sees(oanh, "Tệp phiếu mời không còn")


async def _sends(office: Office, duy: Phone, name: str, content: bytes) -> None:
    office.world.sends_file(duy.user_id, name, content)
    await office.settle()


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
