"""The Office chooses whom a notice is for: every answer may be given again, and counts once."""

from typing import Any

import sqlalchemy as sa

from bot.notices.records import NoticeRow
from bot.people.records import Person
from bot.store.schema import columns
from tests.notices.desk import DUY, HAU, KHOI, composes
from tests.office import Office, Phone

UNIT = "Phòng Quản lý Khoa học"


async def _chooses(office: Office) -> Phone:
    """Duy, in front of the first question."""
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy)
    await duy.taps("Chọn người nhận")
    return duy


async def _one(duy: Phone, *names: str) -> None:
    """Chosen by name, to the summary."""
    await duy.taps("Gõ tên")
    await duy.says(", ".join(names))
    await duy.taps("Tiếp tục")


async def _meant(office: Office, duy: Phone) -> Any:
    await duy.taps(next(label for label in duy.buttons() if label.endswith("người này")))
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.audience))
    return row.audience


async def test_what_narrows_is_chosen_anew_and_not_on_top(office: Office) -> None:
    khoi = await office.person(KHOI)
    duy = await _chooses(office)
    await duy.taps("Toàn Sở")
    await duy.taps("Trừ người nhận")
    await _one(duy, HAU)
    await duy.taps("Quay lại")
    await duy.says(KHOI)
    await duy.taps("Tiếp tục")
    assert HAU not in duy.reads()
    assert await _meant(office, duy) == {"all": [{"everybody": True}, {"not": {"people": [khoi.person_id]}}]}


async def test_who_turns_back_from_narrowing_has_narrowed_nothing(office: Office) -> None:
    khoi = await office.person(KHOI)
    duy = await _chooses(office)
    await _one(duy, HAU)
    for label in ("Lọc bớt người nhận", "Thêm người nhận", "Trừ người nhận"):
        await duy.taps(label)
        await duy.taps("Quay lại")
        assert f"NGƯỜI NHẬN: {HAU}, 1 người" in duy.reads()
    await duy.taps("Trừ người nhận")
    await duy.taps("Chọn đơn vị")
    await duy.taps("Quay lại")
    await duy.taps("Quay lại")
    assert f"NGƯỜI NHẬN: {HAU}, 1 người" in duy.reads()
    await duy.taps("Quay lại")
    await duy.says(KHOI)
    await duy.taps("Tiếp tục")
    assert await _meant(office, duy) == {"people": [khoi.person_id]}


async def test_of_people_of_one_name_each_is_offered_with_what_tells_them_apart(office: Office) -> None:
    duy = await _chooses(office)
    await duy.taps("Gõ tên")
    await duy.says(f"{HAU}, Nguyễn Thị Hồng")
    assert "Có 3 người tên Nguyễn Thị Hồng" in duy.reads()
    offered = [label for label in duy.buttons() if label.startswith("Nguyễn Thị Hồng (TN")]
    assert len(set(offered)) == 3
    await duy.taps(offered[1])
    assert "Đã chọn 2 người" in duy.reads()
    await duy.taps("Tiếp tục")
    (_all, people) = next(iter((await _meant(office, duy)).items()))
    persons = columns(Person)
    codes = await office.rows(sa.select(persons.c.code).where(persons.c.id.in_(people)))
    assert offered[1].split("(")[1].split(")")[0] in [row.code for row in codes] and len(codes) == 2


async def test_while_it_narrows_the_question_says_what_it_narrows(office: Office) -> None:
    duy = await _chooses(office)
    await duy.taps("Toàn Sở")
    await duy.taps("Lọc bớt người nhận")
    assert "Đang chọn: toàn Sở." in duy.reads()
    await duy.taps("Chọn đơn vị")
    await duy.taps(f"☐ {UNIT}")
    await duy.taps("Tiếp tục")
    assert f"NGƯỜI NHẬN: toàn Sở, chỉ người {UNIT}" in duy.reads()
    await duy.taps("Quay lại")
    await duy.taps("Quay lại")
    assert "Đang chọn: toàn Sở." in duy.reads(), "not what was narrowed already"
