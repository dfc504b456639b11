"""A tour of every screen, in the order in which people meet them: for the album and for the test of all screens."""

from bot.people.linking.invites import create_invite
from bot.slices import ticks
from tests.conversations.tour.consolidating import consolidating
from tests.conversations.tour.guide import Guide
from tests.conversations.tour.leading import leading
from tests.conversations.tour.notices import notices
from tests.conversations.tour.personnel import personnel
from tests.conversations.tour.recognition import recognition
from tests.conversations.tour.sheets import sheets
from tests.conversations.tour.steering import steering
from tests.office import Office, Phone

LDTT, CSTDCS, CSTD_TINH = "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua cấp tỉnh"


async def tour(office: Office) -> Guide:
    guide = Guide(office)
    await _way_in(guide)
    await _registration(guide)
    await _own_things(guide)
    await _questions(guide)
    await _boards(guide)
    await leading(guide)
    await sheets(guide)
    await personnel(guide)
    await steering(guide)
    await notices(guide)
    await _reminders(guide)
    await consolidating(guide)
    await _after_the_deadline(guide)
    await recognition(guide)
    return guide


async def _way_in(guide: Guide) -> None:
    office = guide.office
    nhung = await office.person("Nguyễn Thị Ngọc Nhung", linked=False)
    await guide.says(nhung, "/start", "Lời chào")
    await guide.taps(nhung, "Xem và cho ý kiến", "Thông báo xử lý dữ liệu")
    await guide.taps(nhung, "Đọc bản đầy đủ", "Bản đầy đủ")
    await nhung.says("/start")
    await nhung.taps("Xem và cho ý kiến")
    await guide.taps(nhung, "Chưa đồng ý", "Chưa đồng ý")
    await guide.taps(nhung, "Tải mẫu đăng ký (PDF)", "Mẫu để điền tay")
    await nhung.says("/start")
    await nhung.taps("Xem và cho ý kiến")
    await guide.taps(nhung, "Tôi đồng ý", "Liên kết bằng số điện thoại")
    office.world.shares_contact(nhung.user_id, "84912345678", 999, "Người khác")
    await office.settle()
    await guide.sees(nhung, "Gửi số của người khác")
    await nhung.shares_own_contact()
    await guide.sees(nhung, "Liên kết thành công")

    stranger = await office.stranger()
    await stranger.says("/start")
    await stranger.taps("Xem và cho ý kiến")
    await stranger.taps("Tôi đồng ý")
    await stranger.shares_own_contact()
    await guide.sees(stranger, "Số chưa có trong danh sách")
    await guide.says(stranger, "Nguyễn Văn A, Thanh tra Sở", "Đã gửi đề nghị")

    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    token = await office.database.run(lambda tx: create_invite(tx, hieu.person_id, False))
    await hieu.says(f"/start {token}")
    await hieu.taps("Tôi đồng ý")
    await guide.sees(hieu, "Phiếu mời")
    await guide.taps(hieu, "Không phải tôi", "Phiếu mời trả lại")
    token = await office.database.run(lambda tx: create_invite(tx, hieu.person_id, False))
    await hieu.says(f"/start {token}")
    await guide.taps(hieu, "Đúng, liên kết", "Liên kết bằng phiếu mời")
    late = await office.stranger("84933333333")
    await guide.says(late, f"/start {token}", "Phiếu mời đã dùng")
    await guide.says(late, "/start KhongCoPhieuNaoNhuVay", "Phiếu mời không có")
    await guide.taps(stranger, "Sửa", "Sửa đề nghị")
    other = await office.stranger("84922222222")
    await other.says("/start")
    await other.taps("Xem và cho ý kiến")
    await other.taps("Tôi đồng ý")
    await guide.taps(other, "Tôi dùng số khác", "Dùng số khác")
    contention = office.service.intake.contention
    await contention.refused()
    await guide.says(await office.stranger("84944444444"), "/start", "Đang kiểm tra kỹ thuật")
    contention.ends()


