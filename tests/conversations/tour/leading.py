"""Screens of reminding people, telling them in person, registering for them, and late requests."""

from bot.leading.targets import AskProxy, ShowLateRequests, ShowMember, ShowNudge, ShowProxy, ShowTell
from bot.titles.catalogue import Family
from bot.waiting.targets import ShowWaiting
from tests.conversations.tour.guide import Guide


async def leading(guide: Guide) -> None:
    """Runs after the boards, on 2023-01-03, before the reminders."""
    await _nudging(guide)
    await _proxy(guide)
    await _late(guide)


async def _nudging(guide: Guide) -> None:
    office = guide.office
    khoi, hieu = await office.person("Lê Công Khôi"), await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.forges(ShowNudge(Family.STATE))
    await guide.sees(hieu, "Lời nhắc, xem trước khi gửi")
    await guide.taps(hieu, "Sửa nội dung", "Lời nhắc bằng lời của lãnh đạo")
    await guide.says(hieu, "Chiều thứ Sáu phòng chốt danh sách, nhờ Anh/Chị đăng ký.", "Lời nhắc đã sửa")
    await guide.taps(hieu, "Gửi lời nhắc", "Đã gửi lời nhắc")
    await office.letters()
    await guide.sees(khoi, "Lời nhắc của lãnh đạo, người nhận thấy")
    await hieu.forges(ShowTell(Family.STATE))
    await guide.sees(hieu, "Báo qua Zalo")
    await guide.taps(hieu, "Hồ Quốc An", "Báo qua Zalo, một người")
    await guide.taps(hieu, "Đã báo trực tiếp", "Đã báo trực tiếp")


async def _proxy(guide: Guide) -> None:
    office = guide.office
    khoi, hieu = await office.person("Lê Công Khôi"), await office.person("Phạm Quốc Hiếu")
    await khoi.forges(AskProxy())
    await guide.sees(khoi, "Nhờ đăng ký thay")
    await office.letters()
    await guide.sees(hieu, "Có người nhờ đăng ký thay")
    await hieu.forges(ShowProxy())
    await guide.sees(hieu, "Đăng ký thay: chọn người")
    await guide.taps(hieu, "Lê Công Khôi: chưa phản hồi", "Đăng ký thay: chọn danh hiệu")
    await guide.taps(hieu, "Không đăng ký năm nay", "Ghi nhận thay: phần không đăng ký")
    await guide.taps(hieu, "Cả hai", "Ghi nhận thay: không đăng ký")
    await hieu.taps("Quay lại")
    await hieu.taps("Lê Công Khôi: chưa phản hồi")
    await hieu.taps("Chiến sĩ thi đua cơ sở")
    await guide.taps(hieu, "Tiếp tục", "Đăng ký thay: ngày nêu ý kiến")
    await guide.taps(hieu, "Hôm nay, 03/01", "Đăng ký thay: xem lại")
    await guide.taps(hieu, "Gửi đăng ký", "Đã đăng ký thay")
    await office.letters()
    await guide.sees(khoi, "Được đăng ký thay")
    await guide.says(khoi, "/cuatoi", "Đăng ký của tôi, chờ xác nhận đăng ký thay")
    await guide.taps(khoi, "Đúng, tôi đồng ý", "Đã đồng ý với đăng ký thay")


async def _late(guide: Guide) -> None:
    """What people ask in March, seen here; the clock then goes back to where the tour is."""
    office = guide.office
    office.moves_clock_to(2023, 3, 2, 8, 20)
    thuy, oanh = await office.person("Võ Thị Ngọc Thúy"), await office.person("Đặng Thị Thanh Oanh")
    duy = await office.person("Nguyễn Đức Duy")
    await oanh.says("/menu")
    await thuy.says("/dangky")
    await thuy.taps("Đề nghị bổ sung")
    await thuy.says("Đi công tác từ 20/02 đến 01/3")
    await office.letters()
    await guide.sees(oanh, "Có đề nghị bổ sung")
    await oanh.forges(ShowLateRequests())
    await guide.sees(oanh, "Đề nghị bổ sung chờ ý kiến")
    await guide.taps(oanh, "Võ Thị Ngọc Thúy: mới", "Đề nghị bổ sung, lãnh đạo đơn vị xem")
    await guide.taps(oanh, "Không đồng ý", "Không đồng ý: lý do")
    await oanh.taps("Quay lại")
    await guide.taps(oanh, "Đồng ý, chuyển Văn phòng", "Đã đồng ý, chuyển Văn phòng")
    await office.letters()
    await guide.sees(duy, "Đề nghị bổ sung đến Văn phòng")
    await guide.taps(duy, "Xem đề nghị", "Đề nghị bổ sung, Văn phòng quyết định")
    await guide.taps(duy, "Đồng ý đến 17:00 10/3/2023", "Đã chấp thuận bổ sung")
    await duy.forges(ShowWaiting())
    await guide.taps(duy, "Báo việc lên cấp trên", "Báo việc lên cấp trên")
    await office.letters()
    await guide.sees(thuy, "Được chấp thuận bổ sung")
    await _changes(guide)
    office.moves_clock_to(2023, 1, 3, 9, 0)


async def _changes(guide: Guide) -> None:
    """A change that is asked for after the deadline, given more time, and taken back."""
    office = guide.office
    thuy, oanh = await office.person("Võ Thị Ngọc Thúy"), await office.person("Đặng Thị Thanh Oanh")
    await thuy.says("/dangky")
    await thuy.taps("Đăng ký như năm trước")
    await thuy.taps("Gửi đăng ký")
    await oanh.forges(ShowMember(Family.STATE, thuy.person_id))
    await oanh.taps("Đề nghị chỉnh sửa")
    await oanh.taps("Xem lại danh hiệu")
    await guide.sees(oanh, "Đề nghị chỉnh sửa: đến ngày nào")
    await guide.taps(oanh, "Đến Thứ Hai, 06/3/2023", "Đã đề nghị chỉnh sửa sau hạn")
    await guide.taps(oanh, "Gia hạn chỉnh sửa", "Gia hạn chỉnh sửa")
    await oanh.taps("Đến Thứ Năm, 09/3/2023")
    await office.letters()
    await guide.sees(thuy, "Được đề nghị chỉnh sửa, có gia hạn")
    await guide.says(thuy, "/cuatoi", "Đăng ký của tôi, đang chờ chỉnh sửa")
    await guide.taps(oanh, "Rút đề nghị", "Đã rút đề nghị chỉnh sửa")
