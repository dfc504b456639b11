"""Screens of notices: composing, choosing recipients, checking, sending, and what everybody reads."""

from bot.leading.targets import ComposeNotice, ShowOfficeNotices
from bot.notices.reader_targets import ShowMyNotice, ShowNoticeToTell
from bot.notices.sent_targets import ShowCopies
from bot.notices.targets import DropApproval, ShowCheck, ShowOfficeNotice, ShowSeries
from bot.slices import ticks, watch
from tests.conversations.tour.guide import Guide

HAU, KHOI, HONG = "Nguyễn Công Hậu", "Lê Công Khôi", "Nguyễn Thị Hồng"
COLLEAGUE = "Lâm Minh Lâm"
"""Of Nguyễn Đức Duy, in the Office."""


async def notices(guide: Guide) -> None:
    """Runs on 2023-01-03, in the morning."""
    await _composing(guide)
    await _choosing(guide)
    await _sending(guide)
    await _reading(guide)
    await _telling(guide)
    await _putting_right(guide)
    await _taking_back(guide)
    await _later(guide)
    await _approving(guide)
    await _repeating(guide)


async def _composing(guide: Guide) -> None:
    duy = await guide.office.person("Nguyễn Đức Duy")
    await duy.says("/menu")
    await duy.forges(ShowOfficeNotices())
    await guide.sees(duy, "Thông báo của Văn phòng, chưa có")
    await guide.taps(duy, "Soạn thông báo", "Soạn thông báo: nội dung")
    await guide.says(duy, "Kính gửi {họ tên}, có {lời chào} mới", "Chỗ điền chưa có")
    await guide.taps(duy, "Dùng mẫu phát động", "Soạn thông báo: mẫu, trước khi dùng")
    await guide.taps(duy, "Chọn mẫu khác", "Soạn thông báo: mẫu khác")
    await duy.taps("Dùng mẫu phát động")
    await guide.taps(duy, "Sửa từng đoạn", "Soạn thông báo: chọn đoạn")
    await guide.taps(duy, duy.buttons()[1], "Soạn thông báo: sửa một đoạn")
    await duy.taps("Quay lại")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Tiếp tục", "Soạn thông báo: tệp kèm")
    duy.office.world.sends_file(duy.user_id, "ke-hoach.pdf", b"%PDF-1.7 thu", mime="application/pdf")
    await duy.office.settle()
    await guide.sees(duy, "Soạn thông báo: đã nhận tệp")
    await guide.taps(duy, "Tiếp tục", "Soạn thông báo: số, ngày văn bản")
    await guide.says(duy, "15/TB-VP ngày 03/01/2023", "Soạn thông báo: nút bấm")
    await duy.taps("☐ Đăng ký danh hiệu")
    await guide.taps(duy, "☐ Đã nắm thông tin", "Soạn thông báo: đã chọn nút")
    await guide.taps(duy, "Tiếp tục", "Bản nháp thông báo")
    for label in ("Sửa nội dung", "Tệp kèm (1)", "Số, ngày văn bản", "Nút bấm"):
        await guide.taps(duy, label, f"Bản nháp: {label}")
        await duy.taps("Để sau")
    await guide.taps(duy, "Xóa bản nháp", "Xóa bản nháp?")
    await duy.taps("Giữ lại")


async def _choosing(guide: Guide) -> None:
    duy = await guide.office.person("Nguyễn Đức Duy")
    await guide.taps(duy, "Chọn người nhận", "Người nhận: gửi tới ai")
    await guide.taps(duy, "Chọn đơn vị", "Người nhận: chọn đơn vị")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Gõ tên", "Người nhận: gõ tên")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Toàn Sở", "Người nhận: toàn Sở")
    await guide.taps(duy, "Trừ…", "Người nhận: trừ ai")
    await duy.taps("Gõ tên")
    await guide.says(duy, "Hồ Quốc An", "Người nhận: trừ theo tên")
    await guide.taps(duy, "Tiếp tục", "Người nhận: toàn Sở, trừ một người")
    done = next(label for label in duy.buttons() if label.startswith("Chọn ") and label.endswith("người này"))
    await guide.taps(duy, done, "Đếm trước khi gửi")
    await guide.taps(duy, "Xem tất cả tên", "Danh sách người nhận")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Xem như một người", "Xem như chính mình")
    await guide.taps(duy, "Xem như người khác", "Xem như ai")
    await guide.says(duy, KHOI, "Xem như một người")


