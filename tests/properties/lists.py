"""Random lists as offices type them: people, and the rows of a sheet that says them in one of many layouts.

Everything follows from the seed. A list knows what is in it: the people or awards that an import must find, no more and
no less, and the rows on which they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.people.records import Gender
from bot.workbooks.reading import Merge, Row, Sheet

TODAY = date(2025, 3, 3)
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Bàn", "Tô", "Tống", "Đỗ", "Vi", "Lò", "Hà", "Năm", "H'", "Y -", "K’")
MIDDLES = ("Văn", "Thị", "Công", "Hồng", "Tổng", "")
GIVEN = ("Thử", "Mẫu", "Mỹ", "Hòa", "Năm", "Nam", "Nữ", "Lan", "Ban", "Phòng", "Cộng", "Quý", "Ayun")
UNITS = (
    *("Phòng Hành chính", "Phòng Kế hoạch - Tài chính", "Văn phòng Sở", "Thanh tra Sở", "Ban Giám đốc"),
    *("Chi cục Tiêu chuẩn Đo lường Chất lượng", "Trung tâm Thông tin", "Phòng Quản lý Khoa học"),
)
ABOVE: Sequence[Sequence[Any]] = (
    ("UBND TỈNH", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", None, "Độc lập - Tự do - Hạnh phúc"),
    (None, None, "Tây Ninh, ngày 30 tháng 12 năm 2024"),
    ("Số: 12/DS-SKHCN",),
    ("(Đơn vị tính: người)",),
    (),
)
TITLES = {"Lao động tiên tiến": "LDTT", "Chiến sĩ thi đua cơ sở": "CSTDCS", "LĐTT": "LDTT", "CSTĐCS": "CSTDCS"}


@dataclass(frozen=True)
class Expected:
    """A person as an import must read one."""

    code: str
    name: str
    unit: str
    gender: Gender | None
    birth_year: int | None
    phone: str | None
    joined_on: date | None


@dataclass
class Column:
    """A column: what stands over it from the top down, and its cell for a person by place."""

    path: tuple[Any, ...]
    cells: list[Any]


@dataclass
class Lines:
    """Rows of a sheet while they are typed, with the numbers of those that are data."""

    rows: list[Sequence[Any]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    data: list[int] = field(default_factory=list)

    def add(self, *cells: Any) -> int:
        self.rows.append(cells)
        return len(self.rows)

    def sheet(self, name: str) -> Sheet:
        filled = [
            Row(number, tuple(cells)) for number, cells in enumerate(self.rows, start=1) if any(map(_said, cells))
        ]
        return Sheet(name, tuple(filled), tuple(self.merges))


def _said(cell: Any) -> bool:
    return cell is not None


class RandomList:
    """People, and how this office lays a list of them out."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        pick = self.random
        self.names = [self._name() for _ in range(pick.randint(1, 18))]
        style = pick.choice(("NV{:02}", "{:05}", "TN{:03}", "CC.{}"))
        self.codes = [style.format(number) for number in range(1, len(self.names) + 1)]
        units = pick.sample(UNITS, pick.randint(1, 4))
        self.units = sorted((pick.choice(units) for _ in self.names), key=units.index)
        self.genders = [pick.choice(tuple(Gender)) for _ in self.names]
        self.births = [date(pick.randint(1962, 2001), pick.randint(1, 12), pick.randint(1, 28)) for _ in self.names]
        self.merged, self.numbered = pick.random() < 0.5, pick.random() < 0.3

    def _name(self) -> str:
        pick = self.random
        return " ".join(filter(None, (pick.choice(FAMILIES), pick.choice(MIDDLES), pick.choice(GIVEN)))).replace(
            "' ", "'"
        )

    # --- columns ------------------------------------------------------------------------------------------------------

    def number(self) -> Column:
        return Column((self.random.choice(("STT", "TT", "Số TT")),), list(range(1, len(self.names) + 1)))

    def code(self) -> Column:
        as_numbers = self.codes[0].isdigit() and self.random.random() < 0.5  # the zeros come of the cell's format
        if as_numbers:
            self.codes = [str(int(code)) for code in self.codes]
        heading = self.random.choice(("Mã CCVC", "Mã số", "Mã\ncông chức"))
        return Column((heading,), [int(code) if as_numbers else code for code in self.codes])

    def name_columns(self) -> list[Column]:
        heading = self.random.choice(("Họ và tên", "HỌ VÀ TÊN", "Họ tên (*)"))
        if self.random.random() < 0.25 and all(len(name.split()) > 1 for name in self.names):
            parts = [name.rsplit(" ", 1) for name in self.names]
            return [Column(("Họ và tên đệm",), [one for one, _ in parts]), Column(("Tên",), [one for _, one in parts])]
        return [Column((heading,), list(self.names))]

    def birth_columns(self) -> tuple[list[Column], bool, bool]:
        """Columns, and whether they say the sex and the birth."""
        pick = self.random
        as_years = pick.random() < 0.5
        values = [
            day.year if as_years else pick.choice((day, f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}")) for day in self.births
        ]
        heading = "Năm sinh" if as_years else pick.choice(("Ngày sinh", "Ngày, tháng, năm sinh"))
        match pick.choice(("none", "one", "sexes", "sexes", "gender", "women")):
            case "one":
                return [Column((heading,), values)], False, True
            case "sexes":
                sides = [
                    [value if gender is sex else None for value, gender in zip(values, self.genders, strict=True)]
                    for sex in Gender
                ]
                return [Column((heading, "Nam"), sides[0]), Column((heading, "Nữ"), sides[1])], True, True
            case "gender":
                says = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ"}
                return [Column(("Giới tính",), [says[gender] for gender in self.genders])], True, False
            case "women":
                marks = ["x" if gender is Gender.FEMALE else None for gender in self.genders]
                self.genders = [gender if gender is Gender.FEMALE else None for gender in self.genders]  # type: ignore[misc]
                return [Column(("Nữ",), marks)], True, False
        return [], False, False

    def phones(self) -> tuple[Column, list[str | None]]:
        pick = self.random
        cells: list[Any] = []
        expected: list[str | None] = []
        for place in range(len(self.names)):
            tail = f"{pick.randint(0, 99999):05}{place:02}"
            digits = f"9{pick.randint(1, 8)}{tail}"
            first = f"0{digits}"
            spaced = f"{first[:4]} {first[4:7]} {first[7:]}"
            way = pick.choice(
                (
                    *(first, spaced, spaced.replace(" ", "."), f"+84{digits}", int(digits), f"ĐT: {first}"),
                    *(f"{first} (Zalo)", f"{first} - 02763822{place:03}", f"02763.822.{place:03}; {first}"),
                    *(f"{spaced}\n03{tail}9", None, "0276 3822123", "không có"),
                )
            )
            cells.append(way)
            expected.append(None if way is None or way in {"0276 3822123", "không có"} else f"+84{digits}")
        return Column((pick.choice(("Điện thoại", "Số ĐT", "SĐT", "Di động")),), cells), expected

    def days(self) -> tuple[Column, list[date | None]]:
        pick = self.random
        cells: list[Any] = []
        expected: list[date | None] = []
        for _ in self.names:
            day = date(1995, 1, 1) + timedelta(days=pick.randint(0, 10_000))
            month, year = day.replace(day=1), day.replace(month=1, day=1)
            way, meant = pick.choice(
                (
                    (day, day),
                    (f"{day:%d/%m/%Y}", day),
                    (f"{day.day}.{day.month}.{day.year}", day),
                    (f"{day:%d/%m/%y}", day),
                    ((day - date(1899, 12, 30)).days, day),
                    (f"ngày {day.day} tháng {day.month} năm {day.year}", day),
                    (f"{day.month}/{day.year}", month),
                    (f"tháng {day.month} năm {day.year}", month),
                    (str(day.year), year),
                    (day.year, year),
                    (f"{day:%d/%m/%Y} (HĐ: 2010)", day),
                    ("31/02/2015", None),
                    (None, None),
                )
            )
            cells.append(way)
            expected.append(meant)
        return Column((pick.choice(("Ngày vào cơ quan", "Ngày tuyển dụng")),), cells), expected

    # --- rows ---------------------------------------------------------------------------------------------------------

    def typed(self, columns: Sequence[Column], title: str, units_as_headings: bool, *, foot: bool = True) -> Lines:
        """The sheet: what stands above, the header, the people, headings, totals, page breaks and signatures."""
        pick, lines = self.random, Lines()
        for row in pick.sample(ABOVE, pick.randint(0, 4)):
            lines.add(*row)
        if title or pick.random() < 0.7:
            at = lines.add(title or "DANH SÁCH CÔNG CHỨC, VIÊN CHỨC")
            if pick.random() < 0.5:
                lines.merges.append(Merge(at, 0, at, len(columns) - 1))
        self._header(lines, columns)
        heading, written = None, 0
        places = [place for place, column in enumerate(columns) if column.path[0] in {"STT", "TT", "Số TT"}]
        style = pick.choice(("I. {}", "roman", "{}", "A. {}", "merged")) if units_as_headings else ""
        for place, unit in enumerate(self.units):
            if units_as_headings and unit != heading:
                heading, written = unit, written + 1
                self._unit(lines, columns, unit, style, written, places)
            elif pick.random() < 0.04:
                lines.add()
            elif pick.random() < 0.05:
                self._header(lines, columns)  # after a page break
            cells = [column.cells[place] for column in columns]
            lines.data.append(lines.add(*cells))
        if foot:
            self._foot(lines, len(columns))
        return lines

    def _unit(
        self, lines: Lines, columns: Sequence[Column], unit: str, style: str, written: int, places: Sequence[int]
    ) -> None:
        width, roman = len(columns), ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")[written - 1]
        if style == "roman" and places == [0]:
            lines.add(roman, unit, *[None] * (width - 2))
            return
        form = style if "{}" in style else "{}"
        form = form.replace("I.", f"{roman}.").replace("A.", f"{'ABCDEFGH'[written - 1]}.")
        at = lines.add(form.format(unit), *[None] * (width - 1))
        if style == "merged":
            lines.merges.append(Merge(at, 0, at, width - 1))

    def _header(self, lines: Lines, columns: Sequence[Column]) -> None:
        depth = max(len(column.path) for column in columns)
        top = len(lines.rows) + 1
        layers: list[list[Any]] = [[None] * len(columns) for _ in range(depth)]
        for place, column in enumerate(columns):
            for level, text in enumerate(column.path):
                grouped = level + 1 < len(column.path)
                follows = place > 0 and columns[place - 1].path[: level + 1] == column.path[: level + 1] and grouped
                layers[level][place] = None if follows else text
                if follows and self.merged:
                    first = next(
                        at for at in range(place + 1) if columns[at].path[: level + 1] == column.path[: level + 1]
                    )
                    lines.merges = [one for one in lines.merges if (one.top, one.left) != (top + level, first)]
                    lines.merges.append(Merge(top + level, first, top + level, place))
            if self.merged and len(column.path) < depth:  # a reader repeats what is merged downwards
                for level in range(len(column.path), depth):
                    layers[level][place] = column.path[-1]
                lines.merges.append(Merge(top + len(column.path) - 1, place, top + depth - 1, place))
        for layer in layers:
            lines.add(*layer)
        if self.numbered:
            lines.add(*range(1, len(columns) + 1))

    def _foot(self, lines: Lines, width: int) -> None:
        pick = self.random
        if pick.random() < 0.6:
            lines.add(
                pick.choice(("Tổng cộng: {} người", "Danh sách có {} người", "Tổng số: {}")).format(len(self.names))
            )
        if pick.random() < 0.6:
            lines.add(*[None] * max(0, width - 2), "Tây Ninh, ngày 30 tháng 12 năm 2024")
            lines.add(None, "NGƯỜI LẬP BIỂU", *[None] * max(0, width - 4), "GIÁM ĐỐC")
            lines.add()
            lines.add(None, "(Ký, ghi rõ họ tên)")


def random_roster(seed: int) -> tuple[Sheet, set[Expected], set[int]]:
    """A roster: its sheet, the people in it, and the rows on which they stand."""
    one = RandomList(seed)
    pick = one.random
    births, says_sex, says_birth = one.birth_columns()
    phones, numbers = one.phones()
    days, joined = one.days()
    headings = pick.random() < 0.5
    post = Column(("Chức vụ",), ["Chuyên viên"] * len(one.names))
    if len(births) > 1 and pick.random() < 0.4:  # a third row above the two
        over = pick.choice(("Thông tin chung", "Thông tin cá nhân"))
        births = [Column((over, *column.path), column.cells) for column in (*births, post)]
        post = Column(("Trình độ",), [pick.choice(("Đại học", "Thạc sĩ", None)) for _ in one.names])
    blocks: list[list[Column]] = [births, [post]]
    blocks += [[phones]] if (with_phones := pick.random() < 0.7) else []
    blocks += [[days]] if (with_days := pick.random() < 0.7) else []
    blocks += [] if headings else [[Column((pick.choice(("Đơn vị", "Phòng, đơn vị")),), list(one.units))]]
    if pick.random() < 0.4:
        group = [
            Column(("Công đoàn", "Đoàn viên"), ["x"] * len(one.names)),
            Column(("Công đoàn", "Tổ"), list(one.units)),
        ]
        blocks.append(group)
    if pick.random() < 0.5:
        notes = [pick.choice((None, "Nghỉ hưu 2026", "Họ và tên cũ", "Năm 2024 nghỉ thai sản")) for _ in one.names]
        blocks.append([Column(("Ghi chú",), notes)])
    leading = [[one.code()], one.name_columns()]
    pick.shuffle(blocks)
    if pick.random() < 0.3:
        leading.reverse()
    start = [[one.number()]] if pick.random() < 0.8 else []
    columns = [column for block in (*start, *leading, *blocks) for column in block]
    lines = one.typed(columns, pick.choice(("", "DANH SÁCH CÔNG CHỨC NĂM 2024")), headings)
    expected = {
        Expected(
            code,
            one.names[place],
            one.units[place],
            one.genders[place] if says_sex else None,
            one.births[place].year if says_birth else None,
            numbers[place] if with_phones else None,
            joined[place] if with_days else None,
        )
        for place, code in enumerate(one.codes)
    }
    return lines.sheet("Danh sách"), expected, set(lines.data)


Titled = tuple[str, int, str]
"""Code of the holder, year, title."""


def random_awards(seed: int) -> tuple[Sheet, dict[str, str], set[Titled]]:
    """A list of awards: its sheet, code -> name of the people in it, and what they hold."""
    one = RandomList(seed)
    pick = one.random
    births, _, _ = one.birth_columns()
    people = range(len(one.names))
    year = pick.randint(2015, 2024)
    expected: set[Titled] = set()
    columns: list[Column] = [one.number(), one.code(), *one.name_columns(), *births]
    title = "DANH SÁCH KHEN THƯỞNG"

    def gets(place: int, year: int, written: str) -> None:
        expected.add((one.codes[place], year, TITLES[written]))

    layout = pick.choice(("year", "title", "years", "titles", "marks", "heading", "headings"))
    cells: list[Any] = []
    if layout in {"year", "title"}:
        years: list[Any] = []
        for place in people:
            of = year if layout == "title" else pick.randint(2015, 2024)
            written = pick.choice(tuple(TITLES)) if pick.random() < 0.7 else ("LĐTT", "CSTĐCS")
            names = (written,) if isinstance(written, str) else written
            cells.append(pick.choice((", ", "; ", "\n", " + ")).join(names))
            years.append(pick.choice((of, str(of), f"Năm {of}")))
            for name in names:
                gets(place, of, name)
        columns.append(Column((pick.choice(("Danh hiệu", "Danh hiệu thi đua")),), cells))
        if layout == "year":
            columns.insert(pick.randint(2, len(columns)) if not births else len(columns), Column(("Năm",), years))
        else:
            title = f"DANH SÁCH ĐẠT DANH HIỆU THI ĐUA NĂM {year}"
    elif layout in {"heading", "headings"}:  # the rows between say it: the year, or the title under the year above
        columns.append(Column(("Danh hiệu",), [None if layout == "headings" else "LĐTT" for _ in people]))
        if layout == "headings":
            title = f"DANH SÁCH KHEN THƯỞNG NĂM {year}"
        for place in people:
            one.units[place] = f"Năm {year - (place < 5)}" if layout == "heading" else list(TITLES)[place < 5]
            gets(place, year - (place < 5 and layout == "heading"), "LĐTT" if layout == "heading" else one.units[place])
    elif layout == "titles":
        title = f"BẢNG TỔNG HỢP DANH HIỆU NĂM {year}"
        for name in ("LĐTT", "CSTĐCS"):
            marks = [pick.choice(("x", "X", None)) for _ in people]
            columns.append(Column(("Danh hiệu thi đua", name), marks))
            for place, mark in enumerate(marks):
                if mark:
                    gets(place, year, name)
    else:
        group = "Danh hiệu" if layout == "years" else "Lao động tiên tiến"
        for of in range(year - 2, year + 1):
            cells = [
                pick.choice((*TITLES, None, "-")) if layout == "years" else pick.choice(("x", None)) for _ in people
            ]
            columns.append(Column((group, pick.choice((of, str(of), f"Năm {of}"))), cells))
            for place, cell in enumerate(cells):
                if cell and cell != "-":
                    gets(place, of, cell if layout == "years" else "LĐTT")
    if pick.random() < 0.5:
        decided = [f"{pick.randint(1, 99)}/QĐ-SKHCN" for _ in people]
        columns += [Column(("Quyết định", "Số"), decided), Column(("Quyết định", "Ngày"), ["15/1/2025"] * len(people))]
    lines = one.typed(columns, title, pick.random() < 0.3 or layout.startswith("heading"))
    return lines.sheet("Khen thưởng"), dict(zip(one.codes, one.names, strict=True)), expected
