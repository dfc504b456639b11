"""A department as a snapshot shows it, of any size: long names, a unit of one person, every state of an answer."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

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
from bot.registration.records import DeclineReason, ExemptReason
from bot.sheets.content import Content, SheetRow
from bot.sheets.records import SheetState
from bot.titles.catalogue import Family
from bot.titles.loading import load

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
REGIME = load().regime("A_2003")
LONG = " thuộc Chi cục Tiêu chuẩn - Đo lường - Chất lượng và Trung tâm Ứng dụng tiến bộ khoa học và công nghệ"


def material(people: int = 93, unit: int = 8, *, mark: str = "a1b2c3d4", template: bytes | None = None) -> Material:
    """A snapshot of so many people, in units of about so many."""
    return Material(content(people, unit), 2, datetime(2023, 3, 1, 8, 5, tzinfo=ZONE), mark, template)


def content(people: int = 93, unit: int = 8) -> SnapshotContent:
    campaign = CampaignThen(
        1,
        2023,
        "Phong trào thi đua năm 2023",
        "15/KH-KHCN",
        date(2022, 12, 30),
        datetime(2023, 1, 3, tzinfo=UTC),
        datetime(2023, 2, 28, 10, tzinfo=UTC),
        None,
        ("Luật Thi đua, khen thưởng", "Nghị định số 91/2017/NĐ-CP ngày 31/7/2017"),
    )
    office = OfficeThen(
        "Sở Khoa học và Công nghệ tỉnh A", "Sở Khoa học và Công nghệ", "UBND tỉnh A", "Tân An", "Công đoàn cơ sở Sở A"
    )
    signing = {
        SignedPaper.SUBMISSION: Signature(Prefix.NONE, "", "Chánh Văn phòng", "Phan Thị Mỹ Trinh"),
        SignedPaper.PLAN: Signature(Prefix.KT, "Giám đốc", "Phó Giám đốc", "Trần Văn Minh"),
    }
    groups = tuple(_groups(people, unit))
    union = tuple(_union_group(number) for number in (1, 2, 3))
    parts = (_part(Family.STATE, groups), _part(Family.UNION, union))
    return SnapshotContent(campaign, office, REGIME.id, PeopleOrder.OFFICE, parts, signing)


def _part(family: Family, groups: tuple[Group, ...]) -> Part:
    titles = tuple(
        TitleThen(one.id, one.name.vi, one.short.vi, one.kind, one.level, one.subjects, one.authority.vi)
        for one in REGIME.titles(family=family, self_register=True)
    )
    return Part(family, titles, groups)


def _groups(people: int, unit: int) -> list[Group]:
    groups: list[Group] = []
    named = 0
    while named < people:
        number = len(groups) + 1
        size = 1 if number % 5 == 0 else min(unit + number % 7, people - named)
        rows = tuple(_row(named + place + 1, place) for place in range(size))
        named += size
        name = f"Phòng số {number}" + (LONG if number % 3 == 0 else "")
        if number == 1:
            name = "Ban Giám đốc"
        own = ("TTLDTT", "TTLDXS") if number % 2 else ("TTLDTT",)
        groups.append(
            Group(number, name, number > 1, None, Content(name, rows, own if number > 1 else ()), _sent(number))
        )
    return groups


def _sent(number: int) -> ListThen | None:
    if number == 1 or number % 4 == 0:
        return None
    state = SheetState.RETURNED if number % 4 == 3 else SheetState.ACCEPTED
    return ListThen(f"DS23-{number:02}", 1, state, datetime(2023, 2, 27, tzinfo=UTC), True, False, number % 7 == 0)


def _row(number: int, place: int) -> SheetRow:
    match number % 12:
        case 9:
            return SheetRow(number, f"Phạm Văn {number}", "Chuyên viên", exempt=next(iter(ExemptReason)))
        case 10:
            return SheetRow(number, f"Trần Văn {number}", "Chuyên viên", declined=next(iter(DeclineReason)))
        case 11:
            return SheetRow(number, f"Lê Thị {number}", "Chuyên viên")
    titles = ("LDTT", *(("CSTDCS",) if number % 3 == 0 else ()), *(("CSTD_TINH",) if number % 12 == 6 else ()))
    position = "Chuyên viên chính" if place else "Trưởng phòng"
    return SheetRow(number, f"Nguyễn Thị Ngọc {number} #1 & <b> {{{{ x }}}}", position, titles, registration=number)


def _union_group(number: int) -> Group:
    name = f"Tổ công đoàn {number}"
    row = SheetRow(9000 + number, f"Đoàn Văn {number}", "Chuyên viên", ("DVCDXS",))
    return Group(number, name, True, None, Content(name, (row,), ("TCDVM",)))
