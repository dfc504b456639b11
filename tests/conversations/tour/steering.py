"""Screens of the Office that steer the year: days off, the department in numbers, who may do what, and campaigns."""

import io
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.address import Door
from bot.enquiries.targets import NameState, ShowNames, ShowRoles, ShowStaff
from bot.ledger import outages
from bot.ledger.outages import DoorOutage
from bot.notices.targets import RequireApproval, ShowApprovalPolicy
from bot.office.channels.targets import ShowChannels, ShowOutage
from bot.office.invites.targets import ShowInviteCards
from bot.organisation.targets import SetUpOrganisation
from bot.papers.official.building import built_in
from bot.papers.official.official import OfficialKind
from bot.people.contacts.targets import ShowContacts
from bot.people.targets import ShowInvites
from bot.personnel.roles.duties import Duty
from bot.personnel.roles.targets import ShowDuty
from bot.personnel.targets import ShowUnits
from bot.store.chain.sealing import Sealer
from bot.store.chain.verifying import Patrol
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.titles.loading import house
from tests.conversations.tour.entrance import entrance
from tests.conversations.tour.guide import Guide
from tests.office import Office, Phone

DATA = Path(__file__).resolve().parents[3] / "bot" / "playground" / "data"

_OUTAGE = columns(DoorOutage)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await duy.says("/quanly")
    await guide.taps(duy, "Thiết lập", "Thiết lập")
    await _days(guide, duy)
    await _channels(guide, duy)
    await entrance(guide)
    await _organisation(guide, duy)
    await _regimes(guide, duy)
    await _templates(guide, duy)
    await _department(guide, duy)
    await _workbooks(guide, duy)
    await _invites(guide, duy)
    await _paper(guide, duy)
    await _accounts(guide, duy)
    await _roles(guide, duy)
    await _journal(guide, duy)
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


async def _channels(guide: Guide, duy: Phone) -> None:
    """As it is where nothing that rings is set up, and left so."""
    await duy.forges(ShowChannels())
    await guide.sees(duy, "Kênh liên hệ")
    await guide.taps(duy, "Thư điện tử", "Một kênh liên hệ")
    await guide.taps(duy, "Hạn mức tháng", "Hạn mức tháng của một kênh")
    await guide.taps(duy, "Không giới hạn", "Kênh không giới hạn")
    await guide.taps(duy, "Đơn giá", "Đơn giá của một kênh")
    await guide.says(duy, "0", "Đơn giá đã ghi")
    await _outage(guide, duy)
    await duy.forges(ShowContacts())
    await guide.sees(duy, "Kênh báo tin")
    await guide.taps(duy, "Ghi thư điện tử", "Thư điện tử của mình")
    await guide.says(duy, "duy@so.example.vn", "Kênh báo tin, có thư điện tử")
    await guide.taps(duy, "Xóa thư điện tử", "Kênh báo tin, không còn thư điện tử")


async def _outage(guide: Guide, duy: Phone) -> None:
    """Telegram has been out for the morning; it is over again afterwards."""

    def begins(tx: Tx) -> None:
        outages.seen_out(tx, Door.TELEGRAM, timedelta(days=1), watched=True)
        tx.execute(sa.update(_OUTAGE).values(since=tx.now - timedelta(hours=3)))
        noticed = outages.seen_out(tx, Door.TELEGRAM, timedelta(hours=2), watched=True)
        assert noticed is not None

    await guide.office.database.run(begins)
    await duy.forges(ShowChannels())
    await guide.sees(duy, "Kênh liên hệ, một kênh gián đoạn")
    await guide.taps(duy, "Đang gián đoạn: Telegram", "Một kênh gián đoạn")
    await guide.taps(duy, _called(duy, "Chưa có kênh kế tiếp"), "Chưa có kênh kế tiếp")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Gửi qua kênh kế tiếp", "Gửi qua kênh kế tiếp")
    await guide.taps(duy, "Đồng ý gửi", "Một kênh gián đoạn, đã cho gửi qua kênh kế tiếp")
    await guide.office.database.run(lambda tx: outages.seen_serving(tx, Door.TELEGRAM) and None)
    await duy.forges(ShowOutage(1))
    await guide.sees(duy, "Một kênh đã hoạt động trở lại")


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


