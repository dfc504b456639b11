"""What those who lead see of their people, and what nobody else sees."""

import re

from tests.engines import both_engines
from tests.office import Office


@both_engines
async def test_a_head_sees_the_own_unit_heads_first_and_then_by_given_name(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/menu")
    await hieu.taps("Đơn vị phụ trách")
    assert "Phòng Quản lý Khoa học" in hieu.reads()
    assert "Đã phản hồi 1/7" in hieu.reads()
    assert "Chờ xác nhận (1): Nguyễn Công Hậu" in hieu.reads()
    assert "Chưa phản hồi, chưa dùng kênh này (5): Lê Công Khôi" in hieu.reads()  # the deputy
    assert hieu.reads().index("Lê Công Khôi") < hieu.reads().index("Hồ Quốc An") < hieu.reads().index("Nguyễn Hồng Hà")
    assert "Mai Thị Thanh Dung" in hieu.reads()
    assert "Huỳnh Xuân Luân" not in hieu.reads()  # of another unit


async def test_the_head_of_a_body_sees_the_rooms_below_it(office: Office) -> None:
    hanh = await office.person("Nguyễn Thị Ngọc Hạnh")
    await hanh.says("/donvi")
    assert "0/17" in hanh.reads()
    assert "Phạm Quốc Hiếu" not in hanh.reads()


async def test_a_group_lead_sees_union_titles_of_the_own_group_only(office: Office) -> None:
    khoi = await office.person("Lê Công Khôi")
    await khoi.says("/congdoan")
    assert "Tổ công đoàn Quản lý Khoa học và Công nghệ" in khoi.reads()
    assert "0/12" in khoi.reads()
    assert "Hồ Quốc An" not in khoi.reads()  # no union member


async def test_the_office_sees_the_whole_department(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/quanly")
    assert "0/93" in duy.reads()


async def test_whoever_leads_nobody_is_told_so_and_sees_no_name(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    for command in ("/donvi", "/congdoan", "/quanly"):
        await hau.says(command)
        assert "Mục này dành cho" in hau.reads()
        assert "Hiếu" not in hau.reads() and "Dung" not in hau.reads()


async def test_who_has_not_answered_can_be_reminded_told_or_registered_from_the_own_page(office: Office) -> None:
    hieu, hong = await office.person("Phạm Quốc Hiếu"), await office.person("Nguyễn Thị Hồng")
    await hong.says("/menu")
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Thị Hồng (TN026): chưa phản hồi")
    assert {"Gửi lời nhắc", "Đăng ký thay"} <= set(hieu.buttons()) and "Xác nhận" not in hieu.buttons()
    await hieu.taps("Gửi lời nhắc")
    assert "Nguyễn Thị Hồng" in hieu.reads() and "nhiều nhất một lời nhắc" in hieu.reads()
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Hồ Quốc An: chưa phản hồi")
    await hieu.taps("Báo qua Zalo")
    assert "chưa dùng kênh này" in hieu.reads() and "Đã báo trực tiếp" in hieu.buttons()
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Phạm Quốc Hiếu: chưa phản hồi")
    assert not {"Gửi lời nhắc", "Đăng ký thay", "Xác nhận"} & set(hieu.buttons())  # nobody acts on oneself


async def test_back_from_a_persons_page_is_the_list_and_back_from_the_list_is_the_board(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    board = hieu.reads()
    await hieu.taps("Xem từng người")
    listed = hieu.buttons()
    await hieu.taps("Hồ Quốc An: chưa phản hồi")
    await hieu.taps("Quay lại")
    assert hieu.buttons() == listed
    await hieu.taps("Quay lại")
    assert hieu.reads() == board


# --- what is offered --------------------------------------------------------------------------------------------------


@both_engines
async def test_the_director_sees_the_department_by_unit_and_has_nothing_to_do_there(office: Office) -> None:
    hau, mai = await office.person("Nguyễn Công Hậu"), await office.person("Ngô Thị Mỹ Mai")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await mai.says("/menu")
    await mai.taps("Toàn Sở")
    assert "Đã phản hồi 1/93" in mai.reads()
    assert "Phòng Quản lý Khoa học: 1/7" in mai.buttons()
    pages = [(mai.reads(), mai.buttons())]
    while "Trang sau" in mai.buttons():
        await mai.taps("Trang sau")
        pages.append((mai.reads(), mai.buttons()))
    units = {label for _, labels in pages for label in labels if re.search(r": \d+/\d+$", label)}
    sums = [tuple(map(int, re.findall(r"(\d+)/(\d+)$", label)[0])) for label in units]
    assert [sum(column) for column in zip(*sums, strict=True)] == [1, 93]
    assert not [read for read, _ in pages if "Hậu" in read], "names have screens of their own"
    assert max(len(read.splitlines()) for read, _ in pages) <= 10
    numbers = ("Chưa phản hồi", "Chưa dùng kênh", "Đã đăng ký", "Tất cả")
    turning = ("Trang trước", "Trang sau", "Trang chính")
    ways = (*numbers, "Tập thể", "Tìm tên", "Số liệu", "Bản tổng hợp", "Đăng ký và đạt", "Nhật ký", *turning)
    others = {label for _, labels in pages for label in labels if not label.startswith(ways)}
    assert others == units, "ways to names and to units, and nothing to do"


async def test_the_directors_own_unit_registers_nothing_and_sends_no_list(office: Office) -> None:
    mai = await office.person("Ngô Thị Mỹ Mai")
    await mai.says("/donvi")
    assert "Xem từng người" in mai.buttons()
    assert not {"Đăng ký tập thể", "Gửi danh sách"} & set(mai.buttons())
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    assert {"Đăng ký tập thể", "Gửi danh sách"} <= set(hieu.buttons())


async def test_after_the_deadline_nobody_is_reminded_or_registered_for_and_those_out_of_reach_are_told(
    office: Office,
) -> None:
    hieu, hong = await office.person("Phạm Quốc Hiếu"), await office.person("Nguyễn Thị Hồng")
    await hong.says("/menu")
    before = {"Gửi lời nhắc (1)", "Báo qua Zalo (5)", "Đăng ký thay (6)"}
    await hieu.says("/donvi")
    assert before <= set(hieu.buttons())
    office.moves_clock_to(2023, 3, 1, 9)
    await hieu.says("/donvi")
    assert "Chưa phản hồi (" in hieu.reads()
    assert not [label for label in hieu.buttons() if label.startswith(("Gửi lời nhắc", "Đăng ký thay"))]
    assert "Báo qua Zalo (5)" in hieu.buttons(), "they may still ask to register late"
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Thị Hồng (TN026): chưa phản hồi")
    assert not {"Gửi lời nhắc", "Đăng ký thay"} & set(hieu.buttons())


async def test_the_board_of_the_office_is_the_departments_by_whatever_name(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/donvi")
    assert "0/93" in duy.reads()
    assert "Soạn thông báo" in duy.buttons()
