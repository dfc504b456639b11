"""Workbooks as an office would type them, for tests, and the store as one value to compare."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.people.roster import importing as roster
from bot.store.database import Database
from bot.workbooks.report import Report

DATA = Path(__file__).resolve().parents[2] / "bot" / "playground" / "data"
TODAY = date(2023, 1, 3)

HEADER = ("Mã CCVC", "Họ và tên", "Đơn vị", "Chức vụ", "Số ĐT", "Ngày vào cơ quan", "Vai trò")
UNITS_HEADER = (
    "STT",
    "Đơn vị",
    "Đơn vị cấp trên",
    "Tên viết tắt",
    "Tập thể bình xét",
    "Có con dấu",
    "Lãnh đạo Sở phụ trách",
)
UNITS = (
    (1, "Ban Giám đốc Sở", None, "BGĐ", None, None, "Ngô Thị Mai"),
    (2, "Văn phòng Sở", None, "VP", "x", None, "Ngô Thị Mai"),
    (3, "Chi cục", None, "CC", "x", "x", "Ngô Thị Mai"),
    (4, "Phòng Đo lường", "Chi cục", None, "x", None, None),
)
MAI = ("A1", "Ngô Thị Mai", "Ban Giám đốc Sở", "Giám đốc Sở", "0919580222", date(2011, 11, 4), "Giám đốc")
THU = ("A2", "Lâm Hồng Thu", "Văn phòng Sở", "Chánh Văn phòng", "0912345678", date(2019, 4, 24), "Lãnh đạo đơn vị")
HOA = ("A3", "Võ Thị Hòa", "Phòng Đo lường", "Chuyên viên", "0987654321", date(2015, 3, 5), None)


def book(*sheets: tuple[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    """An .xlsx of (name, rows); `merged` ranges are of the first sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merged:
        workbook.worksheets[0].merge_cells(cells)
    return saved(workbook)


def saved(workbook: Any) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def roster_of(*people: Sequence[Any], header: Sequence[str] = HEADER, units: Sequence[Any] | None = UNITS) -> bytes:
    sheets: list[tuple[str, Sequence[Sequence[Any]]]] = [("Danh sách", [header, *people])]
    if units is not None:
        sheets.append(("Đơn vị", [UNITS_HEADER, *units]))
    return book(*sheets)


def bring_in(
    database: Database, source: bytes | str, *, today: date = TODAY, dry_run: bool = False, name: str = "danh-sach.xlsx"
) -> Report:
    """`roster import`: bytes, or the name of a sample."""
    if isinstance(source, str):
        reading = roster.parse(DATA / source, source, today)
    else:
        reading = roster.parse(source, name, today)
    return database.run_now(lambda tx: roster.import_roster(tx, reading, today, dry_run=dry_run))


def why(report: Report) -> dict[int, list[tuple[str, str]]]:
    """Rejected row -> (heading, reason) of all that is wrong with it."""
    return {row.number: [(problem.column, problem.why.key) for problem in row.problems] for row in report.rejected}


def remarked(report: Report) -> dict[int, list[tuple[str, str]]]:
    """Taken row -> (heading, reason) of all that could not be read in it."""
    return {row.number: [(problem.column, problem.why.key) for problem in row.problems] for row in report.remarks}


def warned(report: Report) -> dict[str, Mapping[str, Any]]:
    return {warning.key: warning.values for warning in report.warnings}


def dump(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    tables = SQLModel.metadata.sorted_tables
    return database.run_now(
        lambda tx: {
            table.name: [tuple(row) for row in tx.execute(sa.select(table).order_by(*table.primary_key))]
            for table in tables
        }
    )


def rows(database: Database, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
    return database.run_now(lambda tx: [tuple(row) for row in tx.execute(statement)])