async def _templates(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await duy.taps("Thiết lập")
    await guide.taps(duy, "Mẫu văn bản", "Mẫu văn bản")
    await guide.taps(duy, "Tờ trình", "Một mẫu văn bản")
    await guide.taps(duy, "Tải mẫu đang dùng", "Mẫu đang dùng")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Danh sách ký hiệu", "Danh sách ký hiệu của mẫu")
    await guide.taps(duy, "Gửi mẫu mới", "Gửi mẫu mới")
    own = built_in(OfficialKind.SUBMISSION)
    guide.office.world.sends_file(duy.user_id, "to-trinh.docx", own, mime="application/octet-stream")
    await guide.office.settle()
    await guide.sees(duy, "Mẫu mới đang được điền thử")
    await guide.office.makes_papers()
    await guide.sees(duy, "Mẫu mới đã điền thử")
    await guide.taps(duy, "Xem bản điền thử", "Bản điền thử")
    await duy.taps("Dùng mẫu này")
    await guide.taps(duy, "Các bản đã dùng (1)", "Các bản mẫu đã dùng")


async def _regimes(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await duy.taps("Thiết lập")
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


async def _workbooks(guide: Guide, duy: Phone) -> None:
    """Workbooks of people and of awards; all that is written is taken back at once."""
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
    await duy.taps("Phiếu mời QR")
    await guide.taps(duy, "Chọn nhiều đơn vị", "Phiếu mời QR, chọn nhiều đơn vị")
    await duy.taps("Quay lại")
    await guide.taps(duy, _called(duy, "In phiếu mời QR"), "Phiếu mời QR, nhiều phiếu đang làm")
    await guide.office.prints_invites()
    await guide.sees(duy, "Tệp nhiều phiếu mời")
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


async def _paper(guide: Guide, duy: Phone) -> None:
    dung = await guide.office.person("Mai Thị Thanh Dung")
    await duy.says("/menu")
    await duy.forges(ShowStaff(dung.person_id))
    await guide.taps(duy, "Nhập đăng ký giấy", "Đăng ký giấy: chọn danh hiệu")
    await guide.taps(duy, "Không đăng ký năm nay", "Đăng ký giấy: không đăng ký phần nào")
    await guide.taps(duy, "Danh hiệu Công đoàn", "Đăng ký giấy: lý do không đăng ký")
    await duy.taps("Lý do cá nhân")
    await guide.taps(duy, _called(duy, "Hôm nay"), "Xem lại việc không đăng ký")
    await duy.taps("Ghi nhận không đăng ký")
    await duy.forges(ShowStaff(dung.person_id))
    await duy.taps("Nhập đăng ký giấy")
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
    await guide.office.reads_workbooks()
    await guide.sees(duy, "Xem lại tệp đăng ký giấy")
    await duy.taps("Không dùng tệp này")


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


async def _journal(guide: Guide, duy: Phone) -> None:
    await Sealer(guide.office.database).look()
    await Patrol(guide.office.database).look()
    await duy.says("/quanly")
    await duy.taps("Thiết lập")
    await guide.taps(duy, "Nhật ký", "Nhật ký")
    await guide.taps(duy, "1", "Một mục nhật ký")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Loại việc", "Loại việc của nhật ký")
    await guide.taps(duy, "Nhân sự", "Nhật ký theo loại việc")
    await guide.taps(duy, "Tìm người, ngày", "Tìm trong nhật ký")
    await guide.says(duy, "nguyen duc duy", "Nhật ký của một người")
    await guide.taps(duy, "Tải về bảng tính", "Tệp nhật ký")


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


async def _campaigns(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await duy.taps("Thiết lập")
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
    await guide.taps(duy, "Xóa hết", "Xóa hết căn cứ: hỏi lại")
    await duy.taps(duy.buttons()[0])
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
    await guide.taps(duy, "Luật 2022, Nghị định 98/2023", "Mở phong trào: danh hiệu")
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
