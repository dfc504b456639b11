"""The list to sign, read back from the PDF as a person or an archive would."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.issuer import UNNAMED, Issuer, Signing
from bot.papers.unit_sheet import UPRIGHT, SheetLine, UnitSheet, unit_sheet
from bot.phrases.catalogue import Phrases
from bot.sheets.printing.signing import office_of
from bot.titles.loading import load

PHRASES = Phrases(ZoneInfo("Asia/Ho_Chi_Minh"))
REGIME = load().regime("A_2003")


def in_vietnamese(phrase: Phrase | Named) -> str:
    return PHRASES.plain("vi", phrase)


def named(*ids: str) -> tuple[Named, ...]:
    return tuple(REGIME.title(id).name for id in ids)


def short(*ids: str) -> tuple[Named, ...]:
    return tuple(REGIME.title(id).short for id in ids)


DEPARTMENT = Issuer("Sở Khoa học và Công nghệ", "UBND tỉnh A", "Tân An", "Công đoàn cơ sở Sở A")
OWN = "Phần mềm theo dõi nhiệm vụ #1 *mới*"
HAU = SheetLine("Nguyễn Công Hậu", "Chuyên viên", short("LDTT", "CSTDCS"), Named(OWN, OWN))
AN = SheetLine("Hồ Quốc An", "Chuyên viên chính", short("LDTT"), note=say("paper.list.proxy"))
HA = SheetLine("Nguyễn Hồng Hà", "Chuyên viên", short("LDTT", "CSTDCS"), say("paper.list.initiative_later"))
LIST = UnitSheet(
    name="Phòng Quản lý Khoa học",
    above=None,
    union=False,
    seal=False,
    year=2023,
    plan_number="…/KH-KHCN",
    plan_date=date(2022, 12, 30),
    lines=(HAU, AN, HA),
    titles=short("LDTT", "CSTDCS"),
    collective=named("TTLDTT", "TTLDXS"),
    commendations=False,
    people=5,
    code="DS23-05",
    version=2,
    at=datetime(2023, 2, 27, 8, 12, tzinfo=UTC),
    lead="Phạm Quốc Hiếu",
    office=office_of("Trưởng phòng", "Phòng Quản lý Khoa học"),
    issuer=DEPARTMENT,
)
GROUP = replace(
    LIST, name="Tổ công đoàn Văn phòng", union=True, collective=named("TCDVM"), lead="Phan Thị Mỹ Trinh", seal=False
)


def read(sheet: UnitSheet) -> PdfReader:
    return PdfReader(io.BytesIO(unit_sheet(in_vietnamese, sheet)))


def pages(sheet: UnitSheet) -> list[str]:
    """The text of each page, its lines joined and spaces made plain."""
    return [" ".join(page.extract_text().split()) for page in read(sheet).pages]


def many(count: int) -> UnitSheet:
    return replace(LIST, lines=tuple(replace(HAU, name=f"Nguyễn Văn {n}") for n in range(count)), people=count)


def test_a_list_of_a_unit_is_one_page_that_says_all_of_it() -> None:
    (page,) = pages(LIST)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "PHÒNG QUẢN LÝ KHOA HỌC",
        "Mã danh sách: DS23-05, bản 2",
        "BẢNG ĐĂNG KÝ",
        "Căn cứ Kế hoạch ngày 30 tháng 12 năm 2022 của Sở Khoa học và Công nghệ về phát động phong trào thi đua năm",
        "TT Họ và tên Chức vụ LĐTT CSTĐ cơ sở Sáng kiến, đề tài Ký tên",
        "1 Nguyễn Công Hậu Chuyên viên x x",
        "Cộng 3 2 Tổng số người",
        "Bổ sung sau",
        "Tổng số người: 5; số người đăng ký: 3.",
        "Danh hiệu tập thể đăng ký: Tập thể lao động tiên tiến; Tập thể lao động xuất sắc.",
        "NGƯỜI LẬP BẢNG",
        "TRƯỞNG PHÒNG (Ký, ghi rõ họ tên)",
        "Phạm Quốc Hiếu",
        "Danh sách DS23-05, bản 2, gửi lúc 15:12 ngày 27/02/2023.",
    ):
        assert said in page, said
    assert "Đăng ký thay; chữ ký" in page and "Trang" not in page and "(tiếp theo)" not in page


def test_what_somebody_wrote_is_text_and_never_markup() -> None:
    (page,) = pages(replace(LIST, lines=(HAU,)))
    assert "#1 *mới*" in page


def test_columns_have_names_on_every_page_and_pages_are_counted() -> None:
    found = pages(many(40))
    assert 3 <= len(found) <= 6
    for place, page in enumerate(found, 1):
        assert "Trang" not in page and "DS23-05, bản 2" in page
        assert page.startswith(f"{place} TT Họ và tên Chức vụ LĐTT CSTĐ cơ sở") is (place > 1)
        assert ("Phòng Quản lý Khoa học (tiếp theo)" in page) is (place > 1)
    assert sum(page.count("Nguyễn Văn") for page in found) == 40


def test_signatures_never_stand_on_a_page_of_their_own() -> None:
    for count in range(1, 26):
        last = pages(many(count))[-1]
        assert "TRƯỞNG PHÒNG" in last and last.count("Nguyễn Văn") >= min(2, count)
        assert f"Tổng số người: {count};" in last


def test_a_list_of_nobody_can_be_printed() -> None:
    (page,) = pages(replace(LIST, lines=(), titles=(), people=0, collective=()))
    assert "Hiện chưa có người đăng ký." in page
    assert "Danh hiệu tập thể đăng ký: chưa có." in page


def test_short_lists_are_upright_and_long_ones_across() -> None:
    upright, across = read(many(UPRIGHT)).pages[0].mediabox, read(many(UPRIGHT + 1)).pages[0].mediabox
    assert upright.height > upright.width
    assert across.width > across.height


def test_a_list_that_was_not_sent_says_so_and_has_no_code() -> None:
    (page,) = pages(replace(LIST, code=None, version=0))
    assert "bản in trước khi gửi" in page
    assert "xin in lại bản có mã danh sách để ký" in page
    assert "DS23" not in page


def test_a_union_group_signs_with_the_unions_chair() -> None:
    (page,) = pages(GROUP)
    assert "CÔNG ĐOÀN CƠ SỞ SỞ A" in page and "TỔ CÔNG ĐOÀN VĂN PHÒNG" in page
    assert "TỔ TRƯỞNG CÔNG ĐOÀN" in page and "CHỦ TỊCH CÔNG ĐOÀN CƠ SỞ" in page
    assert "THỦ TRƯỞNG" not in page and "Sáng kiến" not in page
    assert "Danh hiệu thi đua Công đoàn năm 2023" in page
    chair = Signing(say("signing.kt", stands_for="CHỦ TỊCH", office="PHÓ CHỦ TỊCH"), "Lê Thị Ba")
    (page,) = pages(replace(GROUP, chair=chair))
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in page and "Lê Thị Ba" in page and "CHỦ TỊCH CÔNG ĐOÀN CƠ SỞ" not in page


def test_a_department_that_has_said_nothing_leaves_room_to_write() -> None:
    (page,) = pages(replace(LIST, issuer=UNNAMED))
    assert "...., ngày ...... tháng ...... năm 2023" in page and "năm 2022 của cơ quan về phát động" in page
    (page,) = pages(replace(LIST, at=datetime(2024, 1, 2, 8, tzinfo=UTC)))
    assert "Tân An, ngày ...... tháng ...... năm 2024" in page  # the day's year, not the campaign's


@pytest.mark.parametrize(("seal", "hint"), [(True, "(Ký, đóng dấu, ghi rõ họ tên)"), (False, "(Ký, ghi rõ họ tên)")])
def test_only_a_unit_with_a_seal_is_asked_for_it(seal: bool, hint: str) -> None:
    (page,) = pages(replace(LIST, seal=seal))
    assert ("đóng dấu" in page) is seal
    assert hint in page


def test_a_part_of_a_body_names_the_body_above_it() -> None:
    (page,) = pages(replace(LIST, above="Chi cục Tiêu chuẩn - Đo lường - Chất lượng"))
    assert "CHI CỤC TIÊU CHUẨN - ĐO LƯỜNG - CHẤT LƯỢNG" in page
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" not in page


def test_the_basis_stands_without_the_plan_while_its_number_is_not_known() -> None:
    (page,) = pages(replace(LIST, plan_number=None, plan_date=None))
    assert "Kế hoạch số" not in page
    assert "Hưởng ứng phong trào thi đua năm 2023 do Sở Khoa học và Công nghệ phát động." in page
    (page,) = pages(replace(LIST, plan_number="15/KH-SKHCN"))
    assert "Căn cứ Kế hoạch số 15/KH-SKHCN ngày 30 tháng 12 năm 2022 của" in page


@pytest.mark.parametrize(
    ("position", "unit", "office"),
    [
        ("Trưởng phòng", "Phòng Quản lý Khoa học", "TRƯỞNG PHÒNG"),
        ("Phó Trưởng phòng", "Phòng Quản lý Khoa học", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG"),
        ("Phó Chi cục trưởng", "Chi cục A", "KT. CHI CỤC TRƯỞNG\nPHÓ CHI CỤC TRƯỞNG"),
        ("Quyền Giám đốc", "Trung tâm A", "QUYỀN GIÁM ĐỐC"),
        ("Chuyên viên", "Văn phòng", "CHÁNH VĂN PHÒNG"),
        ("", "Trung tâm A", "GIÁM ĐỐC"),
        ("", "Ban A", "THỦ TRƯỞNG ĐƠN VỊ"),
    ],
)
def test_the_office_of_the_one_who_signs_is_called_by_its_name(position: str, unit: str, office: str) -> None:
    assert in_vietnamese(office_of(position, unit)) == office


def test_the_same_list_gives_the_same_bytes() -> None:
    assert unit_sheet(in_vietnamese, LIST) == unit_sheet(in_vietnamese, LIST)


def test_the_file_can_be_archived_and_read_aloud() -> None:
    found = read(LIST)
    assert found.metadata is not None
    assert found.metadata.title == "Bảng đăng ký danh hiệu thi đua năm 2023: Phòng Quản lý Khoa học"
    root: Any = found.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"


def test_a_list_with_commendations_says_so() -> None:
    (page,) = pages(replace(LIST, commendations=True))
    assert "Danh hiệu thi đua, hình thức khen thưởng năm 2023" in page
    assert "hình thức khen thưởng" not in "".join(pages(LIST))
