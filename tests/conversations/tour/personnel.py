"""Screens of coordinators, delegations, moves in the year, exemptions, and of the Office's answers."""

from bot.dialogue.targets import ToAct, ToView
from bot.enquiries.targets import ShowOfficeQuestions, ShowStaff
from bot.leading.targets import ShowComments, ShowDelegation, ShowLinkRequests, ShowPersonnel, ShowToRecord
from bot.personnel.targets import ShowUnits
from bot.titles.catalogue import Family
from bot.waiting.targets import ShowBelow, ShowDesk
from tests.conversations.tour.guide import Guide
from tests.office import Phone


async def personnel(guide: Guide) -> None:
    """Runs after the boards, on 2023-01-03, before the reminders."""
    await _standing_in(guide)
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _people(guide, duy)
    await _units(guide, duy)
    await _requests(guide, duy)
    await _questions(guide, duy)


async def _opens(guide: Guide, phone: Phone, to: ToView | ToAct, caption: str) -> None:
    await phone.says("/menu")
    await phone.forges(to)
    await guide.sees(phone, caption)


async def _standing_in(guide: Guide) -> None:
    hieu = await guide.office.person("Phạm Quốc Hiếu")
    await _opens(guide, hieu, ShowDelegation(), "Đầu mối, ủy quyền")
    await guide.taps(hieu, "Chọn đầu mối", "Chọn đầu mối")
    await guide.says(hieu, "ho quoc an", "Chọn đầu mối: đã tìm")
    await guide.taps(hieu, "Hồ Quốc An, Chuyên viên chính", "Đã có đầu mối")
    await guide.taps(hieu, "Ủy quyền cho cấp phó", "Ủy quyền cho ai")
    await guide.says(hieu, "Hồ Quốc An", "Chỉ ủy quyền cho cấp phó")
    await guide.says(hieu, "le cong khoi", "Ủy quyền từ ngày nào")
    await guide.taps(hieu, "Hôm nay, 03/01", "Ủy quyền đến ngày nào")
    await guide.taps(hieu, "Đến hết tuần này, 08/01", "Xem lại ủy quyền")
    await guide.taps(hieu, "Ủy quyền", "Đang ủy quyền")
    await guide.office.letters()
    await guide.sees(hieu, "Thư: đã ủy quyền")
    khoi = await guide.office.person("Lê Công Khôi")
    await guide.sees(khoi, "Thư: được ủy quyền")


async def _people(guide: Guide, duy: Phone) -> None:
    await _opens(guide, duy, ShowPersonnel(), "Nhân sự")
    await guide.taps(duy, "Tìm người", "Tìm người")
    await guide.says(duy, "nguyen thi hong", "Nhiều người cùng tên")
    await guide.says(duy, "nguyen cong hau", "Trang nhân sự của một người")
    await guide.taps(duy, "Chuyển đơn vị", "Chuyển đến đơn vị nào")
    await guide.says(duy, "qlcn", "Chức vụ ở đơn vị mới")
    await guide.taps(duy, "Giữ chức vụ: Chuyên viên", "Chuyển từ ngày nào")
    await guide.taps(duy, "Hôm nay, 03/01", "Xem lại việc chuyển")
    await duy.taps("Để sau")
    await guide.taps(duy, "Biệt phái / đi học / nghỉ dài ngày", "Lý do không thuộc diện")
    await guide.taps(duy, "Biệt phái", "Không thuộc diện từ ngày nào")
    await guide.says(duy, "10/01", "Không thuộc diện đến ngày nào")
    await guide.says(duy, "20/01", "Xem lại việc miễn")
    await guide.taps(duy, "Ghi không thuộc diện", "Đã ghi không thuộc diện")
    hau = await guide.office.person("Nguyễn Công Hậu")
    await guide.office.letters()
    await guide.sees(hau, "Thư: không thuộc diện")
    await guide.taps(duy, "Chấm dứt không thuộc diện", "Đã kết thúc miễn")
    await guide.office.letters()
    await guide.sees(hau, "Thư: lại thuộc diện")
    await guide.taps(duy, "Thôi công tác (nghỉ hưu, chuyển đi)", "Thôi công tác tại Sở từ ngày nào")
    await guide.says(duy, "01/6", "Xem lại việc nghỉ")
    await guide.taps(duy, "Ghi ngày nghỉ", "Đã ghi ngày nghỉ")
    await duy.taps("Bỏ ngày thôi công tác")
    await _moving(guide, duy)