async def _sending(guide: Guide) -> None:
    office = guide.office
    duy = await office.person("Nguyễn Đức Duy")
    hau = await office.person(HAU)
    await duy.taps("Quay lại")
    await duy.taps("Kiểm tra và gửi")
    await guide.taps(duy, "Gửi thử cho tôi", "Gửi thử: đang tới")
    await office.letters()
    await guide.sees(duy, "Bản gửi thử")
    await guide.taps(duy, "Kiểm tra và gửi", "Sẵn sàng gửi")
    await guide.taps(duy, "Gửi ngay", "Đang gửi")
    await guide.taps(duy, "Tạm dừng", "Tạm dừng gửi")
    await guide.taps(duy, "Dừng gửi", "Dừng gửi?")
    await duy.taps("Không dừng")
    await duy.taps("Gửi tiếp")
    await office.letters()
    await guide.sees(hau, "Thông báo, người nhận thấy")
    await guide.taps(hau, "Đã nắm thông tin", "Đã ghi nhận nắm thông tin")
    await duy.forges(ShowOfficeNotice(1))
    await guide.sees(duy, "Đã gửi xong")
    await guide.taps(duy, "Xem theo đơn vị", "Kết quả theo đơn vị")
    await guide.taps(duy, "Người cần báo trực tiếp", "Người cần báo trực tiếp")
    await duy.forges(ShowOfficeNotice(1))
    await guide.taps(duy, "Xem theo tên", "Kết quả theo tên")
    silent = next(label for label in duy.buttons() if label.startswith("Chưa bấm"))
    await guide.taps(duy, silent, "Chưa bấm đã nắm")
    await duy.forges(ShowOfficeNotice(1))
    await guide.taps(duy, next(b for b in duy.buttons() if b.startswith("Nhắc ")), "Nhắc người chưa nắm?")
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Gửi lời nhắc")))
    await guide.sees(duy, "Đã gửi xong, đã nhắc")
    await office.letters()


async def _reading(guide: Guide) -> None:
    office = guide.office
    hau, khoi = await office.person(HAU), await office.person(KHOI)
    await guide.sees(khoi, "Nhắc người chưa bấm đã nắm")
    await guide.taps(khoi, "Xem thông báo", "Đọc lại thông báo")
    await guide.taps(khoi, "ke-hoach.pdf", "Tệp của thông báo")
    await guide.says(hau, "/thongbao", "Thông báo của tôi")


async def _telling(guide: Guide) -> None:
    office = guide.office
    hieu, duy = await office.person("Phạm Quốc Hiếu"), await office.person("Nguyễn Đức Duy")
    await duy.says("/menu")
    await watch(office.database, office.service.display.refresh).look()
    await office.letters()
    await guide.sees(hieu, "Báo cho lãnh đạo đơn vị: ai chưa nhận được")
    await guide.taps(hieu, "Xem và báo trực tiếp", "Báo trực tiếp: một thông báo")
    await guide.taps(hieu, hieu.buttons()[0], "Báo trực tiếp: một người")
    await guide.taps(hieu, "Đã báo trực tiếp", "Báo trực tiếp: đã báo một người")
    await guide.taps(hieu, next(label for label in hieu.buttons() if "(đã báo)" in label), "Đã báo: bởi ai, lúc nào")
    await guide.taps(hieu, "Chưa báo", "Báo trực tiếp: ghi nhầm nên bỏ")
    await guide.says(hieu, "/thongbao", "Thông báo của lãnh đạo đơn vị")
    await guide.taps(hieu, next(b for b in hieu.buttons() if b.startswith("Báo trực tiếp")), "Báo trực tiếp: danh sách")
    await duy.forges(ShowOfficeNotice(1))
    await guide.sees(duy, "Đã gửi xong, lãnh đạo đơn vị đang báo")
    await guide.taps(duy, "Bảng theo dõi (Excel)", "Bảng theo dõi gửi, nhận thông báo")
    await duy.taps("Quay lại")
    await duy.taps("Xem theo đơn vị")
    await guide.taps(duy, "Người cần báo trực tiếp", "Người cần báo trực tiếp: đã báo bao nhiêu")


