"""Screens of consolidation: the Office takes snapshots, reads them, and has papers made."""

import pytest

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers import makers
from bot.consolidation.targets import FindDifference
from bot.enquiries.targets import ShowSubmitted
from bot.titles.catalogue import Family
from tests.conversations.tour.guide import Guide
from tests.office import Phone
from tests.sheets.desks import HEAD, registers


def _called(phone: Phone, begins: str) -> str:
    return next(label for label in phone.buttons() if label.startswith(begins))


async def consolidating(guide: Guide) -> None:
    """Runs with papers that are made at once: what they look like is shown elsewhere."""
    quick = {
        (kind, form): lambda _say, _material, kind=kind, form=form: f"%PDF-1.7 {kind}.{form}".encode()
        for kind in PaperKind
        for form in PaperForm
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(makers, "MAKERS", quick)
        await _consolidates(guide)


async def _consolidates(guide: Guide) -> None:
    office = guide.office
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/quanly")
    await guide.taps(duy, "Tổng hợp", "Tổng hợp, trước khi lập")
    await guide.taps(duy, _called(duy, "Còn thiếu, Nhà nước"), "Phần còn thiếu")
    await guide.taps(duy, _called(duy, "Chưa phản hồi"), "Phần còn thiếu, tên")
    await guide.says(duy, "tổng hợp", "Tổng hợp, gõ chữ")
    await guide.taps(duy, "Tổng hợp", "Đang tổng hợp")
    await office.makes_papers()
    await guide.sees(duy, "Bản tổng hợp số 1")
    await registers(office, HEAD, "LDTT", "CSTDCS", initiative="Số hóa hồ sơ")
    await duy.says("bảng tổng hợp")
    await duy.taps("Tổng hợp")
    await office.makes_papers()
    await guide.sees(duy, "Bản tổng hợp số 2")
    await guide.taps(duy, "Xem khác biệt", "Khác biệt giữa hai bản")
    await duy.says("/menu")
    await duy.forges(FindDifference(2, Family.STATE))
    await guide.sees(duy, "Tìm trong khác biệt")
    await guide.says(duy, "hieu", "Tìm thấy trong khác biệt")
    await duy.taps("Để sau")
    await duy.says("tổng hợp")
    await guide.taps(duy, "Các bản tổng hợp", "Các bản tổng hợp")
    await duy.taps(_called(duy, "Bản số 2"))
    await guide.taps(duy, "Bảng phần Chính quyền", "Văn bản của bản tổng hợp")
    await guide.taps(duy, "Bảng tổng hợp", "Các dạng của một văn bản")
    await guide.taps(duy, "PDF để ký", "Văn bản đang lập")
    await office.makes_papers()
    await guide.sees(duy, "Văn bản đã lập")
    await duy.taps("Quay lại")
    await duy.taps("Excel")
    await duy.says("/menu")
    await office.makes_papers()
    await office.letters()
    await guide.sees(duy, "Thư: văn bản đã lập")
    await duy.taps("Bản tổng hợp số 2")
    await guide.taps(duy, "Gửi Giám đốc", "Gửi Giám đốc: xem lại")
    await guide.taps(duy, "Gửi", "Đã gửi, chờ lập văn bản")
    await office.makes_papers()
    mai = await office.person("Ngô Thị Mỹ Mai")
    office.world.came_before(mai.user_id)
    await office.letters()
    await guide.sees(mai, "Thư: bản tổng hợp trình Giám đốc")
    await guide.taps(mai, "Xem chi tiết", "Bản tổng hợp trình Giám đốc")
    await guide.taps(mai, "Trả lại", "Trả lại bản tổng hợp: nội dung")
    await guide.says(mai, "Đề nghị bổ sung Phòng Quản lý Công nghệ.", "Đã trả lại bản tổng hợp")
    await mai.says("/menu")
    await guide.says(mai, "tờ trình", "Bản tổng hợp đã gửi")
    await guide.taps(mai, "Bảng tổng hợp (PDF)", "Giám đốc mở văn bản")
    await office.letters()
    await guide.sees(duy, "Thư: ý kiến của Giám đốc")
    await guide.taps(duy, "Bản tổng hợp số 2", "Bản tổng hợp có ý kiến")
    sang = await office.person("Lâm Trọng Sang")
    await sang.says("/menu")
    await sang.forges(ShowSubmitted(Family.UNION))
    await guide.sees(sang, "Công đoàn: chưa có bản tổng hợp")