async def _moving(guide: Guide, duy: Phone) -> None:
    """Somebody who has registered, and in whom no later screen is interested."""
    loan = await guide.office.person("Nguyễn Thùy Loan")
    await loan.says("/dangky")
    for label in ("Đăng ký như năm trước", "Lao động tiên tiến", "Tiếp tục", "Bỏ qua", "Gửi đăng ký"):
        if label in [text.lstrip("☑☐ ") for text in loan.buttons()]:
            await loan.taps(label)
    oanh, hieu = await guide.office.person("Đặng Thị Thanh Oanh"), await guide.office.person("Phạm Quốc Hiếu")
    await oanh.says("/menu")
    await duy.says("/menu")
    await duy.forges(ShowStaff(loan.person_id))
    await duy.taps("Chuyển đơn vị")
    await duy.says("qlkh")
    await duy.taps("Giữ chức vụ: Thanh tra viên")
    await duy.says("hôm nay")
    await guide.taps(duy, "Chuyển đơn vị", "Đã chuyển đơn vị")
    await guide.office.letters()
    for phone, caption in ((loan, "người chuyển"), (hieu, "lãnh đạo đơn vị mới"), (oanh, "lãnh đạo đơn vị cũ")):
        await guide.sees(phone, f"Thư chuyển đơn vị: {caption}")
    await guide.taps(oanh, "Nêu ý kiến", "Người đã chuyển đi, một người")
    await guide.taps(oanh, "Nêu ý kiến", "Nêu ý kiến")
    await guide.says(oanh, "Năm 2022 hoàn thành tốt nhiệm vụ.", "Đã nêu ý kiến")
    await _opens(guide, hieu, ShowComments(loan.person_id), "Ý kiến của đơn vị cũ")
    await oanh.says("/menu")
    await oanh.forges(ShowDelegation())
    await guide.taps(oanh, "Người đã chuyển đi (1)", "Người đã chuyển đi")


async def _units(guide: Guide, duy: Phone) -> None:
    await _opens(guide, duy, ShowUnits(), "Các đơn vị")
    await guide.taps(duy, "Phòng Kế hoạch - Tài chính", "Một đơn vị")
    await guide.taps(duy, "Đổi tên", "Tên mới của đơn vị")
    await guide.says(duy, "Phòng Kế hoạch, Tài chính và Đầu tư", "Xem lại tên mới")
    await duy.taps("Để sau")
    await guide.taps(duy, "Sáp nhập", "Sáp nhập vào đơn vị nào")
    await guide.says(duy, "van phong so", "Sáp nhập từ ngày nào")
    await guide.says(duy, "01/7", "Xem lại việc sáp nhập")
    await duy.taps("Để sau")


async def _requests(guide: Guide, duy: Phone) -> None:
    await _opens(guide, duy, ShowLinkRequests(), "Đề nghị liên kết")
    await guide.taps(duy, "Nguyễn Văn A, Thanh tra Sở", "Một đề nghị liên kết")
    await guide.taps(duy, "Chọn người trong danh sách", "Chọn người trong danh sách")
    await guide.says(duy, "le van phat", "Xem lại trước khi duyệt")
    await duy.taps("Để sau")
    await guide.taps(duy, "Từ chối", "Lý do từ chối")
    await guide.says(duy, "Thanh tra Sở không có người tên này.", "Đã từ chối")
    await _opens(guide, duy, ShowToRecord(), "Đăng ký do Văn phòng ghi nhận")
    await _opens(guide, duy, ShowBelow(Family.STATE), "Bảng mà việc đã chờ lâu dẫn đến")


async def _questions(guide: Guide, duy: Phone) -> None:
    await _opens(guide, duy, ShowDesk(), "Việc chờ Văn phòng xử lý")
    await _opens(guide, duy, ShowOfficeQuestions(), "Câu hỏi gửi Văn phòng")
    words = "Tôi nghỉ thai sản thì đăng ký thế nào?"
    await guide.taps(duy, words, "Một câu hỏi")
    await guide.taps(duy, "Trả lời", "Trả lời câu hỏi")
    await guide.says(duy, "Thời gian nghỉ thai sản được tính để xét.", "Đã trả lời câu hỏi")
    await guide.office.letters()
    hong = await guide.office.person("Nguyễn Thị Hồng")
    await guide.sees(hong, "Thư: Văn phòng trả lời")
    an = await guide.office.person("Hồ Quốc An")
    await an.says("/caidat")
    await an.taps("Dữ liệu của tôi")
    await an.taps("Đề nghị xóa")
    await an.says("Xin xóa các câu hỏi cũ của tôi")
    await _opens(guide, duy, ShowOfficeQuestions(), "Câu hỏi và đề nghị gửi Văn phòng")
    await guide.taps(duy, "Xin xóa các câu hỏi cũ của tôi", "Đề nghị xóa dữ liệu")
    await guide.taps(duy, "Xem phần sẽ xóa", "Phần sẽ xóa, phần giữ lại")
    await guide.taps(duy, "Xóa dữ liệu", "Đã xóa")
    await guide.office.letters()
    await guide.sees(an, "Thư: đã xóa dữ liệu")