async def _later(guide: Guide) -> None:
    duy = await guide.office.person("Nguyễn Đức Duy")
    await duy.forges(ComposeNotice())
    await duy.says("Mời họp giao ban tuần.")
    await duy.taps("Không kèm tệp")
    await duy.taps("Bỏ qua")
    await duy.taps("Tiếp tục")
    await duy.taps("Chọn người nhận")
    await duy.taps("Theo vai trò")
    await duy.taps("lãnh đạo đơn vị")
    await duy.taps("Tiếp tục")
    done = next(label for label in duy.buttons() if label.startswith("Chọn ") and label.endswith("người này"))
    await duy.taps(done)
    await duy.taps("Gửi thử cho tôi")
    await guide.office.letters()
    await duy.taps("Kiểm tra và gửi")
    await guide.taps(duy, "Hẹn giờ gửi", "Hẹn giờ gửi")
    await guide.says(duy, "20:30 07/01", "Hẹn giờ: ngoài giờ làm việc")
    await guide.taps(duy, "Hẹn giờ gửi", "Đã hẹn giờ gửi")
    await guide.taps(duy, "Hủy hẹn", "Đã hủy hẹn: lại là bản nháp")
    await duy.forges(ShowOfficeNotices())
    await guide.sees(duy, "Thông báo của Văn phòng")


async def _approving(guide: Guide) -> None:
    """On the draft for heads of units that `_later` has left."""
    office = guide.office
    duy, lam = await office.person("Nguyễn Đức Duy"), await office.person(COLLEAGUE)
    await guide.taps(duy, "Duyệt trước khi gửi", "Duyệt trước khi gửi: không yêu cầu")
    await guide.taps(duy, "Yêu cầu khi trên 300 người", "Duyệt trước khi gửi: trên 300 người")
    await guide.taps(duy, "Số khác", "Duyệt khi trên bao nhiêu người")
    await guide.says(duy, "vài người", "Duyệt khi trên bao nhiêu người: chưa rõ số")
    await duy.says("1")
    await lam.says("/menu")
    await duy.forges(ShowCheck(2))
    await guide.sees(duy, "Cần duyệt trước khi gửi")
    await guide.taps(duy, "Xin duyệt", "Đang chờ duyệt")
    await office.letters()
    for caption, place in (("Xin duyệt: ai xin, gửi tới ai", -3), ("Xin duyệt: bản sẽ gửi", -2)):
        guide.pages.append((caption, lam, lam.from_bot()[place]))
    await guide.sees(lam, "Xin duyệt: dưới bản sẽ gửi")
    await guide.taps(lam, "Duyệt", "Bản nháp đã duyệt")
    await office.letters()
    await guide.sees(duy, "Đồng nghiệp đã duyệt")
    await guide.taps(duy, "Kiểm tra và gửi", "Đã duyệt, sẵn sàng gửi")
    await duy.forges(DropApproval())


async def _putting_right(guide: Guide) -> None:
    office = guide.office
    duy, hau = await office.person("Nguyễn Đức Duy"), await office.person(HAU)
    await duy.forges(ShowOfficeNotice(1))
    await guide.taps(duy, "Đính chính", "Đính chính: chưa sửa gì")
    await guide.taps(duy, "Số, ngày văn bản", "Đính chính số, ngày văn bản")
    await duy.says("16/KH-KHCN ngày 31/12/2022")
    await guide.sees(duy, "Đính chính: số văn bản")
    await guide.taps(duy, next(one for one in duy.buttons() if one.startswith("Tệp")), "Đính chính tệp kèm theo")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Sửa nội dung", "Đính chính nội dung")
    await duy.says("Kính gửi {họ tên}. Phong trào thi đua đăng ký đến 17:00 Thứ Ba, 28/02/2023.")
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await guide.sees(duy, "Bản thử của đính chính")
    await guide.taps(duy, "Xem và gửi đính chính", "Đính chính: sẵn sàng gửi")
    await duy.taps("Gửi đính chính")
    await office.letters()
    await duy.forges(ShowCopies(1))
    await guide.sees(duy, "Kết quả đính chính")
    await guide.sees(hau, "Tin đính chính, người nhận thấy")
    await guide.taps(hau, "Xem bản đầy đủ", "Thông báo đã đính chính")
    await guide.taps(hau, "Bản trước đính chính", "Bản trước, người nhận đọc lại")
    await duy.forges(ShowOfficeNotice(1))
    await guide.sees(duy, "Đã gửi, đã đính chính")
    await guide.taps(duy, "Bản trước đính chính", "Bản trước, Văn phòng xem")