async def _registration(guide: Guide) -> None:
    hau = await guide.office.person("Nguyễn Công Hậu")
    await guide.says(hau, "/menu", "Trang chính của nhân viên")
    await guide.taps(hau, "Đăng ký danh hiệu", "Đăng ký như năm trước")
    await guide.taps(hau, "Chọn lại", "Chọn danh hiệu")
    await guide.taps(hau, CSTD_TINH, "Danh hiệu kéo theo tự chọn")
    await guide.taps(hau, "Tiếp tục", "Lưu ý điều kiện")
    await guide.taps(hau, "Vẫn đăng ký", "Sáng kiến, đề tài")
    await guide.says(hau, "Số hóa quy trình nghiệm thu đề tài cấp cơ sở", "Nội dung phấn đấu")
    await guide.taps(hau, "Chọn 2", "Xem lại trước khi gửi")
    await guide.taps(hau, "Gửi đăng ký", "Biên nhận")
    await guide.taps(hau, "Đăng ký của tôi", "Đăng ký của tôi")
    await guide.taps(hau, "Sửa", "Sửa đăng ký đã gửi")
    await hau.taps("Giữ nguyên")
    await guide.taps(hau, "Tải bản đăng ký (PDF)", "Bản đăng ký để ký")
    await hau.says("/cuatoi")
    await guide.taps(hau, "Rút đăng ký", "Rút đăng ký")
    await guide.taps(hau, "Rút đăng ký", "Đã rút")
    dung = await guide.office.person("Mai Thị Thanh Dung")
    await dung.says("/dangky")
    await guide.taps(dung, "Không đăng ký năm nay", "Không đăng ký năm nay: phần nào")
    await guide.taps(dung, "Cả hai", "Không đăng ký năm nay: lý do")
    await guide.says(dung, "nhà em neo người", "Lý do gõ thẳng: xem lại")
    await dung.taps("Sửa lý do")
    await dung.taps("Quay lại")
    await dung.taps("Để sau")
    await dung.says("/dangky")
    await dung.taps("Không đăng ký năm nay")
    await dung.taps("Cả hai")
    await guide.taps(dung, "Lý do khác (gõ)", "Lý do bằng lời")
    await guide.says(dung, "Chuẩn bị chuyển công tác", "Đã ghi nhận không đăng ký")
    await dung.says("/dangky")
    await guide.says(dung, "/huy", "Tạm dừng")


async def _own_things(guide: Guide) -> None:
    ha = await guide.office.person("Nguyễn Hồng Hà")
    await guide.says(ha, "/caidat", "Cài đặt")
    await guide.taps(ha, "Dữ liệu của tôi", "Dữ liệu của tôi")
    await guide.taps(ha, "Tải về", "Tải về dữ liệu của tôi")
    await ha.says("/caidat")
    await ha.taps("Dữ liệu của tôi")
    await guide.taps(ha, "Đề nghị xóa", "Đề nghị xóa")
    await ha.says("/caidat")
    await guide.taps(ha, "Thông tin cá nhân", "Thông tin cá nhân")
    await guide.taps(ha, "Rút lại sự đồng ý", "Rút lại sự đồng ý")
    await ha.says("/caidat")
    await guide.taps(ha, "Ngắt liên kết", "Ngắt liên kết")
    await guide.taps(ha, "Ngắt liên kết", "Đã ngắt liên kết")


async def _questions(guide: Guide) -> None:
    hong = await guide.office.person("Nguyễn Thị Hồng")
    await guide.says(hong, "/hoidap", "Hỏi đáp")
    await guide.says(hong, "cstdcs can gi", "Hỏi đáp có dẫn điều luật")
    await guide.says(hong, "e dk cstd", "Hiểu nhưng cần hỏi lại")
    await guide.says(hong, "trời hôm nay thế nào nhỉ", "Chưa hiểu")
    await guide.taps(hong, "Chuyển Văn phòng trả lời", "Hỏi Văn phòng")
    await guide.sees(hong, "Đã ghi câu hỏi")
    await guide.says(hong, "khong dang ky thi sao", "Câu hỏi không mở thủ tục")
    await guide.says(hong, "hoi van phong: ban giay nop o dau", "Hỏi Văn phòng: xem lại trước khi gửi")
    await guide.taps(hong, "Gửi câu hỏi", "Đã gửi câu hỏi")
    await hong.says("/hoidap")
    await hong.taps("Hỏi Văn phòng")
    await guide.sees(hong, "Hỏi Văn phòng")
    await guide.says(hong, "Tôi nghỉ thai sản thì đăng ký thế nào?", "Đã gửi câu hỏi")
    await hong.says("/hoidap")
    await guide.taps(hong, "Câu hỏi của tôi", "Câu hỏi của tôi")
    await hong.says("/hoidap")
    await hong.taps("Hỏi Văn phòng")
    await guide.says(hong, "Công văn này ghi TỐI MẬT thì gửi thế nào", "Có dấu hiệu độ mật")
    await hong.says("/huy")
    await guide.says(hong, "Tệp đính kèm TUYỆT MẬT của anh Ba", "Không chuyển nội dung mật")
    await guide.says(hong, "/thongbao", "Thông báo")
    await guide.says(hong, "kế hoạch", "Kế hoạch")
    await guide.taps(hong, "Tải Kế hoạch", "Tệp kế hoạch")
    await guide.says(hong, "/trogiup", "Trợ giúp")


