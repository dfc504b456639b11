"""Screens of the Office that steer the year: days off and make-up days."""

from tests.conversations.tour.guide import Guide
from tests.office import Phone


async def steering(guide: Guide) -> None:
    """Runs after personnel; what is declared is taken back, so that all that follows is as it was."""
    duy = await guide.office.person("Nguyễn Đức Duy")
    await _days(guide, duy)


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
