"""Số liệu thi đua as a workbook, after biểu 0601.N/BNV-TĐKT: what is known stands in its cell, other cells are empty.

Whatever something is called stays text: a cell that begins with = + - @ is marked as such, so that nothing runs it.
"""

import io
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.papers.official import parts
from bot.papers.official.building import packed
from bot.papers.official.official import WORDING, filled
from bot.papers.plain_workbook import LINE, lines_of

_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")
_MILLIMETRES = 2.0
"""Of one unit of a column's width, about."""


@dataclass(frozen=True, slots=True)
class TitleFigure:
    """The number of holders who have registered a title. `holders`: their kind."""

    title: str
    holders: str
    registered: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`values`: as sentences need them. `numbers`: what is known, by name. `at`: the moment of it."""

    at: datetime
    values: Mapping[str, str]
    numbers: Mapping[str, int]
    titles: tuple[TitleFigure, ...]


def figures_workbook(figures: Figures) -> bytes:
    """An .xlsx of two sheets. The same figures give the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    own = tomllib.loads((WORDING / "figures.toml").read_text("utf-8"))
    book = Workbook()
    campaigns = book.active
    campaigns.title = own["sheet"]
    rows = [[one["name"], one["code"], *_known(one, figures.numbers)] for one in own["row"]]
    _fill(campaigns, own, rows, figures.values, (46, 8, 10, 14, 10, 16, 16, 16))
    own = own["titles"]
    titles = [[place, one.title, one.holders, one.registered, None] for place, one in enumerate(figures.titles, 1)]
    _fill(book.create_sheet(own["sheet"]), own, titles, figures.values, (6, 46, 16, 14, 20))
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as file:
        made: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    at = f"{figures.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return packed(made | {parts.CORE_PART: parts.CORE.format(at=at)})


def _known(row: Mapping[str, Any], numbers: Mapping[str, int]) -> list[int | None]:
    """The cells after the code: a number where it is known, from the third column on."""
    return [
        numbers[row["known"][key]] if (key := str(place)) in row.get("known", {}) else None for place in range(3, 9)
    ]


def _fill(
    sheet: Any,
    own: Mapping[str, Any],
    rows: Iterable[list[str | int | None]],
    values: Mapping[str, str],
    widths: tuple[int, ...],
) -> None:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    place = 0
    for place, line in enumerate(own["head"], start=1):
        _write(sheet, place, [filled(line, values)], bold=place == 1)
    place += 2
    sheet.freeze_panes = f"A{place + 1}"
    _write(sheet, place, own["columns"], bold=True, widths=widths)
    for place, row in enumerate(rows, start=place + 1):  # noqa: B020 - below the headings
        _write(sheet, place, row, widths=widths)
    for place, line in enumerate(own["notes"], start=place + 2):  # noqa: B020
        _write(sheet, place, [filled(line, values)])
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _write(
    sheet: Any, row: int, cells: list[str | int | None], *, bold: bool = False, widths: tuple[int, ...] = ()
) -> None:
    """`widths`: of the columns of a table, in letters; none: a line that stands by itself."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Border, Font, Side  # type: ignore[import-untyped]

    side = Side("thin")
    for place, value in enumerate(cells, start=1):
        cell = sheet.cell(row, place)
        cell.font = Font(name=parts.FONT, size=12, bold=bold)
        if widths:
            cell.border = Border(side, side, side, side)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if bold else None)
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"  # not "f", whatever it begins with
            cell.quotePrefix = value.startswith(_WOULD_RUN)
        else:
            cell.value = value
    words = [(value, width) for value, width in zip(cells, widths, strict=False) if isinstance(value, str)]
    if (lines := max((lines_of(value, width * _MILLIMETRES) for value, width in words), default=1)) > 1:
        sheet.row_dimensions[row].height = lines * LINE