async def _taking_back(guide: Guide) -> None:
    office = guide.office
    duy, hau = await office.person("Nguyễn Đức Duy"), await office.person(HAU)
    await duy.forges(ShowOfficeNotice(1))
    await guide.taps(duy, "Thu hồi", "Thu hồi?")
    await guide.taps(duy, "Thu hồi", "Đang thu hồi")
    await office.letters()
    await guide.taps(duy, "Xem lại", "Đã thu hồi")
    await guide.taps(duy, "Xem theo tên", "Đã thu hồi, theo tên")
    await guide.sees(hau, "Báo thu hồi, người nhận thấy")
    await hau.forges(ShowMyNotice(1))
    await guide.sees(hau, "Mở thông báo đã thu hồi")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.forges(ShowNoticeToTell(1))
    await guide.sees(hieu, "Báo trực tiếp: thông báo đã thu hồi")


async def _repeating(guide: Guide) -> None:
    """The bulletin of every Monday, and the one that its readers have got."""
    office = guide.office
    duy, hieu = await office.person("Nguyễn Đức Duy"), await office.person("Phạm Quốc Hiếu")
    await hieu.says("/menu")
    await duy.forges(ShowOfficeNotices())
    await guide.taps(duy, "Lịch gửi định kỳ", "Lịch gửi định kỳ, chưa có")
    await duy.forges(ComposeNotice())
    await guide.taps(duy, "Dùng mẫu bản tin tiến độ", "Soạn thông báo: mẫu bản tin tiến độ")
    await duy.taps("Tiếp tục")
    await duy.taps("Không kèm tệp")
    await duy.taps("Bỏ qua")
    await duy.taps("Tiếp tục")
    await duy.taps("Chọn người nhận")
    await duy.taps("Theo vai trò")
    await duy.taps("lãnh đạo đơn vị")
    await duy.taps("Tiếp tục")
    done = next(label for label in duy.buttons() if label.startswith("Chọn ") and label.endswith("người này"))
    await duy.taps(done)
    await guide.taps(duy, "Xem như một người", "Xem trước bản tin tiến độ")
    await duy.taps("Quay lại")
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    guide.pages.append(("Bản tin tiến độ", duy, duy.from_bot()[-2]))
    await duy.taps("Kiểm tra và gửi")
    await guide.taps(duy, "Gửi định kỳ", "Gửi định kỳ: bao lâu một lần")
    await guide.taps(duy, "Hằng tháng", "Gửi định kỳ: ngày nào trong tháng")
    await duy.taps("Quay lại")
    await guide.taps(duy, "Hằng tuần", "Gửi định kỳ: thứ mấy")
    await guide.taps(duy, "Thứ Hai", "Gửi định kỳ: mấy giờ")
    await guide.says(duy, "8:00", "Gửi định kỳ: năm lần tới")
    await guide.taps(duy, "Lưu lịch gửi", "Lịch gửi định kỳ, đã lưu")
    await guide.taps(duy, "Dừng lịch gửi", "Lịch gửi định kỳ: dừng?")
    await duy.taps("Giữ lịch gửi")
    now = office.clock.local()
    office.moves_clock_to(2023, 1, 9, 8, 1)
    await ticks(office.database).run_due()
    await office.letters()
    await guide.sees(hieu, "Bản tin tiến độ, lãnh đạo đơn vị thấy")
    await hieu.says("/thongbao")
    await hieu.taps(next(label for label in hieu.buttons() if "Bản tin tiến độ" in label))
    await guide.taps(hieu, "Xem biểu đồ", "Biểu đồ tiến độ, xem lại")
    await duy.forges(ShowSeries(1))
    await guide.sees(duy, "Lịch gửi định kỳ, đã gửi một lần")
    office.clock.move_to(now)
    await duy.taps("Dừng lịch gửi")
    await guide.taps(duy, "Dừng lịch gửi", "Lịch gửi định kỳ, đã dừng")
    await guide.taps(duy, "Lịch gửi định kỳ", "Lịch gửi định kỳ")
