"""The department as its Office and its Director open it: every number leads to its names, a page at a time."""

import re

from bot.enquiries.targets import FindNames, NameState, ShowNames, ShowPlace, ShowStaff, ShowWholeUnion
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office, Phone

DUY, MAI, SANG, HAU = "Nguyễn Đức Duy", "Ngô Thị Mỹ Mai", "Lâm Trọng Sang", "Nguyễn Công Hậu"


async def registers(phone: Phone) -> None:
    await phone.says("/dangky")
    await phone.taps("Đăng ký như năm trước")
    await phone.taps("Gửi đăng ký")


async def all_names(phone: Phone) -> list[str]:
    """Every name on every page of the list that is open, as buttons or as lines."""
    found = list[str]()
    while True:
        lines = [line[2:] for line in phone.reads().splitlines() if line.startswith("- ")]
        found += lines or [label for label in phone.buttons() if ", " in label]
        assert len(phone.reads().splitlines()) <= 10
        if "Trang sau" not in phone.buttons():
            return found
        await phone.taps("Trang sau")


@both_engines
async def test_every_number_opens_its_names(office: Office) -> None:
    duy, mai, hau = [await office.person(name) for name in (DUY, MAI, HAU)]
    await registers(hau)
    for phone in (duy, mai):
        await phone.says("/menu")
        if phone is duy:
            await phone.says("/quanly")
        await phone.taps("Toàn Sở")
        assert "Đã phản hồi 1/93" in phone.reads()
        assert "Tập thể đã đăng ký: 0/14 đơn vị; 0/6 tổ công đoàn" in phone.reads()
        numbers = [label for label in phone.buttons() if re.search(r"\(\d+\)$", label)]
        assert {label.split(" (")[0] for label in numbers} >= {"Chưa phản hồi", "Đã đăng ký", "Tất cả"}
        for label in numbers:
            await phone.taps(label)
            names = await all_names(phone)
            assert len(names) == len(set(names)) == int(re.findall(r"\((\d+)\)$", label)[0]), label
            await phone.taps("Toàn Sở")
    await duy.taps("Đã đăng ký (1)")
    await duy.taps("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
    assert "Nguyễn Công Hậu" in duy.reads() and "Chuyển đơn vị" in duy.buttons(), "the Office goes on to the person"
    assert duy.reads().splitlines()[-3:] == [
        "Danh hiệu Nhà nước: LĐTT; chờ Anh Phạm Quốc Hiếu xác nhận",
        "Danh hiệu Công đoàn: chưa phản hồi",
        "Mã số đăng ký: TD23-0001",
    ]


@both_engines
async def test_a_units_row_opens_the_units_names(office: Office) -> None:
    duy, hau = await office.person(DUY), await office.person(HAU)
    await registers(hau)
    await duy.says("toàn sở")
    if "Toàn Sở" in duy.buttons():
        await duy.taps("Toàn Sở")
    while "Phòng Quản lý Khoa học: 1/7" not in duy.buttons():
        await duy.taps("Trang sau")
    await duy.taps("Phòng Quản lý Khoa học: 1/7")
    assert "Phòng Quản lý Khoa học" in duy.reads() and "Đã phản hồi 1/7" in duy.reads()
    await duy.taps("Chưa phản hồi (6)")
    names = await all_names(duy)
    assert len(names) == 6 and all(name.endswith("Phòng Quản lý Khoa học") for name in names)
    assert not [name for name in names if "Hậu" in name]
    await duy.taps("Đơn vị này")
    assert "Đã đăng ký (1)" in duy.buttons()


@both_engines
async def test_names_are_found_with_and_without_marks(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/quanly")
    await duy.taps("Chưa phản hồi (93)")
    await duy.taps("Tìm tên")
    await duy.says("cong hau")
    assert "«cong hau»: 1 người" in duy.reads()
    assert "Nguyễn Công Hậu, Phòng Quản lý Khoa học" in duy.buttons()
    await duy.says("Vân")
    found = [label.split(", ")[0] for label in duy.buttons() if ", " in label]
    assert [name.endswith("Vân") for name in found] == [True] * 2 + [False] * (len(found) - 2), "marks that agree first"
    assert len(found) > 2
    await duy.says("Xyz")
    assert "Không có tên này trong danh sách." in duy.reads()
    await duy.says("100%_")
    assert "Không có tên này trong danh sách." in duy.reads()
    await duy.taps("Để sau")
    assert "CHƯA PHẢN HỒI: 93 người" in duy.reads()


async def test_from_a_person_one_comes_back_to_the_list_and_its_page(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/quanly")
    await duy.taps("Chưa phản hồi (93)")
    await duy.taps("Trang sau")
    there = duy.reads(), duy.buttons()
    assert "Trang 2/12" in duy.reads()
    await duy.taps(next(label for label in duy.buttons() if ", " in label))
    assert "Nhân sự" not in duy.buttons(), "one way back: to where it was opened"
    await duy.taps("Quay lại")
    assert (duy.reads(), duy.buttons()) == there
    await duy.taps("Tìm tên")
    await duy.says("cong hau")
    await duy.taps("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
    await duy.taps("Quay lại")
    assert "CHƯA PHẢN HỒI: 93 người" in duy.reads() and "Trang 1/12" in duy.reads()
    await duy.forges(ShowStaff(1))
    assert "Nhân sự" in duy.buttons() and "Quay lại" not in duy.buttons()


async def test_names_as_lines_stay_within_ten_with_the_place_the_page_and_what_is_refused(office: Office) -> None:
    mai = await office.person(MAI)
    await mai.says("/menu")
    paged = 0
    for key in range(1, 15):
        await mai.forges(ShowNames(Family.STATE, NameState.ALL, key))
        paged += "Trang 1/" in mai.reads()
        await all_names(mai)
        await mai.forges(FindNames(Family.STATE, NameState.ALL, key))
        for typed in ("n", "xyz"):
            await mai.says(typed)
            assert len([line for line in mai.reads().splitlines() if line]) <= 10
        await mai.taps("Để sau")
    assert paged > 2


async def test_the_union_is_its_chairs(office: Office) -> None:
    sang, duy, mai = [await office.person(name) for name in (SANG, DUY, MAI)]
    await sang.says("/congdoan")
    await sang.taps("Toàn công đoàn")
    whole = re.findall(r"Đã phản hồi \d+/(\d+)", sang.reads())[0]
    groups = dict[str, int]()
    while True:
        groups |= {m[1]: int(m[2]) for label in sang.buttons() if (m := re.fullmatch(r"(Tổ .*): \d+/(\d+)", label))}
        if "Trang sau" not in sang.buttons():
            break
        await sang.taps("Trang sau")
    assert len(groups) == 6 and sum(groups.values()) == int(whole)
    await sang.taps(f"Tất cả ({whole})")
    assert len(await all_names(sang)) == int(whole)
    assert not [label for label in sang.buttons() if ", " in label], "no way to the Office's pages of people"
    for phone in (duy, mai):
        await phone.says("/menu")
        before = phone.reads()
        for to in (ShowWholeUnion(), ShowNames(Family.UNION, NameState.ALL), ShowPlace(Family.UNION, 1)):
            await phone.forges(to)
            assert "TỔ" not in phone.reads() and phone.reads().endswith(before.splitlines()[-1])


async def test_others_are_told_whose_it_is(office: Office) -> None:
    hau = await office.person(HAU)
    await hau.says("/menu")
    for to in (ShowNames(Family.STATE, NameState.ALL), FindNames(Family.STATE, NameState.MISSING)):
        await hau.forges(to)
        assert "CHƯA PHẢN HỒI" not in hau.reads() and "TẤT CẢ" not in hau.reads()


async def test_collectives_that_have_not_registered_come_first(office: Office) -> None:
    duy, hieu = await office.person(DUY), await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await hieu.taps("Đăng ký tập thể")
    await hieu.taps("Tập thể lao động tiên tiến")
    await hieu.taps("Tiếp tục")
    await hieu.taps("Gửi đăng ký")
    await duy.says("/quanly")
    await duy.taps("Toàn Sở")
    await duy.taps("Tập thể")
    names = await all_names(duy)
    assert len(names) == 14
    assert [name.endswith("chưa đăng ký") for name in names] == [True] * 13 + [False]
    await duy.taps("Tổ công đoàn")
    assert "TỔ CÔNG ĐOÀN ĐÃ ĐĂNG KÝ: 0/6" in duy.reads()
