"""Screens of lists: from sending one to the signed copy and the Office's word."""

from bot.dialogue.targets import ToView
from bot.leading.targets import ShowSheet, ShowSheets
from bot.sheets.targets import ShowReceivedSheet
from bot.titles.catalogue import Subject
from tests.conversations.tour.guide import Guide
from tests.office import Phone
from tests.sheets.desks import CHAIR, GROUP_LEAD, HEAD, JPEG, OFFICER, opens, registers, sends_page, unit

SEALED, SEALED_HEAD = "Chi cục Tiêu chuẩn - Đo lường - Chất lượng", "Nguyễn Thị Ngọc Hạnh"


async def sheets(guide: Guide) -> None:
    """Runs after the boards, on 2023-01-03, before the reminders."""
    await _sending(guide)
    await _receiving(guide)
    await _changed(guide)
    await _with_a_seal(guide)
    await _union_group(guide)
    await guide.office.letters()


async def _shows(guide: Guide, person: Phone, view: ToView, caption: str) -> None:
    await opens(person, view)
    await guide.sees(person, caption)


async def _sending(guide: Guide) -> None:
    hieu = await guide.office.person(HEAD)
    await _shows(guide, hieu, ShowSheet(Subject.UNIT), "Danh sách chưa gửi")
    await guide.taps(hieu, "Thêm biên bản họp", "Biên bản họp")
    await sends_page(hieu, "bien-ban.jpg", JPEG)
    await guide.taps(hieu, "Xong (1 tệp)", "Danh sách chưa gửi, có biên bản")
    await guide.taps(hieu, "Gửi danh sách", "Đã gửi danh sách")
    await guide.taps(hieu, "Xem danh sách", "Danh sách như đã gửi")
    await hieu.taps("Quay lại")
    await guide.taps(hieu, "In để ký (PDF)", "In để ký")
    await hieu.taps("Quay lại")
    await guide.taps(hieu, "Mẫu biên bản họp", "Mẫu biên bản họp")
    await opens(hieu, ShowSheet(Subject.UNIT))
    await guide.taps(hieu, "Gửi bản đã ký", "Gửi bản đã ký")
    await sends_page(hieu, "ghi-chu.txt", b"da ky")
    await guide.sees(hieu, "Gửi nhầm tệp")
    await sends_page(hieu, "trang-1.jpg", JPEG + b"1")
    await guide.sees(hieu, "Đã nhận một trang")
    await guide.taps(hieu, "Xong (1 tệp)", "Đã có bản ký")


async def _receiving(guide: Guide) -> None:
    hieu, duy = await guide.office.person(HEAD), await guide.office.person(OFFICER)
    await guide.office.letters()
    await guide.sees(duy, "Báo Văn phòng: danh sách đã về")
    await _shows(guide, duy, ShowSheets(), "Danh sách của các đơn vị")
    await guide.taps(duy, "Xem 4", "Một danh sách đã về")
    await guide.taps(duy, "Xem tệp (2)", "Tệp kèm theo")
    await guide.taps(duy, "Mở 2", "Mở một tệp")
    await opens(duy, ShowReceivedSheet(1))
    await guide.taps(duy, "Trả lại", "Trả lại danh sách")
    await guide.says(duy, "Trang 1 thiếu chữ ký của anh An", "Danh sách đã trả lại")
    await guide.office.letters()
    await guide.sees(hieu, "Báo lãnh đạo: danh sách trả lại")
    await guide.taps(hieu, "Xem danh sách", "Danh sách bị trả lại")
    await guide.taps(hieu, "Gửi danh sách", "Đã gửi bản tiếp theo")
    await opens(duy, ShowReceivedSheet(1))
    await guide.taps(duy, "Tiếp nhận", "Đã tiếp nhận danh sách")
    await guide.taps(duy, "Đã nhận bản gốc", "Đã nhận bản gốc")
    await guide.office.letters()
    await guide.sees(hieu, "Báo lãnh đạo: đã tiếp nhận")


async def _changed(guide: Guide) -> None:
    """One who is on the list names the initiative, and another one registers."""
    office = guide.office
    hieu, duy = await office.person(HEAD), await office.person(OFFICER)
    await registers(office, "Nguyễn Công Hậu", "LDTT", "CSTDCS", "DVCDXS", initiative="Phần mềm quản lý nhiệm vụ")
    await _shows(guide, hieu, ShowSheet(Subject.UNIT, await unit(office)), "Thay đổi, không cần ký lại")
    await guide.taps(hieu, "Xem chi tiết", "Các thay đổi")
    await hieu.taps("Quay lại")
    await guide.taps(hieu, "Xác nhận thay đổi", "Đã xác nhận thay đổi")
    await office.letters()
    await guide.sees(duy, "Báo Văn phòng: danh sách có thay đổi")
    await registers(office, "Nguyễn Hồng Hà", "LDTT")
    await _shows(guide, hieu, ShowSheet(Subject.UNIT, await unit(office)), "Thay đổi, cần ký lại")
    await _shows(guide, duy, ShowReceivedSheet(1), "Thay đổi, Văn phòng thấy")


async def _with_a_seal(guide: Guide) -> None:
    hanh = await guide.office.person(SEALED_HEAD)
    await _shows(guide, hanh, ShowSheet(Subject.UNIT), "Chọn danh sách trong các đơn vị")
    await opens(hanh, ShowSheet(Subject.UNIT, await unit(guide.office, SEALED)))
    await guide.taps(hanh, "Gửi danh sách", "Đã gửi, đơn vị có con dấu")
    await guide.taps(hanh, "Số công văn", "Số công văn")
    await guide.says(hanh, "25/TĐC-HCTH ngày 03/01/2023", "Đã ghi số công văn")
    await guide.taps(hanh, "Sẽ nộp trực tiếp", "Sẽ nộp trực tiếp")


async def _union_group(guide: Guide) -> None:
    khoi, chair = await guide.office.person(GROUP_LEAD), await guide.office.person(CHAIR)
    await chair.says("/menu")
    await _shows(guide, khoi, ShowSheet(Subject.UNION_GROUP), "Danh sách của tổ công đoàn")
    await guide.taps(khoi, "Gửi danh sách", "Đã gửi Chủ tịch Công đoàn cơ sở")
    await guide.office.letters()
    await guide.sees(chair, "Báo Chủ tịch Công đoàn cơ sở")
    await _shows(guide, chair, ShowSheets(), "Danh sách của các tổ công đoàn")
