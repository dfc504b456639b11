"""Departments as a snapshot froze them, of any size: long names, units of one, nobody who registers, words that look
like formulas."""

from dataclasses import replace
from datetime import date, datetime

from bot.consolidation.content import (
    CampaignThen,
    Group,
    ListThen,
    OfficeThen,
    Part,
    Signature,
    SnapshotContent,
    TitleThen,
)
from bot.consolidation.papers.material import Material
from bot.organisation.records import Prefix, SignedPaper
from bot.people.ordering import PeopleOrder
from bot.phrases.catalogue import Phrases
from bot.registration.records import Agreement
from bot.settings import OFFICE_ZONE
from bot.sheets.content import Content, SheetRow
from bot.sheets.records import SheetState
from bot.titles.catalogue import Family
from bot.titles.loading import shared

PHRASES = Phrases(OFFICE_ZONE)
AT = datetime(2023, 2, 28, 17, 0, tzinfo=OFFICE_ZONE)
STATE = ("LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO", "TTLDTT", "TTLDXS")
UNION = ("CBCDXS", "CBCDG", "DVCDXS", "DVCDG", "TCDXS", "TCDVM", "BK_LDLD")
LONG = (
    "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ, Đo lường, Thử nghiệm, Thông tin và Đổi mới sáng tạo"
    " trực thuộc Chi cục Tiêu chuẩn - Đo lường - Chất lượng"
)
INITIATIVE = "Phần mềm theo dõi tiến độ nhiệm vụ khoa học và công nghệ cấp tỉnh, cấp cơ sở trên nền bản đồ số"
FORMULA, EMOJI = '=HYPERLINK("http://a")', "Nguyễn Thị 😀 Hoa"
POSTS = ("Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên chính", "Chuyên viên")


def say(phrase: object) -> str:
    return PHRASES.plain("vi", phrase)  # type: ignore[arg-type]


def titles(*ids: str) -> tuple[TitleThen, ...]:
    regime = shared().regime("A_2003")
    return tuple(
        TitleThen(one.id, one.name.vi, one.short.vi, one.kind, one.level, one.subjects, one.authority.vi)
        for one in regime.in_order(ids)
    )


def person(key: int, *ids: str) -> SheetRow:
    """Somebody; every seventh wants the higher title with an initiative, every fiftieth is called strangely."""
    name = {0: FORMULA, 1: EMOJI}.get(key % 50, f"Nguyễn Thị Hồng Người{key}")
    wants = ids and key % 7 == 0
    higher = ("CSTDCS", "CSTD_TINH") if key % 21 == 0 else ("CSTDCS",)
    return SheetRow(
        key,
        name,
        POSTS[min(key % 9, 3)],
        (*ids, *higher) if wants and ids[0] == "LDTT" else ids,
        INITIATIVE if wants and key % 14 == 0 else None,
        bool(wants and key % 14),
        registration=key if ids else None,
        version=1 if ids else 0,
        agreement=Agreement.AWAITED if key % 31 == 0 else None,
        confirmed=key % 29 != 0,
    )


def part(family: Family, sizes: tuple[int, ...], registering: int = 100) -> Part:
    """Units with so many people, of whom `registering` of a hundred register."""
    union = family is Family.UNION
    lowest, own = ("DVCDXS", "TCDXS") if union else ("LDTT", "TTLDTT")
    key, groups = 0, []
    for number, size in enumerate(sizes, start=1):
        rows = []
        for _ in range(size):
            key += 1
            rows.append(person(key, *([lowest] if key % 100 < registering else [])))
        name = LONG if number % 6 == 5 else f"{'Tổ công đoàn' if union else 'Phòng'} Số {number}"
        collective: tuple[str, ...] = (own,) if registering and number % 3 else ()
        if collective and number % 5 == 0 and not union:
            collective = (own, "TTLDXS")
        sent = (
            ListThen(f"DS23-{number:02}", 1, SheetState.SUBMITTED, AT, True, False, number % 8 == 0)
            if number % 4
            else None
        )
        groups.append(Group(number, name, True, None, Content(name, tuple(rows), collective), sent))
    return Part(family, titles(*(UNION if union else STATE)), tuple(groups))


def department(
    sizes: tuple[int, ...], registering: int = 100, signing: dict[SignedPaper, Signature] | None = None
) -> SnapshotContent:
    return SnapshotContent(
        CampaignThen(
            1,
            2023,
            "Phong trào thi đua năm 2023",
            "…/KH-KHCN",
            date(2022, 12, 30),
            AT,
            AT,
            None,
            ("Luật Thi đua, khen thưởng", "Nghị định số 91/2017/NĐ-CP ngày 31/7/2017"),
        ),
        OfficeThen(
            "Sở Khoa học và Công nghệ tỉnh Tây Ninh",
            "Sở Khoa học và Công nghệ",
            "UBND tỉnh Tây Ninh",
            "Tây Ninh",
            "Công đoàn cơ sở Sở Khoa học và Công nghệ",
        ),
        "A_2003",
        PeopleOrder.OFFICE,
        tuple(part(family, sizes, registering) for family in Family),
        signing or {},
    )


DIRECTOR = Signature(Prefix.KT, "Giám đốc", "Phó Giám đốc", "Trần Thị Ngọc Ánh")
SMALL = (14, 1, 9, 11, 8, 1, 12, 20, 17)
"""93 people, of whom two are alone in their unit."""
LARGE = tuple(75 + number % 3 - 1 if number != 7 else 1 for number in range(40))
"""3,000 people or so in 40 units, one of whom is alone."""


def material(content: SnapshotContent, mark: str = "7f3a9c01e4b2") -> Material:
    return Material(content, 3, AT, mark)


def nobody() -> SnapshotContent:
    return department(SMALL, registering=0)


def without_collectives(content: SnapshotContent) -> SnapshotContent:
    """The same, with titles for people only."""
    personal = {"LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO", "DVCDXS", "DVCDG"}
    return replace(
        content,
        parts=tuple(
            replace(one, titles=tuple(title for title in one.titles if title.id in personal)) for one in content.parts
        ),
    )
