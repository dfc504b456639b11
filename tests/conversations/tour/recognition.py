"""The year after registration: decisions, results for each, the year in numbers, and its end."""

from bot.recognition.targets import ShowResults, ShowStreaksFile
from tests.conversations.tour.guide import Guide
from tests.office import Phone


def _begins(person: Phone, words: str) -> str:
    """The label that begins with these words."""
    found = [label for label in person.buttons() if label.startswith(words)]
    assert found, f"no button {words!r} among {person.buttons()} under {person.reads()!r}"
    return found[0]


async def recognition(guide: Guide) -> None:
    office = guide.office
    duy, hau = await office.person("Nguyễn Đức Duy"), await office.person("Nguyễn Công Hậu")
    office.moves_clock_to(2023, 12, 20)
    await _entering(guide, duy)
    await _results(guide, duy, hau)
    await _numbers(guide, duy)
    await _end(guide, duy)


async def _entering(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await guide.taps(duy, "Quyết định, kết quả", "Quyết định của năm")
    await guide.taps(duy, "Nhập quyết định", "Quyết định về loại danh hiệu nào")
    await guide.taps(duy, "Danh hiệu cấp cơ sở", "Số và ngày quyết định")
    await guide.says(duy, "125", "Số quyết định chưa rõ")
    await guide.says(duy, "125/QĐ-SKHCN ngày 15/12/2023", "Ai ban hành quyết định")
    await guide.taps(duy, "Giám đốc Sở", "Tệp quyết định")
    guide.office.world.sends_file(duy.user_id, "quyet-dinh.pdf", b"%PDF-1.4 decision", "application/pdf")
    await guide.office.settle()
    await guide.sees(duy, "Quyết định đang nhập")
    await guide.taps(duy, "Lấy từ danh sách đăng ký", "Lấy từ danh sách đăng ký")
    await guide.taps(duy, "LĐTT", "Tất cả người đăng ký, trừ")
    await duy.taps(_begins(duy, "☑"))
    await guide.sees(duy, "Đã bỏ ra một người")
    await duy.taps(_begins(duy, "Đưa vào"))
    await guide.taps(duy, "Thêm từng tên", "Thêm từng tên: danh hiệu")
    await guide.taps(duy, "CSTĐ cơ sở", "Thêm từng tên: ai")
    await duy.says("nguyen hong ha")
    await guide.sees(duy, "Người chưa đăng ký danh hiệu")
    await guide.taps(duy, "Vẫn thêm", "Ghi chú")
    await guide.taps(duy, "Thêm, không ghi chú", "Quyết định đang nhập, có tên")
    await duy.taps(_begins(duy, "Xem danh sách"))
    await guide.sees(duy, "Danh sách của quyết định đang nhập")
    await duy.taps("Về quyết định")
    await guide.taps(duy, "Nhập từ tệp Excel", "Tệp danh sách của quyết định")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Xem tệp quyết định", "Tệp của quyết định")
    await duy.taps("Về quyết định")
    await guide.taps(duy, "Ghi nhận quyết định", "Trước khi ghi nhận")
    await guide.taps(duy, "Ghi nhận quyết định", "Quyết định đã ghi nhận")


async def _results(guide: Guide, duy: Phone, hau: Phone) -> None:
    await guide.taps(duy, "Kết quả cho từng người", "Kết quả trước khi gửi")
    await duy.taps("Gửi kết quả")
    await guide.office.letters()
    await guide.sees(hau, "Thư: kết quả của tôi")
    await duy.forges(ShowResults(1))
    await guide.sees(duy, "Kết quả đã gửi")
    await duy.taps(_begins(duy, "Báo trực tiếp"))
    await guide.sees(duy, "Báo trực tiếp kết quả")
    await duy.taps("Kết quả cho từng người")
    await guide.taps(duy, "Soạn thông báo công bố", "Bản nháp thông báo công bố")
    await hau.says("/cuatoi")
    await guide.taps(hau, "Kết quả của tôi", "Kết quả của tôi")


async def _numbers(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await guide.taps(duy, "Đăng ký và đạt", "Đăng ký và đạt")
    await guide.taps(duy, "LĐTT", "Đăng ký và đạt theo đơn vị")
    await duy.taps(_begins(duy, "Đạt ("))
    await guide.sees(duy, "Tên người đạt")
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    await guide.taps(duy, "Danh hiệu liên tục", "Danh hiệu liên tục")
    await duy.forges(ShowStreaksFile())
    await guide.sees(duy, "Tệp danh hiệu liên tục")
    await duy.taps("Danh hiệu liên tục")
    await duy.taps("Tổng kết năm")
    await guide.taps(duy, "Tiền thưởng (ước tính)", "Tiền thưởng ước tính")
    await guide.taps(duy, "Tải bảng ước tính (Excel)", "Tệp tiền thưởng")
    await duy.taps("Tiền thưởng (ước tính)")
    await guide.taps(duy, "Lương cơ sở", "Lương cơ sở: mức")
    await guide.says(duy, "2.000.000", "Lương cơ sở: từ ngày")
    await guide.says(duy, "01/12/2023", "Lương cơ sở: căn cứ")
    await guide.says(duy, "Nghị định thử nghiệm", "Lương cơ sở: xem lại")
    await duy.taps("Lưu mức lương cơ sở")


async def _end(guide: Guide, duy: Phone) -> None:
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("125/QĐ-SKHCN, 15/12/2023")
    await guide.taps(duy, "Quyết định bị thu hồi, hủy bỏ", "Thu hồi: quyết định nào")
    await guide.says(duy, "130/QĐ-SKHCN ngày 18/12/2023", "Thu hồi: lý do")
    await guide.says(duy, "Ghi sai danh hiệu", "Thu hồi: xem lại")
    await guide.taps(duy, "Ghi nhận thu hồi", "Quyết định đã thu hồi")
    await duy.taps("Quyết định, kết quả")
    await guide.taps(duy, "Tổng kết năm", "Tổng kết năm")
    await guide.taps(duy, "Lưu giữ dữ liệu thô", "Lưu giữ dữ liệu thô")
    await guide.taps(duy, "Thời hạn: lời tin cũ", "Thời hạn lưu giữ")
    await guide.taps(duy, "12 tháng", "Thời hạn lưu giữ: theo quy định nào")
    await duy.says("Quy chế văn thư của Sở")
    guide.office.moves_clock_to(2025, 1, 20)
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    await duy.taps("Lưu giữ dữ liệu thô")
    await duy.taps(_begins(duy, "Xem trước khi xóa"))
    await guide.sees(duy, "Xem trước khi xóa")
    await duy.taps("Lưu giữ dữ liệu thô")
    await duy.taps("Tổng kết năm")
    await guide.taps(duy, "Kết thúc phong trào", "Kết thúc phong trào?")
    await guide.taps(duy, "Kết thúc phong trào", "Phong trào đã kết thúc")