async def _boards(guide: Guide) -> None:
    office = guide.office
    for name, command, caption in (
        ("Phạm Quốc Hiếu", "/donvi", "Bảng của đơn vị"),
        ("Lê Công Khôi", "/congdoan", "Bảng của tổ công đoàn"),
        ("Nguyễn Đức Duy", "/quanly", "Bảng của Văn phòng"),
        ("Ngô Thị Mỹ Mai", "toàn sở đăng ký bao nhiêu rồi", "Số liệu toàn Sở"),
        ("Nguyễn Công Hậu", "/donvi", "Không thuộc vai trò"),
    ):
        person = await office.person(name)
        await guide.says(person, command, caption)
    hieu = await office.person("Phạm Quốc Hiếu")
    await guide.says(hieu, "/menu", "Trang chính của lãnh đạo đơn vị")
    await _confirming(guide, hieu)


async def _confirming(guide: Guide, hieu: Phone) -> None:
    hau = await guide.office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    for label in ("Chọn lại", CSTDCS, "Đoàn viên CĐ xuất sắc", "Tiếp tục", "Bổ sung sau", "Bỏ qua", "Gửi đăng ký"):
        if label in [text.lstrip("☑☐ ") for text in hau.buttons()]:
            await hau.taps(label)
    await hieu.says("/menu")
    await guide.taps(hieu, "Việc đang chờ (1)", "Việc đang chờ")
    await guide.says(hieu, "/donvi", "Bảng của đơn vị, có việc chờ")
    await guide.taps(hieu, "Xem từng người", "Từng người")
    await guide.taps(hieu, "Nguyễn Công Hậu: chờ xác nhận", "Một người")
    await guide.taps(hieu, "Đề nghị chỉnh sửa", "Đề nghị chỉnh sửa")
    await hieu.says("/donvi")
    await guide.taps(hieu, "Xác nhận tất cả (1)", "Xác nhận tất cả, có ngoại lệ")
    await guide.taps(hieu, "Xác nhận 1 người", "Đã xác nhận")
    khoi = await guide.office.person("Lê Công Khôi")
    await khoi.says("/congdoan")
    await guide.taps(khoi, "Xem từng người", "Từng đoàn viên")
    await guide.taps(khoi, "Nguyễn Công Hậu: chờ xác nhận", "Một đoàn viên")
    await _collectives(guide, hieu, khoi)


async def _collectives(guide: Guide, hieu: Phone, khoi: Phone) -> None:
    await hieu.says("/donvi")
    await guide.taps(hieu, "Đăng ký tập thể", "Đăng ký tập thể: chọn danh hiệu")
    await hieu.taps("Tập thể lao động xuất sắc")
    await guide.taps(hieu, "Tiếp tục", "Kết quả kiểm tra danh hiệu tập thể")
    await guide.taps(hieu, "Gửi đăng ký", "Tập thể đã đăng ký")
    await khoi.says("/congdoan")
    await khoi.taps("Đăng ký tập thể")
    await khoi.taps("Tổ CĐ xuất sắc")
    await khoi.taps("Tiếp tục")
    await guide.taps(khoi, "Gửi đăng ký", "Tổ công đoàn đã đăng ký")


async def _reminders(guide: Guide) -> None:
    office = guide.office
    hong, hieu = await office.person("Nguyễn Thị Hồng"), await office.person("Phạm Quốc Hiếu")
    await _hear(office, 2023, 2, 21, 14, 5)
    await guide.sees(hong, "Nhắc hạn: một tuần")
    await guide.sees(hieu, "Bản tin cho lãnh đạo đơn vị")
    await guide.taps(hong, "Nhắc lại sau", "Chọn ngày nhắc lại")
    await guide.taps(hong, "Nhắc lại Thứ Tư, 22/02/2023", "Đã hẹn nhắc lại")
    office.world.blocks(hong.user_id)
    await office.settle()
    await _hear(office, 2023, 2, 28, 9)
    office.world.unblocks(hong.user_id)
    await office.settle()
    await guide.sees(hong, "Trở lại sau khi chặn: tin đã lỡ")
    await guide.taps(hong, "Nhận lại", "Đang gửi lại tin đã lỡ")
    await office.letters()
    await guide.sees(hong, "Nhắc hạn: ngày cuối")
    await guide.taps(hong, "Không đăng ký năm nay", "Không đăng ký, từ lời nhắc")


async def _hear(office: Office, *moment: int) -> None:
    """It is that time, and what is due then has arrived."""
    office.moves_clock_to(*moment)
    await ticks(office.database).run_due()
    await office.letters()


async def _after_the_deadline(guide: Guide) -> None:
    office = guide.office
    office.moves_clock_to(2023, 3, 2, 8, 20)
    an = await office.person("Phạm Thị Hiền")
    await guide.says(an, "/dangky", "Sau hạn")
    await guide.taps(an, "Đề nghị bổ sung", "Đề nghị bổ sung")
    await guide.says(an, "Đi công tác từ 20/02 đến 01/3", "Đã ghi đề nghị bổ sung")
