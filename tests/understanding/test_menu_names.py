"""The names on the buttons of the Office's menus, typed as they are read there, lead where the buttons do."""

import re

import pytest

from tests.office import Office, Phone

OFFICER, DIRECTOR = "Nguyễn Đức Duy", "Ngô Thị Mỹ Mai"
MENUS = (
    ("Quản lý phong trào",),
    ("Quản lý phong trào", "Thiết lập"),
    ("Quản lý phong trào", "Nhân sự"),
    ("Quản lý phong trào", "Toàn Sở", "Số liệu, dự báo"),
)
ELSEWHERE = {"Tìm người", "Tìm tên", "Danh sách nhân sự", "Toàn Sở", "Chưa phản hồi", "Chưa gửi", "Danh sách đã gửi"}
"""Entries that ask for a name first, those that are offered with something beside them, and figures."""


async def opens(phone: Phone, *ways: str) -> None:
    await phone.says("/menu")
    for way in ways:
        await phone.taps(way)


def heading(phone: Phone) -> str:
    return re.sub(r"\d\d:\d\d", "", phone.reads().splitlines()[0])


@pytest.mark.parametrize("ways", MENUS, ids=" > ".join)
async def test_the_name_of_an_entry_of_the_office_leads_where_its_button_does(
    office: Office, ways: tuple[str, ...]
) -> None:
    duy = await office.person(OFFICER)
    await opens(duy, *ways)
    labels = [label for label in duy.screen.labels() if re.sub(r" \(\d+\)$", "", label) not in ELSEWHERE]
    lost = list[str]()
    for label in labels:
        await opens(duy, *ways)
        await duy.taps(label)
        there = heading(duy)
        await duy.says("/menu")
        await duy.says(label)
        if heading(duy) != there:
            lost.append(label)
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    (
        ("nhật ký", None),
        ("gia hạn", "Thiết lập phong trào"),
        ("sửa hạn đăng ký", "Thiết lập phong trào"),
        ("quyết định khen thưởng", "Quyết định, kết quả"),
        ("đăng ký giấy", "Tìm người"),
        ("thiết lập", None),
    ),
)
async def test_words_of_the_office_are_not_taken_for_those_of_somebody_who_registers(
    office: Office, typed: str, offered: str | None
) -> None:
    duy = await office.person(OFFICER)
    await duy.says("/menu")
    await duy.says(typed)
    if offered is None:
        assert duy.reads().splitlines()[0].upper().startswith(typed.upper())
    else:
        here = {"Thiết lập phong trào": "PHONG TRÀO THI ĐUA", "Tìm người": "TÌM NGƯỜI"}.get(offered, offered)
        assert offered in duy.buttons() or duy.reads().startswith(here)


async def test_the_director_reads_the_journal_by_its_name(office: Office) -> None:
    mai = await office.person(DIRECTOR)
    await mai.says("/menu")
    await mai.says("nhật ký")
    assert mai.reads().startswith("NHẬT KÝ")
